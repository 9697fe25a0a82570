// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_EVENTS_HPP
#define BOOST_BROKER_DETAIL_MT_EVENTS_HPP

// The verbs of events for the lane `mt`.

#include <boost_broker/detail/found_broker.hpp>
#include <boost_broker/detail/mt/event_broker.hpp>
#include <boost_broker/detail/mt/found.hpp>

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
        // Making the event is the user's code, perhaps, so what was found is not kept.
        template<bool Quietly, class Make>
        emit_result emit_made(Make make) const
        {
            return broker.reaches_somebody(context) ? broker.emit_in(context, make())
                                                    : emit_result();
        }
    };

    template<class Where, class Use>
    BOOST_FORCEINLINE static emit_result with_broker(Where const& where, Use use)
    {
        if (auto* const broker = mt_find<broker_type>(where); BOOST_LIKELY(broker != nullptr))
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

    static std::vector<mt_registration_ptr> listeners(context_ref ctx)
    {
        auto* const broker = mt_find<broker_type>(ctx);
        return broker != nullptr ? broker->all_listeners(ctx.id())
                                 : std::vector<mt_registration_ptr>();
    }

private:
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
