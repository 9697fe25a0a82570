// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_IMPL_MT_INBOX_WAITING_HPP
#define BOOST_BROKER_IMPL_MT_INBOX_WAITING_HPP

// Those who wait on the executor of an inbox.

#include <boost_broker/detail/mt/context.hpp>

#include <chrono>
#include <cstddef>
#include <mutex>

namespace boost_broker::detail {

inline void mt_inbox::expect() noexcept
{
    std::lock_guard const lock(waiting_lock_);
    ++expected_;
}

inline bool mt_inbox::expect_if_used() noexcept
{
    std::lock_guard const lock(waiting_lock_);
    if (unused_)
        return false;
    ++expected_;
    return true;
}

inline void mt_inbox::prepare_to_wait()
{
    if (BOOST_LIKELY(prepared_.load(std::memory_order_relaxed)))
        return;
    context_.prepare_deadlines(deadline_);
    {
        std::lock_guard const lock(waiting_lock_);
        waiting_.reserve();
    }
    prepared_.store(true, std::memory_order_relaxed);
}

inline bool mt_inbox::begin_waiting(
    mt_waiter& waiter, std::chrono::nanoseconds limit, bool expected)
{
    auto at = mt_waiting_lists::never;
    if (limit.count() > 0)
        context_.prepare_deadlines(deadline_);
    {
        auto const now = limit.count() > 0 ? context_.begin_of_wait(limit) : limit;
        std::lock_guard const lock(waiting_lock_);
        if (waiting_ended_) {
            expected_ -= expected;
            return false;
        }
        auto const until = waiting_.add(waiter, now, limit);
        expected_ -= expected;
        intrusive_ptr_add_ref(&waiter); // given back by `remove_waiting`
        if (has_executor() && waiting_.count() == 1)
            executor_->work_started();
        if (until < armed_)
            at = armed_ = until;
    }
    if (BOOST_UNLIKELY(at != mt_waiting_lists::never))
        context_.arm(deadline_, at);
    return true;
}

inline bool mt_inbox::remove_waiting(mt_waiter& waiter) noexcept
{
    {
        std::lock_guard const lock(waiting_lock_);
        if (!waiter.is_linked())
            return false;
        waiting_.remove(waiter);
        if (has_executor() && waiting_.count() == 0)
            executor_->work_finished();
    }
    intrusive_ptr_release(static_cast<mt_waiter*>(&waiter));
    return true;
}

inline void mt_inbox::end_waiting(mt_waiter& waiter) noexcept
{
    if (remove_waiting(waiter) && has_executor() && BOOST_UNLIKELY(is_closed()))
        finish_if_unused(false);
}

inline void mt_inbox::take_back_waiting(mt_waiter& waiter) noexcept
{
    expect();
    remove_waiting(waiter);
    expect_no_more();
}

inline void mt_inbox::set_answerer(mt_waiter& waiter, void const* answerer) noexcept
{
    std::lock_guard const lock(waiting_lock_);
    waiter.answerer = answerer;
}

inline void const* mt_inbox::answerer_of(mt_waiter const& waiter) noexcept
{
    std::lock_guard const lock(waiting_lock_);
    return waiter.answerer;
}

inline void mt_inbox::give_up_waiting(errc why, void const* answerer) noexcept
{
    auto const chosen = [&](mt_waiter const& waiter) {
        return answerer == nullptr ? waiter.ends_with_context : waiter.answerer == answerer;
    };
    for (;;) {
        mt_waiter_ptr next;
        {
            std::lock_guard const lock(waiting_lock_);
            next = waiting_.take(chosen);
        }
        if (next == nullptr)
            return;
        next->give_up(why);
    }
}

inline void mt_inbox::expire(std::chrono::nanoseconds now) noexcept
{
    for (;;) {
        mt_waiter_ptr next;
        auto at = mt_waiting_lists::never;
        {
            std::lock_guard const lock(waiting_lock_);
            next = waiting_.take_expired(now);
            if (next == nullptr)
                at = armed_ = waiting_.next_deadline();
        }
        if (next == nullptr) {
            if (at != mt_waiting_lists::never)
                context_.arm(deadline_, at);
            return;
        }
        next->give_up(errc::timed_out);
    }
}

inline std::size_t mt_inbox::waiting_with_deadline() noexcept
{
    std::lock_guard const lock(waiting_lock_);
    return waiting_.with_deadline();
}

inline void mt_inbox::end_all_waiting() noexcept
{
    for (;;) {
        mt_waiter_ptr next;
        {
            std::lock_guard const lock(waiting_lock_);
            waiting_ended_ = true;
            next = waiting_.remove_any();
            if (next == nullptr)
                return;
            if (waiting_.count() == 0)
                executor_->work_finished();
        }
        next->discard();
        intrusive_ptr_release(next.get());
    }
}

} // namespace boost_broker::detail

#endif
