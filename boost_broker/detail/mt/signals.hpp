// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_SIGNALS_HPP
#define BOOST_BROKER_DETAIL_MT_SIGNALS_HPP

// The verbs of signals for the lane `mt`.

#include <boost_broker/detail/found_broker.hpp>
#include <boost_broker/detail/mt/found.hpp>
#include <boost_broker/detail/mt/signal_broker.hpp>
#include <boost_broker/result.hpp>

#include <utility>
#include <vector>

namespace boost_broker::detail {

template<class S>
struct mt_signals {
    using broker_type = signal_broker<S, mt_lane>;

    template<class Handler>
    static result<handle> on_signal(context_ref ctx, Handler&& handler)
    {
        auto* const broker = open(ctx);
        return broker != nullptr
            ? broker->add_in(ctx.id(), broker_type::role::handler, std::forward<Handler>(handler))
            : closed(ctx);
    }
    template<class Handler>
    static result<handle> replace(context_ref ctx, Handler&& handler)
    {
        auto* const broker = open(ctx);
        return broker != nullptr ? broker->replace_in(ctx.id(), std::forward<Handler>(handler))
                                 : closed(ctx);
    }
    template<class Handler>
    static result<handle> mock(context_ref ctx, Handler&& handler)
    {
        auto* const broker = open(ctx);
        return broker != nullptr
            ? broker->add_in(ctx.id(), broker_type::role::mock, std::forward<Handler>(handler))
            : closed(ctx);
    }
    static bool has_handler(context_ref ctx) noexcept
    {
        auto* const broker = mt_find<broker_type>(ctx);
        return broker != nullptr && broker->has_handler_in(ctx.id());
    }

    /// The handler there is, for who drops it.
    static std::vector<mt_registration_ptr> handlers(context_ref ctx)
    {
        auto* const broker = mt_find<broker_type>(ctx);
        return broker != nullptr ? broker->handlers_in(ctx.id())
                                 : std::vector<mt_registration_ptr>();
    }

    template<class Signal>
    static result<void> send(context_ref ctx, Signal&& s)
    {
        return with_broker(ctx,
            [&](broker_type& broker) { return broker.send_in(ctx.id(), std::forward<Signal>(s)); });
    }
    template<class Make>
    static result<void> send_made(context_ref ctx, Make const& make)
    {
        return with_broker(
            ctx, [&](broker_type& broker) { return broker.send_made_in(ctx.id(), make); });
    }

private:
    static broker_type* open(context_ref ctx)
    {
        auto* const context = mt_open(ctx);
        return context != nullptr ? &context->template get<broker_type>() : nullptr;
    }
    BOOST_NOINLINE static failure closed(context_ref ctx)
    {
        mt_report_closed(ctx, type_name<S>);
        return closed_failure(type_name<S>, ctx.name());
    }

    template<class Use>
    static result<void> with_broker(context_ref ctx, Use const& use)
    {
        if (auto* const known = mt_find<broker_type>(ctx); BOOST_LIKELY(known != nullptr))
            return use(*known);
        auto* const broker = open(ctx); // there is nobody, but the failure has to be told
        return broker != nullptr ? use(*broker) : result<void>(closed(ctx));
    }
};

} // namespace boost_broker::detail

#endif
