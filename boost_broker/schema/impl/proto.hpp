// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_SCHEMA_IMPL_PROTO_HPP
#define BOOST_BROKER_SCHEMA_IMPL_PROTO_HPP

#include <boost_broker/schema/proto.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <utility>

namespace boost_broker::schema {

namespace detail {

class proto_writer
{
public:
    explicit proto_writer(description const& types) : types_(types) {}

    std::string run(std::string_view package)
    {
        text_ = "syntax = \"proto3\";\n";
        if (!package.empty())
            (text_ += "\npackage ").append(package) += ";\n";
        for (type_index i = 0; i != types_.types.size(); ++i) {
            auto const& t = types_.type(i);
            if (t.kind == kind::structure)
                structure(t);
            else if (t.kind == kind::enumeration && is_enum(t))
                enumeration(t);
        }
        service();
        // what they refer to and has no name of its own
        for (auto const& name : order_)
            text_ += "\nmessage " + name + " {\n" + bodies_.at(name) + "}\n";
        return std::move(text_);
    }

private:
    // how a type is written as the content of another one
    enum class form { scalar, message, repeated, map, optional };

    // words with a meaning in the places where a type can be
    static constexpr std::array<std::string_view, 34> reserved{"message", "enum", "oneof", "map",
        "repeated", "optional", "required", "reserved", "extensions", "extend", "option", "group",
        "service", "rpc", "returns", "stream", "import", "package", "syntax", "double", "float",
        "int32", "int64", "uint32", "uint64", "sint32", "sint64", "fixed32", "fixed64", "sfixed32",
        "sfixed64", "bool", "string", "bytes"};

    type_index behind_strong(type_index index) const
    {
        while (types_.type(index).kind == kind::strong)
            index = types_.type(index).parts[0];
        return index;
    }

    // An enum of Protobuf has 32 bits.
    bool is_enum(type_description const& t) const
    {
        using limits = std::numeric_limits<std::int32_t>;
        bool const is_unsigned = types_.type(t.parts[0]).kind == kind::unsigned_integer;
        return std::all_of(t.enumerators.begin(), t.enumerators.end(), [&](auto const& e) {
            return e.value >= (is_unsigned ? 0 : limits::min()) && e.value <= limits::max();
        });
    }

    form form_of(type_index index) const
    {
        switch (types_.type(behind_strong(index)).kind) {
        case kind::nothing:
        case kind::structure:
        case kind::tuple:
        case kind::variant:
            return form::message;
        case kind::sequence:
        case kind::array:
            return form::repeated;
        case kind::map:
            return form::map;
        case kind::optional:
            return form::optional;
        default:
            return form::scalar;
        }
    }

    // What a scalar is in Protobuf.
    std::string scalar(type_index index) const
    {
        auto const& t = types_.type(behind_strong(index));
        switch (t.kind) {
        case kind::boolean:
            return "bool";
        case kind::character:
            return "uint32";
        case kind::signed_integer:
            return t.bits == 64 ? "int64" : "int32";
        case kind::unsigned_integer:
            return t.bits == 64 ? "uint64" : "uint32";
        case kind::floating:
            return t.bits == 64 ? "double" : "float";
        case kind::text:
            return "string";
        case kind::bytes:
            return "bytes";
        case kind::enumeration:
            return is_enum(t) ? unreserved(t.name, reserved) : scalar(t.parts[0]);
        default: // a duration or a time point
            return scalar(t.parts[0]);
        }
    }

    // The key of a map must not be an enum.
    std::string key(type_index index) const
    {
        auto const& t = types_.type(behind_strong(index));
        return scalar(t.kind == kind::enumeration ? t.parts[0] : index);
    }

    // What a type is called in the name of a message that contains it.
    std::string spelt(type_index index) const
    {
        auto const& t = types_.type(behind_strong(index));
        auto const part = [&](std::size_t i) { return spelt(t.parts[i]); };
        switch (t.kind) {
        case kind::sequence:
            return "ListOf" + part(0);
        case kind::array:
            return "ArrayOf" + std::to_string(t.count) + part(0);
        case kind::optional:
            return "Optional" + part(0);
        case kind::map:
            return "MapOf" + part(0) + "To" + part(1);
        case kind::tuple:
        case kind::variant: {
            std::string text = t.parts.empty() ? "EmptyTuple"
                : t.kind == kind::tuple        ? "TupleOf"
                                               : "VariantOf";
            for (std::size_t i = 0; i != t.parts.size(); ++i) {
                text += i == 0 ? "" : "And";
                // the names of the alternatives are the names of the fields
                text += t.kind == kind::tuple ? part(i) : upper_camel(types_.type(t.parts[i]).name);
            }
            return text;
        }
        case kind::duration:
        case kind::time_point:
            return part(0);
        default:
            return upper_camel(t.name);
        }
    }

    // The name of the message for a type. What has no name is called after its content, and written
    // once; another content of the same name gets another name.
    std::string message_for(type_index index)
    {
        index = behind_strong(index);
        auto const& t = types_.type(index);
        if (t.kind == kind::structure)
            return unreserved(t.name, reserved);
        auto& known = names_[index];
        if (!known.empty())
            return known;
        auto name = spelt(index);
        auto const body = body_of(t, index);
        auto const taken = [&] {
            auto const found = bodies_.find(name);
            return types_.find_type(name) != nullptr ||
                (found != bodies_.end() && found->second != body);
        };
        while (taken())
            name += '_';
        if (bodies_.emplace(name, body).second)
            order_.push_back(name);
        return names_[index] = name;
    }

    std::string element(type_index index)
    {
        return form_of(index) == form::scalar ? scalar(index) : message_for(index);
    }

    // The type of a field, with what has to stand before it.
    std::string field_type(type_index index, bool required)
    {
        index = behind_strong(index);
        auto const& t = types_.type(index);
        if (t.kind == kind::optional)
            return field_type(t.parts[0], false);
        switch (form_of(index)) {
        case form::scalar:
            return (required ? "" : "optional ") + scalar(index);
        case form::message:
            return message_for(index);
        case form::repeated:
            return required ? "repeated " + element(t.parts[0]) : message_for(index);
        default:
            return required ? "map<" + key(t.parts[0]) + ", " + element(t.parts[1]) + '>'
                            : message_for(index);
        }
    }

    static std::string field(std::string_view type, std::string_view name, std::uint64_t number)
    {
        std::string text;
        return ((((text += "  ") += type) += ' ') += name) +=
            " = " + std::to_string(number) + ";\n";
    }

    void structure(type_description const& t)
    {
        (text_ += '\n') += comment_lines("//", t.doc);
        text_ += "message " + unreserved(t.name, reserved) + " {\n";
        for (auto const& f : t.fields) {
            text_ += comment_lines("  //", f.doc);
            text_ += field(field_type(f.type, f.required), f.name, f.number);
        }
        text_ += "}\n";
    }

    void enumeration(type_description const& t)
    {
        (text_ += '\n') += comment_lines("//", t.doc);
        text_ += "enum " + unreserved(t.name, reserved) + " {\n";
        std::vector<std::int64_t> values;
        for (auto const& e : t.enumerators)
            values.push_back(e.value);
        auto sorted = values;
        std::sort(sorted.begin(), sorted.end());
        if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end())
            text_ += "  option allow_alias = true;\n";
        // The names of all enums of a package are in one scope, and the first value has to be 0.
        auto const prefix = upper_case(t.name) + '_';
        bool const has_zero = std::count(values.begin(), values.end(), 0) != 0;
        if (!has_zero)
            text_ += "  " + prefix + "NONE_OF_THESE = 0;\n";
        auto const write = [&](bool zeros) {
            for (auto const& e : t.enumerators) {
                if ((e.value == 0) == zeros)
                    text_ += "  " + prefix + upper_case(e.name) + " = " + std::to_string(e.value) +
                        ";\n";
            }
        };
        write(true);
        write(false);
        text_ += "}\n";
    }

    std::string body_of(type_description const& t, type_index index)
    {
        switch (t.kind) {
        case kind::tuple: {
            std::string text;
            for (std::size_t i = 0; i != t.parts.size(); ++i)
                text += field(field_type(t.parts[i], true), "item_" + std::to_string(i + 1), i + 1);
            return text;
        }
        case kind::variant: {
            std::string text = "  oneof value {\n";
            for (std::size_t i = 0; i != t.parts.size(); ++i)
                text += "  " + field(element(t.parts[i]), types_.type(t.parts[i]).name, i + 1);
            return text += "  }\n";
        }
        case kind::nothing:
            return {};
        case kind::sequence:
        case kind::array:
        case kind::map:
            return field(field_type(index, true), "items", 1);
        default: // an optional, or the answer of a request that is no message
            return field(field_type(index, true), "value", 1);
        }
    }

    void service()
    {
        bool const any = std::any_of(types_.messages.begin(), types_.messages.end(),
            [](auto const& m) { return m.role == role::request; });
        if (!any)
            return;
        text_ += "\nservice Requests {\n";
        for (auto const& m : types_.messages) {
            if (m.role == role::request)
                text_ += "  rpc " + upper_camel(m.name) + "(" + message_for(m.type) +
                    ") returns (" + message_for(m.response) + ");\n";
        }
        text_ += "}\n";
    }

    description types_;
    std::string text_;
    std::map<type_index, std::string> names_;
    std::map<std::string, std::string> bodies_;
    std::vector<std::string> order_;
};

} // namespace detail

inline std::string to_proto(description const& types, std::string_view package)
{
    return detail::proto_writer(types).run(package);
}

} // namespace boost_broker::schema

#endif
