// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_TIMEOUT_HPP
#define BOOST_BROKER_TIMEOUT_HPP

// A deadline for one call. Prefer the policy `request_timeout_ms` or `set_request_timeout` where
// all requests of a type have the same one.

#include <boost_broker/detail/token_layer.hpp>

#include <boost/asio/deferred.hpp>

#include <algorithm>
#include <chrono>
#include <type_traits>
#include <utility>

#pragma push_macro("timeout")
#undef timeout

namespace boost_broker {

namespace detail {
struct carried_timeout {
    std::chrono::nanoseconds value;
};
} // namespace detail

/// A completion token with a deadline; made by `timeout`.
template<class Token>
class timeout_t : public detail::carrying_token<detail::carried_timeout, Token>
{
public:
    /// Constructs the token.
    timeout_t(std::chrono::nanoseconds after, Token token)
        : detail::carrying_token<detail::carried_timeout, Token>({after}, std::move(token))
    {}

    /// Returns the deadline, counted from the start of the operation.
    std::chrono::nanoseconds after() const noexcept { return this->carried().value; }
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

/// The deadline that a handler carries; `Default` where it carries none.
template<class T, class Default = std::chrono::nanoseconds>
struct associated_timeout {
    /// The type of the deadline, or `Default`.
    using type = typename detail::association<boost_broker::associated_timeout,
        detail::carried_timeout, T, Default>::type;

    /// Returns the deadline of a handler.
    static type get(T const& handler, Default const& otherwise = Default()) noexcept
    {
        return detail::association<boost_broker::associated_timeout, detail::carried_timeout, T,
            Default>::get(handler, otherwise);
    }
};

} // namespace boost_broker

#pragma pop_macro("timeout")

#endif
