// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_DEADLINES_HPP
#define BOOST_BROKER_DETAIL_MT_DEADLINES_HPP

// One thread of the process that sleeps until the next deadline of any inbox. A request adds itself
// to a list of its inbox and leaves it again; this thread hears of it only if nothing earlier is
// known there. It begins with the first inbox that has a deadline, and ends when there is no
// context any more that has had one. A timer on the executor of the requester would keep its run
// loop from ending, and costs more than the rest of a request.

#include <boost_broker/config.hpp>
#include <boost_broker/detail/mt/inbox.hpp>

#include <chrono>
#include <condition_variable>
#include <ctime>
#include <mutex>
#include <thread>

namespace boost_broker::detail {

class BOOST_BROKER_VISIBLE mt_deadlines
{
public:
    // Never destroyed: contexts may be used while static objects are being destroyed.
    static mt_deadlines& instance()
    {
        static mt_deadlines& all = *new mt_deadlines;
        return all;
    }

    static std::chrono::nanoseconds now() noexcept
    {
        return std::chrono::steady_clock::now().time_since_epoch();
    }
    /// The time that a wait is counted from: now, or up to a tick later if it is a long one.
    static std::chrono::nanoseconds begin_of_wait(std::chrono::nanoseconds limit) noexcept
    {
#if defined(CLOCK_MONOTONIC_COARSE)
        // The clock of `steady_clock` as it was at the last tick: reading that takes 5 ns, not 25.
        // A system has at least 100 ticks in a second.
        if (timespec last{};
            limit >= std::chrono::seconds(1) && ::clock_gettime(CLOCK_MONOTONIC_COARSE, &last) == 0)
            return std::chrono::seconds(last.tv_sec) + std::chrono::nanoseconds(last.tv_nsec) +
                std::chrono::milliseconds(10);
#endif
        static_cast<void>(limit);
        return now();
    }

    /// An inbox may have deadlines from now on, until it leaves.
    /** @throws std::system_error if there can be no thread. */
    void join(mt_deadline& inbox);
    void leave(mt_deadline& inbox) noexcept
    {
        if (inbox.joined.load(std::memory_order_relaxed))
            leave_joined(inbox);
    }

    /// A context keeps the thread, so that not each who waits for the end of something begins one.
    void keep() noexcept
    {
        std::lock_guard const lock(mutex_);
        ++joined_;
    }
    void let_go() noexcept;

    /// Sees to it that an inbox is asked for expired deadlines at a time; nothing if it has left.
    void arm(mt_deadline& inbox, std::chrono::nanoseconds at) noexcept;

private:
    mt_deadlines() = default;
    void leave_joined(mt_deadline& inbox) noexcept;
    std::thread take_unused_thread() noexcept;
    static void end(std::thread unused) noexcept;
    void run(unsigned number) noexcept;

    std::mutex mutex_;
    std::condition_variable changed_;
    linked_list<mt_deadline> next_; // the earliest first; each counts as an owner of its inbox
    std::size_t joined_ = 0;
    unsigned thread_number_ = 0; // an older one ends when it sees a larger number
    std::thread thread_;
};

} // namespace boost_broker::detail

#endif
