// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_BLOCKING_HPP
#define BOOST_BROKER_BLOCKING_HPP

// A token for code that wants the answer where it stands. Prefer the policy `synchronous` where all
// requests of a type are answered at once, and `co_await` where an event loop runs.

#include <chrono>

namespace boost_broker {

/// A token: the verb returns the result itself.
/** In `local` there is only one thread, so nothing can be waited for: a plain provider is called at
    once, after the messages that came to it before, and whatever would need another turn of the
   event loop is answered with `errc::would_deadlock`. */
class blocking_t
{
public:
    /// Constructs the token with the default deadline.
    constexpr blocking_t() noexcept = default;

    /// Returns the token with a deadline of its own.
    constexpr blocking_t operator()(std::chrono::nanoseconds limit) const noexcept
    {
        blocking_t other;
        other.limit_ = limit;
        return other;
    }

    /// Returns the deadline; negative stands for the default.
    constexpr std::chrono::nanoseconds limit() const noexcept { return limit_; }

private:
    std::chrono::nanoseconds limit_{-1};
};

/// The token `blocking`; `blocking(200ms)` has a deadline of its own.
inline constexpr blocking_t blocking{};

} // namespace boost_broker

#endif
