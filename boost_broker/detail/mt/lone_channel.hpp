// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_LONE_CHANNEL_HPP
#define BOOST_BROKER_DETAIL_MT_LONE_CHANNEL_HPP

// Where the messages of a type wait that has a single producer: a ring without a lock, beside the
// channel of the inbox. In that channel is one token for all that wait here, and only while
// something waits; whoever has the token is the consumer.

#include <boost_broker/config.hpp>
#include <boost_broker/detail/mt/message_channel.hpp>

#include <boost/config.hpp>

#include <atomic>
#include <cstddef>
#include <mutex>
#include <utility>

namespace boost_broker::detail {

class mt_lone_channel
{
public:
    using node = message_channel::node;
    using node_owner = message_channel::node_owner;

    /// @param capacity How many messages wait without the list.
    explicit mt_lone_channel(std::size_t capacity) : ring_(capacity) {}
    mt_lone_channel(mt_lone_channel const&) = delete;
    mt_lone_channel& operator=(mt_lone_channel const&) = delete;
    ~mt_lone_channel() { delete taken_; }

    // The producer.

    /// Builds a message at the end by `fill(slot)`, which runs no user code.
    /** @param given A node for the case that there is no room in the ring; taken then.
        @param mark A number that the message has; it seldom changes, and so is no part of it.
        @return False if a node is needed. */
    template<class Fill>
    bool push(Fill const& fill, node_owner& given, unsigned mark) noexcept
    {
        producer_check const alone(*this);
        // What is in the list is older than what would come into the ring.
        if (!overflows_.load(std::memory_order_acquire) && push_mark(mark) && ring_.push(fill))
            return true;
        if (given == nullptr)
            return false;
        fill(given->slot);
        given->mark = mark;
        given->next = nullptr;
        std::lock_guard const lock(lock_);
        auto* const last = given.release();
        (over_first_ == nullptr ? over_first_ : over_last_->next) = last;
        over_last_ = last;
        overflows_.store(true, std::memory_order_release);
        return true;
    }
    /// Behind `push`: whether the token is here, and the caller has it from now on.
    bool take_token() noexcept { return !token_.exchange(true, std::memory_order_acq_rel); }

    // Whoever has the token.

    /// The oldest message, or null if there seems to be none.
    message_slot* front() noexcept
    {
        if (taken_ == nullptr) {
            if (auto* const next = front_of_ring())
                return next;
            if (!overflows_.load(std::memory_order_acquire))
                return nullptr;
            std::lock_guard const lock(lock_);
            if (auto* const next = front_of_ring()) // which was filled before the list was
                return next;
            taken_ = std::exchange(over_first_, nullptr);
            overflows_.store(false, std::memory_order_release);
            if (taken_ == nullptr)
                return nullptr;
        }
        mark_ = taken_->mark;
        return &taken_->slot;
    }

    /// The mark of the message that `front` has returned.
    unsigned mark() const noexcept { return mark_; }

    /// As `message_channel::held`.
    class held
    {
    public:
        explicit held(mt_lone_channel& from) noexcept : from_(from), node_(from.taken_)
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
            else
                delete node_;
        }

    private:
        mt_lone_channel& from_;
        node* const node_;
    };

    /// Puts the token back where nothing waits any more, as `front` has said.
    /** @return False if something came meanwhile, and the caller has the token still. */
    bool rest() noexcept
    {
        // The producer asks for the token behind its push: it comes before this, and what it has
        // pushed is seen now, or behind it, and gets the token.
        auto const used = ring_.used();
        token_.exchange(false, std::memory_order_acq_rel);
        // From here on somebody else may be the consumer.
        bool const more = ring_.has_more_than(used) || overflows_.load(std::memory_order_acquire);
        return !more || !take_token();
    }

private:
    // Before the first message that has it, a mark lies in the ring, as a slot that nothing runs.
    bool push_mark(unsigned mark) noexcept
    {
        if (BOOST_LIKELY(mark == marked_))
            return true;
        if (!ring_.push([mark](message_slot& slot) { slot.hold<unsigned>(nullptr, mark); }))
            return false;
        marked_ = mark;
        return true;
    }
    message_slot* front_of_ring() noexcept
    {
        auto* next = ring_.front();
        while (BOOST_UNLIKELY(next != nullptr && next->is_run_by(nullptr))) {
            mark_ = next->content<unsigned>();
            ring_.hold();
            ring_.release();
            next = ring_.front();
        }
        return next;
    }

    // Two that use it at once are a defect of the program.
    class producer_check
    {
    public:
#if defined(NDEBUG)
        explicit producer_check(mt_lone_channel&) noexcept {}
#else
        explicit producer_check(mt_lone_channel& channel) noexcept : channel_(channel)
        {
            bool const alone = !channel_.producing_.exchange(true, std::memory_order_acquire);
            BOOST_BROKER_ASSERT(alone,
                "two threads emit an event at once that has the policy single_producer; leave the "
                "policy out, or let one thread emit at a time");
            static_cast<void>(alone);
        }
        producer_check(producer_check const&) = delete;
        producer_check& operator=(producer_check const&) = delete;
        ~producer_check()
        {
            channel_.producing_.store(false, std::memory_order_release);
        }

    private:
        mt_lone_channel& channel_;
#endif
    };

    std::atomic<bool> token_{false};
    std::atomic<bool> overflows_{false};                  // whether there is a list
    [[maybe_unused]] std::atomic<bool> producing_{false}; // also where nobody checks
    spin_lock lock_;
    node* over_first_ = nullptr; // with the next under the lock
    node* over_last_ = nullptr;
    unsigned marked_ = 0; // the producer's: the last mark in the ring
    slot_ring ring_;
    node* taken_ = nullptr; // with the next of who has the token
    unsigned mark_ = 0;
};

} // namespace boost_broker::detail

#endif
