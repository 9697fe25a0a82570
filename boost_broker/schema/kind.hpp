// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_SCHEMA_KIND_HPP
#define BOOST_BROKER_SCHEMA_KIND_HPP

// The kinds of types that a message can be made of. A codec has one branch for each.

#include <string_view>

namespace boost_broker::schema {

/// What a C++ type is in a schema, and thereby how it travels.
/** The numbers are part of the structural hash of a schema, so they never change. */
enum class kind : unsigned char {
    /// No mapping is known: the type cannot be part of a message that leaves the process.
    unmapped = 0,
    /// `void` as a response, and `std::monostate`: an empty structure.
    nothing = 1,
    /// `bool`.
    boolean = 2,
    /// `char`: one character from U+0000 to U+00FF.
    character = 3,
    /// A signed integer of 8, 16, 32 or 64 bits.
    signed_integer = 4,
    /// An unsigned integer of 8, 16, 32 or 64 bits.
    unsigned_integer = 5,
    /// `float` or `double`.
    floating = 6,
    /// Text: `std::string`, always UTF-8.
    text = 7,
    /// Bytes that mean nothing to the library: `bytes`.
    bytes = 8,
    /// Any number of elements: `std::vector` and what works like it.
    sequence = 9,
    /// A fixed number of elements: `std::array`.
    array = 10,
    /// A value that may be missing: `std::optional`, or `std::unique_ptr` for a recursive type.
    optional = 11,
    /// Values by key: `std::map`, `std::unordered_map` and what works like them.
    map = 12,
    /// `std::pair` and `std::tuple`: elements that are told apart by their position.
    tuple = 13,
    /// `std::variant`: one of several alternatives, each called like its type.
    variant = 14,
    /// `std::chrono::duration`: a number of ticks, whose length is a part of the type.
    duration = 15,
    /// A time point of `std::chrono::system_clock`: ticks since 1970-01-01 00:00 UTC.
    time_point = 16,
    /// A type that travels as another one and keeps its own name; see `strong_typedef`.
    strong = 17,
    /// An enumeration that is described by BOOST_DESCRIBE_ENUM: its number.
    enumeration = 18,
    /// A struct whose fields are known; see `reflect`.
    structure = 19
};

/// Returns the name of a kind, as it is written above.
constexpr std::string_view to_string(kind k) noexcept
{
    switch (k) {
    case kind::unmapped:
        return "unmapped";
    case kind::nothing:
        return "nothing";
    case kind::boolean:
        return "boolean";
    case kind::character:
        return "character";
    case kind::signed_integer:
        return "signed_integer";
    case kind::unsigned_integer:
        return "unsigned_integer";
    case kind::floating:
        return "floating";
    case kind::text:
        return "text";
    case kind::bytes:
        return "bytes";
    case kind::sequence:
        return "sequence";
    case kind::array:
        return "array";
    case kind::optional:
        return "optional";
    case kind::map:
        return "map";
    case kind::tuple:
        return "tuple";
    case kind::variant:
        return "variant";
    case kind::duration:
        return "duration";
    case kind::time_point:
        return "time_point";
    case kind::strong:
        return "strong";
    case kind::enumeration:
        return "enumeration";
    case kind::structure:
        return "structure";
    }
    return "unknown";
}

/// Tells whether types of a kind are told apart by their names.
constexpr bool has_own_name(kind k) noexcept
{
    return k == kind::structure || k == kind::enumeration || k == kind::strong;
}

} // namespace boost_broker::schema

#endif
