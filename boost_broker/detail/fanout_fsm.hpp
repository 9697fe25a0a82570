// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_FANOUT_FSM_HPP
#define BOOST_BROKER_DETAIL_FANOUT_FSM_HPP

// When a request to many providers is done: answers go in, and what to do comes out.

#include <cstddef>

namespace boost_broker::detail {

class fanout_fsm
{
public:
    enum class mode { all, each };
    enum class action {
        wait,     // more answers are to come
        complete, // every answer is there
        fail,     // this answer fails the whole request
        ignore    // the request is done already
    };

    fanout_fsm(mode m, std::size_t providers) noexcept : mode_(m), open_(providers) {}

    action answered(bool success) noexcept
    {
        if (done_)
            return action::ignore;
        --open_;
        if (!success && mode_ == mode::all) {
            done_ = true;
            return action::fail;
        }
        done_ = open_ == 0;
        return done_ ? action::complete : action::wait;
    }

    bool done() const noexcept { return done_; }

private:
    mode mode_;
    std::size_t open_;
    bool done_ = false;
};

} // namespace boost_broker::detail

#endif
