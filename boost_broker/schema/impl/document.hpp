// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_SCHEMA_IMPL_DOCUMENT_HPP
#define BOOST_BROKER_SCHEMA_IMPL_DOCUMENT_HPP

#include <boost_broker/schema/document.hpp>
#include <boost_broker/schema/impl/document_check.hpp>
#include <boost_broker/schema/primitive_name.hpp>

#include <charconv>
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

inline result<loaded_schema> loaded_schema::load(schema_document document)
{
    if (auto wrong = detail::document_check(document).run(); !wrong.empty())
        return failure(errc::malformed, "this is no schema: " + std::move(wrong));

    auto loaded = std::make_unique<content>();
    loaded->document = std::move(document);
    auto const& from = loaded->document;
    auto const text = [](std::optional<std::string> const& t) {
        return t ? std::string_view(*t) : std::string_view();
    };
    for (auto const& t : from.types) {
        auto& fields = loaded->fields.emplace_back();
        if (t.fields) {
            for (auto const& f : *t.fields) {
                fields.push_back({.name = f.name,
                    .type = f.type,
                    .required = f.required,
                    .number = f.number,
                    .doc = text(f.doc),
                    .stored_initializer = text(f.initializer)});
            }
        }
        auto& enumerators = loaded->enumerators.emplace_back();
        if (t.enumerators) {
            for (auto const& e : *t.enumerators)
                enumerators.push_back({e.name, *detail::parse_enumerator(e.value)});
        }
    }
    for (std::size_t i = 0; i != from.types.size(); ++i) {
        auto const& t = from.types[i];
        auto const bits = t.bits.value_or(0);
        loaded->types.push_back({.kind = t.kind,
            .name = t.name ? std::string_view(*t.name) : primitive_name(t.kind, bits),
            .doc = text(t.doc),
            .bits = bits,
            .count = t.count.value_or(0),
            .numerator = t.numerator.value_or(0),
            .denominator = t.denominator.value_or(0),
            .fields = loaded->fields[i],
            .enumerators = loaded->enumerators[i]});
        if (t.parts)
            loaded->types.back().parts = *t.parts;
    }
    for (auto const& m : from.messages)
        loaded->messages.push_back({m.name, m.role, m.type, m.response});
    loaded->view = {loaded->types, loaded->messages};
    return loaded_schema(std::move(loaded));
}

} // namespace boost_broker::schema

#endif
