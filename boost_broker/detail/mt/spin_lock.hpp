// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_SPIN_LOCK_HPP
#define BOOST_BROKER_DETAIL_MT_SPIN_LOCK_HPP

// A lock for sections of a few instructions. It sleeps after some tries: a thread of a high
// priority that only spins, or yields, keeps a core from the thread that has the lock.

#include <boost_broker/config.hpp>
#include <boost_broker/detail/mt/process_barrier.hpp>

#include <boost/config.hpp>

#include <atomic>
#include <cstdint>
#include <thread>

namespace boost_broker::detail {

/// Tells the core that it waits in a loop.
inline void pause_core() noexcept
{
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    asm volatile("yield");
#endif
}

/// What comes behind it is not begun, not even on trial, before all in front of it has ended.
inline void stop_speculation() noexcept
{
#if defined(__x86_64__)
    asm volatile("lfence" : : : "memory");
#elif defined(__aarch64__)
    asm volatile("isb" : : : "memory");
#endif
}

/// Looks for about a microsecond whether something is ready.
template<class Ready>
bool short_spin(Ready const& ready) noexcept
{
    for (int looks = 0; looks != 40; ++looks) {
        if (ready())
            return true;
        pause_core();
    }
    return false;
}

// Taking it is one atomic read-modify-write operation, and letting go is a store: another one would
// take as long as everything else that is done under it. So who lets go may not see that somebody
// has just gone to sleep; whoever wants to sleep makes all threads pass a barrier before.
class BOOST_BROKER_VISIBLE spin_lock
{
public:
    spin_lock() = default;
    spin_lock(spin_lock const&) = delete;
    spin_lock& operator=(spin_lock const&) = delete;

    void lock() noexcept
    {
        if (BOOST_UNLIKELY(!try_lock()))
            wait();
    }

    bool try_lock() noexcept
    {
        auto expected = free;
        return word_.compare_exchange_strong(
            expected, taken, std::memory_order_acquire, std::memory_order_relaxed);
    }

    void unlock() noexcept
    {
        if (BOOST_LIKELY(process_barrier::is_known())) {
            word_.store(free, std::memory_order_release);
            std::atomic_signal_fence(std::memory_order_seq_cst);
        } else {
            word_.exchange(free, std::memory_order_seq_cst);
        }
        // Either this is read behind the barrier of who wants to sleep, and sees him, or the store
        // was made before it, and he sees that the lock is free.
        if (BOOST_UNLIKELY(sleepers_.load(std::memory_order_seq_cst) != 0))
            wake();
    }

private:
    static constexpr std::uint32_t free = 0;
    static constexpr std::uint32_t taken = 1;

    BOOST_NOINLINE void wait() noexcept
    {
        for (int tries = 0; tries != 16; ++tries) {
            pause_core();
            if (word_.load(std::memory_order_relaxed) == free && try_lock())
                return;
        }
        sleepers_.fetch_add(1, std::memory_order_seq_cst);
        bool const may_sleep = process_barrier::pass();
        while (!try_lock()) {
            if (BOOST_LIKELY(may_sleep))
                word_.wait(taken, std::memory_order_seq_cst);
            else
                std::this_thread::yield();
        }
        sleepers_.fetch_sub(1, std::memory_order_relaxed);
    }

    BOOST_NOINLINE void wake() noexcept
    {
        // The standard library asks whether somebody sleeps, too. Of the word it takes the address
        // alone.
        std::atomic_thread_fence(std::memory_order_seq_cst);
        word_.notify_one();
    }

    std::atomic<std::uint32_t> word_{free};
    // Those of all locks: whoever gets a lock may destroy it before the one who let go of it has
    // asked for sleepers.
    alignas(64) static inline std::atomic<std::uint32_t> sleepers_{0};
};

} // namespace boost_broker::detail

#endif
