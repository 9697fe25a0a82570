// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_CBOR_IMPL_DIAGNOSTIC_PARSER_HPP
#define BOOST_BROKER_CBOR_IMPL_DIAGNOSTIC_PARSER_HPP

#include <boost_broker/cbor/detail/diagnostic_parser.hpp>
#include <boost_broker/cbor/detail/large_integer.hpp>
#include <boost_broker/cbor/diagnostic.hpp>

#include <charconv>
#include <limits>
#include <system_error>

namespace boost_broker::cbor {

namespace detail {

inline bool diagnostic_parser::skip_space()
{
    for (; at_ != text_.size(); ++at_) {
        if (text_[at_] == '/') { // a comment
            auto const end = text_.find('/', at_ + 1);
            if (end == text_.npos)
                return state_.fail(errc::truncated, at_, "the comment has no end");
            at_ = end;
        } else if (std::string_view(" \t\r\n").find(text_[at_]) == std::string_view::npos) {
            break;
        }
    }
    return true;
}

inline bool diagnostic_parser::value(item& v)
{
    if (!skip_space())
        return false;
    auto const c = peek();
    if (c == '[')
        return array(v);
    if (c == '{')
        return map(v);
    if (c == '(')
        return pieces(v);
    if (is_digit(c) || (c == '-' && !text_.substr(at_).starts_with("-Infinity")))
        return number(v);
    if (c == '"' || c == '\'' || text_.substr(at_).starts_with("h'") ||
        text_.substr(at_).starts_with("b64'"))
        return string(v);
    return word(v);
}

inline bool diagnostic_parser::word(item& v)
{
    auto const begin = at_;
    if (take("false"))
        v = item(false);
    else if (take("true"))
        v = item(true);
    else if (take("null"))
        v = item(nullptr);
    else if (take("undefined"))
        v = item::simple(static_cast<std::uint8_t>(simple_value::undefined));
    else if (take("simple(")) {
        std::uint8_t number = 0;
        auto const last = text_.data() + text_.size();
        auto const [end, error] = std::from_chars(text_.data() + at_, last, number);
        if (error != std::errc() || end == last || *end != ')')
            return fail(end == last ? text_.size() : at_,
                "a number from 0 to 255 and a parenthesis should be here");
        at_ = static_cast<std::size_t>(end - text_.data()) + 1;
        v = item::simple(number);
    } else {
        bool const infinite = take("Infinity") || take("-Infinity");
        if (!infinite && !take("NaN"))
            return fail(begin, "this begins no value");
        v = item(!infinite            ? std::numeric_limits<double>::quiet_NaN()
                : text_[begin] == '-' ? -std::numeric_limits<double>::infinity()
                                      : std::numeric_limits<double>::infinity());
        return indicated(begin, v);
    }
    return true;
}

/// Reads how an item is encoded: an underscore, and a digit if the length is known.
inline bool diagnostic_parser::indicator(form& how)
{
    if (!take('_'))
        return true;
    how = form::indefinite;
    if (is_digit(peek())) {
        if (peek() > '3')
            return fail(at_, "0, 1, 2 or 3 should be here");
        how = static_cast<form>(static_cast<unsigned char>(form::one_byte) + (text_[at_++] - '0'));
    }
    return true;
}

/// Reads how the item that has been read is encoded, and says so, if it can be.
inline bool diagnostic_parser::indicated(std::size_t begin, item& v)
{
    auto how = form::shortest;
    if (!indicator(how))
        return false;
    if (how == form::shortest)
        return true;
    auto const info = static_cast<unsigned char>(how);
    bool const is_string = v.type() == major::bytes || v.type() == major::text;
    bool fits = info >= shortest_info(is_string ? v.text().size() : v.argument());
    if (how == form::indefinite) {
        fits = is_string && v.text().empty(); // the others are in parentheses
        if (fits)
            v = item::in_pieces(v.type(), {});
        return fits || fail(begin, "this cannot be of indefinite length");
    }
    if (v.is_floating())
        fits = info >= detail::shortest_floating(v.argument()).info;
    v = std::move(v).written(how);
    return fits || fail(begin, "the value does not fit what the underscore says");
}

/// Reads a comma, or the end.
inline bool diagnostic_parser::separated(char end, bool& ended)
{
    if (!skip_space())
        return false;
    ended = take(end);
    return ended || take(',') || fail(at_, "a comma or the end should be here");
}

inline bool diagnostic_parser::array(item& v)
{
    auto how = form::shortest;
    if (!state_.enter(at_++) || !indicator(how) || !skip_space())
        return false;
    std::vector<item> elements;
    for (bool ended = take(']'); !ended;) {
        if (!take_parts(1))
            return false;
        if (!value(elements.emplace_back()))
            return state_.in_element(elements.size() - 1);
        if (!separated(']', ended))
            return false;
    }
    state_.leave();
    v = item::array(std::move(elements)).written(how);
    return true;
}

inline bool diagnostic_parser::map(item& v)
{
    auto how = form::shortest;
    auto const begin = at_;
    if (!state_.enter(at_++) || !indicator(how) || !skip_space())
        return false;
    std::vector<item> parts;
    for (bool ended = take('}'); !ended;) {
        if (!take_parts(2) || !value(parts.emplace_back()) || !skip_space())
            return false;
        if (!take(':'))
            return fail(at_, "a colon should be here");
        if (!value(parts.emplace_back()))
            return state_.in_element(parts.size() / 2 - 1);
        if (!separated('}', ended))
            return false;
    }
    if (detail::repeated_key(parts) != parts.size() / 2)
        return state_.fail(errc::duplicate_key, begin, "a key of the map comes twice");
    state_.leave();
    v = item::map(std::move(parts)).written(how);
    return true;
}

inline bool diagnostic_parser::number(item& v)
{
    auto const begin = at_;
    bool const negative = take('-');
    auto const first = at_;
    while (is_digit(peek()))
        ++at_;
    if (at_ == first)
        return fail(at_, "a digit should be here");
    if (peek() == '.' || peek() == 'e' || peek() == 'E')
        return floating(begin, v) && indicated(begin, v);
    auto const digits = text_.substr(first, at_ - first);
    if (digits.size() > 1 && digits[0] == '0')
        return fail(first, "a number does not begin with 0");
    if (!integer(digits, negative, begin, v) || !indicated(begin, v))
        return false;
    if (peek() != '(')
        return true;
    if (negative || v.type() != major::unsigned_integer)
        return fail(begin, "this cannot be the number of a tag");
    return tag(v);
}

inline bool diagnostic_parser::floating(std::size_t begin, item& v)
{
    double number = 0;
    auto const last = text_.data() + text_.size();
    auto const [end, error] = std::from_chars(text_.data() + begin, last, number);
    at_ = static_cast<std::size_t>(end - text_.data());
    if (error != std::errc())
        return state_.fail(errc::out_of_range, begin, "no floating-point number has this value");
    if (end[-1] == '.' || text_.substr(begin, at_ - begin).find_first_of(".eE") == text_.npos)
        return fail(at_, "a digit should be here");
    v = item(number);
    return true;
}

inline bool diagnostic_parser::integer(
    std::string_view digits, bool negative, std::size_t begin, item& v)
{
    constexpr std::size_t most_digits = 155; // of an integer of 64 bytes
    if (digits.size() > most_digits)
        return state_.fail(errc::out_of_range, begin,
            "the integer has too many digits; write h'...' with tag 2 or 3");
    negative = negative && digits != "0";
    auto const bytes = detail::integer_bytes(digits, negative ? 1 : 0);
    if (bytes.size() > 8) {
        v = item::tagged(negative ? 3 : 2, item(as_bytes(bytes)));
        return true;
    }
    std::uint64_t argument = 0;
    for (char const b : bytes)
        argument = argument << 8 | static_cast<unsigned char>(b);
    v = negative ? item::negative(argument) : item(argument);
    return true;
}

/// Reads the content of the tag whose number has been read.
inline bool diagnostic_parser::tag(item& v)
{
    auto const number = v.argument();
    auto const how = v.how();
    item content;
    if (!state_.enter(at_++) || !take_parts(1) || !value(content) || !skip_space())
        return false;
    if (!take(')'))
        return fail(at_, "a parenthesis should be here");
    state_.leave();
    v = item::tagged(number, std::move(content)).written(how);
    return true;
}

} // namespace detail

inline result<item> parse_diagnostic(
    std::string_view text, decode_limits const& limits, codec_error* why)
{
    result<item> read(boost::system::in_place_value);
    detail::diagnostic_parser from(text, limits);
    if (!from.whole(*read)) {
        read = schema::report(std::move(from.state().error()), schema::coding::decode,
            "diagnostic notation", "an item", why);
    }
    return read;
}

} // namespace boost_broker::cbor

#endif
