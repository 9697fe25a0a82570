// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_SCHEMA_DESCRIPTION_HPP
#define BOOST_BROKER_SCHEMA_DESCRIPTION_HPP

// A schema as data: the messages of a program and all types that they are made of. What describes
// C++ types, see `describe`, is constant; what came from elsewhere is owned by `loaded_schema`.
// Whatever works on a schema takes the description, and does not care where it is from.

#include <boost_broker/schema/kind.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace boost_broker::schema {

/// A type, by its place in `description::types`.
using type_index = std::uint32_t;

/// An enumerator.
struct enumerator_description {
    /// What it is called.
    std::string_view name = {};
    /// Its number; for an enumeration of unsigned numbers the same bits as a signed number.
    std::int64_t value = 0;
};

/// A field of a structure.
struct field_description {
    /// What it is called, and its key in CBOR and JSON.
    std::string_view name = {};
    /// Its type.
    type_index type = 0;
    /// Whether a message without it is refused.
    bool required = true;
    /// Its number in Protobuf.
    std::uint32_t number = 0;
    /// What it is for; empty if nothing is noted.
    std::string_view doc = {};
    /// What makes the initialiser, as JSON; null if it is in `stored_initializer`, or not known.
    std::string (*make_initializer)() = nullptr;
    /// The initialiser of a description that came from elsewhere, as JSON; empty if not known.
    std::string_view stored_initializer = {};

    /// Returns the initialiser, which an absent field keeps, as JSON; empty if it is not known.
    std::string initializer() const
    {
        return make_initializer != nullptr ? make_initializer() : std::string(stored_initializer);
    }
};

/// A type.
struct type_description {
    /// What it is.
    schema::kind kind = schema::kind::unmapped;
    /// What it is called. Structures, enumerations and strong typedefs are told apart by it; what
    /// other types are called says no more than their kind.
    std::string_view name = {};
    /// What it is for; empty if nothing is noted.
    std::string_view doc = {};
    /// How many bits an integer or a floating point number has.
    std::uint32_t bits = 0;
    /// How many elements an array has.
    std::uint64_t count = 0;
    /// How long a tick of a duration or a time point is, in seconds: the numerator ...
    std::int64_t numerator = 0;
    /// ... and the denominator.
    std::int64_t denominator = 0;
    /// What it is made of: the elements of a sequence, an array, an optional, a tuple; key and
    /// value of a map; the alternatives of a variant; what a strong typedef, an enumeration, a
    /// duration or a time point travels as.
    std::span<type_index const> parts = {};
    /// The fields of a structure, in the order of their declaration.
    std::span<field_description const> fields = {};
    /// The enumerators of an enumeration, in the order of their declaration.
    std::span<enumerator_description const> enumerators = {};
};

/// What a message is sent with.
enum class role : unsigned char {
    /// An event.
    event = 0,
    /// A request.
    request = 1,
    /// A signal.
    signal = 2
};

/// Returns the name of a role.
constexpr std::string_view to_string(role r) noexcept
{
    return r == role::event ? "event" : r == role::request ? "request" : "signal";
}

/// A message.
struct message_description {
    /// What it is called between programs: the name of its type in snake_case.
    std::string_view name = {};
    /// What it is sent with.
    schema::role role = schema::role::event;
    /// Its type.
    type_index type = 0;
    /// What a request is answered with; of an event or a signal the type of `kind::nothing`.
    type_index response = 0;
};

/// A schema.
/** It views what it describes: copies are cheap, and valid as long as that. A description of C++
    types is valid for ever. */
struct description {
    /// All types, each once.
    std::span<type_description const> types = {};
    /// The messages, in the order in which they were given.
    std::span<message_description const> messages = {};

    /// Returns a type.
    constexpr type_description const& type(type_index index) const noexcept { return types[index]; }

    /// Returns the message with this name, or null.
    constexpr message_description const* find_message(std::string_view name) const noexcept
    {
        for (auto const& m : messages) {
            if (m.name == name)
                return &m;
        }
        return nullptr;
    }

    /// Returns the structure, enumeration or strong typedef with this name, or null.
    constexpr type_description const* find_type(std::string_view name) const noexcept
    {
        for (auto const& t : types) {
            if (has_own_name(t.kind) && t.name == name)
                return &t;
        }
        return nullptr;
    }
};

} // namespace boost_broker::schema

#endif
