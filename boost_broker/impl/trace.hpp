// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_IMPL_TRACE_HPP
#define BOOST_BROKER_IMPL_TRACE_HPP

#include <boost_broker/trace.hpp>

#include <cstddef>
#include <cstdint>

namespace boost_broker {

namespace detail {

// Small letters only, as the specification says.
constexpr std::optional<std::uint64_t> hex_number(std::string_view digits) noexcept
{
    std::uint64_t number = 0;
    for (char const c : digits) {
        auto const digit = std::string_view("0123456789abcdef").find(c);
        if (digit == std::string_view::npos)
            return std::nullopt;
        number = number << 4 | digit;
    }
    return number;
}

template<class Char, class Traits>
void write_hex(std::basic_ostream<Char, Traits>& out, std::uint64_t number)
{
    for (unsigned shift = 64; shift != 0;) {
        shift -= 4;
        out << "0123456789abcdef"[number >> shift & 15];
    }
}

} // namespace detail

template<class Char, class Traits>
std::basic_ostream<Char, Traits>& operator<<(
    std::basic_ostream<Char, Traits>& out, trace_context const& trace)
{
    out << "00-";
    detail::write_hex(out, trace.trace_id[0]);
    detail::write_hex(out, trace.trace_id[1]);
    out << '-';
    detail::write_hex(out, trace.span_id);
    return out << "-01";
}

// A later version may have more behind the flags, and means the same in front of them.
constexpr std::optional<trace_context> parse_trace(std::string_view text) noexcept
{
    constexpr std::size_t known = 55;
    if (text.size() < known || text[2] != '-' || text[35] != '-' || text[52] != '-')
        return std::nullopt;
    auto const version = detail::hex_number(text.substr(0, 2));
    if (!version || *version == 0xff || !detail::hex_number(text.substr(53, 2)))
        return std::nullopt;
    if (text.size() != known && (*version == 0 || text[known] != '-'))
        return std::nullopt;
    auto const first = detail::hex_number(text.substr(3, 16));
    auto const second = detail::hex_number(text.substr(19, 16));
    auto const span = detail::hex_number(text.substr(36, 16));
    if (!first || !second || !span)
        return std::nullopt;
    trace_context const read{{*first, *second}, *span};
    return *span != 0 && (*first != 0 || *second != 0) ? std::optional(read) : std::nullopt;
}

} // namespace boost_broker

#endif
