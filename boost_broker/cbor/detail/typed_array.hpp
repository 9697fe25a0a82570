// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_CBOR_DETAIL_TYPED_ARRAY_HPP
#define BOOST_BROKER_CBOR_DETAIL_TYPED_ARRAY_HPP

// Arrays of numbers as one block of bytes (RFC 8746, section 2).

#include <boost_broker/cbor/detail/reader.hpp>
#include <boost_broker/cbor/head.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace boost_broker::cbor::detail {

/// How the numbers of a typed array are written, as its tag says: in the bits 0b010fsell.
struct typed_array {
    bool floating;
    bool is_signed;
    bool little_endian;
    unsigned size; // of a number, in bytes

    /// Reads the number at a position as if it had a head.
    head element(position at) const noexcept
    {
        std::uint64_t bits = 0;
        for (unsigned i = 0; i != size; ++i) {
            auto const place = little_endian ? size - 1 - i : i;
            bits = bits << 8 | std::to_integer<std::uint64_t>(at[place]);
        }
        if (floating)
            return {major::simple,
                static_cast<unsigned char>(head::one_byte + std::countr_zero(size)), bits};
        auto const unused = 64 - 8 * size;
        auto const value = static_cast<std::int64_t>(bits << unused) >> unused;
        if (is_signed && value < 0)
            return {major::negative_integer, 27, static_cast<std::uint64_t>(-1 - value)};
        return {major::unsigned_integer, 27, bits};
    }
};

/// Returns what a tag says of the bytes in it; nothing if it is of no typed array that can be read.
/** Numbers of 128 bits cannot. */
inline std::optional<typed_array> typed_array_of(std::uint64_t tag) noexcept
{
    if (tag < 64 || tag > 87 || tag == 76)
        return std::nullopt;
    bool const floating = (tag & 16) != 0;
    auto const size = (floating ? 2u : 1u) << (tag & 3);
    if (size > 8)
        return std::nullopt;
    return typed_array{floating, !floating && (tag & 8) != 0, (tag & 4) != 0, size};
}

} // namespace boost_broker::cbor::detail

#endif
