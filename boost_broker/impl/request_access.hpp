// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_IMPL_REQUEST_ACCESS_HPP
#define BOOST_BROKER_IMPL_REQUEST_ACCESS_HPP

// How a request gets from a verb to its broker, for each kind of completion token.

#include <boost_broker/detail/found_broker.hpp>
#include <boost_broker/detail/traced_completion.hpp>
#include <boost_broker/request_broker.hpp>

#include <boost/asio/use_awaitable.hpp>

#include <type_traits>
#include <utility>

namespace boost_broker::detail {

template<class R>
using request_signature = void(result<response_t<R>>);

/// @tparam Where A context, or a broker that was found there.
struct request_access {
    /// The broker, if it is there already and found without asking which thread this is.
    template<class R>
    static request_broker<R>* find(context_ref ctx) noexcept
    {
        auto const number = type_key<request_broker<R>>::known_number();
        return BOOST_LIKELY(context_access::is_open_itself(ctx))
            ? context_access::raw(ctx)->template find<request_broker<R>>(number)
            : nullptr;
    }
    template<class R>
    static request_broker<R>* find(found_broker<request_broker<R>> const& found) noexcept
    {
        return found.get();
    }

    /// @tparam Request `R`, or `R const&` for one that stays as it is.
    template<class R, class Where, class Request>
    BOOST_FORCEINLINE static result<response_t<R>> now(
        Where const& where, Request&& r, [[maybe_unused]] blocking_t how = {})
    {
        if constexpr (check_lane<R>() && is_mt<R>) {
            return mt_requests<R>::now(where, R(std::forward<Request>(r)), how);
        } else {
            if (auto* const broker = find<R>(where); BOOST_LIKELY(broker != nullptr))
                return broker->request_now(std::forward<Request>(r));
            return now_otherwise<R>(where, std::forward<Request>(r));
        }
    }

    template<class R, class Where, class Handler>
    static void start(Where const& where, std::type_identity_t<R>&& r, Handler&& handler)
    {
        if constexpr (check_lane<R>() && is_mt<R>) {
            mt_requests<R>::start(where, std::move(r), std::forward<Handler>(handler));
        } else if (auto* const known = find<R>(where); BOOST_LIKELY(known != nullptr)) {
            known->start(std::move(r), std::forward<Handler>(handler));
        } else if (auto const broker = open_broker<request_broker<R>, R>(where)) {
            (*broker)->start(std::move(r), std::forward<Handler>(handler));
        } else {
            any_handler<result<response_t<R>>> waiting(
                std::forward<Handler>(handler), context_access::last_home(where));
            waiting.complete_in_verb(broker.error());
        }
    }

    /// The broker whose provider answers at once, or null.
    template<class R, class Where>
    static request_broker<R>* answering_at_once(Where const& where) noexcept
    {
        auto* const broker = find<R>(where);
        return broker != nullptr && broker->answers_at_once() ? broker : nullptr;
    }
    template<class R>
    static result<response_t<R>> answer_at_once(
        request_broker<R>& broker, std::type_identity_t<R>&& r) noexcept
    {
        if constexpr (observed<R>)
            return broker.request_now(std::move(r));
        else
            return broker.answer_at_once(std::move(r));
    }

private:
    template<class R, class Where, class Request>
    BOOST_NOINLINE static result<response_t<R>> now_otherwise(Where const& where, Request&& r)
    {
        auto const broker = open_broker<request_broker<R>, R>(where);
        if (!broker)
            return broker.error();
        return (*broker)->request_now(std::forward<Request>(r));
    }
};

/// Starts a request when the token says so; with a lazy token that is when it is awaited.
template<class R, class Where>
struct request_initiation {
    Where where;

    template<class Handler>
    void operator()(Handler&& handler, R r) const
    {
        refuse_quorum<std::decay_t<Handler>>();
        request_access::start<R>(
            where, std::move(r), with_trace<R>(std::forward<Handler>(handler)));
    }
};

// With use_awaitable a request is a coroutine: what is answered at once then costs no more than a
// call of one. What takes longer has a frame of its own, so that this one stays small.
template<class R, class Executor, class Where>
asio::awaitable<result<response_t<R>>, Executor> await_answer(
    Where const& where, std::type_identity_t<R>&& r)
{
    asio::use_awaitable_t<Executor> const token;
    request_initiation<R, Where> const initiation{where};
    return asio::async_initiate<asio::use_awaitable_t<Executor> const, request_signature<R>>(
        initiation, token, std::move(r));
}
template<class R, class Executor, class Where>
asio::awaitable<result<response_t<R>>, Executor> await_request(Where where, R r)
{
    if constexpr (check_lane<R>() && is_mt<R>) {
        if (auto answer = mt_requests<R>::try_now(where, std::move(r)))
            co_return std::move(*answer);
    } else {
        if (auto* const broker = request_access::answering_at_once<R>(where))
            co_return request_access::answer_at_once(*broker, std::move(r));
    }
    co_return co_await await_answer<R, Executor>(where, std::move(r));
}

template<class Token>
struct awaitable_token {
    static constexpr bool plain = false;
};
template<class Executor>
struct awaitable_token<asio::use_awaitable_t<Executor>> {
    static constexpr bool plain = true;
    using executor = Executor;
};

template<class R, class Where, class Token>
auto request_message(Where const& where, std::type_identity_t<R>&& r, Token&& token)
{
    using plain = std::remove_cvref_t<Token>;
    if constexpr (std::is_same_v<plain, blocking_t>) {
        return request_access::now<R>(where, std::move(r), token);
    } else {
        static_assert(!policy<R>.synchronous,
            "boost_broker: a synchronous request returns its answer and takes no completion token");
        constexpr bool is_token = asio::completion_token_for<plain, request_signature<R>>;
        static_assert(is_token,
            "boost_broker: the argument behind the fields of a request must be a completion token "
            "for void(boost_broker::result<response>)");
        if constexpr (policy<R>.synchronous || !is_token)
            return;
        else if constexpr (awaitable_token<plain>::plain)
            return await_request<R, typename awaitable_token<plain>::executor>(where, std::move(r));
        else
            return asio::async_initiate<Token, request_signature<R>>(
                request_initiation<R, Where>{where}, token, std::move(r));
    }
}

template<class R, class Where>
auto request_message(Where const& where, std::type_identity_t<R>&& r)
{
    if constexpr (policy<R>.synchronous)
        return request_access::now<R>(where, std::move(r));
    else
        return request_message<R>(where, std::move(r), asio::deferred);
}

/// Whether a request is answered before the verb returns.
template<class R, class... Token>
inline constexpr bool answers_now = policy<R>.synchronous;
template<class R, class Token>
inline constexpr bool answers_now<R, Token> =
    std::is_same_v<std::remove_cvref_t<Token>, blocking_t>;

// What stays as it is has to be copied where the answer comes later.
template<class R, class Where, class... Token>
BOOST_FORCEINLINE auto request_copy(
    Where const& where, std::type_identity_t<R> const& r, Token&&... token)
{
    if constexpr (answers_now<R, Token...>)
        return request_access::now<R>(where, r, token...);
    else
        return request_message<R>(where, R(r), std::forward<Token>(token)...);
}

} // namespace boost_broker::detail

#include <boost_broker/impl/request_verbs.hpp>

#endif
