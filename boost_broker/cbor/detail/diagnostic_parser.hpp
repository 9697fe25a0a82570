// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_CBOR_DETAIL_DIAGNOSTIC_PARSER_HPP
#define BOOST_BROKER_CBOR_DETAIL_DIAGNOSTIC_PARSER_HPP

// Reads diagnostic notation. A function that reads returns whether to go on.

#include <boost_broker/cbor/item.hpp>
#include <boost_broker/schema/decoding.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace boost_broker::cbor::detail {

class diagnostic_parser
{
public:
    diagnostic_parser(std::string_view text, decode_limits const& limits) noexcept
        : state_(limits)
        , text_(text)
    {}

    schema::decoding& state() noexcept { return state_; }

    bool whole(item& v)
    {
        return state_.begin(text_.size()) && value(v) && skip_space() &&
            (at_ == text_.size() ||
                state_.fail(errc::trailing_bytes, at_, "something follows the item"));
    }

private:
    bool fail(std::size_t at, char const* reason)
    {
        return state_.fail(
            at == text_.size() ? errc::truncated : errc::malformed, at, std::string(reason));
    }

    char peek() const noexcept { return at_ != text_.size() ? text_[at_] : '\0'; }
    bool take(char c) noexcept
    {
        if (peek() != c || at_ == text_.size())
            return false;
        ++at_;
        return true;
    }
    bool take(std::string_view word) noexcept
    {
        if (!text_.substr(at_).starts_with(word))
            return false;
        at_ += word.size();
        return true;
    }
    static bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

    bool skip_space();
    bool value(item& v);
    bool word(item& v);
    bool array(item& v);
    bool map(item& v);
    bool separated(char end, bool& ended);
    bool pieces(item& v);
    bool string(item& v);
    bool quoted(char quote, std::string& content);
    bool escape(std::string& content);
    bool hex_digits(unsigned& code);
    bool hex(std::string& content);
    bool base64(std::string& content);
    bool number(item& v);
    bool floating(std::size_t begin, item& v);
    bool integer(std::string_view digits, bool negative, std::size_t begin, item& v);
    bool tag(item& v);
    bool indicator(form& how);
    bool indicated(std::size_t begin, item& v);
    bool take_parts(std::size_t count)
    {
        return state_.take_items(1, at_) && state_.take_memory(count, sizeof(item), at_);
    }

    schema::decoding state_;
    std::string_view text_;
    std::size_t at_ = 0;
};

} // namespace boost_broker::cbor::detail

#endif
