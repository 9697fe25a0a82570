// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_IMPL_OVERLOADS_HPP
#define BOOST_BROKER_IMPL_OVERLOADS_HPP

// The verbs for overloads. They are more constrained than those for one message, which they call
// when they have chosen it.

#include <boost_broker/detail/overload_choice.hpp>
#include <boost_broker/overloads.hpp>

#include <cstdlib>
#include <tuple>
#include <type_traits>
#include <utility>

#pragma push_macro("emit")
#undef emit

namespace boost_broker {

namespace detail {

template<class O>
concept overloaded = is_overloads<O>;
template<class O, class... Args>
concept overloaded_event = overloaded<O> && event_by_fields<O, Args...>;
template<class O, class... Args>
concept overloaded_signal = overloaded<O> && signal_by_fields<O, Args...>;
template<class O, class... Args>
concept overloaded_request = overloaded<O> && request_by_fields<O, Args...>;

template<class R, class>
using token_signature = request_signature<R>;
template<class R, class Token>
using all_signature =
    typename gather_initiation<R, mode_for<fanout_fsm::mode::all, Token>>::signature;
template<class R, class Token>
using each_signature =
    typename gather_initiation<R, mode_for<fanout_fsm::mode::each, Token>>::signature;

template<class O, class Fit>
using chosen_by_arguments = typename decltype(choose<O, Fit, about_arguments>())::type;
template<class O, class Fit>
using chosen_by_handler = typename decltype(choose<O, Fit, about_handler>())::type;

// Where nothing could be chosen, a sentence has been said, and `std::abort` keeps the compiler from
// adding that a value is missing.

/// @tparam Given The arguments without the context, as a tuple.
template<class O, class Given, class... Args>
emit_result emit_chosen(Args&&... args)
{
    using chosen = chosen_by_arguments<O, fit_by_arguments<Given>>;
    if constexpr (std::is_void_v<chosen>)
        std::abort();
    else
        return boost_broker::emit<chosen>(std::forward<Args>(args)...);
}

template<class O, class Given, class... Args>
result<void> signal_chosen(Args&&... args)
{
    using chosen = chosen_by_arguments<O, fit_by_arguments<Given>>;
    if constexpr (std::is_void_v<chosen>)
        std::abort();
    else
        return boost_broker::signal<chosen>(std::forward<Args>(args)...);
}

template<class O, class Given, class... Args>
auto request_chosen(Args&&... args)
{
    using chosen = chosen_by_arguments<O, fit_by_arguments_and_token<token_signature, Given>>;
    if constexpr (!std::is_void_v<chosen>)
        return boost_broker::request<chosen>(std::forward<Args>(args)...);
}

template<class O, class Given, class... Args>
auto request_all_chosen(Args&&... args)
{
    using chosen = chosen_by_arguments<O, fit_by_arguments_and_token<all_signature, Given>>;
    if constexpr (!std::is_void_v<chosen>)
        return boost_broker::request_all<chosen>(std::forward<Args>(args)...);
}

template<class O, class Given, class... Args>
auto request_each_chosen(Args&&... args)
{
    using chosen = chosen_by_arguments<O, fit_by_arguments_and_token<each_signature, Given>>;
    if constexpr (!std::is_void_v<chosen>)
        return boost_broker::request_each<chosen>(std::forward<Args>(args)...);
}

} // namespace detail

template<class O, class... Args>
    requires(detail::overloaded_event<O, Args...>)
emit_result emit(Args&&... args)
{
    return detail::emit_chosen<O, std::tuple<Args...>>(std::forward<Args>(args)...);
}
template<class O, detail::context_argument Context, class... Args>
    requires(detail::overloaded_event<O, Context, Args...>)
emit_result emit(Context&& ctx, Args&&... args)
{
    return detail::emit_chosen<O, std::tuple<Args...>>(
        context_ref(ctx), std::forward<Args>(args)...);
}

template<class O, class... Args>
    requires(detail::overloaded_event<O, Args...>)
emit_result publish(Args&&... args)
{
    return boost_broker::emit<O>(std::forward<Args>(args)...);
}

template<class O, class... Args>
    requires(detail::overloaded_signal<O, Args...>)
result<void> signal(Args&&... args)
{
    return detail::signal_chosen<O, std::tuple<Args...>>(std::forward<Args>(args)...);
}
template<class O, detail::context_argument Context, class... Args>
    requires(detail::overloaded_signal<O, Context, Args...>)
result<void> signal(Context&& ctx, Args&&... args)
{
    return detail::signal_chosen<O, std::tuple<Args...>>(
        context_ref(ctx), std::forward<Args>(args)...);
}

template<class O, class... Args>
    requires(detail::overloaded_request<O, Args...>)
[[nodiscard]] auto request(Args&&... args)
{
    return detail::request_chosen<O, std::tuple<Args...>>(std::forward<Args>(args)...);
}
template<class O, detail::context_argument Context, class... Args>
    requires(detail::overloaded_request<O, Context, Args...>)
[[nodiscard]] auto request(Context&& ctx, Args&&... args)
{
    return detail::request_chosen<O, std::tuple<Args...>>(
        context_ref(ctx), std::forward<Args>(args)...);
}

template<class O, class... Args>
    requires(detail::overloaded_request<O, Args...>)
[[nodiscard]] auto request_all(Args&&... args)
{
    return detail::request_all_chosen<O, std::tuple<Args...>>(std::forward<Args>(args)...);
}
template<class O, detail::context_argument Context, class... Args>
    requires(detail::overloaded_request<O, Context, Args...>)
[[nodiscard]] auto request_all(Context&& ctx, Args&&... args)
{
    return detail::request_all_chosen<O, std::tuple<Args...>>(
        context_ref(ctx), std::forward<Args>(args)...);
}

template<class O, class... Args>
    requires(detail::overloaded_request<O, Args...>)
[[nodiscard]] auto request_each(Args&&... args)
{
    return detail::request_each_chosen<O, std::tuple<Args...>>(std::forward<Args>(args)...);
}
template<class O, detail::context_argument Context, class... Args>
    requires(detail::overloaded_request<O, Context, Args...>)
[[nodiscard]] auto request_each(Context&& ctx, Args&&... args)
{
    return detail::request_each_chosen<O, std::tuple<Args...>>(
        context_ref(ctx), std::forward<Args>(args)...);
}

template<class O, class Handler>
    requires(detail::overloaded<O>)
handle listen(context_ref ctx, Handler&& handler)
{
    using chosen = detail::chosen_by_handler<O, detail::fit_by_listener<std::decay_t<Handler>>>;
    if constexpr (std::is_void_v<chosen>)
        std::abort();
    else
        return boost_broker::listen<chosen>(ctx, std::forward<Handler>(handler));
}
template<class O, class Handler>
    requires(detail::overloaded<O>)
handle listen(Handler&& handler)
{
    return boost_broker::listen<O>(thread_context(), std::forward<Handler>(handler));
}

template<class O, class Handler>
    requires(detail::overloaded<O>)
[[nodiscard]] result<handle> on_signal(context_ref ctx, Handler&& handler)
{
    using chosen =
        detail::chosen_by_handler<O, detail::fit_by_signal_handler<std::decay_t<Handler>>>;
    if constexpr (std::is_void_v<chosen>)
        std::abort();
    else
        return boost_broker::on_signal<chosen>(ctx, std::forward<Handler>(handler));
}
template<class O, class Handler>
    requires(detail::overloaded<O>)
[[nodiscard]] result<handle> on_signal(Handler&& handler)
{
    return boost_broker::on_signal<O>(thread_context(), std::forward<Handler>(handler));
}

template<class O, class Handler>
    requires(detail::overloaded<O>)
[[nodiscard]] result<handle> replace_signal_handler(context_ref ctx, Handler&& handler)
{
    using chosen =
        detail::chosen_by_handler<O, detail::fit_by_signal_handler<std::decay_t<Handler>>>;
    if constexpr (std::is_void_v<chosen>)
        std::abort();
    else
        return boost_broker::replace_signal_handler<chosen>(ctx, std::forward<Handler>(handler));
}
template<class O, class Handler>
    requires(detail::overloaded<O>)
[[nodiscard]] result<handle> replace_signal_handler(Handler&& handler)
{
    return boost_broker::replace_signal_handler<O>(
        thread_context(), std::forward<Handler>(handler));
}

template<class O, class Handler>
    requires(detail::overloaded<O>)
[[nodiscard]] result<handle> set_provider(context_ref ctx, Handler&& handler)
{
    using chosen = detail::chosen_by_handler<O, detail::fit_by_provider<std::decay_t<Handler>>>;
    if constexpr (std::is_void_v<chosen>)
        std::abort();
    else
        return boost_broker::set_provider<chosen>(ctx, std::forward<Handler>(handler));
}
template<class O, class Handler>
    requires(detail::overloaded<O>)
[[nodiscard]] result<handle> set_provider(Handler&& handler)
{
    return boost_broker::set_provider<O>(thread_context(), std::forward<Handler>(handler));
}

template<class O, class Handler>
    requires(detail::overloaded<O>)
[[nodiscard]] result<handle> replace_provider(context_ref ctx, Handler&& handler)
{
    using chosen = detail::chosen_by_handler<O, detail::fit_by_provider<std::decay_t<Handler>>>;
    if constexpr (std::is_void_v<chosen>)
        std::abort();
    else
        return boost_broker::replace_provider<chosen>(ctx, std::forward<Handler>(handler));
}
template<class O, class Handler>
    requires(detail::overloaded<O>)
[[nodiscard]] result<handle> replace_provider(Handler&& handler)
{
    return boost_broker::replace_provider<O>(thread_context(), std::forward<Handler>(handler));
}

template<class O, class Handler>
    requires(detail::overloaded<O>)
[[nodiscard]] result<handle> add_provider(context_ref ctx, Handler&& handler)
{
    using chosen = detail::chosen_by_handler<O, detail::fit_by_provider<std::decay_t<Handler>>>;
    if constexpr (std::is_void_v<chosen>)
        std::abort();
    else
        return boost_broker::add_provider<chosen>(ctx, std::forward<Handler>(handler));
}
template<class O, class Handler>
    requires(detail::overloaded<O>)
[[nodiscard]] result<handle> add_provider(Handler&& handler)
{
    return boost_broker::add_provider<O>(thread_context(), std::forward<Handler>(handler));
}

} // namespace boost_broker

#pragma pop_macro("emit")

#endif
