// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_REGISTRATION_HPP
#define BOOST_BROKER_DETAIL_REGISTRATION_HPP

// The life of one registered handler: active, stopped (no call starts any more), retired (no call
// or coroutine runs any more and the handler object is destroyed). Shared by the handle, the broker
// and whatever still runs.

#include <boost_broker/broker_kind.hpp>
#include <boost_broker/detail/cell_pool.hpp>
#include <boost_broker/detail/linked_list.hpp>
#include <boost_broker/detail/marked_executor.hpp>

#include <boost/asio/cancellation_signal.hpp>
#include <boost/smart_ptr/intrusive_ptr.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <typeinfo>

#pragma push_macro("emit")
#undef emit

namespace boost_broker::detail {

namespace asio = boost::asio;

class broker_base;
class context_core;
class inbox;
class registration;

/// A coroutine handler that has started and not yet ended.
class running_coroutine
    : public local_refcount<running_coroutine>
    , public cached_object<running_coroutine>
    , public list_hook<running_coroutine>
{
public:
    explicit running_coroutine(boost::intrusive_ptr<registration> owner);
    ~running_coroutine();

    asio::cancellation_slot slot() noexcept { return signal_.slot(); }
    registration& owner() const noexcept { return *owner_; }
    coroutine_mark mark() const noexcept { return {owner_.get(), number_}; }
    /// When it started, on the clock of its context.
    std::chrono::nanoseconds started() const noexcept { return started_; }

    /// Called on its executor.
    void cancel() { signal_.emit(asio::cancellation_type::terminal); }

    /// Whether it waits until its own context has ended. Those who do so do not wait for each
    /// other.
    bool closing() const noexcept { return closing_ != 0; }
    void begin_closing() noexcept;
    void end_closing() noexcept;

    /// Called once, when the frame of the handler is destroyed, whatever ended it.
    void ended() noexcept;

private:
    friend class registration;

    boost::intrusive_ptr<registration> owner_;
    asio::cancellation_signal signal_;
    std::uint64_t const number_ = ++last_number;
    std::chrono::nanoseconds const started_;
    std::uint32_t closing_ = 0;
    bool to_be_cancelled_ = false;
    bool ended_ = false;

    static inline thread_local std::uint64_t last_number = 0;
};

/// Somebody who waits for the running calls of a stopped registration.
class drain_wait : public list_hook<drain_wait>
{
public:
    /// The coroutine that waits, if it is a handler.
    coroutine_mark self;
    /// Whether it waits for the end of a context, and for none that does so too.
    bool closes = false;

    bool waits_for(running_coroutine const& c) const noexcept
    {
        return closes ? !c.closing() : c.mark() != self;
    }

    virtual void drained() noexcept = 0;

protected:
    ~drain_wait() = default;
};

/// What a registration says of its handler.
struct handler_facts {
    bool is_coroutine = false;
    bool replies = false;      // it answers by a `reply`
    std::size_t waiting = 0;   // messages that wait for this handler alone
    std::size_t in_flight = 0; // requests that it has accepted and not answered
};

/// Who is told whenever a coroutine handler has started or ended.
class running_watch
{
public:
    virtual void running_changed() noexcept = 0;
    /// The time on the clock that says for how long they have run.
    virtual std::chrono::nanoseconds now() const noexcept = 0;

protected:
    ~running_watch() = default;
};

class registration
    : public local_refcount<registration>
    , public list_hook<registration>
{
public:
    registration(broker_base& broker, context_core& core, inbox& where);
    virtual ~registration();

    /// Tells earlier from later registrations; never used again.
    std::uint64_t id() const noexcept { return id_; }
    bool stopped() const noexcept { return stopped_; }
    /// Whether it may still be called: not stopped, and its owners live.
    bool active() const noexcept { return !stopped_ && !owner_gone(); }
    inbox& where() const noexcept { return *inbox_; }
    context_core* core() const noexcept { return core_; }
    std::size_t running() const noexcept { return running_; }
    broker_kind kind() const noexcept { return kind_; }

    /// No call starts any more. The handler is destroyed as soon as none runs.
    void stop() noexcept;

    /// It was replaced: it stops as soon as what it has accepted is done.
    void stop_when_idle() noexcept
    {
        leaving_ = true;
        stop_if_idle();
    }
    /// Called whenever something that it has accepted is done.
    void stop_if_idle() noexcept
    {
        if (leaving_ && is_idle())
            stop();
    }

    /// Whether nothing of it runs any more that `wait` would wait for.
    bool is_drained_for(drain_wait const& wait) const noexcept
    {
        // A call on the stack is the waiter's own; only coroutines can still be running elsewhere.
        if (running_ == 0)
            return retired_;
        return wait.closes ? running_ == closing_
                           : running_ == 1 && coroutines_.front().mark() == wait.self;
    }
    /// Calls `wait.drained()` once no coroutine of this registration runs, except the waiting one.
    void wait_until_drained(drain_wait& wait) noexcept;

    /// The coroutine that a mark names; null if it is none of these, or has ended.
    running_coroutine* find_running(coroutine_mark const& mark) noexcept;
    /// One that still runs, as a rule that which has begun first; or null.
    running_coroutine const* first_running() const noexcept
    {
        return coroutines_.empty() ? nullptr : &coroutines_.front();
    }
    /// Calls `visit` for each coroutine that still runs.
    template<class Visitor>
    void for_each_running(Visitor visit) const
    {
        for (auto const& coroutine : coroutines_)
            visit(coroutine);
    }

    /// @param by Is told from now on, until there is another one, or null.
    void watch_running(running_watch* by) noexcept { watched_by_ = by; }

    /// Chooses what is to be cancelled: the coroutines that `wait` waits for now.
    void choose_to_cancel(drain_wait const& wait) noexcept;
    /// Cancels what was chosen. Called on the executor of the coroutines.
    void cancel_chosen() noexcept;

    /// The context has ended; the registration may live on, in handles.
    void forget_context() noexcept;

    /// Whether the handler was destroyed.
    bool retired() const noexcept { return retired_; }

    /// The broker, until the registration is stopped.
    broker_base const* broker() const noexcept { return broker_; }
    /// Whether it was replaced, and has something left to do.
    bool replaced() const noexcept { return leaving_; }

    /// The name of the message type, for messages to people.
    virtual std::string_view subject() const noexcept = 0;
    virtual handler_facts facts() const noexcept = 0;
    /// The type of the function inside the handler; null if it has none, as a `next`.
    virtual std::type_info const* function_type() const noexcept = 0;

protected:
    virtual void destroy_handler() noexcept = 0;
    /// Whether an object that the handler tracks is gone.
    virtual bool owner_gone() const noexcept { return false; }
    /// Whether nothing that it has accepted is still to be done.
    virtual bool is_idle() const noexcept { return running_ == 0; }
    /// What a provider does for those who still wait for its answer.
    virtual void abandon_callers() noexcept {}

private:
    friend class context_core;
    friend class running_coroutine;

    inline std::chrono::nanoseconds now() const noexcept;
    void tell_running() noexcept
    {
        if (watched_by_ != nullptr)
            watched_by_->running_changed();
    }
    void retire_when_unused() noexcept;
    void retire() noexcept;
    void settle_waits() noexcept;

    std::uint64_t const id_;
    broker_base* broker_;
    context_core* core_;
    boost::intrusive_ptr<inbox> inbox_;
    bool stopped_ = false;
    bool retired_ = false;
    bool retiring_later_ = false;
    bool leaving_ = false;
    broker_kind const kind_;
    std::uint32_t running_ = 0;
    std::uint32_t closing_ = 0; // of those that run
    running_watch* watched_by_ = nullptr;
    boost::intrusive_ptr<registration> next_retired_;
    linked_list<running_coroutine> coroutines_;
    linked_list<drain_wait> waits_;
};

using registration_ptr = boost::intrusive_ptr<registration>;
using registration_list = linked_list<registration>;

/// Stops a registration at the end of a function. Its handler's destructor is the user's and may
/// end the broker, so nothing may be done behind it.
class stopped_at_last
{
public:
    explicit stopped_at_last(registration_ptr stopped) noexcept : stopped_(std::move(stopped)) {}
    stopped_at_last(stopped_at_last const&) = delete;
    ~stopped_at_last()
    {
        if (stopped_ != nullptr)
            stopped_->stop();
    }

private:
    registration_ptr stopped_;
};

} // namespace boost_broker::detail

#pragma pop_macro("emit")

#endif
