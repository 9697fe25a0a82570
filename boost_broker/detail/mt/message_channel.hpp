// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_MESSAGE_CHANNEL_HPP
#define BOOST_BROKER_DETAIL_MT_MESSAGE_CHANNEL_HPP

// What crosses threads on its way to one executor, and whether somebody is coming for it. Producers
// take a lock for a few stores; the consumer takes none while the ring has something. What does not
// fit into the ring goes to a list, and then everything does until the consumer has emptied the
// ring and taken the list, so that the order stays. Whether the consumer is idle is decided under
// the same lock: no wake-up is lost, and none is sent to somebody who is awake.

#include <boost_broker/detail/cell_pool.hpp>
#include <boost_broker/detail/mt/message_slot.hpp>
#include <boost_broker/detail/mt/spin_lock.hpp>

#include <boost/lockfree/policies.hpp>
#include <boost/lockfree/spsc_queue.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <iterator>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

namespace boost_broker::detail {

class mt_lone_channel;

class message_channel
{
public:
    enum class state {
        idle,    // nothing waits, and nobody is coming
        busy,    // somebody delivers, or is on the way
        stalled, // the wake-up was lost: something waits, and nobody is coming
        closed
    };
    enum class outcome {
        queued,
        wake,   // queued; the caller has to wake the consumer
        closed, // not queued
        full,   // not queued
        no_node // not queued; to be tried again with a node
    };

    /// Where a message waits that finds the ring full.
    struct node : cached_object<node> {
        node* next = nullptr;
        bool embedded = false; // it belongs to somebody, and is not used again
        message_slot slot;
    };
    using node_owner = std::unique_ptr<node>;

    /// @param capacity How many messages wait without the list.
    explicit message_channel(std::size_t capacity)
        : ring_size_(capacity + 1)
        , slots_(slot_allocator().allocate(ring_size_))
        , ring_(capacity, given_allocator<ring_slot>(slots_))
    {}
    message_channel(message_channel const&) = delete;
    message_channel& operator=(message_channel const&) = delete;
    ~message_channel()
    {
        free(spare_);
        free(done_);
        slot_allocator().deallocate(slots_, ring_size_);
    }

    state current() const noexcept { return state_.load(std::memory_order_acquire); }

    // Producers, any thread.

    /// Builds a message at the end by `fill(slot)`, if `admits()` says under the lock that it may.
    /** Neither runs user code. @param given A node for the case that the ring is full; taken then.
     */
    template<class Admits, class Fill>
    outcome push(Admits const& admits, Fill const& fill, node_owner& given) noexcept
    {
        std::lock_guard const lock(lock_);
        auto const before = state_.load(std::memory_order_relaxed);
        if (before == state::closed)
            return outcome::closed;
        if (!admits())
            return outcome::full;
        if (over_first_ != nullptr || !push_to_ring(fill)) {
            auto* const n = take_node(given);
            if (n == nullptr)
                return outcome::no_node;
            fill(n->slot);
            append(*n);
        }
        return become_busy(before);
    }

    /// The same for a message that must not fail: it is in a node already. Null if closed.
    outcome push(node& n) noexcept
    {
        std::lock_guard const lock(lock_);
        auto const before = state_.load(std::memory_order_relaxed);
        if (before == state::closed)
            return outcome::closed;
        // What is in the node is there to be copied.
        if (over_first_ != nullptr ||
            !push_to_ring([&n](message_slot& slot) { slot.copy_pointer_of(n.slot); }))
            append(n);
        return become_busy(before);
    }

    /// Becomes the consumer, if nothing waits and nobody else is.
    bool claim() noexcept
    {
        std::lock_guard const lock(lock_);
        if (state_.load(std::memory_order_relaxed) != state::idle)
            return false;
        state_.store(state::busy, std::memory_order_relaxed);
        return true;
    }

    /// Runs `f` under the lock, for counts that `admits` asks.
    template<class F>
    auto locked(F f) noexcept
    {
        std::lock_guard const lock(lock_);
        return f();
    }

    /// Takes no more messages. Returns the state it was in.
    state close() noexcept
    {
        std::lock_guard const lock(lock_);
        return state_.exchange(state::closed, std::memory_order_acq_rel);
    }

    /// The wake-up will not come.
    void stall() noexcept
    {
        std::lock_guard const lock(lock_);
        if (state_.load(std::memory_order_relaxed) == state::busy)
            state_.store(state::stalled, std::memory_order_relaxed);
    }

    // The consumer.

    /// The oldest message, or null if there seems to be none.
    message_slot* front() noexcept { return find(nullptr); }
    /// The same; the consumer is idle then, unless the channel is closed.
    /** @param rests Set to whether it is. From then on somebody else may be the consumer. */
    message_slot* front_or_rest(bool& rests) noexcept { return find(&rests); }

    /// Removes the oldest message; its content was taken out already.
    void pop() noexcept
    {
        if (taken_ == nullptr) {
            if (++at_ == ring_size_)
                at_ = 0;
            --seen_;
            if (++used_ == pops_at_once)
                give_back_slots();
            return;
        }
        auto* const n = std::exchange(taken_, taken_->next);
        if (!n->embedded)
            n->next = std::exchange(done_, n);
    }

private:
    friend class mt_lone_channel;

    // Each side of the ring writes an index that the other one reads, and each such look takes the
    // cache line away from the other core, for longer than anything else here takes. So the
    // consumer looks once for all messages that are there, and says of several at once that it has
    // them. The ring does not let it see more than one message: that is why it lies in memory that
    // is known here.
    static constexpr std::size_t pops_at_once = 16;
    static constexpr std::size_t few = 32, many = 128;
    static constexpr unsigned longest_backoff = 64; // pauses, which are one to two microseconds
    using slot_allocator = std::allocator<ring_slot>;
    template<class T>
    struct given_allocator {
        using value_type = T;
        explicit given_allocator(T* at) noexcept : memory(at) {}
        T* allocate(std::size_t) noexcept { return memory; }
        void deallocate(T*, std::size_t) noexcept {}
        T* memory;
    };

    void give_back_slots() noexcept
    {
        for (; used_ != 0; --used_)
            ring_.pop();
    }

    message_slot* front_of_ring() noexcept
    {
        if (seen_ == 0) {
            give_back_slots();
            if (!look_into_ring())
                return nullptr;
        }
        return slots_ + at_;
    }

    // A consumer that is faster than its producers finds one message or two each time it looks, and
    // costs them more than it gets. So it waits a little longer before the next look each time, and
    // gives up in the same steps. One that had to wait for a message does not begin to, and one
    // that sends to itself leaves it for a while.
    bool look_into_ring() noexcept
    {
        while ((seen_ = read_after(backoff_)) == 0) {
            had_to_wait_ = true;
            if (backoff_ == 0)
                return false;
            backoff_ /= 2;
            if (backoff_ == 0)
                std::this_thread::yield();
        }
        if (std::exchange(had_to_wait_, false))
            return true;
        if (alone_ != 0) {
            --alone_;
        } else if (seen_ == 1 && last_producer_.load(std::memory_order_relaxed) == &thread_) {
            backoff_ = 0;
            alone_ = 256;
        } else if (seen_ < few) {
            backoff_ = std::min(backoff_ + 4, longest_backoff);
        } else if (seen_ > many) {
            backoff_ /= 2;
        }
        return true;
    }
    std::size_t read_after(unsigned pauses) noexcept
    {
        for (; pauses != 0; --pauses)
            pause_core();
        return ring_.read_available();
    }

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

    template<class Fill>
    bool push_to_ring(Fill const& fill) noexcept
    {
        filling<Fill> const first{&fill, 0};
        return ring_.push(first, filling<Fill>{&fill, 1}) != first;
    }

    node* take_node(node_owner& given) noexcept
    {
        if (given != nullptr)
            return given.release();
        return spare_ != nullptr ? std::exchange(spare_, spare_->next) : nullptr;
    }

    void append(node& n) noexcept
    {
        n.next = nullptr;
        (over_first_ == nullptr ? over_first_ : over_last_->next) = &n;
        over_last_ = &n;
        overflows_.store(true, std::memory_order_relaxed);
    }

    outcome become_busy(state before) noexcept
    {
        last_producer_.store(&thread_, std::memory_order_relaxed);
        if (before == state::busy)
            return outcome::queued;
        state_.store(state::busy, std::memory_order_relaxed);
        return outcome::wake;
    }

    message_slot* find(bool* rests) noexcept
    {
        if (taken_ != nullptr)
            return &taken_->slot;
        if (auto* const next = front_of_ring())
            return next;
        if (rests == nullptr && !overflows_.load(std::memory_order_relaxed))
            return nullptr;
        std::lock_guard const lock(lock_);
        // The list is younger than what is in the ring, which may have got something meanwhile.
        if (auto* const next = front_of_ring())
            return next;
        give_back_nodes();
        if (over_first_ != nullptr) {
            taken_ = std::exchange(over_first_, nullptr);
            overflows_.store(false, std::memory_order_relaxed);
            return &taken_->slot;
        }
        if (rests != nullptr) {
            *rests = state_.load(std::memory_order_relaxed) == state::busy;
            if (*rests)
                state_.store(state::idle, std::memory_order_release);
        }
        return nullptr;
    }

    void give_back_nodes() noexcept
    {
        while (done_ != nullptr) {
            auto* const n = std::exchange(done_, done_->next);
            n->next = std::exchange(spare_, n);
        }
    }

    static void free(node* list) noexcept
    {
        while (list != nullptr)
            delete std::exchange(list, list->next);
    }

    // What both sides read for each message is apart from what either writes for each.
    std::atomic<state> state_{state::idle};
    std::atomic<bool> overflows_{false}; // whether there is a first one, for who has no lock
    std::size_t const ring_size_;        // it has a slot more than it holds messages
    ring_slot* const slots_;
    alignas(64) spin_lock lock_;
    node* over_first_ = nullptr; // with the next two under the lock
    node* over_last_ = nullptr;
    node* spare_ = nullptr;
    std::atomic<char const*> last_producer_{nullptr};
    static inline thread_local char thread_ = 0; // its address tells threads from each other
    boost::lockfree::spsc_queue<ring_slot, boost::lockfree::allocator<given_allocator<ring_slot>>>
        ring_;
    // The consumer's.
    alignas(64) node* taken_ = nullptr;
    node* done_ = nullptr;
    std::size_t at_ = 0;   // the slot of the oldest message
    std::size_t seen_ = 0; // messages that are known to be there, from that one on
    std::size_t used_ = 0; // slots before that one that the ring has not got back yet
    unsigned backoff_ = 0; // pauses before it looks again
    unsigned alone_ = 0;   // looks without one
    bool had_to_wait_ = false;
};

} // namespace boost_broker::detail

#endif
