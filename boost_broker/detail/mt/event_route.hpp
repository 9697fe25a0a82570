// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_EVENT_ROUTE_HPP
#define BOOST_BROKER_DETAIL_MT_EVENT_ROUTE_HPP

// The way of one event type to one inbox: how an event is put into a message, and the broker of the
// local lane that has the listeners there.

#include <boost_broker/detail/mt/context.hpp>
#include <boost_broker/detail/mt/counter.hpp>
#include <boost_broker/detail/quiet.hpp>
#include <boost_broker/event_broker.hpp>

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <boost/smart_ptr/intrusive_ref_counter.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <type_traits>
#include <utility>

#pragma push_macro("emit")
#undef emit

namespace boost_broker::detail {

/// An event that several inboxes share. The last that has it destroys it.
template<class E>
struct mt_cell final
    : boost::intrusive_ref_counter<mt_cell<E>>
    , cached_object<mt_cell<E>> {
    template<class Event>
    explicit mt_cell(std::in_place_t, Event&& event) : value(std::forward<Event>(event))
    {}
    E value;
};
template<class E>
using mt_cell_ptr = boost::intrusive_ptr<mt_cell<E>>;

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
};

template<class E>
class mt_event_route final
    : public boost::intrusive_ref_counter<mt_event_route<E>>
    , public mt_tenant
{
public:
    using local_broker = event_broker<E, local_lane>;
    using outcome = message_channel::outcome;
    using node_owner = message_channel::node_owner;
    static constexpr policy_values const& options = policy<E>;
    // A payload up to this size is moved into the message. Its move must run no code of the user's,
    // because that happens under a lock.
    static constexpr bool fits_inline = sizeof(E) <= message_slot::capacity - sizeof(void*) &&
        alignof(E) <= alignof(void*) && std::is_nothrow_move_constructible_v<E> &&
        message_copies_quietly<E>() && !options.share_payload;
    static constexpr bool has_limit =
        options.queue_depth != 0 && options.overflow != policy_values::mode::grow;

    explicit mt_event_route(mt_inbox_ptr where) noexcept : inbox_(std::move(where)) {}

    mt_inbox& where() const noexcept { return *inbox_; }

    // Any thread.

    /// Queues an event that may be moved from; it stays as it is if it is refused.
    /** The inbox has to be woken as the outcome says.
        @param node For the case that memory is needed; see `message_channel`. */
    outcome queue(E&& event, node_owner& node)
    {
        if constexpr (fits_inline)
            return push(node, [&](message_slot& slot) {
                slot.template hold<inline_event>(&run_inline, std::move(event), this);
            });
        else
            return queue(mt_cell_ptr<E>(new mt_cell<E>(std::in_place, std::move(event))), node);
    }
    /// Queues an event that several inboxes share. Fails only for want of a node.
    outcome queue(mt_cell_ptr<E> const& event, node_owner& node) noexcept
    {
        return push(node, [&](message_slot& slot) {
            slot.template hold<shared_event>(&run_shared, event, this);
        });
    }
    outcome queue_copy(E const& event, node_owner& node) noexcept requires fits_inline
    {
        return push(node, [&](message_slot& slot) {
            slot.template hold<inline_event>(&run_inline, event, this);
        });
    }

    /// Events that wait.
    std::size_t depth() const noexcept
    {
        return static_cast<std::size_t>(queued_.load() - taken_.load());
    }

    /// @param listeners Those there are. What was called at once since the inbox has last rested is
    /// taken to have reached all of them.
    broker_stats stats(std::size_t listeners) const noexcept
    {
        broker_stats sum;
        auto const called = called_.load();
        sum.sent = sum.queued = queued_.load();
        sum.sent += called;
        sum.delivered = delivered_.load() + (called - called_before_.load()) * listeners;
        sum.threw = threw_.load();
        sum.dropped = dropped_.load() + discarded_.load();
        return sum;
    }
    /// Counts, under the lock of the channel, an event that was refused.
    void count_dropped(std::size_t listeners) noexcept
    {
        inbox_->channel().locked([&] { dropped_.add(listeners); });
    }

    // On the executor.

    /// From now on the route lives as long as its inbox.
    void arrive() noexcept
    {
        if (std::exchange(arrived_, true))
            return;
        inbox_->add(*this);
        intrusive_ptr_add_ref(this); // given back by `inbox_ended`
    }

    /// Registers a listener.
    template<class Handler>
    result<handle> listen(mt_handler<Handler>&& handler)
    {
        if (local_ == nullptr)
            local_.reset(new local_broker(context_access::make(inbox_->core())));
        return local_->listen(std::move(handler));
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

    /// Calls the listeners, and returns how many were reached. They may end the route.
    template<class Event>
    std::size_t call(Event&& event)
    {
        called_.add(1);
        return local_ != nullptr ? local_->emit(std::forward<Event>(event)).accepted : 0;
    }

    // What cannot be copied is never moved from here: coroutines, which would, do not listen.
    static decltype(auto) readable(mt_cell<E>& shared) noexcept
    {
        if constexpr (std::is_copy_constructible_v<E>)
            return std::as_const(shared.value);
        else
            return std::move(shared.value);
    }

    void inbox_ended() noexcept override
    {
        publish_stats();
        local_.reset();
        intrusive_ptr_release(this);
    }
    void inbox_rests() noexcept override { publish_stats(); }

private:
    struct inline_event {
        E event;
        mt_event_route* route;
    };
    struct shared_event {
        mt_cell_ptr<E> event;
        mt_event_route* route;
    };

    template<class Fill>
    outcome push(node_owner& node, Fill const& fill) noexcept
    {
        auto const admits = [&] {
            if constexpr (has_limit && options.overflow == policy_values::mode::drop_newest)
                return depth() < options.queue_depth;
            else
                return true;
        };
        return inbox_->channel().push(
            admits,
            [&](message_slot& slot) {
                queued_.add(1);
                fill(slot);
            },
            node);
    }

    static void run_inline(message_slot& slot, mt_inbox& from) noexcept
    {
        auto& content = slot.content<inline_event>();
        auto& route = *content.route;
        E event(std::move(content.event));
        content.~inline_event();
        from.channel().pop();
        route.deliver(from, std::move(event));
    }

    static void run_shared(message_slot& slot, mt_inbox& from) noexcept
    {
        auto& content = slot.content<shared_event>();
        auto& route = *content.route;
        auto const event = std::move(content.event);
        content.~shared_event();
        from.channel().pop();
        route.deliver(from, readable(*event));
    }

    template<class Event>
    void deliver(mt_inbox& from, Event&& event) noexcept
    {
        taken_.add(1);
        if (from.is_closed() || local_ == nullptr) { // or nobody listens any more
            discarded_.add(1);
            return;
        }
        try {
            local_->emit(std::forward<Event>(event));
        } catch (...) { // no memory for a coroutine
            auto const exception = std::current_exception();
            from.context().report(diagnostic_kind::message_dropped, type_name<E>,
                exception_text(exception), exception);
        }
    }

    void publish_stats() noexcept
    {
        if (local_ == nullptr)
            return;
        auto const now = local_->stats();
        delivered_.store(now.delivered);
        called_before_.store(called_.load());
        threw_.store(now.threw);
    }

    mt_inbox_ptr const inbox_;
    std::unique_ptr<local_broker> local_; // the executor's, as the next
    bool arrived_ = false;
    // Each is written by one side: under the lock of the channel, or on the executor.
    mt_counter queued_, dropped_;
    mt_counter taken_, discarded_, called_, called_before_, delivered_, threw_;
};

template<class E>
using mt_event_route_ptr = boost::intrusive_ptr<mt_event_route<E>>;

} // namespace boost_broker::detail

#pragma pop_macro("emit")

#endif
