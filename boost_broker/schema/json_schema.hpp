// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_SCHEMA_JSON_SCHEMA_HPP
#define BOOST_BROKER_SCHEMA_JSON_SCHEMA_HPP

// A schema as a JSON Schema (draft 2020-12), for messages in JSON.

#include <boost_broker/detail/quoted_text.hpp>
#include <boost_broker/schema/description.hpp>
#include <boost_broker/schema/json_list.hpp>
#include <boost_broker/schema/spelling.hpp>
#include <boost_broker/schema/type_text.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace boost_broker::schema {

/// Returns a schema as a JSON Schema.
/** Each type with a name is in `$defs`, and so is what travels for a request that is answered:
    `get_device_response`. The document itself accepts every message; refer to
    `#/$defs/get_device` to accept one. Fields that are not known are accepted, as the library does.

    @param types The schema.
    @param title What the schema is of. */
inline std::string to_json_schema(description const& types, std::string_view title);

namespace detail {

class json_schema_writer
{
public:
    explicit json_schema_writer(description const& types) : types_(types) {}

    std::string run(std::string_view title)
    {
        {
            json_list root(text_, "{}");
            value(root.item("$schema"), "https://json-schema.org/draft/2020-12/schema");
            value(root.item("title"), title);
            {
                json_list choice(root.item("anyOf"), "[]");
                for (auto const& m : types_.messages)
                    type(choice.item(), m.type);
            }
            json_list defs(root.item("$defs"), "{}");
            for (auto const& t : types_.types) {
                if (has_own_name(t.kind))
                    definition(defs.item(t.name), t);
            }
            for (auto const& m : types_.messages) {
                if (m.role == role::request)
                    response(defs, m);
            }
        }
        return indented_json(text_);
    }

private:
    static void value(std::string& to, std::string_view text)
    {
        boost_broker::detail::append_json_text(to, text);
    }

    void type(std::string& to, type_index index)
    {
        json_list object(to, "{}");
        auto const& t = types_.type(index);
        if (has_own_name(t.kind))
            value(object.item("$ref"), std::string("#/$defs/") += t.name);
        else
            inline_type(object, t);
    }

    void inline_type(json_list& object, type_description const& t)
    {
        switch (t.kind) {
        case kind::boolean:
            value(object.item("type"), "boolean");
            break;
        case kind::character:
            value(object.item("type"), "string");
            object.item("minLength") += '1';
            object.item("maxLength") += '1';
            break;
        case kind::signed_integer:
        case kind::unsigned_integer:
            integer(object, t);
            break;
        case kind::floating:
            value(object.item("type"), "number");
            break;
        case kind::text:
            value(object.item("type"), "string");
            break;
        case kind::bytes:
            value(object.item("type"), "string");
            value(object.item("contentEncoding"), "base64url");
            value(object.item("pattern"), "^[A-Za-z0-9_-]*$");
            break;
        case kind::sequence:
        case kind::array:
            value(object.item("type"), "array");
            type(object.item("items"), t.parts[0]);
            if (t.kind == kind::array)
                size(object, t.count);
            break;
        case kind::optional: {
            json_list choice(object.item("anyOf"), "[]");
            type(choice.item(), t.parts[0]);
            choice.item() += R"({"type":"null"})";
            break;
        }
        case kind::map:
            value(object.item("type"), "object");
            key(object, t.parts[0]);
            type(object.item("additionalProperties"), t.parts[1]);
            break;
        case kind::tuple:
            tuple(object, t);
            break;
        case kind::variant:
            variant(object, t);
            break;
        case kind::duration:
        case kind::time_point: {
            auto const& ticks = types_.type(t.parts[0]);
            inline_type(object, ticks);
            value(object.item("description"), type_text(types_, index_of(t)));
            break;
        }
        default: // nothing
            value(object.item("type"), "object");
            break;
        }
    }

    type_index index_of(type_description const& t) const noexcept
    {
        return static_cast<type_index>(&t - types_.types.data());
    }

    static void integer(json_list& object, type_description const& t)
    {
        // the powers of two themselves, because 64 bits are not enough for them
        constexpr std::array<std::array<std::string_view, 3>, 4> limits{{
            {"-128", "127", "255"},
            {"-32768", "32767", "65535"},
            {"-2147483648", "2147483647", "4294967295"},
            {"-9223372036854775808", "9223372036854775807", "18446744073709551615"},
        }};
        auto const& l = limits[t.bits == 8 ? 0 : t.bits == 16 ? 1 : t.bits == 32 ? 2 : 3];
        bool const is_signed = t.kind == kind::signed_integer;
        value(object.item("type"), "integer");
        object.item("minimum") += is_signed ? l[0] : "0";
        object.item("maximum") += l[is_signed ? 1 : 2];
    }

    static void size(json_list& object, std::uint64_t count)
    {
        object.item("minItems") += std::to_string(count);
        object.item("maxItems") += std::to_string(count);
    }

    void key(json_list& object, type_index index)
    {
        auto const* t = &types_.type(index);
        while (t->kind == kind::strong)
            t = &types_.type(t->parts[0]);
        if (t->kind == kind::text)
            return;
        json_list names(object.item("propertyNames"), "{}");
        if (t->kind == kind::character) {
            names.item("minLength") += '1';
            names.item("maxLength") += '1';
        } else if (t->kind == kind::enumeration) {
            json_list all(names.item("enum"), "[]");
            for (auto const& e : t->enumerators)
                value(all.item(), enumerator_value(types_, *t, e));
        } else {
            value(names.item("pattern"),
                t->kind == kind::unsigned_integer ? "^(0|[1-9][0-9]*)$" : "^(0|-?[1-9][0-9]*)$");
        }
    }

    void tuple(json_list& object, type_description const& t)
    {
        value(object.item("type"), "array");
        if (!t.parts.empty()) {
            json_list items(object.item("prefixItems"), "[]");
            for (auto const part : t.parts)
                type(items.item(), part);
        }
        size(object, t.parts.size());
    }

    void variant(json_list& object, type_description const& t)
    {
        json_list choice(object.item("oneOf"), "[]");
        for (auto const part : t.parts)
            single_property(choice.item(), types_.type(part).name, part);
    }

    // An object that has this property and no other.
    void single_property(std::string& to, std::string_view name, type_index index)
    {
        json_list object(to, "{}");
        value(object.item("type"), "object");
        {
            json_list properties(object.item("properties"), "{}");
            type(properties.item(name), index);
        }
        {
            json_list required(object.item("required"), "[]");
            value(required.item(), name);
        }
        object.item("additionalProperties") += "false";
    }

    void definition(std::string& to, type_description const& t)
    {
        json_list object(to, "{}");
        if (!t.doc.empty())
            value(object.item("description"), t.doc);
        if (t.kind == kind::strong) {
            auto const& inner = types_.type(t.parts[0]);
            if (has_own_name(inner.kind))
                value(object.item("$ref"), std::string("#/$defs/") += inner.name);
            else
                inline_type(object, inner);
        } else if (t.kind == kind::enumeration) {
            json_list choice(object.item("oneOf"), "[]");
            for (auto const& e : t.enumerators) {
                json_list one(choice.item(), "{}");
                one.item("const") += enumerator_value(types_, t, e);
                value(one.item("title"), e.name);
            }
        } else {
            structure(object, t);
        }
    }

    void structure(json_list& object, type_description const& t)
    {
        value(object.item("type"), "object");
        if (!t.fields.empty()) {
            json_list properties(object.item("properties"), "{}");
            for (auto const& f : t.fields)
                field(properties.item(f.name), f);
        }
        if (std::any_of(t.fields.begin(), t.fields.end(), [](auto& f) { return f.required; })) {
            json_list required(object.item("required"), "[]");
            for (auto const& f : t.fields) {
                if (f.required)
                    value(required.item(), f.name);
            }
        }
    }

    void field(std::string& to, field_description const& f)
    {
        json_list object(to, "{}");
        if (!f.doc.empty())
            value(object.item("description"), f.doc);
        auto const& t = types_.type(f.type);
        if (has_own_name(t.kind))
            value(object.item("$ref"), std::string("#/$defs/") += t.name);
        else if (!f.doc.empty() && (t.kind == kind::duration || t.kind == kind::time_point))
            inline_type(object, types_.type(t.parts[0])); // the note describes it
        else
            inline_type(object, t);
        auto const initializer = f.required ? std::string() : f.initializer();
        if (!initializer.empty() && t.kind != kind::optional)
            object.item("default") += initializer;
    }

    void response(json_list& defs, message_description const& m)
    {
        json_list object(defs.item(std::string(m.name) += "_response"), "{}");
        json_list choice(object.item("oneOf"), "[]");
        single_property(choice.item(), "ok", m.response);
        choice.item() += R"({"type":"object","properties":{"err":{"type":"string"}},)"
                         R"("required":["err"],"additionalProperties":false})";
    }

    description types_;
    std::string text_;
};

} // namespace detail

inline std::string to_json_schema(description const& types, std::string_view title)
{
    return detail::json_schema_writer(types).run(title);
}

} // namespace boost_broker::schema

#endif
