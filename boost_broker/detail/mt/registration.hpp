// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_REGISTRATION_HPP
#define BOOST_BROKER_DETAIL_MT_REGISTRATION_HPP

// One handler of the lane `mt`: what its handle, its broker and its executor know of it. Any thread
// may stop it; everything else happens on the executor of the handler.

#include <boost_broker/detail/handler_layers.hpp>
#include <boost_broker/detail/mt/counter.hpp>
#include <boost_broker/detail/mt/inbox.hpp>
#include <boost_broker/detail/shared_registration.hpp>
#include <boost_broker/handle.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string_view>
#include <typeinfo>
#include <utility>

namespace boost_broker::detail {

class mt_broker_base;

/// Somebody who waits until nothing of a handler runs any more, and it is destroyed.
class mt_drop_wait
    : public drain_wait
    , public list_hook<mt_drop_wait>
{
protected:
    ~mt_drop_wait() = default;
};

/// What is known of a handler from its type and its verb, for people.
struct mt_handler_about {
    std::type_info const* function = nullptr; // null for a `next`
    bool is_coroutine = false;
    bool replies = false;
    bool mock = false;
};

class mt_registration
    : public shared_registration
    , public list_hook<mt_registration>
    , private running_watch
{
public:
    /// Under the mutex of the context.
    inline mt_registration(mt_broker_base& broker, mt_inbox_ptr where) noexcept;

    // Nobody may find it any more when it ends: see `handler_destroyed`.
    ~mt_registration() override = default;

    /// The kind and the name of the message, for messages to people.
    broker_kind kind() const noexcept { return kind_; }
    std::string_view subject() const noexcept { return subject_; }

    mt_inbox& where() const noexcept { return *inbox_; }
    bool stopped() const noexcept { return stopped_.load(std::memory_order_acquire); }
    bool active() const noexcept override { return !stopped(); }
    void stop() noexcept override;

    /// How many coroutines run, and since when the oldest.
    std::size_t running() const noexcept { return running_.load(std::memory_order_acquire); }
    std::chrono::nanoseconds running_since() const noexcept
    {
        return std::chrono::nanoseconds(since_.load(std::memory_order_relaxed));
    }

    // On the executor.

    void look_at_running() noexcept;
    /// What the local lane has; null before it is registered, and when it has ended.
    registration_ptr const& local() const noexcept { return local_; }
    /// The handler is registered there.
    void begin(handle local) noexcept
    {
        local_ = handle_access::take(local);
        if (local_ != nullptr) {
            local_->watch_running(this);
            look_at_running();
        }
    }
    /// The handler has been destroyed, whatever ended it.
    void handler_destroyed() noexcept;
    /// Calls `wait.drained()` when nothing of the handler runs any more but the waiting coroutine.
    void watch(mt_drop_wait& wait) noexcept;

    /// The same for an inbox that takes no more messages.
    void wait_for_end(mt_drop_wait& wait) noexcept;

    /// It was replaced: it stops as soon as what it has accepted is done.
    void stop_when_idle() noexcept
    {
        if (auto const local = local_)
            local->stop_when_idle();
    }
    /// Whether its handler was destroyed.
    bool ended() const noexcept { return ended_; }
    /// Messages that the handler was to get, and did not because it was stopped.
    std::uint64_t missed() const noexcept { return missed_.load(); }
    void count_missed() noexcept { missed_.add(1); }
    /// Who is to know when the handler, in `serial`, has begun with a message; or null.
    void tell_backlog(mt_tenant* route) noexcept { backlog_of_ = route; }
    void handler_begins() noexcept
    {
        look_at_backlog();
        if (backlog_of_ != nullptr)
            backlog_of_->backlog_changed();
    }
    /// See `backlog`.
    void look_at_backlog() noexcept
    {
        backlog_.store(local_ != nullptr ? local_->facts().waiting : 0, std::memory_order_relaxed);
    }

    // Any thread.

    /// Messages that waited for the turn of the handler, in `serial`, when its executor had last
    /// nothing to do or began with one.
    std::size_t backlog() const noexcept { return backlog_.load(std::memory_order_relaxed); }
    /// Whether another one has its place; it is to do what it has accepted.
    bool replaced() const noexcept { return replaced_.load(std::memory_order_relaxed); }
    void mark_replaced() noexcept { replaced_.store(true, std::memory_order_relaxed); }

    // Under the mutex of the context.

    mt_broker_base const* broker() const noexcept { return broker_; }
    std::uint64_t context_id() const noexcept { return context_id_; }
    mt_handler_about const& about() const noexcept { return about_; }
    void describe(mt_handler_about const& about) noexcept { about_ = about; }
    void forget_broker() noexcept { broker_ = nullptr; }
    void context_closed() noexcept
    {
        forget_broker();
        stopped_.store(true, std::memory_order_release);
    }

private:
    static void run_retire(message_slot& slot, mt_inbox& to) noexcept
    {
        boost::intrusive_ptr<mt_registration> const self(slot.content<mt_registration*>(), false);
        to.channel().pop();
        if (auto const local = self->local_)
            local->stop();
    }
    void running_changed() noexcept override;
    std::chrono::nanoseconds now() const noexcept override;
    mt_inbox_ptr leave_broker() noexcept;
    void tell_waiting() noexcept;

    std::atomic<bool> stopped_{false};
    mt_broker_base* broker_;
    mt_inbox_ptr const inbox_;
    broker_kind const kind_;
    std::string_view const subject_; // that of a type, which lives for ever
    bool const answers_;             // whether somebody waits for what it returns
    std::uint64_t const context_id_;
    mt_handler_about about_;
    std::atomic<bool> replaced_{false};
    std::atomic<std::size_t> backlog_{0};
    registration_ptr local_; // the executor's, as the next
    mt_tenant* backlog_of_ = nullptr;
    bool ended_ = false;
    mt_counter missed_;
    std::atomic<std::size_t> running_{0};
    std::atomic<std::chrono::nanoseconds::rep> since_{0};
    message_channel::node retire_;
    std::mutex mutex_;
    bool destroyed_ = false;
    linked_list<mt_drop_wait> waits_;
};

using mt_registration_ptr = boost::intrusive_ptr<mt_registration>;

/// The outermost layer of a handler of the lane `mt`.
/** Once its registration is stopped it lets nothing through, as a predicate would, and when it is
    destroyed it says so. */
template<class Handler>
class mt_handler : public handler_layer<Handler>
{
public:
    static constexpr layer_kind kind = layer_kind::filtered;
    /// It was sent to its executor; or, if that is not serial and it is a coroutine, to a strand on
    /// it, which it must not leave.
    using stays_at_home = void;

    template<class H>
    mt_handler(mt_registration_ptr owner, H&& handler)
        : handler_layer<Handler>(std::in_place, std::forward<H>(handler))
        , owner_(std::move(owner))
    {}
    mt_handler(mt_handler&& other) // NOLINT: it throws if moving the handler does
        = default;
    ~mt_handler()
    {
        if (owner_ != nullptr)
            owner_->handler_destroyed();
    }

    template<class Message>
    bool admits(Message const&) const noexcept
    {
        if (owner_->stopped()) {
            owner_->count_missed();
            if (owner_->kind() == broker_kind::signal) // which was accepted
                message_trace<Message>().dropped(errc::no_handler);
            return false;
        }
        if constexpr (has_layer<Handler, layer_kind::serial>)
            owner_->handler_begins();
        return true;
    }

private:
    mt_registration_ptr owner_;
};

} // namespace boost_broker::detail

#endif
