// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_TIMEOUT_HPP
#define BOOST_BROKER_TIMEOUT_HPP

// A deadline for one call. Prefer the policy `request_timeout_ms` or `set_request_timeout` where
// all requests of a type have the same one.

#include <boost/asio/associator.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/deferred.hpp>

#include <algorithm>
#include <chrono>
#include <type_traits>
#include <utility>

#pragma push_macro("timeout")
#undef timeout

namespace boost_broker {

/// A completion token with a deadline; made by `timeout`.
template<class Token>
class timeout_t
{
public:
    /// Constructs the token.
    timeout_t(std::chrono::nanoseconds after, Token token) : after_(after), token_(std::move(token))
    {}

    /// Returns the deadline, counted from the start of the operation.
    std::chrono::nanoseconds after() const noexcept { return after_; }

    /// Returns the token that says what happens on completion.
    Token& get() noexcept { return token_; }

private:
    std::chrono::nanoseconds after_;
    Token token_;
};

/// Gives a completion token a deadline.
/** The operation completes with `errc::timed_out` if it takes longer. The deadline travels with the
    handler, so that the adaptor nests with Asio's in any order. Where curses makes `timeout` a
    macro, write `(bb::timeout)(...)`.

    @param after The time, counted from the start of the operation; 0 or less stands for none.
    @param token The completion token; `asio::deferred` if there is none. */
template<class Token = boost::asio::deferred_t>
[[nodiscard]] timeout_t<std::decay_t<Token>> timeout(
    std::chrono::nanoseconds after, Token&& token = Token())
{
    // A handler without a deadline is one whose deadline is negative.
    return {std::max(after, std::chrono::nanoseconds(0)), std::forward<Token>(token)};
}

namespace detail {

template<class Handler>
class timeout_handler
{
public:
    using timeout_layer = Handler;

    timeout_handler(std::chrono::nanoseconds after, Handler handler)
        : after_(after)
        , handler_(std::move(handler))
    {}

    template<class... Args>
    void operator()(Args&&... args)
    {
        std::move(handler_)(std::forward<Args>(args)...);
    }

    std::chrono::nanoseconds after() const noexcept { return after_; }
    Handler const& inner() const noexcept { return handler_; }

private:
    std::chrono::nanoseconds after_;
    Handler handler_;
};

template<class Initiation>
class timeout_initiation
{
public:
    timeout_initiation(std::chrono::nanoseconds after, Initiation initiation)
        : after_(after)
        , initiation_(std::move(initiation))
    {}

    template<class Handler, class... Args>
    void operator()(Handler&& handler, Args&&... args)
    {
        std::move(initiation_)(
            timeout_handler<std::decay_t<Handler>>(after_, std::forward<Handler>(handler)),
            std::forward<Args>(args)...);
    }

private:
    std::chrono::nanoseconds after_;
    Initiation initiation_;
};

// Asio's binders ask the token inside them what its verb returns.
template<class Result>
struct initiation_result {};
template<class Result>
    requires requires
    {
        typename Result::return_type;
    }
struct initiation_result<Result> {
    using return_type = typename Result::return_type;
};

template<class T>
concept has_timeout_layer = requires
{
    typename T::timeout_layer;
};

} // namespace detail

/// The deadline that a handler carries; `Default` where it carries none.
template<class T, class Default = std::chrono::nanoseconds>
struct associated_timeout {
    /// The type of the deadline.
    using type = std::chrono::nanoseconds;

    /// Returns the deadline of a handler.
    static type get(T const& handler, Default const& otherwise = Default()) noexcept
    {
        if constexpr (detail::has_timeout_layer<T>)
            return handler.after();
        else if constexpr (requires {
                               boost::asio::associator<boost_broker::associated_timeout, T,
                                   Default>::get(handler, otherwise);
                           })
            return boost::asio::associator<boost_broker::associated_timeout, T, Default>::get(
                handler, otherwise);
        else
            return otherwise;
    }
};

} // namespace boost_broker

#if !defined(BOOST_BROKER_DOXYGEN)

template<class Token, class Signature>
class boost::asio::async_result<boost_broker::timeout_t<Token>, Signature>
    : public boost_broker::detail::initiation_result<async_result<Token, Signature>>
{
public:
    template<class Initiation, class Timeout, class... Args>
    static decltype(auto) initiate(Initiation&& initiation, Timeout&& token, Args&&... args)
    {
        return boost::asio::async_initiate<Token, Signature>(
            boost_broker::detail::timeout_initiation<std::decay_t<Initiation>>(
                token.after(), std::forward<Initiation>(initiation)),
            token.get(), std::forward<Args>(args)...);
    }
};

// Asio's own characteristics are those of the handler inside.
template<template<class, class> class Associator, class Handler, class Default>
struct boost::asio::associator<Associator, boost_broker::detail::timeout_handler<Handler>, Default>
    : Associator<Handler, Default> {
    using base = Associator<Handler, Default>;

    static typename base::type get(boost_broker::detail::timeout_handler<Handler> const& h) noexcept
    {
        return base::get(h.inner());
    }
    static decltype(auto) get(
        boost_broker::detail::timeout_handler<Handler> const& h, Default const& d) noexcept
    {
        return base::get(h.inner(), d);
    }
};

#endif

#pragma pop_macro("timeout")

#endif
