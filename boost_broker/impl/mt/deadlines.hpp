// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_IMPL_MT_DEADLINES_HPP
#define BOOST_BROKER_IMPL_MT_DEADLINES_HPP

#include <boost_broker/detail/mt/context.hpp>
#include <boost_broker/detail/mt/deadlines.hpp>

#include <utility>

namespace boost_broker::detail {

inline void mt_deadlines::join(mt_deadline& inbox)
{
    std::lock_guard const lock(mutex_);
    if (inbox.joined.load(std::memory_order_relaxed))
        return;
    // It may begin to run when it has to end already, so it is told its number.
    if (!thread_.joinable())
        thread_ = std::thread([this, number = thread_number_] { run(number); });
    inbox.joined.store(true, std::memory_order_relaxed);
    ++joined_;
}

inline void mt_deadlines::leave_joined(mt_deadline& inbox) noexcept
{
    mt_inbox_ptr armed;
    std::thread unused;
    {
        std::lock_guard const lock(mutex_);
        if (!inbox.joined.exchange(false, std::memory_order_relaxed))
            return;
        if (inbox.is_linked()) {
            inbox.unlink();
            armed.reset(&inbox.of, false);
        }
        unused = take_unused_thread();
    }
    end(std::move(unused));
}

inline void mt_deadlines::let_go() noexcept
{
    std::thread unused;
    {
        std::lock_guard const lock(mutex_);
        unused = take_unused_thread();
    }
    end(std::move(unused));
}

// Under the lock, by one who leaves.
inline std::thread mt_deadlines::take_unused_thread() noexcept
{
    if (--joined_ != 0)
        return {};
    ++thread_number_;
    changed_.notify_all();
    return std::move(thread_);
}

inline void mt_deadlines::end(std::thread unused) noexcept
{
    if (!unused.joinable())
        return;
    // What expires may have ended the last inbox on that thread.
    if (unused.get_id() == std::this_thread::get_id())
        unused.detach();
    else
        unused.join();
}

inline void mt_deadlines::arm(mt_deadline& inbox, std::chrono::nanoseconds at) noexcept
{
    std::lock_guard const lock(mutex_);
    if (!inbox.joined.load(std::memory_order_relaxed))
        return; // nobody waits there any more
    if (!inbox.is_linked())
        intrusive_ptr_add_ref(&inbox.of); // given back by `run` or `leave`
    else if (inbox.at <= at)
        return;
    else
        inbox.unlink();
    inbox.at = at;
    auto position = next_.end();
    for (auto before = position; before != next_.begin(); position = before) {
        if ((--before)->at <= at)
            break;
    }
    next_.insert(position, inbox);
    if (&next_.front() == &inbox)
        changed_.notify_all();
}

inline void mt_deadlines::run(unsigned number) noexcept
{
    std::unique_lock lock(mutex_);
    while (thread_number_ == number) {
        if (next_.empty()) {
            changed_.wait(lock);
            continue;
        }
        auto& first = next_.front();
        auto const at = std::chrono::steady_clock::time_point(
            std::chrono::duration_cast<std::chrono::steady_clock::duration>(first.at));
        if (std::chrono::steady_clock::now() < at) {
            changed_.wait_until(lock, at);
            continue;
        }
        first.unlink();
        mt_inbox_ptr due(&first.of, false);
        lock.unlock();
        due->expire(now());
        due.reset();
        lock.lock();
    }
}

} // namespace boost_broker::detail

#endif
