// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_CBOR_DETAIL_FLOATING_HPP
#define BOOST_BROKER_CBOR_DETAIL_FLOATING_HPP

// Floating-point numbers of 16, 32 and 64 bits, as bits: exact in both directions, the payload of a
// NaN included, which conversions between C++'s types would change.

#include <bit>
#include <cstdint>
#include <limits>
#include <optional>

namespace boost_broker::cbor::detail {

static_assert(std::numeric_limits<float>::is_iec559 && std::numeric_limits<double>::is_iec559,
    "boost_broker: CBOR needs the floating-point numbers of IEEE 754");

/// A binary format of IEEE 754 that is narrower than `double`.
template<unsigned Fraction, unsigned Exponent>
struct float_format {
    static constexpr int bias = (1 << (Exponent - 1)) - 1;
    static constexpr std::uint64_t fraction_mask = (std::uint64_t{1} << Fraction) - 1;
    static constexpr std::uint64_t largest_exponent = (std::uint64_t{1} << Exponent) - 1;
    static constexpr unsigned dropped = 52 - Fraction; // bits that a double has more

    /// Returns the bits of the same number as a double.
    static constexpr std::uint64_t widen(std::uint64_t bits) noexcept
    {
        auto const sign = (bits >> (Fraction + Exponent) & 1) << 63;
        auto const exponent = bits >> Fraction & largest_exponent;
        auto const fraction = bits & fraction_mask;
        if (exponent == largest_exponent) // infinity or NaN
            return sign | std::uint64_t{0x7FF} << 52 | fraction << dropped;
        if (exponent != 0)
            return sign | (exponent + 1023 - bias) << 52 | fraction << dropped;
        if (fraction == 0)
            return sign;
        // what is subnormal here is not in a double
        auto const top = static_cast<unsigned>(std::bit_width(fraction)) - 1;
        auto const power = std::uint64_t{top} + 1024 - bias - Fraction;
        return sign | power << 52 | (fraction << (52 - top) & double_fraction_mask);
    }

    /// Returns the bits of the same number in this format, if it has the number.
    static constexpr std::optional<std::uint64_t> narrow(std::uint64_t bits) noexcept
    {
        auto const sign = (bits >> 63) << (Fraction + Exponent);
        auto const exponent = bits >> 52 & 0x7FF;
        auto const fraction = bits & double_fraction_mask;
        constexpr auto dropped_mask = (std::uint64_t{1} << dropped) - 1;
        if (exponent == 0) // zero, or too small
            return fraction == 0 ? std::optional(sign) : std::nullopt;
        if (exponent == 0x7FF) {
            if ((fraction & dropped_mask) != 0)
                return std::nullopt;
            return sign | largest_exponent << Fraction | fraction >> dropped;
        }
        int const power = static_cast<int>(exponent) - 1023;
        if (power > bias)
            return std::nullopt;
        if (power > -bias) {
            if ((fraction & dropped_mask) != 0)
                return std::nullopt;
            return sign | static_cast<std::uint64_t>(power + bias) << Fraction |
                fraction >> dropped;
        }
        auto const missing = static_cast<unsigned>(1 - bias - power);
        auto const whole = fraction | std::uint64_t{1} << 52;
        if (missing > Fraction || (whole & (((dropped_mask + 1) << missing) - 1)) != 0)
            return std::nullopt;
        return sign | whole >> (dropped + missing);
    }

private:
    static constexpr std::uint64_t double_fraction_mask = (std::uint64_t{1} << 52) - 1;
};

using half = float_format<10, 5>;
using single = float_format<23, 8>;

/// Returns the bits as a double of a number whose head has this `info`: 25, 26 or 27.
constexpr std::uint64_t widen_floating(unsigned info, std::uint64_t bits) noexcept
{
    return info == 25 ? half::widen(bits) : info == 26 ? single::widen(bits) : bits;
}

/// The bits of a number, and the `info` of the head that they are written with.
struct narrowed {
    unsigned char info;
    std::uint64_t bits;
};

/// Returns the shortest form of a number that is given as the bits of a double.
constexpr narrowed shortest_floating(std::uint64_t bits) noexcept
{
    if (auto const short_bits = half::narrow(bits))
        return {25, *short_bits};
    if (auto const short_bits = single::narrow(bits))
        return {26, *short_bits};
    return {27, bits};
}

} // namespace boost_broker::cbor::detail

#endif
