// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_CLOCK_HPP
#define BOOST_BROKER_DETAIL_CLOCK_HPP

// What time it is in a context.

#include <boost_broker/detail/cell_pool.hpp>

#include <chrono>

namespace boost_broker::detail {

/// The time of a manual clock. What waits may outlive the clock, and asks all the same.
struct manual_time : local_refcount<manual_time> {
    std::chrono::nanoseconds now{};
};
using manual_time_ptr = boost::intrusive_ptr<manual_time>;

/// @param manual Null: real time.
inline std::chrono::nanoseconds time_now(manual_time_ptr const& manual) noexcept
{
    return manual != nullptr ? manual->now : std::chrono::steady_clock::now().time_since_epoch();
}

} // namespace boost_broker::detail

#endif
