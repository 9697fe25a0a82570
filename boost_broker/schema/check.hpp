// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_SCHEMA_CHECK_HPP
#define BOOST_BROKER_SCHEMA_CHECK_HPP

// Fails to compile, with a sentence and the path of the field, for a message that no codec carries.

#include <boost_broker/schema/parts.hpp>
#include <boost_broker/schema/problem.hpp>

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

#include <array>
#include <cstddef>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace boost_broker::schema {

namespace detail {

template<class T>
using has_problem = std::bool_constant<problem_of<T> != problem::none>;

// The way to a field, long enough for people; what is longer is cut off.
struct path_buffer {
    char text[256] = {};
    std::size_t size = 0;

    constexpr void append(std::string_view more) noexcept
    {
        for (std::size_t i = 0; i != more.size() && size != sizeof text; ++i)
            text[size++] = more[i];
    }
};

// A segment of a path is where the part is in its owner, written as the text of an error names it.
template<class T, std::size_t I>
constexpr void append_segment(path_buffer& path) noexcept
{
    constexpr kind k = kind_of<T>;
    if constexpr (k == kind::structure) {
        path.append(path.size == 0 ? "" : ".");
        path.append(reflect<T>::template name<I>());
    } else if constexpr (k == kind::sequence || k == kind::array) {
        path.append("[]");
    } else if constexpr (k == kind::map) {
        path.append(I == 0 ? "[key]" : "[]");
    } else if constexpr (k == kind::tuple || k == kind::variant) {
        constexpr std::array<char, 3> digits{
            I < 10 ? char('0' + I) : char('0' + I / 10 % 10), char('0' + I % 10), 0};
        path.append("<");
        path.append(std::string_view(digits.data(), I < 10 ? 1 : 2));
        path.append(">");
    }
}

// Depth first; `Above` are the types that are being looked into, because types can contain
// themselves.
template<class T, class Wanted, class Above>
constexpr bool find_path(path_buffer& path) noexcept
{
    if constexpr (std::is_same_v<T, Wanted>) {
        return true;
    } else if constexpr (boost::mp11::mp_contains<Above, T>::value) {
        return false;
    } else {
        using parts = parts_of<T>;
        using above = boost::mp11::mp_push_back<Above, T>;
        return [&]<std::size_t... I>(std::index_sequence<I...>)
        {
            [[maybe_unused]] auto const begin = path.size;
            return ((path.size = begin, append_segment<T, I>(path),
                        find_path<boost::mp11::mp_at_c<parts, I>, Wanted, above>(path)) ||
                ...);
        }
        (std::make_index_sequence<boost::mp11::mp_size<parts>::value>());
    }
}

// A text that a compiler shows as an argument of a template: g++ as it is, clang as its letters.
#if defined(__clang__)
template<char... Letters>
struct field_path {};
template<class Message, class Wanted, path_buffer Path, std::size_t... I>
constexpr auto spell(std::index_sequence<I...>) noexcept
{
    return field_path<Path.text[I]...>();
}
#else
template<std::size_t Size>
struct path_text {
    char text[Size + 1] = {};
};
template<path_text Text>
struct field_path {};
template<class Message, class Wanted, path_buffer Path, std::size_t... I>
constexpr auto spell(std::index_sequence<I...>) noexcept
{
    return field_path<path_text<Path.size>{{Path.text[I]..., 0}}>();
}
#endif

template<class Message, class Wanted>
constexpr auto find_path() noexcept
{
    constexpr path_buffer path = [] {
        path_buffer found;
        find_path<Message, Wanted, boost::mp11::mp_list<>>(found);
        return found;
    }();
    return spell<Message, Wanted, path>(std::make_index_sequence<path.size>());
}

// Read the arguments: in the message of type Message, at the path of FieldPath, is a Type.
template<class Message, class FieldPath, class Type>
constexpr bool explain_problem() noexcept
{
    constexpr problem p = problem_of<Type>;
    static_assert(p != problem::no_mapping,
        "boost_broker: a field of the message has a type that no codec carries; the note names the "
        "field. Use a type of the table in the chapter on codecs, write BOOST_HANA_ADAPT_STRUCT "
        "for a struct, or specialise boost_broker::schema::strong_typedef");
    static_assert(p != problem::enum_not_described,
        "boost_broker: a field of the message is an enumeration whose enumerators are not known; "
        "the note names the field. Write BOOST_DESCRIBE_ENUM(the_enum, its, enumerators) beside "
        "it");
    static_assert(p != problem::map_key,
        "boost_broker: a field of the message is a map whose key is not text, an integer, a char, "
        "an enumeration or a strong typedef of one of them; the note names the field");
    static_assert(p != problem::optional_of_optional,
        "boost_broker: a field of the message is an optional of an optional, and no format tells "
        "which of them is empty; the note names the field");
    static_assert(p != problem::strong_optional,
        "boost_broker: a field of the message is a strong typedef of an optional; make it an "
        "optional of the strong typedef. The note names the field");
    static_assert(p != problem::no_name,
        "boost_broker: a type of the message has a name that other languages cannot write; give it "
        "one with notes::named, or strong_typedef<T>::name. The note names the field");
    static_assert(p != problem::alternatives,
        "boost_broker: two alternatives of a variant have the same name; make one of them a struct "
        "or a strong typedef. The note names the field");
    static_assert(p != problem::const_field,
        "boost_broker: a struct of the message has a const field, which cannot be decoded; the "
        "note names the struct");
    static_assert(p != problem::too_many_fields,
        "boost_broker: a struct of the message has more than 64 fields; put some of them into a "
        "struct of their own. The note names the struct");
    static_assert(p != problem::unknown_note,
        "boost_broker: the notes on a struct (broker_schema) name a field that it does not have; "
        "the note of the compiler names the struct");
    static_assert(p != problem::field_number,
        "boost_broker: two fields of a struct have the same number, or one has a number that "
        "Protobuf does not allow (from 1 to 536870911, but not 19000 to 19999); the note names the "
        "struct");
    return p == problem::none;
}

template<class T>
constexpr bool check_structure() noexcept
{
    if constexpr (kind_of<T> == kind::structure)
        return boost_broker::detail::check_fields<T>();
    else
        return true;
}

template<class List>
struct check_all;
template<class... T>
struct check_all<boost::mp11::mp_list<T...>> {
    static constexpr bool value = (check_structure<T>() && ...);
};

template<class Message>
constexpr bool find_mapped() noexcept
{
    using types = reachable<Message>;
    using bad = boost::mp11::mp_find_if<types, has_problem>;
    if constexpr (bad::value != boost::mp11::mp_size<types>::value) {
        using type = boost::mp11::mp_at<types, bad>;
        return explain_problem<Message, decltype(find_path<Message, type>()), type>();
    } else {
        return check_all<types>::value;
    }
}

template<class Message>
inline constexpr bool checked = find_mapped<Message>();

} // namespace detail

/// Fails to compile, with a sentence that leads to the field, if a message cannot be encoded.
/** Each codec calls it first, in `encode`, `encoded_size` and `decode`.

    @tparam Message The type that is encoded, `void` included.
    @return True, if it compiles. */
template<class Message>
constexpr bool check_mapped() noexcept
{
    return detail::checked<std::remove_cv_t<Message>>;
}

/// A type that codecs carry, with all that it is made of.
/** Asking never fails to compile; `check_mapped` says what is wrong. */
template<class T>
concept mapped = boost::mp11::mp_none_of<detail::reachable<T>, detail::has_problem>::value;

} // namespace boost_broker::schema

#endif
