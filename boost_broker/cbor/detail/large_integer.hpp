// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_CBOR_DETAIL_LARGE_INTEGER_HPP
#define BOOST_BROKER_CBOR_DETAIL_LARGE_INTEGER_HPP

// Integers of more than 64 bits between their bytes, the highest first, and decimal digits. Long
// ones are not: the time is quadratic.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace boost_broker::cbor::detail {

/// How many bytes an integer may have to be written as a number.
inline constexpr std::size_t most_integer_bytes = 64;

/// Returns the decimal digits of an integer, plus `more`.
inline std::string decimal_digits(std::string_view bytes, unsigned more)
{
    std::string digits(1, '0'); // the lowest first
    auto const shift_in = [&](unsigned factor, unsigned carry) {
        for (auto& digit : digits) {
            carry += static_cast<unsigned>(digit - '0') * factor;
            digit = static_cast<char>('0' + carry % 10);
            carry /= 10;
        }
        for (; carry != 0; carry /= 10)
            digits += static_cast<char>('0' + carry % 10);
    };
    for (char const b : bytes)
        shift_in(256, static_cast<unsigned char>(b));
    shift_in(1, more);
    return {digits.rbegin(), digits.rend()};
}

/// Returns the bytes of an integer that is given as decimal digits, minus `less`, without leading
/// zeros.
inline std::string integer_bytes(std::string_view digits, unsigned less)
{
    std::string bytes; // the lowest first
    for (char const digit : digits) {
        auto carry = static_cast<unsigned>(digit - '0');
        for (auto& b : bytes) {
            carry += static_cast<unsigned char>(b) * 10u;
            b = static_cast<char>(carry & 0xFF);
            carry >>= 8;
        }
        if (carry != 0)
            bytes += static_cast<char>(carry);
    }
    for (std::size_t i = 0; less != 0 && i != bytes.size(); ++i) {
        auto const value = static_cast<unsigned char>(bytes[i]);
        bytes[i] = static_cast<char>(value - less);
        less = value < less ? 1 : 0;
    }
    while (!bytes.empty() && bytes.back() == '\0')
        bytes.pop_back();
    return {bytes.rbegin(), bytes.rend()};
}

} // namespace boost_broker::cbor::detail

#endif
