// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_IMPL_SIGNAL_BROKER_HPP
#define BOOST_BROKER_IMPL_SIGNAL_BROKER_HPP

#include <boost_broker/signal_broker.hpp>

#include <type_traits>
#include <utility>

namespace boost_broker {

template<class S>
signal_broker<S>::signal_broker(context_ref ctx)
    : broker_base(*detail::require_open(ctx, detail::type_name<S>))
    , counters_(new detail::signal_counters)
{
    core().attach(*this);
}

template<class S>
signal_broker<S>::signal_broker(found_by_type, detail::context_core& core)
    : broker_base(core)
    , counters_(new detail::signal_counters)
{
    if constexpr (reflected<S>)
        detail::assert_field_order<S>();
}

template<class S>
signal_broker<S>::~signal_broker()
{
    close();
}

template<class S>
template<class Handler>
auto signal_broker<S>::make(Handler&& handler) -> result<handler_ptr>
{
    using function = std::decay_t<Handler>;
    if (!is_open())
        return detail::closed_failure(detail::type_name<S>, context_name());
    auto const where = detail::find_inbox(
        core(), handler, detail::handler_call<function, S&&>::is_coroutine, detail::type_name<S>);
    if (!where)
        return where.error();
    return handler_ptr(new detail::signal_handler_of<S, function>(
        *this, core(), **where, counters_, std::forward<Handler>(handler)));
}

template<class S>
template<class Handler>
result<handle> signal_broker<S>::on_signal(Handler&& handler)
{
    if (handler_ != nullptr && !handler_->active())
        stop_handler(); // its owner is gone
    if (is_open() && handler_ != nullptr)
        return detail::explain(errc::handler_exists, "", detail::type_name<S>, &core(),
            " already has a handler, which still handles; use replace_signal_handler to change it");
    auto made = make(std::forward<Handler>(handler));
    if (!made)
        return made.error();
    handler_ = *made;
    return detail::handle_access::make(handler_);
}

template<class S>
template<class Handler>
result<handle> signal_broker<S>::replace_signal_handler(Handler&& handler)
{
    if (is_open() && detail::is_empty_handler(handler)) {
        stop_handler();
        return handle();
    }
    auto made = make(std::forward<Handler>(handler));
    if (!made)
        return made.error();
    // The earlier one still handles what it has accepted.
    replaced_.reserve(replaced_.size() + 1);
    if (auto const earlier = std::exchange(handler_, *made)) {
        replaced_.push_back(earlier);
        earlier->stop_when_idle();
    }
    return detail::handle_access::make(handler_);
}

template<class S>
void signal_broker<S>::stop_handler() noexcept
{
    if (auto const stopped = handler_)
        stopped->stop();
}

template<class S>
auto signal_broker<S>::acceptor() -> result<handler_ptr>
{
    if (!is_open())
        return detail::closed_failure(detail::type_name<S>, context_name());
    handler_ptr const handler(accepting());
    if (handler == nullptr)
        return detail::explain(errc::no_handler, "no handler is registered for ",
            detail::type_name<S>, &core(), "; register one with on_signal");
    if (handler->has_room())
        return handler;
    ++counters_->stats.dropped;
    core().report(diagnostic_kind::message_dropped, detail::type_name<S>,
        "the queue of the handler is full, so a signal was refused");
    return detail::explain(errc::queue_full, "the queue of the handler of ", detail::type_name<S>,
        &core(), " is full; send again when it has handled some");
}

template<class S>
result<void> signal_broker<S>::signal(S const& s)
{
    static_assert(std::is_copy_constructible_v<S>,
        "boost_broker: a signal that cannot be copied must be sent as an rvalue, as in "
        "signal(ctx, std::move(value))");
    auto const handler = acceptor();
    if (!handler)
        return handler.error();
    (*handler)->accept(s);
    return {};
}

template<class S>
result<void> signal_broker<S>::signal(S&& s)
{
    auto const handler = acceptor();
    if (!handler)
        return handler.error();
    (*handler)->accept(std::move(s));
    return {};
}

template<class S>
void signal_broker<S>::remove(detail::registration& stopped) noexcept
{
    if (handler_.get() == &stopped)
        handler_.reset();
    auto const is_stopped = [&](auto const& h) { return h.get() == &stopped; };
    std::erase_if(mocks_, is_stopped);
    std::erase_if(replaced_, is_stopped);
}

template<class S>
void signal_broker<S>::close() noexcept
{
    stop_handler();
    for (auto* const list : {&mocks_, &replaced_}) {
        while (!list->empty()) {
            auto const last = list->back();
            last->stop();
        }
    }
}

namespace detail {

struct signal_access {
    /// Builds the signal only where it is accepted, so that a refused one leaves the arguments.
    template<class S, class Make>
    static result<void> send(context_ref const& ctx, Make make)
    {
        auto const broker = open_broker<signal_broker, S>(ctx);
        if (!broker)
            return broker.error();
        auto const handler = (*broker)->acceptor();
        if (!handler)
            return handler.error();
        (*handler)->accept(make());
        return {};
    }
};

template<class S, class Signal>
result<void> signal_value(context_ref const& ctx, Signal&& s)
{
    static_assert(std::is_constructible_v<S, Signal>,
        "boost_broker: a signal that cannot be copied must be sent as an rvalue, as in "
        "signal(ctx, std::move(value))");
    return signal_access::send<S>(ctx, [&]() -> Signal&& { return std::forward<Signal>(s); });
}

template<class S, class... Args>
result<void> signal_fields(context_ref const& ctx, Args&&... args)
{
    return signal_access::send<S>(
        ctx, [&] { return make_message<S>(std::forward<Args>(args)...); });
}

template<class S, class... Args>
constexpr bool is_whole_signal = false;
template<class S, class Arg>
constexpr bool is_whole_signal<S, Arg> = std::is_same_v<std::remove_cvref_t<Arg>, S>;
template<class S, context_argument Context, class Arg>
constexpr bool is_whole_signal<S, Context, Arg> = std::is_same_v<std::remove_cvref_t<Arg>, S>;

} // namespace detail

template<class S, class Handler>
result<handle> on_signal(context_ref ctx, Handler&& handler)
{
    auto const broker = detail::open_broker<signal_broker, S>(ctx);
    return broker ? (*broker)->on_signal(std::forward<Handler>(handler)) : broker.error();
}
template<class S, class Handler>
result<handle> on_signal(Handler&& handler)
{
    return boost_broker::on_signal<S>(thread_context(), std::forward<Handler>(handler));
}

template<class S, class Handler>
result<handle> replace_signal_handler(context_ref ctx, Handler&& handler)
{
    auto const broker = detail::open_broker<signal_broker, S>(ctx);
    return broker ? (*broker)->replace_signal_handler(std::forward<Handler>(handler))
                  : broker.error();
}
template<class S, class Handler>
result<handle> replace_signal_handler(Handler&& handler)
{
    return boost_broker::replace_signal_handler<S>(
        thread_context(), std::forward<Handler>(handler));
}

template<class S>
bool has_signal_handler(context_ref ctx) noexcept
{
    auto* const core = detail::context_access::open_core(ctx);
    auto* const broker = core != nullptr ? core->template find<signal_broker<S>>() : nullptr;
    return broker != nullptr && broker->has_signal_handler();
}

// By fields.
template<class S, class... Args>
    requires(!detail::is_whole_signal<S, Args...>)
result<void> signal(Args&&... args)
{
    return detail::signal_fields<S>(thread_context(), std::forward<Args>(args)...);
}
template<class S, detail::context_argument Context, class... Args>
    requires(!detail::is_whole_signal<S, Context, Args...>)
result<void> signal(Context&& ctx, Args&&... args)
{
    return detail::signal_fields<S>(ctx, std::forward<Args>(args)...);
}

// A value, or fields by name in braces.
template<class S>
result<void> signal(context_ref ctx, std::type_identity_t<S> const& s)
{
    return detail::signal_value<S>(ctx, s);
}
template<class S>
result<void> signal(context_ref ctx, std::type_identity_t<S>&& s)
{
    return detail::signal_value<S>(ctx, std::move(s));
}
template<class S>
result<void> signal(std::type_identity_t<S> const& s)
{
    return detail::signal_value<S>(thread_context(), s);
}
template<class S>
result<void> signal(std::type_identity_t<S>&& s)
{
    return detail::signal_value<S>(thread_context(), std::move(s));
}

// A value whose type says which signal it is.
template<std::nullptr_t = nullptr, class Signal>
result<void> signal(context_ref ctx, Signal&& s)
{
    return detail::signal_value<std::remove_cvref_t<Signal>>(ctx, std::forward<Signal>(s));
}
template<std::nullptr_t = nullptr, class Signal>
    requires(!detail::context_argument<Signal>)
result<void> signal(Signal&& s)
{
    return detail::signal_value<std::remove_cvref_t<Signal>>(
        thread_context(), std::forward<Signal>(s));
}

} // namespace boost_broker

#endif
