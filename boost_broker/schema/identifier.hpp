// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_SCHEMA_IDENTIFIER_HPP
#define BOOST_BROKER_SCHEMA_IDENTIFIER_HPP

// Names that every language can write.

#include <string_view>

namespace boost_broker::schema {

/// Tells whether a text is an identifier: ASCII letters, digits and `_`, and no digit first.
constexpr bool is_identifier(std::string_view text) noexcept
{
    for (char const c : text) {
        bool const letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        if (!letter && !(c >= '0' && c <= '9'))
            return false;
    }
    return !text.empty() && !(text[0] >= '0' && text[0] <= '9');
}

} // namespace boost_broker::schema

#endif
