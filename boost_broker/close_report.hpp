// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_CLOSE_REPORT_HPP
#define BOOST_BROKER_CLOSE_REPORT_HPP

// Closes a context, waits for what it runs, and says what did not end. Prefer it to
// `broker_context::close()` at the end of a program or a component whose handlers are coroutines:
// what they use can be destroyed afterwards.

#include <boost_broker/blocking.hpp>
#include <boost_broker/broker_context.hpp>
#include <boost_broker/broker_kind.hpp>

#include <chrono>
#include <cstddef>
#include <iosfwd>
#include <string>
#include <vector>

namespace boost_broker {

/// A handler that still ran when its context had been closed.
struct unfinished_handler {
    /// What it was registered for.
    broker_kind broker = broker_kind::event;
    /// The name of the message type.
    std::string message = {};
    /// How many of its coroutines had not ended; 0 for a call that has not returned, or that its
    /// executor has not come to.
    std::size_t coroutines = 0;
    /// For how long the oldest of them had been running.
    std::chrono::nanoseconds oldest = {};

    /// Compares all members.
    friend bool operator==(unfinished_handler const&, unfinished_handler const&) = default;
};

/// What was left when a context had been closed and waited for.
struct close_report {
    /// The name of the context: `context 3`, or as named.
    std::string context = {};
    /// How long was waited.
    std::chrono::nanoseconds waited = {};
    /// Whether the deadline passed: the handlers that were left have been told to end.
    bool deadline_passed = false;
    /// The handlers that were left, in the order of their registration on each executor.
    std::vector<unfinished_handler> unfinished = {};

    /// Tells whether everything has ended.
    bool empty() const noexcept { return unfinished.empty(); }
    /// Tells whether something was left.
    explicit operator bool() const noexcept { return !empty(); }

    /// Compares all members.
    friend bool operator==(close_report const&, close_report const&) = default;
};

namespace detail {
inline std::string describe(unfinished_handler const& handler);
inline std::string describe(close_report const& report);
} // namespace detail

/// Writes the handler: `a listener of the event ticked (2 coroutines, the oldest for 7.5 s)`.
template<class Char, class Traits>
std::basic_ostream<Char, Traits>& operator<<(
    std::basic_ostream<Char, Traits>& out, unfinished_handler const& handler)
{
    return out << detail::describe(handler);
}

/// Writes the report as a sentence, for people.
template<class Char, class Traits>
std::basic_ostream<Char, Traits>& operator<<(
    std::basic_ostream<Char, Traits>& out, close_report const& report)
{
    return out << detail::describe(report);
}

} // namespace boost_broker

#include <boost_broker/impl/close_report.hpp>

#endif
