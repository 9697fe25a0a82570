// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_CANCELLER_HPP
#define BOOST_BROKER_CANCELLER_HPP

// Cancels operations from any thread, many at once. Prefer `asio::cancellation_signal` for one
// operation that is cancelled where it lives; prefer `timeout` for what only has to end in time.

#include <boost_broker/detail/cancel_registry.hpp>
#include <boost_broker/detail/token_layer.hpp>

#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/deferred.hpp>

#include <type_traits>
#include <utility>

namespace boost_broker {

class canceller;

namespace detail {
struct carried_canceller;
struct canceller_access;
} // namespace detail

template<class Token>
class cancellable_t;

/// Cancels the operations whose tokens it has adapted.
/** `stop(token)` makes a token of a token; an operation of this library that is started with it can
    be cancelled by `stop.cancel()` until it completes, as by the operation's cancellation slot, and
    completes with `errc::cancelled` then. One canceller covers any number of operations, and can be
    used again: what is started after a `cancel()` is not affected by that. (To end everything for
    good, close the context.) The slot of the handler, if it has one, goes on working beside it.

    The adaptor nests with `timeout`, `throwing` and `quorum`, and with Asio's, in any order. It is
    found like an associated executor, so a composed operation hands it on to the operations of this
    library that it is made of; other operations do not look for it. Where one canceller stands
    around another, the outer one counts.

    A copy is the same canceller. It may be destroyed while operations are in flight: that cancels
    nothing, and they go on.

    @par Thread Safety
    Distinct objects: safe. Shared objects: `cancel` and the making of tokens are safe from any
    thread at any time, also while the operations start, complete or lose their executor.
    @par Example
    @code
    bb::canceller stop;
    bb::request<get_device>(ctx, 7, stop([](bb::result<device_info> r) { ... }));
    bb::next<device_found>(ctx, stop(bb::timeout(5s, on_found)));
    std::thread([stop] { stop.cancel(); }).detach(); // both complete with errc::cancelled
    @endcode */
class canceller
{
public:
    /// Constructs a canceller that covers no operation yet.
    canceller() : registry_(new detail::cancel_registry) {}
    /// Constructs another name of the same canceller.
    canceller(canceller const&) noexcept = default;
    /// Takes over; the other one makes tokens that nothing cancels.
    canceller(canceller&&) noexcept = default;
    /// Becomes another name of the same canceller.
    canceller& operator=(canceller const&) noexcept = default;
    /// Takes over; the other one makes tokens that nothing cancels.
    canceller& operator=(canceller&&) noexcept = default;
    /// Leaves the operations as they are.
    ~canceller() = default;

    /// Makes a completion token whose operation this canceller cancels.
    /** @param token The completion token; `asio::deferred` if there is none. */
    template<class Token = boost::asio::deferred_t>
    [[nodiscard]] cancellable_t<std::decay_t<Token>> operator()(Token&& token = Token()) const
    {
        return cancellable_t<std::decay_t<Token>>(*this, std::forward<Token>(token));
    }

    /// Cancels the operations that are in flight now.
    /** It returns at once. Each operation is cancelled on the executor of its context (if that has
        none, on that of its handler) as soon as that comes to it, unless it has completed by then;
        each completes once, as it always would.

        An operation that has no executor at all, with a plain callback in a context without an
        executor, completes inside this call, if it is called on the thread of the operation. From
        another thread such an operation cannot be reached, and goes on.

        @param type What is allowed to have happened; `total`, for one, cancels a request only while
        its provider has not been called.
        @par Concurrency
        Safe from any thread.
        @par Exception Safety
        Never throws. It takes no memory where the executor is that of an `io_context`, a
        `thread_pool` or a strand of them; an operation on another executor that has no memory for a
        post goes on. */
    void cancel(boost::asio::cancellation_type type =
                    boost::asio::cancellation_type::terminal) const noexcept
    {
        if (registry_ != nullptr && type != boost::asio::cancellation_type::none)
            registry_->cancel(type);
    }

    /// Tells whether two cancellers are the same.
    friend bool operator==(canceller const& a, canceller const& b) noexcept
    {
        return a.registry_ == b.registry_;
    }

private:
    friend struct detail::canceller_access;

    detail::cancel_registry_ptr registry_;
};

namespace detail {

struct carried_canceller {
    canceller value;
};

struct canceller_access {
    static cancel_registry_ptr const& registry(canceller const& c) noexcept { return c.registry_; }
};

} // namespace detail

/// A completion token whose operation a canceller cancels; made by `canceller`.
template<class Token>
class cancellable_t : public detail::carrying_token<detail::carried_canceller, Token>
{
public:
    /// Constructs the token.
    cancellable_t(canceller by, Token token)
        : detail::carrying_token<detail::carried_canceller, Token>(
              {std::move(by)}, std::move(token))
    {}
};

/// The canceller that covers a handler's operation; `Default` where there is none.
template<class T, class Default = canceller>
struct associated_canceller {
    /// `canceller`, or `Default`.
    using type = typename detail::association<boost_broker::associated_canceller,
        detail::carried_canceller, T, Default>::type;

    /// Returns the canceller of a handler.
    static type get(T const& handler, Default const& otherwise = Default()) noexcept
    {
        return detail::association<boost_broker::associated_canceller, detail::carried_canceller, T,
            Default>::get(handler, otherwise);
    }
};

} // namespace boost_broker

#endif
