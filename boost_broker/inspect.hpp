// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_INSPECT_HPP
#define BOOST_BROKER_INSPECT_HPP

// What is registered in a context, and what waits and runs there, as text, JSON or a picture.
// Prefer it to find out why a program does not do what it should; prefer `stats` for one counter,
// and `diagnostics()` to be told when something goes wrong.

#include <boost_broker/broker_kind.hpp>
#include <boost_broker/context_ref.hpp>
#include <boost_broker/stats.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <span>
#include <string>
#include <vector>

namespace boost_broker {

/// What a handler was registered as.
enum class handler_kind {
    /// It gets every event.
    listener = 1,
    /// A `next`, which waits for one event.
    next,
    /// It answers requests alone.
    provider,
    /// It answers requests as one of several.
    multi_provider,
    /// It handles signals.
    signal_handler
};

/// How a handler does its work.
enum class handler_style {
    /// A function that is done when it returns.
    function = 1,
    /// A coroutine, which is done later.
    coroutine,
    /// A function that answers later, by a `reply`.
    reply
};

/// Whether a handler is still called.
enum class handler_state {
    /// It is called.
    active = 1,
    /// An object that it tracks no longer exists: it is not called, and will be removed.
    expired,
    /// Another one has its place. It still does what it has accepted.
    replaced,
    /// It is not called any more, but what it runs has not ended.
    stopped
};

/// One handler, as it was when `inspect` looked.
struct handler_info {
    /// What it was registered as.
    handler_kind kind = handler_kind::listener;
    /// The name of the message type.
    std::string message = {};
    /// The type of the function that was registered; that of a lambda says where it was written.
    /** Empty for a `next`. */
    std::string function = {};
    /// How it does its work.
    handler_style style = handler_style::function;
    /// Whether it is still called.
    handler_state state = handler_state::active;
    /// Whether it stands in for another one, as a `mock_provider` does.
    bool mock = false;
    /// Where it runs: an index into `context_info::inboxes`.
    std::size_t inbox = 0;
    /// Messages that wait for this handler alone: signals, requests, and what waits for its turn
    /// with a handler in `serial`.
    std::size_t waiting = 0;
    /// Requests that it has accepted and not answered, with those that wait.
    std::size_t in_flight = 0;
    /// How many of its coroutines have not ended.
    std::size_t coroutines = 0;
    /// For how long the oldest of them has been running.
    std::chrono::nanoseconds oldest = {};

    /// Compares all members.
    friend bool operator==(handler_info const&, handler_info const&) = default;
};

/// One broker, as it was when `inspect` looked.
struct broker_info {
    /// What it does with its messages.
    broker_kind kind = broker_kind::event;
    /// The name of the message type.
    std::string message = {};
    /// Whether it is an object that the program has made, and not the one that verbs find.
    bool own_object = false;
    /// What it has done so far.
    broker_stats stats = {};
    /// Messages that wait; an event does so once for each executor that it waits for.
    std::size_t waiting = 0;
    /// Requests that are not answered, with those that wait; of a multi-request, calls of
    /// providers.
    std::size_t in_flight = 0;
    /// Its handlers, in the order of their registration.
    std::vector<handler_info> handlers = {};

    /// Compares all members.
    friend bool operator==(broker_info const&, broker_info const&) = default;
};

/// What comes to the handlers on one executor, as it was when `inspect` looked.
struct inbox_info {
    /// The type of the executor; empty if there is none.
    std::string executor = {};
    /// Whether it is the context's own, for handlers without an executor of theirs.
    bool home = false;
    /// Whether the executor was destroyed.
    bool executor_gone = false;
    /// Whether messages of the lane `mt` come here, from any thread. An executor with handlers of
    /// both lanes has an inbox for each.
    bool mt = false;
    /// Whether one of the handlers is being called: the caller of `inspect`, for example.
    bool delivering = false;
    /// Messages that wait, of whatever type.
    std::size_t waiting = 0;

    /// Compares all members.
    friend bool operator==(inbox_info const&, inbox_info const&) = default;
};

/// One context, as it was when `inspect` looked.
struct context_info {
    /// The number of the context.
    std::uint64_t id = 0;
    /// The name of the context: `context 3`, or as named.
    std::string name = {};
    /// Whether it exists and is not closed.
    bool open = false;
    /// The brokers that were used in it.
    std::vector<broker_info> brokers = {};
    /// Handlers that were stopped, and run something that has not ended.
    std::vector<handler_info> stopped = {};
    /// One for each executor with handlers; in the lane `mt` one for each handler, where the
    /// executor may run several functions at once. The first is the context's own.
    std::vector<inbox_info> inboxes = {};

    /// Compares all members.
    friend bool operator==(context_info const&, context_info const&) = default;
};

/// Returns what is registered in a context, and what waits and runs there.
/** It copies everything, so what it returns stays as it is, and looks at every handler and every
    message that waits: call it to answer a person, not for each message. The context pays nothing
    for being inspected; in particular nobody takes the time of each call, so only coroutines are
    known to have been running for long. It may be called inside a handler, also of that context.

    @param ctx The context; without it, `thread_context()`. One that is closed shows what it still
    runs, and one that has ended nothing. Of the default context it shows what the calling thread
    has, and the lane `mt`.
    @return The context with its brokers, handlers and inboxes.
    @par Concurrency
    `local`: on the context's thread. `mt`: on any, also while others use the context; prefer
    `inspect_mt` where the context may have handlers of both lanes. What other threads do meanwhile
    is seen in part, and what an executor has delivered as of when it had nothing left to do. That
    an object which a handler tracks is gone shows once a message has come to it.
    @par Exception Safety
    Strong. Throws only if memory cannot be obtained.
    @par Example
    @code
    std::clog << bb::inspect(ctx);
    bb::write_json(file, bb::inspect(ctx));
    @endcode */
[[nodiscard]] inline context_info inspect(context_ref ctx = thread_context());

/// Returns what any thread may know of a context: the lane `mt`.
/** The same as `inspect`, without handlers and messages of the lane `local`, which only the thread
    of the context may look at. Prefer it in what watches a program from a thread of its own.

    @param ctx The context; without it, `thread_context()`.
    @return The context with its brokers, handlers and inboxes of the lane `mt`.
    @par Concurrency
    On any thread, also while others use the context.
    @par Exception Safety
    Strong. Throws only if memory cannot be obtained. */
[[nodiscard]] inline context_info inspect_mt(context_ref ctx = thread_context());

namespace detail {
inline char const* text_of(handler_kind kind) noexcept;
inline char const* text_of(handler_style style) noexcept;
inline char const* text_of(handler_state state) noexcept;
inline std::string facts_of(handler_info const& handler);
inline std::string facts_of(broker_info const& broker);
template<class Visitor>
void for_each_counter(broker_stats const& s, Visitor visit);
inline std::string describe(handler_info const& handler);
inline std::string describe(broker_info const& broker);
inline std::string name_of_executor(inbox_info const& inbox);
inline std::string describe(inbox_info const& inbox);
inline std::string describe(context_info const& context);
} // namespace detail

/// Writes the kind: `listener`, `next`, `provider`, `multi-provider` or `signal handler`.
template<class Char, class Traits>
std::basic_ostream<Char, Traits>& operator<<(
    std::basic_ostream<Char, Traits>& out, handler_kind kind)
{
    return out << detail::text_of(kind);
}

/// Writes the style: `function`, `coroutine` or `reply`.
template<class Char, class Traits>
std::basic_ostream<Char, Traits>& operator<<(
    std::basic_ostream<Char, Traits>& out, handler_style style)
{
    return out << detail::text_of(style);
}

/// Writes the state: `active`, `expired`, `replaced` or `stopped`.
template<class Char, class Traits>
std::basic_ostream<Char, Traits>& operator<<(
    std::basic_ostream<Char, Traits>& out, handler_state state)
{
    return out << detail::text_of(state);
}

/// Writes the handler: `provider of app::get_device (coroutine, 2 in flight): app::devices::...`.
template<class Char, class Traits>
std::basic_ostream<Char, Traits>& operator<<(
    std::basic_ostream<Char, Traits>& out, handler_info const& handler)
{
    return out << detail::describe(handler);
}

/// Writes the broker, without its handlers: `event app::ticked: sent 3, delivered 6, 1 waiting`.
template<class Char, class Traits>
std::basic_ostream<Char, Traits>& operator<<(
    std::basic_ostream<Char, Traits>& out, broker_info const& broker)
{
    return out << detail::describe(broker);
}

/// Writes the inbox: `io_context, the context's own, 2 waiting`.
template<class Char, class Traits>
std::basic_ostream<Char, Traits>& operator<<(
    std::basic_ostream<Char, Traits>& out, inbox_info const& inbox)
{
    return out << detail::describe(inbox);
}

/// Writes the context for people, a line for each broker, handler and inbox.
template<class Char, class Traits>
std::basic_ostream<Char, Traits>& operator<<(
    std::basic_ostream<Char, Traits>& out, context_info const& context)
{
    return out << detail::describe(context);
}

/// Writes a context as an object of JSON, in one line and without a line end.
/** The members are called like those of the structs; what counts nanoseconds, and is 0 if there are
    none, is called `oldest_ns`. Kinds, styles and states are the words that `<<` writes. Text that
   is not UTF-8 is replaced.
    @param out A stream; the flags and the width that are set for it do not matter.
    @param context What `inspect` has returned.
    @par Exception Safety
    Nothing is written if memory cannot be obtained. */
inline void write_json(std::ostream& out, context_info const& context);

#if defined(BOOST_BROKER_DOXYGEN)
/// Writes contexts as a graph for `dot` of Graphviz: messages, and the handlers they go to.
/** A message is an ellipse, dashed if nobody handles it, with its kind and its counters. A handler
    is a box, named after the function or the class it belongs to; so all handlers of a module that
    registers them in one place are one box, as far as they run on the same executor, and a box
    of the same name elsewhere is another. Who sends a message is not known before it is sent, and
    is not shown. Each context is a frame, and so is each executor in it that is not the context's
    own.

    @param out A stream; the flags and the width that are set for it do not matter.
    @param contexts What `inspect` has returned: a `context_info`, or a `std::span` of several.
    @par Exception Safety
    Nothing is written if memory cannot be obtained.
    @par Example
    @code
    std::ofstream file("topology.dot");
    bb::write_dot(file, bb::inspect(ctx)); // then: dot -Tsvg topology.dot -o topology.svg
    @endcode */
void write_dot(std::ostream& out, std::span<context_info const> contexts);
#else
inline void write_dot(std::ostream& out, std::span<context_info const> contexts);
inline void write_dot(std::ostream& out, context_info const& context);
#endif

} // namespace boost_broker

#include <boost_broker/impl/inspect.hpp>
#include <boost_broker/impl/inspect_dot.hpp>
#include <boost_broker/impl/inspect_json.hpp>
#include <boost_broker/impl/inspect_text.hpp>

#endif
