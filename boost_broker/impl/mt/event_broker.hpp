// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_IMPL_MT_EVENT_BROKER_HPP
#define BOOST_BROKER_IMPL_MT_EVENT_BROKER_HPP

#include <boost_broker/detail/mt/event_broker.hpp>
#include <boost_broker/detail/mt/registering.hpp>

#include <algorithm>
#include <mutex>
#include <optional>

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
struct event_broker<E, detail::mt_lane>::listen_task final : detail::mt_task {
    template<class H>
    listen_task(detail::mt_registration_ptr o, route_ptr r, H&& h)
        : to(std::move(r))
        , handler(o, std::forward<H>(h))
    {
        owner = std::move(o);
    }

    void arrive() noexcept override { to->arrive(); }

    void begin() override
    {
        auto added = to->listen(std::move(handler));
        if (added)
            owner->begin(std::move(*added));
        else
            owner->where().context().report(
                diagnostic_kind::not_registered, detail::type_name<E>, added.error().message());
    }

    route_ptr to;
    detail::mt_handler<Handler> handler;
};

template<class E>
template<class Handler>
result<handle> event_broker<E, detail::mt_lane>::listen_in(std::uint64_t id, Handler&& handler)
{
    using function = std::decay_t<Handler>;
    constexpr bool is_coroutine = detail::event_call<function, E>::is_coroutine;
    static_assert(!is_coroutine || std::is_copy_constructible_v<E>,
        "boost_broker: an event that cannot be copied cannot reach coroutines in the lane mt, "
        "because several threads may share it; use a plain listener");
    auto& where = context();
    failure why;
    detail::mt_registration_ptr owner;
    route_ptr to;
    {
        detail::executor_ptr executor;
        if constexpr (detail::has_own_executor<function>)
            executor = detail::bind(detail::own_executor(handler));
        std::lock_guard const lock(where.mutex());
        if (!detail::mt_check_handler(where, id, handler, is_coroutine, detail::type_name<E>, why))
            return why;
        owner.reset(
            new detail::mt_registration(*this, where.inbox_for(std::move(executor), is_coroutine)));
        to = &route_to(detail::mt_inbox_ptr(&owner->where()));
    }
    // Copying the handler is the user's code.
    detail::mt_incomplete registering(owner);
    std::unique_ptr<detail::mt_task> task(
        new listen_task<function>(owner, to, std::forward<Handler>(handler)));
    auto done = detail::message_channel::outcome::closed;
    {
        std::lock_guard const lock(where.mutex());
        if (!where.serves(id) || owner->stopped())
            return detail::closed_failure(detail::type_name<E>, where.core().name_of(id));
        owner->where().linger_for(detail::policy<E>.linger);
        // The message comes first, so that who finds the listener sends behind it.
        listeners_.reserve(listeners_.size() + 1);
        auto& count = entry_of(*to).listeners;
        ++count;
        try {
            auto next = make_plan(id);
            done = owner->where().push_asleep([] { return true; },
                [&](detail::message_slot& slot) {
                    slot.hold<detail::mt_task_message>(&detail::mt_task_message::run, task.get());
                });
            if (done != detail::message_channel::outcome::closed) {
                plan_.publish(std::move(next));
                listeners_.push_back(owner);
            }
        } catch (...) {
            --count;
            throw;
        }
        if (done == detail::message_channel::outcome::closed) {
            --count; // its executor was destroyed just now
            return detail::closed_failure(detail::type_name<E>, where.core().name_of(id));
        }
    }
    static_cast<void>(task.release()); // the message has it
    registering.complete();
    owner->where().wake_after(done);
    return detail::handle_access::make(detail::shared_registration_ptr(owner));
}

template<class E>
auto event_broker<E, detail::mt_lane>::route_to(detail::mt_inbox_ptr const& where) -> route&
{
    for (auto const& known : routes_) {
        if (&known.to->where() == where.get())
            return *known.to;
    }
    std::erase_if(routes_, [this](entry const& known) {
        if (known.listeners != 0 || !known.to->where().is_closed())
            return false;
        gone_ += known.to->stats(0);
        return true;
    });
    routes_.push_back({route_ptr(new route(where)), 0});
    return *routes_.back().to;
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
        if (&known.to->where() == &stopped.where())
            --known.listeners;
    }
    try {
        if (auto const* const now = plan_.read())
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
    auto sum = gone_;
    for (auto const& known : routes_)
        sum += known.to->stats(known.listeners);
    return sum;
}

template<class E>
template<class Event>
BOOST_FORCEINLINE emit_result event_broker<E, detail::mt_lane>::emit_in(
    std::uint64_t id, Event&& event)
{
    auto const* const now = plan_.read();
    if (now == nullptr || BOOST_UNLIKELY(now->context != id))
        return {};
    if (BOOST_LIKELY(now->only != nullptr)) {
        if (BOOST_LIKELY(now->only_inbox->can_call_alone()) &&
            BOOST_LIKELY(now->only->can_call_at_once()))
            return now->only->call_at_once(event);
        return emit_to_one(*now->only, now->listeners, id, std::forward<Event>(event));
    }
    return emit_to_all(*now, id, std::forward<Event>(event));
}

template<class E>
template<class Event>
BOOST_NOINLINE emit_result event_broker<E, detail::mt_lane>::emit_to_one(
    route& to, std::size_t listeners, std::uint64_t id, Event&& event)
{
    if (!to.where().has_executor() || to.where().can_call_here()) {
        route_ptr const keeps(&to); // what is called may change who is found
        if (detail::mt_inbox::turn const here(keeps->where()); here)
            return {keeps->call(std::forward<Event>(event)), 0};
    }
    if constexpr (std::is_lvalue_reference_v<Event>) {
        static_assert(std::is_copy_constructible_v<E>,
            "boost_broker: an event that cannot be copied must be emitted as an rvalue, as in "
            "emit(ctx, std::move(event)), because it may have to be queued");
        // The copy is the user's code, and may change everything that was found out so far.
        return emit_in(id, E(event));
    } else {
        detail::message_channel::node_owner node;
        auto done = to.queue(std::forward<Event>(event), node);
        if (BOOST_UNLIKELY(done == detail::message_channel::outcome::no_node)) {
            node = std::make_unique<detail::message_channel::node>();
            done = to.queue(std::forward<Event>(event), node);
        }
        auto const reached = queued(done, to, listeners);
        to.where().wake_after(done);
        report_dropped(reached);
        return reached;
    }
}

// Several inboxes share one event. All that may fail comes first, then everything is queued, and
// only then is somebody called: what he sends comes behind this event everywhere.
template<class E>
template<class Event>
BOOST_NOINLINE emit_result event_broker<E, detail::mt_lane>::emit_to_all(
    plan const& to, std::uint64_t id, Event&& event)
{
    if constexpr (std::is_lvalue_reference_v<Event> && !detail::message_copies_quietly<E>()) {
        return emit_in(id, E(event)); // see above
    } else if constexpr (route::fits_inline && std::is_trivially_copyable_v<E>) {
        E const copy(event); // what is called may end what the caller has
        return emit_prepared(
            to, [&](route& at, auto& node) { return at.queue_copy(copy, node); },
            [&]() -> E const& { return copy; });
    } else {
        detail::mt_cell_ptr<E> const shared(
            new detail::mt_cell<E>(std::in_place, std::forward<Event>(event)));
        return emit_prepared(
            to, [&](route& at, auto& node) { return at.queue(shared, node); },
            [&]() -> decltype(auto) { return route::readable(*shared); });
    }
}

template<class E>
template<class Queue, class Read>
emit_result event_broker<E, detail::mt_lane>::emit_prepared(
    plan const& to, Queue const& queue, Read const& read)
{
    struct step {
        entry const* at;
        detail::message_channel::node_owner node;
        detail::message_channel::outcome done{};
        std::optional<detail::mt_inbox::turn> turn = {};
    };
    plan_ptr const keeps(&to);
    std::vector<step, detail::cached_allocator<step>> steps;
    steps.reserve(to.entries.size());
    for (auto const& next : to.entries)
        steps.push_back({&next, std::make_unique<detail::message_channel::node>()});
    for (auto& next : steps)
        next.turn.emplace(next.at->to->where());
    emit_result reached;
    for (auto& next : steps) {
        if (!*next.turn) {
            next.done = queue(*next.at->to, next.node);
            auto const there = queued(next.done, *next.at->to, next.at->listeners);
            reached.accepted += there.accepted;
            reached.dropped += there.dropped;
        }
    }
    for (auto& next : steps) {
        if (!*next.turn)
            next.at->to->where().wake_after(next.done);
    }
    report_dropped(reached);
    for (auto& next : steps) {
        if (*next.turn)
            reached.accepted += next.at->to->call(read());
    }
    return reached;
}

template<class E>
emit_result event_broker<E, detail::mt_lane>::queued(
    detail::message_channel::outcome done, route& to, std::size_t listeners) noexcept
{
    if (done == detail::message_channel::outcome::closed)
        return {};
    if (done != detail::message_channel::outcome::full)
        return {listeners, 0};
    to.count_dropped(listeners);
    return {0, listeners};
}

template<class E>
void event_broker<E, detail::mt_lane>::report_dropped(emit_result const& reached) const noexcept
{
    if (reached.dropped != 0)
        context().report(diagnostic_kind::message_dropped, detail::type_name<E>,
            "the queue of a listener is full, so an event was dropped");
}

} // namespace boost_broker

#pragma pop_macro("emit")

#endif
