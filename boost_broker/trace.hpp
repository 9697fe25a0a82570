// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_TRACE_HPP
#define BOOST_BROKER_TRACE_HPP

// What connects a message with the one whose handler has sent it, across threads and coroutines.
// Messages with the policy `observer` carry it.
//
// Prefer `scoped_trace` where a program takes over a trace that has begun elsewhere, as in the
// header of an HTTP request; otherwise every message that nothing has caused begins one.

#include <boost_broker/trace_context.hpp>

#include <iosfwd>
#include <optional>
#include <string_view>

namespace boost_broker {

/// Writes a trace context as the header `traceparent` of HTTP has it.
template<class Char, class Traits>
std::basic_ostream<Char, Traits>& operator<<(
    std::basic_ostream<Char, Traits>& out, trace_context const& trace);

/// Reads a trace context that was written as a `traceparent`, of any version.
/** @return Nothing if the text is not one, or one that identifies nothing. */
constexpr std::optional<trace_context> parse_trace(std::string_view text) noexcept;

/// Returns the trace context of the message that is being handled.
/** Inside a handler of a message with the policy `observer`, in a coroutine after each resumption
    too, it is that of the message; what the handler sends becomes a next step of it. Elsewhere it
   is what a `scoped_trace` has set on this thread, or nothing. Messages without the policy carry no
    trace: in their handlers it is unspecified.
    @par Concurrency
    Each thread has its own.
    @par Exception Safety
    Never throws. */
inline trace_context current_trace() noexcept;

/// Sets the trace context of a thread while it lives.
/** Messages that are sent meanwhile, with the policy `observer`, become next steps of it. It ends
    on the thread that has made it, behind those that were made later, and never lives across a
    `co_await`.
    @par Example
    @code bb::scoped_trace const from_request(*bb::parse_trace(header)); @endcode */
class scoped_trace
{
public:
    /// Sets the trace context.
    explicit scoped_trace(trace_context const& trace) noexcept : scope_({trace, 0, 0, {}}) {}

private:
    detail::current_message::scope scope_;
};

inline trace_context current_trace() noexcept
{
    return detail::current_message::facts().trace;
}

} // namespace boost_broker

#include <boost_broker/impl/trace.hpp>

#endif
