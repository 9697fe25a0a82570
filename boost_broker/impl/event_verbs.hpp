// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_IMPL_EVENT_VERBS_HPP
#define BOOST_BROKER_IMPL_EVENT_VERBS_HPP

// The overloads of the event verbs. A first argument of type broker_context or context_ref is
// always the context; the deduced value form stands behind a non-type parameter, so that
// emit<E>(...) never means it.

#include <boost_broker/detail/found_broker.hpp>
#include <boost_broker/event_broker.hpp>

#pragma push_macro("emit")
#undef emit

namespace boost_broker {

namespace detail {

template<class Message, class... Args>
constexpr bool is_whole_message = false;
template<class Message, class Arg>
constexpr bool is_whole_message<Message, Arg> = std::is_same_v<std::remove_cvref_t<Arg>, Message>;
template<class Message, context_argument Context, class Arg>
constexpr bool is_whole_message<Message, Context, Arg> =
    std::is_same_v<std::remove_cvref_t<Arg>, Message>;
template<class Message, class... Args>
concept event_by_fields = !is_whole_message<Message, Args...>;

/// Calls `use(broker)` where somebody may listen, or where the event is kept. The use of a closed
/// context is reported.
template<class E, class Use>
BOOST_NOINLINE emit_result with_broker_of_thread(context_ref ctx, Use use)
{
    if (auto* const core = context_access::open_core(ctx)) {
        if constexpr (policy<E>.retain_last)
            return use(core->template get<event_broker<E>>());
        auto* const broker = core->template find<event_broker<E>>();
        return broker != nullptr ? use(*broker) : emit_result();
    }
    report_closed(ctx, type_name<E>);
    return {};
}

// Inlined as far as most emits go, as the call would cost as much as the rest. A type whose number
// is not known in this shared object yet has the number 0, and no broker has that.
template<class E, class Use>
BOOST_FORCEINLINE emit_result with_broker(context_ref ctx, Use use)
{
    if constexpr (check_lane<E>() && is_mt<E>) {
        return mt_events<E>::with_broker(ctx, use);
    } else {
        auto const number = type_key<event_broker<E>>::known_number();
        if (BOOST_LIKELY(context_access::is_open_itself(ctx))) {
            auto* const broker = context_access::raw(ctx)->template find<event_broker<E>>(number);
            if (BOOST_LIKELY(broker != nullptr))
                return use(*broker);
            if (number != 0 && !policy<E>.retain_last)
                return {};
        }
        return detail::with_broker_of_thread<E>(ctx, use);
    }
}

template<class E, class Use>
BOOST_FORCEINLINE emit_result with_broker(found_broker<event_broker<E>> const& found, Use use)
{
    if constexpr (check_lane<E>() && is_mt<E>) {
        return mt_events<E>::with_broker(found, use);
    } else {
        if (auto* const broker = found.get(); BOOST_LIKELY(broker != nullptr))
            return use(*broker);
        return detail::with_broker_of_thread<E>(found, use);
    }
}

/// @tparam Where A context, or a broker that was found there.
template<class E, class Where, class Event>
BOOST_FORCEINLINE emit_result emit_value(Where const& where, Event&& event)
{
    return detail::with_broker<E>(
        where, [&](auto&& broker) { return broker.emit(std::forward<Event>(event)); });
}

struct event_access {
    template<class E, class Handler>
    static listener_ptr<E> add_listener(event_broker<E>& broker, Handler&& handler, failure& why)
    {
        return broker.add_listener(std::forward<Handler>(handler), why);
    }

    template<class E, class Where, class... Args>
    static emit_result emit_fields(Where const& where, Args&&... args)
    {
        constexpr bool quietly = fields_pass_quietly<E, Args...>();
        return detail::with_broker<E>(where, [&](auto&& broker) {
            return broker.template emit_made<quietly>(
                [&] { return make_message<E>(std::forward<Args>(args)...); });
        });
    }
};

} // namespace detail

template<class E, class Handler>
handle listen(context_ref ctx, Handler&& handler)
{
    if constexpr (detail::check_lane<E>() && detail::is_mt<E>) {
        return detail::mt_events<E>::listen(ctx, std::forward<Handler>(handler));
    } else {
        auto* const core = detail::context_access::open_core(ctx);
        if (core == nullptr) {
            detail::report_closed(ctx, detail::type_name<E>);
            return {};
        }
        failure why;
        auto& broker = core->template get<event_broker<E>>();
        if (auto added =
                detail::event_access::add_listener(broker, std::forward<Handler>(handler), why))
            return detail::handle_access::make(std::move(added));
        core->report(diagnostic_kind::not_registered, detail::type_name<E>, why.message());
        return {};
    }
}

template<class E, class Handler>
handle listen(Handler&& handler)
{
    return boost_broker::listen<E>(thread_context(), std::forward<Handler>(handler));
}

// By fields.
template<class E, class... Args>
    requires(detail::event_by_fields<E, Args...>)
emit_result emit(Args&&... args)
{
    return detail::event_access::emit_fields<E>(thread_context(), std::forward<Args>(args)...);
}
template<class E, detail::context_argument Context, class... Args>
    requires(detail::event_by_fields<E, Context, Args...>)
emit_result emit(Context&& ctx, Args&&... args)
{
    return detail::event_access::emit_fields<E>(context_ref(ctx), std::forward<Args>(args)...);
}

// A value, or fields by name in braces.
template<class E>
BOOST_FORCEINLINE emit_result emit(context_ref ctx, std::type_identity_t<E> const& event)
{
    return detail::emit_value<E>(ctx, event);
}
template<class E>
BOOST_FORCEINLINE emit_result emit(context_ref ctx, std::type_identity_t<E>&& event)
{
    return detail::emit_value<E>(ctx, std::move(event));
}
template<class E>
emit_result emit(std::type_identity_t<E> const& event)
{
    return detail::emit_value<E>(thread_context(), event);
}
template<class E>
emit_result emit(std::type_identity_t<E>&& event)
{
    return detail::emit_value<E>(thread_context(), std::move(event));
}

// A value whose type says which event it is.
template<std::nullptr_t = nullptr, class Event>
BOOST_FORCEINLINE emit_result emit(context_ref ctx, Event&& event)
{
    return detail::emit_value<std::remove_cvref_t<Event>>(ctx, std::forward<Event>(event));
}
template<std::nullptr_t = nullptr, class Event>
    requires(!detail::context_argument<Event>)
emit_result emit(Event&& event)
{
    return detail::emit_value<std::remove_cvref_t<Event>>(
        thread_context(), std::forward<Event>(event));
}

// The same verb for programs in which `emit` is a macro.
template<class E, class... Args>
    requires(detail::event_by_fields<E, Args...>)
emit_result publish(Args&&... args)
{
    return boost_broker::emit<E>(std::forward<Args>(args)...);
}
template<class E>
BOOST_FORCEINLINE emit_result publish(context_ref ctx, std::type_identity_t<E> const& event)
{
    return detail::emit_value<E>(ctx, event);
}
template<class E>
BOOST_FORCEINLINE emit_result publish(context_ref ctx, std::type_identity_t<E>&& event)
{
    return detail::emit_value<E>(ctx, std::move(event));
}
template<class E>
emit_result publish(std::type_identity_t<E> const& event)
{
    return detail::emit_value<E>(thread_context(), event);
}
template<class E>
emit_result publish(std::type_identity_t<E>&& event)
{
    return detail::emit_value<E>(thread_context(), std::move(event));
}
template<std::nullptr_t = nullptr, class... Args>
emit_result publish(Args&&... args)
{
    return boost_broker::emit(std::forward<Args>(args)...);
}

} // namespace boost_broker

#pragma pop_macro("emit")

#endif
