// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_INBOX_HPP
#define BOOST_BROKER_DETAIL_INBOX_HPP

// Everything of one context that is to run on one executor comes through one inbox, whatever its
// type: so there is one order, one wake-up for many messages, and never two handlers at once.

#include <boost_broker/detail/bound_executor.hpp>
#include <boost_broker/detail/cell_pool.hpp>
#include <boost_broker/detail/message_queue.hpp>
#include <boost_broker/detail/registration.hpp>

#include <boost/smart_ptr/intrusive_ptr.hpp>

#include <memory>
#include <string_view>
#include <utility>

namespace boost_broker::detail {

class context_core;
class inbox;
using inbox_ptr = boost::intrusive_ptr<inbox>;

/// The calls on the stack of one thread, in whichever shared object.
struct thread_state {
    /// What is outermost: null for nothing, the core of a context for an emit of which that calls
    /// its listeners at home, this object for anything else.
    void* outermost = nullptr;
    /// How deep the calls nest, without an outermost one at home.
    unsigned depth = 0;
};
BOOST_BROKER_VISIBLE inline thread_local thread_state this_thread;

class BOOST_BROKER_VISIBLE inbox final
    : public local_refcount<inbox>
    , public hub_member
    , public list_hook<inbox>
    , private operation
{
public:
    // Deeper than this, an emit queues: a chain of contexts that call each other must not grow the
    // stack without end.
    static constexpr unsigned max_direct_depth = 15; // in the outermost
    // After so many messages the executor gets its other handlers a turn.
    static constexpr unsigned batch = 128;

    inbox(context_core& core, executor_ptr executor, bool is_home);
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
        return !delivering() && queue_.empty() && this_thread.depth < max_direct_depth &&
            (needs_executor || !is_home_ ? runs_here() : true);
    }

    /// Whether a handler of this inbox is on the stack.
    bool delivering() const noexcept;

    /// How many messages wait.
    std::size_t waiting() const noexcept { return queue_.waiting(draining_); }

    /// Makes room for so many more messages, so that `push` allocates nothing.
    void reserve(std::size_t messages = 1) { queue_.reserve(messages); }

    /// Queues a message; see `message_queue::push`.
    template<class Message, class... Args>
    void push(bool needs_executor, Args&&... args)
    {
        auto* const queued = queue_.push<Message>(needs_executor, std::forward<Args>(args)...);
        take_no_more();
        if constexpr (requires { queued->takes_more(); }) {
            takes_more_ = &queued->takes_more();
            *takes_more_ = true;
        }
        if (!scheduled_ || is_home_)
            schedule(); // which may deliver it, where the executor does not wait
    }

    /// The last message takes no more. Until here or the next message it says that it does, by what
    /// its `takes_more` refers to, as long as the executor is going to come for it.
    void take_no_more() noexcept
    {
        if (takes_more_ != nullptr)
            *std::exchange(takes_more_, nullptr) = false;
    }

    /// Delivers what is queued, on this stack, before something overtakes it.
    void drain_here() noexcept;

    void add(registration& r) noexcept { bound_.push_back(r); }
    /// Calls `visit` for each registration whose handler is not destroyed yet.
    template<class Visitor>
    void for_each_registration(Visitor visit)
    {
        for (auto& r : bound_)
            visit(r);
    }

    /// Delivers no more of what is queued: its context is being closed.
    void stop_delivering() noexcept { closing_ = true; }
    /// Discards what is queued and takes no more.
    void close() noexcept;
    /// The context ends; registrations may live on, in handles and coroutines.
    void forget_registrations() noexcept;

    void execution_context_gone() noexcept override;

    /// Tells the context, if it is still there, what is being thrown.
    void report_exception(std::string_view subject) const noexcept;

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

    private:
        bool const outermost_;
    };

    /// A handler of this inbox is being called on the stack.
    class delivery_scope : private turn
    {
    public:
        explicit delivery_scope(inbox& where) noexcept;
        ~delivery_scope();
    };

    /// The same for the inbox of the context's own executor, where nothing else of the context or
    /// of the thread is on the stack, as for most emits.
    class home_scope
    {
    public:
        static bool applies(context_core const& core) noexcept;

        explicit home_scope(context_core& core) noexcept;
        home_scope(home_scope const&) = delete;
        ~home_scope();

    private:
        static void settle(context_core& core) noexcept;

        context_core& core_;
    };

private:
    bool runs_here() const noexcept { return executor_ != nullptr && executor_->runs_here(); }

    /// Whether there is something to deliver. Another turn of this inbox may be on the stack below:
    /// it goes on when it gets there.
    bool can_drain() const noexcept { return !delivering() && !closing_ && !queue_.empty(); }

    void drain(bool on_executor) noexcept;
    void schedule() noexcept;
    void run() override;
    void abandon() noexcept override;
    static void drain_pending() noexcept;

    context_core* core_;
    executor_ptr executor_;
    boost::intrusive_ptr<wake_storage> const storage_; // none without an executor
    bool const is_home_;
    bool delivering_ = false;
    bool draining_ = false; // the first message is being delivered
    bool scheduled_ = false;
    bool executor_gone_ = false;
    bool closing_ = false;
    inbox* next_pending_ = nullptr;
    bool* takes_more_ = nullptr;
    message_queue queue_;
    registration_list bound_; // what dies with the executor

    // Inboxes without an executor whose messages wait for the outermost call of the thread to end.
    static inline thread_local inbox* pending_ = nullptr;
};

} // namespace boost_broker::detail

#endif
