// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_IMPL_REFLECT_HPP
#define BOOST_BROKER_IMPL_REFLECT_HPP

// Checks a list of fields against the struct it describes. A list that leaves a field out, or names
// two in the wrong order, would not fail by itself: it would swap values.

#include <boost_broker/config.hpp>
#include <boost_broker/reflect.hpp>

#include <functional>
#include <memory>

namespace boost_broker::detail {

// Converts to whatever a field wants, to find out whether there is a field.
struct any_field_value {
    template<class T>
    operator T&&() const noexcept; // NOLINT: implicit by design
};

// Converts to a base class of T only, so it fills the first place of T only if that is a base.
template<class T>
struct any_base_value {
    template<class Base>
        requires(std::is_base_of_v<Base, T> && !std::is_same_v<Base, T>)
    operator Base&&() const noexcept; // NOLINT: implicit by design
};

// A place where a T would be, to compare the addresses of its fields; no T is ever made.
template<class T>
union field_layout {
    constexpr field_layout() noexcept : nothing() {}
    constexpr ~field_layout() {}
    char nothing;
    T object;
};

template<class T>
extern field_layout<T> const layout_of;

#if defined(__clang__)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wundefined-var-template"
#endif

template<class T>
struct field_list_check {
    using fields = reflect<T>;

    template<std::size_t... I>
    static constexpr bool is_complete(std::index_sequence<I...>) noexcept
    {
        constexpr bool initialises = requires
        {
            T{std::declval<field_type<T, I>>()...};
        };
        constexpr bool one_more = requires
        {
            T{std::declval<field_type<T, I>>()..., {}};
        }
        || requires
        {
            T{std::declval<field_type<T, I>>()..., any_field_value()};
        };
        return initialises && !one_more;
    }

    template<std::size_t I>
    static constexpr auto address(T const& object) noexcept
    {
        return std::addressof(fields::template get<I>(object));
    }

    // Clang compares addresses of one type only in a constant expression; is_ordered_at_run_time
    // finds what that leaves.
    template<std::size_t I>
    static constexpr bool is_before_next() noexcept
    {
        T const& object = layout_of<T>.object;
#if defined(__clang__)
        if constexpr (std::is_same_v<field_type<T, I>, field_type<T, I + 1>>)
            return address<I>(object) < address<I + 1>(object);
        else
            return true;
#else
        return static_cast<void const*>(address<I>(object)) <
            static_cast<void const*>(address<I + 1>(object));
#endif
    }

    template<std::size_t... I>
    static constexpr bool is_ordered(std::index_sequence<I...>) noexcept
    {
        return (is_before_next<I>() && ...);
    }

    template<std::size_t... I>
    static bool is_ordered_at_run_time(std::index_sequence<I...>) noexcept
    {
        static field_layout<T> const layout;
        [[maybe_unused]] std::less<void const*> const before{};
        return (before(address<I>(layout.object), address<I + 1>(layout.object)) && ...);
    }

    template<std::size_t... I>
    static constexpr bool has_array(std::index_sequence<I...>) noexcept
    {
        return (std::is_array_v<field_type<T, I>> || ...);
    }

    // A first field like std::any takes whatever it is given, also what stands for a base.
    static constexpr bool first_field_takes_anything() noexcept
    {
        if constexpr (fields::size == 0)
            return false;
        else
            return std::is_convertible_v<any_base_value<T>, field_type<T, 0>>;
    }

    static constexpr bool has_base = !first_field_takes_anything() && requires
    {
        T{any_base_value<T>()};
    };
    using all = std::make_index_sequence<fields::size>;
    using all_but_last = std::make_index_sequence<(fields::size > 1 ? fields::size - 1 : 0)>;
};

#if defined(__clang__)
#pragma clang diagnostic pop
#endif

/// Fails to compile, with a sentence, if the fields of `T` cannot be used as its signature.
template<class T>
constexpr bool check_fields() noexcept
{
    if constexpr (find_reflection<T>() == reflection::empty) {
        return true;
    } else {
        using check = field_list_check<T>;
        static_assert(std::is_aggregate_v<T>,
            "boost_broker: a message must be an aggregate: a struct without constructors, private "
            "fields or virtual functions");
        static_assert(!check::has_base,
            "boost_broker: a message must not have a base class; make the base a field");
        constexpr bool has_array = check::has_array(typename check::all());
        static_assert(
            !has_array, "boost_broker: a message must not have an array field; use std::array");
        if constexpr (std::is_aggregate_v<T> && !check::has_base && !has_array) {
            static_assert(check::is_complete(typename check::all()),
                "boost_broker: the list of fields (BOOST_HANA_ADAPT_STRUCT or "
                "BOOST_DESCRIBE_STRUCT) must name every field of the struct");
            static_assert(check::is_ordered(typename check::all_but_last()),
                "boost_broker: the list of fields (BOOST_HANA_ADAPT_STRUCT or "
                "BOOST_DESCRIBE_STRUCT) must name the fields in the order of their declaration");
        }
        return true;
    }
}

/// Asserts, at the first use of `T`, what only the compiler's constant evaluation left unchecked.
template<class T>
void assert_field_order() noexcept
{
    if constexpr (find_reflection<T>() != reflection::empty) {
        using check [[maybe_unused]] = field_list_check<T>;
        BOOST_BROKER_ASSERT(check::is_ordered_at_run_time(typename check::all_but_last()),
            "the list of fields (BOOST_HANA_ADAPT_STRUCT or BOOST_DESCRIBE_STRUCT) must name the "
            "fields in the order of their declaration");
    }
}

} // namespace boost_broker::detail

#endif
