// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_REGISTERING_HPP
#define BOOST_BROKER_DETAIL_REGISTERING_HPP

// What every registering verb does first: find the inbox of a handler, or say why there is none.

#include <boost_broker/context_ref.hpp>
#include <boost_broker/detail/context_core.hpp>
#include <boost_broker/detail/handler_layers.hpp>
#include <boost_broker/detail/sentence.hpp>
#include <boost_broker/detail/type_name.hpp>
#include <boost_broker/failure.hpp>
#include <boost_broker/fwd.hpp>

#include <string>
#include <string_view>

namespace boost_broker::detail {

inline failure closed_failure(std::string_view subject, std::string const& context)
{
    return {errc::context_closed,
        sentence({subject, " was used in ", context,
            ", which is closed; keep the context open for as long as its modules use it"})};
}

/// Reports the use of a closed context, where there is still somebody to report to.
BOOST_NOINLINE inline void report_closed(context_ref ctx, std::string_view subject) noexcept
{
    auto* const core = context_access::raw(ctx);
    if (core == nullptr || core->id() != ctx.id() || core->sink() == nullptr)
        return;
    try {
        core->report(diagnostic_kind::context_closed, subject,
            closed_failure(subject, ctx.name()).message());
    } catch (...) {
        core->report(diagnostic_kind::context_closed, subject, {}); // no memory for a sentence
    }
}

/// The broker of a message type in an open context; the use of a closed one is reported.
template<class Broker, class Message>
result<Broker*> open_broker(context_ref const& ctx)
{
    if (auto* const core = context_access::open_core(ctx))
        return &core->template get<Broker>();
    report_closed(ctx, type_name<Message>);
    return closed_failure(type_name<Message>, ctx.name());
}

/// The core of an open context, for what cannot return a failure.
inline context_core* require_open(context_ref ctx, std::string_view subject)
{
    auto* const core = context_access::open_core(ctx);
    if (core == nullptr)
        throw broker_error(closed_failure(subject, ctx.name()));
    return core;
}

enum class handler_fault { none, empty, owner_gone };

/// Whether a context takes a handler, and if not, why. No template, because every form of handler
/// would otherwise put all of these sentences together in code of its own.
inline bool takes_handler(context_core& core, handler_fault fault, bool has_executor,
    bool is_coroutine, std::string_view subject, failure& why)
{
    if (fault == handler_fault::empty)
        why = failure(errc::empty_handler,
            sentence({"the handler given for ", subject, " in ", core.name(),
                " is empty; pass something that can be called"}));
    else if (fault == handler_fault::owner_gone)
        why = failure(errc::owner_expired,
            sentence({"the object that the handler given for ", subject, " in ", core.name(),
                " tracks no longer exists; register it while the object lives"}));
    else if (!core.is_open())
        why = closed_failure(subject, core.name());
    else if (has_executor)
        return true;
    else if (core.home().executor_gone())
        why = failure(errc::no_executor,
            sentence({subject, " cannot be handled in ", core.name(),
                ": its executor was destroyed; end the context before its execution context"}));
    else if (is_coroutine && core.home().executor() == nullptr)
        why = failure(errc::no_executor,
            sentence({"a coroutine handler of ", subject, " needs an executor, and ", core.name(),
                " has none; give it one with bind_executor, or make the context with one"}));
    else
        return true;
    return false;
}

/// The inbox on whose executor a handler is to run, or null and why there is none.
template<class H>
inbox* find_inbox(
    context_core& core, H const& handler, bool is_coroutine, std::string_view subject, failure& why)
{
    auto const fault = is_empty_handler(handler) ? handler_fault::empty
        : owner_is_gone(handler)                 ? handler_fault::owner_gone
                                                 : handler_fault::none;
    if (!takes_handler(core, fault, has_own_executor<H>, is_coroutine, subject, why))
        return nullptr;
    if constexpr (has_own_executor<H>)
        return &core.inbox_of(bind(own_executor(handler)));
    else
        return &core.home();
}

} // namespace boost_broker::detail

#endif
