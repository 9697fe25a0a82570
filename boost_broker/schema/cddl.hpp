// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_SCHEMA_CDDL_HPP
#define BOOST_BROKER_SCHEMA_CDDL_HPP

// A schema in CDDL (RFC 8610), the language for what CBOR and JSON contain.

#include <boost_broker/schema/description.hpp>
#include <boost_broker/schema/spelling.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace boost_broker::schema {

/// Returns a schema in CDDL: a rule for each type, and rules for what travels for each message.
/** A request `get_device` has the rules `GetDeviceArgs` and `GetDeviceResponse`; an event and a
   signal have one rule, such as `DeviceFoundEvent` or `RotateLogSignal`. The rules say what this
   version writes; it also takes what they do not mention, see the chapter on evolution.

    @param types The schema.
    @param title What the schema is of, for the first line. */
inline std::string to_cddl(description const& types, std::string_view title);

namespace detail {

class cddl_writer
{
public:
    explicit cddl_writer(description const& types) : types_(types) {}

    std::string run(std::string_view title)
    {
        text_ = comment_lines(";", std::string("The messages of ") += title);
        for (auto const& t : types_.types) {
            if (has_own_name(t.kind))
                rule(t);
        }
        for (auto const r : {role::request, role::event, role::signal}) {
            for (auto const& m : types_.messages) {
                if (m.role == r)
                    message(m);
            }
        }
        integers();
        return std::move(text_);
    }

private:
    // The names of the prelude (appendix D of the RFC) that can be those of a type in C++, and the
    // integers below.
    static constexpr std::array<std::string_view, 43> reserved{"any", "uint", "nint", "int", "bstr",
        "bytes", "tstr", "text", "tdate", "time", "number", "biguint", "bignint", "bigint",
        "integer", "unsigned", "decfrac", "bigfloat", "eb64url", "eb64legacy", "eb16", "uri",
        "b64url", "b64legacy", "regexp", "float16", "float32", "float64", "float", "true", "false",
        "bool", "nil", "null", "undefined", "int8", "int16", "int32", "int64", "uint8", "uint16",
        "uint32", "uint64"};

    static std::string name_of(type_description const& t) { return unreserved(t.name, reserved); }

    std::string type(type_index index) const
    {
        auto const& t = types_.type(index);
        auto const part = [&](std::size_t i) { return type(t.parts[i]); };
        switch (t.kind) {
        case kind::nothing:
            return "{}";
        case kind::boolean:
            return "bool";
        case kind::character:
            return "tstr .size (1..2)";
        case kind::signed_integer:
        case kind::unsigned_integer:
            return std::string(t.name);
        case kind::floating:
            return "float";
        case kind::text:
            return "tstr";
        case kind::bytes:
            return "bstr";
        case kind::sequence:
            return "[* " + grouped(t.parts[0]) + ']';
        case kind::array: {
            auto const n = std::to_string(t.count);
            return '[' + n + '*' + n + ' ' + grouped(t.parts[0]) + ']';
        }
        case kind::optional:
            return part(0) + " / nil";
        case kind::map:
            return "{* " + key(t.parts[0]) + " => " + grouped(t.parts[1]) + '}';
        case kind::tuple: {
            std::string text = "[";
            for (std::size_t i = 0; i != t.parts.size(); ++i)
                text += (i == 0 ? "" : ", ") + grouped(t.parts[i]);
            return text + ']';
        }
        case kind::variant: {
            std::string text;
            for (std::size_t i = 0; i != t.parts.size(); ++i) {
                text += i == 0 ? "{" : " / {";
                (text += types_.type(t.parts[i]).name) += ": " + part(i) + '}';
            }
            return text;
        }
        case kind::duration:
        case kind::time_point:
            return part(0);
        case kind::strong:
        case kind::enumeration:
        case kind::structure:
            return name_of(t);
        case kind::unmapped:
            break;
        }
        return "any";
    }

    // A choice inside of something else needs parentheses.
    std::string grouped(type_index index) const
    {
        auto const& t = types_.type(index);
        bool const choice =
            t.kind == kind::optional || (t.kind == kind::variant && t.parts.size() > 1);
        return choice ? '(' + type(index) + ')' : type(index);
    }

    // Keys are text, whatever they are in C++.
    std::string key(type_index index) const
    {
        auto const* t = &types_.type(index);
        while (t->kind == kind::strong)
            t = &types_.type(t->parts[0]);
        switch (t->kind) {
        case kind::text:
            return "tstr";
        case kind::character:
            return "tstr .size (1..2)";
        case kind::unsigned_integer:
            return R"(tstr .regexp "0|[1-9][0-9]*")";
        case kind::enumeration: {
            std::string text;
            for (auto const& e : t->enumerators)
                text += (text.empty() ? "\"" : " / \"") + enumerator_value(types_, *t, e) + '"';
            return t->enumerators.size() > 1 ? '(' + text + ')' : text;
        }
        default:
            return R"(tstr .regexp "0|-?[1-9][0-9]*")";
        }
    }

    void rule(type_description const& t)
    {
        (text_ += '\n') += comment_lines(";", t.doc);
        text_ += name_of(t) + " = ";
        if (t.kind == kind::strong) {
            text_ += type(t.parts[0]) + '\n';
        } else if (t.kind == kind::enumeration) {
            text_ += "&(\n";
            for (auto const& e : t.enumerators)
                ((text_ += "  ") += e.name) += ": " + enumerator_value(types_, t, e) + ",\n";
            text_ += ")\n";
        } else if (t.fields.empty()) {
            text_ += "{}\n";
        } else {
            text_ += "{\n";
            for (auto const& f : t.fields)
                field(f);
            text_ += "}\n";
        }
    }

    void field(field_description const& f)
    {
        text_ += comment_lines("  ;", f.doc);
        auto const& t = types_.type(f.type);
        (text_ += f.required ? "  " : "  ? ") += f.name;
        // an optional field is absent, and not null
        text_ += ": " + type(t.kind == kind::optional ? t.parts[0] : f.type);
        if (t.kind == kind::duration || t.kind == kind::time_point) {
            text_ += ", ; in ticks of " + std::to_string(t.numerator);
            text_ += t.denominator == 1 ? " s" : '/' + std::to_string(t.denominator) + " s";
            text_ += t.kind == kind::time_point ? " since 1970-01-01 00:00 UTC\n" : "\n";
            return;
        }
        text_ += ",\n";
    }

    void message(message_description const& m)
    {
        text_ += std::string("\n; ") + std::string(to_string(m.role)) + " \"";
        (text_ += m.name) += "\"\n";
        if (m.role == role::request) {
            text_ += rule_name(m, "Args") + " = " + type(m.type) + '\n';
            text_ += rule_name(m, "Response") + " = {ok: " + type(m.response) + "} / {err: tstr}\n";
        } else {
            text_ += rule_name(m, m.role == role::event ? "Event" : "Signal") + " = " +
                type(m.type) + '\n';
        }
    }

    std::string rule_name(message_description const& m, std::string_view what) const
    {
        auto name = upper_camel(m.name).append(what);
        while (types_.find_type(name) != nullptr)
            name += '_';
        return name;
    }

    // The prelude has no integers of a certain width.
    void integers()
    {
        struct range {
            std::string_view name, least, most;
        };
        constexpr range all[] = {
            {"int8", "-128", "127"},
            {"int16", "-32768", "32767"},
            {"int32", "-2147483648", "2147483647"},
            {"int64", "-9223372036854775808", "9223372036854775807"},
            {"uint8", "0", "255"},
            {"uint16", "0", "65535"},
            {"uint32", "0", "4294967295"},
            {"uint64", "0", "18446744073709551615"},
        };
        bool first = true;
        for (auto const& r : all) {
            bool const used = std::any_of(types_.types.begin(), types_.types.end(),
                [&](auto const& t) { return !has_own_name(t.kind) && t.name == r.name; });
            if (!used)
                continue;
            text_ += first ? "\n" : "";
            first = false;
            (((((text_ += r.name) += " = ") += r.least) += "..") += r.most) += '\n';
        }
    }

    description types_;
    std::string text_;
};

} // namespace detail

inline std::string to_cddl(description const& types, std::string_view title)
{
    return detail::cddl_writer(types).run(title);
}

} // namespace boost_broker::schema

#endif
