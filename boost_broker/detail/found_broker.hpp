// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_FOUND_BROKER_HPP
#define BOOST_BROKER_DETAIL_FOUND_BROKER_HPP

// A broker that was looked up once. Verbs take it in the place of a context.

#include <boost_broker/detail/registering.hpp>
#include <boost_broker/policy.hpp>

#include <boost/config.hpp>

namespace boost_broker::detail {

/// What the verbs of events do in the lane `mt`.
template<class E>
struct mt_events;
/// ... and of requests.
template<class R>
struct mt_requests;

/// ... and of multi-requests.
template<class R>
struct mt_multi_requests;

/// What the verbs of signals do there.
template<class S>
struct mt_signals;

/// What `next` of a broker object of the lane `mt` does, in `boost_broker/next.hpp`.
template<class E>
struct next_of_broker;

/// Fails to compile, with a sentence, if a message is used whose lane is not included.
template<class Message>
constexpr bool check_lane() noexcept
{
    constexpr bool known = !is_mt<Message> || requires
    {
        sizeof(mt_events<Message>);
    };
    static_assert(known,
        "boost_broker: include boost_broker/mt.hpp where a message with the policy mt is used");
    return known;
}

template<class Broker>
class found_broker
{
public:
    explicit found_broker(context_ref ctx) : ctx_(ctx)
    {
        if (context_access::is_open_itself(ctx))
            broker_ = &context_access::raw(ctx)->template get<Broker>();
    }

    operator context_ref const&() const noexcept { return ctx_; } // NOLINT: it stands for it

    /// The broker, or null where it has to be looked for: in the default context, which has another
    /// one on each thread, and in a context that is closed, where nothing is found.
    Broker* get() const noexcept
    {
        // The memory of a context is used again, but its number is not; so as long as the number
        // is that of an open context, the broker lives.
        if (BOOST_UNLIKELY(!context_access::is_open_itself(ctx_)))
            return nullptr;
        context_access::raw(ctx_)->assert_usable();
        return broker_;
    }

private:
    context_ref ctx_;
    Broker* broker_ = nullptr;
};

/// See `open_broker` of a context.
template<class Broker, class Message>
result<Broker*> open_broker(found_broker<Broker> const& found)
{
    if (auto* const broker = found.get())
        return broker;
    return detail::open_broker<Broker, Message>(static_cast<context_ref const&>(found));
}

} // namespace boost_broker::detail

#endif
