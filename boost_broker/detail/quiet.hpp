// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_QUIET_HPP
#define BOOST_BROKER_DETAIL_QUIET_HPP

// Whether making a message runs code of the user's. That code may register, emit, and even end the
// context in turn; where there is none, nobody has to see to it that everything stays as it was.

#include <boost_broker/reflect.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace boost_broker::detail {

template<class T>
inline constexpr bool copies_quietly = std::is_trivially_copyable_v<T>;
template<class Char, class Traits>
inline constexpr bool copies_quietly<std::basic_string<Char, Traits, std::allocator<Char>>> = true;
template<class T>
inline constexpr bool copies_quietly<std::vector<T, std::allocator<T>>> = copies_quietly<T>;
template<class T>
inline constexpr bool copies_quietly<std::optional<T>> = copies_quietly<T>;
template<class T>
inline constexpr bool copies_quietly<std::shared_ptr<T>> = true;

template<class M, std::size_t... I>
constexpr bool fields_copy_quietly(std::index_sequence<I...>) noexcept
{
    return (copies_quietly<field_type<M, I>> && ...);
}

/// Whether a message can be copied without.
template<class M>
constexpr bool message_copies_quietly() noexcept
{
    if constexpr (std::is_aggregate_v<M> && reflected<M>)
        return fields_copy_quietly<M>(std::make_index_sequence<reflect<M>::size>());
    else
        return copies_quietly<M>;
}

/// The same for a message that is passed on; what moves it is taken to be quiet.
template<class M, class Passed>
inline constexpr bool passes_quietly =
    !std::is_lvalue_reference_v<Passed> || message_copies_quietly<M>();

template<class Arg, class Field>
inline constexpr bool converts_quietly = std::is_same_v<Arg, Field> || std::is_arithmetic_v<Arg> ||
    std::is_enum_v<Arg> || std::is_pointer_v<std::decay_t<Arg>>;

template<class M, class... Args, std::size_t... I>
constexpr bool fields_pass_quietly(std::index_sequence<I...>) noexcept
{
    return (converts_quietly<std::remove_cvref_t<Args>, field_type<M, I>> && ...);
}

/// Whether a message can be built from its fields without.
template<class M, class... Args>
constexpr bool fields_pass_quietly() noexcept
{
    if constexpr (!message_copies_quietly<M>() || !reflected<M>)
        return false;
    else if constexpr (sizeof...(Args) != reflect<M>::size)
        return false;
    else
        return fields_pass_quietly<M, Args...>(std::index_sequence_for<Args...>());
}

} // namespace boost_broker::detail

#endif
