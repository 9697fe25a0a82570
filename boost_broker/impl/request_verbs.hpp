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

template<class R>
using request_signature = void(result<response_t<R>>);

/// Starts a request when the token says so; with a lazy token that is when it is awaited.
/** @tparam Where A context, or a broker that was found there. */
template<class R, class Where>
struct request_initiation {
    Where where;

    template<class Handler>
    void operator()(Handler&& handler, R r) const
    {
        any_handler<result<response_t<R>>> waiting(
            std::forward<Handler>(handler), context_access::last_home(where));
        if (auto const broker = open_broker<request_broker, R>(where))
            (*broker)->start(std::move(r), std::move(waiting));
        else
            waiting.complete(broker.error());
    }
};

template<class R, class Where>
result<response_t<R>> request_now(Where const& where, R r)
{
    auto const broker = open_broker<request_broker, R>(where);
    return broker ? (*broker)->request_now(std::move(r)) : broker.error();
}

template<class R, class Where, class Token>
auto request_message(Where const& where, R r, Token&& token)
{
    using plain = std::remove_cvref_t<Token>;
    if constexpr (std::is_same_v<plain, blocking_t>) {
        return request_now<R>(where, std::move(r));
    } else {
        static_assert(!policy<R>.synchronous,
            "boost_broker: a synchronous request returns its answer and takes no completion token");
        constexpr bool is_token = asio::completion_token_for<plain, request_signature<R>>;
        static_assert(is_token,
            "boost_broker: the argument behind the fields of a request must be a completion token "
            "for void(boost_broker::result<response>)");
        if constexpr (!policy<R>.synchronous && is_token)
            return asio::async_initiate<Token, request_signature<R>>(
                request_initiation<R, Where>{where}, token, std::move(r));
    }
}

template<class R, class Where>
auto request_message(Where const& where, R r)
{
    if constexpr (policy<R>.synchronous)
        return request_now<R>(where, std::move(r));
    else
        return request_message<R>(where, std::move(r), asio::deferred);
}

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

} // namespace detail

template<class R, class Handler>
result<handle> set_provider(context_ref ctx, Handler&& handler)
{
    auto const broker = detail::open_broker<request_broker, R>(ctx);
    return broker ? (*broker)->set_provider(std::forward<Handler>(handler)) : broker.error();
}
template<class R, class Handler>
result<handle> set_provider(Handler&& handler)
{
    return boost_broker::set_provider<R>(thread_context(), std::forward<Handler>(handler));
}

template<class R, class Handler>
result<handle> replace_provider(context_ref ctx, Handler&& handler)
{
    auto const broker = detail::open_broker<request_broker, R>(ctx);
    return broker ? (*broker)->replace_provider(std::forward<Handler>(handler)) : broker.error();
}
template<class R, class Handler>
result<handle> replace_provider(Handler&& handler)
{
    return boost_broker::replace_provider<R>(thread_context(), std::forward<Handler>(handler));
}

template<class R>
void clear_provider(context_ref ctx) noexcept
{
    auto* const core = detail::context_access::open_core(ctx);
    if (auto* const broker = core != nullptr ? core->template find<request_broker<R>>() : nullptr)
        broker->clear_provider();
}

template<class R>
bool is_provided(context_ref ctx) noexcept
{
    auto* const core = detail::context_access::open_core(ctx);
    auto* const broker = core != nullptr ? core->template find<request_broker<R>>() : nullptr;
    return broker != nullptr && broker->is_provided();
}

template<class R>
void set_request_timeout(context_ref ctx, std::chrono::nanoseconds limit)
{
    if (auto* const core = detail::context_access::open_core(ctx))
        core->template get<request_broker<R>>().set_timeout(limit);
}
template<class R>
void set_request_timeout(std::chrono::nanoseconds limit)
{
    boost_broker::set_request_timeout<R>(thread_context(), limit);
}

#if defined(BOOST_BROKER_DOXYGEN)

/// Asks the provider of a request.
/** Three forms, as for `emit`: the fields in order, the fields by name in braces, and a value; a
    completion token may stand behind them. A `synchronous` request takes no token and returns the
    `result` itself.

    @tparam R The request.
    @param ctx The context; without it, `thread_context()`.
    @param arguments The fields, and behind them a completion token; `asio::deferred` without one.
    @return Depends on the token; with the default, a lazy operation to be awaited.

    @par Completion Signature
    @code void(boost_broker::result<response_t<R>>) @endcode

    @par Errors
    @li `errc::no_provider`, `errc::context_closed`: at once.
    @li `errc::provider_failed`, or the provider's own code: what the provider answered.
    @li `errc::provider_threw`: its exception; the text is its `what()`.
    @li `errc::provider_gone`: the provider ended before it answered.
    @li `errc::timed_out`: see `set_request_timeout` and `timeout`.
    @li `errc::cancelled`: see below.
    @li `errc::would_deadlock`: with `blocking`, or a `synchronous` request that asks itself.

    @par Per-Operation Cancellation
    @li `terminal`, `partial`: completes with `errc::cancelled`; a late answer is discarded.
    @li `total`: only while the provider has not been called.

    @par Concurrency
    `local`: on the context's thread. The handler is called on its associated executor, else on the
    context's, never inside the verb; without any executor it completes inside the verb.

    @par Exception Safety
    Strong. Throws only if memory cannot be obtained, before the provider is called.

    @par Example
    @code auto info = co_await bb::request<get_device>(ctx, 7); @endcode */
template<class R, class... Arguments>
auto request(context_ref ctx, Arguments&&... arguments);

#else

// By fields.
template<class R, class... Args>
    requires(!detail::begins_with_message<R, Args...>)
[[nodiscard]] auto request(Args&&... args)
{
    return detail::request_fields_and_token<R>(thread_context(), std::forward<Args>(args)...);
}
template<class R, detail::context_argument Context, class... Args>
    requires(!detail::begins_with_message<R, Context, Args...>)
[[nodiscard]] auto request(Context&& ctx, Args&&... args)
{
    return detail::request_fields_and_token<R>(context_ref(ctx), std::forward<Args>(args)...);
}

// A value, or fields by name in braces.
template<class R>
[[nodiscard]] auto request(context_ref ctx, std::type_identity_t<R> r)
{
    return detail::request_message<R>(ctx, std::move(r));
}
template<class R, class Token>
[[nodiscard]] auto request(context_ref ctx, std::type_identity_t<R> r, Token&& token)
{
    return detail::request_message<R>(ctx, std::move(r), std::forward<Token>(token));
}
template<class R>
[[nodiscard]] auto request(std::type_identity_t<R> r)
{
    return detail::request_message<R>(thread_context(), std::move(r));
}
template<class R, class Token>
    requires(!std::is_same_v<std::remove_cvref_t<Token>, R>)
[[nodiscard]] auto request(std::type_identity_t<R> r, Token&& token)
{
    return detail::request_message<R>(thread_context(), std::move(r), std::forward<Token>(token));
}

// A value whose type says which request it is.
template<std::nullptr_t = nullptr, class R, class... Token>
    requires(sizeof...(Token) <= 1)
[[nodiscard]] auto request(context_ref ctx, R&& r, Token&&... token)
{
    return detail::request_message<std::remove_cvref_t<R>>(
        ctx, std::forward<R>(r), std::forward<Token>(token)...);
}
template<std::nullptr_t = nullptr, class R, class... Token>
    requires(sizeof...(Token) <= 1 && !detail::context_argument<R>)
[[nodiscard]] auto request(R&& r, Token&&... token)
{
    return detail::request_message<std::remove_cvref_t<R>>(
        thread_context(), std::forward<R>(r), std::forward<Token>(token)...);
}

#endif

} // namespace boost_broker

#endif
