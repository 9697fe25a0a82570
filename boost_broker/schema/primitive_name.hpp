// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_SCHEMA_PRIMITIVE_NAME_HPP
#define BOOST_BROKER_SCHEMA_PRIMITIVE_NAME_HPP

// What the types without a name of their own are called.

#include <boost_broker/schema/kind.hpp>

#include <cstdint>
#include <string_view>

namespace boost_broker::schema {

/// Returns what a type is called that has no name of its own: `int32`, `float64`, `bool`, `text`.
constexpr std::string_view primitive_name(kind k, std::uint32_t bits) noexcept
{
    switch (k) {
    case kind::boolean:
        return "bool";
    case kind::character:
        return "char";
    case kind::signed_integer:
        return bits == 8 ? "int8" : bits == 16 ? "int16" : bits == 32 ? "int32" : "int64";
    case kind::unsigned_integer:
        return bits == 8 ? "uint8" : bits == 16 ? "uint16" : bits == 32 ? "uint32" : "uint64";
    case kind::floating:
        return bits == 32 ? "float32" : "float64";
    default:
        return to_string(k);
    }
}

} // namespace boost_broker::schema

#endif
