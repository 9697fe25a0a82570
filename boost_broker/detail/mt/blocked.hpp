// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_BLOCKED_HPP
#define BOOST_BROKER_DETAIL_MT_BLOCKED_HPP

// Threads that wait for an answer with `blocking`. Where the thread that should give it waits
// itself, and that goes round to the first, nobody would ever go on: the one who comes last is
// told. A thread that waits for something else is not known here, and so ends at its deadline.

#include <boost_broker/config.hpp>
#include <boost_broker/detail/mt/inbox.hpp>
#include <boost_broker/detail/mt/spin_lock.hpp>
#include <boost_broker/detail/mt/waiter.hpp>

#include <mutex>
#include <utility>

namespace boost_broker::detail {

/// Whether a handler of an inbox is on the stack of this thread, or the thread runs its executor.
inline bool mt_is_inside(mt_inbox& where) noexcept
{
    return where.deliverer() == &this_thread || this_thread.outermost == where.core_id() ||
        where.runs_here();
}

/// This thread waits for an inbox, unless that would be for ever.
class BOOST_BROKER_VISIBLE mt_blocked
{
public:
    explicit mt_blocked(mt_inbox& target) noexcept
        : thread_(&this_thread)
        , outermost_(this_thread.outermost)
        , target_(&target)
    {
        std::lock_guard const lock(lock_);
        for (mt_blocked const* next = find_inside(target); next != nullptr;
             next = find_inside(*next->target_)) {
            if (is_inside(*next->target_))
                return;
        }
        before_ = first_;
        first_ = this;
        waits_ = true;
    }
    mt_blocked(mt_blocked const&) = delete;
    mt_blocked& operator=(mt_blocked const&) = delete;
    ~mt_blocked()
    {
        if (!waits_)
            return;
        std::lock_guard const lock(lock_);
        auto** place = &first_;
        while (*place != this)
            place = &(*place)->before_;
        *place = before_;
    }

    /// Whether it may wait.
    explicit operator bool() const noexcept { return waits_; }

    /// For what it waits: once that has come the thread goes on, although it is still known here.
    void wait_for(mt_waiter_ptr what) noexcept
    {
        std::lock_guard const lock(lock_);
        what_ = std::move(what);
    }

private:
    bool is_inside(mt_inbox const& where) const noexcept
    {
        return where.deliverer() == thread_ || outermost_ == where.core_id();
    }
    bool goes_on() const noexcept { return what_ != nullptr && what_->is_settled(); }
    static mt_blocked const* find_inside(mt_inbox const& where) noexcept
    {
        auto const* next = first_;
        while (next != nullptr && (next->goes_on() || !next->is_inside(where)))
            next = next->before_;
        return next;
    }

    void const* const thread_;
    void const* const outermost_;
    mt_inbox_ptr const target_; // others look at it
    mt_waiter_ptr what_;        // under the lock
    mt_blocked* before_ = nullptr;
    bool waits_ = false;

    // Without destructors: threads may wait while static objects are being destroyed.
    static inline constinit spin_lock lock_{};
    static inline constinit mt_blocked* first_ = nullptr;
};

} // namespace boost_broker::detail

#endif
