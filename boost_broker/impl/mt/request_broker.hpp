// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_IMPL_MT_REQUEST_BROKER_HPP
#define BOOST_BROKER_IMPL_MT_REQUEST_BROKER_HPP

#include <boost_broker/detail/mt/request_broker.hpp>

#include <algorithm>
#include <mutex>
#include <optional>

namespace boost_broker {

template<class R>
request_broker<R, detail::mt_lane>::request_broker(context_ref ctx)
    : mt_broker_base(detail::mt_context::of(*detail::require_open(ctx, detail::type_name<R>)))
    , context_id_(ctx.id())
    , counters_(new detail::mt_call_counters)
{
    std::lock_guard const lock(context().mutex());
    context().attach(*this);
}

template<class R>
request_broker<R, detail::mt_lane>::~request_broker()
{
    if (context_id_ == 0)
        return;
    for (;;) {
        detail::mt_registration_ptr next;
        {
            std::lock_guard const lock(context().mutex());
            next = provider_ != nullptr ? provider_->by
                : !mocks_.empty()       ? mocks_.back()->by
                : !replaced_.empty()    ? replaced_.back()
                                        : detail::mt_registration_ptr();
            if (next == nullptr) {
                if (is_linked())
                    unlink();
                return;
            }
        }
        next->stop();
    }
}

template<class R>
template<class Handler>
struct request_broker<R, detail::mt_lane>::provide_task final : detail::mt_task {
    template<class H>
    provide_task(detail::mt_registration_ptr o, plan const& p, H&& h)
        : to(p.to)
        , number(p.number)
        , handler(o, std::forward<H>(h))
    {
        owner = std::move(o);
    }

    void arrive() noexcept override { to->arrive(); }

    void begin() override
    {
        auto added = to->add(std::move(handler), number);
        if (added)
            owner->begin(std::move(*added));
        else
            owner->where().context().report(
                diagnostic_kind::not_registered, detail::type_name<R>, added.error().message());
    }

    route_ptr to;
    std::uint64_t const number;
    detail::mt_handler<Handler> handler;
};

// A provider that was replaced ends behind what it has accepted.
template<class R>
struct request_broker<R, detail::mt_lane>::leave_task final : detail::mt_task {
    void arrive() noexcept override {}
    void begin() override
    {
        if (auto const local = owner->local())
            local->stop_when_idle();
    }
};

template<class R>
template<class Handler>
result<handle> request_broker<R, detail::mt_lane>::provide(
    std::uint64_t id, place where, Handler&& handler)
{
    using function = std::decay_t<Handler>;
    using made = detail::provider_of<R, detail::mt_handler<function>>;
    auto& in = context();
    if (where == place::next && detail::is_empty_handler(handler)) {
        clear(id);
        return handle();
    }
    auto const exists = [&] {
        return failure(errc::provider_exists,
            std::string(detail::type_name<R>) + " in " + in.core().name_of(id) +
                " already has a provider, which still answers; use replace_provider to change it");
    };
    failure why;
    boost::intrusive_ptr<plan> next(new plan);
    next->context = id;
    next->form = made::form;
    std::optional<detail::mt_incomplete> registering;
    {
        detail::executor_ptr executor;
        if constexpr (detail::has_own_executor<function>)
            executor = detail::bind(detail::own_executor(handler));
        std::lock_guard const lock(in.mutex());
        if (!detail::mt_check_handler(in, id, handler, made::form == detail::answer_form::coroutine,
                detail::type_name<R>, why))
            return why;
        if (where == place::first && provider_ != nullptr)
            return exists();
        next->by = in.make_registration(
            *this, std::move(executor), made::form == detail::answer_form::coroutine);
        registering.emplace(next->by);
        next->by->describe(
            {&detail::type_of_function<function>(), made::form == detail::answer_form::coroutine,
                made::form == detail::answer_form::replies, where == place::mock});
        next->to = route_to(detail::mt_inbox_ptr(&next->by->where()));
        next->number = ++last_number_;
    }
    // Copying the handler is the user's code.
    std::unique_ptr<detail::mt_task> task(
        new provide_task<function>(next->by, *next, std::forward<Handler>(handler)));
    std::unique_ptr<detail::mt_task> leaving(new leave_task);
    plan_ptr earlier;
    auto done = detail::message_channel::outcome::closed;
    {
        std::lock_guard const lock(in.mutex());
        if (!in.serves(id))
            return detail::closed_failure(detail::type_name<R>, in.core().name_of(id));
        if (where == place::first && provider_ != nullptr)
            return exists();
        mocks_.reserve(mocks_.size() + 1);
        replaced_.reserve(replaced_.size() + 1);
        next->by->where().linger_for(detail::policy<R>.linger);
        // The message comes first, so that who finds the provider sends behind it.
        done = detail::mt_push_task(next->by->where(), *task);
        if (done == detail::message_channel::outcome::closed) // its executor was destroyed just now
            return detail::closed_failure(detail::type_name<R>, in.core().name_of(id));
        if (where == place::mock) {
            mocks_.push_back(next);
        } else {
            earlier = std::exchange(provider_, next);
            if (earlier != nullptr) {
                earlier->by->mark_replaced();
                replaced_.push_back(earlier->by);
            }
        }
        plan_.publish(mocks_.empty() ? provider_ : mocks_.back());
    }
    static_cast<void>(task.release()); // the message has it
    registering->complete();
    next->by->where().wake_after(done);
    if (earlier != nullptr) {
        leaving->owner = earlier->by;
        auto const gone = detail::mt_push_task(earlier->by->where(), *leaving);
        if (gone != detail::message_channel::outcome::closed) {
            static_cast<void>(leaving.release());
            earlier->by->where().wake_after(gone);
        }
    }
    return detail::handle_access::make(detail::shared_registration_ptr(next->by));
}

template<class R>
auto request_broker<R, detail::mt_lane>::route_to(detail::mt_inbox_ptr const& where) -> route_ptr
{
    std::erase_if(routes_, [](auto const& known) { return known->where().is_closed(); });
    for (auto const& known : routes_) {
        if (&known->where() == where.get())
            return known;
    }
    routes_.push_back(route_ptr(new detail::mt_request_route<R>(where)));
    return routes_.back();
}

template<class R>
void request_broker<R, detail::mt_lane>::clear(std::uint64_t id) noexcept
{
    detail::mt_registration_ptr cleared;
    {
        std::lock_guard const lock(context().mutex());
        if (provider_ != nullptr && provider_->context == id)
            cleared = provider_->by;
    }
    if (cleared != nullptr)
        cleared->stop();
}

template<class R>
void request_broker<R, detail::mt_lane>::remove(detail::mt_registration& stopped) noexcept
{
    if (provider_ != nullptr && provider_->by.get() == &stopped)
        provider_.reset();
    std::erase_if(mocks_, [&](auto const& mock) { return mock->by.get() == &stopped; });
    std::erase_if(replaced_, [&](auto const& old) { return old.get() == &stopped; });
    plan_.publish(mocks_.empty() ? provider_ : mocks_.back());
}

template<class R>
void request_broker<R, detail::mt_lane>::close() noexcept
{
    plan_.publish(nullptr);
    if (provider_ != nullptr)
        provider_->by->context_closed();
    for (auto const& mock : mocks_)
        mock->by->context_closed();
    for (auto const& old : replaced_)
        old->context_closed();
    provider_.reset();
    mocks_.clear();
    replaced_.clear();
    routes_.clear();
    timeout_ = -1;
    earlier_ = counters_->total();
}

template<class R>
broker_stats request_broker<R, detail::mt_lane>::stats() const noexcept
{
    std::lock_guard const lock(context().mutex());
    return count();
}

template<class R>
broker_stats request_broker<R, detail::mt_lane>::count() const noexcept
{
    auto all = counters_->total();
    all -= earlier_;
    return all;
}

template<class R>
failure request_broker<R, detail::mt_lane>::nobody_answers(std::uint64_t id) const noexcept
{
    auto const& core = context().core();
    bool const is_open = core.is_open(id);
    try {
        if (!is_open)
            return detail::closed_failure(detail::type_name<R>, core.name_of(id));
        return {errc::no_provider,
            "no provider is registered for " + std::string(detail::type_name<R>) + " in " +
                core.name_of(id) + "; register one with set_provider"};
    } catch (...) {
        return is_open ? errc::no_provider : errc::context_closed; // no memory for a sentence
    }
}

// Where the requester runs on the executor of a plain provider, and nothing waits there.
template<class R>
bool request_broker<R, detail::mt_lane>::answers_at_once(plan const& by) const noexcept
{
    auto& where = by.by->where();
    return by.form == detail::answer_form::returns && where.can_call_alone() &&
        detail::inbox::home_scope::applies(where.core()) && by.by->local() != nullptr &&
        !by.by->local()->stopped();
}

template<class R>
auto request_broker<R, detail::mt_lane>::call_at_once(plan const& by, R&& r) noexcept
    -> result<response>
{
    counters_->at_once.add(1);
    detail::inbox::home_scope const here(by.by->where().core());
    return static_cast<detail::provider<R>&>(*by.by->local()).answer_at_once(std::move(r));
}

// The same for who cannot be told otherwise meanwhile.
template<class R>
auto request_broker<R, detail::mt_lane>::answer_at_once(plan const& by, R&& r) noexcept
    -> result<response>
{
    auto answer = call_at_once(by, std::move(r));
    detail::message_trace<R>().completed(answer);
    detail::mt_call_counters::add(answer ? counters_->answered : counters_->failed);
    return answer;
}

template<class R>
template<class CompletionToken>
auto request_broker<R, detail::mt_lane>::request(R r, CompletionToken&& token)
{
    return boost::asio::async_initiate<CompletionToken, void(result<response>)>(
        [this](auto&& waiting, R given) {
            detail::refuse_quorum<std::decay_t<decltype(waiting)>>();
            this->start(context_id_, std::move(given),
                detail::with_trace<R>(std::forward<decltype(waiting)>(waiting)));
        },
        token, std::move(r));
}

template<class R>
template<class Handler>
void request_broker<R, detail::mt_lane>::start(std::uint64_t id, R&& r, Handler&& handler)
{
    using function = std::decay_t<Handler>;
    using made = detail::mt_completion_of<detail::mt_call<R>, result<response>, function>;
    detail::sent_message<R> const now(broker_kind::request, [&] { return where_sent(id); });
    auto const own = detail::mt_timeout_of(std::as_const(handler));
    auto home = context().find_inbox_to_wait(id, detail::own_executor(handler));
    if (home == nullptr) {
        detail::any_handler<result<response>> waiting(std::forward<Handler>(handler), nullptr);
        waiting.complete_in_verb(
            completed(detail::closed_failure(detail::type_name<R>, context().core().name_of(id))));
        return;
    }
    auto c = detail::make_mt_waiter<made>(
        std::forward<Handler>(handler), std::move(r), std::move(home), counters_, id, as_target());
    auto const* by = find(id);
    c->home().linger_for(detail::policy<R>.linger);
    if (by == nullptr) {
        if (c->begin(std::chrono::nanoseconds(0)))
            c->finish(completed(nobody_answers(id)));
        return;
    }
    c->answerer = by->by.get();
    if (!c->begin(limit(own)))
        return;
    // Who begins to wait may run the user's code, so the provider is looked for behind that: to
    // keep the one that was found before would take two atomic operations.
    by = find(id);
    if (by != nullptr && answers_at_once(*by)) {
        c->answered(call_at_once(*by, std::move(c->request())));
    } else {
        c->count_sent();
        send_to_provider(std::move(c));
    }
}

/// For an observer: the context, if there is somebody who answers what is asked there.
template<class R>
std::uint64_t request_broker<R, detail::mt_lane>::where_sent(std::uint64_t id) const noexcept
{
    return find(id) != nullptr ? id : 0;
}

// The request waits already, and can be given up, so nothing is thrown any more: it completes.
// Whether its provider was stopped before it could be told who waits for it is asked behind that.
template<class R>
void request_broker<R, detail::mt_lane>::send(plan const& by, detail::mt_call_ptr<R> c) noexcept
{
    if (by.by->stopped())
        return c->give_up(errc::provider_gone);
    c->trace.enqueued();
    try {
        bool const sent = by.by->where().push([&](detail::message_slot& slot) {
            slot.hold<detail::mt_call_message<R>>(
                &detail::mt_call_message<R>::run, std::move(c), by.to.get(), by.number);
        });
        if (!sent)
            c->give_up(errc::provider_gone);
    } catch (std::bad_alloc const&) {
        c->finish_and_tell(
            c->explain_end(errc::provider_gone, "there was no memory to queue ", {}));
    }
}

template<class R>
void request_broker<R, detail::mt_lane>::send_to_provider(detail::mt_call_ptr<R> c) noexcept
{
    auto const* const by = find(c->context_id());
    if (by == nullptr)
        return c->give_up(errc::provider_gone);
    if (BOOST_UNLIKELY(by->by.get() != c->answerer))
        c->home().set_answerer(*c, by->by.get());
    if constexpr (detail::observed<R>) {
        plan_ptr const keeps(by); // so may the observer
        send(*keeps, std::move(c));
    } else {
        send(*by, std::move(c));
    }
}

} // namespace boost_broker

#include <boost_broker/impl/mt/request_now.hpp>

#endif
