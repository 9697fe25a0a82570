// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_SCHEMA_ENUMERATORS_HPP
#define BOOST_BROKER_SCHEMA_ENUMERATORS_HPP

// The enumerators of an enumeration as a codec needs them: which numbers there are, and by name.

#include <boost_broker/reflect.hpp>

#include <boost/mp11/list.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace boost_broker::schema {

/// An enumerator.
template<reflected_enum E>
struct enumerator {
    /// Its value.
    E value;
    /// Its name.
    std::string_view name;
};

namespace detail {

template<class E, class List = boost::describe::describe_enumerators<E>>
struct enumerator_list;
template<class E, template<class...> class List, class... D>
struct enumerator_list<E, List<D...>> {
    static constexpr std::array<enumerator<E>, sizeof...(D)> value{{{D::value, D::name}...}};
};

} // namespace detail

/// The enumerators of an enumeration, in the order of their description.
template<reflected_enum E>
inline constexpr auto const& enumerators = detail::enumerator_list<E>::value;

/// Tells whether a value is one of the enumerators; a number between them is not.
template<reflected_enum E>
constexpr bool is_enumerator(E value) noexcept
{
    for (auto const& e : enumerators<E>) {
        if (e.value == value)
            return true;
    }
    return false;
}

/// Returns the value of the enumerator with this name, if there is one.
template<reflected_enum E>
constexpr std::optional<E> enumerator_by_name(std::string_view name) noexcept
{
    for (auto const& e : enumerators<E>) {
        if (e.name == name)
            return e.value;
    }
    return std::nullopt;
}

} // namespace boost_broker::schema

#endif
