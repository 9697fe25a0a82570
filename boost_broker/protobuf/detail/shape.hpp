// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_PROTOBUF_DETAIL_SHAPE_HPP
#define BOOST_BROKER_PROTOBUF_DETAIL_SHAPE_HPP

// What C++ types are in Protobuf. `schema::to_proto` writes the same for people and other programs.

#include <boost_broker/schema/decoding.hpp>
#include <boost_broker/schema/enumerators.hpp>
#include <boost_broker/schema/fields.hpp>
#include <boost_broker/schema/kind_of.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <tuple>
#include <type_traits>
#include <utility>

namespace boost_broker::protobuf::detail {

using schema::kind;
using schema::kind_of;

/// How a value stands behind its tag.
enum class wire : std::uint8_t {
    varint = 0,
    fixed64 = 1,
    length = 2,
    group_begin = 3,
    group_end = 4,
    fixed32 = 5
};

/// How a type is written as a field.
enum class form : std::uint8_t { scalar, message, repeated, map, optional };

template<class T>
constexpr form find_form() noexcept
{
    constexpr kind k = kind_of<T>;
    if constexpr (k == kind::strong)
        return detail::find_form<std::remove_cvref_t<schema::represented_type<T>>>();
    else if constexpr (k == kind::nothing || k == kind::structure || k == kind::tuple ||
        k == kind::variant)
        return form::message;
    else if constexpr (k == kind::sequence || k == kind::array)
        return form::repeated;
    else if constexpr (k == kind::map)
        return form::map;
    else if constexpr (k == kind::optional)
        return form::optional;
    else
        return form::scalar;
}

template<class T>
inline constexpr form form_of = detail::find_form<T>();

/// Whether a value travels as what it represents.
template<class T>
inline constexpr bool is_represented =
    kind_of<T> == kind::strong || kind_of<T> == kind::enumeration || kind_of<T> == kind::duration ||
    kind_of<T> == kind::time_point;

template<class T>
using represented = std::remove_cvref_t<schema::represented_type<T>>;

template<class T>
constexpr wire find_wire() noexcept
{
    constexpr kind k = kind_of<T>;
    if constexpr (is_represented<T>)
        return detail::find_wire<represented<T>>();
    else if constexpr (k == kind::text || k == kind::bytes)
        return wire::length;
    else if constexpr (k == kind::floating)
        return sizeof(T) == 4 ? wire::fixed32 : wire::fixed64;
    else
        return wire::varint;
}

/// How a scalar stands behind its tag.
template<class T>
inline constexpr wire wire_of = detail::find_wire<T>();

/// Whether many of them stand together behind one tag.
template<class T>
constexpr bool find_packed() noexcept
{
    if constexpr (form_of<T> == form::scalar)
        return wire_of<T> != wire::length;
    else
        return false;
}
template<class T>
inline constexpr bool is_packed = detail::find_packed<T>();

/// Whether a scalar that is not there is 0: an enumeration may have no name for it.
template<class T>
constexpr bool has_zero() noexcept
{
    if constexpr (kind_of<T> == kind::enumeration)
        return schema::is_enumerator(T{});
    else if constexpr (kind_of<T> == kind::strong)
        return detail::has_zero<represented<T>>();
    else
        return true;
}

/// What a scalar is that is not there.
template<class T>
T zero()
{
    if constexpr (is_represented<T>)
        return schema::make_represented<T>(detail::zero<represented<T>>());
    else
        return T{};
}

/// The fields of a message: of a struct ...
template<class T>
struct message_fields {
    using fields = schema::fields<T>;
    static constexpr std::size_t size = fields::size;

    template<std::size_t I>
    using type = typename fields::template type<I>;

    template<std::size_t I>
    static constexpr std::uint32_t number = fields::notes[I].number;

    /// Whether that it is absent is another thing than that it is 0 or empty.
    template<std::size_t I>
    static constexpr bool may_be_absent = !fields::required[I];

    template<std::size_t I, class Object>
    static constexpr auto&& get(Object& object) noexcept
    {
        return fields::template get<I>(object);
    }

    template<class Error>
    static bool in_field(Error& error, std::size_t i)
    {
        error.in_field(fields::names[i]);
        return false;
    }
};

/// ... of a tuple, or of nothing, ...
template<class T>
    requires(kind_of<T> == kind::tuple || kind_of<T> == kind::nothing)
struct message_fields<T> {
    template<class U>
    struct size_of : std::integral_constant<std::size_t, 0> {};
    template<class U>
        requires(kind_of<U> == kind::tuple)
    struct size_of<U> : std::tuple_size<U> {};

    static constexpr std::size_t size = size_of<T>::value;

    template<std::size_t I>
    using type = std::remove_cv_t<std::tuple_element_t<I, T>>;

    template<std::size_t I>
    static constexpr std::uint32_t number = I + 1;

    template<std::size_t I>
    static constexpr bool may_be_absent = kind_of<type<I>> == kind::optional;

    template<std::size_t I, class Object>
    static constexpr auto&& get(Object& object) noexcept
    {
        return std::get<I>(object);
    }

    template<class Error>
    static bool in_field(Error& error, std::size_t i)
    {
        error.in_element(i);
        return false;
    }
};

/// ... and of the message around a value that cannot stand where a message must, or that cannot be
/// nested in another one: a list in a list.
template<class T>
struct wrapper_fields {
    static constexpr std::size_t size = 1;

    template<std::size_t I>
    using type = T;

    template<std::size_t I>
    static constexpr std::uint32_t number = 1;

    template<std::size_t I>
    static constexpr bool may_be_absent = kind_of<T> == kind::optional;

    template<std::size_t I, class Object>
    static constexpr auto&& get(Object& object) noexcept
    {
        return object;
    }

    template<class Error>
    static bool in_field(Error&, std::size_t)
    {
        return false;
    }
};

/// The fields of a message in the order of their numbers, in which Protobuf's own writers write
/// them.
template<class Fields>
inline constexpr auto by_number = []<std::size_t... I>(std::index_sequence<I...>)
{
    std::array<std::size_t, sizeof...(I)> order{I...};
    constexpr std::array<std::uint32_t, sizeof...(I)> numbers{Fields::template number<I>...};
    std::sort(order.begin(), order.end(),
        [&](std::size_t a, std::size_t b) { return numbers[a] < numbers[b]; });
    return order;
}
(std::make_index_sequence<Fields::size>());

/// A tag as it is written.
struct tag_bytes {
    std::array<unsigned char, 5> data{};
    std::size_t size = 0;

    constexpr tag_bytes(std::uint32_t number, wire how) noexcept
    {
        for (std::uint32_t rest = number << 3 | static_cast<std::uint32_t>(how);;) {
            bool const last = rest < 0x80;
            data[size++] = static_cast<unsigned char>(last ? rest : rest | 0x80);
            if (last)
                break;
            rest >>= 7;
        }
    }
};

template<std::uint32_t Number, wire How>
inline constexpr tag_bytes tag{Number, How};

} // namespace boost_broker::protobuf::detail

#endif
