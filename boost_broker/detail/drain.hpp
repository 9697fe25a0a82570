// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_DRAIN_HPP
#define BOOST_BROKER_DETAIL_DRAIN_HPP

// Waits for what still runs of registrations that were stopped.

#include <boost_broker/blocking.hpp>
#include <boost_broker/detail/any_handler.hpp>
#include <boost_broker/detail/explain.hpp>
#include <boost_broker/detail/pending.hpp>
#include <boost_broker/quorum.hpp>
#include <boost_broker/result.hpp>

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <chrono>
#include <list>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace boost_broker::detail {

/// Waits until nothing runs any more of registrations that were stopped, or until a deadline.
/** @tparam Op Derives from this, and has `outcome()`, which makes the result when everything has
    ended, and `timed_out()` and `cancelled(type)`, which complete `waiting_`. */
template<class Op, class Result>
class drain : public local_refcount<Op>
{
public:
    using handler = any_handler<Result>;

protected:
    struct part final : drain_wait {
        part(drain& d, registration_ptr r) : owner(d), target(std::move(r))
        {
            self = d.waiting_->coroutine;
        }

        void drained() noexcept override
        {
            boost::intrusive_ptr<Op> const keep(&owner.op(), false);
            done = true;
            owner.part_ended();
        }

        drain& owner;
        registration_ptr target;
        bool done = false;
    };

    explicit drain(handler waiting) : waiting_(std::move(waiting)) {}
    ~drain() = default;

    void watch(std::vector<registration_ptr> const& stopped)
    {
        for (auto const& r : stopped)
            parts_.emplace_back(*this, r);
    }

    /// Ends in the call if nothing runs.
    void wait(std::chrono::nanoseconds limit)
    {
        auto const runs = [](part const& p) { return !p.target->is_drained_for(p); };
        auto const first = std::find_if(parts_.begin(), parts_.end(), runs);
        if (first == parts_.end()) {
            waiting_.complete_in_verb(op().outcome());
            return;
        }
        pend(first, limit);
        open_ = parts_.size() + 1; // one for this function
        for (auto& p : parts_) {
            intrusive_ptr_add_ref(&op()); // given back when the part is drained
            p.target->wait_until_drained(p);
        }
        part_ended();
    }

    /// Reports what still runs and posts its cancellation.
    /** @return The last report. */
    failure give_up(std::string_view why) noexcept
    {
        failure last(errc::drain_timed_out);
        for (auto const& p : parts_) {
            if (p.done)
                continue;
            auto const target = p.target;
            last = explain(
                errc::drain_timed_out, "a handler of ", target->subject(), target->core(), why);
            if (auto* const core = target->core())
                core->report(diagnostic_kind::drain_timed_out, target->subject(), last.detail());
            target->choose_to_cancel(p);
            post_cancellation(target);
        }
        return last;
    }

    handler waiting_;
    std::list<part> parts_;

private:
    Op& op() noexcept { return static_cast<Op&>(*this); }

    void part_ended() noexcept
    {
        if (--open_ == 0 && waiting_)
            waiting_.complete(op().outcome());
    }

    void pend(typename std::list<part>::const_iterator first, std::chrono::nanoseconds limit)
    {
        deadline_queue* clock = nullptr;
        for (auto p = first; p != parts_.cend() && clock == nullptr; ++p) {
            if (auto* const core = p->target->core())
                clock = core->deadlines();
        }
        // Where the handler has no executor, that of what runs can tell the time.
        auto timer = waiting_->executor();
        if (auto const* const executor = first->target->where().executor(); !timer && executor)
            timer = executor->erased();
        begin_waiting(boost::intrusive_ptr<Op>(&op()), waiting_, clock, timer, limit);
    }

    static void post_cancellation(registration_ptr const& target) noexcept
    {
        auto const* const executor = target->where().executor();
        if (executor == nullptr)
            return;
        try {
            asio::post(executor->erased(), [target] { target->cancel_chosen(); });
        } catch (...) { // NOLINT(bugprone-empty-catch): it goes on then, and nobody waits for it
        }
    }

    std::size_t open_ = 0;
};

/// Waits for handlers that were dropped.
class drop_op final : public drain<drop_op, result<void>>
{
public:
    static constexpr std::chrono::seconds default_limit{5};

    static void start(std::vector<registration_ptr> const& stopped, handler waiting)
    {
        boost::intrusive_ptr<drop_op> const self(new drop_op(std::move(waiting)));
        auto const own = self->waiting_->timeout;
        self->watch(stopped);
        self->wait(own.count() >= 0 ? own : default_limit);
    }

    static result<void> outcome() noexcept { return {}; }

    void timed_out() noexcept
    {
        waiting_.complete(
            give_up(" still runs after the deadline of its drop; it is cancelled now"));
    }

    void cancelled(asio::cancellation_type) noexcept
    {
        waiting_.complete(explain(
            errc::cancelled, "waiting for a dropped handler was cancelled", {}, nullptr, {}));
    }

private:
    using drain::drain;
};

/// Where a drop completes whose handler has no executor of its own: in the context, if one of the
/// registrations still knows it, else where the handlers ran; null if nothing is left.
inline inbox_ptr home_of(std::vector<registration_ptr> const& dropped) noexcept
{
    for (auto const& r : dropped) {
        if (r->core() != nullptr)
            return r->core()->last_home();
    }
    for (auto const& r : dropped) {
        if (!r->where().executor_gone())
            return inbox_ptr(&r->where());
    }
    return {};
}

inline result<void> drained_now(std::vector<registration_ptr> const& stopped)
{
    for (auto const& r : stopped) {
        if (r->running() != 0)
            return explain(errc::would_deadlock, "waiting for a coroutine handler of ",
                r->subject(), r->core(),
                " would wait for this thread itself; use an asynchronous drop");
    }
    return {};
}

} // namespace boost_broker::detail

#endif
