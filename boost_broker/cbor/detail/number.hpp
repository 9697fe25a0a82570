// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_CBOR_DETAIL_NUMBER_HPP
#define BOOST_BROKER_CBOR_DETAIL_NUMBER_HPP

// A number as it came, and as a field wants it. Languages without integers write 5.0 as 5, and a
// large integer as a floating-point number, so the value decides, not the form.

#include <boost_broker/cbor/detail/floating.hpp>
#include <boost_broker/cbor/head.hpp>
#include <boost_broker/error.hpp>

#include <bit>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <type_traits>

namespace boost_broker::cbor::detail {

/// An integer of CBOR: `argument`, or -1 minus it.
struct integer {
    bool negative;
    std::uint64_t argument;
};

/// Returns the integer that a floating-point number is, if it is one that CBOR has.
inline std::optional<integer> whole_number(double value) noexcept
{
    constexpr double limit = 18446744073709551616.0; // 2^64
    if (std::trunc(value) != value || value >= limit || value < -limit)
        return std::nullopt;
    if (value >= 0)
        return integer{false, static_cast<std::uint64_t>(value)};
    // -2^64 has an argument although 2^64 has none
    return integer{
        true, value == -limit ? ~std::uint64_t{0} : static_cast<std::uint64_t>(-value) - 1};
}

/// Returns an integer as a double, if that has it exactly.
inline std::optional<double> exact_double(integer from) noexcept
{
    // The sum may wrap to 0, which stands for 2^64 then.
    auto const magnitude = from.argument + (from.negative ? 1 : 0);
    bool const wrapped = from.negative && magnitude == 0;
    auto const value = wrapped ? 18446744073709551616.0 : static_cast<double>(magnitude);
    if (!wrapped &&
        (value >= 18446744073709551616.0 || static_cast<std::uint64_t>(value) != magnitude))
        return std::nullopt;
    return from.negative ? -value : value;
}

/// Returns the floating-point number that a head is.
inline double floating_value(head h) noexcept
{
    if (h.info == 26)
        return std::bit_cast<float>(static_cast<std::uint32_t>(h.argument));
    return std::bit_cast<double>(detail::widen_floating(h.info, h.argument));
}

/// Puts an integer where a field is, if it fits.
template<std::integral T>
constexpr bool store_integer(integer from, T& to) noexcept
{
    if (from.argument > static_cast<std::uint64_t>(std::numeric_limits<T>::max()))
        return false;
    if constexpr (std::is_signed_v<T>) {
        auto const value = static_cast<std::int64_t>(from.argument);
        to = static_cast<T>(from.negative ? -1 - value : value);
        return true;
    } else {
        to = static_cast<T>(from.argument);
        return !from.negative;
    }
}

/// Puts a number where a field is; to a `float` it may be rounded, because most writers only know
/// `double`.
/** @return What is wrong; 0 if nothing is. */
template<std::floating_point T>
errc store_floating(double from, T& to) noexcept
{
    if constexpr (sizeof(T) == sizeof(float)) {
        if (std::isfinite(from) && std::abs(from) > std::numeric_limits<float>::max())
            return errc::out_of_range;
    }
    to = static_cast<T>(from);
    return errc{};
}

/// Puts the number that a head is where a field is.
/** @return What is wrong; 0 if nothing is. */
template<class T>
errc store_number(head h, T& to) noexcept
{
    if constexpr (std::is_floating_point_v<T>) {
        if (h.is_floating())
            return detail::store_floating(detail::floating_value(h), to);
        if (h.type > major::negative_integer)
            return errc::wrong_type;
        auto const value = detail::exact_double({h.type == major::negative_integer, h.argument});
        return value ? detail::store_floating(*value, to) : errc::out_of_range;
    } else {
        integer from{h.type == major::negative_integer, h.argument};
        if (h.type > major::negative_integer) {
            if (!h.is_floating())
                return errc::wrong_type;
            auto const value = detail::floating_value(h);
            auto const whole = detail::whole_number(value);
            if (!whole) // beyond all integers, or not an integer
                return std::isfinite(value) && std::trunc(value) == value ? errc::out_of_range
                                                                          : errc::wrong_type;
            from = *whole;
        }
        return detail::store_integer(from, to) ? errc{} : errc::out_of_range;
    }
}

} // namespace boost_broker::cbor::detail

#endif
