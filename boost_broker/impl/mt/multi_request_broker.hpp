// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_IMPL_MT_MULTI_REQUEST_BROKER_HPP
#define BOOST_BROKER_IMPL_MT_MULTI_REQUEST_BROKER_HPP

#include <boost_broker/detail/mt/multi_request_broker.hpp>

#include <algorithm>
#include <mutex>
#include <string>

namespace boost_broker {

template<class R>
multi_request_broker<R, detail::mt_lane>::multi_request_broker(context_ref ctx)
    : mt_broker_base(detail::mt_context::of(*detail::require_open(ctx, detail::type_name<R>)))
    , context_id_(ctx.id())
    , counters_(new detail::mt_call_counters)
{
    std::lock_guard const lock(context().mutex());
    context().attach(*this);
}

template<class R>
multi_request_broker<R, detail::mt_lane>::~multi_request_broker()
{
    if (context_id_ != 0) {
        stop_all();
        std::lock_guard const lock(context().mutex());
        if (is_linked())
            unlink();
    }
}

template<class R>
template<class Handler>
result<handle> multi_request_broker<R, detail::mt_lane>::add_in(std::uint64_t id, Handler&& handler)
{
    using made = detail::provider_of<R, detail::mt_handler<std::decay_t<Handler>>>;
    constexpr bool is_coroutine = made::form == detail::answer_form::coroutine;
    auto const function = as::of(detail::innermost_of(handler));
    return detail::mt_registrar::add(*this, id, is_coroutine, std::forward<Handler>(handler),
        function,
        {.function = &detail::type_of_function<std::decay_t<Handler>>(),
            .replies = made::form == detail::answer_form::replies});
}

template<class R>
bool multi_request_broker<R, detail::mt_lane>::check_handler(
    std::uint64_t id, as const& function, failure& why) const
{
    auto const known = std::any_of(providers_.begin(), providers_.end(),
        [&](auto const& p) { return p->function == function; });
    if (known)
        why = failure(errc::provider_exists,
            "this provider of " + std::string(detail::type_name<R>) + " in " +
                context().core().name_of(id) + " is registered already, and answers once");
    return !known;
}

template<class R>
auto multi_request_broker<R, detail::mt_lane>::make_route(detail::mt_registration_ptr const& owner)
    -> route_ptr
{
    std::erase_if(routes_, [](auto const& known) { return known->where().is_closed(); });
    for (auto const& known : routes_) {
        if (&known->where() == &owner->where())
            return known;
    }
    routes_.push_back(
        route_ptr(new route(detail::mt_inbox_ptr(&owner->where()), broker_kind::multi_request)));
    return routes_.back();
}

template<class R>
template<class Push>
void multi_request_broker<R, detail::mt_lane>::enlist(std::uint64_t id, as const& function,
    route_ptr const&, detail::mt_registration_ptr const& owner, Push const& push)
{
    owner->where().linger_for(detail::policy<R>.linger);
    detail::mt_one_of_many_ptr const added(new detail::mt_one_of_many);
    added->by = owner;
    added->function = function;
    providers_.reserve(providers_.size() + 1);
    boost::intrusive_ptr<plan> next(new plan);
    next->context = id;
    next->providers.reserve(providers_.size() + 1);
    next->providers = providers_;
    next->providers.push_back(added);
    if (!push(first_message()))
        return;
    providers_.push_back(added);
    plan_.publish(std::move(next));
}

template<class R>
void multi_request_broker<R, detail::mt_lane>::remove(detail::mt_registration& stopped) noexcept
{
    auto const is_stopped = [&](auto const& p) { return p->by.get() == &stopped; };
    if (std::erase_if(providers_, is_stopped) == 0)
        return; // it was being registered
    try {
        boost::intrusive_ptr<plan> next;
        if (auto const* const now = plan_.read(); now != nullptr && !providers_.empty()) {
            next.reset(new plan);
            next->context = now->context;
            next->providers = providers_;
        }
        plan_.publish(std::move(next));
    } catch (std::bad_alloc const&) { // NOLINT(bugprone-empty-catch)
        // Readers find the provider still, and see that it is stopped.
    }
}

template<class R>
void multi_request_broker<R, detail::mt_lane>::close() noexcept
{
    plan_.publish(nullptr);
    for (auto const& p : providers_)
        p->by->context_closed();
    providers_.clear();
    routes_.clear();
    timeout_ = -1;
    earlier_ = counters_->total();
}

template<class R>
void multi_request_broker<R, detail::mt_lane>::stop_all() noexcept
{
    for (;;) {
        detail::mt_registration_ptr last;
        {
            std::lock_guard const lock(context().mutex());
            if (providers_.empty())
                return;
            last = providers_.back()->by;
        }
        last->stop();
    }
}

template<class R>
void multi_request_broker<R, detail::mt_lane>::clear_in(std::uint64_t id) noexcept
{
    auto const* const now = plan_.read();
    if (now != nullptr && now->context == id)
        stop_all();
}

template<class R>
std::size_t multi_request_broker<R, detail::mt_lane>::providers() const noexcept
{
    std::lock_guard const lock(context().mutex());
    return providers_.size();
}

template<class R>
broker_stats multi_request_broker<R, detail::mt_lane>::stats() const noexcept
{
    std::lock_guard const lock(context().mutex());
    return count();
}

template<class R>
broker_stats multi_request_broker<R, detail::mt_lane>::count() const noexcept
{
    auto all = counters_->total();
    all -= earlier_;
    return all;
}

/// The providers there are now.
template<class R>
auto multi_request_broker<R, detail::mt_lane>::find(std::uint64_t id) const -> providers_type
{
    auto const* const now = plan_.read();
    if (now == nullptr || now->context != id)
        return {};
    auto found = now->providers;
    std::erase_if(found, [](auto const& p) { return p->by->stopped(); });
    return found;
}

template<class R>
template<detail::fanout_fsm::mode Mode, class CompletionToken>
auto multi_request_broker<R, detail::mt_lane>::initiate(R r, CompletionToken& token)
{
    constexpr auto mode = detail::mode_for<Mode, std::remove_cvref_t<CompletionToken>>;
    using answers = typename detail::gathered<R, mode>::type;
    return boost::asio::async_initiate<CompletionToken, void(result<answers>)>(
        [this](auto&& waiting, R given) {
            auto const wanted = detail::quorum_of<mode>(waiting);
            this->template start<mode>(context_id_, std::move(given), wanted,
                detail::with_trace<R>(std::forward<decltype(waiting)>(waiting)));
        },
        token, std::move(r));
}

template<class R>
template<detail::fanout_fsm::mode Mode, class Handler>
void multi_request_broker<R, detail::mt_lane>::start(
    std::uint64_t id, R&& r, std::optional<std::size_t> wanted, Handler&& handler)
{
    using function = std::decay_t<Handler>;
    using gather = detail::mt_gather<R, Mode>;
    using answers = typename detail::gathered<R, Mode>::type;
    using made = detail::mt_completion_of<gather, result<answers>, function>;
    auto const own = detail::mt_timeout_of(std::as_const(handler));
    auto home = context().find_inbox_to_wait(id, detail::own_executor(handler));
    auto const nobody = context().find_inbox_of_nobody(id);
    if (home == nullptr || nobody == nullptr) {
        detail::any_handler<result<answers>> waiting(std::forward<Handler>(handler), nullptr);
        waiting.complete_in_verb(
            detail::closed_failure(detail::type_name<R>, context().core().name_of(id)));
        return;
    }
    auto const providers = find(id);
    boost::intrusive_ptr<made> const c(
        new made(std::forward<Handler>(handler), std::move(home), id, providers.size(), wanted));
    c->home().linger_for(detail::policy<R>.linger);
    if (!c->needs_providers()) {
        if (c->begin(std::chrono::nanoseconds(0)))
            c->finish_at_once();
        return;
    }
    detail::sent_message<R> const now(broker_kind::multi_request, [id] { return id; });
    c->prepare(std::move(r), providers, nobody, counters_);
    auto const limit =
        detail::choose_limit<R>(own, std::chrono::nanoseconds(timeout_.load()), true);
    if (c->begin(limit))
        c->ask();
}

} // namespace boost_broker

#endif
