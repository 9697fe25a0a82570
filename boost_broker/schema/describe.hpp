// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_SCHEMA_DESCRIBE_HPP
#define BOOST_BROKER_SCHEMA_DESCRIBE_HPP

// From a list of message types their description, as constant data.

#include <boost_broker/policy.hpp>
#include <boost_broker/schema/check.hpp>
#include <boost_broker/schema/description.hpp>
#include <boost_broker/schema/enumerators.hpp>
#include <boost_broker/schema/initializer.hpp>

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace boost_broker::schema {

/// Messages that are sent as events, in a list for `describe`.
template<class... Messages>
struct events {};
/// Messages that are sent as requests, in a list for `describe`.
template<class... Messages>
struct requests {};
/// Messages that are sent as signals, in a list for `describe`.
template<class... Messages>
struct signals {};

namespace detail {

template<class Message, role Role>
struct entry {
    using message = Message;
    static constexpr schema::role role = Role;
};

template<class T>
concept has_response = requires
{
    typename response_of<T>::type;
};

template<class T>
struct entries_of {
    using type = boost::mp11::mp_list<entry<T, has_response<T> ? role::request : role::event>>;
};
template<class... T>
struct entries_of<events<T...>> {
    using type = boost::mp11::mp_list<entry<T, role::event>...>;
};
template<class... T>
struct entries_of<requests<T...>> {
    using type = boost::mp11::mp_list<entry<T, role::request>...>;
};
template<class... T>
struct entries_of<signals<T...>> {
    using type = boost::mp11::mp_list<entry<T, role::signal>...>;
};

template<class Entry>
constexpr auto find_response() noexcept
{
    if constexpr (Entry::role != role::request)
        return std::type_identity<void>();
    else {
        static_assert(has_response<typename Entry::message>,
            "boost_broker: a request must say what it is answered with: add 'using response = "
            "...;' (void included) to the struct, or specialise boost_broker::response_of");
        return std::type_identity<typename response_of<typename Entry::message>::type>();
    }
}

template<class Entry>
using response_type = std::remove_cv_t<typename decltype(find_response<Entry>())::type>;

// "GetStatus" is get_status, "HTTPServer" is httpserver: as in the contracts of nim-brokers.
template<class T>
struct message_name {
    static constexpr std::string_view type_name = name_of<T>;
    static constexpr bool begins_word(std::size_t i) noexcept
    {
        return i != 0 && is_upper(type_name[i]) && !is_upper(type_name[i - 1]) &&
            type_name[i - 1] != '_';
    }
    static constexpr bool is_upper(char c) noexcept { return c >= 'A' && c <= 'Z'; }
    static constexpr std::size_t size = [] {
        std::size_t n = type_name.size();
        for (std::size_t i = 0; i != type_name.size(); ++i)
            n += begins_word(i);
        return n;
    }();
    static constexpr std::array<char, size> letters = [] {
        std::array<char, size> to{};
        std::size_t n = 0;
        for (std::size_t i = 0; i != type_name.size(); ++i) {
            if (begins_word(i))
                to[n++] = '_';
            char const c = type_name[i];
            to[n++] = is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
        }
        return to;
    }();
    static constexpr std::string_view value{letters.data(), letters.size()};
};

template<class Types, class T>
inline constexpr auto index_of_type = static_cast<type_index>(
    boost::mp11::mp_find<Types, std::remove_cv_t<T>>::value);

// What a description of `T` points to, among the types `Types`.
template<class Types, class T, class Parts = parts_of<T>>
struct type_data;
template<class Types, class T, class... P>
struct type_data<Types, T, boost::mp11::mp_list<P...>> {
    static constexpr std::array<type_index, sizeof...(P)> parts{index_of_type<Types, P>...};

    static constexpr auto fields = []<std::size_t... I>(std::index_sequence<I...>)
    {
        std::array<field_description, sizeof...(I)> all{};
        if constexpr (kind_of<T> == kind::structure) {
            using list = schema::fields<T>;
            ((all[I] = {.name = list::names[I],
                  .type = parts[I],
                  .required = list::required[I],
                  .number = list::notes[I].number,
                  .doc = list::notes[I].doc,
                  .make_initializer = &initializer_of<T, I>}),
                ...);
        }
        return all;
    }
    (std::make_index_sequence<kind_of<T> == kind::structure ? sizeof...(P) : 0>());

    static constexpr auto enumerators = [] {
        if constexpr (kind_of<T> == kind::enumeration) {
            constexpr auto const& list = schema::enumerators<T>;
            std::array<enumerator_description, list.size()> all{};
            for (std::size_t i = 0; i != list.size(); ++i)
                all[i] = {list[i].name, static_cast<std::int64_t>(list[i].value)};
            return all;
        } else {
            return std::array<enumerator_description, 0>{};
        }
    }();

    static constexpr type_description describe() noexcept
    {
        constexpr kind k = kind_of<T>;
        type_description d{.kind = k, .name = name_of<T>};
        if constexpr (!std::is_void_v<T>)
            d.doc = notes_of<T>::value.doc;
        if constexpr (k == kind::signed_integer || k == kind::unsigned_integer ||
            k == kind::floating)
            d.bits = sizeof(T) * 8;
        if constexpr (k == kind::array)
            d.count = std::tuple_size_v<T>;
        if constexpr (k == kind::duration || k == kind::time_point) {
            d.numerator = T::period::num;
            d.denominator = T::period::den;
        }
        if constexpr (k == kind::structure)
            d.fields = fields;
        else
            d.parts = parts;
        d.enumerators = enumerators;
        return d;
    }
};

template<class Types, class Entries>
struct description_data;
template<class... T, class... E>
struct description_data<boost::mp11::mp_list<T...>, boost::mp11::mp_list<E...>> {
    using all = boost::mp11::mp_list<T...>;

    static constexpr std::array<type_description, sizeof...(T)> types{
        type_data<all, T>::describe()...};

    static constexpr std::array<message_description, sizeof...(E)> messages{
        message_description{message_name<typename E::message>::value, E::role,
            index_of_type<all, typename E::message>, index_of_type<all, response_type<E>>}...};

    static constexpr bool has_two_types_of_one_name() noexcept
    {
        for (std::size_t i = 0; i != types.size(); ++i) {
            for (std::size_t j = 0; j != i; ++j) {
                if (has_own_name(types[i].kind) && has_own_name(types[j].kind) &&
                    types[i].name == types[j].name)
                    return true;
            }
        }
        return false;
    }

    static constexpr bool has_two_messages_of_one_name() noexcept
    {
        for (std::size_t i = 0; i != messages.size(); ++i) {
            for (std::size_t j = 0; j != i; ++j) {
                if (messages[i].name == messages[j].name)
                    return true;
            }
        }
        return false;
    }

    static constexpr bool has_nameless_message() noexcept
    {
        return (!has_own_name(kind_of<typename E::message>) || ...);
    }
};

template<class Entries>
struct description_of;
template<class... E>
struct description_of<boost::mp11::mp_list<E...>> {
    static constexpr bool mapped =
        (check_mapped<typename E::message>() && ...) && (check_mapped<response_type<E>>() && ...);

    // `void` is there always, because messages that are not answered refer to it
    using data = description_data<reachable<typename E::message..., response_type<E>..., void>,
        boost::mp11::mp_list<E...>>;

    static constexpr description make() noexcept
    {
        static_assert(!data::has_nameless_message(),
            "boost_broker: a message of a schema must be a struct, an enumeration or a strong "
            "typedef, because its name is that of its type");
        static_assert(!data::has_two_types_of_one_name(),
            "boost_broker: two types of the schema have the same name; give one of them another "
            "with notes::named, or strong_typedef<T>::name");
        static_assert(!data::has_two_messages_of_one_name(),
            "boost_broker: two messages of the schema have the same name in snake_case; give one "
            "of them another with notes::named");
        return {data::types, data::messages};
    }
};

} // namespace detail

/// Returns the description of messages and of all types that they are made of.
/** It is constant: nothing is computed at run time, and nothing allocated.

    @tparam Messages The messages, each alone or in a group `events<...>`, `requests<...>` or
    `signals<...>`. A message that is alone is a request if it has a response, and otherwise an
    event.

    @par Example
    @code
    constexpr auto contract = bb::schema::describe<app::get_device, app::device_found,
        bb::schema::signals<app::rotate_log>>();
    @endcode */
template<class... Messages>
constexpr description describe() noexcept
{
    return detail::description_of<
        boost::mp11::mp_append<typename detail::entries_of<Messages>::type...>>::make();
}

} // namespace boost_broker::schema

#endif
