// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_PROCESS_BARRIER_HPP
#define BOOST_BROKER_DETAIL_MT_PROCESS_BARRIER_HPP

// A memory barrier that one thread makes all threads of the process pass (membarrier(2)). What is
// done for every message, and pairs with what is rarely done, needs no barrier of its own then: the
// rare side makes up for it. It costs that side some microseconds.

#include <boost_broker/config.hpp>

// ThreadSanitizer does not know what membarrier does.
#if defined(__SANITIZE_THREAD__)
#define BOOST_BROKER_NO_MEMBARRIER
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define BOOST_BROKER_NO_MEMBARRIER
#endif
#endif

#if defined(__linux__) && !defined(BOOST_BROKER_NO_MEMBARRIER)
#define BOOST_BROKER_HAS_MEMBARRIER
#include <linux/membarrier.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace boost_broker::detail {

class process_barrier
{
public:
    /// Whether there is one. Where there is none, the frequent side needs a barrier of its own.
    static bool exists() noexcept
    {
        static bool const registered = register_process();
        return registered;
    }
    /// The same for the frequent side, at the cost of one load. It may say no before the program
    /// has begun.
    static bool is_known() noexcept { return known_; }

    /// Each other thread passes a barrier before this returns, if `exists()`.
    /** @return False if the system refuses it, as it may where a program limits its system calls
        while it runs: then nobody may rely on it. */
    static bool pass() noexcept
    {
#if defined(BOOST_BROKER_HAS_MEMBARRIER)
        if (exists())
            return syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0) == 0;
#endif
        return true;
    }

private:
    static bool register_process() noexcept
    {
#if defined(BOOST_BROKER_HAS_MEMBARRIER)
        return syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0) == 0;
#else
        return false;
#endif
    }

    static inline bool const known_ = exists();
};

} // namespace boost_broker::detail

#endif
