// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_SCHEMA_INITIALIZER_HPP
#define BOOST_BROKER_SCHEMA_INITIALIZER_HPP

// What a field is initialised with, as JSON, for descriptions.

#include <boost_broker/detail/quoted_text.hpp>
#include <boost_broker/schema/fields.hpp>
#include <boost_broker/schema/initial.hpp>
#include <boost_broker/schema/json_list.hpp>
#include <boost_broker/schema/map_key.hpp>
#include <boost_broker/schema/name_of.hpp>

#include <charconv>
#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

namespace boost_broker::schema::detail {

inline void append_base64url(std::string& to, bytes const& data)
{
    constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    unsigned buffer = 0;
    unsigned bits = 0;
    for (auto const byte : data) {
        buffer = (buffer << 8 | static_cast<unsigned>(byte)) & 0xFFFF;
        for (bits += 8; bits >= 6; bits -= 6)
            to += digits[buffer >> (bits - 6) & 0x3F];
    }
    if (bits != 0)
        to += digits[buffer << (6 - bits) & 0x3F];
}

template<class T>
void append_number(std::string& to, T value)
{
    if constexpr (std::is_floating_point_v<T>) {
        if (!std::isfinite(value)) { // JSON has no form for it
            to += "null";
            return;
        }
    }
    char buffer[32];
    to.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr);
}

template<class T>
void append_value(std::string& to, T const& value)
{
    constexpr kind k = kind_of<T>;
    if constexpr (k == kind::nothing) {
        to += "{}";
    } else if constexpr (k == kind::boolean) {
        to += value ? "true" : "false";
    } else if constexpr (k == kind::character) {
        boost_broker::detail::append_json_text(to, character_text(value));
    } else if constexpr (k == kind::signed_integer || k == kind::unsigned_integer ||
        k == kind::floating) {
        append_number(to, value);
    } else if constexpr (k == kind::text) {
        boost_broker::detail::append_json_text(to, value);
    } else if constexpr (k == kind::bytes) {
        to += '"';
        append_base64url(to, value);
        to += '"';
    } else if constexpr (k == kind::sequence || k == kind::array) {
        json_list list(to, "[]");
        for (auto&& element : value)
            append_value<element_type<T>>(list.item(), element);
    } else if constexpr (k == kind::optional) {
        if (value)
            append_value(to, *value);
        else
            to += "null";
    } else if constexpr (k == kind::map) {
        json_list list(to, "{}");
        for (auto const& [key, mapped] : value)
            append_value(list.item(key_text(key).view()), mapped);
    } else if constexpr (k == kind::tuple) {
        json_list list(to, "[]");
        std::apply(
            [&](auto const&... element) { (append_value(list.item(), element), ...); }, value);
    } else if constexpr (k == kind::variant) {
        json_list list(to, "{}");
        auto& item = list.item(alternative_names<T>[value.index()]);
        std::visit([&](auto const& chosen) { append_value(item, chosen); }, value);
    } else if constexpr (k == kind::structure) {
        json_list list(to, "{}");
        fields<T>::for_each([&](auto i) {
            auto const& field = fields<T>::template get<i>(value);
            if constexpr (kind_of<typename fields<T>::template type<i>> == kind::optional) {
                if (!field)
                    return true;
            }
            append_value(list.item(fields<T>::names[i]), field);
            return true;
        });
    } else {
        append_value<represented_type<T>>(to, represent(value));
    }
}

/// Returns the initialiser of field `I` of `T`, as JSON.
template<class T, std::size_t I>
std::string initializer_of()
{
    std::string text;
    if constexpr (braces_make<T>)
        append_value(text, fields<T>::template get<I>(T{}));
    return text;
}

} // namespace boost_broker::schema::detail

#endif
