// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_CALL_FSM_HPP
#define BOOST_BROKER_DETAIL_CALL_FSM_HPP

// The life of one request, without queues, timers or executors: events go in, and what to do comes
// out. Whoever settles a request first completes it; everything later is told so.

#include <boost_broker/error.hpp>

#include <boost/asio/cancellation_type.hpp>

namespace boost_broker::detail {

class call_fsm
{
public:
    enum class state { queued, running, settled };
    enum class action {
        nothing,     // somebody else has settled the request
        run,         // call the provider
        complete,    // complete the requester, with the answer or with the reason
        discard_late // the provider answered after the requester had stopped waiting
    };

    state current() const noexcept { return state_; }

    /// The provider's executor has come to the request.
    action taken() noexcept
    {
        if (state_ != state::queued)
            return action::nothing;
        state_ = state::running;
        return action::run;
    }

    /// The provider has answered.
    action answered() noexcept
    {
        return settle() == action::complete ? action::complete : action::discard_late;
    }

    /// The deadline has passed.
    action timed_out() noexcept { return settle(); }

    /// The provider, its context or its executor has ended.
    action gone() noexcept { return settle(); }

    /// The requester cancels. `total` promises that nothing has happened, so it only works while
    /// the request is queued; the others give up waiting at any time.
    action cancelled(boost::asio::cancellation_type type) noexcept
    {
        using boost::asio::cancellation_type;
        auto const gives_up = cancellation_type::terminal | cancellation_type::partial;
        if ((type & gives_up) != cancellation_type::none || state_ == state::queued)
            return type == cancellation_type::none ? action::nothing : settle();
        return action::nothing;
    }

private:
    action settle() noexcept
    {
        if (state_ == state::settled)
            return action::nothing;
        state_ = state::settled;
        return action::complete;
    }

    state state_ = state::queued;
};

} // namespace boost_broker::detail

#endif
