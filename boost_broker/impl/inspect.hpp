// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_IMPL_INSPECT_HPP
#define BOOST_BROKER_IMPL_INSPECT_HPP

#include <boost_broker/detail/context_core.hpp>
#include <boost_broker/detail/function_name.hpp>
#include <boost_broker/detail/part_facts.hpp>
#include <boost_broker/inspect.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <typeinfo>
#include <utility>
#include <vector>

namespace boost_broker {
namespace detail {

// `io_context`, `strand<io_context>`: the executors of Asio are long to spell.
inline std::string executor_name(std::type_info const& executor)
{
    auto name = readable_name(executor);
    replace_all(name, "boost::asio::", "");
    replace_all(name, "boost_broker::one_thread_executor<", "one_thread<");
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

inline handler_kind kind_of_handler(broker_kind broker, bool has_function) noexcept
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
            line.executor = executor_name(executor->type());
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
        line.kind = kind_of_handler(r.kind(), function != nullptr);
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

    context_core& core_;
    context_info& info_;
    std::chrono::nanoseconds const now_ = core_.now();
    std::vector<std::pair<broker_base const*, std::size_t>> known_;
    std::vector<found> found_;
};

/// Adds what a context has in the lane `mt`.
class mt_inspection
{
public:
    mt_inspection(part_facts const& facts, context_info& info) noexcept
        : facts_(facts)
        , info_(info)
        , first_broker_(info.brokers.size())
        , first_inbox_(info.inboxes.size())
    {}

    void run()
    {
        for (auto const& broker : facts_.brokers) {
            info_.brokers.push_back({broker.kind, std::string(broker.subject), broker.own_object,
                broker.stats, broker.waiting, 0, {}});
        }
        // Where nothing is in the other lane, this one has the context's own inbox.
        if (info_.inboxes.empty() && facts_.home_known &&
            (facts_.inboxes.empty() || !facts_.inboxes.front().home)) {
            auto& home = info_.inboxes.emplace_back();
            home.home = true;
            home.executor_gone = facts_.home_gone;
            if (facts_.home != nullptr)
                home.executor = executor_name(*facts_.home);
            first_inbox_ = 1;
        }
        for (auto const& inbox : facts_.inboxes) {
            info_.inboxes.push_back(
                {inbox.executor != nullptr ? executor_name(*inbox.executor) : std::string(),
                    inbox.home, inbox.executor_gone, true, inbox.delivering, inbox.waiting});
        }
        for (auto const& handler : facts_.handlers)
            add(handler);
    }

private:
    void add(part_facts::handler const& handler)
    {
        bool const stopped = handler.broker == part_facts::none;
        auto* const broker = stopped ? nullptr : &info_.brokers[first_broker_ + handler.broker];
        auto& line = (stopped ? info_.stopped : broker->handlers).emplace_back();
        line.kind = kind_of_handler(handler.kind, handler.function != nullptr);
        line.message = handler.subject;
        if (handler.function != nullptr)
            line.function = readable_name(*handler.function);
        line.style = handler.is_coroutine ? handler_style::coroutine
            : handler.replies             ? handler_style::reply
                                          : handler_style::function;
        line.state = stopped   ? handler_state::stopped
            : handler.replaced ? handler_state::replaced
                               : handler_state::active;
        line.mock = handler.mock && !stopped;
        line.inbox = first_inbox_ + handler.inbox;
        line.waiting = handler.waiting;
        line.in_flight = handler.in_flight;
        line.coroutines = handler.coroutines;
        line.oldest = handler.oldest;
        if (!stopped) {
            broker->waiting += handler.waiting;
            broker->in_flight += handler.in_flight;
        }
    }

    part_facts const& facts_;
    context_info& info_;
    std::size_t const first_broker_;
    std::size_t first_inbox_;
};

/// @param with_local Whether the caller may look at the lane `local`, too.
inline context_info inspect(context_ref const& ctx, bool with_local)
{
    context_info info;
    info.id = ctx.id();
    info.name = ctx.name();
    info.open = ctx.is_open();
    auto* const core = context_access::raw(ctx);
    if (core == nullptr || core->id() != ctx.id())
        return info; // it has ended
    auto* const local = core->is_shared_default() ? context_access::open_core(ctx) : core;
    part_facts facts;
    auto* const part = core->part();
    if (part != nullptr)
        part->look(ctx.id(), facts);
    bool const has_mt = !facts.brokers.empty() || !facts.handlers.empty();
    if (with_local && local != nullptr && (local->has_brokers() || !has_mt))
        inspection(*local, info).run();
    if (has_mt || !with_local)
        mt_inspection(facts, info).run();
    return info;
}

} // namespace detail

inline context_info inspect(context_ref ctx)
{
    return detail::inspect(ctx, true);
}

inline context_info inspect_mt(context_ref ctx)
{
    return detail::inspect(ctx, false);
}

} // namespace boost_broker

#endif
