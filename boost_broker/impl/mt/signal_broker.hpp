// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_IMPL_MT_SIGNAL_BROKER_HPP
#define BOOST_BROKER_IMPL_MT_SIGNAL_BROKER_HPP

#include <boost_broker/detail/mt/signal_broker.hpp>

#include <algorithm>
#include <string>

namespace boost_broker {

template<class S>
signal_broker<S, detail::mt_lane>::signal_broker(context_ref ctx)
    : mt_broker_base(detail::mt_context::of(*detail::require_open(ctx, detail::type_name<S>)))
    , context_id_(ctx.id())
{
    std::lock_guard const lock(context().mutex());
    context().attach(*this);
}

template<class S>
signal_broker<S, detail::mt_lane>::~signal_broker()
{
    if (context_id_ != 0) {
        stop_all();
        std::lock_guard const lock(context().mutex());
        if (is_linked())
            unlink();
        for (auto const& known : routes_)
            known->owner().forget_broker();
    }
}

template<class S>
template<class Handler>
result<handle> signal_broker<S, detail::mt_lane>::add_in(
    std::uint64_t id, role is, Handler&& handler)
{
    constexpr bool is_coroutine = detail::signal_call<std::decay_t<Handler>, S&&>::is_coroutine;
    route_ptr replaced;
    auto added = detail::mt_registrar::add(*this, id, is_coroutine, std::forward<Handler>(handler),
        as{is, &replaced},
        {.function = &detail::type_of_function<std::decay_t<Handler>>(), .mock = is == role::mock});
    if (replaced != nullptr)
        replaced->send_leave();
    return added;
}

template<class S>
template<class Handler>
result<handle> signal_broker<S, detail::mt_lane>::replace_in(std::uint64_t id, Handler&& handler)
{
    if (context().core().is_open(id) && detail::is_empty_handler(handler)) {
        stop_handler();
        return handle();
    }
    return add_in(id, role::replacement, std::forward<Handler>(handler));
}

template<class S>
bool signal_broker<S, detail::mt_lane>::check_handler(std::uint64_t id, as how, failure& why) const
{
    if (how.is != role::handler || handler_ == nullptr || handler_->to->owner().stopped())
        return true;
    why = failure(errc::handler_exists,
        std::string(detail::type_name<S>) + " in " + context().core().name_of(id) +
            " already has a handler, which still handles; use replace_signal_handler to change it");
    return false;
}

template<class S>
template<class Push>
void signal_broker<S, detail::mt_lane>::enlist(std::uint64_t id, as how, route_ptr const& to,
    detail::mt_registration_ptr const& owner, Push const& push)
{
    owner->where().linger_for(detail::policy<S>.linger);
    std::erase_if(routes_, [this](route_ptr const& known) {
        if (!known->ended())
            return false;
        gone_ += known->stats();
        return true;
    });
    routes_.reserve(routes_.size() + 1);
    mocks_.reserve(mocks_.size() + 1);
    boost::intrusive_ptr<plan> next(new plan);
    next->context = id;
    next->to = to;
    if (!push(first_message()))
        return;
    routes_.push_back(to);
    if (how.is == role::mock)
        mocks_.push_back(std::move(next));
    else if (auto const earlier = std::exchange(handler_, std::move(next)))
        *how.replaced = earlier->to;
    plan_.publish(accepting());
    // From now on senders find the new one, and none enters the earlier one any more.
    if (*how.replaced != nullptr)
        (*how.replaced)->leave();
}

/// The innermost mock takes the signals, if there is one.
template<class S>
auto signal_broker<S, detail::mt_lane>::accepting() const noexcept -> plan const*
{
    for (auto mock = mocks_.rbegin(); mock != mocks_.rend(); ++mock) {
        if (!(*mock)->to->owner().stopped())
            return mock->get();
    }
    return handler_ != nullptr && !handler_->to->owner().stopped() ? handler_.get() : nullptr;
}

template<class S>
void signal_broker<S, detail::mt_lane>::stop_handler() noexcept
{
    route_ptr stopped;
    {
        std::lock_guard const lock(context().mutex());
        if (handler_ == nullptr)
            return;
        stopped = handler_->to;
    }
    stopped->owner().stop();
}

template<class S>
auto signal_broker<S, detail::mt_lane>::handlers_in(std::uint64_t id) const
    -> std::vector<detail::mt_registration_ptr>
{
    std::lock_guard const lock(context().mutex());
    if (handler_ == nullptr || handler_->context != id)
        return {};
    return {detail::mt_registration_ptr(&handler_->to->owner())};
}

/// With those that were replaced and still have something to do.
template<class S>
void signal_broker<S, detail::mt_lane>::stop_all() noexcept
{
    for (;;) {
        route_ptr next;
        {
            std::lock_guard const lock(context().mutex());
            auto const found = std::find_if(routes_.begin(), routes_.end(),
                [](route_ptr const& known) { return !known->owner().stopped(); });
            if (found == routes_.end())
                return;
            next = *found;
        }
        next->owner().stop();
    }
}

template<class S>
void signal_broker<S, detail::mt_lane>::remove(detail::mt_registration& stopped) noexcept
{
    for (auto const& known : routes_) {
        if (&known->owner() == &stopped)
            known->open(false);
    }
    auto const is_stopped = [&](plan_ptr const& p) { return &p->to->owner() == &stopped; };
    if (handler_ != nullptr && is_stopped(handler_))
        handler_.reset();
    std::erase_if(mocks_, is_stopped);
    plan_.publish(accepting());
}

template<class S>
void signal_broker<S, detail::mt_lane>::close() noexcept
{
    plan_.publish(nullptr);
    for (auto const& known : routes_)
        known->owner().context_closed();
    handler_.reset();
    mocks_.clear();
    routes_.clear();
    gone_ = {};
}

template<class S>
broker_stats signal_broker<S, detail::mt_lane>::stats() const noexcept
{
    std::lock_guard const lock(context().mutex());
    return count();
}

template<class S>
broker_stats signal_broker<S, detail::mt_lane>::count() const noexcept
{
    auto sum = gone_;
    for (auto const& known : routes_)
        sum += known->stats();
    return sum;
}

template<class S>
detail::mt_broker_facts signal_broker<S, detail::mt_lane>::facts() const
{
    detail::mt_broker_facts all{count()};
    for (auto const& known : routes_)
        all.ways.push_back({&known->where(), &known->owner(), known->waiting()});
    return all;
}

/// The handler that takes signals now. What was found may have stopped, and its successor not be
/// there to be found yet: only who has the mutex knows.
template<class S>
auto signal_broker<S, detail::mt_lane>::find(std::uint64_t id) const noexcept -> route_ptr
{
    auto const* const now = plan_.read();
    if (now == nullptr || now->context != id)
        return nullptr;
    if (BOOST_LIKELY(now->to->accepts()))
        return now->to;
    std::lock_guard const lock(context().mutex());
    auto const* const chosen = accepting();
    return chosen != nullptr && chosen->context == id ? chosen->to : route_ptr();
}

template<class S>
template<class Try>
result<void> signal_broker<S, detail::mt_lane>::send_to_handler(
    std::uint64_t id, Try const& attempt)
{
    detail::sent_message<S> const now(broker_kind::signal, [&] { return where_sent(id); });
    auto answer = detail::mt_answer::left;
    route_ptr last;
    for (auto to = find(id); to != nullptr && to != last; to = find(id)) {
        answer = attempt(*to);
        if (answer == detail::mt_answer::taken)
            return {};
        if (answer == detail::mt_answer::full) {
            detail::message_trace<S>().dropped(errc::queue_full);
            to->count_dropped(1);
            context().report(diagnostic_kind::message_dropped, detail::type_name<S>,
                "the queue of the handler is full, so a signal was refused");
            break;
        }
        last = std::move(to); // it has gone, perhaps for another
    }
    return refusal(id, answer);
}

/// For an observer: the context, if there is somebody who handles what is sent there.
template<class S>
std::uint64_t signal_broker<S, detail::mt_lane>::where_sent(std::uint64_t id) const noexcept
{
    return find(id) != nullptr ? id : 0;
}

template<class S>
template<class Signal>
result<void> signal_broker<S, detail::mt_lane>::send_in(std::uint64_t id, Signal&& s)
{
    return send_to_handler(id, [&](route& to) { return send_to(to, std::forward<Signal>(s)); });
}

template<class S>
template<class Signal>
detail::mt_answer signal_broker<S, detail::mt_lane>::send_to(route& to, Signal&& s)
{
    if (!to.where().has_executor() || to.where().can_call_here()) {
        detail::mt_inbox::turn const here(to.where());
        if (here && to.accepts() && to.has_room()) {
            if (to.call(std::forward<Signal>(s)))
                return detail::mt_answer::taken;
            return leave_without_owner(to);
        }
    }
    if constexpr (!std::is_lvalue_reference_v<Signal>) {
        return to.send(std::forward<Signal>(s));
    } else {
        static_assert(std::is_copy_constructible_v<S>,
            "boost_broker: a signal that cannot be copied must be sent as an rvalue, as in "
            "signal(ctx, std::move(value))");
        if constexpr (route::fits_inline)
            return to.send(S(s));
        else
            return send_made_to(to, [&]() -> S const& { return s; });
    }
}

// A signal is made only if it is accepted, so that a refused one leaves the arguments.
template<class S>
template<class Make>
result<void> signal_broker<S, detail::mt_lane>::send_made_in(std::uint64_t id, Make const& make)
{
    return send_to_handler(id, [&](route& to) { return send_made_to(to, make); });
}

template<class S>
template<class Get>
detail::mt_answer signal_broker<S, detail::mt_lane>::send_made_to(route& to, Get const& get)
{
    if (finds_nobody(to))
        return leave_without_owner(to);
    place at(to);
    if (!at.taken())
        return at.answer();
    at.reserve();
    if constexpr (route::fits_inline) {
        S made(get());
        if (!call_made(to, at, made))
            to.finish(at.queue(std::move(made)));
    } else {
        detail::mt_cell_ptr<S> const made(new detail::mt_cell<S>(std::in_place, get()));
        if (!call_made(to, at, made->value)) {
            made->trace.enqueued();
            to.finish(at.queue(made));
        }
    }
    return detail::mt_answer::taken;
}

/// The object is gone that the handler tracks.
template<class S>
detail::mt_answer signal_broker<S, detail::mt_lane>::leave_without_owner(route& to) noexcept
{
    detail::message_trace<S>().dropped(errc::owner_expired);
    to.owner().stop();
    return detail::mt_answer::left;
}

/// Whether it can be seen here that the object is gone that the handler tracks.
template<class S>
bool signal_broker<S, detail::mt_lane>::finds_nobody(route& to) noexcept
{
    if (to.where().has_executor() && !to.where().can_call_here())
        return false;
    detail::mt_inbox::turn const here(to.where());
    return here && to.accepts() && !to.can_call();
}

/// Has a signal that was accepted handled at once, where that can be done.
template<class S>
bool signal_broker<S, detail::mt_lane>::call_made(route& to, place& at, S& made)
{
    if (to.where().has_executor() && !to.where().can_call_here())
        return false;
    detail::mt_inbox::turn const here(to.where());
    if (!here || !to.can_call())
        return false;
    at.give_back(); // it does not wait
    if (!to.call(std::move(made))) {
        detail::message_trace<S>().dropped(errc::owner_expired);
        to.count_lost();
    }
    return true;
}

template<class S>
failure signal_broker<S, detail::mt_lane>::refusal(
    std::uint64_t id, detail::mt_answer answer) const noexcept
{
    auto const& core = context().core();
    bool const full = answer == detail::mt_answer::full;
    auto const code = !core.is_open(id) ? errc::context_closed
        : full                          ? errc::queue_full
                                        : errc::no_handler;
    try {
        if (code == errc::context_closed)
            return detail::closed_failure(detail::type_name<S>, core.name_of(id));
        auto const subject = std::string(detail::type_name<S>) + " in " + core.name_of(id);
        return full
            ? failure(code,
                  "the queue of the handler of " + subject +
                      " is full; send again when it has handled some")
            : failure(code,
                  "no handler is registered for " + subject + "; register one with on_signal");
    } catch (...) {
        return failure(code); // no memory for a sentence
    }
}

} // namespace boost_broker

#endif
