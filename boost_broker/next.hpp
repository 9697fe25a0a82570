// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_NEXT_HPP
#define BOOST_BROKER_NEXT_HPP

// Waits for one event. Prefer `next` for something that happens once: the device has answered, the
// user has confirmed. Prefer `listen` for what happens again and again: between two calls of `next`
// events pass unseen.

#include <boost_broker/detail/found_broker.hpp>
#include <boost_broker/detail/next_listener.hpp>
#include <boost_broker/event_broker.hpp>
#include <boost_broker/quorum.hpp>
#include <boost_broker/result.hpp>

#include <boost/asio/async_result.hpp>
#include <boost/asio/deferred.hpp>

#include <type_traits>
#include <utility>

namespace boost_broker {

namespace detail {

struct next_access {
    template<class E, class Filter>
    static void start(event_broker<E>& broker, Filter filter, any_handler<result<E>> waiting)
    {
        if (!broker.is_open()) {
            complete(waiting, closed_failure(type_name<E>, broker.context_name()));
            return;
        }
        auto& core = broker.core();
        auto& home = core.home();
        if (home.executor_gone()) {
            complete(waiting,
                explain(errc::no_executor, "the next ", type_name<E>, &core,
                    " cannot come: the executor was destroyed; end the context before its "
                    "execution context"));
            return;
        }
        auto& listeners = broker.group_of(home);
        boost::intrusive_ptr<next_listener<E, Filter>> const added(new next_listener<E, Filter>(
            broker, core, home, std::move(filter), std::move(waiting)));
        listeners.add(added);
        broker.choose_route();
        try {
            added->begin();
        } catch (...) {
            added->stop();
            throw;
        }
    }

    template<class E>
    static void complete(any_handler<result<E>>& waiting, failure why)
    {
        waiting.complete_in_verb(result<E>(boost::system::in_place_error, std::move(why)));
    }
};

/// Begins to listen when the token says so; with a lazy token that is when it is awaited.
template<class E>
struct next_initiation {
    context_ref ctx;

    template<class Handler, class Filter>
    void operator()(Handler&& handler, Filter filter) const
    {
        refuse_quorum<std::decay_t<Handler>>();
        if constexpr (check_lane<E>() && is_mt<E>) {
            mt_events<E>::start_next(ctx, std::forward<Handler>(handler), std::move(filter));
        } else {
            any_handler<result<E>> waiting(
                std::forward<Handler>(handler), context_access::last_home(ctx));
            if (auto const broker = open_broker<event_broker<E>, E>(ctx))
                next_access::start(**broker, std::move(filter), std::move(waiting));
            else
                next_access::complete(waiting, broker.error());
        }
    }
};

/// The same for a broker that the program owns.
template<class E>
struct next_of_broker_initiation {
    event_broker<E>* broker;

    template<class Handler, class Filter>
    void operator()(Handler&& handler, Filter filter) const
    {
        refuse_quorum<std::decay_t<Handler>>();
        if constexpr (is_mt<E>) {
            mt_events<E>::start_next(*broker, mt_events<E>::context_id(*broker),
                std::forward<Handler>(handler), std::move(filter));
        } else {
            any_handler<result<E>> waiting(std::forward<Handler>(handler), broker->home());
            next_access::start(*broker, std::move(filter), std::move(waiting));
        }
    }
};

template<class Token>
constexpr bool is_filtered = false;
template<class Predicate, class Token>
constexpr bool is_filtered<filtered_handler<Predicate, Token>> = true;

/// Takes `when` off the token, as often as it is there.
template<class E, class Initiation, class Token, class... Predicates>
auto initiate_next(Initiation initiation, Token&& token, Predicates... wanted)
{
    using signature = void(result<E>);
    using plain = std::remove_cvref_t<Token>;
    static_assert(std::is_copy_constructible_v<E>,
        "boost_broker: next hands out a copy of the event, because others may listen; an event "
        "that cannot be copied is received with listen");
    if constexpr (is_filtered<plain>) {
        return detail::initiate_next<E>(std::move(initiation),
            static_cast<std::conditional_t<std::is_lvalue_reference_v<Token>,
                typename plain::target_type const&, typename plain::target_type&&>>(token.get()),
            std::move(wanted)..., std::forward<Token>(token).predicate());
    } else {
        constexpr bool is_token = asio::completion_token_for<plain, signature>;
        static_assert(is_token,
            "boost_broker: next takes a completion token for void(boost_broker::result<event>); "
            "boost_broker::when stands around the whole token");
        if constexpr (is_token && std::is_copy_constructible_v<E>)
            return asio::async_initiate<Token, signature>(
                std::move(initiation), token, event_filter<Predicates...>(std::move(wanted)...));
    }
}

template<class E>
struct next_of_broker {
    template<class Token>
    static auto initiate(event_broker<E>& broker, Token&& token)
    {
        return detail::initiate_next<E>(
            next_of_broker_initiation<E>{&broker}, std::forward<Token>(token));
    }
};

} // namespace detail

/// Waits for the next event of a context.
/** It is a listener for one event, and counts as one. It sees the first event that is emitted after
    it was started, not one whose listeners are being called or that waits in a queue at that time.
    With a lazy token, as the default is, it starts when it is awaited. It completes with a copy of
    the event. With the policy `retain_last` the event that is kept is not the next one: it was
    emitted before. `retained` returns it.

    A loop that awaits `next` again and again may miss events: what is emitted after one `next` has
    completed and before the next is started reaches nobody. Prefer `listen` there. And as it
    completes on the executor of its handler, by a post of its own, a listener of an event that was
    emitted later may be called before.

    @tparam E The event; it can be copied.
    @param ctx The context; without it, `thread_context()`.
    @param token The completion token; `asio::deferred` if there is none. With
    `when(predicate, token)` it waits for the next event that satisfies the predicate; `when` stands
    around the whole token. The predicate is called where the context calls its listeners; one that
    throws counts as a listener that throws, and the wait goes on.
    @return Depends on the token; with the default, a lazy operation to be awaited.

    @par Completion Signature
    @code void(boost_broker::result<E>) @endcode

    @par Errors
    @li `errc::context_closed`: the context is closed already, or was closed meanwhile.
    @li `errc::timed_out`: with `timeout`; there is no deadline without it.
    @li `errc::cancelled`: see below; also if all listeners of the event were dropped.
    @li `errc::no_executor`: the executor of the context was destroyed.
    @li `errc::provider_threw`: copying the event threw; the text is the `what()` of that.

    @par Per-Operation Cancellation
    @li all types: completes with `errc::cancelled`, and takes no event.

    @par Concurrency
    `local`: on the context's thread. `mt`: on any thread.
    @par
    Unlike a listener, which only is registered, a `next` that waits is an operation in flight and
    holds work: `io_context::run()` does not return before it completes. It completes on its
    associated executor, else on the context's, never inside `next` or `emit`; without any executor
    it completes inside `emit`, as a listener is called there, or inside what else ends it. If its
    executor is destroyed, the handler is destroyed uninvoked.

    @par Exception Safety
    Strong. Throws only if memory cannot be obtained, or what moving a predicate throws.

    @par Example
    @code
    bb::result<device_found> found = co_await bb::next<device_found>(ctx);
    bb::next<device_found>(ctx, bb::when([](device_found const& d) { return d.id == 7; },
        bb::timeout(5s, [](bb::result<device_found> r) { ... })));
    @endcode */
template<class E, class CompletionToken = boost::asio::deferred_t>
[[nodiscard]] auto next(context_ref ctx, CompletionToken&& token = CompletionToken())
{
    return detail::initiate_next<E>(
        detail::next_initiation<E>{ctx}, std::forward<CompletionToken>(token));
}

#if !defined(BOOST_BROKER_DOXYGEN)

template<class E, class CompletionToken = boost::asio::deferred_t>
    requires(!detail::context_argument<CompletionToken>)
[[nodiscard]] auto next(CompletionToken&& token = CompletionToken())
{
    return boost_broker::next<E>(thread_context(), std::forward<CompletionToken>(token));
}

template<class E, class Lane>
template<class CompletionToken>
auto event_broker<E, Lane>::next(CompletionToken&& token)
{
    return detail::next_of_broker<E>::initiate(*this, std::forward<CompletionToken>(token));
}

template<class E, class Lane>
auto event_broker<E, Lane>::next()
{
    return next(boost::asio::deferred);
}

#endif

} // namespace boost_broker

#endif
