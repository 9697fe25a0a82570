// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_SIGNAL_HANDLER_HPP
#define BOOST_BROKER_DETAIL_SIGNAL_HANDLER_HPP

// The handler of a signal, and the signals it has accepted.

#include <boost_broker/concepts.hpp>
#include <boost_broker/detail/coroutine.hpp>
#include <boost_broker/detail/exception_text.hpp>
#include <boost_broker/detail/handler_traits.hpp>
#include <boost_broker/detail/registering.hpp>
#include <boost_broker/detail/serial_queue.hpp>
#include <boost_broker/detail/type_name.hpp>
#include <boost_broker/stats.hpp>

#include <optional>
#include <utility>

namespace boost_broker::detail {

/// The counters of a signal broker; handlers may outlive the broker.
struct signal_counters : local_refcount<signal_counters> {
    broker_stats stats;
};
using signal_counters_ptr = boost::intrusive_ptr<signal_counters>;

template<class S>
class signal_handler : public registration
{
public:
    static constexpr policy_values const& options = policy<S>;

    /// @param takes_const Whether the handler can be called with a signal that is to stay as it is.
    signal_handler(broker_base& broker, context_core& core, inbox& where, bool is_coroutine,
        bool takes_const, signal_counters_ptr counters)
        : registration(broker, core, where)
        , is_coroutine_(is_coroutine)
        , takes_const_(takes_const)
        , counters_(std::move(counters))
    {}

    std::string_view subject() const noexcept override { return type_name<S>; }
    bool is_coroutine() const noexcept { return is_coroutine_; }
    handler_facts facts() const noexcept override
    {
        handler_facts all;
        all.is_coroutine = is_coroutine_;
        all.waiting = queued_ + waiting_turn();
        return all;
    }

    /// Whether one more signal would be accepted. `grow` is the default: a depth without an
    /// overflow policy refuses as well.
    bool has_room() const noexcept
    {
        return is_mt<S> || // it has been decided in front of it already
            options.queue_depth == 0 || queued_ + waiting_turn() < options.queue_depth ||
            options.overflow == policy_values::mode::block ||
            (calls_directly() && !must_wait_turn());
    }

    /// Whether a signal is handled now, without a copy.
    template<class Signal>
    bool takes_in_place() const noexcept
    {
        return !is_coroutine_ && may_pass<Signal>() && calls_directly();
    }
    template<class Signal>
    void accept_in_place(Signal&& s) noexcept
    {
        ++counters_->stats.sent;
        inbox::delivery_scope const here(where());
        handle_in_place(std::forward<Signal>(s));
    }

    /// Makes room for one more signal, so that `accept` cannot fail.
    void reserve() { where().reserve(); }
    /// Accepts a signal: handles it now, or as soon as its inbox comes to it.
    void accept(cell_ptr<S> const& content) noexcept
    {
        ++counters_->stats.sent;
        if (calls_directly()) {
            inbox::delivery_scope const here(where());
            handle(content);
        } else {
            ++counters_->stats.queued;
            if constexpr (!is_mt<S>)
                content->trace.enqueued();
            where().template push<queued_signal>(is_coroutine_, *this, content);
        }
    }

protected:
    /// A plain handler gets the signal itself where its parameters allow that.
    virtual void handle_in_place(S const& s) noexcept = 0;
    virtual void handle_in_place(S&& s) noexcept = 0;
    virtual void handle(cell_ptr<S> const& content) noexcept = 0;

    /// For a handler in `serial`: what has reached it and waits for its turn, ...
    virtual std::size_t waiting_turn() const noexcept { return 0; }
    /// ... and whether one more would have to wait, too.
    virtual bool must_wait_turn() const noexcept { return false; }

    bool is_idle() const noexcept override { return queued_ == 0 && this->running() == 0; }

    broker_stats& counters() noexcept { return counters_->stats; }

    void report_exception() noexcept
    {
        ++counters().threw;
        auto const exception = std::current_exception();
        if (auto* const context = core())
            context->report(
                diagnostic_kind::handler_threw, subject(), exception_text(exception), exception);
    }

private:
    class queued_signal
    {
    public:
        queued_signal(signal_handler& to, cell_ptr<S> const& content) noexcept
            : to_(&to)
            , content_(content)
        {
            ++to_->queued_;
        }

        void deliver() noexcept
        {
            --to_->queued_;
            if (to_->stopped())
                count_dropped(errc::no_handler);
            else
                to_->handle(content_);
            to_->stop_if_idle();
        }

        // An accepted signal that is discarded is counted.
        void discard() noexcept
        {
            --to_->queued_;
            count_dropped(errc::context_closed);
        }

    private:
        void count_dropped(errc why) noexcept
        {
            ++to_->counters_->stats.dropped;
            content_->trace.dropped(why);
        }

        boost::intrusive_ptr<signal_handler> to_;
        cell_ptr<S> content_;
    };

    bool calls_directly() const noexcept { return where().can_deliver_directly(is_coroutine_); }

    template<class Signal>
    bool may_pass() const noexcept
    {
        return takes_const_ || !std::is_lvalue_reference_v<Signal>;
    }

    bool const is_coroutine_;
    bool const takes_const_;
    std::size_t queued_ = 0;
    signal_counters_ptr counters_;
};

template<class S>
using signal_handler_ptr = boost::intrusive_ptr<signal_handler<S>>;

template<class S, class H>
class signal_handler_of final : public signal_handler<S>
{
    using invocation = signal_call<H, S&&>;
    using reading = signal_call<H, S const&>;
    static constexpr bool is_serial = has_layer<H, layer_kind::serial> && invocation::is_coroutine;

    static_assert(invocation::fits,
        "boost_broker: a signal handler takes the signal, its fields in order, or nothing");
    static_assert(!invocation::fits || std::is_void_v<typename invocation::value_type>,
        "boost_broker: a signal handler returns void or asio::awaitable<void>");

public:
    template<class Handler>
    signal_handler_of(broker_base& broker, context_core& core, inbox& where,
        signal_counters_ptr counters, Handler&& handler)
        : signal_handler<S>(
              broker, core, where, invocation::is_coroutine, reading::fits, std::move(counters))
        , handler_(std::forward<Handler>(handler))
    {}

    std::type_info const* function_type() const noexcept override { return &type_of_function<H>(); }

private:
    void handle_in_place([[maybe_unused]] S const& s) noexcept override
    {
        if constexpr (reading::fits && !invocation::is_coroutine)
            start(s, [&](auto&&) {
                handling<S> now(this);
                reading::invoke(*handler_, s);
                now.ended();
            });
    }

    void handle_in_place([[maybe_unused]] S&& s) noexcept override
    {
        if constexpr (!invocation::is_coroutine)
            start(s, [&](auto&&) {
                handling<S> now(this);
                invocation::invoke(*handler_, std::move(s));
                now.ended();
            });
    }

    void handle(cell_ptr<S> const& content) noexcept override
    {
        if constexpr (is_serial) {
            if (waiting_.must_wait(*this)) {
                wait(content);
                return;
            }
        }
        handle_now(content);
    }

    void handle_now(cell_ptr<S> const& content) noexcept
    {
        arrived_message<S> const here(content.get());
        if constexpr (invocation::is_coroutine) {
            start(content->value, [&](owner_locks<H>&& locks) {
                start_coroutine<S>(*this, [&](running_coroutine_ptr const& coroutine) {
                    return run(this, coroutine, std::move(locks), content);
                });
            });
        } else {
            handle_in_place(std::move(content->value));
        }
    }

    template<class Call>
    void start(S const& s, Call call) noexcept
    {
        try {
            owner_locks<H> locks;
            if (!lock_owners(*handler_, locks)) {
                ++this->counters().dropped;
                message_trace<S>().dropped(errc::owner_expired);
                this->stop();
                return;
            }
            if (!admits_to(*this, *handler_, s))
                return;
            ++this->counters().delivered;
            call(std::move(locks));
        } catch (...) {
            this->report_exception();
        }
    }

    // Its parameters live in the frame: the handler, the owners and the signal, until it ends.
    static asio::awaitable<void> run(boost::intrusive_ptr<signal_handler_of> self,
        running_coroutine_ptr coroutine, [[maybe_unused]] owner_locks<H> locks, cell_ptr<S> content)
    {
        coroutine_end const end(*coroutine);
        try {
            handling<S> now(self.get(), content->trace);
            co_await invocation::invoke(*self->handler_, std::move(content->value));
            now.ended();
        } catch (...) {
            self->report_exception();
        }
        if constexpr (is_serial)
            self->waiting_.start_next(
                *self, *coroutine, [&](cell_ptr<S> const& next) { self->handle_now(next); });
    }

    void wait(cell_ptr<S> const& content) noexcept requires is_serial
    {
        try {
            waiting_.push(content);
        } catch (...) {
            ++this->counters().dropped;
            content->trace.dropped(errc::handler_threw);
            this->report_exception();
        }
    }

    std::size_t waiting_turn() const noexcept override { return waiting_.size(); }
    bool must_wait_turn() const noexcept override { return waiting_.must_wait(*this); }

    bool is_idle() const noexcept override
    {
        return waiting_.size() == 0 && signal_handler<S>::is_idle();
    }

    bool owner_gone() const noexcept override { return owner_is_gone(*handler_); }

    void destroy_handler() noexcept override
    {
        this->counters().dropped += waiting_.size();
        if constexpr (is_serial) {
            while (waiting_.size() != 0)
                waiting_.take()->trace.dropped(errc::no_handler);
        }
        handler_.reset();
    }

    std::optional<H> handler_;
    [[no_unique_address]] serial_queue_if<cell_ptr<S>, is_serial> waiting_;
};

} // namespace boost_broker::detail

#endif
