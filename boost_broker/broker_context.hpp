// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_BROKER_CONTEXT_HPP
#define BOOST_BROKER_BROKER_CONTEXT_HPP

// A context: the brokers of one program, one component or one test. Messages of one context are
// never seen in another. Prefer one for each thing that could exist twice in a process.

#include <boost_broker/context_ref.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/execution/executor.hpp>
#include <boost/asio/execution_context.hpp>

#include <chrono>
#include <concepts>
#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>

namespace boost_broker {

namespace detail {

template<class T>
concept executor = boost::asio::execution::is_executor<T>::value;
template<class T>
concept execution_context = std::is_convertible_v<T&, boost::asio::execution_context&>;

} // namespace detail

/// Owns a context; its destructor closes it.
/** Handlers without an executor of their own run on the context's executor. In `local`, the context
    and its handles are used on one thread at a time and destroyed there.

    @par Thread Safety
    Distinct objects: safe. Shared objects: unsafe in `local`. */
class broker_context
{
public:
    /// Makes a context without an executor.
    /** Plain handlers then run on the emitter's thread, before the outermost `emit` returns.
       Coroutine handlers need an executor of their own, and a callback without one completes inside
       the verb.
        @throws std::bad_alloc */
    explicit broker_context();

    /// Makes a context on an executor.
    /** @param executor Where its handlers run and its requests complete; best a serial one.
        @throws std::bad_alloc */
    template<detail::executor Executor>
    explicit broker_context(Executor executor);

    /// Makes a context on the executor of an execution context, such as an `io_context`.
    template<detail::execution_context ExecutionContext>
    explicit broker_context(ExecutionContext& where) : broker_context(where.get_executor())
    {}

    /// Takes over a context; the other object is left without one.
    broker_context(broker_context&& other) noexcept : ref_(std::exchange(other.ref_, context_ref()))
    {}

    /// Closes this context and takes over another.
    broker_context& operator=(broker_context&& other) noexcept;

    /// Closes the context and ends it, at once or when the calls on the stack have returned.
    ~broker_context();

    /// Returns a reference that handlers can capture.
    operator context_ref() const noexcept { return ref_; } // NOLINT: implicit by design
    /// Returns a reference that handlers can capture.
    context_ref ref() const noexcept { return ref_; }

    /// Returns the number of the context. Numbers are never reused.
    std::uint64_t id() const noexcept { return ref_.id(); }

    /// Returns the name of the context, for messages to people: `context 3`, or as named.
    std::string name() const { return ref_.name(); }

    /// Gives the context a name, for messages to people.
    void set_name(std::string name);

    /// Tells whether the context is not closed.
    bool is_open() const noexcept { return ref_.is_open(); }

    /// Ends everything registered in the context. Calling it again has no effect.
    /** Handlers stop being called, waiting requests complete with `errc::provider_gone`, queued
        messages are discarded, and every verb answers `errc::context_closed` from now on. It may be
        called inside a handler.
        @par Exception Safety
        Never throws. */
    void close() noexcept;

    /// Closes the context and waits until its handlers have ended.
    /** The context is closed in the call itself, as by `close()`; only the waiting depends on the
        token, and begins when that starts it. It waits until no coroutine handler and no coroutine
        provider of the context runs any more, also of those that were dropped before, and until
        their handlers are destroyed. At the deadline it posts the cancellation (`terminal`) of what
        still runs, and completes with a report of it. Include `boost_broker/close_report.hpp` to
        use it.

        It never waits for its caller: a handler may close the context that it belongs to, and
        handlers that do so at the same time do not wait for each other. Calling it again, or after
        `close()`, waits for what is still left. The context object may be destroyed meanwhile.
        Prefer `close()` where no handler is a coroutine: there is nothing to wait for then. The
        default context belongs to nobody and is never closed.

        @param deadline How long to wait; 0 or less stands for as long as it takes. With `timeout`
        the earlier of the two holds.
        @param token The completion token; `asio::deferred` if there is none. A handler without an
        executor of its own completes on that of the context. `blocking` waits for handlers of `mt`
        on other threads, also for those whose executor nobody runs. What the calling thread would
        have to run itself, all of `local` among it, and what waits for the calling thread, it
       cannot wait for: coroutines of that are in the report, and are not cancelled.
        @return Depends on the token; with the default, a lazy operation to be awaited.
        @par Completion Signature
        @code void(boost_broker::close_report) @endcode
        @par Per-Operation Cancellation
        @li all types: stops waiting, and completes with a report of what still runs, which is not
        cancelled.
        @par Concurrency
        `local`: on the context's thread. While it waits it holds work.
        @par
        `mt`: on any thread.
        @par Exception Safety
        Throws only if memory cannot be obtained; the context is then as it was, or it is closed and
        nothing waits.
        @par Example
        @code
        bb::close_report const left = co_await ctx.async_close(5s);
        if (left)
            std::clog << left << '\n';
        @endcode */
    template<class CompletionToken>
    [[nodiscard]] auto async_close(std::chrono::nanoseconds deadline, CompletionToken&& token);
#if !defined(BOOST_BROKER_DOXYGEN)
    [[nodiscard]] inline auto async_close(std::chrono::nanoseconds deadline);
#endif

    /// Returns the signal on which the context reports what nobody else would see.
    /** Include `boost_broker/diagnostics.hpp` to use it.
        @throws broker_error if the object was moved from. */
    inline diagnostic_signal& diagnostics() const;

    /// Makes deadlines of this context depend on a clock that a test moves.
    /** Include `boost_broker/manual_clock.hpp` to use it. The clock must outlive the context. */
    inline void use_clock(manual_clock& clock);

private:
    context_ref ref_;
};

namespace detail {

/// What every verb accepts as its context.
template<class T>
concept context_argument = std::same_as<std::remove_cvref_t<T>, broker_context> ||
    std::same_as<std::remove_cvref_t<T>, context_ref>;

} // namespace detail

} // namespace boost_broker

#include <boost_broker/impl/broker_context.hpp>

#endif
