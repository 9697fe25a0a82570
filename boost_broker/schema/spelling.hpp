// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_SCHEMA_SPELLING_HPP
#define BOOST_BROKER_SCHEMA_SPELLING_HPP

// How names and comments are spelt in the languages that schemas are written in.

#include <boost_broker/schema/description.hpp>

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace boost_broker::schema {

/// Returns a name in the spelling of types in many languages: `get_device` is `GetDevice`.
inline std::string upper_camel(std::string_view name)
{
    std::string text;
    bool begins = true;
    for (char const c : name) {
        if (c == '_') {
            begins = true;
        } else {
            text += begins && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
            begins = false;
        }
    }
    return text;
}

/// Returns a name in upper case: `level` is `LEVEL`.
inline std::string upper_case(std::string_view name)
{
    std::string text(name);
    for (auto& c : text)
        c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return text;
}

/// Returns a text as comments, each line after `begin`, which names indentation and comment sign.
inline std::string comment_lines(std::string_view begin, std::string_view text)
{
    std::string lines;
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        lines += begin;
        if (end != 0)
            (lines += ' ') += text.substr(0, end);
        lines += '\n';
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

/// Returns the number of an enumerator as text.
inline std::string enumerator_value(
    description const& types, type_description const& enumeration, enumerator_description const& e)
{
    return types.type(enumeration.parts[0]).kind == kind::unsigned_integer
        ? std::to_string(static_cast<std::uint64_t>(e.value))
        : std::to_string(e.value);
}

/// Returns a name that is not one of the words that a language keeps for itself: such a one gets a
/// `_` at its end.
inline std::string unreserved(std::string_view name, std::span<std::string_view const> reserved)
{
    std::string text(name);
    if (std::find(reserved.begin(), reserved.end(), name) != reserved.end())
        text += '_';
    return text;
}

} // namespace boost_broker::schema

#endif
