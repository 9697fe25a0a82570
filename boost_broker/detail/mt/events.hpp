// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_EVENTS_HPP
#define BOOST_BROKER_DETAIL_MT_EVENTS_HPP

// The verbs of events for the lane `mt`.

#include <boost_broker/detail/found_broker.hpp>
#include <boost_broker/detail/mt/event_broker.hpp>
#include <boost_broker/detail/mt/found.hpp>
#include <boost_broker/detail/mt/next.hpp>
#include <boost_broker/handler_adaptors.hpp>
#include <boost_broker/result.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#pragma push_macro("emit")
#undef emit

namespace boost_broker::detail {

template<class E>
struct mt_events {
    using broker_type = event_broker<E, mt_lane>;

    /// A broker, and the context that it is used for.
    struct bound {
        broker_type& broker;
        std::uint64_t context;

        template<class Event>
        emit_result emit(Event&& event) const
        {
            return broker.emit_in(context, std::forward<Event>(event));
        }
        template<bool Quietly, class Make>
        emit_result emit_made(Make make) const
        {
            return broker.emit_made_in(context, make);
        }
    };

    // Whether the context is open is asked where nobody listens: a closed one has no listeners.
    template<class Where, class Use>
    BOOST_FORCEINLINE static emit_result with_broker(Where const& where, Use use)
    {
        if (auto* const broker = policy<E>.retain_last ? mt_find<broker_type>(where)
                                                       : mt_find_ever<broker_type>(where);
            BOOST_LIKELY(broker != nullptr))
            return use(bound{*broker, mt_context_of(where).id()});
        return with_none(where, use);
    }

    template<class Handler>
    static handle listen(context_ref ctx, Handler&& handler)
    {
        auto* const context = mt_open(ctx);
        if (context == nullptr) {
            mt_report_closed(ctx, type_name<E>);
            return {};
        }
        auto added = context->template get<broker_type>().listen_in(
            ctx.id(), std::forward<Handler>(handler));
        if (added)
            return std::move(*added);
        context->report(diagnostic_kind::not_registered, type_name<E>, added.error().message());
        return {};
    }

    /// Begins to wait for the next event. Whatever comes of it completes on the handler's executor.
    template<class Handler, class Filter>
    static void start_next(context_ref ctx, Handler&& handler, Filter filter)
    {
        if (auto* const context = mt_open(ctx))
            return start_next(context->template get<broker_type>(), ctx.id(),
                std::forward<Handler>(handler), std::move(filter));
        mt_report_closed(ctx, type_name<E>);
        refuse_next(std::forward<Handler>(handler), closed_failure(type_name<E>, ctx.name()));
    }
    template<class Handler, class Filter>
    static void start_next(broker_type& broker, std::uint64_t id, Handler&& handler, Filter filter)
    {
        using made = mt_completion_of<mt_next<E>, result<E>, std::decay_t<Handler>>;
        auto const limit = mt_timeout_of(std::as_const(handler));
        auto& context = broker.context();
        auto home = context.find_inbox_to_wait(id, own_executor(handler));
        if (home == nullptr)
            return refuse_next(std::forward<Handler>(handler),
                closed_failure(type_name<E>, context.core().name_of(id)));
        boost::intrusive_ptr<made> const waiting(
            new made(std::forward<Handler>(handler), std::move(home), id));
        if (!waiting->begin(std::max(limit, std::chrono::nanoseconds(0))))
            return;
        try {
            auto listener = when(
                [waits = boost::intrusive_ptr<mt_next<E>>(waiting), filter = std::move(filter)](
                    E const& event) mutable {
                    return !waits->is_settled() && filter.admits(event);
                },
                mt_next_listener<E>(waiting));
            auto added = broker.listen_in(id, std::move(listener), {.gets_kept = false});
            if (added)
                waiting->listens_by(boost::static_pointer_cast<mt_registration>(
                    handle_access::take_shared(*added)));
            else
                waiting->fail(added.error());
        } catch (...) {
            waiting->home().take_back_waiting(*waiting);
            waiting->discard();
            throw;
        }
    }
    static std::uint64_t context_id(broker_type const& broker) noexcept
    {
        return broker.context_id_;
    }

    static std::optional<E> retained(context_ref ctx)
    {
        auto* const broker = mt_find<broker_type>(ctx);
        return broker != nullptr ? broker->retained_in(ctx.id()) : std::nullopt;
    }
    static void clear_retained(context_ref ctx) noexcept
    {
        if (auto* const broker = mt_find<broker_type>(ctx))
            broker->clear_retained_in(ctx.id());
    }
    static std::vector<mt_registration_ptr> listeners(context_ref ctx)
    {
        auto* const broker = mt_find<broker_type>(ctx);
        return broker != nullptr ? broker->all_listeners(ctx.id())
                                 : std::vector<mt_registration_ptr>();
    }

private:
    template<class Handler>
    static void refuse_next(Handler&& handler, failure why)
    {
        any_handler<result<E>> waiting(std::forward<Handler>(handler), nullptr);
        waiting.complete_in_verb(result<E>(boost::system::in_place_error, std::move(why)));
    }

    template<class Use>
    BOOST_NOINLINE static emit_result with_none(context_ref ctx, Use const& use)
    {
        auto* const context = mt_open(ctx);
        if (context == nullptr) {
            mt_report_closed(ctx, type_name<E>);
            return {};
        }
        if constexpr (policy<E>.retain_last)
            return use(bound{context->template get<broker_type>(), ctx.id()});
        else
            return {};
    }
};

} // namespace boost_broker::detail

#pragma pop_macro("emit")

#endif
