// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_CBOR_HEAD_HPP
#define BOOST_BROKER_CBOR_HEAD_HPP

// What every data item of CBOR begins with: three bits that say what it is, five that say how its
// argument is written, and the argument (RFC 8949, section 3).

#include <cstdint>
#include <string_view>

namespace boost_broker::cbor {

/// What a data item is, by the upper three bits of its first byte.
enum class major : unsigned char {
    /// An integer that is not negative: the argument.
    unsigned_integer = 0,
    /// A negative integer: -1 minus the argument.
    negative_integer = 1,
    /// Bytes.
    bytes = 2,
    /// Text.
    text = 3,
    /// An array; the argument counts its elements.
    array = 4,
    /// A map; the argument counts its entries.
    map = 5,
    /// A tag; the argument is its number, and its content follows.
    tag = 6,
    /// A floating-point number, `false`, `true`, `null`, `undefined` or another simple value.
    simple = 7
};

/// The simple values that have names.
enum class simple_value : unsigned char {
    /// `false`
    false_ = 20, // NOLINT: a keyword without
    /// `true`
    true_ = 21, // NOLINT: the same
    /// `null`
    null = 22,
    /// `undefined`
    undefined = 23
};

/// The head of a data item.
struct head {
    /// What the item is.
    major type = major::unsigned_integer;
    /// The lower five bits of the first byte: the argument itself up to 23, or how it is written.
    unsigned char info = 0;
    /// The argument; the bits of a floating-point number.
    std::uint64_t argument = 0;

    /// `info` where the argument is in one further byte; 25, 26 and 27 are 2, 4 and 8 bytes.
    static constexpr unsigned char one_byte = 24;
    /// `info` where the length is not known beforehand, and of what ends such an item.
    static constexpr unsigned char indefinite = 31;

    /// Tells whether the length is not known beforehand.
    constexpr bool is_indefinite() const noexcept { return info == indefinite; }
    /// Tells whether it is no item but ends one of indefinite length.
    constexpr bool is_break() const noexcept { return type == major::simple && info == indefinite; }
    /// Tells whether it is a floating-point number.
    constexpr bool is_floating() const noexcept
    {
        return type == major::simple && info > one_byte && info < 28;
    }
    /// Tells whether it is this simple value.
    constexpr bool is(simple_value value) const noexcept
    {
        return type == major::simple && info == static_cast<unsigned char>(value);
    }
};

/// Returns how the argument of a head is written in the fewest bytes: what `info` is then.
constexpr unsigned char shortest_info(std::uint64_t argument) noexcept
{
    if (argument < head::one_byte)
        return static_cast<unsigned char>(argument);
    return argument <= 0xFF      ? head::one_byte
        : argument <= 0xFFFF     ? head::one_byte + 1
        : argument <= 0xFFFFFFFF ? head::one_byte + 2
                                 : head::one_byte + 3;
}

/// Returns what a data item is called in a sentence, such as "a text".
constexpr std::string_view to_string(major type) noexcept
{
    switch (type) {
    case major::unsigned_integer:
        return "an integer";
    case major::negative_integer:
        return "a negative integer";
    case major::bytes:
        return "a byte string";
    case major::text:
        return "a text";
    case major::array:
        return "an array";
    case major::map:
        return "a map";
    case major::tag:
        return "a tag";
    case major::simple:
        return "a simple value";
    }
    return "unknown";
}

} // namespace boost_broker::cbor

#endif
