// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_QUORUM_HPP
#define BOOST_BROKER_QUORUM_HPP

// How many answers of a request to many providers are enough. Prefer a quorum where providers stand
// in for each other, such as replicas; without one `request_all` needs them all.

#include <boost_broker/detail/token_layer.hpp>

#include <boost/asio/deferred.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace boost_broker {

namespace detail {
struct carried_quorum {
    std::size_t value;
};
} // namespace detail

/// A completion token with a quorum; made by `quorum`.
template<class Token>
class quorum_t : public detail::carrying_token<detail::carried_quorum, Token>
{
public:
    /// Constructs the token.
    quorum_t(std::size_t wanted, Token token)
        : detail::carrying_token<detail::carried_quorum, Token>({wanted}, std::move(token))
    {}

    /// Returns the number of successful answers that are enough.
    std::size_t wanted() const noexcept { return this->carried().value; }
};

/// Lets a request to many providers complete as soon as some of them have answered.
/** With `request_all` and `request_each`, `wanted` answers that are no failures are enough. The
    providers that have not answered by then are not waited for: what they answer later is
    discarded, and queued requests are not delivered to them.

    `request_all` completes with `result<std::vector<result<response_t<R>>>>`, also where the
    response is void: an element for each provider, in the order of registration, which is its
    answer, its failure, or `errc::not_needed` if it was not waited for. If so many have failed that
    the quorum is out of reach, it fails at once with `errc::no_quorum`, and if the deadline passes
    first, with `errc::timed_out`; the text names the failure of each provider.

    `request_each` completes at the same moments with the same vector and never fails because of the
    providers; at the deadline the elements of those that have not answered are `errc::timed_out`.

    A quorum of more than the registered providers is out of reach from the start, and a quorum of 0
    is reached at the start: nobody is asked then.

    It nests with `timeout`, with `throwing`, with a `canceller`, and with Asio's adaptors, in any
    order. It is part of the token that the verb is given; a token that is given to a lazy operation
    later cannot have a quorum with `request_all`.

    @param wanted The number of answers that are enough.
    @param token The completion token; `asio::deferred` if there is none.
    @par Example
    @code
    auto answers = co_await bb::request_all<read_key>(ctx, "name", bb::quorum(2, bb::timeout(1s)));
    @endcode */
template<class Token = boost::asio::deferred_t>
[[nodiscard]] quorum_t<std::decay_t<Token>> quorum(std::size_t wanted, Token&& token = Token())
{
    return {wanted, std::forward<Token>(token)};
}

/// The quorum that a handler carries; `Default` where it carries none.
template<class T, class Default = std::size_t>
struct associated_quorum {
    /// The type of the quorum, or `Default`.
    using type = typename detail::association<boost_broker::associated_quorum,
        detail::carried_quorum, T, Default>::type;

    /// Returns the quorum of a handler.
    static type get(T const& handler, Default const& otherwise = Default()) noexcept
    {
        return detail::association<boost_broker::associated_quorum, detail::carried_quorum, T,
            Default>::get(handler, otherwise);
    }
};

namespace detail {

/// Whether a token has a quorum inside. All adaptors, Asio's too, are templates of the token that
/// they adapt, and not all of them give it away.
template<class Token>
inline constexpr bool has_quorum = false;
template<template<class...> class Adaptor, class... Parameters>
inline constexpr bool has_quorum<Adaptor<Parameters...>> = (has_quorum<Parameters> || ...);
template<class Token>
inline constexpr bool has_quorum<quorum_t<Token>> = true;

/// For operations that know no quorum.
template<class Handler>
constexpr void refuse_quorum() noexcept
{
    static_assert(!has_association<associated_quorum, Handler>,
        "boost_broker: only request_all and request_each take a quorum, as they ask many "
        "providers");
}

} // namespace detail

} // namespace boost_broker

#endif
