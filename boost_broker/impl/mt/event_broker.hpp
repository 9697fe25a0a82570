// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_IMPL_MT_EVENT_BROKER_HPP
#define BOOST_BROKER_IMPL_MT_EVENT_BROKER_HPP

// Who listens. How an event gets there is in impl/mt/event_emit.hpp.

#include <boost_broker/detail/mt/event_broker.hpp>

#include <algorithm>
#include <mutex>
#include <utility>

#pragma push_macro("emit")
#undef emit

namespace boost_broker {

template<class E>
event_broker<E, detail::mt_lane>::event_broker(context_ref ctx)
    : mt_broker_base(detail::mt_context::of(*detail::require_open(ctx, detail::type_name<E>)))
    , context_id_(ctx.id())
{
    std::lock_guard const lock(context().mutex());
    context().attach(*this);
}

template<class E>
event_broker<E, detail::mt_lane>::~event_broker()
{
    if (context_id_ != 0) {
        stop_all();
        std::lock_guard const lock(context().mutex());
        if (is_linked())
            unlink();
        for (auto const& listener : listeners_)
            listener->forget_broker();
    }
}

template<class E>
template<class Handler>
result<handle> event_broker<E, detail::mt_lane>::listen_in(
    std::uint64_t id, Handler&& handler, as how)
{
    constexpr bool is_coroutine = detail::event_call<std::decay_t<Handler>, E>::is_coroutine;
    static_assert(!is_coroutine || std::is_copy_constructible_v<E>,
        "boost_broker: an event that cannot be copied cannot reach coroutines in the lane mt, "
        "because several threads may share it; use a plain listener");
    return detail::mt_registrar::add(*this, id, is_coroutine, std::forward<Handler>(handler), how,
        {.function = how.gets_kept ? &detail::type_of_function<std::decay_t<Handler>>() : nullptr});
}

template<class E>
auto event_broker<E, detail::mt_lane>::make_route(detail::mt_registration_ptr const& owner)
    -> route_ptr
{
    for (auto const& known : routes_) {
        if (&known.to->where() == &owner->where())
            return known.to;
    }
    std::erase_if(routes_, [this](entry const& known) {
        if (known.listeners != 0 || !known.to->where().is_closed())
            return false;
        gone_ += known.to->stats(0);
        return true;
    });
    routes_.push_back({route_ptr(new route(detail::mt_inbox_ptr(&owner->where()))), 0});
    return routes_.back().to;
}

template<class E>
template<class Push>
void event_broker<E, detail::mt_lane>::enlist(std::uint64_t id, [[maybe_unused]] as how,
    route_ptr const& to, detail::mt_registration_ptr const& owner, Push const& push)
{
    owner->where().linger_for(detail::policy<E>.linger);
    listeners_.reserve(listeners_.size() + 1);
    auto& count = entry_of(*to).listeners;
    ++count;
    bool sent = false;
    try {
        auto next = make_plan(id);
        if (count == 1)
            to->open(true);
        if constexpr (retains) {
            std::lock_guard const lock(keeping_);
            sent = push(how.gets_kept ? retained_ : cell_ptr());
            if (sent)
                plan_.publish(std::move(next));
        } else {
            sent = push(nullptr);
            if (sent) {
                to->handler_comes();
                plan_.publish(std::move(next));
            }
        }
    } catch (...) {
        --count;
        throw;
    }
    if (sent)
        listeners_.push_back(owner);
    else
        --count;
}

template<class E>
auto event_broker<E, detail::mt_lane>::entry_of(route const& to) noexcept -> entry&
{
    return *std::find_if(
        routes_.begin(), routes_.end(), [&](entry const& known) { return known.to.get() == &to; });
}

template<class E>
auto event_broker<E, detail::mt_lane>::make_plan(std::uint64_t id) const -> plan_ptr
{
    boost::intrusive_ptr<plan> next(new plan);
    next->context = id;
    for (auto const& known : routes_) {
        if (known.listeners != 0) {
            next->entries.push_back(known);
            next->listeners += known.listeners;
        }
    }
    if (next->entries.size() == 1) {
        next->only = next->entries.front().to.get();
        next->only_inbox = &next->only->where();
    }
    return next->listeners != 0 ? next : plan_ptr();
}

template<class E>
void event_broker<E, detail::mt_lane>::remove(detail::mt_registration& stopped) noexcept
{
    auto const found = std::find(listeners_.begin(), listeners_.end(), &stopped);
    if (found == listeners_.end())
        return; // it was being registered
    listeners_.erase(found);
    for (auto& known : routes_) {
        if (&known.to->where() == &stopped.where() && --known.listeners == 0)
            known.to->open(false);
    }
    try {
        if (auto const now = plan_.get())
            plan_.publish(make_plan(now->context));
    } catch (std::bad_alloc const&) { // NOLINT(bugprone-empty-catch)
        // Readers find the listener still. Where it was it lets nothing through.
    }
}

// Whoever is found later, is not of this context.
template<class E>
void event_broker<E, detail::mt_lane>::close() noexcept
{
    plan_.publish(nullptr);
    for (auto const& listener : listeners_)
        listener->context_closed();
    listeners_.clear();
    routes_.clear();
    gone_ = {};
}

template<class E>
void event_broker<E, detail::mt_lane>::stop_all() noexcept
{
    for (;;) {
        detail::mt_registration_ptr last;
        {
            std::lock_guard const lock(context().mutex());
            if (listeners_.empty())
                return;
            last = listeners_.back();
        }
        last->stop();
    }
}

template<class E>
auto event_broker<E, detail::mt_lane>::all_listeners(std::uint64_t id) const
    -> std::vector<detail::mt_registration_ptr>
{
    std::lock_guard const lock(context().mutex());
    return context().serves(id) ? listeners_ : std::vector<detail::mt_registration_ptr>();
}

template<class E>
std::size_t event_broker<E, detail::mt_lane>::listeners() const noexcept
{
    std::lock_guard const lock(context().mutex());
    return listeners_.size();
}

template<class E>
broker_stats event_broker<E, detail::mt_lane>::stats() const noexcept
{
    std::lock_guard const lock(context().mutex());
    return count();
}

template<class E>
broker_stats event_broker<E, detail::mt_lane>::count() const noexcept
{
    auto sum = gone_;
    for (auto const& known : routes_)
        sum += known.to->stats(known.listeners);
    return sum;
}

template<class E>
detail::mt_broker_facts event_broker<E, detail::mt_lane>::facts() const
{
    detail::mt_broker_facts all{count()};
    for (auto const& known : routes_)
        all.ways.push_back({&known.to->where(), nullptr, known.to->waiting()});
    return all;
}

} // namespace boost_broker

#pragma pop_macro("emit")

#endif
