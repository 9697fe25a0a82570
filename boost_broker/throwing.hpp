// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_THROWING_HPP
#define BOOST_BROKER_THROWING_HPP

// Failures as exceptions. Prefer the `result` that the verbs complete with where a failure is
// expected and handled on the spot; prefer `throwing` where it is to end more than one step, and
// where `||` and `&&` of Asio's awaitable operators have to know which operation succeeded.

#include <boost_broker/detail/token_layer.hpp>
#include <boost_broker/result.hpp>

#include <boost/asio/async_result.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <type_traits>
#include <utility>

namespace boost::asio {
template<typename T, typename Executor>
class executor_binder;
template<typename T, typename CancellationSlot>
class cancellation_slot_binder;
template<typename T, typename Allocator>
class allocator_binder;
namespace detail {
template<typename Executor, typename... Ts>
class awaitable_handler;
template<typename Signature, typename Allocator>
class promise_handler;
} // namespace detail
} // namespace boost::asio

namespace boost_broker {

/// A completion token that gets a failure as an exception; made by `throwing`.
template<class Token>
class throwing_t : public detail::token_layer<Token>
{
public:
    /// Constructs the token.
    explicit throwing_t(Token token) : detail::token_layer<Token>(std::move(token)) {}
};

/// Hands a failure to a completion token as an exception.
/** An operation that completes with `void(result<T>)` completes with `void(std::exception_ptr, T)`,
    or `void(std::exception_ptr)` if `T` is void: what Asio's tokens turn into a value or an
    exception. The exception is a `broker_error`; `why()` is the failure. So `use_awaitable` and
    `use_future` give a `T` or throw, and for the operators `||` and `&&` of
    `boost::asio::experimental::awaitable_operators` an operation that fails has not succeeded.
    Without `throwing` an operation that fails counts for them like one that succeeds, because it
    completes with a `result` all the same.

    It nests with `timeout`, with a `canceller`, and with Asio's adaptors, in any order. Adaptors
    outside of it are given the `result`, those inside the exception and the value.

    @param token The completion token; `asio::use_awaitable` if there is none. (What
    `asio::deferred` makes of this signature cannot be awaited with Boost 1.81, for a mistake in
    Asio.) Beside an exception it is given a `T` that was constructed from nothing. A response
    without a default constructor cannot be, so that `token` must be `asio::use_awaitable` or
    `asio::use_future` then (in Asio's binders or not), which do not look at the value if there is
    an exception.
    @par Exception Safety
    If there is no memory for the `broker_error`, the exception is a `std::bad_alloc`.
    @par Example
    @code
    using boost::asio::experimental::awaitable_operators::operator||;
    auto first = co_await (bb::request<get_time>(here, bb::throwing()) ||
        bb::request<get_time>(remote, bb::throwing())); // the first that succeeds
    @endcode */
template<class Token = boost::asio::use_awaitable_t<>>
[[nodiscard]] throwing_t<std::decay_t<Token>> throwing(Token&& token = Token())
{
    return throwing_t<std::decay_t<Token>>(std::forward<Token>(token));
}

namespace detail {

template<class Signature>
struct throwing_signature;
template<class T>
struct throwing_signature<void(result<T>)> {
    using value_type = T;
    using type = void(std::exception_ptr, T);
};
template<>
struct throwing_signature<void(result<void>)> {
    using value_type = void;
    using type = void(std::exception_ptr);
};

/// Whether a handler only looks at the value if there is no exception.
template<class Handler>
inline constexpr bool looks_at_exception_first = false;
template<class Executor, class T>
inline constexpr bool
    looks_at_exception_first<asio::detail::awaitable_handler<Executor, std::exception_ptr, T>> =
        true;
template<class T, class Allocator>
inline constexpr bool looks_at_exception_first<
    asio::detail::promise_handler<void(std::exception_ptr, T), Allocator>> = true;
template<class Handler, class X>
inline constexpr bool looks_at_exception_first<asio::executor_binder<Handler, X>> =
    looks_at_exception_first<Handler>;
template<class Handler, class X>
inline constexpr bool looks_at_exception_first<asio::cancellation_slot_binder<Handler, X>> =
    looks_at_exception_first<Handler>;
template<class Handler, class X>
inline constexpr bool looks_at_exception_first<asio::allocator_binder<Handler, X>> =
    looks_at_exception_first<Handler>;
template<class Carried, class Handler>
inline constexpr bool looks_at_exception_first<carrying_handler<Carried, Handler>> =
    looks_at_exception_first<Handler>;

/// Storage for a value that is not there, to have something to refer to.
template<class T>
union no_value {
    no_value() noexcept {} // NOLINT: the value must not be constructed
    ~no_value() {}         // NOLINT

    T value;
};

inline std::exception_ptr to_exception(failure&& why) noexcept
{
    try {
        return std::make_exception_ptr(broker_error(std::move(why)));
    } catch (...) {
        return std::current_exception();
    }
}

template<class T, class Handler>
class throwing_handler : public adapted_handler<Handler>
{
    static constexpr bool can_be_given =
        std::is_default_constructible_v<T> || looks_at_exception_first<Handler>;
    static_assert(can_be_given,
        "boost_broker: throwing hands out a default-constructed value beside the exception, and "
        "this response has no default constructor; use it with use_awaitable or use_future, or "
        "take the result instead");

public:
    explicit throwing_handler(Handler handler) : adapted_handler<Handler>(std::move(handler)) {}

    void operator()(result<T> r)
    {
        if (r)
            std::move(this->inner())(std::exception_ptr(), std::move(*r));
        else
            fail(to_exception(std::move(r).error()));
    }

private:
    void fail(std::exception_ptr why)
    {
        if constexpr (looks_at_exception_first<Handler>) {
            no_value<T> none;
            std::move(this->inner())(std::move(why), std::move(none.value));
        } else if constexpr (can_be_given) {
            std::move(this->inner())(std::move(why), T());
        }
    }
};

template<class Handler>
class throwing_handler<void, Handler> : public adapted_handler<Handler>
{
public:
    explicit throwing_handler(Handler handler) : adapted_handler<Handler>(std::move(handler)) {}

    void operator()(result<void> const& r)
    {
        std::move(this->inner())(r ? std::exception_ptr() : to_exception(r.error()));
    }
};

/// Makes a `throwing_handler` of a handler.
template<class T>
struct throw_failure {
    template<class Handler>
    auto operator()(Handler&& handler) const
    {
        return throwing_handler<T, std::decay_t<Handler>>(std::forward<Handler>(handler));
    }
};

template<class Signature>
concept completes_with_result = requires
{
    typename throwing_signature<Signature>::type;
};

} // namespace detail

} // namespace boost_broker

#if !defined(BOOST_BROKER_DOXYGEN)

template<class Token, class Signature>
class boost::asio::async_result<boost_broker::throwing_t<Token>, Signature>
{
public:
    template<class Initiation, class Layer, class... Args>
    static void initiate(Initiation&&, Layer&&, Args&&...)
    {
        static_assert(boost_broker::detail::completes_with_result<Signature>,
            "boost_broker: throwing stands around the token of an operation that completes with a "
            "boost_broker::result; the operations of Asio throw without it");
    }
};

template<class Token, boost_broker::detail::completes_with_result Signature>
class boost::asio::async_result<boost_broker::throwing_t<Token>, Signature>
    : public boost_broker::detail::initiation_result<
          async_result<Token, typename boost_broker::detail::throwing_signature<Signature>::type>>
{
    using throwing = boost_broker::detail::throwing_signature<Signature>;

public:
    template<class Initiation, class Layer, class... Args>
        requires boost::asio::completion_token_for<Token, typename throwing::type>
    static decltype(auto) initiate(Initiation&& initiation, Layer&& layer, Args&&... args)
    {
        return boost_broker::detail::initiate_inside<typename throwing::type>(
            std::forward<Layer>(layer),
            boost_broker::detail::throw_failure<typename throwing::value_type>(),
            std::forward<Initiation>(initiation), std::forward<Args>(args)...);
    }
};

#endif

#endif
