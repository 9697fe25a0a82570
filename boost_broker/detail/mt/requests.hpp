// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_REQUESTS_HPP
#define BOOST_BROKER_DETAIL_MT_REQUESTS_HPP

// The verbs of requests for the lane `mt`.

#include <boost_broker/detail/found_broker.hpp>
#include <boost_broker/detail/mt/found.hpp>
#include <boost_broker/detail/mt/request_broker.hpp>
#include <boost_broker/result.hpp>

#include <utility>

namespace boost_broker::detail {

template<class R>
struct mt_requests {
    using broker_type = request_broker<R, mt_lane>;
    using response = response_t<R>;

    template<class Where>
    static result<response> now(Where const& where, R&& r, blocking_t how)
    {
        auto const broker = find(where);
        return broker ? (*broker)->now(mt_context_of(where).id(), std::move(r), how)
                      : broker.error();
    }

    template<class Where, class Handler>
    static void start(Where const& where, R&& r, Handler&& handler)
    {
        if (auto const broker = find(where)) {
            (*broker)->start(
                mt_context_of(where).id(), std::move(r), std::forward<Handler>(handler));
        } else {
            any_handler<result<response>> waiting(std::forward<Handler>(handler), nullptr);
            waiting.complete_in_verb(broker.error());
        }
    }

    /// Answers a request if that can be at once, and else leaves it.
    template<class Where>
    static std::optional<result<response>> try_now(Where const& where, R&& r) noexcept
    {
        auto* const broker = mt_find<broker_type>(where);
        auto const* by = broker != nullptr ? broker->find(mt_context_of(where).id()) : nullptr;
        if (by == nullptr || !broker->answers_at_once(*by))
            return std::nullopt;
        sent_message<R> const now(broker_kind::request, [by] { return by->context; });
        if constexpr (observed<R>) { // which is the user's code
            by = broker->find(mt_context_of(where).id());
            if (by == nullptr || !broker->answers_at_once(*by))
                return std::nullopt;
        }
        return broker->answer_at_once(*by, std::move(r));
    }

    template<class Handler>
    static result<handle> set_provider(context_ref ctx, Handler&& handler)
    {
        auto const broker = find(ctx);
        return broker ? (*broker)->provide(
                            ctx.id(), broker_type::place::first, std::forward<Handler>(handler))
                      : broker.error();
    }
    template<class Handler>
    static result<handle> replace_provider(context_ref ctx, Handler&& handler)
    {
        auto const broker = find(ctx);
        return broker
            ? (*broker)->provide(ctx.id(), broker_type::place::next, std::forward<Handler>(handler))
            : broker.error();
    }
    template<class Handler>
    static result<handle> add_mock(context_ref ctx, Handler&& handler)
    {
        auto const broker = find(ctx);
        return broker
            ? (*broker)->provide(ctx.id(), broker_type::place::mock, std::forward<Handler>(handler))
            : broker.error();
    }
    static void clear_provider(context_ref ctx) noexcept
    {
        if (auto* const broker = mt_find<broker_type>(ctx))
            broker->clear(ctx.id());
    }
    static bool is_provided(context_ref ctx) noexcept
    {
        auto* const broker = mt_find<broker_type>(ctx);
        return broker != nullptr && broker->find(ctx.id()) != nullptr;
    }
    static void set_timeout(context_ref ctx, std::chrono::nanoseconds limit)
    {
        if (auto const broker = find(ctx))
            (*broker)->set_timeout_in(ctx.id(), limit);
    }

private:
    template<class Where>
    static result<broker_type*> find(Where const& where)
    {
        if (auto* const broker = mt_find<broker_type>(where))
            return broker;
        auto const& ctx = mt_context_of(where);
        if (auto* const context = mt_open(ctx))
            return &context->template get<broker_type>();
        mt_report_closed(ctx, type_name<R>);
        return closed_failure(type_name<R>, ctx.name());
    }
};

} // namespace boost_broker::detail

#endif
