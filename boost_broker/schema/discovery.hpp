// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_SCHEMA_DISCOVERY_HPP
#define BOOST_BROKER_SCHEMA_DISCOVERY_HPP

// The two documents by which a library tells what it can do, as nim-brokers defines them: its
// clients read those of this library, and the other way round. Types are spelt as in Nim.

#include <boost_broker/detail/quoted_text.hpp>
#include <boost_broker/schema/cddl.hpp>
#include <boost_broker/schema/description.hpp>
#include <boost_broker/schema/json_list.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace boost_broker::schema {

/// Returns what nim-brokers' `listApis` answers: the names of requests, events and signals, in
/// JSON.
/** @param types The schema.
    @param library The name of the library. */
inline std::string to_api_list(description const& types, std::string_view library);

/// Returns what nim-brokers' `getSchema` answers: the messages, all types and the CDDL, in JSON.
/** What the form has no word for is told in the one that comes nearest: a variant is an object of
    optional fields, of which one is there.

    @param types The schema.
    @param library The name of the library. */
inline std::string to_api_schema(description const& types, std::string_view library);

/// Returns the type in Nim that travels like this one: `Option[seq[byte]]`.
inline std::string nim_type(description const& types, type_index index)
{
    auto const& t = types.type(index);
    auto const part = [&](std::size_t i) { return schema::nim_type(types, t.parts[i]); };
    switch (t.kind) {
    case kind::nothing:
        return "void";
    case kind::text:
        return "string";
    case kind::bytes:
        return "seq[byte]";
    case kind::sequence:
        return "seq[" + part(0) + ']';
    case kind::array:
        return "array[" + std::to_string(t.count) + ", " + part(0) + ']';
    case kind::optional:
        return "Option[" + part(0) + ']';
    case kind::map:
        return "Table[" + part(0) + ", " + part(1) + ']';
    case kind::tuple:
    case kind::variant: {
        std::string text = t.kind == kind::tuple ? "(" : "tuple[";
        for (std::size_t i = 0; i != t.parts.size(); ++i) {
            text += i == 0 ? "" : ", ";
            if (t.kind == kind::variant)
                (text += types.type(t.parts[i]).name) += ": Option[" + part(i) + ']';
            else
                text += part(i);
        }
        return text + (t.kind == kind::tuple ? ')' : ']');
    }
    case kind::duration:
    case kind::time_point:
        return part(0);
    default:
        return std::string(t.name);
    }
}

namespace detail {

class discovery_writer
{
public:
    discovery_writer(description const& types, std::string_view library)
        : types_(types)
        , library_(library)
    {}

    std::string list()
    {
        {
            json_list root(text_, "{}");
            value(root.item("libName"), library_);
            for (auto const r : {role::request, role::event, role::signal}) {
                json_list names(root.item(std::string(to_string(r)) += 's'), "[]");
                for (auto const& m : types_.messages) {
                    if (m.role == r)
                        value(names.item(), m.name);
                }
            }
        }
        return std::move(text_);
    }

    std::string schema()
    {
        {
            json_list root(text_, "{}");
            value(root.item("libName"), library_);
            value(root.item("cddl"), to_cddl(types_, library_));
            for (auto const r : {role::request, role::event, role::signal}) {
                json_list messages(root.item(std::string(to_string(r)) += 's'), "[]");
                for (auto const& m : types_.messages) {
                    if (m.role == r)
                        message(messages.item(), m);
                }
            }
            json_list all(root.item("types"), "[]");
            for (auto const& t : types_.types) {
                if (has_own_name(t.kind))
                    type(all.item(), t);
            }
        }
        return std::move(text_);
    }

private:
    static void value(std::string& to, std::string_view text)
    {
        boost_broker::detail::append_json_text(to, text);
    }

    void message(std::string& to, message_description const& m)
    {
        json_list object(to, "{}");
        value(object.item("apiName"), m.name);
        auto const& t = types_.type(m.type);
        if (m.role != role::request) {
            value(object.item("payloadType"), nim_type(types_, m.type));
            return;
        }
        // a request without parameters has no arguments
        bool const has_arguments = t.kind != kind::structure || !t.fields.empty();
        value(object.item("argsType"), has_arguments ? nim_type(types_, m.type) : "");
        fields(object.item("argFields"), t);
        value(object.item("responseType"), nim_type(types_, m.response));
    }

    void fields(std::string& to, type_description const& t)
    {
        json_list list(to, "[]");
        for (auto const& f : t.fields) {
            json_list object(list.item(), "{}");
            value(object.item("name"), f.name);
            auto type = nim_type(types_, f.type);
            if (!f.required && types_.type(f.type).kind != kind::optional)
                type.insert(0, "Option[").push_back(']');
            value(object.item("nimType"), type);
        }
    }

    void type(std::string& to, type_description const& t)
    {
        json_list object(to, "{}");
        value(object.item("name"), t.name);
        value(object.item("kind"),
            t.kind == kind::structure         ? "object"
                : t.kind == kind::enumeration ? "enum"
                                              : "distinct");
        fields(object.item("fields"), t);
        {
            json_list list(object.item("enumValues"), "[]");
            for (auto const& e : t.enumerators) {
                json_list enumerator(list.item(), "{}");
                value(enumerator.item("name"), e.name);
                enumerator.item("ordinal") += enumerator_value(types_, t, e);
            }
        }
        value(object.item("underlyingType"),
            t.kind == kind::strong ? nim_type(types_, t.parts[0]) : "");
    }

    description types_;
    std::string_view library_;
    std::string text_;
};

} // namespace detail

inline std::string to_api_list(description const& types, std::string_view library)
{
    return detail::discovery_writer(types, library).list();
}

inline std::string to_api_schema(description const& types, std::string_view library)
{
    return detail::discovery_writer(types, library).schema();
}

} // namespace boost_broker::schema

#endif
