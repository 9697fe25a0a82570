// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_BROKER_KIND_HPP
#define BOOST_BROKER_BROKER_KIND_HPP

// The four kinds of brokers, for reports to people and tools.

#include <iosfwd>

namespace boost_broker {

/// What a broker does with its messages.
enum class broker_kind {
    /// Many emitters, many listeners, no answer.
    event = 1,
    /// One provider answers.
    request,
    /// Many providers answer, and their answers are gathered.
    multi_request,
    /// One handler, and the sender knows that there is one.
    signal
};

namespace detail {

constexpr char const* text_of(broker_kind kind) noexcept
{
    switch (kind) {
    case broker_kind::event:
        return "event";
    case broker_kind::request:
        return "request";
    case broker_kind::multi_request:
        return "multi-request";
    case broker_kind::signal:
        break;
    }
    return "signal";
}

} // namespace detail

/// Writes the kind: `event`, `request`, `multi-request` or `signal`.
template<class Char, class Traits>
std::basic_ostream<Char, Traits>& operator<<(
    std::basic_ostream<Char, Traits>& out, broker_kind kind)
{
    return out << detail::text_of(kind);
}

} // namespace boost_broker

#endif
