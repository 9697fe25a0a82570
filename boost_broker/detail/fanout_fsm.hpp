// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_FANOUT_FSM_HPP
#define BOOST_BROKER_DETAIL_FANOUT_FSM_HPP

// When a request to many providers is done: answers go in, and what to do comes out.

#include <cstddef>
#include <optional>

namespace boost_broker::detail {

class fanout_fsm
{
public:
    enum class mode {
        all,   // every provider has to succeed
        each,  // every answer counts, a failure too
        quorum // so many have to succeed
    };
    enum class action {
        wait,     // more answers are to come
        complete, // what was wanted is there
        fail,     // what was wanted cannot be had any more
        ignore    // the request is done already
    };

    /// @param wanted How many successes are enough. Mode `all` does not look at it; in mode `each`
    /// the request completes when they are there, or cannot be had any more, and does not fail.
    fanout_fsm(mode m, std::size_t providers, std::optional<std::size_t> wanted = {}) noexcept
        : mode_(m)
        , open_(providers)
        , wanted_(m == mode::all ? providers : wanted)
    {}

    /// Before anybody is asked.
    action begin() noexcept { return judge(); }

    action answered(bool success) noexcept
    {
        if (done_)
            return action::ignore;
        --open_;
        if (success && wanted_ && *wanted_ != 0)
            --*wanted_;
        return judge();
    }

    /// Somebody who was asked turns out to be no provider any more.
    action left() noexcept
    {
        if (done_)
            return action::ignore;
        --open_;
        if (mode_ == mode::all)
            --*wanted_;
        return judge();
    }

    /// The deadline has passed, or the requester gives up. What is open will be answered with that
    /// at once, and the request ends with the last of these answers, so that each is kept; in mode
    /// `all` it ends with the first.
    void give_up() noexcept { given_up_ = mode_ != mode::all; }

    bool done() const noexcept { return done_; }
    /// Whether as many as wanted have succeeded.
    bool reached() const noexcept { return wanted_ == 0u; }

private:
    action judge() noexcept
    {
        bool const out_of_reach = wanted_ && *wanted_ > open_ && !given_up_;
        done_ = reached() || out_of_reach || open_ == 0;
        if (!done_)
            return action::wait;
        return mode_ == mode::each || reached() ? action::complete : action::fail;
    }

    mode mode_;
    std::size_t open_;
    std::optional<std::size_t> wanted_; // none: whatever comes
    bool given_up_ = false;
    bool done_ = false;
};

} // namespace boost_broker::detail

#endif
