// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_TEST_MODEL_SHARED_HPP
#define BOOST_BROKER_TEST_MODEL_SHARED_HPP

// The library as it is, but for what its threads share: its atomic objects and mutexes, and those
// of Boost.Lockfree, ask the explorer who is to go on. So it gives names of the standard library
// other meanings: what is not to be explored is included before this, and the library behind it.

#include "explorer.hpp"

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

namespace model {

/// What is relaxed orders nothing, and is asked again where it matters: it is no step of its own.
inline void step(std::memory_order order)
{
    if (order != std::memory_order_relaxed)
        explorer::point();
}

template<class T>
class atomic
{
    static constexpr auto seq_cst = std::memory_order_seq_cst;

public:
    using value_type = T;

    constexpr atomic() noexcept = default;
    constexpr atomic(T value) noexcept : value_(value) {} // NOLINT: as the standard's
    atomic(atomic const&) = delete;
    atomic& operator=(atomic const&) = delete;

    bool is_lock_free() const noexcept { return true; }
    T load(std::memory_order order = seq_cst) const
    {
        step(order);
        return value_;
    }
    void store(T value, std::memory_order order = seq_cst)
    {
        step(order);
        value_ = value;
    }
    T exchange(T value, std::memory_order order = seq_cst)
    {
        step(order);
        return std::exchange(value_, value);
    }
    bool compare_exchange_strong(T& expected, T value, std::memory_order order = seq_cst,
        std::memory_order = std::memory_order_relaxed)
    {
        step(order);
        if (value_ != expected) {
            expected = value_;
            return false;
        }
        value_ = value;
        return true;
    }
    bool compare_exchange_weak(T& expected, T value, std::memory_order order = seq_cst,
        std::memory_order other = std::memory_order_relaxed)
    {
        return compare_exchange_strong(expected, value, order, other);
    }
    template<class N>
    T fetch_add(N more, std::memory_order order = seq_cst)
    {
        step(order);
        return std::exchange(value_, static_cast<T>(value_ + static_cast<T>(more)));
    }
    template<class N>
    T fetch_sub(N less, std::memory_order order = seq_cst)
    {
        step(order);
        return std::exchange(value_, static_cast<T>(value_ - static_cast<T>(less)));
    }
    T fetch_or(T bits, std::memory_order order = seq_cst)
    {
        step(order);
        return std::exchange(value_, static_cast<T>(value_ | bits));
    }

    T operator=(T value) // NOLINT: as the standard's
    {
        store(value);
        return value;
    }
    operator T() const { return load(); } // NOLINT: as the standard's
    T operator++() { return fetch_add(1) + 1; }
    T operator--() { return fetch_sub(1) - 1; }

    // Who sleeps is woken by who tells, and not by the value.
    void wait(T old, std::memory_order order = seq_cst) const
    {
        step(order);
        while (value_ == old) {
            auto const before = told_;
            explorer::wait([this, before] { return told_ != before; });
        }
    }
    void notify_one() noexcept { ++told_; }
    void notify_all() noexcept { ++told_; }

private:
    T value_{};
    unsigned told_ = 0;
};

class mutex
{
public:
    constexpr mutex() noexcept = default;
    mutex(mutex const&) = delete;

    void lock()
    {
        explorer::point();
        explorer::wait([this] { return !taken_; });
        taken_ = true;
    }
    bool try_lock()
    {
        explorer::point();
        return !std::exchange(taken_, true);
    }
    void unlock() { taken_ = false; }

private:
    bool taken_ = false;
};

} // namespace model

namespace std {
template<class T>
using model_atomic = ::model::atomic<T>;
using model_mutex = ::model::mutex;
namespace this_thread {
inline void model_yield()
{
    ::model::explorer::yield();
}
} // namespace this_thread
} // namespace std

#define atomic model_atomic
#define mutex model_mutex
#define condition_variable condition_variable_any
#define yield model_yield
#define BOOST_BROKER_NO_MEMBARRIER // whose effect is not seen here

#endif
