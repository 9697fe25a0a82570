// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_LONE_PRODUCER_HPP
#define BOOST_BROKER_DETAIL_MT_LONE_PRODUCER_HPP

// How the messages of a type that has a single producer get to one inbox.

#include <boost_broker/detail/mt/inbox.hpp>
#include <boost_broker/detail/mt/lone_channel.hpp>

#include <atomic>
#include <mutex>

namespace boost_broker::detail {

class mt_lone_producer
{
public:
    using outcome = message_channel::outcome;
    using node = message_channel::node;
    using node_owner = message_channel::node_owner;

    mt_lone_producer() : channel_(1024)
    {
        token_.embedded = true;
        token_.slot.hold<mt_lone_producer*>(&run, this);
    }

    // The producer.

    /// Queues a message, which is taken from then on; the outcome is that of the channel of the
    /// inbox.
    template<class Fill>
    outcome push(mt_inbox& to, node_owner& spare, Fill const& fill) noexcept
    {
        if (!channel_.push(fill, spare, registered_.load(std::memory_order_acquire)))
            return outcome::no_node;
        if (!channel_.take_token())
            return outcome::queued;
        auto const done = to.channel().push(token_);
        if (BOOST_LIKELY(done != outcome::closed))
            return done;
        // It has closed just now. What waits is discarded at its end, or here if that is over.
        bool over = false;
        {
            std::lock_guard const lock(lock_);
            over = ended_;
            left_to_end_ = !ended_;
        }
        if (over)
            deliver(to);
        return outcome::queued;
    }

    /// A handler was sent by way of the channel of the inbox; those who find it send later. Under
    /// the mutex of the context.
    void handler_comes() noexcept { registered_.fetch_add(1, std::memory_order_release); }

    // On the executor.

    /// That handler is there. What was sent before is not for it.
    void handler_is_there(mt_inbox& to) noexcept
    {
        for (auto* next = channel_.front(); next != nullptr && !knows_handlers(there_ + 1);
             next = channel_.front())
            next->run(to);
        ++there_;
    }
    using held = mt_lone_channel::held;
    held hold(mt_inbox&) noexcept { return held(channel_); }
    /// The inbox has ended: discards what is left, and what may still come.
    void end(mt_inbox& to) noexcept
    {
        bool mine = false;
        {
            std::lock_guard const lock(lock_);
            ended_ = true;
            mine = left_to_end_ || channel_.take_token();
        }
        if (mine)
            deliver(to);
    }

private:
    // Whether so many handlers had been registered when the message in front was sent.
    bool knows_handlers(unsigned count) const noexcept
    {
        return static_cast<int>(channel_.mark() - count) >= 0;
    }

    static void run(message_slot& slot, mt_inbox& from) noexcept
    {
        auto& self = *slot.content<mt_lone_producer*>();
        from.channel().pop();
        self.deliver(from);
    }

    // By whoever has the token. It goes to the end of the channel after some messages, so that
    // others get their turn, and behind a handler that is on its way and is to get the next.
    void deliver(mt_inbox& to) noexcept
    {
        constexpr unsigned at_once = 16;
        for (unsigned served = 0;;) {
            auto* const next = channel_.front();
            if (next == nullptr) {
                if (channel_.rest())
                    return;
                continue;
            }
            if (served == at_once || knows_handlers(there_ + 1)) {
                auto const done = to.channel().push(token_);
                if (BOOST_LIKELY(done != outcome::closed))
                    return to.wake_after(done);
            }
            ++served;
            next->run(to);
        }
    }

    mt_lone_channel channel_;
    node token_;
    // Handlers, not those that have gone: registered, and come to the executor; the latter first,
    // where the thread that registers one is slow to count it.
    std::atomic<unsigned> registered_{0};
    unsigned there_ = 0; // the executor's
    spin_lock lock_;
    bool ended_ = false; // with the next under the lock
    bool left_to_end_ = false;
};

/// The same for a type that any threads send, by way of the channel of the inbox.
struct mt_many_producers {
    static void handler_comes() noexcept {}
    static void handler_is_there(mt_inbox&) noexcept {}
    using held = message_channel::held;
    static held hold(mt_inbox& from) noexcept { return held(from.channel()); }
    static void end(mt_inbox&) noexcept {}
};

} // namespace boost_broker::detail

#endif
