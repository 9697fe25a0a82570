// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DIAGNOSTIC_KIND_HPP
#define BOOST_BROKER_DIAGNOSTIC_KIND_HPP

// What the diagnostics of a context can be about. Prefer `boost_broker/diagnostics.hpp`, which
// includes it; it is a header of its own so that a broker need not include Boost.Signals2.

#include <boost_broker/fwd.hpp>

namespace boost_broker {

/// What a diagnostic is about.
enum class diagnostic_kind {
    /// A listener, a provider or a signal handler left by an exception.
    handler_threw = 1,
    /// A message was refused, or given up for a newer one, because a queue was full.
    message_dropped,
    /// A provider answered after its requester had stopped waiting.
    late_answer,
    /// A verb was used on a closed context.
    context_closed,
    /// A handler could not be registered.
    not_registered,
    /// The running calls of a dropped handler did not end in time.
    drain_timed_out,
    /// An executor could not be told that messages wait; they are handled with the next one.
    not_woken,
    /// More messages of a type wait for one executor than its `queue_depth`, and the queue has
    /// grown. Told once, and again after half of them were handled.
    queue_grew
};

} // namespace boost_broker

#endif
