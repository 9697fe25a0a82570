// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_QUOTED_TEXT_HPP
#define BOOST_BROKER_DETAIL_QUOTED_TEXT_HPP

// Text in quotes, for JSON and for Graphviz. Names are whatever somebody has given, so what is not
// UTF-8 becomes U+FFFD: neither reader takes it.

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace boost_broker::detail {

/// The length of the character of UTF-8 that a text begins with, or 0 if there is none.
inline std::size_t utf8_length(std::string_view text) noexcept
{
    auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    auto const first = byte(0);
    if (first < 0x80)
        return 1;
    std::size_t const length = first < 0xC2 || first > 0xF4 ? 0
        : first < 0xE0                                      ? 2
        : first < 0xF0                                      ? 3
                                                            : 4;
    if (length == 0 || length > text.size())
        return 0;
    // The second byte excludes forms that are too long, surrogates, and what is beyond the last
    // character.
    unsigned const least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    unsigned const most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (byte(1) < least || byte(1) > most)
        return 0;
    for (std::size_t i = 2; i != length; ++i) {
        if ((byte(i) & 0xC0) != 0x80)
            return 0;
    }
    return length;
}

/// Appends `text` between quotes; `append_ascii(to, c)` appends what is not beyond ASCII.
template<class AppendAscii>
void append_quoted(std::string& to, std::string_view text, AppendAscii append_ascii)
{
    to += '"';
    while (!text.empty()) {
        auto const length = utf8_length(text);
        if (length == 1)
            append_ascii(to, text.front());
        else if (length != 0)
            to += text.substr(0, length);
        else
            to += "\xEF\xBF\xBD";
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    to += '"';
}

/// Appends a string of JSON.
inline void append_json_text(std::string& to, std::string_view text)
{
    detail::append_quoted(to, text, [](std::string& out, char c) {
        constexpr std::string_view special = "\"\\\b\f\n\r\t";
        constexpr std::string_view letters = "\"\\bfnrt";
        constexpr std::string_view digits = "0123456789abcdef";
        auto const value = static_cast<unsigned char>(c);
        if (auto const i = special.find(c); i != std::string_view::npos) {
            out += '\\';
            out += letters[i];
        } else if (value < 0x20) {
            out += "\\u00";
            out += digits[value / 16];
            out += digits[value % 16];
        } else {
            out += c;
        }
    });
}

/// Appends a label of Graphviz, whose lines are those of the text. In a label `\N` is the name of
/// the node, and `&amp;` an ampersand.
inline void append_dot_text(std::string& to, std::string_view text)
{
    detail::append_quoted(to, text, [](std::string& out, char c) {
        if (c == '"' || c == '\\')
            (out += '\\') += c;
        else if (c == '\n')
            out += "\\n";
        else if (c == '&')
            out += "&amp;";
        else
            out += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
    });
}

} // namespace boost_broker::detail

#endif
