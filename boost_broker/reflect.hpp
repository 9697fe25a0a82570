// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_REFLECT_HPP
#define BOOST_BROKER_REFLECT_HPP

// What the library knows of a struct: its fields, their names, types and values. A struct is made
// known by BOOST_HANA_ADAPT_STRUCT, BOOST_HANA_DEFINE_STRUCT or BOOST_DESCRIBE_STRUCT; one without
// fields needs nothing. Prefer the ADAPT form: it stands beside the struct and keeps its default
// member initialisers. It comes from <boost/hana/adapt_struct.hpp>, which whoever writes it
// includes, because that takes long to compile; it brings the definitions of what is only declared
// here.

#include <boost_broker/fwd.hpp>

#include <boost/describe/enumerators.hpp>
#include <boost/describe/members.hpp>
#include <boost/hana/accessors.hpp>
#include <boost/hana/concept/struct.hpp>
#include <boost/hana/fwd/at.hpp>
#include <boost/hana/fwd/core/to.hpp>
#include <boost/hana/fwd/first.hpp>
#include <boost/hana/fwd/length.hpp>
#include <boost/hana/fwd/second.hpp>
#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

namespace boost_broker {

namespace detail {

enum class reflection { none, empty, hana, describe };

template<class T>
constexpr reflection find_reflection() noexcept
{
    if constexpr (!std::is_class_v<T>)
        return reflection::none;
    else if constexpr (boost::hana::Struct<T>::value)
        return reflection::hana;
    else if constexpr (boost::describe::has_describe_members<T>::value)
        return reflection::describe;
    else if constexpr (std::is_empty_v<T> && std::is_aggregate_v<T>)
        return reflection::empty;
    else
        return reflection::none;
}

} // namespace detail

/// A struct whose fields the library knows.
template<class T>
concept reflected = detail::find_reflection<T>()
!= detail::reflection::none;

/// The fields of a struct.
/** Each model gives `size`, `name<I>()` and `get<I>(object)`; the fields count from 0 in the order
    of their declaration.

    @tparam T A struct that satisfies `reflected`. */
template<class T>
struct reflect {
    static_assert(reflected<T>,
        "boost_broker: the fields of this struct are not known; add "
        "BOOST_HANA_ADAPT_STRUCT(the_struct, its, fields) behind it, at global scope");
};

#if !defined(BOOST_BROKER_DOXYGEN)

template<class T>
    requires(detail::find_reflection<T>() == detail::reflection::empty)
struct reflect<T> {
    static constexpr std::size_t size = 0;

    // Never called, but clang looks them up in an expansion over no field.
    template<std::size_t I>
    static constexpr std::string_view name() noexcept = delete;
    template<std::size_t I, class Object>
    static constexpr Object&& get(Object&& object) noexcept = delete;
};

template<class T>
    requires(detail::find_reflection<T>() == detail::reflection::hana)
struct reflect<T> {
    static constexpr auto accessors = boost::hana::accessors<T>();
    static constexpr std::size_t size = decltype(boost::hana::length(accessors))::value;

    template<std::size_t I>
    static constexpr std::string_view name() noexcept
    {
        return boost::hana::to<char const*>(boost::hana::first(boost::hana::at_c<I>(accessors)));
    }

    template<std::size_t I, class Object>
    static constexpr auto&& get(Object&& object) noexcept
    {
        return boost::hana::second(boost::hana::at_c<I>(accessors))(std::forward<Object>(object));
    }
};

template<class T>
    requires(detail::find_reflection<T>() == detail::reflection::describe)
struct reflect<T> {
    using members = boost::describe::describe_members<T,
        boost::describe::mod_public | boost::describe::mod_inherited>;
    static constexpr std::size_t size = boost::mp11::mp_size<members>::value;

    template<std::size_t I>
    static constexpr std::string_view name() noexcept
    {
        return boost::mp11::mp_at_c<members, I>::name;
    }

    template<std::size_t I, class Object>
    static constexpr auto&& get(Object&& object) noexcept
    {
        return std::forward<Object>(object).*(boost::mp11::mp_at_c<members, I>::pointer);
    }
};

#endif

/// The type of field `I` of `T`.
template<class T, std::size_t I>
using field_type = std::remove_cvref_t<decltype(reflect<T>::template get<I>(std::declval<T&>()))>;

/// Calls `visit(name, value)` for each field, in the order of declaration.
/** @param object The struct, const or not.
    @param visit A callable that takes a `std::string_view` and each type of field.
    @par Exception Safety
    Whatever `visit` throws. */
template<class T, class Visitor>
    requires reflected<std::remove_cvref_t<T>>
constexpr void for_each_field(T&& object, Visitor&& visit)
{
    using fields = reflect<std::remove_cvref_t<T>>;
    if constexpr (fields::size != 0) {
        auto const visit_each = [&]<std::size_t... I>(std::index_sequence<I...>)
        {
            (visit(fields::template name<I>(), fields::template get<I>(object)), ...);
        };
        visit_each(std::make_index_sequence<fields::size>());
    }
}

/// An enumeration whose values are known by BOOST_DESCRIBE_ENUM.
template<class T>
concept reflected_enum = std::is_enum_v<T> && boost::describe::has_describe_enumerators<T>::value;

/// Returns the name of an enumerator, or an empty text for a value without a name.
template<reflected_enum E>
constexpr std::string_view enumerator_name(E value) noexcept
{
    std::string_view found;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto enumerator) {
        if (enumerator.value == value)
            found = enumerator.name;
    });
    return found;
}

} // namespace boost_broker

#include <boost_broker/impl/reflect.hpp>

#endif
