// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_JSON_DETAIL_OUTPUT_HPP
#define BOOST_BROKER_JSON_DETAIL_OUTPUT_HPP

// Where the writer writes to: a buffer, or nowhere but a sum. Both have the same functions. What
// returns bool returns whether there was room; `text` also, whether the text was valid.

#include <boost_broker/detail/quoted_text.hpp>
#include <boost_broker/json/detail/base64url.hpp>
#include <boost_broker/json/detail/plain_text.hpp>

#include <boost/config.hpp>

#include <charconv>
#include <cstddef>
#include <cstring>
#include <span>
#include <string_view>
#include <system_error>

namespace boost_broker::json::detail {

/// Writes into a buffer.
class output
{
public:
    explicit output(std::span<std::byte> buffer) noexcept
        : begin_(reinterpret_cast<char*>(buffer.data()))
        , next_(begin_)
        , end_(begin_ + buffer.size())
    {}

    /// How much is written.
    std::size_t size() const noexcept { return static_cast<std::size_t>(next_ - begin_); }

    /// Whether `text` has met invalid UTF-8.
    bool invalid() const noexcept { return invalid_; }

    bool put(char c) noexcept
    {
        if (BOOST_UNLIKELY(next_ == end_))
            return false;
        *next_++ = c;
        return true;
    }

    bool put(std::string_view text) noexcept
    {
        if (BOOST_UNLIKELY(room() < text.size()))
            return false;
        std::memcpy(next_, text.data(), text.size());
        next_ += text.size();
        return true;
    }

    /// Overwrites one character.
    void replace(std::size_t at, char c) noexcept { begin_[at] = c; }

    template<class Number>
    bool number(Number value) noexcept
    {
        auto const written = std::to_chars(next_, end_, value);
        if (BOOST_UNLIKELY(written.ec != std::errc()))
            return false;
        next_ = written.ptr;
        return true;
    }

    /// Writes a text between quotes.
    bool text(std::string_view text) noexcept
    {
        // what has to be escaped takes more room, and is counted when it comes
        if (BOOST_UNLIKELY(room() < 2 || room() - 2 < text.size()))
            return false;
        *next_++ = '"';
        auto const plain = plain_prefix(text.data(), text.size());
        std::memcpy(next_, text.data(), plain);
        next_ += plain;
        if (BOOST_UNLIKELY(plain != text.size()) && !escape(text.substr(plain)))
            return false;
        *next_++ = '"';
        return true;
    }

    bool base64url(std::span<std::byte const> data) noexcept
    {
        if (BOOST_UNLIKELY(room() < 2 || room() - 2 < base64url_size(data.size())))
            return false;
        *next_++ = '"';
        next_ = write_base64url(next_, data);
        *next_++ = '"';
        return true;
    }

private:
    std::size_t room() const noexcept { return static_cast<std::size_t>(end_ - next_); }

    // The rest of a text. There is room for it and the closing quote, if nothing is escaped.
    BOOST_NOINLINE bool escape(std::string_view text) noexcept
    {
        auto spare = room() - 1 - text.size();
        while (!text.empty()) {
            auto const plain = plain_prefix(text.data(), text.size());
            std::memcpy(next_, text.data(), plain);
            next_ += plain;
            text.remove_prefix(plain);
            if (text.empty())
                break;
            char const c = text.front();
            if (static_cast<unsigned char>(c) >= 0x80) {
                auto const length = boost_broker::detail::utf8_length(text);
                invalid_ = length == 0;
                if (invalid_)
                    return false;
                next_ += text.copy(next_, length);
                text.remove_prefix(length);
                continue;
            }
            auto const more = escaped_size(c) - 1;
            if (more > spare)
                return false;
            spare -= more;
            *next_++ = '\\';
            if (char const letter = short_escape(c); letter != 0) {
                *next_++ = letter;
            } else {
                auto const code = static_cast<unsigned char>(c);
                for (char const digit :
                    {'u', '0', '0', "01"[code / 16], "0123456789abcdef"[code % 16]})
                    *next_++ = digit;
            }
            text.remove_prefix(1);
        }
        return true;
    }

    char* begin_;
    char* next_;
    char* end_;
    bool invalid_ = false;
};

/// Counts what would be written.
class counter
{
public:
    std::size_t size() const noexcept { return size_; }
    bool invalid() const noexcept { return false; }

    bool put(char) noexcept { return add(1); }
    bool put(std::string_view text) noexcept { return add(text.size()); }
    void replace(std::size_t, char) noexcept {}

    template<class Number>
    bool number(Number value) noexcept
    {
        char buffer[32];
        return add(static_cast<std::size_t>(
            std::to_chars(buffer, buffer + sizeof buffer, value).ptr - buffer));
    }

    bool text(std::string_view text) noexcept
    {
        add(text.size() + 2);
        for (;;) {
            text.remove_prefix(plain_prefix(text.data(), text.size()));
            if (text.empty())
                return true;
            add(escaped_size(text.front()) - 1);
            text.remove_prefix(1);
        }
    }

    bool base64url(std::span<std::byte const> data) noexcept
    {
        return add(base64url_size(data.size()) + 2);
    }

private:
    bool add(std::size_t more) noexcept
    {
        size_ += more;
        return true;
    }

    std::size_t size_ = 0;
};

} // namespace boost_broker::json::detail

#endif
