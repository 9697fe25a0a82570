// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_IMPL_SIGNAL_BROKER_HPP
#define BOOST_BROKER_IMPL_SIGNAL_BROKER_HPP

#include <boost_broker/signal_broker.hpp>

#include <algorithm>
#include <type_traits>
#include <utility>

namespace boost_broker {

template<class S, class Lane>
signal_broker<S, Lane>::signal_broker(context_ref ctx)
    : broker_base(*detail::require_open(ctx, detail::type_name<S>))
    , counters_(new detail::signal_counters)
{
    core().attach(*this);
}

template<class S, class Lane>
signal_broker<S, Lane>::signal_broker(found_by_type, detail::context_core& core)
    : broker_base(core)
    , counters_(new detail::signal_counters)
{
    if constexpr (reflected<S>)
        detail::assert_field_order<S>();
}

template<class S, class Lane>
signal_broker<S, Lane>::~signal_broker()
{
    close();
}

template<class S, class Lane>
template<class Handler>
auto signal_broker<S, Lane>::make(Handler&& handler) -> result<handler_ptr>
{
    using function = std::decay_t<Handler>;
    if (!is_open())
        return detail::closed_failure(detail::type_name<S>, context_name());
    failure why;
    auto* const where = detail::find_inbox(core(), handler,
        detail::signal_call<function, S&&>::is_coroutine, detail::type_name<S>, why);
    if (where == nullptr)
        return why;
    // Copying or moving the handler is the user's code, which may end the context.
    detail::busy_scope const keeps(core());
    handler_ptr const made(new detail::signal_handler_of<S, function>(
        *this, core(), *where, counters_, std::forward<Handler>(handler)));
    if (!is_open())
        return detail::closed_failure(detail::type_name<S>, context_name());
    return made;
}

template<class S, class Lane>
template<class Handler>
result<handle> signal_broker<S, Lane>::on_signal(Handler&& handler)
{
    detail::stopped_at_last const expired(
        handler_ != nullptr && !handler_->active() ? std::move(handler_) : handler_ptr());
    if (is_open() && handler_ != nullptr)
        return already_handled();
    auto made = make(std::forward<Handler>(handler));
    if (!made)
        return made.error();
    if (handler_ != nullptr) // the handler has registered another while it was copied
        return already_handled();
    handler_ = *made;
    return detail::handle_access::make(*made);
}

template<class S, class Lane>
failure signal_broker<S, Lane>::already_handled() const noexcept
{
    return detail::explain(errc::handler_exists, "", detail::type_name<S>, &core(),
        " already has a handler, which still handles; use replace_signal_handler to change it");
}

template<class S, class Lane>
template<class Handler>
result<handle> signal_broker<S, Lane>::replace_signal_handler(Handler&& handler)
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
    return detail::handle_access::make(*made);
}

template<class S, class Lane>
void signal_broker<S, Lane>::stop_handler() noexcept
{
    if (auto const stopped = handler_)
        stopped->stop();
}

template<class S, class Lane>
auto signal_broker<S, Lane>::acceptor() -> result<handler_ptr>
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
    detail::message_trace<S>().dropped(errc::queue_full);
    auto refused = detail::explain(errc::queue_full, "the queue of the handler of ",
        detail::type_name<S>, &core(), " is full; send again when it has handled some");
    core().report(diagnostic_kind::message_dropped, detail::type_name<S>,
        "the queue of the handler is full, so a signal was refused");
    return refused;
}

template<class S, class Lane>
result<void> signal_broker<S, Lane>::signal(S const& s)
{
    static_assert(std::is_copy_constructible_v<S>,
        "boost_broker: a signal that cannot be copied must be sent as an rvalue, as in "
        "signal(ctx, std::move(value))");
    return send(s);
}

template<class S, class Lane>
result<void> signal_broker<S, Lane>::signal(S&& s)
{
    return send(std::move(s));
}

template<class S, class Lane>
template<class Signal>
result<void> signal_broker<S, Lane>::send(Signal&& s)
{
    sent_here const now(broker_kind::signal, [this] { return where_sent(); });
    return send_now(std::forward<Signal>(s));
}

/// For an observer: the context, if there is somebody who handles what is sent there.
template<class S, class Lane>
std::uint64_t signal_broker<S, Lane>::where_sent() const noexcept
{
    return is_open() && accepting() != nullptr ? core().id() : 0;
}

template<class S, class Lane>
template<class Signal>
result<void> signal_broker<S, Lane>::send_now(Signal&& s)
{
    auto handler = acceptor();
    if (!handler)
        return handler.error();
    if ((*handler)->template takes_in_place<Signal>()) {
        (*handler)->accept_in_place(std::forward<Signal>(s));
        return {};
    }
    (*handler)->reserve();
    if constexpr (detail::message_copies_quietly<S>()) {
        (*handler)->accept(detail::cell_ptr<S>(new detail::cell<S>(std::forward<Signal>(s))));
    } else {
        // Copying is the user's code, which may end the handler, or everything.
        detail::busy_scope const keeps(core());
        detail::cell_ptr<S> const content(new detail::cell<S>(std::forward<Signal>(s)));
        handler = acceptor();
        if (!handler)
            return handler.error();
        (*handler)->reserve();
        (*handler)->accept(content);
    }
    return {};
}

// A signal is made only if it is accepted, so that a refused one leaves the arguments. Making it
// may end the context.
template<class S, class Lane>
template<bool Quietly, class Make>
result<void> signal_broker<S, Lane>::send_made(Make make)
{
    sent_here const now(broker_kind::signal, [this] { return where_sent(); });
    if (auto const handler = acceptor(); !handler)
        return handler.error();
    if constexpr (Quietly) {
        return send_now(make());
    } else {
        detail::busy_scope const keeps(core());
        return send_now(make());
    }
}

template<class S, class Lane>
void signal_broker<S, Lane>::remove(detail::registration& stopped) noexcept
{
    if (handler_.get() == &stopped)
        handler_.reset();
    auto const is_stopped = [&](auto const& h) { return h.get() == &stopped; };
    std::erase_if(mocks_, is_stopped);
    std::erase_if(replaced_, is_stopped);
}

template<class S, class Lane>
bool signal_broker<S, Lane>::is_mock(detail::registration const& r) const noexcept
{
    return std::any_of(
        mocks_.begin(), mocks_.end(), [&](auto const& mock) { return mock.get() == &r; });
}

template<class S, class Lane>
void signal_broker<S, Lane>::close() noexcept
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
    template<class S, class Signal>
    static result<void> send_value(context_ref const& ctx, Signal&& s)
    {
        if constexpr (check_lane<S>() && is_mt<S>) {
            return mt_signals<S>::send(ctx, std::forward<Signal>(s));
        } else {
            auto const broker = open_broker<signal_broker<S>, S>(ctx);
            return broker ? (*broker)->send(std::forward<Signal>(s)) : broker.error();
        }
    }

    template<class S, class... Args>
    static result<void> send_fields(context_ref const& ctx, Args&&... args)
    {
        auto const make = [&] { return make_message<S>(std::forward<Args>(args)...); };
        if constexpr (check_lane<S>() && is_mt<S>) {
            return mt_signals<S>::send_made(ctx, make);
        } else {
            constexpr bool quietly = fields_pass_quietly<S, Args...>();
            auto const broker = open_broker<signal_broker<S>, S>(ctx);
            return broker ? (*broker)->template send_made<quietly>(make) : broker.error();
        }
    }
};

template<class S, class Signal>
result<void> signal_value(context_ref const& ctx, Signal&& s)
{
    static_assert(std::is_constructible_v<S, Signal>,
        "boost_broker: a signal that cannot be copied must be sent as an rvalue, as in "
        "signal(ctx, std::move(value))");
    return signal_access::send_value<S>(ctx, std::forward<Signal>(s));
}

template<class S, class... Args>
result<void> signal_fields(context_ref const& ctx, Args&&... args)
{
    return signal_access::send_fields<S>(ctx, std::forward<Args>(args)...);
}

template<class S, class... Args>
constexpr bool is_whole_signal = false;
template<class S, class Arg>
constexpr bool is_whole_signal<S, Arg> = std::is_same_v<std::remove_cvref_t<Arg>, S>;
template<class S, context_argument Context, class Arg>
constexpr bool is_whole_signal<S, Context, Arg> = std::is_same_v<std::remove_cvref_t<Arg>, S>;
template<class S, class... Args>
concept signal_by_fields = !is_whole_signal<S, Args...>;

} // namespace detail

template<class S, class Handler>
result<handle> on_signal(context_ref ctx, Handler&& handler)
{
    if constexpr (detail::check_lane<S>() && detail::is_mt<S>) {
        return detail::mt_signals<S>::on_signal(ctx, std::forward<Handler>(handler));
    } else {
        auto const broker = detail::open_broker<signal_broker<S>, S>(ctx);
        return broker ? (*broker)->on_signal(std::forward<Handler>(handler)) : broker.error();
    }
}
template<class S, class Handler>
[[nodiscard]] result<handle> on_signal(Handler&& handler)
{
    return boost_broker::on_signal<S>(thread_context(), std::forward<Handler>(handler));
}

template<class S, class Handler>
result<handle> replace_signal_handler(context_ref ctx, Handler&& handler)
{
    if constexpr (detail::check_lane<S>() && detail::is_mt<S>) {
        return detail::mt_signals<S>::replace(ctx, std::forward<Handler>(handler));
    } else {
        auto const broker = detail::open_broker<signal_broker<S>, S>(ctx);
        return broker ? (*broker)->replace_signal_handler(std::forward<Handler>(handler))
                      : broker.error();
    }
}
template<class S, class Handler>
[[nodiscard]] result<handle> replace_signal_handler(Handler&& handler)
{
    return boost_broker::replace_signal_handler<S>(
        thread_context(), std::forward<Handler>(handler));
}

template<class S>
bool has_signal_handler(context_ref ctx) noexcept
{
    if constexpr (detail::check_lane<S>() && detail::is_mt<S>) {
        return detail::mt_signals<S>::has_handler(ctx);
    } else {
        auto* const core = detail::context_access::open_core(ctx);
        auto* const broker = core != nullptr ? core->template find<signal_broker<S>>() : nullptr;
        return broker != nullptr && broker->has_signal_handler();
    }
}

// By fields.
template<class S, class... Args>
    requires(detail::signal_by_fields<S, Args...>)
result<void> signal(Args&&... args)
{
    return detail::signal_fields<S>(thread_context(), std::forward<Args>(args)...);
}
template<class S, detail::context_argument Context, class... Args>
    requires(detail::signal_by_fields<S, Context, Args...>)
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
