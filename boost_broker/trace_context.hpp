// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_TRACE_CONTEXT_HPP
#define BOOST_BROKER_TRACE_CONTEXT_HPP

// What connects a message with the one whose handler has sent it, and which message that is on this
// thread.
//
// Prefer `boost_broker/trace.hpp`, which has this and what can be done with it.

#include <boost_broker/broker_kind.hpp>
#include <boost_broker/config.hpp>

#include <array>
#include <atomic>
#include <cstdint>

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

} // namespace boost_broker

#endif
