// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_SIGNALS2_HPP
#define BOOST_BROKER_SIGNALS2_HPP

// Bridges between events and the signals of Boost.Signals2, for a program that moves over one
// module at a time: `emit_from` makes events of the calls of a signal, `call_signal` calls a signal
// for each event. Prefer `listen` and `emit` in code that is new.
//
// A `boost::signals2::slot` is a handler like any other, for every verb that takes one, with or
// without this header. What it tracks (`track`, `track_foreign`) is honoured as `bb::track` would:
// it is kept alive during the call, and the registration ends when it is gone.

#include <boost_broker/event_broker.hpp>

#include <boost/signals2/connection.hpp>
#include <boost/signals2/signal.hpp>
#include <boost/signals2/slot.hpp>

#include <tuple>
#include <type_traits>
#include <utility>

#pragma push_macro("emit")
#undef emit

namespace boost_broker {

namespace detail {

template<class E, class... Args>
constexpr bool fills_event() noexcept
{
    if constexpr (sizeof...(Args) == 1 && (std::is_same_v<std::remove_cvref_t<Args>, E> && ...)) {
        return true;
    } else if constexpr (!reflected<E>) {
        return false;
    } else if constexpr (sizeof...(Args) != reflect<E>::size) {
        return false;
    } else {
        return all_fields_filled<E, std::tuple<Args...>>(std::index_sequence_for<Args...>());
    }
}

/// The slot behind `emit_from`. It is told its own connection, so that it can end it.
template<class E, class... Args>
struct emitting_slot {
    context_ref ctx;

    void operator()(boost::signals2::connection const& self, Args... args) const
    {
        if (ctx.is_open())
            boost_broker::emit<E>(ctx, std::forward<Args>(args)...);
        else
            self.disconnect();
    }
};

} // namespace detail

/// Emits an event for every call of a signal.
/** The arguments of the signal are the fields of the event, in order; an argument that is the event
    itself is emitted as it is. The event is emitted on the stack of whoever calls the signal: what
    holds for `emit` holds for that call, also which thread it may come from.

    The connection is an ordinary one: it may be blocked, held by a `scoped_connection`, or
    disconnected. It ends with the signal, and with the context: the first call after the context
    was closed disconnects it and emits nothing. For a message that is sent with `bb::signal`, which
    may be refused, connect a slot of your own.

    Connect a signal and an event in one direction only. With `emit_from` and `call_signal` for the
    same pair each call would come back as an event, and the event as a call, for ever.

    @tparam E The event.
    @param signal Any Boost.Signals2 signal whose slots return `void`.
    @param ctx The context.
    @return The connection, to be disconnected or blocked.
    @par Concurrency
    `local`: the signal is called on the context's thread.
    @par Exception Safety
    Strong. What `emit` throws reaches the caller of the signal.
    @par Example
    @code auto c = bb::emit_from<device_found>(old_module.on_device, ctx); @endcode */
template<class E, class Result, class... Args, class... Rest>
boost::signals2::connection emit_from(
    boost::signals2::signal<Result(Args...), Rest...>& signal, context_ref ctx = thread_context())
{
    constexpr bool returns_nothing = std::is_void_v<Result>;
    constexpr bool fills = detail::fills_event<E, Args...>();
    static_assert(returns_nothing,
        "boost_broker: emit_from takes a signal whose slots return void, because an event has no "
        "answer to return; let a slot of your own emit");
    static_assert(fills,
        "boost_broker: emit_from takes a signal whose arguments are the fields of the event, in "
        "order and of types that convert implicitly and without narrowing, or the event itself");
    if constexpr (returns_nothing && fills)
        return signal.connect_extended(detail::emitting_slot<E, Args...>{ctx});
    else
        return {};
}

/// Makes a handler that calls a signal for each event.
/** The signal is called with the fields of the event in order, or with the event, or with nothing:
    whichever its arguments are. What its slots return is ignored; what they throw counts as thrown
    by the handler. The handler can be given to `listen` and to `on_signal`.

    It does not keep the signal: when the signal is destroyed, the registration ends by itself, as
    with `track`, also while the signal is being called. A signal that is moved takes the handler
    along.

    @param signal Any Boost.Signals2 signal.
    @return A handler, a `boost::signals2::slot` that tracks the signal.
    @par Concurrency
    The handler runs where the registering verb says. A signal made with `dummy_mutex` is then
    called, connected and destroyed on that thread only.
    @par Example
    @code auto on = bb::listen<device_found>(ctx, bb::call_signal(old_module.on_device)); @endcode
 */
template<class Result, class... Args, class... Rest>
[[nodiscard]] auto call_signal(boost::signals2::signal<Result(Args...), Rest...> const& signal)
{
    return boost::signals2::slot<void(Args...)>(signal);
}

} // namespace boost_broker

#pragma pop_macro("emit")

#endif
