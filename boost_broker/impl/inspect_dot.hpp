// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_IMPL_INSPECT_DOT_HPP
#define BOOST_BROKER_IMPL_INSPECT_DOT_HPP

#include <boost_broker/detail/function_name.hpp>
#include <boost_broker/detail/quoted_text.hpp>
#include <boost_broker/inspect.hpp>

#include <algorithm>
#include <cstddef>
#include <map>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace boost_broker {
namespace detail {

/// Writes one context as a part of a graph.
class dot_context
{
public:
    dot_context(std::string& to, context_info const& context, std::size_t number)
        : to_(to)
        , context_(context)
        , prefix_("c" + std::to_string(number))
    {
        to_ += "  subgraph cluster_" + prefix_ + " {\n    label=";
        append_dot_text(to_, context.name + (context.open ? "" : ", closed"));
        to_ += ";\n";
        for (auto const& broker : context.brokers)
            add(broker);
        for (auto const& handler : context.stopped)
            add_stopped(handler);
        for (auto const& [inbox, boxes] : boxes_of_inbox_)
            add_frame(inbox, boxes);
        to_ += "  }\n";
    }

private:
    /// From a message to a box; handlers of which the same is to be said share one.
    struct edge {
        std::string box;
        std::string label;
        std::size_t handlers = 1;
    };

    void add(broker_info const& broker)
    {
        auto const message = prefix_ + "m" + std::to_string(messages_++);
        add_node(to_, message, broker.handlers.empty() ? "ellipse, style=dashed" : "ellipse",
            broker.message + '\n' + text_of(broker.kind), facts_of(broker));
        std::vector<edge> edges;
        for (auto const& handler : broker.handlers) {
            edge next{box_of(handler), facts_of(handler)};
            if (handler.kind == handler_kind::next)
                next.label = text_of(handler.kind) + (next.label.empty() ? "" : ", " + next.label);
            auto const known = std::find_if(edges.begin(), edges.end(),
                [&](edge const& e) { return e.box == next.box && e.label == next.label; });
            if (known != edges.end())
                ++known->handlers;
            else
                edges.push_back(std::move(next));
        }
        for (auto const& e : edges)
            add_edge(message, e);
    }

    void add_edge(std::string const& message, edge const& e)
    {
        to_ += "    " + message + " -> " + e.box;
        auto label = e.label;
        if (e.handlers != 1)
            label = std::to_string(e.handlers) + " handlers" + (label.empty() ? "" : ": " + label);
        if (!label.empty()) {
            to_ += " [label=";
            append_dot_text(to_, label);
            to_ += ']';
        }
        to_ += ";\n";
    }

    // No message goes there any more.
    void add_stopped(handler_info const& handler)
    {
        add_node(place_of(handler), new_box(), "box, style=dashed", label_of(handler),
            facts_of(handler));
    }

    /// The box of a handler; a new one, if there is none of that name yet.
    std::string box_of(handler_info const& handler)
    {
        auto const label = label_of(handler);
        auto const key = std::make_pair(is_home(handler) ? 0 : handler.inbox, label);
        if (!scope_of(handler.function).empty()) { // else the function may be anybody's
            auto const known = box_of_label_.find(key);
            if (known != box_of_label_.end())
                return known->second;
        }
        auto box = new_box();
        box_of_label_.emplace(key, box);
        add_node(place_of(handler), box, "box", label, {});
        return box;
    }

    static std::string label_of(handler_info const& handler)
    {
        std::string label(scope_of(handler.function));
        if (label.empty())
            label = handler.function.empty() ? text_of(handler.kind) : handler.function;
        return label;
    }

    bool is_home(handler_info const& handler) const noexcept
    {
        return handler.inbox >= context_.inboxes.size() || context_.inboxes[handler.inbox].home;
    }

    /// Where the box of a handler is written.
    std::string& place_of(handler_info const& handler)
    {
        return is_home(handler) ? to_ : boxes_of_inbox_[handler.inbox];
    }

    /// Those on one executor, in a frame.
    void add_frame(std::size_t inbox, std::string const& boxes)
    {
        auto const number = std::to_string(inbox);
        to_ += "    subgraph cluster_" + prefix_ + 'i' + number + " {\n    label=";
        append_dot_text(to_, "inbox " + number + ": " + name_of_executor(context_.inboxes[inbox]));
        to_ += ";\n    style=dashed;\n" + boxes + "    }\n";
    }

    std::string new_box() { return prefix_ + "h" + std::to_string(boxes_++); }

    static void add_node(std::string& to, std::string const& id, std::string_view shape,
        std::string const& label, std::string const& facts)
    {
        ((to += "    " + id + " [shape=") += shape) += ", label=";
        append_dot_text(to, facts.empty() ? label : label + '\n' + facts);
        to += "];\n";
    }

    std::string& to_;
    context_info const& context_;
    std::string const prefix_;
    std::size_t messages_ = 0;
    std::size_t boxes_ = 0;
    std::map<std::pair<std::size_t, std::string>, std::string> box_of_label_;
    std::map<std::size_t, std::string> boxes_of_inbox_;
};

} // namespace detail

inline void write_dot(std::ostream& out, std::span<context_info const> contexts)
{
    std::string text = "digraph boost_broker {\n"
                       "  rankdir=LR;\n"
                       "  node [fontname=\"sans-serif\", fontsize=11];\n"
                       "  edge [fontname=\"sans-serif\", fontsize=9];\n"
                       "  graph [fontname=\"sans-serif\", fontsize=12];\n";
    for (auto const& context : contexts)
        detail::dot_context(text, context, static_cast<std::size_t>(&context - contexts.data()));
    text += "}\n";
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
}

inline void write_dot(std::ostream& out, context_info const& context)
{
    write_dot(out, std::span(&context, 1));
}

} // namespace boost_broker

#endif
