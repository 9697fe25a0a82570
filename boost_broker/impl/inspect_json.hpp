// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_IMPL_INSPECT_JSON_HPP
#define BOOST_BROKER_IMPL_INSPECT_JSON_HPP

#include <boost_broker/detail/quoted_text.hpp>
#include <boost_broker/inspect.hpp>

#include <concepts>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace boost_broker {
namespace detail {

/// Writes the members of one object.
class json_object
{
public:
    explicit json_object(std::string& to) : to_(to) { to_ += '{'; }
    json_object(json_object const&) = delete;
    json_object& operator=(json_object const&) = delete;

    json_object& add(std::string_view name, std::string_view text)
    {
        begin(name);
        append_json_text(to_, text);
        return *this;
    }
    json_object& add(std::string_view name, char const* text)
    {
        return add(name, std::string_view(text));
    }
    template<std::integral Number>
    json_object& add(std::string_view name, Number number)
    {
        begin(name);
        if constexpr (std::same_as<Number, bool>)
            to_ += number ? "true" : "false";
        else
            to_ += std::to_string(number);
        return *this;
    }
    template<class Element>
    json_object& add(std::string_view name, std::vector<Element> const& elements)
    {
        begin(name);
        to_ += '[';
        for (auto const& element : elements) {
            if (&element != elements.data())
                to_ += ',';
            append_json(to_, element);
        }
        to_ += ']';
        return *this;
    }
    json_object& add(std::string_view name, broker_stats const& stats)
    {
        begin(name);
        append_json(to_, stats);
        return *this;
    }
    void end() { to_ += '}'; }

private:
    static void append_json(std::string& to, broker_stats const& stats)
    {
        json_object object(to);
        for_each_counter(
            stats, [&](char const* name, std::uint64_t count) { object.add(name, count); });
        object.end();
    }

    static void append_json(std::string& to, handler_info const& handler)
    {
        json_object(to)
            .add("kind", text_of(handler.kind))
            .add("message", handler.message)
            .add("function", handler.function)
            .add("style", text_of(handler.style))
            .add("state", text_of(handler.state))
            .add("mock", handler.mock)
            .add("inbox", handler.inbox)
            .add("waiting", handler.waiting)
            .add("in_flight", handler.in_flight)
            .add("coroutines", handler.coroutines)
            .add("oldest_ns", handler.oldest.count())
            .end();
    }

    static void append_json(std::string& to, broker_info const& broker)
    {
        json_object(to)
            .add("kind", text_of(broker.kind))
            .add("message", broker.message)
            .add("own_object", broker.own_object)
            .add("stats", broker.stats)
            .add("waiting", broker.waiting)
            .add("in_flight", broker.in_flight)
            .add("handlers", broker.handlers)
            .end();
    }

    static void append_json(std::string& to, inbox_info const& inbox)
    {
        json_object(to)
            .add("executor", inbox.executor)
            .add("home", inbox.home)
            .add("executor_gone", inbox.executor_gone)
            .add("mt", inbox.mt)
            .add("delivering", inbox.delivering)
            .add("waiting", inbox.waiting)
            .end();
    }

    void begin(std::string_view name)
    {
        if (to_.back() != '{')
            to_ += ',';
        append_json_text(to_, name);
        to_ += ':';
    }

    std::string& to_;
};

} // namespace detail

inline void write_json(std::ostream& out, context_info const& context)
{
    std::string text;
    detail::json_object(text)
        .add("id", context.id)
        .add("name", context.name)
        .add("open", context.open)
        .add("brokers", context.brokers)
        .add("stopped", context.stopped)
        .add("inboxes", context.inboxes)
        .end();
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
}

} // namespace boost_broker

#endif
