// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_PENDING_HPP
#define BOOST_BROKER_DETAIL_PENDING_HPP

// What an operation does when it begins to wait.

#include <boost_broker/detail/any_handler.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/smart_ptr/intrusive_ptr.hpp>

#include <chrono>

namespace boost_broker::detail {

/// From now on `waiting`, which belongs to `op`, holds work, can be cancelled and has a deadline.
/** If that cannot be had, the handler is destroyed: whoever gets the exception must not see the
    operation complete later.
    @param op Has `timed_out()` and `cancelled(cancellation_type)`.
    @param clock That of the context; null: real time, on `timer`.
    @param limit None if it is not positive. */
template<class Op, class Result>
void begin_waiting(boost::intrusive_ptr<Op> const& op, any_handler<Result>& waiting,
    deadline_queue* clock, asio::any_io_executor const& timer, std::chrono::nanoseconds limit)
{
    try {
        waiting->pend();
        if (limit.count() > 0)
            waiting->limit.start(clock, timer, limit, [op] { op->timed_out(); });
        if (auto slot = waiting->slot; slot.is_connected())
            slot.assign([op](asio::cancellation_type type) { op->cancelled(type); });
    } catch (...) {
        any_handler<Result> const discarded(std::move(waiting));
        throw;
    }
}

} // namespace boost_broker::detail

#endif
