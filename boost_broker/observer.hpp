// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_OBSERVER_HPP
#define BOOST_BROKER_OBSERVER_HPP

// What the policy `observer` tells of messages: when they are sent, queued, handled and dropped.
// For timelines, for exporters of traces, and for finding out where time goes.
//
// Prefer `stats` and `inspect` for what is going on now, which cost nothing until they are asked,
// and the diagnostics of a context for what goes wrong.

#include <boost_broker/error.hpp>
#include <boost_broker/policy.hpp>
#include <boost_broker/trace_context.hpp>

#include <boost/system/error_code.hpp>

#include <cstdint>
#include <string_view>
#include <utility>

namespace boost_broker {

/// What an observer is told of a message.
/** @par Example
    @code
    struct prints {
        static void on_dispatch(bb::observation const& what) noexcept
        {
            std::cerr << what.message << " is handled\n";
        }
    };
    struct sample {
        using broker_policy = bb::local<bb::observer<prints>>;
        double value = 0;
    };
    @endcode */
struct observation {
    /// What carries the message.
    broker_kind broker = broker_kind::event;
    /// The type of the message.
    std::string_view message = {};
    /// The number of the context, as `context_ref::id` returns it.
    std::uint64_t context = 0;
    /// The step that the message is. What its handlers send has the same trace.
    trace_context trace = {};
    /// The step that has sent it; 0 if nothing has caused it.
    std::uint64_t parent_span = 0;
    /// Tells the handlers of a message from each other; null where none is concerned.
    void const* handler = nullptr;
    /// `on_complete`: why it failed, `errc::handler_threw` or what a request completes with.
    /// `on_drop`: why nobody gets it.
    boost::system::error_code error = {};
};

namespace detail {

template<class O>
concept tells_of_emit = requires(observation const& what)
{
    O::on_emit(what);
};
template<class O>
concept tells_of_enqueue = requires(observation const& what)
{
    O::on_enqueue(what);
};
template<class O>
concept tells_of_dispatch = requires(observation const& what)
{
    O::on_dispatch(what);
};
template<class O>
concept tells_of_complete = requires(observation const& what)
{
    O::on_complete(what);
};
template<class O>
concept tells_of_drop = requires(observation const& what)
{
    O::on_drop(what);
};

// Whether each function that there is takes an observation, and throws nothing.
template<class O>
constexpr bool tells_quietly() noexcept
{
    bool all = true;
    if constexpr (tells_of_emit<O>)
        all &= noexcept(O::on_emit(std::declval<observation const&>()));
    else
        all &= !requires
        {
            &O::on_emit;
        };
    if constexpr (tells_of_enqueue<O>)
        all &= noexcept(O::on_enqueue(std::declval<observation const&>()));
    else
        all &= !requires
        {
            &O::on_enqueue;
        };
    if constexpr (tells_of_dispatch<O>)
        all &= noexcept(O::on_dispatch(std::declval<observation const&>()));
    else
        all &= !requires
        {
            &O::on_dispatch;
        };
    if constexpr (tells_of_complete<O>)
        all &= noexcept(O::on_complete(std::declval<observation const&>()));
    else
        all &= !requires
        {
            &O::on_complete;
        };
    if constexpr (tells_of_drop<O>)
        all &= noexcept(O::on_drop(std::declval<observation const&>()));
    else
        all &= !requires
        {
            &O::on_drop;
        };
    return all;
}

} // namespace detail

/// Option: a class is told what happens to the messages of the type.
/** They carry a trace context besides; see `current_trace`. Without the option, messages are as
    small and as fast as if there were none.

    The class has any of these static functions, which take an `observation const&` and are
    `noexcept`. They are called where it happens, on any thread with `mt`, and never under a lock;
    they must not send messages, register handlers or drop any.

    @li `on_emit`: a message that has a receiver is sent.
    @li `on_enqueue`: it is to wait in the queue of one executor. An event in `mt` with
    `retain_last` may be handled already.
    @li `on_dispatch`: a handler is called with it.
    @li `on_complete`: that handler has ended, or its coroutine has. Of a request: it has its
    answer, perhaps without a dispatch; of one to many providers, for each of them.
    @li `on_drop`: the receivers at one executor, or one of them, do not get it. An event whose
    listener has ended has no receiver there any more.

    @tparam O The class. */
template<class O>
struct observer {
    static_assert(detail::tells_of_emit<O> || detail::tells_of_enqueue<O> ||
            detail::tells_of_dispatch<O> || detail::tells_of_complete<O> ||
            detail::tells_of_drop<O>,
        "boost_broker: an observer has a static function on_emit, on_enqueue, on_dispatch, "
        "on_complete or on_drop that takes boost_broker::observation const&");
    static_assert(detail::tells_quietly<O>(),
        "boost_broker: the static functions on_emit, on_enqueue, on_dispatch, on_complete and "
        "on_drop of an observer take boost_broker::observation const& and are noexcept");
};

} // namespace boost_broker

#include <boost_broker/detail/observed_message.hpp>

#endif
