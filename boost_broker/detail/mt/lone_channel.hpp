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
    /** @param given A node for the case that the ring is full; taken then.
        @return False if one is needed. */
    template<class Fill>
    bool push(Fill const& fill, node_owner& given) noexcept
    {
        producer_check const alone(*this);
        // What is in the list is older than what would come into the ring.
        if (!overflows_.load(std::memory_order_acquire) && ring_.push(fill))
            return true;
        if (given == nullptr)
            return false;
        fill(given->slot);
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
        if (taken_ != nullptr)
            return &taken_->slot;
        if (auto* const next = ring_.front())
            return next;
        if (!overflows_.load(std::memory_order_acquire))
            return nullptr;
        std::lock_guard const lock(lock_);
        if (auto* const next = ring_.front()) // which was filled before the list was
            return next;
        taken_ = std::exchange(over_first_, nullptr);
        overflows_.store(false, std::memory_order_release);
        return taken_ != nullptr ? &taken_->slot : nullptr;
    }

    /// Removes the oldest message; its content was taken out already.
    void pop() noexcept
    {
        if (taken_ != nullptr)
            delete std::exchange(taken_, taken_->next);
        else
            ring_.pop();
    }

    /// Puts the token back where nothing waits any more, as `front` has said.
    /** @return False if something came meanwhile, and the caller has the token still. */
    bool rest() noexcept
    {
        // The producer asks for the token behind its push: it comes before this, and what it has
        // pushed is seen now, or behind it, and gets the token.
        token_.exchange(false, std::memory_order_acq_rel);
        bool const more = ring_.has_more() || overflows_.load(std::memory_order_acquire);
        return !more || !take_token();
    }

private:
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
    slot_ring ring_;
    node* taken_ = nullptr; // of who has the token
};

} // namespace boost_broker::detail

#endif
