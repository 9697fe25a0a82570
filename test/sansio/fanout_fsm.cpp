// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/detail/fanout_fsm.hpp>

#include <boost/test/unit_test.hpp>

#include <vector>

namespace fanout_fsm_test {

using fsm = boost_broker::detail::fanout_fsm;
using action = fsm::action;

struct row {
    fsm::mode mode;
    std::vector<bool> answers;
    std::vector<action> expected;
};

} // namespace fanout_fsm_test

BOOST_AUTO_TEST_SUITE(fanout_fsm)

using namespace fanout_fsm_test;

BOOST_AUTO_TEST_CASE(every_order_of_answers)
{
    auto const wait = action::wait;
    auto const complete = action::complete;
    auto const fail = action::fail;
    auto const ignore = action::ignore;
    std::vector<row> const table{
        {fsm::mode::all, {true}, {complete}},
        {fsm::mode::all, {false}, {fail}},
        {fsm::mode::all, {true, true, true}, {wait, wait, complete}},
        {fsm::mode::all, {true, false, true}, {wait, fail, ignore}},
        {fsm::mode::all, {false, false, true}, {fail, ignore, ignore}},
        {fsm::mode::all, {true, true, false}, {wait, wait, fail}},
        {fsm::mode::each, {false}, {complete}},
        {fsm::mode::each, {false, true, false}, {wait, wait, complete}},
    };
    for (auto const& r : table) {
        fsm machine(r.mode, r.answers.size());
        for (std::size_t i = 0; i != r.answers.size(); ++i)
            BOOST_TEST((machine.answered(r.answers[i]) == r.expected[i]));
        BOOST_TEST(machine.done());
        BOOST_TEST((machine.answered(true) == ignore));
    }
}

BOOST_AUTO_TEST_SUITE_END()
