// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_SCHEMA_STRUCTURAL_HASH_HPP
#define BOOST_BROKER_SCHEMA_STRUCTURAL_HASH_HPP

// A hash of what a type or a schema is, field for field: the same with every compiler, and on both
// sides of a link. What is only said about it, doc strings and initialisers, does not count.

#include <boost_broker/schema/canonical_text.hpp>
#include <boost_broker/schema/describe.hpp>
#include <boost_broker/schema/description.hpp>
#include <boost_broker/schema/hash128.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace boost_broker::schema {

namespace detail {

constexpr hash128 hash_type(
    description const& types, type_index index, std::span<std::uint32_t> seen)
{
    fnv1a_128 hash;
    canonical_writer(types, seen, hash).write(index);
    return hash.value();
}

} // namespace detail

/// Returns the structural hash of a type in a schema.
/** It is that of the type alone, whatever else is in the schema. */
inline hash128 structural_hash(description const& types, type_index index)
{
    std::vector<std::uint32_t> seen(types.types.size());
    return detail::hash_type(types, index, seen);
}

/// Returns the structural hash of a message: of its name, its role, its type and its response.
inline hash128 structural_hash(description const& types, message_description const& message)
{
    detail::fnv1a_128 hash;
    hash(to_string(message.role));
    hash(" ");
    hash(message.name);
    for (auto const index : {message.type, message.response}) {
        hash(" ");
        hash(to_string(schema::structural_hash(types, index)));
    }
    return hash.value();
}

/// Returns the structural hash of a schema: of its messages, whatever their order.
inline hash128 structural_hash(description const& types)
{
    std::vector<message_description const*> messages;
    for (auto const& m : types.messages)
        messages.push_back(&m);
    std::sort(messages.begin(), messages.end(),
        [](auto const* a, auto const* b) { return a->name < b->name; });
    detail::fnv1a_128 hash;
    for (auto const* m : messages) {
        hash(to_string(schema::structural_hash(types, *m)));
        hash("\n");
    }
    return hash.value();
}

/// Returns the structural hash of a C++ type.
/** It can be computed by the compiler, so that a program states what it depends on:

    @code
    static_assert(bb::schema::structural_hash<app::reading>() ==
        bb::schema::parse_hash("0123456789abcdef0123456789abcdef"));
    @endcode

    For a type that is made of hundreds of others clang needs a higher `-fconstexpr-steps` for that.
    @tparam T Any mapped type. */
template<class T>
constexpr hash128 structural_hash()
{
    static_assert(check_mapped<T>());
    using data = detail::description_data<detail::reachable<T>, boost::mp11::mp_list<>>;
    std::array<std::uint32_t, data::types.size()> seen{};
    return detail::hash_type({data::types, {}}, 0, seen);
}

} // namespace boost_broker::schema

#endif
