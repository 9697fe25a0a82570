// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_IMPL_MT_EVENT_EMIT_HPP
#define BOOST_BROKER_IMPL_MT_EVENT_EMIT_HPP

// The ways of an event across threads, the most common first: at once to listeners on this
// executor, into one inbox, and into several, which share it.

#include <boost_broker/detail/mt/event_broker.hpp>

#include <algorithm>
#include <mutex>
#include <utility>

#pragma push_macro("emit")
#undef emit

namespace boost_broker {

template<class E>
template<class Event>
BOOST_FORCEINLINE emit_result event_broker<E, detail::mt_lane>::emit_in(
    std::uint64_t id, Event&& event)
{
    detail::sent_message<E> const now(broker_kind::event, [&] { return where_sent(id); });
    return emit_now(id, std::forward<Event>(event));
}

/// For an observer: the context, if anybody gets what is emitted there.
template<class E>
std::uint64_t event_broker<E, detail::mt_lane>::where_sent(std::uint64_t id) const noexcept
{
    if constexpr (retains)
        return context().core().is_open(id) ? id : 0;
    auto const* const now = plan_.read();
    return now != nullptr && now->context == id ? id : 0;
}

template<class E>
template<class Event>
BOOST_FORCEINLINE emit_result event_broker<E, detail::mt_lane>::emit_now(
    std::uint64_t id, Event&& event)
{
    auto const get = [&]() -> Event&& { return std::forward<Event>(event); };
    if constexpr (retains) {
        return emit_and_retain(id, get);
    } else {
        auto const* const now = plan_.read();
        if (now == nullptr || BOOST_UNLIKELY(now->context != id))
            return reach_nobody(id);
        if (BOOST_LIKELY(now->only != nullptr)) {
            if (BOOST_LIKELY(now->only_inbox->can_call_alone()) &&
                BOOST_LIKELY(now->only->can_call_at_once()))
                return now->only->call_at_once(event);
            if constexpr (route::limit != detail::mt_limit::oldest)
                return emit_to_one(*now->only, now->listeners, id, std::forward<Event>(event));
        }
        return emit_admitted(*now, get);
    }
}

// An event is made only if somebody takes it, so that a refused emit leaves its arguments intact.
// Making it is the user's code, perhaps, so what was found before is not kept.
template<class E>
template<class Make>
emit_result event_broker<E, detail::mt_lane>::emit_made_in(std::uint64_t id, Make const& make)
{
    detail::sent_message<E> const sent(broker_kind::event, [&] { return where_sent(id); });
    if constexpr (retains) {
        return emit_and_retain(id, make);
    } else {
        auto const* const now = plan_.read();
        if (now == nullptr || now->context != id)
            return reach_nobody(id);
        if constexpr (route::may_refuse)
            return emit_admitted(*now, make);
        else
            return emit_now(id, make());
    }
}

template<class E>
template<class Event>
BOOST_NOINLINE emit_result event_broker<E, detail::mt_lane>::emit_to_one(
    route& to, std::size_t listeners, std::uint64_t id, Event&& event)
{
    route_ptr keeps; // what is called, or delivered where a turn ends, may change who is found
    if (!to.where().has_executor() || to.where().can_call_here()) {
        keeps.reset(&to);
        if (detail::mt_inbox::turn const here(to.where()); here && to.has_room())
            return {to.call(std::forward<Event>(event)), 0};
    }
    if constexpr (std::is_lvalue_reference_v<Event>) {
        static_assert(std::is_copy_constructible_v<E>,
            "boost_broker: an event that cannot be copied must be emitted as an rvalue, as in "
            "emit(ctx, std::move(event)), because it may have to be queued");
        // The copy is the user's code, and may change everything that was found out so far.
        if constexpr (!detail::message_copies_quietly<E>())
            return emit_now(id, E(event));
        else
            return send_to_one(to, listeners, E(event));
    } else {
        return send_to_one(to, listeners, std::forward<Event>(event));
    }
}

template<class E>
BOOST_NOINLINE emit_result event_broker<E, detail::mt_lane>::reach_nobody(
    std::uint64_t id) const noexcept
{
    if (!context().core().is_open(id))
        detail::mt_report_closed(context().core(), id, detail::type_name<E>);
    return {};
}

template<class E>
emit_result event_broker<E, detail::mt_lane>::send_to_one(
    route& to, std::size_t listeners, E&& event)
{
    auto const answer = to.send(std::move(event));
    return BOOST_LIKELY(answer == detail::mt_answer::taken)
        ? emit_result{listeners, 0}
        : all_refused(refused(answer, to, listeners));
}

// Several inboxes share one event. All that may fail comes first, then everything is queued, and
// only then is somebody called: what he sends comes behind this event everywhere.
template<class E>
template<class Get>
BOOST_NOINLINE emit_result event_broker<E, detail::mt_lane>::emit_admitted(
    plan const& to, Get const& get)
{
    plan_ptr const keeps(&to);
    auto all = admit(to);
    if (admits_none(all))
        return all_refused(reached(all));
    reserve(all);
    if constexpr (route::fits_inline && std::is_trivially_copyable_v<E>) {
        E const copy(get()); // what is called may end what the caller has
        queue_all(all, [&](place& at) { return at.queue_copy(copy); });
        return finish(all, [&]() -> E const& { return copy; });
    } else {
        cell_ptr const shared(new detail::mt_cell<E>(std::in_place, get()));
        queue_all(all, [&](place& at) {
            shared->trace.enqueued();
            return at.queue(shared);
        });
        return finish(all, [&]() -> decltype(auto) { return route::readable(*shared); });
    }
}

// Who begins to listen meanwhile gets this event or, before it, the one that was kept so far.
template<class E>
template<class Get>
BOOST_NOINLINE emit_result event_broker<E, detail::mt_lane>::emit_and_retain(
    std::uint64_t id, Get const& get)
{
    cell_ptr kept;
    for (;;) {
        plan_ptr now(plan_.read());
        if (now != nullptr && now->context != id)
            now.reset();
        steps all;
        if (now != nullptr) {
            all = admit(*now);
            if (kept == nullptr && admits_none(all))
                return all_refused(reached(all));
            reserve(all);
        }
        if (kept == nullptr)
            kept.reset(new detail::mt_cell<E>(std::in_place, get()));
        cell_ptr earlier(kept); // its end is the user's code, so it comes last
        {
            std::lock_guard const lock(keeping_);
            if (!context().core().is_open(id))
                return {};
            if (auto const* const current = plan_.read(); current != now.get())
                continue; // somebody has come or gone
            retained_.swap(earlier);
            queue_all(all, [&](place& at) { return at.queue(kept); });
        }
        tell_enqueued(all); // not under the lock
        return finish(all, [&]() -> decltype(auto) { return route::readable(*kept); });
    }
}

template<class E>
auto event_broker<E, detail::mt_lane>::admit(plan const& to) -> steps
{
    steps all;
    all.reserve(to.entries.size());
    for (auto const& next : to.entries)
        all.push_back({&next, place(*next.to)});
    return all;
}

template<class E>
bool event_broker<E, detail::mt_lane>::admits_none(steps const& all) noexcept
{
    return std::none_of(
        all.begin(), all.end(), [](step const& next) { return next.admitted.taken(); });
}

template<class E>
void event_broker<E, detail::mt_lane>::reserve(steps& all)
{
    for (auto& next : all) {
        if (next.admitted.taken())
            next.admitted.reserve();
    }
}

template<class E>
template<class Queue>
void event_broker<E, detail::mt_lane>::queue_all(steps& all, Queue const& queue) noexcept
{
    for (auto& next : all) {
        if (next.admitted.taken())
            next.turn.take(next.at->to->where());
    }
    for (auto& next : all) {
        if (next.turn)
            next.admitted.give_back();
        else if (next.admitted.taken())
            next.done = queue(next.admitted);
    }
}

template<class E>
template<class Read>
emit_result event_broker<E, detail::mt_lane>::finish(steps& all, Read const& read)
{
    auto result = reached(all);
    for (auto& next : all) {
        if (next.admitted.taken() && !next.turn)
            next.at->to->finish(next.done);
        next.admitted.tell_given_up();
    }
    report_dropped(result);
    for (auto& next : all) {
        if (!next.turn)
            continue;
        try {
            result.accepted += next.at->to->call(read());
        } catch (...) {
            // An emit throws only if nobody gets the event.
            if (result.accepted == 0)
                throw;
            result.dropped += next.at->listeners;
            detail::message_trace<E>().dropped(errc::handler_threw);
            context().report(diagnostic_kind::message_dropped, detail::type_name<E>,
                "what a listener needs to be called could not be made, so it missed an event");
        }
    }
    return result;
}

/// What was queued and refused, without those that are called.
template<class E>
emit_result event_broker<E, detail::mt_lane>::reached(steps const& all) noexcept
{
    emit_result sum;
    for (auto const& next : all) {
        emit_result there;
        if (!next.admitted.taken())
            there = refused(next.admitted.answer(), *next.at->to, next.at->listeners);
        else if (!next.turn)
            there = queued(next.done, *next.at->to, next.at->listeners);
        sum.accepted += there.accepted;
        sum.dropped += there.dropped;
    }
    return sum;
}

template<class E>
void event_broker<E, detail::mt_lane>::tell_enqueued(steps const& all) noexcept
{
    for (auto const& next : all) {
        if (next.admitted.taken() && !next.turn)
            detail::message_trace<E>().enqueued();
    }
}

// `full` says of a queue that takes everything that the oldest has made room.
template<class E>
emit_result event_broker<E, detail::mt_lane>::queued(
    detail::message_channel::outcome done, route& to, std::size_t listeners) noexcept
{
    if (done != detail::message_channel::outcome::full)
        return {listeners, 0};
    to.count_dropped(listeners);
    return {listeners, listeners};
}

template<class E>
emit_result event_broker<E, detail::mt_lane>::refused(
    detail::mt_answer answer, route& to, std::size_t listeners) noexcept
{
    if (answer == detail::mt_answer::closed)
        detail::message_trace<E>().dropped(errc::context_closed);
    if (answer != detail::mt_answer::full)
        return {};
    detail::message_trace<E>().dropped(errc::queue_full);
    to.count_dropped(listeners);
    return {0, listeners};
}

template<class E>
void event_broker<E, detail::mt_lane>::report_dropped(emit_result const& result) const noexcept
{
    if (result.dropped != 0)
        context().report(diagnostic_kind::message_dropped, detail::type_name<E>,
            "the queue of a listener is full, so an event was dropped");
}

template<class E>
std::optional<E> event_broker<E, detail::mt_lane>::retained_in(std::uint64_t id) const
{
    if constexpr (detail::check_retained<E>()) {
        cell_ptr kept;
        {
            std::lock_guard const lock(keeping_);
            if (context().core().is_open(id))
                kept = retained_;
        }
        if (kept != nullptr)
            return std::as_const(kept->value);
    }
    return std::nullopt;
}

template<class E>
void event_broker<E, detail::mt_lane>::clear_retained_in(std::uint64_t id) noexcept
{
    if constexpr (detail::check_retained<E>()) {
        cell_ptr gone;
        std::lock_guard const lock(keeping_);
        if (context().core().is_open(id))
            retained_.swap(gone);
    }
}

template<class E>
void event_broker<E, detail::mt_lane>::discard_kept() noexcept
{
    if constexpr (retains) {
        cell_ptr gone;
        std::lock_guard const lock(keeping_);
        retained_.swap(gone);
    }
}

} // namespace boost_broker

#pragma pop_macro("emit")

#endif
