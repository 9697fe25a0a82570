// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_SCHEMA_DOCUMENT_HPP
#define BOOST_BROKER_SCHEMA_DOCUMENT_HPP

// A schema as a message: it travels in any format that carries messages, so that a peer or a tool
// can read it; see `loaded_schema`.

#include <boost_broker/schema/description.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace boost_broker::schema {

BOOST_DESCRIBE_ENUM(kind, unmapped, nothing, boolean, character, signed_integer, unsigned_integer,
    floating, text, bytes, sequence, array, optional, map, tuple, variant, duration, time_point,
    strong, enumeration, structure)
BOOST_DESCRIBE_ENUM(role, event, request, signal)

/// An enumerator of a `schema_document`.
struct enumerator_document {
    /// What it is called.
    std::string name = {};
    /// Its number in decimal digits, because an unsigned one may be too large for JSON.
    std::string value = {};
    /// Compares by value.
    friend bool operator==(enumerator_document const&, enumerator_document const&) = default;
};

/// A field of a `schema_document`; see `field_description`.
struct field_document {
    /// What it is called.
    std::string name = {};
    /// Its type, as a place in `schema_document::types`.
    std::uint32_t type = 0;
    /// Whether a message without it is refused.
    bool required = true;
    /// Its number in Protobuf.
    std::uint32_t number = 0;
    /// What it is for.
    std::optional<std::string> doc = {};
    /// What it is initialised with, as JSON.
    std::optional<std::string> initializer = {};
    /// Compares by value.
    friend bool operator==(field_document const&, field_document const&) = default;
};

/// A type of a `schema_document`; see `type_description`.
/** What a kind has no use for is absent. */
struct type_document {
    /// What it is.
    schema::kind kind = schema::kind::unmapped;
    /// What it is called; absent unless it has a name of its own.
    std::optional<std::string> name = {};
    /// What it is for.
    std::optional<std::string> doc = {};
    /// How many bits a number has.
    std::optional<std::uint32_t> bits = {};
    /// How many elements an array has.
    std::optional<std::uint64_t> count = {};
    /// The length of a tick: the numerator ...
    std::optional<std::int64_t> numerator = {};
    /// ... and the denominator.
    std::optional<std::int64_t> denominator = {};
    /// What it is made of, as places in `schema_document::types`.
    std::optional<std::vector<std::uint32_t>> parts = {};
    /// The fields.
    std::optional<std::vector<field_document>> fields = {};
    /// The enumerators.
    std::optional<std::vector<enumerator_document>> enumerators = {};
    /// Compares by value.
    friend bool operator==(type_document const&, type_document const&) = default;
};

/// A message of a `schema_document`; see `message_description`.
struct message_document {
    /// What it is called.
    std::string name = {};
    /// What it is sent with.
    schema::role role = schema::role::event;
    /// Its type, as a place in `schema_document::types`.
    std::uint32_t type = 0;
    /// What it is answered with, as a place in `schema_document::types`.
    std::uint32_t response = 0;
    /// Compares by value.
    friend bool operator==(message_document const&, message_document const&) = default;
};

/// A schema as a message.
struct schema_document {
    /// The version of this form: 1.
    std::uint32_t version = 1;
    /// The types.
    std::vector<type_document> types = {};
    /// The messages.
    std::vector<message_document> messages = {};
    /// Compares by value.
    friend bool operator==(schema_document const&, schema_document const&) = default;
};

BOOST_DESCRIBE_STRUCT(enumerator_document, (), (name, value))
BOOST_DESCRIBE_STRUCT(field_document, (), (name, type, required, number, doc, initializer))
BOOST_DESCRIBE_STRUCT(type_document, (),
    (kind, name, doc, bits, count, numerator, denominator, parts, fields, enumerators))
BOOST_DESCRIBE_STRUCT(message_document, (), (name, role, type, response))
BOOST_DESCRIBE_STRUCT(schema_document, (), (version, types, messages))

/// Makes a message of a description.
inline schema_document to_document(description const& types);

} // namespace boost_broker::schema

#include <boost_broker/schema/impl/document.hpp>

#endif
