// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_SCHEMA_STRONG_TYPEDEF_HPP
#define BOOST_BROKER_SCHEMA_STRONG_TYPEDEF_HPP

// How the library learns to carry a type of the user's: by another one that it can carry.
//
//     struct device_id { std::int64_t value = 0; };
//
//     template<>
//     struct boost_broker::schema::strong_typedef<device_id>
//         : boost_broker::schema::wraps<&device_id::value> {};

#include <type_traits>
#include <utility>

namespace boost_broker::schema {

/// Specialise it for a type that travels as another type.
/** A specialisation has these members; `wraps` provides them for a type that holds the other one in
    a public member.

    @li `underlying_type`: what the type travels as; any mapped type but an optional.
    @li `static underlying_type get(T const&)`, by value or by reference.
    @li `static T make(underlying_type)`. What it throws leaves the decoding verb, and nothing was
        changed. For a `T` without a default constructor it is also called with the initial value of
        `underlying_type`.
    @li optionally `static constexpr std::string_view name`: what it is called in the schema, if it
        is not the name of the type.

    An enumeration without enumerators, an identifier for example, is a strong typedef of its
    integer.

    @tparam T The type. */
template<class T>
struct strong_typedef {};

namespace detail {

template<class Member>
struct member_pointer;
template<class T, class V>
struct member_pointer<V T::*> {
    using owner = T;
    using value = V;
};

} // namespace detail

/// The members of a `strong_typedef` for a struct that holds its value in one public member.
/** @tparam Member A pointer to the member. The struct is made from a value of it, in braces. */
template<auto Member>
struct wraps {
    /// The type of the member.
    using underlying_type = typename detail::member_pointer<decltype(Member)>::value;

    /// Returns the value that a `T` holds.
    static constexpr underlying_type const& get(
        typename detail::member_pointer<decltype(Member)>::owner const& object) noexcept
    {
        return object.*Member;
    }

    /// Makes a `T` that holds a value.
    static constexpr auto make(underlying_type value)
    {
        return typename detail::member_pointer<decltype(Member)>::owner{std::move(value)};
    }
};

/// A type for which `strong_typedef` is specialised.
template<class T>
concept strong_type = requires(T const& object)
{
    typename strong_typedef<T>::underlying_type;
    strong_typedef<T>::get(object);
};

} // namespace boost_broker::schema

#endif
