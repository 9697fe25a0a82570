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
        return detail::closed_failure(detail::type_name<E>, context_name());
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
    // Here, where nobody iterates, what nobody uses any more makes room.
    std::erase_if(groups_, [this](auto const& known) {
        if (known->live() != 0 || known->use_count() != 1)
            return false;
        counters_ += known->counters();
        return true;
    });
    groups_.emplace_back(new group(where));
    return *groups_.back();
}

template<class E>
emit_result event_broker<E>::emit(E const& event)
{
    static_assert(std::is_copy_constructible_v<E>,
        "boost_broker: an event that cannot be copied must be emitted as an rvalue, as in "
        "emit(ctx, std::move(event)), because it may have to be queued");
    return emit_made([&]() -> E const& { return event; });
}

template<class E>
emit_result event_broker<E>::emit(E&& event)
{
    return emit_made([&]() -> E&& { return std::move(event); });
}

// An event is made only if it reaches somebody: without listeners it costs nothing, and a refused
// emit leaves its arguments intact.
template<class E>
template<class Make>
emit_result event_broker<E>::emit_made(Make make)
{
    if (!reaches_somebody())
        return refuse();
    auto&& event = make();
    if (auto* const only = only_group_to_call())
        return call(*only, event);
    return emit_anyhow(std::forward<decltype(event)>(event));
}

template<class E>
bool event_broker<E>::reaches_somebody() const noexcept
{
    for (auto const& g : groups_) {
        if (g->live() != 0 && !g->refuses_newest())
            return true;
    }
    return false;
}

template<class E>
emit_result event_broker<E>::refuse()
{
    emit_result result;
    for (auto const& g : groups_)
        result.dropped += g->refuse();
    report_dropped(result);
    return result;
}

// The common case: one executor, plain listeners, nothing queued. Nothing is copied.
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
    ++counters_.sent;
    return {g.fan_out({&event, nullptr}, core().last_stamp()), 0};
}

template<class E>
template<class Event>
emit_result event_broker<E>::emit_anyhow(Event&& event)
{
    emission const plan = prepare();
    emit_result result;
    if (plan.calls + plan.queues != 0)
        result = deliver(plan, std::forward<Event>(event));
    for (auto const& [g, how] : plan.steps) {
        if (how == way::refuse)
            result.dropped += g->refuse();
    }
    report_dropped(result);
    return result;
}

template<class E>
auto event_broker<E>::prepare() const -> emission
{
    emission plan;
    plan.steps.reserve(groups_.size());
    for (auto const& g : groups_) {
        if (g->live() == 0)
            continue;
        if (g->can_deliver_directly()) {
            plan.steps.push_back({g, way::call});
            ++plan.calls;
        } else if (g->refuses_newest()) {
            plan.steps.push_back({g, way::refuse});
            continue;
        } else {
            plan.steps.push_back({g, way::queue});
            ++plan.queues;
        }
        plan.coroutines |= g->has_coroutines();
    }
    return plan;
}

// Builds everything that may fail, then queues, which cannot fail, then calls.
template<class E>
template<class Event>
emit_result event_broker<E>::deliver(emission const& plan, Event&& event)
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
    if (plan.coroutines || plan.queues != 0)
        shared.reset(new detail::cell<E>(std::forward<Event>(event)));
    reserve(plan);
    ++counters_.sent;
    emit_result result;
    auto const stamp = core().last_stamp();
    for (auto const& [g, how] : plan.steps) {
        if (how == way::queue) {
            result.dropped += queue_shared(*g, shared, stamp);
            result.accepted += g->live();
        }
    }
    E const& delivered = shared != nullptr ? shared->value : event;
    result.accepted += call_all(plan, {&delivered, shared}, stamp);
    return result;
}

template<class E>
template<class Event>
emit_result event_broker<E>::deliver_inline(emission const& plan, Event&& event)
{
    auto const stamp = core().last_stamp();
    auto const only = std::find_if(
        plan.steps.begin(), plan.steps.end(), [](step const& s) { return s.how == way::queue; });
    detail::queued_event<E> queued{only->to, stamp, std::forward<Event>(event)};
    reserve(plan);
    ++counters_.sent;
    only->to->queue(std::move(queued));
    auto const accepted = only->to->live();
    return {accepted + call_all(plan, {std::addressof(event), nullptr}, stamp), 0};
}

template<class E>
void event_broker<E>::reserve(emission const& plan)
{
    for (auto const& [g, how] : plan.steps) {
        if (how == way::queue)
            g->where().reserve_one();
    }
}

template<class E>
std::size_t event_broker<E>::call_all(
    emission const& plan, detail::event_source<E> const& source, std::uint64_t stamp) noexcept
{
    std::size_t called = 0;
    for (auto const& [g, how] : plan.steps) {
        if (how == way::call) {
            detail::inbox::delivery_scope const here(g->where());
            called += g->fan_out(source, stamp);
        }
    }
    return called;
}

template<class E>
void event_broker<E>::report_dropped(emit_result const& result) const noexcept
{
    if (result.dropped != 0)
        core().report(diagnostic_kind::message_dropped, detail::type_name<E>,
            "the queue of a listener is full, so an event was dropped");
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
    broker_stats sum = counters_;
    for (auto const& g : groups_)
        sum += g->counters();
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
