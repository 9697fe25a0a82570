// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_SPIN_LOCK_HPP
#define BOOST_BROKER_DETAIL_MT_SPIN_LOCK_HPP

// A lock for sections of a few instructions. It sleeps after some tries: a thread of a high
// priority that only spins, or yields, keeps a core from the thread that has the lock. (Three
// states, after U. Drepper, "Futexes are tricky", 2011.)

#include <boost/config.hpp>

#include <atomic>
#include <cstdint>

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

/// Looks for about a microsecond whether something is ready.
template<class Ready>
bool short_spin(Ready const& ready) noexcept
{
    for (int looks = 0; looks != 10; ++looks) {
        if (ready())
            return true;
        for (int pauses = 0; pauses != 4; ++pauses)
            pause_core();
    }
    return false;
}

class spin_lock
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
        if (BOOST_UNLIKELY(word_.exchange(free, std::memory_order_release) == awaited))
            word_.notify_one();
    }

private:
    static constexpr std::uint32_t free = 0;
    static constexpr std::uint32_t taken = 1;
    static constexpr std::uint32_t awaited = 2; // taken, and somebody sleeps, perhaps

    BOOST_NOINLINE void wait() noexcept
    {
        for (int tries = 0; tries != 16; ++tries) {
            pause_core();
            if (word_.load(std::memory_order_relaxed) == free && try_lock())
                return;
        }
        while (word_.exchange(awaited, std::memory_order_acquire) != free)
            word_.wait(awaited, std::memory_order_relaxed);
    }

    std::atomic<std::uint32_t> word_{free};
};

} // namespace boost_broker::detail

#endif
