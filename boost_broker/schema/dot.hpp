// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_SCHEMA_DOT_HPP
#define BOOST_BROKER_SCHEMA_DOT_HPP

// A schema as a graph for Graphviz: messages, types, and what they are made of.

#include <boost_broker/detail/quoted_text.hpp>
#include <boost_broker/schema/description.hpp>
#include <boost_broker/schema/spelling.hpp>
#include <boost_broker/schema/type_text.hpp>

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace boost_broker::schema {

/// Returns a schema as a graph for `dot`.
/** A box is a structure with its fields, an enumeration or a strong typedef; an ellipse is a
   message, with an arrow to what is sent and a dashed one to what is answered.

    @param types The schema.
    @param title What the schema is of; the graph is called so. */
inline std::string to_dot(description const& types, std::string_view title);

namespace detail {

class dot_writer
{
public:
    explicit dot_writer(description const& types) : types_(types) {}

    std::string run(std::string_view title)
    {
        text_ = "digraph ";
        boost_broker::detail::append_dot_text(text_, title);
        text_ += " {\n  rankdir=LR\n  node [fontname=\"sans-serif\", fontsize=10]\n";
        for (auto const& m : types_.messages)
            message(m);
        for (type_index i = 0; i != types_.types.size(); ++i) {
            if (has_own_name(types_.type(i).kind))
                type(i);
        }
        return std::move(text_ += "}\n");
    }

private:
    void message(message_description const& m)
    {
        auto const node = "message_" + std::string(m.name);
        text_ += "  " + node + " [shape=ellipse, label=";
        boost_broker::detail::append_dot_text(
            text_, (std::string(to_string(m.role)) += '\n') += m.name);
        text_ += "]\n";
        edges(node, "", m.type, "");
        if (m.role == role::request)
            edges(node, "", m.response, " [style=dashed]");
    }

    void type(type_index index)
    {
        auto const& t = types_.type(index);
        auto const node = "type_" + std::string(t.name);
        std::string label(t.name);
        if (t.kind == kind::strong)
            label += '\n' + type_text(types_, t.parts[0]);
        for (auto const& e : t.enumerators)
            ((label += '\n') += e.name) += " = " + enumerator_value(types_, t, e);
        for (auto const& f : t.fields) {
            ((label += '\n') += f.name) += ": " + type_text(types_, f.type);
            if (!f.required && types_.type(f.type).kind != kind::optional)
                label += " (may be absent)";
        }
        text_ += "  " + node + " [shape=box, label=";
        boost_broker::detail::append_dot_text(text_, label);
        text_ += "]\n";
        for (auto const& f : t.fields)
            edges(node, f.name, f.type, "");
        if (t.kind == kind::strong)
            edges(node, "", t.parts[0], "");
    }

    // To each type with a name that a type is, or is made of.
    void edges(
        std::string const& from, std::string_view field, type_index to, std::string_view style)
    {
        std::set<std::string_view> names;
        std::vector<type_index> pending{to};
        while (!pending.empty()) {
            auto const& t = types_.type(pending.back());
            pending.pop_back();
            if (!has_own_name(t.kind))
                pending.insert(pending.end(), t.parts.begin(), t.parts.end());
            else
                names.insert(t.name);
        }
        for (auto const name : names) {
            ((text_ += "  " + from + " -> type_") += name) += style;
            if (!field.empty()) {
                text_ += " [label=";
                boost_broker::detail::append_dot_text(text_, field);
                text_ += ", fontsize=8]";
            }
            text_ += '\n';
        }
    }

    description types_;
    std::string text_;
};

} // namespace detail

inline std::string to_dot(description const& types, std::string_view title)
{
    return detail::dot_writer(types).run(title);
}

} // namespace boost_broker::schema

#endif
