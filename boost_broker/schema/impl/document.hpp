// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_SCHEMA_IMPL_DOCUMENT_HPP
#define BOOST_BROKER_SCHEMA_IMPL_DOCUMENT_HPP

#include <boost_broker/schema/document.hpp>

#include <string_view>

namespace boost_broker::schema {

inline schema_document to_document(description const& types)
{
    auto const text = [](std::string_view t) {
        return t.empty() ? std::optional<std::string>() : std::string(t);
    };
    schema_document document;
    for (auto const& t : types.types) {
        auto& to = document.types.emplace_back();
        to.kind = t.kind;
        if (has_own_name(t.kind))
            to.name = t.name;
        to.doc = text(t.doc);
        if (t.bits != 0)
            to.bits = t.bits;
        if (t.kind == kind::array)
            to.count = t.count;
        if (t.denominator != 0) {
            to.numerator = t.numerator;
            to.denominator = t.denominator;
        }
        if (!t.parts.empty())
            to.parts.emplace(t.parts.begin(), t.parts.end());
        for (auto const& f : t.fields) {
            if (!to.fields)
                to.fields.emplace();
            to.fields->push_back({std::string(f.name), f.type, f.required, f.number, text(f.doc),
                text(f.initializer())});
        }
        for (auto const& e : t.enumerators) {
            if (!to.enumerators)
                to.enumerators.emplace();
            bool const is_unsigned = types.type(t.parts[0]).kind == kind::unsigned_integer;
            to.enumerators->push_back({std::string(e.name),
                is_unsigned ? std::to_string(static_cast<std::uint64_t>(e.value))
                            : std::to_string(e.value)});
        }
    }
    for (auto const& m : types.messages)
        document.messages.push_back({std::string(m.name), m.role, m.type, m.response});
    return document;
}

} // namespace boost_broker::schema

#endif
