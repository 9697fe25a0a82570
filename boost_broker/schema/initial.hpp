// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_SCHEMA_INITIAL_HPP
#define BOOST_BROKER_SCHEMA_INITIAL_HPP

// Decoding fills an object in place, also where its type has no default constructor.

#include <boost_broker/schema/kind_of.hpp>

#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

namespace boost_broker::schema {

#if defined(BOOST_BROKER_DOXYGEN)
/// Returns the value that decoding starts with, to be filled in place.
/** `T{}`, so that fields have their initialisers. Where that does not compile, the value is made of
    the initial values of its parts: a struct of its fields, a strong typedef of what it travels as,
    an array, a pair or a tuple of its elements, a variant of its first alternative.

    A codec fills a fresh value and moves it to where it belongs when all went well. So nothing that
    the caller has is touched by a decoding that fails. */
template<class T>
T initial();
#else
template<class T>
constexpr T initial();

namespace detail {

// Found by the library alone: the fields of a struct that cannot be default constructed.
template<class T, std::size_t... I>
constexpr T initial_struct(std::index_sequence<I...>)
{
    return T{schema::initial<field_type<T, I>>()...};
}

template<class T, std::size_t... I>
constexpr T initial_elements(std::index_sequence<I...>)
{
    if constexpr (is_array<T>)
        return T{{((void)I, schema::initial<element_type<T>>())...}};
    else
        return T{schema::initial<std::tuple_element_t<I, T>>()...};
}

template<class T>
concept braces_make = requires
{
    T{};
};

} // namespace detail

template<class T>
constexpr T initial()
{
    constexpr kind k = kind_of<T>;
    if constexpr (detail::braces_make<T>)
        return T{};
    else if constexpr (k == kind::strong)
        return schema::make_represented<T>(schema::initial<represented_type<T>>());
    else if constexpr (k == kind::structure)
        return detail::initial_struct<T>(std::make_index_sequence<reflect<T>::size>());
    else if constexpr (k == kind::variant)
        return T(std::in_place_index<0>, schema::initial<std::variant_alternative_t<0, T>>());
    else
        return detail::initial_elements<T>(std::make_index_sequence<std::tuple_size_v<T>>());
}
#endif

/// Appends an initial element to a sequence, to be filled in place, and returns it.
/** For `std::vector<bool>` it is a proxy; read a `bool` and assign it. */
template<class Sequence>
constexpr decltype(auto) emplace_initial(Sequence& sequence)
{
    using element = element_type<Sequence>;
    if constexpr (std::is_default_constructible_v<element>)
        return sequence.emplace_back();
    else
        return sequence.emplace_back(schema::initial<element>());
}

/// Gives an optional an initial value, to be filled in place, and returns it.
template<class Optional>
constexpr element_type<Optional>& engage(Optional& optional)
{
    using element = element_type<Optional>;
    if constexpr (requires { optional.emplace(schema::initial<element>()); })
        optional.emplace(schema::initial<element>());
    else
        optional.reset(new element(schema::initial<element>()));
    return *optional;
}

} // namespace boost_broker::schema

#endif
