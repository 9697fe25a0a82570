// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_SCHEMA_UTF8_HPP
#define BOOST_BROKER_SCHEMA_UTF8_HPP

// Text that travels is valid UTF-8: no codec writes or takes anything else.

#include <boost_broker/detail/quoted_text.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

namespace boost_broker::schema {

/// Returns where a text stops being valid UTF-8, or its size if it is valid.
/** Forms that are too long, surrogates and what is beyond U+10FFFF are not valid. */
inline std::size_t utf8_prefix(std::string_view text) noexcept
{
    std::size_t i = 0;
    while (i != text.size()) {
        // Most text is ASCII: eight characters at a time.
        std::uint64_t block = 0;
        while (text.size() - i >= sizeof block) {
            std::memcpy(&block, text.data() + i, sizeof block);
            if ((block & 0x8080808080808080u) != 0)
                break;
            i += sizeof block;
        }
        while (i != text.size() && static_cast<unsigned char>(text[i]) < 0x80)
            ++i;
        // and what is not, often many characters together
        while (i != text.size() && static_cast<unsigned char>(text[i]) >= 0x80) {
            auto const length = boost_broker::detail::utf8_length(text.substr(i));
            if (length == 0)
                return i;
            i += length;
        }
    }
    return i;
}

/// Tells whether a text is valid UTF-8.
inline bool is_utf8(std::string_view text) noexcept
{
    return schema::utf8_prefix(text) == text.size();
}

/// A `char` as text: the UTF-8 of the character U+0000 to U+00FF that has its number.
struct character_text {
    /// The bytes; the first `size` of them count.
    char data[2];
    /// How many bytes there are: 1 or 2.
    std::size_t size;

    /// Makes the text of a character.
    constexpr explicit character_text(char c) noexcept : data{c, 0}, size(1)
    {
        if (auto const code = static_cast<unsigned char>(c); code >= 0x80) {
            data[0] = static_cast<char>(0xC0 | code >> 6);
            data[1] = static_cast<char>(0x80 | (code & 0x3F));
            size = 2;
        }
    }

    /// Views the text.
    constexpr operator std::string_view() const noexcept { return {data, size}; } // NOLINT
};

/// Returns the `char` that a text stands for: the reverse of `character_text`.
/** @return Nothing if the text is not exactly one character from U+0000 to U+00FF. */
constexpr std::optional<char> parse_character(std::string_view text) noexcept
{
    auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    if (text.size() == 1 && byte(0) < 0x80)
        return text[0];
    if (text.size() == 2 && (byte(0) == 0xC2 || byte(0) == 0xC3) && (byte(1) & 0xC0) == 0x80)
        return static_cast<char>((byte(0) & 0x03) << 6 | (byte(1) & 0x3F));
    return std::nullopt;
}

} // namespace boost_broker::schema

#endif
