// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_JSON_OPTIONS_HPP
#define BOOST_BROKER_JSON_OPTIONS_HPP

// What can be chosen about JSON.

#include <cstdint>

namespace boost_broker::json {

/// The largest integer that JavaScript, and whoever else keeps numbers in a `double`, can tell from
/// its neighbours: 2^53 - 1. The smallest one is its negative.
inline constexpr std::int64_t largest_safe_integer = (std::int64_t{1} << 53) - 1;

/// What can be chosen about how JSON is written. Reading takes all that can be written, whatever is
/// chosen.
struct options {
    /// Whether integers beyond `largest_safe_integer` are written as text, `"9007199254740993"`,
    /// for readers that keep numbers in a `double` and would round them.
    bool large_integers_as_text = false;
};

} // namespace boost_broker::json

#endif
