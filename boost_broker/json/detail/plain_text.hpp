// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_JSON_DETAIL_PLAIN_TEXT_HPP
#define BOOST_BROKER_JSON_DETAIL_PLAIN_TEXT_HPP

// Which characters of a text stand in JSON as they are, and how long the others become.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace boost_broker::json::detail {

/// Tells whether a byte stands in a string of JSON as it is, and is ASCII.
constexpr bool is_plain(char c) noexcept
{
    auto const byte = static_cast<unsigned char>(c);
    return byte >= 0x20 && byte < 0x80 && c != '"' && c != '\\';
}

/// Tells whether all of eight bytes are plain.
constexpr bool is_plain(std::uint64_t block) noexcept
{
    constexpr std::uint64_t ones = 0x0101010101010101u;
    constexpr std::uint64_t high = 0x8080808080808080u;
    // What is subtracted borrows from the next byte only where a byte is not plain, so that the
    // answer for all eight together is exact.
    auto const quote = block ^ (ones * '"');
    auto const backslash = block ^ (ones * '\\');
    return (((block - ones * 0x20) | (quote - ones) | (backslash - ones) | block) & high) == 0;
}

/// Returns how many bytes at the beginning of a text are plain.
inline std::size_t plain_prefix(char const* text, std::size_t size) noexcept
{
    std::size_t i = 0;
    std::uint64_t block = 0;
    for (; size - i >= sizeof block; i += sizeof block) {
        std::memcpy(&block, text + i, sizeof block);
        if (!is_plain(block))
            break;
    }
    while (i != size && is_plain(text[i]))
        ++i;
    return i;
}

/// Returns the letter behind the backslash of a character that has such a form; 0 if it has none.
constexpr char short_escape(char c) noexcept
{
    switch (c) {
    case '"':
    case '\\':
        return c;
    case '\b':
        return 'b';
    case '\f':
        return 'f';
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\t':
        return 't';
    default:
        return 0;
    }
}

/// Returns how many bytes a character takes in a string of JSON.
constexpr std::size_t escaped_size(char c) noexcept
{
    if (short_escape(c) != 0)
        return 2;
    return static_cast<unsigned char>(c) < 0x20 ? 6 : 1; // \u001f
}

} // namespace boost_broker::json::detail

#endif
