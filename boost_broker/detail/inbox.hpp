// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_INBOX_HPP
#define BOOST_BROKER_DETAIL_INBOX_HPP

// Everything of one context that is to run on one executor comes through one inbox, whatever its
// type: so there is one order, one wake-up for many messages, and never two handlers at once.

#include <boost_broker/detail/bound_executor.hpp>
#include <boost_broker/detail/cell_pool.hpp>
#include <boost_broker/detail/message.hpp>
#include <boost_broker/detail/registration.hpp>

#include <boost/circular_buffer.hpp>
#include <boost/smart_ptr/intrusive_ptr.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <utility>

namespace boost_broker::detail {

class context_core;
class inbox;
using inbox_ptr = boost::intrusive_ptr<inbox>;

/// How deep handlers called directly from emits nest on this thread, in whichever shared object.
BOOST_BROKER_VISIBLE inline thread_local unsigned direct_depth = 0;

class BOOST_BROKER_VISIBLE inbox final
    : public local_refcount<inbox>
    , public hub_member
    , private operation
{
public:
    // Deeper than this, an emit queues: a chain of contexts that call each other must not grow the
    // stack without end.
    static constexpr unsigned max_direct_depth = 16;
    // After so many messages the executor gets its other handlers a turn.
    static constexpr unsigned batch = 64;

    inbox(context_core& core, std::unique_ptr<executor_base> executor, bool is_home);
    ~inbox() = default;

    /// The executor; null where the context has none, or when it was destroyed.
    executor_base* executor() const noexcept { return executor_.get(); }
    /// Whether it is the one of the context's own executor.
    bool is_home() const noexcept { return is_home_; }
    /// Whether it takes no more messages: its context is closed, or its executor was destroyed.
    bool closed() const noexcept { return core_ == nullptr; }
    /// Whether it had an executor that was destroyed.
    bool executor_gone() const noexcept { return executor_gone_; }

    /// Whether a handler may be called now, on this stack, without anybody seeing a difference.
    bool can_deliver_directly(bool needs_executor) const noexcept
    {
        return !delivering_ && queue_.empty() && direct_depth < max_direct_depth &&
            (needs_executor || !is_home_ ? runs_here() : true);
    }

    bool delivering() const noexcept { return delivering_; }

    /// Makes room for one more message, so that `push` cannot fail.
    void reserve_one()
    {
        if (queue_.full())
            queue_.set_capacity(std::max<std::size_t>(16, 2 * queue_.capacity()));
    }

    /// Queues a message. `reserve_one` came before.
    void push(message m) noexcept;

    /// Delivers what is queued, on this stack, before something overtakes it.
    void drain_here() noexcept;

    void add(registration& r) noexcept { bound_.push_back(r); }

    /// Discards what is queued and takes no more.
    void close() noexcept;
    /// The context ends; registrations may live on, in handles and coroutines.
    void forget_registrations() noexcept;

    void execution_context_gone() noexcept override;

    /// One level of direct calls: what waits for the outermost level runs when that ends.
    class turn
    {
    public:
        explicit turn(inbox& where) noexcept;
        turn(turn const&) = delete;
        ~turn();

    protected:
        inbox_ptr const inbox_;
        context_core& core_;
    };

    /// A handler of this inbox is being called on the stack.
    class delivery_scope : private turn
    {
    public:
        explicit delivery_scope(inbox& where) noexcept;
        ~delivery_scope();
    };

private:
    bool runs_here() const noexcept { return executor_ != nullptr && executor_->runs_here(); }

    void drain(bool on_executor) noexcept;
    void schedule() noexcept;
    void run() override;
    void abandon() noexcept override;
    static void drain_pending() noexcept;

    context_core* core_;
    std::unique_ptr<executor_base> executor_;
    boost::intrusive_ptr<wake_storage> const storage_; // none without an executor
    bool const is_home_;
    bool delivering_ = false;
    bool scheduled_ = false;
    bool executor_gone_ = false;
    inbox* next_pending_ = nullptr;
    boost::circular_buffer<message> queue_;
    registration_list bound_; // what dies with the executor

    // Inboxes without an executor whose messages wait for the outermost call of the thread to end.
    static inline thread_local inbox* pending_ = nullptr;
};

} // namespace boost_broker::detail

#endif
