// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_IMPL_INSPECT_HPP
#define BOOST_BROKER_IMPL_INSPECT_HPP

#include <boost_broker/detail/context_core.hpp>
#include <boost_broker/detail/duration_text.hpp>
#include <boost_broker/detail/function_name.hpp>
#include <boost_broker/inspect.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace boost_broker {
namespace detail {

/// Takes down what a context consists of.
class inspection
{
public:
    inspection(context_core& core, context_info& info) : core_(core), info_(info) {}

    void run()
    {
        core_.assert_usable();
        core_.for_each_broker(
            [this](broker_base const& broker, bool own_object) { add(broker, own_object); });
        std::sort(known_.begin(), known_.end());
        core_.for_each_inbox([this](inbox& where) { add(where); });
        std::sort(found_.begin(), found_.end(), [](auto const& a, auto const& b) {
            return a.handler->id() < b.handler->id(); // in the order of registration
        });
        for (auto const& f : found_)
            add(*f.handler, f.inbox);
    }

private:
    struct found {
        registration const* handler;
        std::size_t inbox;
    };

    void add(broker_base const& broker, bool own_object)
    {
        known_.emplace_back(&broker, info_.brokers.size());
        auto& line = info_.brokers.emplace_back();
        line.kind = broker.kind();
        line.message = broker.subject();
        line.own_object = own_object;
        line.stats = broker.stats();
        line.waiting = broker.waiting_events();
    }

    void add(inbox& where)
    {
        where.for_each_registration([this](registration const& r) {
            found_.push_back({&r, info_.inboxes.size()});
        });
        auto& line = info_.inboxes.emplace_back();
        if (auto const* const executor = where.executor())
            line.executor = name_of(*executor);
        line.home = where.is_home();
        line.executor_gone = where.executor_gone();
        line.delivering = where.delivering();
        line.waiting = where.waiting();
    }

    void add(registration const& r, std::size_t inbox)
    {
        auto* const broker = broker_of(r);
        auto& line = (broker != nullptr ? broker->handlers : info_.stopped).emplace_back();
        auto const facts = r.facts();
        auto const* const function = r.function_type();
        line.kind = kind_of(r.kind(), function != nullptr);
        line.message = r.subject();
        if (function != nullptr)
            line.function = readable_name(*function);
        line.style = facts.is_coroutine ? handler_style::coroutine
            : facts.replies             ? handler_style::reply
                                        : handler_style::function;
        line.state = r.stopped() ? handler_state::stopped
            : !r.active()        ? handler_state::expired
            : r.replaced()       ? handler_state::replaced
                                 : handler_state::active;
        line.mock = broker != nullptr && r.broker()->is_mock(r);
        line.inbox = inbox;
        line.waiting = facts.waiting;
        line.in_flight = facts.in_flight;
        r.for_each_running([&](running_coroutine const& coroutine) {
            ++line.coroutines;
            line.oldest = std::max(line.oldest, now_ - coroutine.started());
        });
        if (broker != nullptr) {
            broker->waiting += facts.waiting;
            broker->in_flight += facts.in_flight;
        }
    }

    broker_info* broker_of(registration const& r)
    {
        auto const at = std::lower_bound(known_.begin(), known_.end(), r.broker(),
            [](auto const& k, broker_base const* wanted) { return k.first < wanted; });
        return at != known_.end() && at->first == r.broker() ? &info_.brokers[at->second] : nullptr;
    }

    static handler_kind kind_of(broker_kind broker, bool has_function) noexcept
    {
        switch (broker) {
        case broker_kind::event:
            return has_function ? handler_kind::listener : handler_kind::next;
        case broker_kind::request:
            return handler_kind::provider;
        case broker_kind::multi_request:
            return handler_kind::multi_provider;
        case broker_kind::signal:
            break;
        }
        return handler_kind::signal_handler;
    }

    // `io_context`, `strand<io_context>`: the executors of Asio are long to spell.
    static std::string name_of(executor_base const& executor)
    {
        auto name = readable_name(executor.type());
        replace_all(name, "boost::asio::", "");
        constexpr std::string_view type = "::basic_executor_type<";
        for (auto at = name.find(type); at != std::string::npos; at = name.find(type)) {
            int depth = 1;
            auto end = at + type.size();
            for (; depth != 0 && end != name.size(); ++end)
                depth += name[end] == '<' ? 1 : name[end] == '>' ? -1 : 0;
            name.erase(at, end - at);
        }
        return name;
    }

    context_core& core_;
    context_info& info_;
    std::chrono::nanoseconds const now_ = core_.now();
    std::vector<std::pair<broker_base const*, std::size_t>> known_;
    std::vector<found> found_;
};

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

inline std::string describe(inbox_info const& inbox)
{
    fact_list facts;
    facts.add(inbox.executor_gone    ? "an executor that was destroyed"
            : inbox.executor.empty() ? "no executor"
                                     : inbox.executor);
    if (inbox.home)
        facts.add("the context's own");
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

} // namespace detail

inline context_info inspect(context_ref ctx)
{
    context_info info;
    info.id = ctx.id();
    info.name = ctx.name();
    info.open = ctx.is_open();
    auto* core = detail::context_access::raw(ctx);
    if (core == nullptr || core->id() != ctx.id())
        return info; // it has ended
    if (core->is_shared_default())
        core = detail::context_access::open_core(ctx);
    if (core != nullptr)
        detail::inspection(*core, info).run();
    return info;
}

} // namespace boost_broker

#endif
