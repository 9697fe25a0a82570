// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_EXAMPLE_HOST_MONITOR_JSON_HPP
#define BOOST_BROKER_EXAMPLE_HOST_MONITOR_JSON_HPP

// Any struct of the vocabulary as JSON, by reflection: the list of fields that makes a struct a
// message also says what its members are called.

#include "vocabulary.hpp"

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace host_monitor {

/// Appends a string literal. What is not UTF-8 becomes U+FFFD.
void append_json(std::string& to, std::string_view text);

/// Appends a number with at most two decimals, or `null`: JSON has neither NaN nor infinity.
void append_json(std::string& to, double number);

template<std::integral Integer>
void append_json(std::string& to, Integer number);
template<bb::reflected_enum Enum>
void append_json(std::string& to, Enum value);
template<class T>
void append_json(std::string& to, std::optional<T> const& value);
template<class T>
void append_json(std::string& to, std::vector<T> const& values);

/// Appends `"name":value` for each field, with commas between and, if asked for, in front.
template<bb::reflected Struct>
void append_json_members(std::string& to, Struct const& value, bool comma_in_front = false)
{
    bool comma = comma_in_front;
    bb::for_each_field(value, [&](std::string_view name, auto const& field) {
        to += comma ? "," : "";
        comma = true;
        append_json(to, name);
        to += ':';
        append_json(to, field);
    });
}

template<bb::reflected Struct>
void append_json(std::string& to, Struct const& value)
{
    to += '{';
    append_json_members(to, value);
    to += '}';
}

template<std::integral Integer>
void append_json(std::string& to, Integer number)
{
    if constexpr (std::is_same_v<Integer, bool>)
        to += number ? "true" : "false";
    else
        to += std::to_string(number);
}

template<bb::reflected_enum Enum>
void append_json(std::string& to, Enum value)
{
    append_json(to, bb::enumerator_name(value));
}

template<class T>
void append_json(std::string& to, std::optional<T> const& value)
{
    if (value)
        append_json(to, *value);
    else
        to += "null";
}

template<class T>
void append_json(std::string& to, std::vector<T> const& values)
{
    char separator = '[';
    for (T const& value : values) {
        to += std::exchange(separator, ',');
        append_json(to, value);
    }
    to += values.empty() ? "[]" : "]";
}

} // namespace host_monitor

#endif
