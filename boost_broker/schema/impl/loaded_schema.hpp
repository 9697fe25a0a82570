// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_SCHEMA_IMPL_LOADED_SCHEMA_HPP
#define BOOST_BROKER_SCHEMA_IMPL_LOADED_SCHEMA_HPP

#include <boost_broker/schema/impl/document_check.hpp>
#include <boost_broker/schema/loaded_schema.hpp>
#include <boost_broker/schema/primitive_name.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace boost_broker::schema {

inline result<loaded_schema> loaded_schema::load(schema_document document)
{
    if (auto wrong = detail::document_check(document, max_types).run(); !wrong.empty())
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
