// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_IMPL_EVENT_RETAIN_HPP
#define BOOST_BROKER_IMPL_EVENT_RETAIN_HPP

// Events with the policy `retain_last`. The last one is in a cell that its receivers share, so
// keeping it costs one copy, or one move, and handing it to a new listener none.

#include <boost_broker/detail/found_broker.hpp>
#include <boost_broker/event_broker.hpp>

#include <utility>

namespace boost_broker {

/// Whether an event would be kept although it reaches nobody.
template<class E, class Lane>
bool event_broker<E, Lane>::is_retained() const noexcept
{
    return retains && live_ == 0 && is_open();
}

template<class E, class Lane>
template<class Event>
BOOST_NOINLINE emit_result event_broker<E, Lane>::emit_and_retain(Event&& event)
{
    if (!reaches_somebody() && !is_retained())
        return refuse();
    // It is kept before anybody is called: a listener that is registered meanwhile has to get it.
    // What was kept before ends last, as its destructor is the user's.
    if constexpr (detail::passes_quietly<E, Event>) {
        if (calls_at_once()) {
            detail::cell_ptr<E> const kept(new detail::cell<E>(std::forward<Event>(event)));
            auto const earlier = std::exchange(retained_, kept);
            return call_at_once(kept->value);
        }
    }
    return emit_retained(std::forward<Event>(event));
}

template<class E, class Lane>
template<class Event>
emit_result event_broker<E, Lane>::emit_retained(Event&& event)
{
    auto& context = core();
    detail::busy_scope const keeps(context);
    emission plan = prepare();
    reserve(plan); // before the event is moved from
    detail::cell_ptr<E> const kept(new detail::cell<E>(std::forward<Event>(event)));
    if constexpr (!detail::passes_quietly<E, Event>) {
        // That was the user's code, which may have changed who listens, or ended the context.
        if (!is_open())
            return {};
        plan = prepare();
        reserve(plan);
    }
    auto const earlier = std::exchange(retained_, kept);
    emit_result result;
    if (plan.calls + plan.queues != 0)
        result = deliver_shared(plan, kept->value, kept);
    refuse_some(context, plan, result);
    return result;
}

namespace detail {

template<class E>
constexpr bool check_retained() noexcept
{
    static_assert(policy<E>.retain_last,
        "boost_broker: the context keeps no event of this type; declare it with the policy "
        "retain_last, as in using broker_policy = bb::local<bb::retain_last>");
    return policy<E>.retain_last;
}

} // namespace detail

template<class E, class Lane>
std::optional<E> event_broker<E, Lane>::retained() const
{
    if constexpr (detail::check_retained<E>()) {
        if (auto const kept = retained_)
            return kept->value;
    }
    return std::nullopt;
}

template<class E, class Lane>
void event_broker<E, Lane>::clear_retained() noexcept
{
    if constexpr (detail::check_retained<E>())
        auto const gone = std::exchange(retained_, nullptr);
}

template<class E>
std::optional<E> retained(context_ref ctx)
{
    if constexpr (detail::check_lane<E>() && detail::is_mt<E>) {
        return detail::mt_events<E>::retained(ctx);
    } else {
        auto* const core = detail::context_access::open_core(ctx);
        auto* const broker = core != nullptr ? core->template find<event_broker<E>>() : nullptr;
        return broker != nullptr ? broker->retained() : std::nullopt;
    }
}

template<class E>
void clear_retained(context_ref ctx) noexcept
{
    if constexpr (detail::check_lane<E>() && detail::is_mt<E>) {
        detail::mt_events<E>::clear_retained(ctx);
    } else {
        auto* const core = detail::context_access::open_core(ctx);
        if (auto* const broker = core != nullptr ? core->template find<event_broker<E>>() : nullptr)
            broker->clear_retained();
    }
}

} // namespace boost_broker

#endif
