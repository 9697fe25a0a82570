// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_IMPL_REQUEST_VERBS_HPP
#define BOOST_BROKER_IMPL_REQUEST_VERBS_HPP

// The overloads of the request verbs, and how their arguments are told apart: as many as the
// request has fields, and a completion token behind them or not.

#include <boost_broker/request_broker.hpp>

#include <tuple>
#include <type_traits>
#include <utility>

namespace boost_broker {

namespace detail {

// A request whose last field could be taken for a token would be ambiguous.
template<class R>
constexpr bool last_field_is_token() noexcept
{
    if constexpr (!reflected<R>)
        return false;
    else if constexpr (reflect<R>::size == 0)
        return false;
    else
        return asio::completion_token_for<field_type<R, reflect<R>::size - 1>,
            request_signature<R>>;
}

template<class R, std::size_t... I, class Tuple>
R request_from(std::index_sequence<I...>, Tuple& args)
{
    return make_message<R>(std::forward<std::tuple_element_t<I, Tuple>>(std::get<I>(args))...);
}

/// Calls `send(request)` or `send(request, token)`, or fails to compile with a sentence.
template<class R, class Send, class... Args>
auto split_fields_and_token(Send send, Args&&... args)
{
    static_assert(!last_field_is_token<R>(),
        "boost_broker: the last field of this request could be taken for a completion token; put "
        "another field behind it, or pass a value of the request");
    if constexpr (check_request<R>() && check_reflected<R>()) {
        constexpr auto fields = reflect<R>::size;
        constexpr bool count = sizeof...(Args) == fields || sizeof...(Args) == fields + 1;
        static_assert(count,
            "boost_broker: wrong number of arguments for this request; pass all fields in order, "
            "or some of them by name in braces, and behind them at most a completion token");
        if constexpr (count) {
            std::tuple<Args&&...> refs(std::forward<Args>(args)...);
            auto r = request_from<R>(std::make_index_sequence<fields>(), refs);
            if constexpr (sizeof...(Args) == fields)
                return send(std::move(r));
            else
                return send(
                    std::move(r), std::get<fields>(std::forward<std::tuple<Args&&...>>(refs)));
        }
    }
}

template<class R, class Where, class... Args>
auto request_fields_and_token(Where const& where, Args&&... args)
{
    return split_fields_and_token<R>(
        [&]<class... Token>(R&& r, Token&&... token) {
            return request_message<R>(where, std::move(r), std::forward<Token>(token)...);
        },
        std::forward<Args>(args)...);
}

// Whether the arguments begin, perhaps behind a context, with the message itself.
template<class Message, class... Args>
constexpr bool begins_with_message = false;
template<class Message, class First, class... Rest>
constexpr bool begins_with_message<Message, First, Rest...> =
    std::is_same_v<std::remove_cvref_t<First>, Message>;
template<class Message, context_argument Context, class First, class... Rest>
constexpr bool begins_with_message<Message, Context, First, Rest...> =
    std::is_same_v<std::remove_cvref_t<First>, Message>;
template<class R, class... Args>
concept request_by_fields = !begins_with_message<R, Args...>;

} // namespace detail

template<class R, class Handler>
result<handle> set_provider(context_ref ctx, Handler&& handler)
{
    if constexpr (detail::check_lane<R>() && detail::is_mt<R>) {
        return detail::mt_requests<R>::set_provider(ctx, std::forward<Handler>(handler));
    } else {
        auto const broker = detail::open_broker<request_broker<R>, R>(ctx);
        return broker ? (*broker)->set_provider(std::forward<Handler>(handler)) : broker.error();
    }
}
template<class R, class Handler>
[[nodiscard]] result<handle> set_provider(Handler&& handler)
{
    return boost_broker::set_provider<R>(thread_context(), std::forward<Handler>(handler));
}

template<class R, class Handler>
result<handle> replace_provider(context_ref ctx, Handler&& handler)
{
    if constexpr (detail::check_lane<R>() && detail::is_mt<R>) {
        return detail::mt_requests<R>::replace_provider(ctx, std::forward<Handler>(handler));
    } else {
        auto const broker = detail::open_broker<request_broker<R>, R>(ctx);
        return broker ? (*broker)->replace_provider(std::forward<Handler>(handler))
                      : broker.error();
    }
}
template<class R, class Handler>
[[nodiscard]] result<handle> replace_provider(Handler&& handler)
{
    return boost_broker::replace_provider<R>(thread_context(), std::forward<Handler>(handler));
}

template<class R>
void clear_provider(context_ref ctx) noexcept
{
    if constexpr (detail::check_lane<R>() && detail::is_mt<R>) {
        detail::mt_requests<R>::clear_provider(ctx);
    } else {
        auto* const core = detail::context_access::open_core(ctx);
        if (auto* const broker =
                core != nullptr ? core->template find<request_broker<R>>() : nullptr)
            broker->clear_provider();
    }
}

template<class R>
bool is_provided(context_ref ctx) noexcept
{
    if constexpr (detail::check_lane<R>() && detail::is_mt<R>) {
        return detail::mt_requests<R>::is_provided(ctx);
    } else {
        auto* const core = detail::context_access::open_core(ctx);
        auto* const broker = core != nullptr ? core->template find<request_broker<R>>() : nullptr;
        return broker != nullptr && broker->is_provided();
    }
}

template<class R>
void set_request_timeout(context_ref ctx, std::chrono::nanoseconds limit)
{
    if constexpr (detail::check_lane<R>() && detail::is_mt<R>) {
        detail::mt_requests<R>::set_timeout(ctx, limit);
    } else {
        if (auto* const core = detail::context_access::open_core(ctx))
            core->template get<request_broker<R>>().set_timeout(limit);
    }
}
template<class R>
void set_request_timeout(std::chrono::nanoseconds limit)
{
    boost_broker::set_request_timeout<R>(thread_context(), limit);
}

// By fields.
template<class R, class... Args>
    requires(detail::request_by_fields<R, Args...>)
[[nodiscard]] auto request(Args&&... args)
{
    return detail::request_fields_and_token<R>(thread_context(), std::forward<Args>(args)...);
}
template<class R, detail::context_argument Context, class... Args>
    requires(detail::request_by_fields<R, Context, Args...>)
[[nodiscard]] auto request(Context&& ctx, Args&&... args)
{
    return detail::request_fields_and_token<R>(context_ref(ctx), std::forward<Args>(args)...);
}

// A value, or fields by name in braces.
template<class R>
[[nodiscard]] BOOST_FORCEINLINE auto request(context_ref ctx, std::type_identity_t<R> const& r)
{
    return detail::request_copy<R>(ctx, r);
}
template<class R>
[[nodiscard]] auto request(context_ref ctx, std::type_identity_t<R>&& r)
{
    return detail::request_message<R>(ctx, std::move(r));
}
template<class R, class Token>
[[nodiscard]] auto request(context_ref ctx, std::type_identity_t<R> const& r, Token&& token)
{
    return detail::request_copy<R>(ctx, r, std::forward<Token>(token));
}
template<class R, class Token>
[[nodiscard]] auto request(context_ref ctx, std::type_identity_t<R>&& r, Token&& token)
{
    return detail::request_message<R>(ctx, std::move(r), std::forward<Token>(token));
}
template<class R>
[[nodiscard]] auto request(std::type_identity_t<R> const& r)
{
    return detail::request_copy<R>(thread_context(), r);
}
template<class R>
[[nodiscard]] auto request(std::type_identity_t<R>&& r)
{
    return detail::request_message<R>(thread_context(), std::move(r));
}
template<class R, class Token>
    requires(!std::is_same_v<std::remove_cvref_t<Token>, R>)
[[nodiscard]] auto request(std::type_identity_t<R> const& r, Token&& token)
{
    return detail::request_copy<R>(thread_context(), r, std::forward<Token>(token));
}
template<class R, class Token>
    requires(!std::is_same_v<std::remove_cvref_t<Token>, R>)
[[nodiscard]] auto request(std::type_identity_t<R>&& r, Token&& token)
{
    return detail::request_message<R>(thread_context(), std::move(r), std::forward<Token>(token));
}

// A value whose type says which request it is.
template<std::nullptr_t = nullptr, class R, class... Token>
    requires(sizeof...(Token) <= 1)
[[nodiscard]] BOOST_FORCEINLINE auto request(context_ref ctx, R&& r, Token&&... token)
{
    return boost_broker::request<std::remove_cvref_t<R>>(
        ctx, std::forward<R>(r), std::forward<Token>(token)...);
}
template<std::nullptr_t = nullptr, class R, class... Token>
    requires(sizeof...(Token) <= 1 && !detail::context_argument<R>)
[[nodiscard]] auto request(R&& r, Token&&... token)
{
    return boost_broker::request<std::remove_cvref_t<R>>(
        thread_context(), std::forward<R>(r), std::forward<Token>(token)...);
}

} // namespace boost_broker

#endif
