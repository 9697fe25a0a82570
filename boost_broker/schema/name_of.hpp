// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_SCHEMA_NAME_OF_HPP
#define BOOST_BROKER_SCHEMA_NAME_OF_HPP

// What types are called in a schema: the same with every compiler.

#include <boost_broker/detail/type_name.hpp>
#include <boost_broker/schema/identifier.hpp>
#include <boost_broker/schema/kind_of.hpp>
#include <boost_broker/schema/notes.hpp>
#include <boost_broker/schema/primitive_name.hpp>

#include <array>
#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

namespace boost_broker::schema {

namespace detail {

// The name that a user gave; empty if there is none.
template<class T>
constexpr std::string_view given_name() noexcept
{
    if constexpr (requires { std::string_view(strong_typedef<T>::name); })
        return strong_typedef<T>::name;
    else
        return notes_of<T>::value.name;
}

// Compilers agree on the last component of a name, unless it is that of a template.
template<class T>
constexpr std::string_view unqualified_name() noexcept
{
    constexpr std::string_view whole = boost_broker::detail::type_name<T>;
    return whole.substr(whole.rfind(':') + 1); // npos + 1 is 0
}

template<class T>
constexpr bool has_good_name() noexcept
{
    if constexpr (has_own_name(kind_of<T>))
        return is_identifier(given_name<T>().empty() ? unqualified_name<T>() : given_name<T>());
    else
        return true;
}

template<class T>
constexpr std::string_view find_name() noexcept
{
    constexpr kind k = kind_of<T>;
    if constexpr (has_own_name(kind_of<T>))
        return given_name<T>().empty() ? unqualified_name<T>() : given_name<T>();
    else if constexpr (std::is_arithmetic_v<T>)
        return primitive_name(k, sizeof(T) * 8);
    else
        return to_string(k);
}

} // namespace detail

/// What a type is called in a schema.
/** A struct, an enumeration and a strong typedef are called as in C++, without their namespace, or
    as their notes say; the others by fixed names: `bool`, `char`, `int8` to `uint64`, `float32`,
    `float64`, and the name of the kind. */
template<class T>
inline constexpr std::string_view name_of = detail::find_name<std::remove_cv_t<T>>();

namespace detail {

template<class V>
struct alternative_list;
template<class... T>
struct alternative_list<std::variant<T...>> {
    static constexpr std::array<std::string_view, sizeof...(T)> names{name_of<T>...};

    static constexpr bool unique() noexcept
    {
        for (std::size_t i = 0; i != names.size(); ++i) {
            for (std::size_t j = 0; j != i; ++j) {
                if (names[i] == names[j])
                    return false;
            }
        }
        return true;
    }
};

} // namespace detail

/// What the alternatives of a variant are called, in their order: like their types.
template<class Variant>
inline constexpr auto const& alternative_names = detail::alternative_list<Variant>::names;

} // namespace boost_broker::schema

#endif
