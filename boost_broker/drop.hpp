// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DROP_HPP
#define BOOST_BROKER_DROP_HPP

// Ends registrations and waits until what they were calling has ended.
//
// Prefer `handle::stop()`, or destroying the handle, when the handler owns what it uses; prefer
// these verbs before destroying something that a coroutine handler uses.

#include <boost_broker/blocking.hpp>
#include <boost_broker/detail/mt/drop.hpp>
#include <boost_broker/detail/mt/events.hpp>
#include <boost_broker/event_broker.hpp>
#include <boost_broker/signal_broker.hpp>

#include <boost/asio/deferred.hpp>

#include <utility>
#include <vector>

namespace boost_broker {

/// Ends a registration and waits for its running calls.
/** The registration stops in the call itself; only the waiting depends on the token. It waits for
   the calls and coroutines of this registration, never for others, and never for the caller: a
   handler may drop itself. When it completes without error, the handler object is destroyed, unless
   the caller is inside it.

    @param h The handle; any kind of registration. An empty one completes at once.
    @param token The completion token; `asio::deferred` if there is none, or `blocking`.
    @par Completion Signature
    @code void(boost_broker::result<void>) @endcode
    @par Errors
    @li `errc::drain_timed_out`: after 5 seconds, or what `timeout` says; the coroutines that still
   run are then cancelled (`terminal`).
    @li `errc::cancelled`.
    @li `errc::would_deadlock`: with `blocking`, while a coroutine of the handler is suspended.
    @par Per-Operation Cancellation
    @li all types: stops waiting.
    @par Concurrency
    `local`: on the context's thread. `mt`: on any thread; the handler is destroyed on its executor.
 */
template<class CompletionToken = boost::asio::deferred_t>
[[nodiscard]] auto drop_listener(handle&& h, CompletionToken&& token = CompletionToken())
{
    detail::dropped_handlers dropped;
    dropped.local.reserve(1); // so that nothing fails between the handle and its stop
    dropped.shared.reserve(1);
    detail::take_handler(h, dropped);
    dropped.home = detail::home_of(dropped.local);
    return detail::stop_and_drain(std::move(dropped), std::forward<CompletionToken>(token));
}

/// Ends every listener of an event in a context and waits for their running calls.
/** See `drop_listener`; without a context, in `thread_context()`. A listener that is registered
 * after the call is not touched. */
template<class E, class CompletionToken = boost::asio::deferred_t>
[[nodiscard]] auto drop_all_listeners(context_ref ctx, CompletionToken&& token = CompletionToken())
{
    detail::dropped_handlers dropped;
    if constexpr (detail::is_mt<E>) {
        dropped.shared = detail::mt_events<E>::listeners(ctx);
    } else if (auto* const core = detail::context_access::open_core(ctx)) {
        if (auto* const broker = core->template find<event_broker<E>>())
            broker->for_each_registration(
                [&](detail::registration& r) { dropped.local.emplace_back(&r); });
    }
    if constexpr (!detail::is_mt<E>)
        dropped.home = detail::context_access::last_home(ctx);
    return detail::stop_and_drain(std::move(dropped), std::forward<CompletionToken>(token));
}

#if !defined(BOOST_BROKER_DOXYGEN)
template<class E, class CompletionToken = boost::asio::deferred_t>
    requires(!detail::context_argument<CompletionToken>)
[[nodiscard]] auto drop_all_listeners(CompletionToken&& token = CompletionToken())
{
    return boost_broker::drop_all_listeners<E>(
        thread_context(), std::forward<CompletionToken>(token));
}
#endif

/// Ends the handler of a signal in a context and waits for its running calls.
/** See `drop_listener`; without a context, in `thread_context()`. Signals are refused with
 * `errc::no_handler` from now on. */
template<class S, class CompletionToken = boost::asio::deferred_t>
[[nodiscard]] auto drop_signal_handler(context_ref ctx, CompletionToken&& token = CompletionToken())
{
    detail::dropped_handlers dropped;
    if constexpr (detail::is_mt<S>) {
        dropped.shared = detail::mt_signals<S>::handlers(ctx);
    } else if (auto* const core = detail::context_access::open_core(ctx)) {
        if (auto* const broker = core->template find<signal_broker<S>>())
            broker->for_each_registration(
                [&](detail::registration& r) { dropped.local.emplace_back(&r); });
    }
    if constexpr (!detail::is_mt<S>)
        dropped.home = detail::context_access::last_home(ctx);
    return detail::stop_and_drain(std::move(dropped), std::forward<CompletionToken>(token));
}

#if !defined(BOOST_BROKER_DOXYGEN)
template<class S, class CompletionToken = boost::asio::deferred_t>
    requires(!detail::context_argument<CompletionToken>)
[[nodiscard]] auto drop_signal_handler(CompletionToken&& token = CompletionToken())
{
    return boost_broker::drop_signal_handler<S>(
        thread_context(), std::forward<CompletionToken>(token));
}
#endif

} // namespace boost_broker

#endif
