// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_TRACE_NUMBERS_HPP
#define BOOST_BROKER_DETAIL_TRACE_NUMBERS_HPP

// Numbers for traces and their steps. They need not be secret, but those of any two threads must
// differ, also of other processes, but for what a process forks.

#include <boost_broker/trace_context.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>

namespace boost_broker::detail {

class BOOST_BROKER_VISIBLE trace_numbers
{
public:
    /// Returns a number that is not 0.
    static std::uint64_t next() noexcept
    {
        if (state_ == 0)
            state_ = seed();
        for (;;) {
            state_ += step;
            if (auto const number = mixed(state_); number != 0)
                return number;
        }
    }

private:
    // SplitMix64 of Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014),
    // with the finaliser that David Stafford has found.
    static constexpr std::uint64_t step = 0x9e3779b97f4a7c15u;
    static constexpr std::uint64_t mixed(std::uint64_t z) noexcept
    {
        z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
        z = (z ^ z >> 27) * 0x94d049bb133111ebu;
        return z ^ z >> 31;
    }

    // Two clocks, where this thread has its variables, and how many threads there were before. A
    // random device would cost every program that includes a broker the header <random>.
    static std::uint64_t seed() noexcept
    {
        auto const ticks = [](auto now) {
            return static_cast<std::uint64_t>(now.time_since_epoch().count());
        };
        std::uint64_t sum = threads_.fetch_add(1, std::memory_order_relaxed);
        sum = mixed(sum + ticks(std::chrono::system_clock::now()));
        sum = mixed(sum + ticks(std::chrono::steady_clock::now()));
        return mixed(sum + reinterpret_cast<std::uintptr_t>(&state_)) | 1;
    }

    static inline constinit thread_local std::uint64_t state_ = 0;
    static inline constinit std::atomic<std::uint64_t> threads_{0};
};

/// The step behind another, or the first one of a new trace.
inline trace_context next_step(trace_context const& before) noexcept
{
    auto next = before;
    if (!before)
        next.trace_id = {trace_numbers::next(), trace_numbers::next()};
    next.span_id = trace_numbers::next();
    return next;
}

} // namespace boost_broker::detail

#endif
