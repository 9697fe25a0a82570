// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_SCHEMA_PARTS_HPP
#define BOOST_BROKER_SCHEMA_PARTS_HPP

// Which types a type is made of, and which ones can be reached from it.

#include <boost_broker/schema/kind_of.hpp>

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>
#include <boost/mp11/set.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace boost_broker::schema::detail {

template<class T>
struct elements_of;
template<template<class...> class List, class... T>
struct elements_of<List<T...>> {
    using type = boost::mp11::mp_list<std::remove_cv_t<T>...>;
};

template<class T, class = std::make_index_sequence<reflect<T>::size>>
struct field_types_of;
template<class T, std::size_t... I>
struct field_types_of<T, std::index_sequence<I...>> {
    using type = boost::mp11::mp_list<field_type<T, I>...>;
};

template<class T>
constexpr auto find_parts() noexcept
{
    using boost::mp11::mp_list;
    constexpr kind k = kind_of<T>;
    if constexpr (k == kind::sequence || k == kind::array || k == kind::optional)
        return mp_list<mp_list<element_type<T>>>();
    else if constexpr (k == kind::map)
        return mp_list<mp_list<typename T::key_type, typename T::mapped_type>>();
    else if constexpr (k == kind::tuple || k == kind::variant)
        return mp_list<typename elements_of<T>::type>();
    else if constexpr (k == kind::strong || k == kind::enumeration || k == kind::duration ||
        k == kind::time_point)
        return mp_list<mp_list<std::remove_cv_t<represented_type<T>>>>();
    else if constexpr (k == kind::structure)
        return mp_list<typename field_types_of<T>::type>();
    else
        return mp_list<mp_list<>>();
}

/// The types that `T` is directly made of, as an mp_list.
template<class T>
using parts_of = boost::mp11::mp_front<decltype(find_parts<T>())>;

template<class Known, class Fresh>
struct closure {
    using parts =
        boost::mp11::mp_unique<boost::mp11::mp_flatten<boost::mp11::mp_transform<parts_of, Fresh>,
            boost::mp11::mp_list<>>>;
    using unknown = boost::mp11::mp_set_difference<parts, Known>;
    using type = typename closure<boost::mp11::mp_append<Known, unknown>, unknown>::type;
};
template<class Known>
struct closure<Known, boost::mp11::mp_list<>> {
    using type = Known;
};

/// All types that can be reached from some, themselves included, each once.
template<class... T>
using reachable = typename closure<boost::mp11::mp_unique<boost::mp11::mp_list<T...>>,
    boost::mp11::mp_unique<boost::mp11::mp_list<T...>>>::type;

} // namespace boost_broker::schema::detail

#endif
