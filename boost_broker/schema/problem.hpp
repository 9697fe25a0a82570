// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_SCHEMA_PROBLEM_HPP
#define BOOST_BROKER_SCHEMA_PROBLEM_HPP

// What keeps a single type from being a part of a message that is encoded.

#include <boost_broker/schema/fields.hpp>
#include <boost_broker/schema/map_key.hpp>
#include <boost_broker/schema/name_of.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace boost_broker::schema::detail {

enum class problem {
    none,
    no_mapping,
    enum_not_described,
    map_key,
    optional_of_optional,
    strong_optional,
    no_name,
    alternatives,
    const_field,
    too_many_fields,
    unknown_note,
    field_number
};

template<class T, std::size_t... I>
constexpr bool has_const_field(std::index_sequence<I...>) noexcept
{
    return (
        std::is_const_v<
            std::remove_reference_t<decltype(reflect<T>::template get<I>(std::declval<T&>()))>> ||
        ...);
}

template<class T>
constexpr bool has_unknown_note() noexcept
{
    for (auto const& note : notes_of<T>::value.fields) {
        if (fields<T>::index_of(note.name) == fields<T>::npos)
            return true;
    }
    return false;
}

template<class T>
constexpr bool has_bad_number() noexcept
{
    auto const& all = fields<T>::notes;
    for (std::size_t i = 0; i != all.size(); ++i) {
        // what Protobuf allows
        if (all[i].number > 536'870'911 || (all[i].number >= 19'000 && all[i].number <= 19'999))
            return true;
        for (std::size_t j = 0; j != i; ++j) {
            if (all[i].number == all[j].number)
                return true;
        }
    }
    return false;
}

template<class T>
constexpr problem find_structure_problem() noexcept
{
    if constexpr (has_const_field<T>(std::make_index_sequence<reflect<T>::size>()))
        return problem::const_field;
    else if constexpr (reflect<T>::size > 64)
        return problem::too_many_fields;
    else if constexpr (has_unknown_note<T>())
        return problem::unknown_note;
    else if constexpr (has_bad_number<T>())
        return problem::field_number;
    else
        return problem::none;
}

constexpr problem problem_if(bool there_is, problem p) noexcept
{
    return there_is ? p : problem::none;
}

template<class T>
constexpr problem find_problem() noexcept
{
    constexpr kind k = kind_of<T>;
    if constexpr (k == kind::unmapped)
        return std::is_enum_v<T> ? problem::enum_not_described : problem::no_mapping;
    else if constexpr (!has_good_name<T>())
        return problem::no_name;
    else if constexpr (k == kind::map)
        return problem_if(!map_key<typename T::key_type>, problem::map_key);
    else if constexpr (k == kind::optional)
        return problem_if(
            kind_of<element_type<T>> == kind::optional, problem::optional_of_optional);
    else if constexpr (k == kind::strong)
        return problem_if(kind_of<represented_type<T>> == kind::optional, problem::strong_optional);
    else if constexpr (k == kind::variant)
        return problem_if(!alternative_list<T>::unique(), problem::alternatives);
    else if constexpr (k == kind::structure)
        return find_structure_problem<T>();
    else
        return problem::none;
}

/// What is wrong with `T` itself, whatever it is made of.
template<class T>
inline constexpr problem problem_of = find_problem<T>();

} // namespace boost_broker::schema::detail

#endif
