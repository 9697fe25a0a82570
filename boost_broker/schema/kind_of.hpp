// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_SCHEMA_KIND_OF_HPP
#define BOOST_BROKER_SCHEMA_KIND_OF_HPP

// The mapping from C++ types to kinds, and what there is to know of a type of each kind. A codec
// switches on `kind_of<T>` with `if constexpr`.

#include <boost_broker/reflect.hpp>
#include <boost_broker/schema/bytes.hpp>
#include <boost_broker/schema/kind.hpp>
#include <boost_broker/schema/strong_typedef.hpp>

#include <array>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

namespace boost_broker::schema {

namespace detail {

template<class T>
constexpr bool is_text = false;
template<class Traits, class Allocator>
constexpr bool is_text<std::basic_string<char, Traits, Allocator>> = true;

template<class T>
constexpr bool is_array = false;
template<class T, std::size_t N>
constexpr bool is_array<std::array<T, N>> = true;

template<class T>
constexpr bool is_optional = false;
template<class T>
constexpr bool is_optional<std::optional<T>> = true;
template<class T>
constexpr bool is_optional<std::unique_ptr<T>> = !std::is_array_v<T>;

template<class T>
constexpr bool is_tuple = false;
template<class A, class B>
constexpr bool is_tuple<std::pair<A, B>> = true;
template<class... T>
constexpr bool is_tuple<std::tuple<T...>> = true;

template<class T>
constexpr bool is_variant = false;
template<class... T>
constexpr bool is_variant<std::variant<T...>> = true;

template<class T>
constexpr bool is_duration = false;
template<class Rep, class Period>
constexpr bool is_duration<std::chrono::duration<Rep, Period>> = true;

template<class T>
constexpr bool is_time_point = false;
template<class Duration>
constexpr bool is_time_point<std::chrono::time_point<std::chrono::system_clock, Duration>> = true;

// The others, such as wchar_t and char8_t, are characters of encodings that do not travel.
template<class T>
constexpr bool is_integer = std::same_as<T, signed char> || std::same_as<T, unsigned char> ||
    std::same_as<T, short> || std::same_as<T, unsigned short> || std::same_as<T, int> ||
    std::same_as<T, unsigned> || std::same_as<T, long> || std::same_as<T, unsigned long> ||
    std::same_as<T, long long> || std::same_as<T, unsigned long long>;

// By shape rather than by name, so that Boost's containers count and no header of one is needed. A
// multimap has no try_emplace, and does not count: its keys are not unique.
template<class T>
concept map_like = requires(T& map, typename T::key_type key, typename T::mapped_type value)
{
    map.try_emplace(std::move(key), std::move(value)).second;
    map.size();
    map.clear();
};

template<class T>
concept sequence_like = !map_like<T> && requires(T & sequence)
{
    typename T::value_type;
    sequence.emplace_back();
    sequence.size();
    sequence.clear();
    sequence.begin();
};

template<class T>
constexpr kind find_kind() noexcept
{
    if constexpr (strong_type<T>) // first, because it is what a user has said
        return kind::strong;
    else if constexpr (std::is_void_v<T> || std::is_same_v<T, std::monostate>)
        return kind::nothing;
    else if constexpr (std::is_same_v<T, bool>)
        return kind::boolean;
    else if constexpr (std::is_same_v<T, char>)
        return kind::character;
    else if constexpr (is_integer<T>)
        return std::is_signed_v<T> ? kind::signed_integer : kind::unsigned_integer;
    else if constexpr (std::is_same_v<T, float> || std::is_same_v<T, double>)
        return kind::floating;
    else if constexpr (is_text<T>)
        return kind::text;
    else if constexpr (std::is_same_v<T, bytes>)
        return kind::bytes;
    else if constexpr (is_array<T>)
        return kind::array;
    else if constexpr (is_optional<T>)
        return kind::optional;
    else if constexpr (is_tuple<T>)
        return kind::tuple;
    else if constexpr (is_variant<T>)
        return kind::variant;
    else if constexpr (is_duration<T>)
        return kind::duration;
    else if constexpr (is_time_point<T>)
        return kind::time_point;
    else if constexpr (reflected_enum<T>)
        return kind::enumeration;
    else if constexpr (reflected<T>)
        return kind::structure;
    else if constexpr (map_like<T>)
        return kind::map;
    else if constexpr (sequence_like<T>)
        return kind::sequence;
    else
        return kind::unmapped;
}

} // namespace detail

/// The kind of a type; `kind::unmapped` if it has none.
template<class T>
inline constexpr kind kind_of = detail::find_kind<std::remove_cv_t<T>>();

namespace detail {

template<class T>
struct element_of {
    using type = typename T::value_type;
};
template<class T>
struct element_of<std::optional<T>> {
    using type = T;
};
template<class T>
struct element_of<std::unique_ptr<T>> {
    using type = T;
};

template<class T, kind = kind_of<T>>
struct represented;
template<class T>
struct represented<T, kind::strong> {
    using type = typename strong_typedef<T>::underlying_type;
    static constexpr decltype(auto) get(T const& value) { return strong_typedef<T>::get(value); }
    static constexpr T make(type value) { return strong_typedef<T>::make(std::move(value)); }
};
// An enumeration travels as a number, also if it is stored in a char or a bool.
template<class T, bool Signed = std::is_signed_v<T>>
using integer_like = std::conditional_t<sizeof(T) == 1,
    std::conditional_t<Signed, std::int8_t, std::uint8_t>,
    std::conditional_t<sizeof(T) == 2, std::conditional_t<Signed, std::int16_t, std::uint16_t>,
        std::conditional_t<sizeof(T) == 4, std::conditional_t<Signed, std::int32_t, std::uint32_t>,
            std::conditional_t<Signed, std::int64_t, std::uint64_t>>>>;

template<class T>
struct represented<T, kind::enumeration> {
    using type = integer_like<std::underlying_type_t<T>>;
    static constexpr type get(T value) noexcept { return static_cast<type>(value); }
    static constexpr T make(type value) noexcept { return static_cast<T>(value); }
};
template<class T>
struct represented<T, kind::duration> {
    using type = typename T::rep;
    static constexpr type get(T value) { return value.count(); }
    static constexpr T make(type value) { return T(value); }
};
template<class T>
struct represented<T, kind::time_point> {
    using type = typename T::rep;
    static constexpr type get(T value) { return value.time_since_epoch().count(); }
    static constexpr T make(type value) { return T(typename T::duration(value)); }
};

} // namespace detail

/// The type of the elements of a sequence, an array or an optional.
template<class T>
using element_type = typename detail::element_of<T>::type;

/// What a value travels as: the underlying type of a strong typedef or an enumeration, the ticks
/// of a duration or a time point.
template<class T>
using represented_type = typename detail::represented<T>::type;

/// Returns what a value travels as, see `represented_type`.
template<class T>
constexpr decltype(auto) represent(T const& value)
{
    return detail::represented<T>::get(value);
}

/// Makes a value of what it travelled as, see `represented_type`.
/** An enumeration is not checked; see `is_enumerator`. */
template<class T>
constexpr T make_represented(represented_type<T> value)
{
    return detail::represented<T>::make(std::move(value));
}

} // namespace boost_broker::schema

#endif
