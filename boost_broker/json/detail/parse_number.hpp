// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_JSON_DETAIL_PARSE_NUMBER_HPP
#define BOOST_BROKER_JSON_DETAIL_PARSE_NUMBER_HPP

// From the text of a valid number of JSON to a number.

#include <boost/config.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <system_error>

namespace boost_broker::json::detail {

/// Reads an integer. Returns false if it does not fit.
template<class Integer>
bool parse_integer(std::string_view text, Integer& v) noexcept
{
    auto const last = text.data() + text.size();
    auto const read = std::from_chars(text.data(), last, v);
    if (BOOST_LIKELY(read.ec == std::errc() && read.ptr == last))
        return true;
    // what an unsigned one does not take is a sign, but -0 is 0
    v = 0;
    return text == "-0";
}

/// Tells whether a number, which is not 0, is less than 1.
inline bool is_less_than_one(std::string_view text) noexcept
{
    // where its first digit is, as an exponent of 10, and the exponent that is written
    auto const exponent_at = text.find_first_of("eE");
    auto const digits = text.substr(0, exponent_at);
    auto const point = static_cast<std::int64_t>(std::min(digits.find('.'), digits.size()));
    auto const first = static_cast<std::int64_t>(digits.find_first_of("123456789"));
    std::int64_t exponent = 0;
    if (exponent_at != std::string_view::npos) {
        auto written = text.substr(exponent_at + 1);
        if (written.starts_with('+'))
            written.remove_prefix(1);
        auto const last = written.data() + written.size();
        if (std::from_chars(written.data(), last, exponent).ec != std::errc())
            return written.starts_with('-');
    }
    return exponent + (point - first) - (point > first ? 1 : 0) < 0;
}

/// Reads a floating point number, rounded to the nearest one; what is too small becomes 0. Returns
/// false if it is too large.
template<class Floating>
bool parse_floating(std::string_view text, Floating& v) noexcept
{
    auto const read = std::from_chars(text.data(), text.data() + text.size(), v);
    if (BOOST_LIKELY(read.ec == std::errc()))
        return true;
    v = text.starts_with('-') ? -Floating(0) : Floating(0);
    return is_less_than_one(text);
}

} // namespace boost_broker::json::detail

#endif
