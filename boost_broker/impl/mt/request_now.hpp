// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_IMPL_MT_REQUEST_NOW_HPP
#define BOOST_BROKER_IMPL_MT_REQUEST_NOW_HPP

// A request whose requester waits on its thread.

#include <boost_broker/detail/mt/blocked.hpp>
#include <boost_broker/detail/mt/request_broker.hpp>

#include <atomic>
#include <optional>
#include <thread>
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

    result<response_t<R>> wait() noexcept
    {
        if constexpr (policy<R>.linger.count() != 0)
            linger();
        answered_.wait(0, std::memory_order_acquire);
        return std::move(*answer_);
    }

private:
    // As an executor does before it sleeps; see `mt_inbox::lingers`.
    void linger() const noexcept
    {
        auto const until = mt_deadlines::now() + policy<R>.linger;
        auto const is_answered = [this] { return answered_.load(std::memory_order_acquire) != 0; };
        while (!short_spin(is_answered) && mt_deadlines::now() < until)
            std::this_thread::yield();
    }

    void call_handler(result<response_t<R>>&& answer) override
    {
        answer_.emplace(std::move(answer));
        answered_.store(1, std::memory_order_release);
        answered_.notify_all();
    }
    void destroy_handler() noexcept override {}

    std::atomic<int> answered_{0}; // the size that a futex has
    std::optional<result<response_t<R>>> answer_;
};

} // namespace detail

template<class R>
auto request_broker<R, detail::mt_lane>::now(std::uint64_t id, R&& r, blocking_t how)
    -> result<response>
{
    plan_ptr const by = find(id);
    if (by == nullptr)
        return nobody_answers(id);
    detail::sent_message<R> const sent(broker_kind::request, [id] { return id; });
    if (answers_at_once(*by))
        return answer_at_once(*by, std::move(r));
    auto& where = by->by->where();
    if (detail::mt_is_inside(where) && (where.is_serial() || !where.has_executor()))
        return run_here(*by, id, std::move(r));
    if (detail::mt_inbox::claim const mine(where); mine)
        return run_here(*by, id, std::move(r));
    auto home = context().find_inbox_of_nobody(id);
    if (home == nullptr)
        return completed(nobody_answers(id));
    boost::intrusive_ptr<detail::mt_blocking_call<R>> const c(
        new detail::mt_blocking_call<R>(std::move(r), std::move(home), counters_, id, as_target()));
    detail::mt_blocked const blocked(where);
    if (!blocked)
        return completed(c->explain_end(errc::would_deadlock, "waiting for ",
            " would wait for this thread itself: the thread of its provider waits for one that "
            "waits for this one; use an asynchronous request"));
    c->answerer = by->by.get();
    auto const until = limit(how.limit());
    c->begin_waiting(until.count() > 0 ? until : std::chrono::seconds(5));
    c->count_sent();
    send(*by, c);
    return c->wait();
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
    auto const deadlocks = [&](std::string_view why) -> failure {
        return {errc::would_deadlock,
            "waiting for " + std::string(detail::type_name<R>) + " in " +
                context().core().name_of(id) + " would wait for this thread itself: " +
                std::string(why) + "; use an asynchronous request"};
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
    boost::intrusive_ptr<detail::mt_blocking_call<R>> const c(
        new detail::mt_blocking_call<R>(std::move(r), std::move(home), counters_, id, nullptr));
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
