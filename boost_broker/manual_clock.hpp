// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_MANUAL_CLOCK_HPP
#define BOOST_BROKER_MANUAL_CLOCK_HPP

// Time as a test wants it. Prefer it to waiting: a test of a deadline then takes no time and never
// depends on the machine.

#include <boost_broker/broker_context.hpp>
#include <boost_broker/detail/deadlines.hpp>

#include <chrono>

namespace boost_broker {

/// A clock that stands still until it is moved.
/** A context that uses it (`broker_context::use_clock`) takes its deadlines from it: of requests,
   of `timeout` tokens, of drops and of `async_close`, whose report also says how long handlers have
   been running. It must outlive the context.

    @par Thread Safety
    Distinct objects: safe. Shared objects: unsafe.
    @par Example
    @code
    bb::manual_clock clock;
    ctx.use_clock(clock);
    clock.advance(5s); // every deadline of up to 5 seconds has passed
    @endcode */
class manual_clock
{
public:
    manual_clock() = default;
    manual_clock(manual_clock const&) = delete;
    manual_clock& operator=(manual_clock const&) = delete;

    /// Moves the clock on and ends what has reached its deadline, earliest first.
    /** @param by How far; not negative. */
    inline void advance(std::chrono::nanoseconds by);

    /// Returns the number of deadlines that have not passed yet.
    inline std::size_t pending() const noexcept;

private:
    friend class broker_context;
    detail::deadline_queue queue_;
};

} // namespace boost_broker

#include <boost_broker/impl/manual_clock.hpp>

#endif
