// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_SCHEMA_TYPE_TEXT_HPP
#define BOOST_BROKER_SCHEMA_TYPE_TEXT_HPP

// A type of a schema in words, for people: "sequence of optional point".

#include <boost_broker/schema/description.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace boost_broker::schema {

/// Returns what a person would call a type: "int32", "device_id (int64)", "map of text to sequence
/// of point".
inline std::string type_text(description const& types, type_index index)
{
    auto const& t = types.types[index];
    auto const part = [&](std::size_t i) { return schema::type_text(types, t.parts[i]); };
    switch (t.kind) {
    case kind::sequence:
        return "sequence of " + part(0);
    case kind::array:
        return "array of " + std::to_string(t.count) + ' ' + part(0);
    case kind::optional:
        return "optional " + part(0);
    case kind::map:
        return "map of " + part(0) + " to " + part(1);
    case kind::tuple:
    case kind::variant: {
        std::string text(to_string(t.kind));
        for (std::size_t i = 0; i != t.parts.size(); ++i)
            text += (i == 0 ? " of " : i + 1 == t.parts.size() ? " and " : ", ") + part(i);
        return text;
    }
    case kind::duration:
    case kind::time_point: {
        std::string text = t.kind == kind::duration ? "duration" : "time point";
        text += " in ticks of " + std::to_string(t.numerator);
        if (t.denominator != 1)
            text += '/' + std::to_string(t.denominator);
        return text + " s (" + part(0) + ')';
    }
    case kind::strong:
        return (std::string(t.name) += " (") += part(0) + ')';
    default:
        return std::string(t.name);
    }
}

namespace detail {

// Where a part is in its owner, as in the paths of errors.
inline std::string part_segment(type_description const& owner, std::size_t i)
{
    switch (owner.kind) {
    case kind::sequence:
    case kind::array:
        return "[]";
    case kind::map:
        return i == 0 ? "[key]" : "[]";
    case kind::tuple:
        return '<' + std::to_string(i) + '>';
    default:
        return {};
    }
}

} // namespace detail

} // namespace boost_broker::schema

#endif
