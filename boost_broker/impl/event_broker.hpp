// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_IMPL_EVENT_BROKER_HPP
#define BOOST_BROKER_IMPL_EVENT_BROKER_HPP

#include <boost_broker/event_broker.hpp>

#include <boost/container/small_vector.hpp>

#include <algorithm>
#include <memory>
#include <utility>

#pragma push_macro("emit")
#undef emit

namespace boost_broker {

namespace detail {

// What waits in an inbox for the listeners of one group. The group outlives its broker, so that a
// broker may end while events wait.

/// An event that is small enough to sit in the queue itself.
template<class E>
struct queued_event {
    listener_group_ptr<E> to;
    std::uint64_t stamp;
    E event;

    void operator()() noexcept
    {
        to->message_taken();
        to->fan_out({&event, nullptr}, stamp);
    }
};

/// An event that several queues or coroutines share.
template<class E>
struct queued_shared_event {
    listener_group_ptr<E> to;
    std::uint64_t stamp;
    cell_ptr<E> event;

    void operator()() noexcept
    {
        to->message_taken();
        to->fan_out({&event->value, event}, stamp);
    }
};

/// The oldest of the events that the group keeps.
template<class E>
struct queued_oldest_event {
    listener_group_ptr<E> to;

    void operator()() noexcept
    {
        auto const [event, stamp] = to->take_oldest();
        to->fan_out({&event->value, event}, stamp);
    }
};

} // namespace detail

template<class E>
event_broker<E>::event_broker(context_ref ctx)
    : broker_base(*detail::require_open(ctx, detail::type_name<E>))
{
    core().attach(*this);
}

template<class E>
event_broker<E>::event_broker(found_by_type, detail::context_core& core) noexcept
    : broker_base(core)
{
    if constexpr (reflected<E>)
        detail::assert_field_order<E>();
}

template<class E>
event_broker<E>::~event_broker()
{
    stop_all();
}

template<class E>
template<class Handler>
result<handle> event_broker<E>::listen(Handler&& handler)
{
    using function = std::decay_t<Handler>;
    using listener = detail::listener_of<E, function>;
    if (!is_open())
        return detail::closed_failure(detail::type_name<E>, core().name());
    auto const where = detail::find_inbox(core(), handler,
        detail::handler_call<function, E const&>::is_coroutine, detail::type_name<E>);
    if (!where)
        return where.error();
    auto& g = group_of(**where);
    boost::intrusive_ptr<detail::listener<E>> const added(
        new listener(*this, core(), **where, std::forward<Handler>(handler)));
    g.add(added);
    return detail::handle_access::make(added);
}

template<class E>
auto event_broker<E>::group_of(detail::inbox& where) -> group&
{
    for (auto const& known : groups_) {
        if (&known->where() == &where)
            return *known;
    }
    groups_.emplace_back(new group(where));
    return *groups_.back();
}

template<class E>
emit_result event_broker<E>::emit(E const& event)
{
    static_assert(std::is_copy_constructible_v<E>,
        "boost_broker: an event that cannot be copied must be emitted as an rvalue, as in "
        "emit(ctx, std::move(event)), because it may have to be queued");
    if (auto* const only = only_group_to_call())
        return call(*only, event);
    return emit_anyhow(event);
}

template<class E>
emit_result event_broker<E>::emit(E&& event)
{
    if (auto* const only = only_group_to_call())
        return call(*only, event);
    return emit_anyhow(std::move(event));
}

// The common case: one executor, plain listeners, nothing queued. Nothing is built.
template<class E>
auto event_broker<E>::only_group_to_call() const noexcept -> group*
{
    if (groups_.size() != 1)
        return nullptr;
    auto& only = *groups_.front();
    return only.live() != 0 && !only.has_coroutines() && only.can_deliver_directly() ? &only
                                                                                     : nullptr;
}

template<class E>
emit_result event_broker<E>::call(group& g, E const& event)
{
    detail::listener_group_ptr<E> const keep(&g);
    detail::inbox::delivery_scope const here(g.where());
    ++g.counters().sent;
    return {g.fan_out({&event, nullptr}, core().last_stamp()), 0};
}

// Builds everything that may fail, then queues, which cannot fail, then calls.
template<class E>
template<class Event>
emit_result event_broker<E>::emit_anyhow(Event&& event)
{
    emission plan;
    plan.reserve(groups_.size());
    emit_result result;
    std::size_t calls = 0;
    std::size_t queues = 0;
    bool coroutines = false;
    for (auto const& g : groups_) {
        if (g->live() == 0)
            continue;
        bool const direct = g->can_deliver_directly();
        if (!direct && g->refuses_newest()) {
            g->counters().dropped += g->live();
            result.dropped += g->live();
            continue;
        }
        if (!direct)
            g->where().reserve_one();
        coroutines |= g->has_coroutines();
        plan.push_back({g, direct});
        ++(direct ? calls : queues);
    }

    // One queue takes the event itself; everything else that keeps the event shares one copy.
    detail::cell_ptr<E> shared;
    bool const moves = !std::is_lvalue_reference_v<Event>;
    bool const goes_inline =
        group::fits_inline && queues == 1 && !coroutines && (calls == 0 || !moves);
    if (coroutines || (queues != 0 && !goes_inline))
        shared.reset(new detail::cell<E>(std::forward<Event>(event)));

    auto const stamp = core().last_stamp();
    if (goes_inline) {
        if constexpr (group::fits_inline) {
            auto const only =
                std::find_if(plan.begin(), plan.end(), [](step const& s) { return !s.direct; });
            only->to->queue(detail::queued_event<E>{only->to, stamp, std::forward<Event>(event)});
        }
    } else {
        for (auto const& [g, direct] : plan) {
            if (!direct)
                result.dropped += queue_shared(*g, shared, stamp);
        }
    }
    for (auto const& [g, direct] : plan) {
        if (!direct) {
            result.accepted += g->live();
        } else {
            detail::inbox::delivery_scope const here(g->where());
            ++g->counters().sent;
            result.accepted += g->fan_out(
                {shared != nullptr ? &shared->value : std::addressof(event), shared}, stamp);
        }
    }
    if (result.dropped != 0)
        core().report(diagnostic_kind::message_dropped, detail::type_name<E>,
            "the queue of a listener is full, so an event was dropped");
    return result;
}

/// Returns how many listeners miss an older event because of this one.
template<class E>
std::size_t event_broker<E>::queue_shared(
    group& g, detail::cell_ptr<E> const& event, std::uint64_t stamp) noexcept
{
    if constexpr (group::keeps_newest) {
        if (g.keep(event, stamp)) {
            g.counters().dropped += g.live();
            return g.live();
        }
        g.queue(detail::queued_oldest_event<E>{&g});
    } else {
        g.queue(detail::queued_shared_event<E>{&g, stamp, event});
    }
    return 0;
}

template<class E>
void event_broker<E>::stop_all() noexcept
{
    for (std::size_t i = 0; i != groups_.size(); ++i)
        groups_[i]->stop_all();
}

template<class E>
std::vector<detail::registration_ptr> event_broker<E>::registrations() const
{
    std::vector<detail::registration_ptr> all;
    for (auto const& g : groups_)
        g->for_each_live([&](detail::registration& r) { all.emplace_back(&r); });
    return all;
}

template<class E>
std::size_t event_broker<E>::listeners() const noexcept
{
    std::size_t count = 0;
    for (auto const& g : groups_)
        count += g->live();
    return count;
}

template<class E>
broker_stats event_broker<E>::stats() const noexcept
{
    broker_stats sum;
    for (auto const& g : groups_) {
        sum.sent += g->counters().sent;
        sum.delivered += g->counters().delivered;
        sum.queued += g->counters().queued;
        sum.dropped += g->counters().dropped;
        sum.threw += g->counters().threw;
    }
    return sum;
}

template<class E>
void event_broker<E>::remove(detail::registration& stopped) noexcept
{
    auto& target = static_cast<detail::listener<E>&>(stopped);
    for (auto const& g : groups_) {
        if (&g->where() == &target.where())
            g->remove(target);
    }
    if (core().busy())
        core().compact_later();
    else
        compact();
}

template<class E>
void event_broker<E>::compact() noexcept
{
    for (auto const& g : groups_)
        g->compact();
}

} // namespace boost_broker

#pragma pop_macro("emit")

#endif
