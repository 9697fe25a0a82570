// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/detail/call_fsm.hpp>

#include <boost/test/unit_test.hpp>

#include <functional>
#include <vector>

namespace call_fsm_test {

using fsm = boost_broker::detail::call_fsm;
using action = fsm::action;
using cancel = boost::asio::cancellation_type;

struct row {
    std::function<action(fsm&)> event;
    action when_queued;
    action when_running;
    action when_settled;
};

} // namespace call_fsm_test

BOOST_AUTO_TEST_SUITE(call_fsm)

using namespace call_fsm_test;

BOOST_AUTO_TEST_CASE(every_event_in_every_state)
{
    auto const nothing = action::nothing;
    auto const complete = action::complete;
    auto const late = action::discard_late;
    std::vector<row> const table{
        {[](fsm& m) { return m.taken(); }, action::run, nothing, nothing},
        {[](fsm& m) { return m.answered(); }, complete, complete, late},
        {[](fsm& m) { return m.timed_out(); }, complete, complete, nothing},
        {[](fsm& m) { return m.gone(); }, complete, complete, nothing},
        {[](fsm& m) { return m.cancelled(cancel::terminal); }, complete, complete, nothing},
        {[](fsm& m) { return m.cancelled(cancel::partial); }, complete, complete, nothing},
        {[](fsm& m) { return m.cancelled(cancel::total); }, complete, nothing, nothing},
        {[](fsm& m) { return m.cancelled(cancel::none); }, nothing, nothing, nothing},
    };
    for (auto const& r : table) {
        fsm queued;
        BOOST_TEST((r.event(queued) == r.when_queued));
        BOOST_TEST((queued.current() == fsm::state::settled) == (r.when_queued == complete));

        fsm running;
        BOOST_TEST((running.taken() == action::run));
        BOOST_TEST((r.event(running) == r.when_running));
        BOOST_TEST((running.current() == fsm::state::settled) == (r.when_running == complete));

        fsm settled;
        BOOST_TEST((settled.gone() == complete));
        BOOST_TEST((r.event(settled) == r.when_settled));
        BOOST_TEST((settled.current() == fsm::state::settled));
    }
}

BOOST_AUTO_TEST_SUITE_END()
