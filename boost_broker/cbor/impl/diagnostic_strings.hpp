// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_CBOR_IMPL_DIAGNOSTIC_STRINGS_HPP
#define BOOST_BROKER_CBOR_IMPL_DIAGNOSTIC_STRINGS_HPP

// Texts and byte strings in diagnostic notation.

#include <boost_broker/cbor/detail/diagnostic_parser.hpp>
#include <boost_broker/schema/utf8.hpp>

#include <charconv>
#include <system_error>

namespace boost_broker::cbor::detail {

/// Reads a string of indefinite length, as in (_ "a", "b").
inline bool diagnostic_parser::pieces(item& v)
{
    ++at_;
    if (!take('_'))
        return fail(at_, "an underscore should be here");
    std::vector<item> all;
    for (bool ended = false; !ended;) {
        if (!take_parts(1) || !skip_space())
            return false;
        auto const piece_at = at_;
        if (!value(all.emplace_back()))
            return false;
        bool const is_string =
            all.back().type() == major::bytes || all.back().type() == major::text;
        if (!is_string || all.back().how() == form::indefinite ||
            all.back().type() != all.front().type())
            return fail(piece_at, "a piece of a string should be here");
        if (!separated(')', ended))
            return false;
    }
    auto const type = all.front().type();
    v = item::in_pieces(type, std::move(all));
    return true;
}

inline bool diagnostic_parser::string(item& v)
{
    auto const begin = at_;
    bool const is_text = peek() == '"';
    std::string content;
    bool const read = take("h'") ? hex(content)
        : take("b64'")           ? base64(content)
                                 : quoted(text_[at_++], content);
    if (!read || !state_.take_memory(content.size(), 1, begin))
        return false;
    v = is_text ? item(std::move(content)) : item(as_bytes(content));
    return indicated(begin, v);
}

inline bool diagnostic_parser::quoted(char quote, std::string& content)
{
    auto const begin = at_;
    for (;;) {
        if (at_ == text_.size())
            return fail(at_, "the quotes have no end");
        auto const c = text_[at_++];
        if (c == quote)
            break;
        if (c != '\\')
            content += c;
        else if (!escape(content))
            return false;
    }
    return schema::is_utf8(content) ||
        state_.fail(errc::invalid_utf8, begin, "the text is not valid UTF-8");
}

inline bool diagnostic_parser::hex_digits(unsigned& code)
{
    auto const begin = text_.data() + at_;
    auto const digits = text_.substr(at_, 4);
    auto const [end, error] = std::from_chars(begin, begin + digits.size(), code, 16);
    if (error != std::errc() || end != begin + 4)
        return fail(
            digits.size() == 4 ? at_ : text_.size(), "four hexadecimal digits should be here");
    at_ += 4;
    return true;
}

/// Reads what follows a backslash: what JSON has, and either quote.
inline bool diagnostic_parser::escape(std::string& content)
{
    constexpr std::string_view letters = "\"\\/'bfnrt";
    constexpr std::string_view meant = "\"\\/'\b\f\n\r\t";
    auto const c = peek();
    if (auto const i = letters.find(c); i != letters.npos && at_ != text_.size()) {
        ++at_;
        content += meant[i];
        return true;
    }
    auto const begin = at_;
    if (!take('u'))
        return fail(at_, "the backslash stands before something that needs none");
    unsigned code = 0;
    if (!hex_digits(code))
        return false;
    if (code >= 0xD800 && code < 0xE000) { // one half of a character
        unsigned low = 0;
        if (code >= 0xDC00 || !take("\\u") || !hex_digits(low) || low < 0xDC00 || low >= 0xE000)
            return fail(begin, "half a character is missing");
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    auto const byte = [&](unsigned value) { content += static_cast<char>(value); };
    if (code < 0x80) {
        byte(code);
    } else if (code < 0x800) {
        byte(0xC0 | code >> 6);
        byte(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        byte(0xE0 | code >> 12);
        byte(0x80 | (code >> 6 & 0x3F));
        byte(0x80 | (code & 0x3F));
    } else {
        byte(0xF0 | code >> 18);
        byte(0x80 | (code >> 12 & 0x3F));
        byte(0x80 | (code >> 6 & 0x3F));
        byte(0x80 | (code & 0x3F));
    }
    return true;
}

inline bool diagnostic_parser::hex(std::string& content)
{
    constexpr std::string_view digits = "0123456789abcdef";
    for (int high = -1;;) {
        if (!skip_space())
            return false;
        if (take('\'')) {
            if (high >= 0)
                return fail(at_ - 1, "another hexadecimal digit should be here");
            return true;
        }
        auto const c = peek();
        auto const digit = digits.find(c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c);
        if (digit == digits.npos || at_ == text_.size())
            return fail(at_, "a hexadecimal digit should be here");
        ++at_;
        if (high >= 0)
            content += static_cast<char>(high << 4 | static_cast<int>(digit));
        high = high >= 0 ? -1 : static_cast<int>(digit);
    }
}

/// Reads base64 in either alphabet, with or without padding.
inline bool diagnostic_parser::base64(std::string& content)
{
    constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    unsigned bits = 0;
    unsigned count = 0; // of bits that are no byte yet
    for (;; ++at_) {
        auto const c = peek();
        if (c == '\'') {
            ++at_;
            bool const rest = count >= 6 || (bits & ((1u << count) - 1)) != 0;
            return !rest || fail(at_ - 1, "the bytes end too early");
        }
        if (c == '=' || c == ' ' || c == '\n')
            continue;
        auto const digit = digits.find(c == '-' ? '+' : c == '_' ? '/' : c);
        if (digit == digits.npos || at_ == text_.size())
            return fail(at_, "a digit of base64 should be here");
        bits = bits << 6 | static_cast<unsigned>(digit);
        count += 6;
        if (count >= 8) {
            count -= 8;
            content += static_cast<char>(bits >> count & 0xFF);
        }
    }
}

} // namespace boost_broker::cbor::detail

#endif
