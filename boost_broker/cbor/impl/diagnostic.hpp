// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_CBOR_IMPL_DIAGNOSTIC_HPP
#define BOOST_BROKER_CBOR_IMPL_DIAGNOSTIC_HPP

#include <boost_broker/cbor/detail/large_integer.hpp>
#include <boost_broker/cbor/diagnostic.hpp>

#include <bit>
#include <charconv>
#include <cmath>

namespace boost_broker::cbor {

namespace detail {

inline void append_hex(std::string& to, std::span<std::byte const> data)
{
    constexpr std::string_view digits = "0123456789abcdef";
    for (auto const b : data) {
        to += digits[std::to_integer<std::size_t>(b) >> 4];
        to += digits[std::to_integer<std::size_t>(b) & 15];
    }
}

/// Appends text as between the quotes of a string.
inline void append_escaped(std::string& to, std::string_view text)
{
    std::string quoted;
    boost_broker::detail::append_json_text(quoted, text);
    to.append(quoted, 1, quoted.size() - 2);
}

/// Appends a floating-point number in the fewest digits that give it back, laid out as ECMAScript
/// does, but always with a point or an exponent, and a point before that.
inline void append_floating(std::string& to, double value)
{
    if (std::isnan(value) || std::isinf(value)) {
        to += std::isnan(value) ? "NaN" : value < 0 ? "-Infinity" : "Infinity";
        return;
    }
    if (std::signbit(value))
        to += '-';
    char buffer[32]; // d.ddde-ddd
    auto const end = std::to_chars(
        buffer, buffer + sizeof buffer, std::abs(value), std::chars_format::scientific);
    std::string_view const text(buffer, static_cast<std::size_t>(end.ptr - buffer));
    auto const e = text.find('e');
    std::string digits(text.substr(0, e));
    if (digits.size() > 1)
        digits.erase(1, 1);
    int exponent = 0;
    auto const sign = text[e + 1] == '-' ? -1 : 1;
    std::from_chars(buffer + e + 2, end.ptr, exponent);
    exponent *= sign;
    auto const count = static_cast<int>(digits.size());
    if (exponent >= 21 || exponent < -6) {
        to += digits[0];
        (to += '.') += count == 1 ? "0" : digits.substr(1);
        ((to += 'e') += exponent < 0 ? '-' : '+') += std::to_string(std::abs(exponent));
    } else if (exponent < 0) {
        (to += "0.").append(static_cast<std::size_t>(-exponent - 1), '0') += digits;
    } else if (count <= exponent + 1) {
        (to += digits).append(static_cast<std::size_t>(exponent + 1 - count), '0') += ".0";
    } else {
        auto const whole = static_cast<std::size_t>(exponent) + 1;
        ((to += digits.substr(0, whole)) += '.') += digits.substr(whole);
    }
}

} // namespace detail

inline void diagnostic_writer::printer::separator(scanner::level const* parent)
{
    if (parent == nullptr) {
        if (!first)
            *to += '\n';
        first = false;
    } else if (parent->type == major::bytes || parent->type == major::text) {
        // only now, because one without pieces is written in another way
        *to += parent->count == 0 ? "(_ " : ", ";
    } else if (parent->type == major::map && parent->count % 2 != 0) {
        *to += ": ";
    } else if (parent->type != major::tag && parent->count != 0) {
        *to += ", ";
    }
}

inline void diagnostic_writer::printer::indicator(head const& h)
{
    if (options.encoding_indicators && h.info >= head::one_byte && h.info != head::indefinite &&
        h.info != shortest_info(h.argument))
        (*to += '_') += static_cast<char>('0' + h.info - head::one_byte);
}

inline void diagnostic_writer::printer::begin_tag(head const& h)
{
    *to += std::to_string(h.argument);
    indicator(h);
    *to += '(';
}

/// Tells whether a large integer begins that is written as a number: one in the form that it has,
/// with no fewer bytes than it needs.
inline bool diagnostic_writer::printer::begin_large_integer(head const& h)
{
    if (!tag_held)
        return false;
    tag_held = false;
    large_integer = h.type == major::bytes && !h.is_indefinite() && h.argument > 8 &&
        h.argument <= detail::most_integer_bytes && h.info == shortest_info(h.argument);
    if (large_integer)
        digits.clear();
    else
        begin_tag(tag);
    return large_integer;
}

inline void diagnostic_writer::printer::begin(head const& h, scanner::level const* parent)
{
    if (begin_large_integer(h))
        return;
    separator(parent);
    switch (h.type) {
    case major::bytes:
    case major::text:
        if (!h.is_indefinite())
            *to += h.type == major::text ? "\"" : "h'";
        string = h;
        break;
    case major::array:
    case major::map:
        *to += h.type == major::array ? '[' : '{';
        if (h.is_indefinite()) {
            *to += "_ ";
        } else if (auto const size = to->size(); indicator(h), to->size() != size) {
            *to += ' ';
        }
        break;
    case major::tag:
        tag_held = (h.argument == 2 || h.argument == 3) && h.info == h.argument;
        tag = h;
        if (!tag_held)
            begin_tag(h);
        break;
    default:
        scalar(h);
    }
}

inline void diagnostic_writer::printer::scalar(head const& h)
{
    if (h.is_floating()) {
        auto const bits = detail::widen_floating(h.info, h.argument);
        detail::append_floating(*to, std::bit_cast<double>(bits));
        if (options.encoding_indicators && detail::shortest_floating(bits).info != h.info)
            (*to += '_') += static_cast<char>('0' + h.info - head::one_byte);
        return;
    }
    switch (h.type) {
    case major::unsigned_integer:
        *to += std::to_string(h.argument);
        indicator(h);
        break;
    case major::negative_integer:
        *to += h.argument == ~std::uint64_t{0} ? "-18446744073709551616"
                                               : '-' + std::to_string(h.argument + 1);
        indicator(h);
        break;
    default:
        switch (h.argument) {
        case static_cast<std::uint64_t>(simple_value::false_):
            *to += "false";
            break;
        case static_cast<std::uint64_t>(simple_value::true_):
            *to += "true";
            break;
        case static_cast<std::uint64_t>(simple_value::null):
            *to += "null";
            break;
        case static_cast<std::uint64_t>(simple_value::undefined):
            *to += "undefined";
            break;
        default:
            ((*to += "simple(") += std::to_string(h.argument)) += ')';
        }
    }
}

inline void diagnostic_writer::printer::content(std::span<std::byte const> data)
{
    if (large_integer)
        digits += as_text(data);
    else if (string.type == major::text)
        detail::append_escaped(*to, as_text(data));
    else
        detail::append_hex(*to, data);
}

inline void diagnostic_writer::printer::end_large_integer()
{
    large_integer = false;
    if (digits[0] == '\0') { // more bytes than it needs
        begin_tag(tag);
        *to += "h'";
        detail::append_hex(*to, as_bytes(digits));
        *to += '\'';
        return;
    }
    if (tag.argument == 3)
        *to += '-';
    *to += detail::decimal_digits(digits, tag.argument == 3 ? 1 : 0);
    tag_written_as_number = true;
}

inline void diagnostic_writer::printer::end_of_string()
{
    if (large_integer) {
        end_large_integer();
        return;
    }
    *to += string.type == major::text ? '"' : '\'';
    indicator(string);
}

inline void diagnostic_writer::printer::end(scanner::level const& closed)
{
    switch (closed.type) {
    case major::array:
        *to += ']';
        break;
    case major::map:
        *to += '}';
        break;
    case major::tag:
        if (!std::exchange(tag_written_as_number, false))
            *to += ')';
        break;
    default:
        *to += closed.count != 0 ? ")" : closed.type == major::text ? "\"\"_" : "''_";
    }
}

inline result<std::string> to_diagnostic(std::span<std::byte const> data,
    diagnostic_options const& options, decode_limits const& limits, codec_error* why)
{
    diagnostic_writer writer(options, limits);
    std::string text;
    if (writer.write(data, text) && writer.finish(text))
        return text;
    return schema::report(writer.error(), schema::coding::decode, "CBOR", "an item", why);
}

inline std::string to_diagnostic(item const& value, diagnostic_options const& options)
{
    constexpr auto unlimited = static_cast<std::size_t>(-1);
    auto text = cbor::to_diagnostic(
        value.to_bytes(), options, {unlimited, unlimited, unlimited, unlimited});
    return text ? *std::move(text) : std::string(); // a text that is not UTF-8
}

} // namespace boost_broker::cbor

#endif
