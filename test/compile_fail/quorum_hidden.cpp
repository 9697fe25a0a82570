// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: a token between quorum and the verb hides the quorum from it

#include <boost_broker/boost_broker.hpp>

#include <boost/asio/async_result.hpp>

namespace bb = boost_broker;
namespace asio = boost::asio;

struct ask {
    using response = int;
};

// An adaptor that does not say what its handler carries.
template<class Token>
struct loud {
    Token token;
};

template<class Token, class Signature>
class asio::async_result<loud<Token>, Signature>
{
public:
    template<class Initiation, class Loud, class... Args>
    static auto initiate(Initiation&& initiation, Loud&& adapted, Args&&... args)
    {
        return asio::async_initiate<Token, Signature>(
            [i = std::forward<Initiation>(initiation)](auto handler, auto&&... given) mutable {
                auto wrapped = [h = std::move(handler)](auto r) mutable { h(std::move(r)); };
                std::move(i)(std::move(wrapped), std::forward<decltype(given)>(given)...);
            },
            adapted.token, std::forward<Args>(args)...);
    }
};

void use(bb::broker_context& ctx)
{
    auto const done = [](bb::result<std::vector<bb::result<int>>> const&) {};
    using callback = std::remove_const_t<decltype(done)>;
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    bb::request_all<ask>(ctx, bb::quorum(1, loud<callback>{done}));
#else
    auto const inside = bb::quorum(1, done);
    bb::request_all<ask>(ctx, loud<bb::quorum_t<callback>>{inside});
#endif
}
