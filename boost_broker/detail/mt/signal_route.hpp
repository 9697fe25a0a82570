// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_SIGNAL_ROUTE_HPP
#define BOOST_BROKER_DETAIL_MT_SIGNAL_ROUTE_HPP

// The way to one handler of a signal. What it has accepted is handled by that handler, also when
// another has taken its place; so each has a broker of the local lane to itself.

#include <boost_broker/detail/mt/route.hpp>
#include <boost_broker/result.hpp>
#include <boost_broker/signal_broker.hpp>

#include <atomic>
#include <memory>
#include <utility>

namespace boost_broker::detail {

template<class S>
constexpr mt_limit limit_of_signals() noexcept
{
    constexpr auto& options = policy<S>;
    if (options.queue_depth == 0)
        return mt_limit::none;
    return options.overflow == policy_values::mode::block ? mt_limit::wait : mt_limit::refuse;
}

template<class S>
class mt_signal_route final : public mt_route<mt_signal_route<S>, S, limit_of_signals<S>(), true>
{
    using base = mt_route<mt_signal_route, S, limit_of_signals<S>(), true>;

public:
    using local_broker = signal_broker<S, local_lane>;

    explicit mt_signal_route(mt_registration_ptr owner)
        : base(mt_inbox_ptr(&owner->where()))
        , owner_(std::move(owner))
    {
        leave_.embedded = true;
    }

    mt_registration& owner() const noexcept { return *owner_; }

    // Any thread.

    /// Whether it takes signals, as far as that can be told here.
    bool accepts() const noexcept { return this->is_open() && !owner_->stopped(); }

    /// Another handler has taken the place of this one: it takes no more, and stops when all that
    /// it has taken is done. To be followed by `send_leave`, without a lock.
    void leave() noexcept
    {
        owner_->mark_replaced();
        this->open(false);
        // Not before: the executor must not find it idle while there may be one more.
        leaving_.store(true, std::memory_order_relaxed);
    }
    /// Has the executor look whether all is done.
    void send_leave() noexcept
    {
        auto& channel = this->where().channel();
        if (channel.locked([&] { return std::exchange(leave_sent_, true); }))
            return;
        intrusive_ptr_add_ref(this); // given back by `run_leave`
        leave_.slot.template hold<mt_signal_route*>(&run_leave, this);
        if (!this->where().push(leave_))
            intrusive_ptr_release(this);
    }

    broker_stats stats() const noexcept
    {
        broker_stats sum;
        auto const called = called_.load();
        sum.queued = this->queued_.load();
        sum.sent = sum.queued + called;
        sum.delivered = delivered_.load() + called - called_before_.load();
        sum.threw = threw_.load();
        sum.dropped =
            this->dropped_.load() + this->discarded_.load() + this->late_.load() + missed_.load();
        return sum;
    }
    /// Whether the counters stay as they are.
    bool ended() const noexcept { return ended_.load(std::memory_order_acquire); }

    // On the executor.

    template<class Handler, class First>
    result<handle> begin(
        mt_registration_ptr const& owner, mt_handler<Handler>&& handler, First const&)
    {
        local_.reset(new local_broker(context_access::make(this->where().core())));
        if constexpr (has_layer<Handler, layer_kind::serial>)
            this->watch_backlog(owner);
        return local_->on_signal(std::move(handler));
    }

    /// Whether there is somebody who handles signals, and no object is gone that he tracks.
    bool can_call() const noexcept { return local_ != nullptr && local_->has_signal_handler(); }
    /// Has the signal handled, and returns whether there is somebody who does. The caller keeps the
    /// route.
    template<class Signal>
    bool call(Signal&& s)
    {
        if (local_ == nullptr || !local_->signal(std::forward<Signal>(s)))
            return false;
        called_.add(1);
        this->called_at_once();
        return true;
    }

    // There is no other receiver.
    static S&& readable(mt_cell<S>& only) noexcept { return std::move(only.value); }

    void inbox_rests() noexcept override
    {
        publish_stats();
        this->look_at_backlogs();
        if (owner_->ended() && this->all_taken())
            this->depart();
    }

private:
    friend base;

    bool handle(mt_inbox& from, S&& s) noexcept
    {
        try {
            return local_ != nullptr && local_->signal(std::move(s));
        } catch (...) { // no memory for a coroutine
            auto const exception = std::current_exception();
            from.context().report(diagnostic_kind::message_dropped, type_name<S>,
                exception_text(exception), exception);
            return false;
        }
    }

    std::size_t longest_backlog() const noexcept
    {
        std::size_t waiting = 0;
        if (local_ != nullptr)
            local_->for_each_registration(
                [&](registration const& r) { waiting = r.facts().waiting; });
        return waiting;
    }

    static void run_leave(message_slot& slot, mt_inbox& from) noexcept
    {
        boost::intrusive_ptr<mt_signal_route> const self(slot.content<mt_signal_route*>(), false);
        from.channel().pop();
        from.channel().locked([&] { self->leave_sent_ = false; });
        self->leave_if_idle();
    }
    void leave_if_idle() noexcept
    {
        if (leaving_.load(std::memory_order_relaxed) && this->all_taken())
            owner_->stop_when_idle();
    }
    void place_given_back() noexcept
    {
        if (leaving_.load(std::memory_order_relaxed))
            send_leave();
    }

    void end_local() noexcept
    {
        publish_stats();
        local_.reset();
        ended_.store(true, std::memory_order_release);
    }

    void publish_stats() noexcept
    {
        if (local_ == nullptr)
            return;
        auto const now = local_->stats();
        delivered_.store(now.delivered);
        called_before_.store(called_.load());
        threw_.store(now.threw);
        missed_.store(now.dropped + owner_->missed());
    }

    mt_registration_ptr const owner_;
    std::unique_ptr<local_broker> local_; // the executor's, as the counters
    mt_counter called_, called_before_, delivered_, threw_, missed_;
    std::atomic<bool> leaving_{false};
    std::atomic<bool> ended_{false};
    message_channel::node leave_;
    bool leave_sent_ = false; // under the lock of the channel
};

template<class S>
using mt_signal_route_ptr = boost::intrusive_ptr<mt_signal_route<S>>;

} // namespace boost_broker::detail

#endif
