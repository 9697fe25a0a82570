// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_SLOT_RING_HPP
#define BOOST_BROKER_DETAIL_MT_SLOT_RING_HPP

// The messages that wait in order, from one producer at a time to one consumer at a time. Each side
// of a ring writes an index that the other one reads, and each such look takes the cache line away
// from the other core, for longer than anything else takes here. So the consumer looks once for all
// messages that are there, and says of several at once that it has them. The ring of Boost.Lockfree
// does not let it see more than one message: that is why it lies in memory that is known here.

#include <boost_broker/detail/mt/message_slot.hpp>
#include <boost_broker/detail/mt/spin_lock.hpp>

#include <boost/lockfree/policies.hpp>
#include <boost/lockfree/spsc_queue.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <iterator>
#include <memory>
#include <thread>
#include <utility>

namespace boost_broker::detail {

class slot_ring
{
public:
    /// @param capacity How many messages it holds.
    explicit slot_ring(std::size_t capacity)
        : size_(capacity + 1)
        , slots_(allocator().allocate(size_))
        , ring_(capacity, given_allocator<ring_slot>(slots_))
    {}
    slot_ring(slot_ring const&) = delete;
    slot_ring& operator=(slot_ring const&) = delete;
    ~slot_ring() { allocator().deallocate(slots_, size_); }

    // The producer.

    /// Builds a message at the end by `fill(slot)`; false if there is no room.
    template<class Fill>
    bool push(Fill const& fill) noexcept
    {
        // A consumer that looks for more takes the line away for each store, so none is wasted.
        if (last_producer_.load(std::memory_order_relaxed) != &thread_)
            last_producer_.store(&thread_, std::memory_order_relaxed);
        filling<Fill> const first{&fill, 0};
        if (ring_.push(first, filling<Fill>{&fill, 1}) == first)
            return false;
        fetch_for_writing(slots_[next_but_one_]);
        if (++next_but_one_ == size_)
            next_but_one_ = 0;
        return true;
    }

    // The consumer.

    /// The oldest message, or null if there seems to be none. May wait for some microseconds, but
    /// not when it has just found none.
    message_slot* front() noexcept { return seen_ != 0 || look() ? slots_ + at_ : nullptr; }

    /// Removes the oldest message, whose content stays where it is until `release`.
    void hold() noexcept
    {
        if (++at_ == size_)
            at_ = 0;
        --seen_;
        ++used_;
        ++held_;
    }
    /// The content of one that was held has been destroyed; of several the last one first.
    void release() noexcept
    {
        if (--held_ == 0 && used_ >= pops_at_once_)
            ring_.pop(slots_, std::exchange(used_, 0)); // which copies nothing to there
    }

    /// Whether something has come since `front` has found nothing.
    bool has_more() const noexcept { return has_more_than(used_); }
    /// The same for who may no longer be the consumer, but was when he took this number.
    bool has_more_than(std::size_t used) const noexcept { return ring_.read_available() != used; }
    std::size_t used() const noexcept { return used_; }

private:
    static constexpr std::size_t few = 32, many = 128;
    static constexpr unsigned long_backoff = 16, longest_backoff = 64; // pauses

    using allocator = std::allocator<ring_slot>;
    template<class T>
    struct given_allocator {
        using value_type = T;
        explicit given_allocator(T* at) noexcept : memory(at) {}
        T* allocate(std::size_t) noexcept { return memory; }
        void deallocate(T*, std::size_t) noexcept {}
        T* memory;
    };

    // What the ring copies is built where it is to be.
    template<class Fill>
    struct filling {
        using iterator_category = std::forward_iterator_tag;
        using value_type = ring_slot;
        using difference_type = std::ptrdiff_t;
        using pointer = void;
        using reference = Fill const&;

        Fill const* fill;
        std::ptrdiff_t at;

        reference operator*() const noexcept { return *fill; }
        filling& operator++() noexcept
        {
            ++at;
            return *this;
        }
        filling const operator++(int) noexcept // NOLINT: by requirement, and never called
        {
            return {fill, at++};
        }
        friend bool operator==(filling const& a, filling const& b) noexcept { return a.at == b.at; }
    };

    // The consumer has read that cache line a while ago; without this, the producer would wait for
    // it in front of its next atomic operation.
    static void fetch_for_writing(ring_slot& slot) noexcept
    {
#if defined(__x86_64__)
        // What the compilers make of `__builtin_prefetch` there is for reading.
        asm volatile("prefetchw %0" : : "m"(slot));
#else
        __builtin_prefetch(&slot, 1);
#endif
    }

    // A consumer that is faster than its producers finds one message or two each time it looks, and
    // costs them more than it gets. So it waits a little longer before the next look each time, and
    // gives up in the same steps. One that had to wait for a message does not begin to, and one
    // that gets no more by waiting leaves it for a while: it sends to itself, or to somebody who
    // answers.
    bool look() noexcept
    {
        seen_ = read_after(backoff_);
        if (seen_ == 0)
            return look_longer();
        if (std::exchange(had_to_wait_, false))
            return true;
        if (plain_looks_ != 0)
            --plain_looks_;
        else if (seen_ < few && last_producer_.load(std::memory_order_relaxed) == &thread_)
            stop_waiting();
        else if (seen_ == 1 && backoff_ >= long_backoff)
            stop_waiting();
        else if (seen_ < few)
            backoff_ = std::min(backoff_ + 4, longest_backoff);
        else if (seen_ > many)
            backoff_ /= 2;
        return true;
    }
    bool look_longer() noexcept
    {
        had_to_wait_ = true;
        if (backoff_ == 0)
            return false;
        if (backoff_ < long_backoff) {
            stop_waiting();
            return false;
        }
        while (seen_ == 0 && backoff_ != 0) {
            backoff_ /= 2;
            if (backoff_ == 0)
                std::this_thread::yield();
            seen_ = read_after(backoff_);
        }
        return seen_ != 0 && std::exchange(had_to_wait_, false);
    }
    void stop_waiting() noexcept
    {
        backoff_ = 0;
        plain_looks_ = 256;
    }
    std::size_t read_after(unsigned pauses) noexcept
    {
        if (pauses != 0) {
            for (; pauses != 0; --pauses)
                pause_core();
            // A core that expects to find something handles the next messages on trial while it
            // waits, and so takes the slots from the producer, which is about to fill them.
            stop_speculation();
        }
        return ring_.read_available() - used_;
    }

    static inline thread_local char thread_ = 0; // its address tells threads from each other

    // What both sides read is apart from what either of them writes.
    std::size_t const size_; // it has a slot more than it holds messages
    ring_slot* const slots_;
    std::size_t const pops_at_once_ = std::clamp<std::size_t>(size_ / 4, 1, 64);
    // The producer's: the slot behind the one that is filled next.
    alignas(64) std::size_t next_but_one_ = 2 % size_;
    alignas(64) std::atomic<char const*> last_producer_{nullptr};
    boost::lockfree::spsc_queue<ring_slot, boost::lockfree::allocator<given_allocator<ring_slot>>>
        ring_;
    // The consumer's.
    alignas(64) std::size_t at_ = 0; // the slot of the oldest message
    std::size_t seen_ = 0;           // messages that are known to be there, from that one on
    std::size_t used_ = 0;           // slots before that one that the ring has not got back yet
    std::size_t held_ = 0;           // some of them have their content still; then it gets none
    unsigned backoff_ = 0;           // pauses before it looks again
    unsigned plain_looks_ = 0;       // looks that do not add to them
    bool had_to_wait_ = false;
};

} // namespace boost_broker::detail

#endif
