// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MESSAGE_TRACE_HPP
#define BOOST_BROKER_DETAIL_MESSAGE_TRACE_HPP

// What the messages of a type have with them so that an observer can be told of them, and how he is
// told: here of types that nobody observes, for which all of it is empty. The rest is in
// detail/observed_message.hpp, which comes with `observer`.

#include <boost_broker/broker_kind.hpp>
#include <boost_broker/error.hpp>
#include <boost_broker/policy.hpp>

#include <boost/system/error_code.hpp>

namespace boost_broker::detail {

/// Kept beside a message that waits. Made on the thread that sends or handles it, it is that of the
/// message there.
template<class M, bool Observed = observed<M>>
class message_trace
{
public:
    void enqueued() const noexcept {}
    void dropped(errc) const noexcept {}
    void dispatched(void const*) const noexcept {}
    template<class Result>
    void completed(Result const&) const noexcept
    {}
    void failed(boost::system::error_code const&) const noexcept {}
};

/// A message is being sent while it lives.
/** @tparam Tells False behind the lane `mt`, in front of which it has been told. */
template<class M, bool Tells = true, bool Observed = observed<M>&& Tells>
class sent_message
{
public:
    template<class Find>
    sent_message(broker_kind, Find const&) noexcept
    {}
};

/// A message that has waited is the current one while it lives.
template<class M, bool Observed = observed<M>>
class arrived_message
{
public:
    explicit arrived_message(void const*) noexcept {}
};

/// A handler is called, or its coroutine runs, while it lives.
template<class M, bool Observed = observed<M>>
class handling
{
public:
    explicit handling(void const*, message_trace<M> const& = {}) noexcept {}
    void ended() noexcept {}
};

} // namespace boost_broker::detail

#endif
