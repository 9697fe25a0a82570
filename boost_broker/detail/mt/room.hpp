// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_ROOM_HPP
#define BOOST_BROKER_DETAIL_MT_ROOM_HPP

// Where senders wait who found a queue full. Only who may be kept waiting does: not a thread that
// runs others' work, because what would make room may be waiting for that thread.

#include <boost_broker/detail/inbox.hpp>

#include <boost/asio/detail/thread_context.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>

namespace boost_broker::detail {

/// Whether the calling thread is in a run loop of Asio, or in a handler of this library.
inline bool serves_others() noexcept
{
    return this_thread.depth != 0 || this_thread.outermost != nullptr ||
        asio::detail::thread_context::top_of_thread_call_stack() != nullptr;
}

class mt_room
{
public:
    using time_point = std::chrono::steady_clock::time_point;

    /// Waits until `ready()`, which is asked again whenever somebody has called `changed`.
    /** @return Whether that was so in time. */
    template<class Ready>
    bool wait(std::optional<time_point> const& until, Ready const& ready)
    {
        std::unique_lock lock(mutex_);
        // Seen by `changed`, or else what was changed is seen by `ready`: both sides use the one
        // order of all sequentially consistent operations.
        waiting_.fetch_add(1, std::memory_order_seq_cst);
        bool is_ready = ready();
        bool in_time = true;
        while (!is_ready && in_time) {
            if (until)
                in_time = changed_.wait_until(lock, *until) == std::cv_status::no_timeout;
            else
                changed_.wait(lock);
            is_ready = ready();
        }
        waiting_.fetch_sub(1, std::memory_order_relaxed);
        return is_ready;
    }

    /// Something that somebody may wait for has changed, by a sequentially consistent operation or
    /// under the lock of the channel. Not to be called under that lock.
    void changed() noexcept
    {
        if (BOOST_UNLIKELY(waiting_.load(std::memory_order_seq_cst) != 0))
            wake_all();
    }

private:
    BOOST_NOINLINE void wake_all() noexcept
    {
        // Whoever has asked in vain has begun to wait when the mutex is free.
        {
            std::lock_guard const lock(mutex_);
        }
        changed_.notify_all();
    }

    std::atomic<std::uint32_t> waiting_{0};
    std::mutex mutex_;
    std::condition_variable changed_;
};

} // namespace boost_broker::detail

#endif
