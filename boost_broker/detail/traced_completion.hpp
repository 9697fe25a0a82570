// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_TRACED_COMPLETION_HPP
#define BOOST_BROKER_DETAIL_TRACED_COMPLETION_HPP

// The completion handler of a request that is observed: what it sends is a next step of the message
// whose handler has asked, whatever thread the answer comes to.

#include <boost_broker/detail/handler_layers.hpp>
#include <boost_broker/policy.hpp>
#include <boost_broker/trace_context.hpp>

#include <type_traits>
#include <utility>

namespace boost_broker::detail {

template<class Handler>
class traced_completion : public handler_layer<Handler>
{
public:
    static constexpr layer_kind kind = layer_kind::traced;

    template<class H>
    explicit traced_completion(H&& handler)
        : handler_layer<Handler>(std::in_place, std::forward<H>(handler))
    {}

    template<class Result>
    void operator()(Result&& result)
    {
        current_message::scope const here(asks_);
        std::move(this->get())(std::forward<Result>(result));
    }

private:
    message_facts asks_ = current_message::facts();
};

/// Adds that to the completion handler of a request, if it is observed.
template<class R, class Handler>
decltype(auto) with_trace(Handler&& handler)
{
    if constexpr (observed<R>)
        return traced_completion<std::decay_t<Handler>>(std::forward<Handler>(handler));
    else
        return std::forward<Handler>(handler);
}

} // namespace boost_broker::detail

#endif
