// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_IMPL_EVENT_BROKER_HPP
#define BOOST_BROKER_IMPL_EVENT_BROKER_HPP

#include <boost_broker/event_broker.hpp>

#include <type_traits>
#include <utility>

#pragma push_macro("emit")
#undef emit

namespace boost_broker {

template<class E, class Lane>
event_broker<E, Lane>::event_broker(context_ref ctx)
    : broker_base(*detail::require_open(ctx, detail::type_name<E>))
{
    core().attach(*this);
}

template<class E, class Lane>
event_broker<E, Lane>::event_broker(found_by_type, detail::context_core& core) noexcept
    : broker_base(core)
{
    if constexpr (reflected<E>)
        detail::assert_field_order<E>();
}

template<class E, class Lane>
event_broker<E, Lane>::~event_broker()
{
    close();
    for (auto const& g : groups_)
        g->orphan();
}

template<class E, class Lane>
template<class Handler>
detail::listen_result<Handler> event_broker<E, Lane>::listen(Handler&& handler)
{
    failure why;
    if (auto const added = add_listener(std::forward<Handler>(handler), why))
        return detail::handle_access::make(added);
    return why;
}

template<class E, class Lane>
template<class Handler>
detail::listener_ptr<E> event_broker<E, Lane>::add_listener(Handler&& handler, failure& why)
{
    using function = std::decay_t<Handler>;
    using listener = detail::listener_of<E, function>;
    auto const closed = [&] {
        why = detail::closed_failure(detail::type_name<E>, context_name());
        return detail::listener_ptr<E>();
    };
    if (!is_open())
        return closed();
    auto* const where = detail::find_inbox(
        core(), handler, detail::event_call<function, E>::is_coroutine, detail::type_name<E>, why);
    if (where == nullptr)
        return {};
    auto& g = group_of(*where);
    // Copying or moving the handler is the user's code, which may end the context.
    detail::busy_scope const keeps(core());
    detail::listener_ptr<E> added(
        new listener(*this, core(), *where, std::forward<Handler>(handler)));
    if (!is_open())
        return closed();
    if constexpr (retains)
        where->reserve();
    g.add(added);
    choose_route();
    if constexpr (retains) {
        if (retained_ != nullptr)
            g.queue_retained(added, retained_); // which may call it, where there is no executor
    }
    return added;
}

template<class E, class Lane>
auto event_broker<E, Lane>::group_of(detail::inbox& where) -> group&
{
    for (auto const& known : groups_) {
        if (&known->where() == &where)
            return *known;
    }
    // Where nobody iterates, what nobody uses any more makes room.
    if (!core().busy())
        std::erase_if(groups_, [this](auto const& known) {
            if (known->live() != 0 || known->depth() != 0 || known->use_count() != 1)
                return false;
            counters_ += known->counters();
            return true;
        });
    groups_.push_back(detail::listener_group_ptr<E>(new group(where)));
    return *groups_.back();
}

// Most events have all their listeners on one executor, and most often on that of the context.
template<class E, class Lane>
void event_broker<E, Lane>::choose_route() noexcept
{
    counters_ += emitted_at_once();
    at_once_ = 0;
    live_ = 0;
    std::size_t groups = 0;
    for (auto const& g : groups_) {
        if (g->live() != 0) {
            live_ += g->live();
            ++groups;
            only_ = g.get();
        }
    }
    if (groups != 1)
        only_ = nullptr;
    bool const at_home = only_ != nullptr && only_->where().is_home() && !only_->has_coroutines();
    route_ = at_home ? only_->route_to_all() : typename group::route();
    calls_per_emit_ = at_home ? only_->entries() : 0;
}

// What goes by the route is counted once and not by each listener.
template<class E, class Lane>
broker_stats event_broker<E, Lane>::emitted_at_once() const noexcept
{
    broker_stats counts;
    counts.sent = at_once_;
    counts.delivered = at_once_ * calls_per_emit_;
    return counts;
}

template<class E, class Lane>
void event_broker<E, Lane>::stop_all() noexcept
{
    for (std::size_t i = 0; i != groups_.size(); ++i)
        groups_[i]->stop_all();
}

template<class E, class Lane>
template<class Visitor>
void event_broker<E, Lane>::for_each_registration(Visitor visit) const
{
    for (auto const& g : groups_)
        g->for_each_live(visit);
}

template<class E, class Lane>
std::size_t event_broker<E, Lane>::listeners() const noexcept
{
    std::size_t count = 0;
    for (auto const& g : groups_)
        count += g->live();
    return count;
}

template<class E, class Lane>
std::size_t event_broker<E, Lane>::waiting_events() const noexcept
{
    std::size_t count = 0;
    for (auto const& g : groups_)
        count += g->depth();
    return count;
}

template<class E, class Lane>
broker_stats event_broker<E, Lane>::stats() const noexcept
{
    broker_stats sum = counters_;
    sum += emitted_at_once();
    for (auto const& g : groups_)
        sum += g->counters();
    return sum;
}

template<class E, class Lane>
void event_broker<E, Lane>::remove(detail::registration& stopped) noexcept
{
    auto& target = static_cast<detail::listener<E>&>(stopped);
    target.group().remove(target);
    choose_route();
    if (core().busy())
        core().compact_later();
    else
        compact();
}

template<class E, class Lane>
void event_broker<E, Lane>::close() noexcept
{
    stop_all();
    if constexpr (retains)
        clear_retained();
}

template<class E, class Lane>
void event_broker<E, Lane>::compact() noexcept
{
    for (auto const& g : groups_)
        g->compact();
    choose_route();
}

} // namespace boost_broker

#pragma pop_macro("emit")

#endif
