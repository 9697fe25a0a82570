// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_CALL_OP_HPP
#define BOOST_BROKER_DETAIL_CALL_OP_HPP

// One request on its way: its arguments, who waits for the answer, and who is to give it.

#include <boost_broker/concepts.hpp>
#include <boost_broker/detail/any_handler.hpp>
#include <boost_broker/detail/call_fsm.hpp>
#include <boost_broker/detail/explain.hpp>
#include <boost_broker/detail/pending.hpp>
#include <boost_broker/detail/registration.hpp>
#include <boost_broker/detail/type_name.hpp>
#include <boost_broker/result.hpp>
#include <boost_broker/stats.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <utility>

namespace boost_broker::detail {

/// The counters of a request broker; calls may outlive the broker.
struct call_counters : local_refcount<call_counters> {
    broker_stats stats;
    /// Requests that were answered in the verb, and how many of them with a failure. They are
    /// counted apart, once instead of three times, because that shows in how long they take.
    std::uint64_t answered_at_once = 0;
    std::uint64_t failed_at_once = 0;

    broker_stats total() const noexcept
    {
        auto sum = stats;
        sum.sent += answered_at_once;
        sum.delivered += answered_at_once;
        sum.answered += answered_at_once - failed_at_once;
        sum.failed += failed_at_once;
        return sum;
    }
};
using call_counters_ptr = boost::intrusive_ptr<call_counters>;

/// The deadline of a request: the first that is not negative counts; 0 stands for none.
/** @param own That of the completion token.
    @param set That of the broker.
    @param later Whether a provider may answer after it was called. */
template<class R>
std::chrono::nanoseconds choose_limit(
    std::chrono::nanoseconds own, std::chrono::nanoseconds set, bool later) noexcept
{
    if (own.count() >= 0)
        return own;
    if (set.count() >= 0)
        return set;
    if (policy<R>.request_timeout.count() >= 0)
        return policy<R>.request_timeout;
    return later ? std::chrono::seconds(5) : std::chrono::seconds(0);
}

template<class R>
class call
    : public local_refcount<call<R>>
    , public cached_object<call<R>>
    , public list_hook<call<R>>
{
public:
    using response = response_t<R>;

    call(R&& request, call_counters_ptr counters, context_core& core)
        : request_(std::move(request))
        , counters_(std::move(counters))
        , core_(&core)
        , context_id_(core.id())
    {
        ++counters_->stats.sent;
    }
    virtual ~call() = default;

    R take_request() { return std::move(*request_); }
    R& request() noexcept { return *request_; }
    broker_stats& counters() noexcept { return counters_->stats; }

    /// While it is in the list of a provider, it tells that one when it is done.
    void wait_for(registration& provider) noexcept { provider_ = &provider; }

    bool is_queued() const noexcept { return fsm_.current() == call_fsm::state::queued; }

    /// Whether the provider is still to be called.
    bool taken() noexcept { return fsm_.taken() == call_fsm::action::run; }

    void answered(result<response>&& answer) noexcept
    {
        if (fsm_.answered() == call_fsm::action::discard_late) {
            ++counters().late_answers;
            if (auto const* const where = context())
                where->report(diagnostic_kind::late_answer, type_name<R>,
                    "a provider answered after the requester had stopped waiting");
            return;
        }
        ++(answer ? counters().answered : counters().failed);
        finish(std::move(answer));
    }

    /// The provider cannot answer any more.
    void gone() noexcept
    {
        if (fsm_.gone() == call_fsm::action::complete) {
            ++counters().failed;
            finish(explain(errc::provider_gone, "the provider of ", type_name<R>, context(),
                " went away before it answered"));
        }
    }

    void timed_out() noexcept
    {
        if (fsm_.timed_out() == call_fsm::action::complete) {
            ++counters().timed_out;
            finish(explain(errc::timed_out, "nobody answered ", type_name<R>, context(),
                " before its deadline"));
        }
    }

    void cancelled(asio::cancellation_type type) noexcept
    {
        if (fsm_.cancelled(type) == call_fsm::action::complete) {
            ++counters().cancelled;
            finish(explain(errc::cancelled, "the request ", type_name<R>, context(),
                " was cancelled by its requester"));
        }
    }

    [[no_unique_address]] message_trace<R> const trace{};

protected:
    /// Hands the answer on. Called once.
    virtual void settle(result<response>&& answer) noexcept = 0;

private:
    /// The context, unless it has ended and its core serves another.
    context_core const* context() const noexcept
    {
        return core_->id() == context_id_ ? core_ : nullptr;
    }

    void finish(result<response>&& answer) noexcept
    {
        boost::intrusive_ptr<call> const self(this);
        if constexpr (!is_mt<R>)
            trace.completed(answer);
        if (this->is_linked()) {
            this->unlink();
            intrusive_ptr_release(this); // that of the list
            provider_->stop_if_idle();
        }
        settle(std::move(answer));
    }

    std::optional<R> request_;
    call_fsm fsm_;
    call_counters_ptr counters_;
    context_core* core_;
    std::uint64_t context_id_;
    registration* provider_ = nullptr;
};

template<class R>
using call_ptr = boost::intrusive_ptr<call<R>>;

/// A request whose answer goes to a completion handler.
template<class R>
class single_call final : public call<R>
{
public:
    using handler = any_handler<result<response_t<R>>>;

    single_call(R&& request, call_counters_ptr counters, context_core& core, handler waiting)
        : call<R>(std::move(request), std::move(counters), core)
        , waiting_(std::move(waiting))
    {}

    /// From now on the request can wait: it can be cancelled and has a deadline.
    /// @param limit None if it is not positive.
    /// @param provider Where the provider runs: its executor tells the time for a handler that has
    /// none.
    void pend(context_core& core, std::chrono::nanoseconds limit, inbox const& provider)
    {
        auto timer = waiting_->executor();
        if (auto const* const other = provider.executor(); !timer && other != nullptr)
            timer = other->erased();
        begin_waiting(
            boost::intrusive_ptr<single_call>(this), waiting_, core.deadlines(), timer, limit);
    }

    /// The requester is told by an exception, and gets no answer besides.
    void discard() noexcept { handler const discarded(std::move(waiting_)); }

private:
    void settle(result<response_t<R>>&& answer) noexcept override
    {
        waiting_.complete(std::move(answer));
    }

    handler waiting_;
};

} // namespace boost_broker::detail

#endif
