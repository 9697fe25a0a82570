// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_IMPL_INSPECT_TEXT_HPP
#define BOOST_BROKER_IMPL_INSPECT_TEXT_HPP

// What `inspect` returns as text for people.

#include <boost_broker/detail/duration_text.hpp>
#include <boost_broker/detail/function_name.hpp>
#include <boost_broker/inspect.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace boost_broker::detail {

inline char const* text_of(handler_kind kind) noexcept
{
    switch (kind) {
    case handler_kind::listener:
        return "listener";
    case handler_kind::next:
        return "next";
    case handler_kind::provider:
        return "provider";
    case handler_kind::multi_provider:
        return "multi-provider";
    case handler_kind::signal_handler:
        break;
    }
    return "signal handler";
}

inline char const* text_of(handler_style style) noexcept
{
    return style == handler_style::coroutine ? "coroutine"
        : style == handler_style::reply      ? "reply"
                                             : "function";
}

inline char const* text_of(handler_state state) noexcept
{
    return state == handler_state::expired ? "expired"
        : state == handler_state::replaced ? "replaced"
        : state == handler_state::stopped  ? "stopped"
                                           : "active";
}

/// Calls `visit` with the name and the value of each counter.
template<class Visitor>
void for_each_counter(broker_stats const& s, Visitor visit)
{
    visit("sent", s.sent);
    visit("delivered", s.delivered);
    visit("queued", s.queued);
    visit("dropped", s.dropped);
    visit("threw", s.threw);
    visit("answered", s.answered);
    visit("failed", s.failed);
    visit("timed_out", s.timed_out);
    visit("cancelled", s.cancelled);
    visit("late_answers", s.late_answers);
}

/// What there is to say of something, with commas between.
class fact_list
{
public:
    void add(std::string_view fact)
    {
        if (!text_.empty())
            text_ += ", ";
        text_ += fact;
    }
    void add_count(std::size_t count, std::string_view what)
    {
        if (count != 0)
            add(std::to_string(count) + ' ' + std::string(what));
    }
    std::string const& text() const noexcept { return text_; }

private:
    std::string text_;
};

/// What is unusual about a handler.
inline std::string facts_of(handler_info const& handler)
{
    fact_list facts;
    if (handler.mock)
        facts.add("mock");
    if (handler.state != handler_state::active)
        facts.add(text_of(handler.state));
    if (handler.style != handler_style::function)
        facts.add(text_of(handler.style));
    facts.add_count(handler.waiting, "waiting");
    facts.add_count(handler.in_flight, "in flight");
    if (handler.coroutines != 0)
        facts.add(std::to_string(handler.coroutines) + " running" +
            (handler.coroutines == 1 ? " for " : ", the oldest for ") + describe(handler.oldest));
    return facts.text();
}

inline std::string facts_of(broker_info const& broker)
{
    fact_list facts;
    if (broker.own_object)
        facts.add("an object of the program");
    for_each_counter(broker.stats, [&](char const* name, std::uint64_t count) {
        if (count != 0) {
            std::string words = name;
            replace_all(words, "_", " ");
            facts.add(words + ' ' + std::to_string(count));
        }
    });
    facts.add_count(broker.waiting, "waiting");
    facts.add_count(broker.in_flight, "in flight");
    return facts.text();
}

inline std::string describe(handler_info const& handler)
{
    auto text = text_of(handler.kind) + (" of " + handler.message);
    auto facts = facts_of(handler);
    if (handler.inbox != 0)
        facts += (facts.empty() ? "inbox " : ", inbox ") + std::to_string(handler.inbox);
    if (!facts.empty())
        text += " (" + facts + ')';
    return handler.function.empty() ? text : text + ": " + handler.function;
}

inline std::string describe(broker_info const& broker)
{
    auto const facts = facts_of(broker);
    return text_of(broker.kind) + (' ' + broker.message) + (facts.empty() ? "" : ": " + facts);
}

inline std::string name_of_executor(inbox_info const& inbox)
{
    return inbox.executor_gone   ? "an executor that was destroyed"
        : inbox.executor.empty() ? "no executor"
                                 : inbox.executor;
}

inline std::string describe(inbox_info const& inbox)
{
    fact_list facts;
    facts.add(name_of_executor(inbox));
    if (inbox.home)
        facts.add("the context's own");
    if (inbox.mt)
        facts.add("mt");
    if (inbox.delivering)
        facts.add("calls a handler");
    facts.add_count(inbox.waiting, "waiting");
    return facts.text();
}

inline std::string describe(context_info const& context)
{
    auto text = context.name + (context.open ? ", open\n" : ", closed\n");
    for (auto const& broker : context.brokers) {
        text += "  " + describe(broker) + '\n';
        for (auto const& handler : broker.handlers)
            text += "    " + describe(handler) + '\n';
    }
    for (auto const& handler : context.stopped)
        text += "  " + describe(handler) + '\n';
    for (auto const& inbox : context.inboxes)
        text += "  inbox " + std::to_string(&inbox - context.inboxes.data()) + ": " +
            describe(inbox) + '\n';
    return text;
}

} // namespace boost_broker::detail

#endif
