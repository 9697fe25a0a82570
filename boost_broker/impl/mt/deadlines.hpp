// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_IMPL_MT_DEADLINES_HPP
#define BOOST_BROKER_IMPL_MT_DEADLINES_HPP

#include <boost_broker/detail/mt/context.hpp>
#include <boost_broker/detail/mt/deadlines.hpp>

#include <utility>

namespace boost_broker::detail {

inline void mt_deadlines::arm(mt_inbox& where, std::chrono::nanoseconds at)
{
    std::lock_guard const lock(mutex_);
    bool const first = next_.empty() || at < next_.begin()->first;
    next_.emplace(at, mt_inbox_ptr(&where));
    if (!thread_.joinable()) {
        // It may begin to run when it has to end already, so it is told its number.
        thread_ = std::thread([this, number = ++thread_number_] { run(number); });
    } else if (first) {
        changed_.notify_all();
    }
}

inline void mt_deadlines::leave() noexcept
{
    std::thread ended;
    std::multimap<std::chrono::nanoseconds, mt_inbox_ptr> left;
    {
        std::lock_guard const lock(mutex_);
        if (--contexts_ != 0)
            return;
        ++thread_number_;
        ended = std::move(thread_);
        left.swap(next_); // nobody of them waits any more
        changed_.notify_all();
    }
    if (!ended.joinable())
        return;
    // A handler without an executor may have ended the last context on that thread.
    if (ended.get_id() == std::this_thread::get_id())
        ended.detach();
    else
        ended.join();
}

inline void mt_deadlines::run(unsigned number) noexcept
{
    std::unique_lock lock(mutex_);
    while (thread_number_ == number) {
        if (next_.empty()) {
            changed_.wait(lock);
            continue;
        }
        auto const first = next_.begin();
        auto const at = std::chrono::steady_clock::time_point(
            std::chrono::duration_cast<std::chrono::steady_clock::duration>(first->first));
        if (std::chrono::steady_clock::now() < at) {
            changed_.wait_until(lock, at);
            continue;
        }
        auto const due = std::move(first->second);
        next_.erase(first);
        lock.unlock();
        due->expire(now());
        lock.lock();
    }
}

} // namespace boost_broker::detail

#endif
