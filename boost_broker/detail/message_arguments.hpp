// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MESSAGE_ARGUMENTS_HPP
#define BOOST_BROKER_DETAIL_MESSAGE_ARGUMENTS_HPP

// Turns the arguments of a verb into a message: one argument for each field, in order. A field
// takes what converts to it implicitly and without narrowing; `int` and `double` arguments also
// fill any other arithmetic field, and their value is checked.

#include <boost_broker/config.hpp>
#include <boost_broker/reflect.hpp>

#include <cstddef>
#include <cstdlib>
#include <tuple>
#include <type_traits>
#include <utility>

namespace boost_broker::detail {

template<class Field>
struct braced {
    Field field;
};

template<class Arg, class Field>
concept converts_without_narrowing = std::is_convertible_v<Arg, Field> && requires(Arg&& arg)
{
    braced<Field>{std::forward<Arg>(arg)};
};

// What people write as a literal: emit<listening>(ctx, 8080) fills a std::uint16_t.
template<class Arg, class Field>
concept converts_as_literal = std::is_arithmetic_v<Field> && !std::is_same_v<Field, bool> &&
    (std::is_same_v<std::remove_cvref_t<Arg>, int> ||
        (std::is_same_v<std::remove_cvref_t<Arg>, double> && std::is_floating_point_v<Field>));

template<class Arg, class Field>
concept fills_field = converts_without_narrowing<Arg, Field> || converts_as_literal<Arg, Field>;

template<class Field, class Arg>
Field to_field(Arg&& arg)
{
    if constexpr (converts_without_narrowing<Arg, Field>) {
        return std::forward<Arg>(arg);
    } else {
        auto const field = static_cast<Field>(arg);
        BOOST_BROKER_ASSERT(static_cast<std::remove_cvref_t<Arg>>(field) == arg &&
                (field < Field()) == (arg < std::remove_cvref_t<Arg>()),
            "the value does not fit the field of the message that it is to fill");
        return field;
    }
}

/// Fails to compile, with a sentence, if the fields of a message are not known.
template<class Message>
constexpr bool check_reflected() noexcept
{
    static_assert(reflected<Message>,
        "boost_broker: the fields of this message are not known here; add "
        "BOOST_HANA_ADAPT_STRUCT(the_struct, its, fields) behind it, at global scope and before "
        "its first use, or pass a value of the message");
    return reflected<Message>;
}

template<class Message, class Tuple, std::size_t... I>
constexpr bool all_fields_filled(std::index_sequence<I...>) noexcept
{
    return (fills_field<std::tuple_element_t<I, Tuple>, field_type<Message, I>> && ...);
}

/// Builds a message from its fields, or fails to compile with a sentence.
template<class Message, class... Args>
Message make_message(Args&&... args)
{
    if constexpr (check_reflected<Message>()) {
        constexpr bool checked = check_fields<Message>();
        constexpr bool count = sizeof...(Args) == reflect<Message>::size;
        static_assert(count,
            "boost_broker: wrong number of fields for this message; pass all of them in order, or "
            "some of them by name in braces: {.field = value}");
        if constexpr (checked && count) {
            constexpr bool types =
                all_fields_filled<Message, std::tuple<Args...>>(std::index_sequence_for<Args...>());
            static_assert(types,
                "boost_broker: an argument does not convert to its field of the message "
                "implicitly and without narrowing");
            if constexpr (types) {
                return [&]<std::size_t... I>(std::index_sequence<I...>)
                {
                    return Message{to_field<field_type<Message, I>>(std::forward<Args>(args))...};
                }
                (std::index_sequence_for<Args...>());
            }
        }
    }
    // Not reached: one of the assertions above has failed. It keeps the compiler from adding that
    // a value is missing.
    std::abort();
}

} // namespace boost_broker::detail

#endif
