// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_IMPL_EVENT_EMIT_HPP
#define BOOST_BROKER_IMPL_EVENT_EMIT_HPP

// The ways an event can take, the most common first: at once to listeners at home, behind others in
// the queue of one executor, and by a plan to several executors.

#include <boost_broker/event_broker.hpp>

#include <type_traits>
#include <utility>

#pragma push_macro("emit")
#undef emit

namespace boost_broker {

template<class E, class Lane>
BOOST_FORCEINLINE emit_result event_broker<E, Lane>::emit(E const& event)
{
    static_assert(std::is_copy_constructible_v<E>,
        "boost_broker: an event that cannot be copied must be emitted as an rvalue, as in "
        "emit(ctx, std::move(event)), because it may have to be queued");
    sent_here const now(broker_kind::event, [this] { return where_sent(); });
    return emit_now(event);
}

template<class E, class Lane>
BOOST_FORCEINLINE emit_result event_broker<E, Lane>::emit(E&& event)
{
    sent_here const now(broker_kind::event, [this] { return where_sent(); });
    return emit_now(std::move(event));
}

/// For an observer: the context, if anybody gets what is emitted there.
template<class E, class Lane>
std::uint64_t event_broker<E, Lane>::where_sent() const noexcept
{
    return reaches_nobody() && !is_retained() ? 0 : core().id();
}

template<class E, class Lane>
BOOST_FORCEINLINE emit_result event_broker<E, Lane>::emit_now(E const& event)
{
    if constexpr (retains)
        return emit_and_retain(event);
    if (BOOST_LIKELY(calls_at_once()))
        return call_at_once(event);
    return reaches_nobody() ? emit_result() : emit_otherwise(event);
}

template<class E, class Lane>
BOOST_FORCEINLINE emit_result event_broker<E, Lane>::emit_now(E&& event)
{
    if constexpr (retains)
        return emit_and_retain(std::move(event));
    if (BOOST_LIKELY(calls_at_once()))
        return call_at_once(event);
    return reaches_nobody() ? emit_result() : emit_otherwise(std::move(event));
}

// An event is made only if it reaches somebody or is kept: without listeners it costs nothing, and
// a refused emit leaves its arguments intact. Making it may end the context.
template<class E, class Lane>
template<bool Quietly, class Make>
BOOST_FORCEINLINE emit_result event_broker<E, Lane>::emit_made(Make make)
{
    if (reaches_nobody() && !is_retained())
        return {};
    sent_here const now(broker_kind::event, [this] { return where_sent(); });
    return emit_built<Quietly>(make);
}

template<class E, class Lane>
template<bool Quietly, class Make>
emit_result event_broker<E, Lane>::emit_built(Make& make)
{
    if constexpr (Quietly && extends_runs && !retains) {
        if (auto* const to = only_; to != nullptr && to->can_extend_run()) {
            to->extend_run_by(make);
            return {live_, 0};
        }
    }
    if (!reaches_somebody() && !is_retained())
        return refuse();
    if constexpr (Quietly) {
        return emit_now(make());
    } else {
        detail::busy_scope const keeps(core());
        return emit_now(make());
    }
}

template<class E, class Lane>
BOOST_FORCEINLINE bool event_broker<E, Lane>::calls_at_once() const noexcept
{
    return BOOST_LIKELY(route_.call != nullptr) && detail::inbox::home_scope::applies(core());
}

template<class E, class Lane>
BOOST_FORCEINLINE bool event_broker<E, Lane>::reaches_nobody() const noexcept
{
    return route_.call == nullptr && live_ == 0;
}

template<class E, class Lane>
BOOST_FORCEINLINE emit_result event_broker<E, Lane>::call_at_once(E const& event) noexcept
{
    ++at_once_;
    detail::inbox::home_scope const here(core());
    return {route_.call(route_.target, event, nullptr), 0};
}

template<class E, class Lane>
template<class Event>
BOOST_NOINLINE emit_result event_broker<E, Lane>::emit_otherwise(Event&& event)
{
    // In a burst, most events come behind others for the same executor.
    if constexpr (extends_runs && detail::passes_quietly<E, Event>) {
        if (auto* const to = only_; to != nullptr && to->can_extend_run()) {
            to->extend_run(std::forward<Event>(event));
            return {live_, 0};
        }
    }
    return emit_at_last(std::forward<Event>(event));
}

template<class E, class Lane>
template<class Event>
BOOST_NOINLINE emit_result event_broker<E, Lane>::emit_at_last(Event&& event)
{
    if (!reaches_somebody())
        return refuse();
    if (auto* const to = only_; to != nullptr && !to->has_coroutines()) {
        if (to->can_deliver_directly()) {
            ++counters_.sent;
            detail::inbox::delivery_scope const here(to->where());
            return {to->call_all(event, nullptr), 0};
        }
        if constexpr (group::fits_inline)
            return queue_inline(*to, std::forward<Event>(event));
    }
    return emit_by_plan(std::forward<Event>(event));
}

template<class E, class Lane>
bool event_broker<E, Lane>::reaches_somebody() const noexcept
{
    if constexpr (group::may_refuse) {
        for (auto const& g : groups_) {
            if (g->live() != 0 && !g->refuses_newest())
                return true;
        }
        return false;
    } else {
        return live_ != 0;
    }
}

template<class E, class Lane>
emit_result event_broker<E, Lane>::refuse()
{
    emit_result result;
    if constexpr (group::may_refuse) {
        for (auto const& g : groups_)
            result.dropped += miss_one(*g);
        report_dropped(core(), result);
    }
    return result;
}

template<class E, class Lane>
template<class Event>
emit_result event_broker<E, Lane>::queue_inline(group& to, Event&& event)
{
    if constexpr (!detail::passes_quietly<E, Event>) {
        return emit_copy(event);
    } else {
        if (to.can_extend_run())
            to.extend_run(std::forward<Event>(event));
        else
            to.start_run(core().last_stamp(), std::forward<Event>(event));
        return {to.live(), 0};
    }
}

// What copies the event is the user's and may change everything that was found out so far: so that
// comes first.
template<class E, class Lane>
emit_result event_broker<E, Lane>::emit_copy(E const& event)
{
    detail::busy_scope const keeps(core());
    return emit_at_last(E(event));
}

template<class E, class Lane>
std::size_t event_broker<E, Lane>::miss_one(group& g) noexcept
{
    if (g.live() != 0)
        detail::message_trace<E>().dropped(errc::queue_full);
    return g.miss_one();
}

// Several executors, coroutines, or an event that is kept beside the queues.
template<class E, class Lane>
template<class Event>
emit_result event_broker<E, Lane>::emit_by_plan(Event&& event)
{
    auto& context = core();
    detail::busy_scope const keeps(context);
    emission plan = prepare();
    emit_result result = deliver(plan, std::forward<Event>(event));
    refuse_some(context, plan, result);
    return result;
}

// Static, because a listener may have ended the broker.
template<class E, class Lane>
void event_broker<E, Lane>::refuse_some(
    detail::context_core const& where, emission const& plan, emit_result& result) noexcept
{
    for (auto const& [g, how] : plan.steps) {
        if (how == way::refuse)
            result.dropped += miss_one(*g);
    }
    report_dropped(where, result);
}

template<class E, class Lane>
auto event_broker<E, Lane>::prepare() const -> emission
{
    emission plan;
    plan.steps.reserve(groups_.size());
    for (auto const& g : groups_) {
        if (g->live() == 0)
            continue;
        if (g->refuses_newest()) {
            plan.steps.push_back({g, way::refuse});
            continue;
        }
        if (g->can_deliver_directly()) {
            plan.steps.push_back({g, way::call});
            ++plan.calls;
        } else {
            plan.steps.push_back({g, way::queue});
            ++plan.queues;
        }
        plan.coroutines |= g->has_coroutines();
    }
    return plan;
}

// Builds everything that may fail, then queues, which cannot fail, then calls.
template<class E, class Lane>
template<class Event>
emit_result event_broker<E, Lane>::deliver(emission& plan, Event&& event)
{
    // One queue takes the event itself; everything else that keeps the event shares one copy.
    bool const moves = !std::is_lvalue_reference_v<Event>;
    bool const goes_inline =
        group::fits_inline && plan.queues == 1 && !plan.coroutines && (plan.calls == 0 || !moves);
    if constexpr (group::fits_inline) {
        if (goes_inline)
            return deliver_inline(plan, std::forward<Event>(event));
    }

    detail::cell_ptr<E> shared;
    reserve(plan); // before the event is moved from
    if (plan.coroutines || plan.queues != 0) {
        shared.reset(new detail::cell<E>(std::forward<Event>(event)));
        if constexpr (!detail::message_copies_quietly<E>()) {
            plan = prepare(); // that was the user's code, which may have changed who listens
            reserve(plan);
        }
    }
    return deliver_shared(plan, shared != nullptr ? shared->value : event, shared);
}

/// @param shared The cell that the event is in, if there is one.
template<class E, class Lane>
emit_result event_broker<E, Lane>::deliver_shared(
    emission const& plan, E const& event, detail::cell_ptr<E> const& shared) noexcept
{
    ++counters_.sent;
    emit_result result;
    auto const stamp = core().last_stamp();
    for (auto const& [g, how] : plan.steps) {
        if (how == way::queue) {
            result.dropped += queue_shared(*g, shared, stamp);
            result.accepted += g->live();
        }
    }
    result.accepted += call_all(plan, event, shared.get(), stamp);
    return result;
}

template<class E, class Lane>
template<class Event>
emit_result event_broker<E, Lane>::deliver_inline(emission const& plan, Event&& event)
{
    if constexpr (!detail::passes_quietly<E, Event>) {
        return emit_copy(event);
    } else {
        auto only = plan.steps.begin();
        while (only->how != way::queue)
            ++only;
        auto const stamp = core().last_stamp();
        auto const queued = queue_inline(*only->to, std::forward<Event>(event)).accepted;
        return {queued + call_all(plan, event, nullptr, stamp), 0};
    }
}

template<class E, class Lane>
void event_broker<E, Lane>::reserve(emission const& plan)
{
    for (auto const& [g, how] : plan.steps) {
        if (how == way::queue)
            g->where().reserve();
    }
}

// Every inbox is entered before the first listener is called: what a listener sends has to wait
// behind this event, also on executors that this event has not reached yet. Static, because a
// listener may end the broker.
template<class E, class Lane>
std::size_t event_broker<E, Lane>::call_all(emission const& plan, E const& event,
    detail::cell<E>* shared, std::uint64_t stamp, std::size_t next) noexcept
{
    while (next != plan.steps.size() && plan.steps[next].how != way::call)
        ++next;
    if (next != plan.steps.size()) {
        detail::inbox::delivery_scope const here(plan.steps[next].to->where());
        return call_all(plan, event, shared, stamp, next + 1);
    }
    std::size_t called = 0;
    for (auto const& [g, how] : plan.steps) {
        if (how == way::call)
            called += g->call_earlier(event, shared, stamp);
    }
    return called;
}

template<class E, class Lane>
void event_broker<E, Lane>::report_dropped(
    detail::context_core const& where, emit_result const& result) noexcept
{
    if (result.dropped != 0)
        where.report(diagnostic_kind::message_dropped, detail::type_name<E>,
            "the queue of a listener is full, so an event was dropped");
}

/// Returns how many listeners miss an older event because of this one.
template<class E, class Lane>
std::size_t event_broker<E, Lane>::queue_shared(
    group& g, detail::cell_ptr<E> const& event, std::uint64_t stamp) noexcept
{
    if constexpr (!detail::is_mt<E>)
        event->trace.enqueued();
    if constexpr (group::keeps_newest) {
        if (g.keep(event, stamp)) {
            return g.miss_one();
        }
        g.template queue_shared<detail::queued_oldest_event<E>>();
    } else {
        g.template queue_shared<detail::queued_shared_event<E>>(stamp, event);
    }
    return 0;
}

} // namespace boost_broker

#pragma pop_macro("emit")

#endif
