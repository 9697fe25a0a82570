// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_JSON_DETAIL_BASE64URL_HPP
#define BOOST_BROKER_JSON_DETAIL_BASE64URL_HPP

// Bytes as text: base64url of RFC 4648, section 5, without padding. Each block of bytes has exactly
// one text.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace boost_broker::json::detail {

inline constexpr std::string_view base64url_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// How many characters so many bytes become.
constexpr std::size_t base64url_size(std::size_t bytes) noexcept
{
    return bytes / 3 * 4 + (bytes % 3 == 0 ? 0 : bytes % 3 + 1);
}

/// How many bytes so many characters stand for, rounded down.
constexpr std::size_t base64url_bytes(std::size_t characters) noexcept
{
    return characters / 4 * 3 + characters % 4 * 3 / 4;
}

/// Writes the text of bytes, and returns its end. There must be room for it.
inline char* write_base64url(char* to, std::span<std::byte const> data) noexcept
{
    auto const byte = [&](std::size_t i) { return static_cast<std::uint32_t>(data[i]); };
    auto const digit = [](std::uint32_t value) { return base64url_digits[value & 63]; };
    std::size_t i = 0;
    for (; data.size() - i >= 3; i += 3) {
        auto const group = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
        *to++ = digit(group >> 18);
        *to++ = digit(group >> 12);
        *to++ = digit(group >> 6);
        *to++ = digit(group);
    }
    if (auto const left = data.size() - i; left != 0) {
        auto const group = byte(i) << 16 | (left == 2 ? byte(i + 1) << 8 : 0);
        *to++ = digit(group >> 18);
        *to++ = digit(group >> 12);
        if (left == 2)
            *to++ = digit(group >> 6);
    }
    return to;
}

/// The value of each digit; 64 for what is none.
inline constexpr std::array<std::uint8_t, 256> base64url_values = [] {
    std::array<std::uint8_t, 256> values{};
    for (auto& value : values)
        value = 64;
    for (std::size_t i = 0; i != base64url_digits.size(); ++i)
        values[static_cast<unsigned char>(base64url_digits[i])] = static_cast<std::uint8_t>(i);
    return values;
}();

/// Reads `base64url_bytes(text.size())` bytes from a text. Returns false if it is wrong, and that
/// is also what no bytes are written as.
inline bool read_base64url(std::string_view text, std::byte* to) noexcept
{
    if (text.size() % 4 == 1)
        return false;
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (char const c : text) {
        auto const value = base64url_values[static_cast<unsigned char>(c)];
        if (value == 64)
            return false;
        bits = (bits << 6 | value) & 0xFFFF;
        count += 6;
        if (count >= 8) {
            count -= 8;
            *to++ = static_cast<std::byte>(bits >> count);
        }
    }
    return (bits & ((1u << count) - 1)) == 0; // nothing is in the bits that are left over
}

} // namespace boost_broker::json::detail

#endif
