// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_EMIT_GUARD_HPP
#define BOOST_BROKER_DETAIL_MT_EMIT_GUARD_HPP

// While a thread is inside a guard, no executor copy that it may look at is destroyed: whoever
// wants to do that forbids new uses first and then waits until every other thread has left its
// guard. Entering and leaving is two plain stores, because that is done for every message; the
// thread that waits makes up for it by a memory barrier on all threads. Where there is none,
// entering is one atomic exchange. No user code runs inside a guard.

#include <boost_broker/config.hpp>
#include <boost_broker/detail/mt/process_barrier.hpp>

#include <atomic>
#include <cstdint>
#include <mutex>
#include <thread>

namespace boost_broker::detail {

class BOOST_BROKER_VISIBLE emit_guard
{
public:
    emit_guard() noexcept : mine_(of_thread()) { mine_.enter(); }
    emit_guard(emit_guard const&) = delete;
    emit_guard& operator=(emit_guard const&) = delete;
    ~emit_guard() { mine_.leave(); }

    /// Waits until every other thread has left the guard that it was in. What was stored before the
    /// call is seen by those who enter later.
    static void wait_for_others() noexcept;

private:
    class record
    {
    public:
        void enter() noexcept
        {
            if (asymmetric) {
                inside_.store(1, std::memory_order_relaxed);
                std::atomic_signal_fence(std::memory_order_seq_cst);
            } else {
                inside_.exchange(1, std::memory_order_acq_rel);
            }
        }
        void leave() noexcept { inside_.store(0, std::memory_order_release); }

        /// Whether its thread is inside. In the modification order of this word, an entry comes
        /// before this question, and is seen, or behind it, and sees what was stored before.
        bool is_inside() noexcept
        {
            return asymmetric ? inside_.load(std::memory_order_acquire) != 0
                              : inside_.fetch_or(0, std::memory_order_acq_rel) != 0;
        }

        bool asymmetric = false;
        bool in_use = true; // under the mutex of the list
        record* next = nullptr;

    private:
        std::atomic<std::uint32_t> inside_{0};
    };

    class list;
    struct owner;

    static record& of_thread() noexcept
    {
        return BOOST_LIKELY(of_thread_ != nullptr) ? *of_thread_ : make_record();
    }
    static record& make_record() noexcept;

    record& mine_;

    static thread_local constinit record* of_thread_;
};

inline thread_local constinit emit_guard::record* emit_guard::of_thread_ = nullptr;

/// All records there are. None is ever freed: one whose thread has ended serves the next.
class BOOST_BROKER_VISIBLE emit_guard::list
{
public:
    static list& instance()
    {
        static list& all = *new list;
        return all;
    }

    record& take()
    {
        std::lock_guard const lock(mutex_);
        for (auto* known = first_; known != nullptr; known = known->next) {
            if (!known->in_use) {
                known->in_use = true;
                return *known;
            }
        }
        auto* const made = new record;
        made->asymmetric = asymmetric_;
        made->next = first_;
        return *(first_ = made);
    }

    void give_back(record& mine) noexcept
    {
        std::lock_guard const lock(mutex_);
        mine.in_use = false;
    }

    void wait_for_others(record const& mine) noexcept
    {
        static_cast<void>(process_barrier::pass());
        std::lock_guard const lock(mutex_);
        for (auto* other = first_; other != nullptr; other = other->next) {
            while (other != &mine && other->is_inside())
                std::this_thread::yield();
        }
    }

private:
    list() = default;

    bool const asymmetric_ = process_barrier::exists();
    std::mutex mutex_;
    record* first_ = nullptr;
};

// Gives the record back when the thread ends. What still emits then takes one that stays its own.
struct emit_guard::owner {
    record& mine = list::instance().take();
    ~owner()
    {
        list::instance().give_back(mine);
        of_thread_ = nullptr;
        ended = true;
    }
    static inline thread_local bool ended = false;
};

BOOST_NOINLINE inline emit_guard::record& emit_guard::make_record() noexcept
{
    if (owner::ended) {
        of_thread_ = &list::instance().take();
    } else {
        thread_local owner const mine;
        of_thread_ = &mine.mine;
    }
    return *of_thread_;
}

inline void emit_guard::wait_for_others() noexcept
{
    list::instance().wait_for_others(of_thread());
}

} // namespace boost_broker::detail

#endif
