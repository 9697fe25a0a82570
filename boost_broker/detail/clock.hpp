// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_CLOCK_HPP
#define BOOST_BROKER_DETAIL_CLOCK_HPP

// What time it is in a context.

#include <boost_broker/detail/cell_pool.hpp>

#include <atomic>
#include <chrono>

namespace boost_broker::detail {

/// The time of a manual clock. What waits may outlive the clock, and asks all the same.
class manual_time : public local_refcount<manual_time>
{
public:
    std::chrono::nanoseconds now() const noexcept
    {
        return std::chrono::nanoseconds(now_.load(std::memory_order_relaxed));
    }
    void set(std::chrono::nanoseconds now) noexcept
    {
        now_.store(now.count(), std::memory_order_relaxed);
    }

private:
    std::atomic<std::chrono::nanoseconds::rep> now_{0}; // other threads ask
};
using manual_time_ptr = boost::intrusive_ptr<manual_time>;

/// @param manual Null: real time.
inline std::chrono::nanoseconds time_now(manual_time_ptr const& manual) noexcept
{
    return manual != nullptr ? manual->now() : std::chrono::steady_clock::now().time_since_epoch();
}

} // namespace boost_broker::detail

#endif
