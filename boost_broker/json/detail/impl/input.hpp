// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_JSON_DETAIL_IMPL_INPUT_HPP
#define BOOST_BROKER_JSON_DETAIL_IMPL_INPUT_HPP

#include <boost_broker/json/detail/input.hpp>
#include <boost_broker/schema/utf8.hpp>

#include <cstdint>

namespace boost_broker::json::detail {

/// The value of four hexadecimal digits, or a number beyond 0xFFFF if they are none.
inline std::uint32_t hex_value(char const* digits) noexcept
{
    std::uint32_t value = 0;
    for (int i = 0; i != 4; ++i) {
        char const c = digits[i];
        auto const digit = c >= '0' && c <= '9' ? c - '0'
            : c >= 'a' && c <= 'f'              ? c - 'a' + 10
            : c >= 'A' && c <= 'F'              ? c - 'A' + 10
                                                : -1;
        if (digit < 0)
            return 0x10000;
        value = value << 4 | static_cast<std::uint32_t>(digit);
    }
    return value;
}

inline bool is_high_surrogate(std::uint32_t code) noexcept
{
    return (code & 0xFC00) == 0xD800;
}
inline bool is_low_surrogate(std::uint32_t code) noexcept
{
    return (code & 0xFC00) == 0xDC00;
}

inline bool is_digit(char c) noexcept
{
    return c >= '0' && c <= '9';
}

/// What a letter behind a backslash stands for; 0 if it stands for nothing.
inline char unescaped(char letter) noexcept
{
    switch (letter) {
    case '"':
    case '\\':
    case '/':
        return letter;
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return 0;
    }
}

inline void text_token::copy(char* to) const noexcept
{
    for (auto from = raw.begin(); from != raw.end();) {
        if (*from != '\\') {
            *to++ = *from++;
            continue;
        }
        if (from[1] != 'u') {
            *to++ = unescaped(from[1]);
            from += 2;
            continue;
        }
        auto code = hex_value(&from[2]);
        from += 6;
        if (is_high_surrogate(code)) { // the other half follows, that was checked
            code = 0x10000 + ((code & 0x3FF) << 10) + (hex_value(&from[2]) & 0x3FF);
            from += 6;
        }
        auto const trail = [&](unsigned shift) {
            return static_cast<char>(0x80 | (code >> shift & 0x3F));
        };
        if (code < 0x80) {
            *to++ = static_cast<char>(code);
        } else if (code < 0x800) {
            *to++ = static_cast<char>(0xC0 | code >> 6);
            *to++ = trail(0);
        } else if (code < 0x10000) {
            *to++ = static_cast<char>(0xE0 | code >> 12);
            *to++ = trail(6);
            *to++ = trail(0);
        } else {
            *to++ = static_cast<char>(0xF0 | code >> 18);
            *to++ = trail(12);
            *to++ = trail(6);
            *to++ = trail(0);
        }
    }
}

BOOST_NOINLINE inline bool input::unexpected(char const* wanted)
{
    if (next_ == end_)
        return fail(errc::truncated, next_, "the message ends too early");
    return state_.fail(errc::malformed, offset(), std::string(wanted) += " should be here");
}

BOOST_NOINLINE inline bool input::wrong_type(char const* wanted)
{
    // a value of another type is a value; and a word that is none is malformed
    auto const at = next_;
    if (next_ == end_)
        return fail(errc::truncated, next_, "the message ends too early");
    if (!at_value_begin())
        return fail(errc::malformed, next_, "this is no value of JSON");
    return state_.fail(errc::wrong_type, static_cast<std::size_t>(at - begin_),
        std::string(wanted) += " should be here");
}

inline bool input::text(text_token& token)
{
    token.offset = offset();
    if (BOOST_UNLIKELY(!take('"')))
        return wrong_type("a text");
    auto const first = next_;
    token.size = 0;
    bool ascii = true;
    for (;;) {
        auto const plain = plain_prefix(next_, left());
        next_ += plain;
        token.size += plain;
        if (BOOST_UNLIKELY(next_ == end_))
            return fail(errc::truncated, next_, "the message ends too early");
        if (BOOST_LIKELY(*next_ == '"'))
            break;
        if (!escape(token, ascii))
            return false;
    }
    token.raw = std::string_view(first, static_cast<std::size_t>(next_ - first));
    ++next_;
    if (BOOST_UNLIKELY(!ascii)) {
        if (auto const valid = schema::utf8_prefix(token.raw); valid != token.raw.size())
            return fail(errc::invalid_utf8, first + valid, "the text is not valid UTF-8");
    }
    return true;
}

// Reads over what is not plain: a character beyond ASCII, or a backslash and what belongs to it.
inline bool input::escape(text_token& token, bool& ascii)
{
    auto const at = next_;
    if (static_cast<unsigned char>(*next_) >= 0x80) {
        ascii = false;
        while (next_ != end_ && static_cast<unsigned char>(*next_) >= 0x80)
            ++next_;
        token.size += static_cast<std::size_t>(next_ - at);
        return true;
    }
    if (*next_ != '\\')
        return fail(errc::malformed, at, "a control character in a text must be escaped");
    if (left() < 2)
        return fail(errc::truncated, end_, "the message ends too early");
    if (next_[1] != 'u') {
        if (unescaped(next_[1]) == 0)
            return fail(errc::malformed, at, "there is no such escape");
        next_ += 2;
        token.size += 1;
        return true;
    }
    if (left() < 6)
        return fail(errc::truncated, end_, "the message ends too early");
    auto const code = hex_value(next_ + 2);
    if (code > 0xFFFF)
        return fail(errc::malformed, at, "four hexadecimal digits should follow \\u");
    next_ += 6;
    if (is_high_surrogate(code)) {
        if (left() < 6 || next_[0] != '\\' || next_[1] != 'u' ||
            !is_low_surrogate(hex_value(next_ + 2)))
            return fail(errc::invalid_utf8, at, "the escape is one half of a surrogate pair");
        next_ += 6;
        token.size += 4;
        return true;
    }
    if (is_low_surrogate(code))
        return fail(errc::invalid_utf8, at, "the escape is one half of a surrogate pair");
    token.size += code < 0x80 ? 1 : code < 0x800 ? 2 : 3;
    return true;
}

inline bool input::digits()
{
    if (next_ == end_)
        return fail(errc::truncated, next_, "the message ends too early");
    if (!is_digit(*next_))
        return fail(errc::malformed, next_, "a digit should be here");
    do
        ++next_;
    while (next_ != end_ && is_digit(*next_));
    return true;
}

inline bool input::number(number_token& token)
{
    auto const first = next_;
    token.offset = offset();
    token.integer = true;
    if (!at('-') && (next_ == end_ || !is_digit(*next_)))
        return wrong_type("a number");
    take('-');
    if (take('0')) {
        if (next_ != end_ && is_digit(*next_))
            return fail(errc::malformed, first, "a number begins with no needless zero");
    } else if (!digits()) {
        return false;
    }
    if (take('.')) {
        token.integer = false;
        if (!digits())
            return false;
    }
    if (take('e') || take('E')) {
        token.integer = false;
        if (!take('+'))
            take('-');
        if (!digits())
            return false;
    }
    token.text = std::string_view(first, static_cast<std::size_t>(next_ - first));
    return true;
}

inline bool input::skip_scalar()
{
    if (at('"')) {
        text_token ignored;
        return text(ignored);
    }
    if (take("true") || take("false") || take("null"))
        return true;
    number_token ignored;
    return number(ignored);
}

// Not recursive: how deep it may go is for the limits to say, not for the stack.
inline bool input::skip_value()
{
    std::string closing; // of what is open
    text_token ignored;
    for (;;) {
        auto const begin = offset();
        bool opened = false;
        if (at('[') || at('{')) {
            if (!state_.enter(begin))
                return false;
            closing += *next_++ == '[' ? ']' : '}';
            skip_space();
            opened = !take(closing.back());
            if (!opened) {
                closing.pop_back();
                state_.leave();
            }
        } else if (!skip_scalar()) {
            return false;
        }
        // what is behind a value, up to the next one
        while (!opened) {
            if (closing.empty())
                return true;
            bool more = false;
            if (!next_element(closing.back(), more))
                return false;
            if (more)
                break;
            closing.pop_back();
            state_.leave();
        }
        if (!state_.take_items(1, offset()) || (closing.back() == '}' && !key(ignored)))
            return false;
    }
}

} // namespace boost_broker::json::detail

#endif
