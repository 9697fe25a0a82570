// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_IMPL_MT_REQUEST_NOW_HPP
#define BOOST_BROKER_IMPL_MT_REQUEST_NOW_HPP

// A request whose requester waits on its thread.

#include <boost_broker/detail/mt/blocked.hpp>
#include <boost_broker/detail/mt/request_broker.hpp>
#include <boost_broker/detail/sentence.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>

namespace boost_broker {

namespace detail {

/// A request that a thread waits for. Its deadline is that of every other request.
template<class R>
class mt_blocking_call final
    : public mt_call<R>
    , public cached_object<mt_blocking_call<R>>
{
public:
    using mt_call<R>::mt_call;

    /// How long a requester that is not known to anybody may look for its answer: who would tell
    /// that there is none finds it only then.
    static constexpr auto first_look =
        std::min<std::chrono::nanoseconds>(policy<R>.linger, std::chrono::microseconds(100));
    static constexpr auto later_look = policy<R>.linger - first_look;

    /// Looks for the answer as an executor does before it sleeps, see `mt_inbox::lingers`; false if
    /// it has not come.
    bool lingers(std::chrono::nanoseconds longest) const noexcept
    {
        auto const is_answered = [this] { return answered_.load(std::memory_order_acquire) != 0; };
        if (longest.count() <= 0 || short_spin(is_answered))
            return is_answered();
        auto const until = mt_deadlines::now() + longest;
        do
            std::this_thread::yield();
        while (!short_spin(is_answered) && mt_deadlines::now() < until);
        return is_answered();
    }

    /// Waits for the answer.
    result<response_t<R>> wait() noexcept
    {
        answered_.wait(0, std::memory_order_acquire);
        this->home().end_waiting(*this);
        return take();
    }
    /// The answer, which has come.
    result<response_t<R>> take() noexcept { return std::move(*answer_); }

private:
    void complete(result<response_t<R>>&& answer) noexcept override
    {
        answer_.emplace(std::move(answer));
        answered_.store(1, std::memory_order_release);
        answered_.notify_all();
    }

    std::atomic<int> answered_{0}; // the size that a futex has
    std::optional<result<response_t<R>>> answer_;
};

} // namespace detail

template<class R>
auto request_broker<R, detail::mt_lane>::now(std::uint64_t id, R&& r, blocking_t how)
    -> result<response>
{
    plan const* by = find(id);
    if (by == nullptr)
        return nobody_answers(id);
    detail::sent_message<R> const sent(broker_kind::request, [id] { return id; });
    if constexpr (detail::observed<R>) { // which is the user's code
        by = find(id);
        if (by == nullptr)
            return completed(nobody_answers(id));
    }
    if (answers_at_once(*by))
        return answer_at_once(*by, std::move(r));
    auto& where = by->by->where();
    if (detail::mt_is_inside(where) && (where.is_serial() || !where.has_executor()))
        return run_here(*plan_ptr(by), id, std::move(r));
    if (detail::mt_inbox::claim const mine(where); mine)
        return run_here(*plan_ptr(by), id, std::move(r));
    auto home = context().find_inbox_of_nobody(id);
    if (home == nullptr)
        return completed(nobody_answers(id));
    auto const c = detail::make_mt_waiter<blocking_call>(
        std::move(r), std::move(home), counters_, id, as_target());
    by = find(id); // again, as moving the request is the user's code
    if (by == nullptr)
        return completed(nobody_answers(id));
    plan_ptr keeps;
    auto const given = limit(how.limit());
    auto const longest = given.count() > 0 ? given : std::chrono::seconds(5);
    c->answerer = by->by.get();
    bool const looks_first = may_look_first(*by) && longest > blocking_call::first_look;
    // Where neither an observer nor the wake-up runs the user's code here, the plan stays.
    if (!looks_first || detail::observed<R>)
        keeps.reset(by);
    if (!looks_first) {
        detail::mt_blocked blocked(by->by->where());
        if (!blocked)
            return completed(would_deadlock(*c));
        blocked.wait_for(c);
        c->begin_waiting(longest);
        c->count_sent();
        send(*by, c);
        c->lingers(detail::policy<R>.linger);
        return c->wait();
    }
    c->home().prepare_to_wait(); // which could fail, and later that would come too late
    c->count_sent();
    c->add_unshared_owner();
    send(*by, detail::mt_call_ptr<R>(c.get(), false));
    return c->lingers(blocking_call::first_look)
        ? c->take()
        : wait_longer(*by, *c, longest - blocking_call::first_look);
}

// To get into the lists of those who are told that nobody will answer, and of the clock, and out of
// them, would take as long as the rest of a request that is answered at once. So one that may
// linger looks for its answer first. Not where waking the provider may run it in the call, nor with
// a clock that somebody moves, who must find the deadline there.
template<class R>
bool request_broker<R, detail::mt_lane>::may_look_first(plan const& by) const noexcept
{
    auto const& where = by.by->where();
    return detail::policy<R>.linger.count() != 0 && where.has_executor() &&
        where.ends_with_executor() && !context().has_manual_clock();
}

template<class R>
failure request_broker<R, detail::mt_lane>::would_deadlock(blocking_call const& c) noexcept
{
    return c.explain_end(errc::would_deadlock, "waiting for ",
        " would wait for this thread itself: the thread of its provider waits for one that waits "
        "for this one; use an asynchronous request");
}

// Its request was sent, and may have been handled, or be about to. The broker may end meanwhile, if
// it is an object of the program.
template<class R>
auto request_broker<R, detail::mt_lane>::wait_longer(
    plan const& by, blocking_call& c, std::chrono::nanoseconds limit) -> result<response>
{
    detail::mt_blocked blocked(by.by->where());
    if (!blocked) {
        c.finish_and_tell(would_deadlock(c));
        return c.wait();
    }
    blocked.wait_for(&c);
    try {
        c.begin_waiting(limit);
    } catch (...) { // the clock was changed, or there was no memory for one more limit
        if (!c.take_back())
            return c.wait();
        throw;
    }
    if (!answers(by, c.home().answerer_of(c)))
        c.give_up(errc::provider_gone);
    c.lingers(blocking_call::later_look);
    return c.wait();
}

/// Whether one who is to answer has not ended, and so will tell those who wait when he does.
template<class R>
bool request_broker<R, detail::mt_lane>::answers(
    plan const& by, void const* answerer) const noexcept
{
    if (answerer == by.by.get())
        return !by.by->stopped();
    // It came when its provider had been replaced and had ended, and was sent to another one.
    std::lock_guard const lock(context().mutex());
    auto const is_it = [&](detail::mt_registration const& known) {
        return &known == answerer && !known.stopped();
    };
    return (provider_ != nullptr && is_it(*provider_->by)) ||
        std::any_of(mocks_.begin(), mocks_.end(), [&](auto const& m) { return is_it(*m->by); }) ||
        std::any_of(
            replaced_.begin(), replaced_.end(), [&](auto const& old) { return is_it(*old); });
}

// On the executor of the provider, where nobody else can answer meanwhile.
template<class R>
auto request_broker<R, detail::mt_lane>::run_here(plan const& by, std::uint64_t id, R&& r)
    -> result<response>
{
    auto& where = by.by->where();
    auto& core = where.core();
    if (!core.busy())
        where.drain_here(); // what came to the provider before is older
    auto const deadlocks = [&](std::string_view why) noexcept -> failure {
        try {
            return {errc::would_deadlock,
                detail::sentence({"waiting for ", detail::type_name<R>, " in ",
                    context().core().name_of(id), " would wait for this thread itself: ", why,
                    "; use an asynchronous request"})};
        } catch (...) {
            return errc::would_deadlock; // no memory for a sentence
        }
    };
    auto const local = boost::static_pointer_cast<detail::provider<R>>(by.by->local());
    if (local == nullptr || local->stopped())
        return completed(nobody_answers(id));
    if (local->on_stack() || local->form() == detail::answer_form::coroutine)
        return completed(deadlocks("its provider is a coroutine or is being called already"));
    counters_->at_once.add(1);
    detail::inbox::turn const here(core.home());
    if (local->form() == detail::answer_form::returns) {
        auto answer = local->answer_at_once(std::move(r));
        detail::message_trace<R>().completed(answer);
        detail::mt_call_counters::add(answer ? counters_->answered : counters_->failed);
        return answer;
    }
    auto home = context().find_inbox_of_nobody(id);
    if (home == nullptr)
        return completed(nobody_answers(id));
    auto const c = detail::make_mt_waiter<blocking_call>(
        std::move(r), std::move(home), counters_, id, nullptr);
    c->begin_waiting(std::chrono::nanoseconds(0));
    if (!c->claim())
        return c->wait(); // it has been given up
    if (!detail::mt_request_route<R>::serve(*by.by, c, where))
        c->finish_and_tell(nobody_answers(id));
    else if (!c->is_settled())
        c->finish_and_tell(deadlocks("its provider answers later"));
    return c->wait();
}

/// For an observer: a request that was sent has failed before a provider had it.
template<class R>
failure request_broker<R, detail::mt_lane>::completed(failure why) noexcept
{
    detail::message_trace<R>().failed(why.code());
    return why;
}

} // namespace boost_broker

#endif
