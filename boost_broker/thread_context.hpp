// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_THREAD_CONTEXT_HPP
#define BOOST_BROKER_THREAD_CONTEXT_HPP

// The context of verbs that are called without one. Prefer passing a context: it says who talks to
// whom. Prefer `scoped_context` where code that cannot be changed calls verbs without one.

#include <boost_broker/config.hpp>
#include <boost_broker/context_ref.hpp>

namespace boost_broker {

/// Returns the context that exists without being made and is never destroyed.
/** It has no executor: plain handlers run on the emitter's thread, and coroutine handlers need an
    executor of their own. Its `local` brokers are one per thread.
    @par Concurrency
    Safe from any thread. */
inline context_ref default_context() noexcept;

/// Returns the context of verbs that are called without one on this thread.
/** It is the context of the innermost `scoped_context` of the thread, or `default_context()`. */
inline context_ref thread_context() noexcept;

/// Makes a context the `thread_context()` of its thread while it exists.
/** Scopes end in reverse order, on the thread that made them, and are never held across a
    `co_await`; debug builds assert it.
    @par Thread Safety
    Distinct objects: safe. Shared objects: unsafe. */
class [[nodiscard("the scope ends with this object; give it a name")]] scoped_context
{
public:
    /// Begins the scope.
    explicit scoped_context(context_ref ctx) noexcept;
    scoped_context(scoped_context const&) = delete;
    scoped_context& operator=(scoped_context const&) = delete;
    /// Ends the scope.
    ~scoped_context();

private:
    friend context_ref thread_context() noexcept;

    context_ref context_;
    scoped_context* outer_;
    void const* thread_;
};

} // namespace boost_broker

#include <boost_broker/impl/thread_context.hpp>

#endif
