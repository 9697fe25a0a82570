// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_IMPL_MANUAL_CLOCK_HPP
#define BOOST_BROKER_IMPL_MANUAL_CLOCK_HPP

#include <boost_broker/manual_clock.hpp>

#include <utility>

namespace boost_broker {

namespace detail {

inline void deadline_queue::advance(std::chrono::nanoseconds by)
{
    auto const until = time_->now() + by;
    while (!entries_.empty() && entries_.front().at_ <= until) {
        auto& next = entries_.front();
        time_->set(next.at_);
        next.unlink();
        auto const passed = std::exchange(next.passed_, nullptr);
        passed();
    }
    time_->set(until);
    for (auto* watcher : watchers())
        watcher->time_moved(until);
}

inline std::size_t deadline_queue::pending() const noexcept
{
    auto sum = entries_.size();
    for (auto* watcher : watchers())
        sum += watcher->pending();
    return sum;
}

// A copy: what they tell may end a context. None of them is ever destroyed.
inline std::vector<deadline_watcher*> deadline_queue::watchers() const
{
    std::vector<deadline_watcher*> all;
    std::lock_guard const lock(mutex_);
    for (auto& watcher : watchers_)
        all.push_back(&watcher);
    return all;
}

} // namespace detail

inline void manual_clock::advance(std::chrono::nanoseconds by)
{
    queue_.advance(by);
}

inline std::size_t manual_clock::pending() const noexcept
{
    return queue_.pending();
}

inline void broker_context::use_clock(manual_clock& clock)
{
    if (auto* const core = detail::context_access::open_core(ref_))
        core->set_clock(&clock.queue_, clock.queue_.time());
}

} // namespace boost_broker

#endif
