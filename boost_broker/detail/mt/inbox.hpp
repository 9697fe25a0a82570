// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_INBOX_HPP
#define BOOST_BROKER_DETAIL_MT_INBOX_HPP

// Where messages of the lane `mt` arrive that are to be handled on one executor. Behind it, on that
// executor, is a context of its own with brokers of the local lane: so a handler is called by one
// thread at a time, all that the local lane promises holds, and no handler takes a lock. Whoever
// runs on the executor already, while nothing waits, calls those brokers directly.

#include <boost_broker/detail/context_core.hpp>
#include <boost_broker/detail/mt/emit_guard.hpp>
#include <boost_broker/detail/mt/message_channel.hpp>
#include <boost_broker/detail/mt/room.hpp>
#include <boost_broker/detail/mt/waiter.hpp>

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <boost/smart_ptr/intrusive_ref_counter.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <exception>
#include <string_view>
#include <typeinfo>
#include <utility>

namespace boost_broker::detail {

class mt_context;
class mt_inbox;
using mt_inbox_ptr = boost::intrusive_ptr<mt_inbox>;

/// What lives on the executor of an inbox, and ends with the inbox.
class mt_tenant : public list_hook<mt_tenant>
{
public:
    /// Called on the executor, or on the thread that destroys it, when nothing is delivered any
    /// more and everything that was registered is stopped.
    virtual void inbox_ended() noexcept = 0;
    /// Called on the executor when nothing waits any more. The tenant may leave.
    virtual void inbox_rests() noexcept {}
    /// Called on the executor when a handler in `serial` has begun with a message, or has ended.
    virtual void backlog_changed() noexcept {}

protected:
    ~mt_tenant() = default;
};

class BOOST_BROKER_VISIBLE mt_inbox final
    : public boost::intrusive_ref_counter<mt_inbox>
    , public hub_member
    , private operation
{
public:
    enum class pushed { queued, closed, full };

    // After so many messages the executor gets its other handlers a turn.
    static constexpr unsigned batch = 64;
    // So many without a rest are a stream, of which more is to come.
    static constexpr unsigned stream = 32;
    static constexpr unsigned max_direct_depth = inbox::max_direct_depth;

    /// @param executor Null: whoever finds the inbox idle delivers, on its own thread.
    /// @param serial Whether the executor runs one function at a time, and in order.
    mt_inbox(mt_context& context, executor_ptr executor, bool serial);
    ~mt_inbox();

    bool has_executor() const noexcept { return storage_ != nullptr; }
    bool is_serial() const noexcept { return serial_; }
    /// Whether its executor runs one function at a time; also that of a coroutine handler, which is
    /// a strand where what the handler was bound to is not serial.
    bool has_serial_executor() const noexcept { return serial_executor_; }
    bool is_closed() const noexcept { return channel_.current() == message_channel::state::closed; }
    /// Whether this is the inbox of an executor, and takes messages.
    bool is_of(executor_base const& executor) const noexcept
    {
        emit_guard const here;
        return !is_closed() && has_executor() && executor_->equals(executor);
    }
    /// The same for an executor as its users have it.
    template<class Executor>
    bool is_of_plain(Executor const& executor) const noexcept;
    mt_context& context() const noexcept { return context_; }

    // Any thread.

    /// Whether a handler may be called now, on this stack, without anybody seeing a difference: the
    /// executor runs one function at a time, this one, and nothing waits.
    bool can_call_here() const noexcept
    {
        return can_call_alone() && !delivering() && this_thread.depth < max_direct_depth;
    }
    /// The same, if nothing else of the library is on the stack.
    BOOST_FORCEINLINE bool can_call_alone() const noexcept
    {
        // Whoever is inside a run loop needs no care for its life.
        if (BOOST_LIKELY(loop_ != nullptr))
            return channel_.current() == message_channel::state::idle && runs_loop(loop_);
        if (BOOST_UNLIKELY(!serial_))
            return false;
        emit_guard const here;
        return channel_.current() == message_channel::state::idle && executor_->runs_here();
    }

    /// Queues a message; see `message_channel::push`.
    /** @throws std::bad_alloc, and is then as before. */
    template<class Admits, class Fill>
    pushed push(Admits const& admits, Fill const& fill)
    {
        auto const done = push_asleep(admits, fill);
        wake_after(done);
        return done == message_channel::outcome::closed ? pushed::closed
            : done == message_channel::outcome::full    ? pushed::full
                                                        : pushed::queued;
    }
    template<class Fill>
    bool push(Fill const& fill)
    {
        return push([] { return true; }, fill) == pushed::queued;
    }
    /// The same for a message that has a node already; false if the inbox is closed.
    bool push(message_channel::node& n) noexcept
    {
        auto const done = channel_.push(n);
        wake_after(done);
        return done != message_channel::outcome::closed;
    }

    /// The same in two parts, for who has a lock: what this returns has to be given to `wake_after`
    /// once the lock is free, because an executor may run the user's code in the call.
    template<class Admits, class Fill>
    message_channel::outcome push_asleep(Admits const& admits, Fill const& fill)
    {
        message_channel::node_owner given;
        auto done = channel_.push(admits, fill, given);
        while (BOOST_UNLIKELY(done == message_channel::outcome::no_node)) {
            given = std::make_unique<message_channel::node>();
            done = channel_.push(admits, fill, given);
        }
        return done;
    }
    void wake_after(message_channel::outcome done) noexcept
    {
        if (done == message_channel::outcome::wake)
            wake();
    }

    message_channel& channel() noexcept { return channel_; }
    mt_room& room() noexcept { return room_; }

    /// How long the executor looks for more when it has nothing left to do; the longest counts. Of
    /// use only where one thread at a time looks.
    void linger_for(std::chrono::microseconds at_least) noexcept
    {
        if (serial_ && at_least.count() > linger_.load(std::memory_order_relaxed))
            linger_.store(at_least.count(), std::memory_order_relaxed);
    }

    /// Takes no more messages; what waits is discarded, and what is registered ends, on the
    /// executor.
    void close() noexcept;

    /// The same, if nobody waits, no handler is registered and nothing is queued. Under the mutex
    /// of the context, which keeps both from being begun; so only where closing runs nothing there.
    void close_if_unused() noexcept;

    /// Runs an operation on the executor; false if that was destroyed.
    bool execute(operation& op, completion_storage& storage) noexcept;

    /// Runs an operation beside the channel, which may be closed; only where that cannot be at the
    /// same time as something else of the inbox. False if it does not.
    bool execute(operation& op) noexcept;

    /// Whether the calling thread is inside the executor.
    bool runs_here() const noexcept
    {
        if (loop_ != nullptr)
            return !executor_gone() && runs_loop(loop_);
        emit_guard const here;
        return has_executor() && !executor_gone() && executor_->runs_here();
    }
    /// What `thread_state::outermost` is while a handler is called directly; compared only.
    void const* core_id() const noexcept { return core_; }
    /// The thread that delivers now, as its `this_thread`; compared only.
    void const* deliverer() const noexcept { return deliverer_.load(std::memory_order_relaxed); }
    /// The type of the executor; null if there is none, or no longer.
    std::type_info const* executor_type() const noexcept;
    /// Whether a handler is being called, as far as it can be seen from this thread.
    bool is_delivering() const noexcept;
    /// A copy of the executor; null if there is none.
    executor_ptr clone_executor() const;

    // Those who wait on the executor, any thread.

    /// Somebody is about to wait, or there is a handler, whose coroutines may go on: so the inbox
    /// keeps its executor. Where it was found open, under the same mutex; see `mt_home`.
    void expect() noexcept;
    /// The same without the mutex of the context; false if it is being closed because nobody was.
    bool expect_if_used() noexcept;
    /// Whether nothing of the user's is left in it once it has ended.
    bool ends_with_executor() const noexcept { return guarded_ || !has_executor(); }
    /// He does not wait after all, or the handler was destroyed.
    void expect_no_more() noexcept;
    /// Sees to it that `begin_waiting` with a deadline does not fail, as far as that can be known.
    void prepare_to_wait();
    /// From now on somebody waits: that is work for the executor.
    /** @param limit For how long; 0: for ever.
        @param expected Whether he was expected.
        @return False if the executor was destroyed.
        @throws Then it still expects him. */
    bool begin_waiting(mt_waiter& waiter, std::chrono::nanoseconds limit, bool expected = false);
    /// The last use of the executor by somebody who waited. On the executor.
    void end_waiting(mt_waiter& waiter) noexcept;
    /// The same for somebody who could not begin after all. Anywhere.
    void take_back_waiting(mt_waiter& waiter) noexcept;
    /// Somebody else is to answer.
    void set_answerer(mt_waiter& waiter, void const* answerer) noexcept;
    void const* answerer_of(mt_waiter const& waiter) noexcept;
    /// Completes those whom `answerer` was to answer, or, if it is null, all that end with the
    /// context.
    void give_up_waiting(errc why, void const* answerer) noexcept;
    /// Completes those whose deadline has passed.
    void expire(std::chrono::nanoseconds now) noexcept;
    std::size_t waiting_with_deadline() noexcept;
    /// Calls `visit` for those that somebody is to answer, under a lock.
    template<class Visitor>
    void for_each_waiting(Visitor const& visit) noexcept;
    mt_deadline& deadline() noexcept { return deadline_; }

    /// Whether its executor was destroyed, or the inbox has let go of it.
    bool executor_gone() const noexcept { return executor_gone_.load(std::memory_order_acquire); }

    // On the executor.

    /// Lets the run loop see an exception when the message that is handled has been.
    void throw_later(std::exception_ptr exception) noexcept { thrown_ = std::move(exception); }
    /// Delivers what waits before something overtakes it. Nothing of the inbox is on the stack.
    void drain_here() noexcept
    {
        while (auto* const next = channel_.front())
            next->run(*this);
    }
    context_core& core() noexcept { return *core_; }
    void add(mt_tenant& tenant) noexcept { tenants_.push_back(tenant); }

    /// The right to call handlers on this stack, while what is sent to the inbox waits.
    /** Taken where `can_call_here`, and for an inbox without an executor, if nobody else delivers;
       it then delivers at its end what came meanwhile. */
    class turn
    {
    public:
        turn() noexcept = default;
        explicit turn(mt_inbox& where) noexcept { take(where); }
        turn(turn&&) noexcept = default;
        turn& operator=(turn&&) = delete;
        ~turn()
        {
            if (inbox_ == nullptr)
                return;
            core_->leave();
            if (!inbox_->has_executor())
                inbox_->drain();
        }

        /// Takes the right, where it has none yet.
        void take(mt_inbox& where) noexcept
        {
            bool const taken = where.has_executor()
                ? where.can_call_here()
                : this_thread.depth < max_direct_depth && where.channel_.claim();
            if (taken) {
                inbox_ = &where;
                core_ = where.core_;
                core_->enter();
                // Where there is no executor to be asked, this says that the thread is inside.
                if (!where.has_executor())
                    where.deliverer_.store(&this_thread, std::memory_order_relaxed);
            }
        }
        explicit operator bool() const noexcept { return inbox_ != nullptr; }

    private:
        mt_inbox_ptr inbox_;
        context_core* core_ = nullptr; // that of the inbox may end meanwhile
    };

    /// The right to deliver, on this stack, if nobody else does and nothing waits. It delivers at
    /// its end what came meanwhile. On an executor only for who runs there.
    class claim
    {
    public:
        explicit claim(mt_inbox& where) noexcept
        {
            bool const may = !where.has_executor() || (!where.is_serial() && where.runs_here());
            if (may && where.channel_.claim()) {
                inbox_ = &where;
                where.deliverer_.store(&this_thread, std::memory_order_relaxed);
            }
        }
        claim(claim const&) = delete;
        claim& operator=(claim const&) = delete;
        ~claim()
        {
            if (inbox_ != nullptr)
                inbox_->drain();
        }
        explicit operator bool() const noexcept { return inbox_ != nullptr; }

    private:
        mt_inbox_ptr inbox_;
    };

private:
    /// Whether a handler is on the stack. To be asked on the executor.
    bool delivering() const noexcept { return core_->busy(); }

    void wake() noexcept;
    void continue_elsewhere() noexcept;
    void drop_executor() noexcept;
    void wake_executor(std::exception_ptr& refused) noexcept;
    void report_not_woken(std::exception_ptr const& refused) noexcept;
    void run() override;
    void abandon() noexcept override;
    void drain() noexcept;
    message_slot* look_for_more() noexcept;
    message_slot* look_after_others() noexcept;
    bool lingers() noexcept;
    void finish_if_unused(bool now_drained) noexcept;
    bool is_unused() const noexcept;
    bool remove_waiting(mt_waiter& waiter) noexcept;
    void end_all_waiting() noexcept;
    void end_tenants() noexcept;
    void finish() noexcept;
    void execution_context_gone() noexcept override;

    // What others read for each message is apart from the count of owners.
    alignas(64) mt_context& context_;
    // The run loop of its executor, if that is serial, and its run loop is all that there is to ask
    // for. It is compared only: the loop may have ended, and then the inbox is closed.
    loop_name loop_;
    bool const serial_;
    bool const serial_executor_;
    bool guarded_ = false; // its executor has a hub, and so does not run what it gets in the call
    // From here on nobody looks at the executor; see `emit_guard`.
    std::atomic<bool> executor_gone_{false};
    std::atomic<bool> prepared_{false}; // for deadlines
    message_channel channel_;
    mt_room room_; // for all types
    executor_ptr executor_;
    context_core* core_ = nullptr;
    boost::intrusive_ptr<wake_storage> const storage_; // none without an executor
    // What the executor writes is apart from what senders read.
    alignas(64) std::atomic<void const*> deliverer_{nullptr};
    linked_list<mt_tenant> tenants_;
    std::atomic<std::chrono::microseconds::rep> linger_{0};
    std::chrono::nanoseconds lingers_until_{0}; // the executor's; 0: it does not linger
    unsigned since_rest_ = 0;                   // messages, the executor's
    bool ended_ = false;                        // the executor's: nothing is registered any more
    std::atomic<bool> finished_{false};
    std::exception_ptr thrown_;

    alignas(64) spin_lock waiting_lock_;
    mt_waiting_lists waiting_;
    mt_deadline deadline_{*this};
    std::chrono::nanoseconds armed_ = mt_waiting_lists::never;
    std::size_t expected_ = 0;
    bool unused_ = false; // nobody may be expected any more
    bool waiting_ended_ = false;
    bool drained_ = false; // it is closed, and nothing is left in the channel

public:
    // Under the mutex of the context.

    /// Handlers that are registered here.
    std::size_t handlers = 0;
    /// Whether it is there for one who waits, also when the context is closed.
    bool is_late = false;
    /// Whether its executor is the one of the context.
    bool home = false;
    /// Whether it has no handlers, and is there for those who wait on an executor that is not
    /// serial.
    bool only_waits = false;
};

} // namespace boost_broker::detail

#endif
