// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_FORWARD_TO_HPP
#define BOOST_BROKER_FORWARD_TO_HPP

// Connects two contexts for one type of message: what comes to one is passed on to the other.
// Prefer it where a component has a context of its own and the program wants some of its messages;
// prefer one context where everything would be passed on.

#include <boost_broker/event_broker.hpp>
#include <boost_broker/request_broker.hpp>
#include <boost_broker/result.hpp>
#include <boost_broker/signal_broker.hpp>

#include <type_traits>
#include <utility>

namespace boost_broker {

namespace detail {

class forwarder
{
public:
    using asks_role = void;

    explicit forwarder(context_ref target) noexcept : target_(target) {}

    template<class E>
    void operator()(E const& event, as_event) const
    {
        constexpr bool copyable = std::is_copy_constructible_v<E>;
        static_assert(copyable,
            "boost_broker: forward_to passes on a copy of the event where it has to be queued, so "
            "the event must be copyable");
        if constexpr (copyable)
            detail::emit_value<E>(target_, event);
    }

    // Who has sent the signal was told that it is accepted, so a refusal has to show elsewhere.
    template<class S>
        requires std::is_constructible_v<std::remove_cvref_t<S>, S>
    void operator()(S&& s, as_signal) const
    {
        auto const accepted =
            detail::signal_value<std::remove_cvref_t<S>>(target_, std::forward<S>(s));
        if (!accepted)
            throw broker_error(accepted.error());
    }

    template<class R>
        requires(!std::is_reference_v<R> && policy<R>.synchronous)
    result<response_t<R>>
    operator()(R&& r) const { return detail::request_message<R>(target_, std::forward<R>(r)); }
    template<class R>
        requires(!std::is_reference_v<R> && !policy<R>.synchronous)
    void operator()(R&& r, reply<R> answer) const
    {
        detail::request_message<R>(target_, std::forward<R>(r),
            [answer = std::move(answer)](
                result<response_t<R>> answered) mutable { answer(std::move(answered)); });
    }

    friend bool operator==(forwarder const&, forwarder const&) noexcept = default;

private:
    context_ref target_;
};

template<>
inline constexpr bool compares_quietly<forwarder> = true;

} // namespace detail

/// Makes a handler that passes on what it gets to another context.
/** Given to `listen` it emits the event there, given to `on_signal` it sends the signal there, and
    given to `set_provider` or `add_provider` it asks there and answers with the answer, be it a
    response or a failure. It may be wrapped in `track`, `when` and Asio's binders, as any handler.
    `serial` changes nothing, because it does not wait for what it has passed on.

    To the context it is registered in it is one handler that always takes the message: `emit`
    counts one listener, and `signal` is accepted, whoever there is in the target. To its requesters
    it is a provider that answers later, with the deadline that such providers have; the request in
    the target has the deadline of the target, and goes on when the first one was given up. A
    `synchronous` request is answered at once.

    The target may be closed, or end, before. From then on an event reaches nobody, as with `emit`;
    a request is answered with `errc::context_closed`. A signal that the target refuses, because it
    is closed, has no handler or a full queue, is lost, as its sender was told before that it is
    accepted: it counts as thrown by the handler, and the diagnostics of the context where the
    handler is registered say why.

    Do not forward in a circle: a message that comes back to a context it has been in goes round
    for ever. Only a `synchronous` request that comes back is answered, with
    `errc::would_deadlock`. Two contexts may each forward different messages to the other.

    @param target The other context.
    @return A handler. Two of them are equal if they have the same target, so `add_provider` takes
    one of them for each target.
    @par Concurrency
    `local`: both contexts are used on one thread, or one after the other. `mt`: safe; the handler
    runs on its executor, and what it passes on is sent from there.
    @par Example
    @code
    bb::handle alarms = bb::listen<alarm>(part, bb::forward_to(ctx));
    auto clock = bb::set_provider<get_time>(part, bb::forward_to(ctx));
    @endcode */
[[nodiscard]] inline auto forward_to(context_ref target) noexcept
{
    return detail::forwarder(target);
}

} // namespace boost_broker

#endif
