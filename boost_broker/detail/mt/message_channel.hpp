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
#include <boost_broker/detail/mt/slot_ring.hpp>
#include <boost_broker/detail/mt/spin_lock.hpp>

#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <utility>

namespace boost_broker::detail {

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
        unsigned mark = 0;     // for `mt_lone_channel`
        message_slot slot;
    };
    using node_owner = std::unique_ptr<node>;

    /// @param capacity How many messages wait without the list.
    explicit message_channel(std::size_t capacity) : ring_(capacity) {}
    message_channel(message_channel const&) = delete;
    message_channel& operator=(message_channel const&) = delete;
    ~message_channel()
    {
        free(spare_);
        free(done_);
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
        if (over_first_ != nullptr || !ring_.push(fill)) {
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
            !ring_.push([&n](message_slot& slot) { slot.copy_pointer_of(n.slot); }))
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

    /// Whether something has come since `front` has found nothing. Looks at less than that.
    bool has_more() const noexcept
    {
        return ring_.has_more() || overflows_.load(std::memory_order_relaxed);
    }

    /// Removes the oldest message. Its content stays where it is while this lives, and has to be
    /// destroyed by then. Of several the last one ends first.
    class held
    {
    public:
        explicit held(message_channel& from) noexcept : from_(from), node_(from.taken_)
        {
            if (node_ == nullptr)
                from_.ring_.hold();
            else
                from_.taken_ = node_->next;
        }
        held(held const&) = delete;
        held& operator=(held const&) = delete;
        ~held()
        {
            if (node_ == nullptr)
                from_.ring_.release();
            else if (!node_->embedded)
                node_->next = std::exchange(from_.done_, node_);
        }

    private:
        message_channel& from_;
        node* const node_;
    };
    /// Removes the oldest message; its content was taken out already.
    void pop() noexcept { held const here(*this); }

private:
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
        if (before == state::busy)
            return outcome::queued;
        state_.store(state::busy, std::memory_order_relaxed);
        return outcome::wake;
    }

    message_slot* find(bool* rests) noexcept
    {
        if (taken_ != nullptr)
            return &taken_->slot;
        if (auto* const next = ring_.front())
            return next;
        if (rests == nullptr && !overflows_.load(std::memory_order_relaxed))
            return nullptr;
        std::lock_guard const lock(lock_);
        // The list is younger than what is in the ring, which may have got something meanwhile.
        if (auto* const next = ring_.front())
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
    alignas(64) spin_lock lock_;
    node* over_first_ = nullptr; // with the next two under the lock
    node* over_last_ = nullptr;
    node* spare_ = nullptr;
    slot_ring ring_;
    // The consumer's.
    alignas(64) node* taken_ = nullptr;
    node* done_ = nullptr;
};

} // namespace boost_broker::detail

#endif
