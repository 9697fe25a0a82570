// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_STATS_HPP
#define BOOST_BROKER_STATS_HPP

// What a broker has done so far, in numbers. Prefer `diagnostics()` to be told when something goes
// wrong.

#include <boost_broker/context_ref.hpp>

#include <cstdint>

namespace boost_broker {

/// The counters of one broker. They start at 0 and only grow.
struct broker_stats {
    /// Messages sent: events that reached a listener, signals that were accepted, requests.
    std::uint64_t sent = 0;
    /// Calls of handlers.
    std::uint64_t delivered = 0;
    /// Messages that had to be queued.
    std::uint64_t queued = 0;
    /// Messages that a receiver misses because a queue was full, and accepted signals whose handler
    /// ended before it was called.
    std::uint64_t dropped = 0;
    /// Handlers that left by an exception.
    std::uint64_t threw = 0;
    /// Requests that were answered with a value.
    std::uint64_t answered = 0;
    /// Requests that were answered with a failure.
    std::uint64_t failed = 0;
    /// Requests whose deadline passed.
    std::uint64_t timed_out = 0;
    /// Requests that were cancelled.
    std::uint64_t cancelled = 0;
    /// Answers that came after the requester had stopped waiting.
    std::uint64_t late_answers = 0;

    /// Adds the counters of another broker.
    broker_stats& operator+=(broker_stats const& other) noexcept
    {
        sent += other.sent;
        delivered += other.delivered;
        queued += other.queued;
        dropped += other.dropped;
        threw += other.threw;
        answered += other.answered;
        failed += other.failed;
        timed_out += other.timed_out;
        cancelled += other.cancelled;
        late_answers += other.late_answers;
        return *this;
    }

    /// Takes away what was counted before.
    broker_stats& operator-=(broker_stats const& before) noexcept
    {
        sent -= before.sent;
        delivered -= before.delivered;
        queued -= before.queued;
        dropped -= before.dropped;
        threw -= before.threw;
        answered -= before.answered;
        failed -= before.failed;
        timed_out -= before.timed_out;
        cancelled -= before.cancelled;
        late_answers -= before.late_answers;
        return *this;
    }

    /// Compares all counters.
    friend bool operator==(broker_stats const&, broker_stats const&) = default;
};

/// Returns the counters of a broker, for example `stats<event_broker<tick>>(ctx)`.
/** @tparam Broker The broker: `event_broker<E>`, `request_broker<R>`, `multi_request_broker<R>` or
    `signal_broker<S>`.
    @param ctx The context; the counters are all 0 if it is closed or never used the broker.
    @par Concurrency
    `local`: on the context's thread. `mt`: on any; what other executors have done counts as of when
    they had nothing left to do. */
template<class Broker>
broker_stats stats(context_ref ctx) noexcept
{
    if constexpr (requires { Broker::stats_of(ctx); }) {
        return Broker::stats_of(ctx);
    } else {
        auto* const core = detail::context_access::open_core(ctx);
        auto* const broker = core != nullptr ? core->template find<Broker>() : nullptr;
        return broker != nullptr ? broker->stats() : broker_stats();
    }
}

} // namespace boost_broker

#endif
