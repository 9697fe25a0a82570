// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_SCHEMA_NOTES_HPP
#define BOOST_BROKER_SCHEMA_NOTES_HPP

// What a schema says of a type that C++ does not: what it is for, which fields may be absent, and
// under which number a field is known to Protobuf.
//
//     struct get_device {
//         using response = device_info;
//         std::int64_t device_id = 0;
//         bool fresh = false;
//
//         static constexpr bb::schema::notes broker_schema{"Asks for one device.",
//             {{.name = "device_id", .doc = "As it came with device_discovered."},
//                 {.name = "fresh", .may_be_absent = true}}};
//     };

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace boost_broker::schema {

/// What a schema says of one field.
struct field_note {
    /// The field.
    std::string_view name = {};
    /// What it is for, in a sentence or two.
    std::string_view doc = {};
    /// Whether a message without the field is taken; the field then keeps its initialiser. A
    /// `std::optional` may always be absent.
    bool may_be_absent = false;
    /// The field number in Protobuf; 0: its place in the struct, from 1.
    std::uint32_t number = 0;
};

/// What a schema says of a type, as the member `broker_schema` of a struct or by `notes_of`.
/** @tparam N The number of fields about which something is said; it is deduced. */
template<std::size_t N>
struct notes {
    /// What the type is for.
    std::string_view doc;
    /// What the type is called in the schema; empty: as in C++, without its namespace.
    std::string_view name;
    /// What is said of fields, in any order.
    std::array<field_note, N> fields{};

    /// Says what a type is for.
    constexpr explicit notes(std::string_view what_for = {}) noexcept requires(N == 0)
        : doc(what_for)
    {}

    /// Says what a type is for, and something of its fields.
    template<std::size_t M>
        requires(M == N)
    constexpr notes(std::string_view what_for, field_note const (&of_fields)[M]) noexcept
        : doc(what_for)
    {
        for (std::size_t i = 0; i != N; ++i)
            fields[i] = of_fields[i];
    }

    /// Returns the same notes with a name for the type.
    constexpr notes named(std::string_view text) const noexcept
    {
        auto copy = *this;
        copy.name = text;
        return copy;
    }
};

#if !defined(BOOST_BROKER_DOXYGEN)
notes()->notes<0>;
notes(std::string_view)->notes<0>;
template<std::size_t N>
notes(std::string_view, field_note const (&)[N]) -> notes<N>;
#endif

/// The notes on a type: its member `broker_schema`, or none.
/** Specialise it for a type that cannot be changed, with a member `value`. */
template<class T>
struct notes_of {
    /// The notes.
    static constexpr notes<0> value{};
};

#if !defined(BOOST_BROKER_DOXYGEN)
template<class T>
    requires requires
    {
        T::broker_schema.fields;
    }
struct notes_of<T> {
    static constexpr auto& value = T::broker_schema;
};
#endif

} // namespace boost_broker::schema

#endif
