// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_EVENT_ROUTE_HPP
#define BOOST_BROKER_DETAIL_MT_EVENT_ROUTE_HPP

// The way of one event type to one inbox, and the broker of the local lane that has the listeners
// there.

#include <boost_broker/detail/mt/route.hpp>
#include <boost_broker/event_broker.hpp>
#include <boost_broker/result.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <type_traits>
#include <utility>

#pragma push_macro("emit")
#undef emit

namespace boost_broker::detail {

struct mt_local_access {
    template<class Broker>
    BOOST_FORCEINLINE static bool calls_at_once(Broker const& broker) noexcept
    {
        return broker.calls_at_once();
    }
    template<class Broker, class E>
    BOOST_FORCEINLINE static emit_result call_at_once(Broker& broker, E const& event) noexcept
    {
        return broker.call_at_once(event);
    }

    /// Calls one listener, of which nothing is on the stack.
    template<class E>
    static void call_one(listener<E>& to, E const& event, cell_ptr<E> const& shared) noexcept
    {
        inbox::delivery_scope const here(to.where());
        to.group().call_one(to, event, shared.get());
    }
};

template<class E>
constexpr mt_limit limit_of_events() noexcept
{
    using mode = policy_values::mode;
    constexpr auto& options = policy<E>;
    if (options.queue_depth == 0)
        return mt_limit::none;
    return options.overflow == mode::drop_newest ? mt_limit::refuse
        : options.overflow == mode::drop_oldest  ? mt_limit::oldest
        : options.overflow == mode::block        ? mt_limit::wait
                                                 : mt_limit::tell;
}

template<class E>
class mt_event_route final : public mt_route<mt_event_route<E>, E, limit_of_events<E>(), false>
{
    using base = mt_route<mt_event_route, E, limit_of_events<E>(), false>;

public:
    using local_broker = event_broker<E, local_lane>;

    using base::base;

    // Any thread.

    /// @param listeners Those there are. What was called at once since the inbox has last rested is
    /// taken to have reached all of them.
    broker_stats stats(std::size_t listeners) const noexcept
    {
        broker_stats sum;
        auto const called = called_.load();
        sum.sent = sum.queued = this->queued_.load();
        sum.sent += called;
        sum.delivered = delivered_.load() + (called - called_before_.load()) * listeners;
        sum.threw = threw_.load();
        sum.dropped = this->dropped_.load() + this->discarded_.load() + this->late_.load() +
            missed_in_turn_.load();
        return sum;
    }

    // On the executor.

    /// Registers a listener.
    /** @param first An event that it gets now, ahead of all others, or null. */
    template<class Handler>
    result<handle> begin(mt_registration_ptr const& owner, mt_handler<Handler>&& handler,
        [[maybe_unused]] mt_cell_ptr<E> const& first)
    {
        if (local_ == nullptr)
            local_.reset(new local_broker(context_access::make(this->where().core())));
        arrived_message<E> const here(first.get());
        cell_ptr<E> shared;
        if constexpr (policy<E>.retain_last && event_call<Handler, E>::is_coroutine) {
            if (first != nullptr)
                shared.reset(new cell<E>(std::as_const(first->value)));
        }
        if constexpr (has_layer<Handler, layer_kind::serial>)
            this->watch_backlog(owner);
        auto added = local_->listen(std::move(handler));
        if constexpr (policy<E>.retain_last) {
            if (added && first != nullptr) {
                auto const keeps = handle_access::registration_of(*added);
                mt_local_access::call_one(static_cast<listener<E>&>(*keeps),
                    std::as_const(shared != nullptr ? shared->value : first->value), shared);
            }
        }
        return added;
    }

    /// Whether listeners may be called where `mt_inbox::can_call_alone`: nothing else of the
    /// library is on the stack.
    BOOST_FORCEINLINE bool can_call_at_once() const noexcept
    {
        return BOOST_LIKELY(local_ != nullptr) && mt_local_access::calls_at_once(*local_);
    }
    BOOST_FORCEINLINE emit_result call_at_once(E const& event) noexcept
    {
        called_.add(1);
        return mt_local_access::call_at_once(*local_, event);
    }

    /// Calls the listeners, and returns how many were reached. The caller keeps the route.
    template<class Event>
    std::size_t call(Event&& event)
    {
        called_.add(1);
        if (local_ == nullptr)
            return 0;
        auto const reached = local_->emit(std::forward<Event>(event)).accepted;
        this->called_at_once();
        return reached;
    }

    // What cannot be copied is never moved from here: coroutines, which would, do not listen.
    static decltype(auto) readable(mt_cell<E>& shared) noexcept
    {
        if constexpr (std::is_copy_constructible_v<E>)
            return std::as_const(shared.value);
        else
            return std::move(shared.value);
    }

    void inbox_rests() noexcept override
    {
        publish_stats();
        this->look_at_backlogs();
    }

private:
    friend base;

    /// Whether somebody listened.
    template<class Event>
    bool handle(mt_inbox& from, Event&& event) noexcept
    {
        if (local_ == nullptr)
            return false;
        try {
            local_->emit(std::forward<Event>(event));
        } catch (...) { // no memory for a coroutine
            auto const exception = std::current_exception();
            from.context().report(diagnostic_kind::message_dropped, type_name<E>,
                exception_text(exception), exception);
            return false;
        }
        return true;
    }

    // The longest that one listener has: each has a copy of its own, and none of the others.
    std::size_t longest_backlog() const noexcept
    {
        std::size_t longest = 0;
        if (local_ != nullptr)
            local_->for_each_registration(
                [&](registration const& r) { longest = std::max(longest, r.facts().waiting); });
        return longest;
    }

    void end_local() noexcept
    {
        publish_stats();
        local_.reset();
    }

    void publish_stats() noexcept
    {
        if (local_ == nullptr)
            return;
        auto const now = local_->stats();
        delivered_.store(now.delivered);
        called_before_.store(called_.load());
        threw_.store(now.threw);
        missed_in_turn_.store(now.dropped);
    }

    std::unique_ptr<local_broker> local_; // the executor's, as the counters
    mt_counter called_, called_before_, delivered_, threw_, missed_in_turn_;
};

template<class E>
using mt_event_route_ptr = boost::intrusive_ptr<mt_event_route<E>>;

} // namespace boost_broker::detail

#pragma pop_macro("emit")

#endif
