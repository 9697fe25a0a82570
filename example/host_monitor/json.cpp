// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "json.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>

namespace host_monitor {

namespace {

/// Returns the length of the character of UTF-8 that a text begins with, or 0 if there is none.
std::size_t utf8_length(std::string_view text)
{
    auto const byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    std::size_t const length = byte(0) < 0x80 ? 1
        : byte(0) >= 0xC2 && byte(0) < 0xE0   ? 2
        : byte(0) >= 0xE0 && byte(0) < 0xF0   ? 3
        : byte(0) >= 0xF0 && byte(0) < 0xF5   ? 4
                                              : 0;
    if (length > text.size())
        return 0;
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0) != 0x80)
            return 0;
    }
    // forms that are too long, surrogates, and what is beyond the last character
    bool const forbidden = length > 2 &&
        ((byte(0) == 0xE0 && byte(1) < 0xA0) || (byte(0) == 0xED && byte(1) >= 0xA0) ||
            (byte(0) == 0xF0 && byte(1) < 0x90) || (byte(0) == 0xF4 && byte(1) >= 0x90));
    return forbidden ? 0 : length;
}

void append_ascii(std::string& to, char c)
{
    constexpr std::string_view special = "\"\\\b\f\n\r\t";
    constexpr std::string_view escaped = "\"\\bfnrt";
    constexpr std::string_view digits = "0123456789abcdef";
    if (std::size_t const i = special.find(c); i != std::string_view::npos) {
        to += '\\';
        to += escaped[i];
    } else if (c >= 0 && c < 0x20) {
        to += "\\u00";
        to += digits[static_cast<std::size_t>(c) / 16];
        to += digits[static_cast<std::size_t>(c) % 16];
    } else {
        to += c;
    }
}

} // namespace

void append_json(std::string& to, std::string_view text)
{
    to += '"';
    while (!text.empty()) {
        std::size_t const length = utf8_length(text);
        if (length == 1)
            append_ascii(to, text[0]);
        else if (length > 1)
            to += text.substr(0, length);
        else
            to += "\\ufffd";
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    to += '"';
}

void append_json(std::string& to, double number)
{
    if (!std::isfinite(number)) {
        to += "null";
        return;
    }
    double const rounded = std::round(number * 100) / 100 + 0.0; // -0 becomes 0
    std::array<char, 32> text = {};
    // a number too great to be multiplied has no decimals either
    auto const end = std::to_chars(
        text.data(), text.data() + text.size(), std::isfinite(rounded) ? rounded : number);
    to.append(text.data(), end.ptr);
}

} // namespace host_monitor
