// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_MULTI_REQUESTS_HPP
#define BOOST_BROKER_DETAIL_MT_MULTI_REQUESTS_HPP

// The verbs of multi-requests for the lane `mt`.

#include <boost_broker/detail/found_broker.hpp>
#include <boost_broker/detail/mt/found.hpp>
#include <boost_broker/detail/mt/multi_request_broker.hpp>
#include <boost_broker/result.hpp>

#include <cstddef>
#include <optional>
#include <utility>

namespace boost_broker::detail {

template<class R>
struct mt_multi_requests {
    using broker_type = multi_request_broker<R, mt_lane>;

    template<class Handler>
    static result<handle> add_provider(context_ref ctx, Handler&& handler)
    {
        if (auto* const context = mt_open(ctx))
            return context->template get<broker_type>().add_in(
                ctx.id(), std::forward<Handler>(handler));
        return closed(ctx);
    }
    static void clear_providers(context_ref ctx) noexcept
    {
        if (auto* const broker = mt_find<broker_type>(ctx))
            broker->clear_in(ctx.id());
    }

    template<fanout_fsm::mode Mode, class Handler>
    static void start(context_ref ctx, R&& r, std::optional<std::size_t> wanted, Handler&& handler)
    {
        if (auto* const context = mt_open(ctx)) {
            context->template get<broker_type>().template start<Mode>(
                ctx.id(), std::move(r), wanted, std::forward<Handler>(handler));
        } else {
            any_handler<result<typename gathered<R, Mode>::type>> waiting(
                std::forward<Handler>(handler), nullptr);
            waiting.complete_in_verb(closed(ctx));
        }
    }

private:
    static failure closed(context_ref ctx)
    {
        mt_report_closed(ctx, type_name<R>);
        return closed_failure(type_name<R>, ctx.name());
    }
};

} // namespace boost_broker::detail

#endif
