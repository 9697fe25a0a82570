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

#include <boost_broker/broker_kind.hpp>
#include <boost_broker/config.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <ostream>
#include <string_view>

namespace boost_broker {

/// Identifies one step of something that a program does.
/** It has the parts that W3C Trace Context (https://www.w3.org/TR/trace-context/) gives it, so that
    other tools can go on with it. It is written as that says: `00-`, 32 digits of the trace, `-`,
   16 of the step, and `-01`.
    @par Thread Safety
    Distinct objects: safe. Shared objects: unsafe. */
struct trace_context {
    /// What belongs together has the same number; 0 stands for nothing.
    std::array<std::uint64_t, 2> trace_id{};
    /// The step; a message has one of its own.
    std::uint64_t span_id = 0;

    /// Tells whether it identifies something.
    explicit operator bool() const noexcept
    {
        return span_id != 0 && (trace_id[0] != 0 || trace_id[1] != 0);
    }

    /// Compares all numbers.
    friend bool operator==(trace_context const&, trace_context const&) = default;
};

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

namespace detail {

/// What a message that is observed has with it.
struct message_facts {
    trace_context trace;
    std::uint64_t parent_span = 0;
    std::uint64_t context = 0; // the number of the context that it was sent in
    broker_kind broker = broker_kind::event;
};

/// The message that a thread sends or handles.
class BOOST_BROKER_VISIBLE current_message
{
public:
    static message_facts& facts() noexcept { return facts_; }

    /// Whether there was one ever, on any thread.
    static bool is_used() noexcept { return used_.load(std::memory_order_relaxed); }
    static void use() noexcept
    {
        if (!is_used())
            used_.store(true, std::memory_order_relaxed);
    }

    /// Makes a message the current one while it lives.
    class scope
    {
    public:
        explicit scope(message_facts const& now) noexcept : before_(facts()) { facts() = now; }
        scope(scope const&) = delete;
        scope& operator=(scope const&) = delete;
        ~scope() { facts() = before_; }

    private:
        message_facts const before_;
    };

private:
    static inline constinit thread_local message_facts facts_{};
    static inline constinit std::atomic<bool> used_{false};
};

} // namespace detail

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
