// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: throwing hands out a default-constructed value beside the exception

#include <boost_broker/boost_broker.hpp>

#include <boost/asio/use_future.hpp>

namespace bb = boost_broker;

struct token {
    explicit token(int) {}
};
struct ask {
    using response = token;
};

void use(bb::broker_context& ctx)
{
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    (void)bb::request<ask>(ctx, bb::throwing(boost::asio::use_future));
#else
    bb::request<ask>(ctx, bb::throwing([](std::exception_ptr, token const&) {}));
#endif
}
