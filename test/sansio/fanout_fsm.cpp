// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/detail/fanout_fsm.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <optional>
#include <vector>

namespace fanout_fsm_test {

using fsm = boost_broker::detail::fanout_fsm;
using action = fsm::action;
using mode = fsm::mode;

struct row {
    mode m;
    std::optional<std::size_t> wanted;
    std::vector<bool> answers; // one for each provider
    std::vector<action> expected;
};

constexpr auto none = std::nullopt;
constexpr auto wait = action::wait;
constexpr auto complete = action::complete;
constexpr auto fail = action::fail;
constexpr auto ignore = action::ignore;

} // namespace fanout_fsm_test

BOOST_AUTO_TEST_SUITE(fanout_fsm)

using namespace fanout_fsm_test;

BOOST_AUTO_TEST_CASE(every_order_of_answers)
{
    std::vector<row> const table{
        {mode::all, none, {true}, {complete}},
        {mode::all, none, {false}, {fail}},
        {mode::all, none, {true, true, true}, {wait, wait, complete}},
        {mode::all, none, {true, false, true}, {wait, fail, ignore}},
        {mode::all, none, {false, false, true}, {fail, ignore, ignore}},
        {mode::all, none, {true, true, false}, {wait, wait, fail}},
        {mode::each, none, {false}, {complete}},
        {mode::each, none, {true, true}, {wait, complete}},
        {mode::each, none, {false, true, false}, {wait, wait, complete}},

        {mode::quorum, 1, {true}, {complete}},
        {mode::quorum, 1, {false}, {fail}},
        {mode::quorum, 1, {true, true}, {complete, ignore}},
        {mode::quorum, 1, {false, true}, {wait, complete}},
        {mode::quorum, 1, {false, false}, {wait, fail}},
        {mode::quorum, 2, {true, true, true}, {wait, complete, ignore}},
        {mode::quorum, 2, {true, true, false}, {wait, complete, ignore}},
        {mode::quorum, 2, {true, false, true}, {wait, wait, complete}},
        {mode::quorum, 2, {false, true, true}, {wait, wait, complete}},
        {mode::quorum, 2, {true, false, false}, {wait, wait, fail}},
        {mode::quorum, 2, {false, true, false}, {wait, wait, fail}},
        {mode::quorum, 2, {false, false, true}, {wait, fail, ignore}},
        {mode::quorum, 3, {false, true, true}, {fail, ignore, ignore}},
        {mode::quorum, 3, {true, true, true}, {wait, wait, complete}},

        {mode::each, 2, {true, true, true}, {wait, complete, ignore}},
        {mode::each, 2, {true, false, true}, {wait, wait, complete}},
        {mode::each, 2, {true, false, false}, {wait, wait, complete}},
        {mode::each, 2, {false, false, true}, {wait, complete, ignore}},
        {mode::each, 3, {false, true, true}, {complete, ignore, ignore}},
    };
    for (std::size_t n = 0; n != table.size(); ++n) {
        auto const& r = table[n];
        BOOST_TEST_CONTEXT("row " << n)
        {
            fsm machine(r.m, r.answers.size(), r.wanted);
            BOOST_TEST((machine.begin() == wait));
            std::size_t successes = 0;
            for (std::size_t i = 0; i != r.answers.size(); ++i) {
                BOOST_TEST((machine.answered(r.answers[i]) == r.expected[i]));
                BOOST_TEST(machine.done() == (r.expected[i] != wait));
                if (r.expected[i] == ignore)
                    continue;
                successes += r.answers[i] ? 1 : 0;
                auto const wanted = r.m == mode::all ? r.answers.size() : r.wanted.value_or(99);
                BOOST_TEST(machine.reached() == (successes >= wanted));
            }
            BOOST_TEST(machine.done());
            BOOST_TEST((machine.answered(true) == ignore));
        }
    }
}

BOOST_AUTO_TEST_CASE(some_requests_are_decided_before_anybody_is_asked)
{
    struct beginning {
        mode m;
        std::size_t providers;
        std::optional<std::size_t> wanted;
        action expected;
    };
    std::vector<beginning> const table{
        {mode::all, 0, none, complete},
        {mode::each, 0, none, complete},
        {mode::quorum, 0, 0, complete},
        {mode::quorum, 0, 1, fail},
        {mode::quorum, 2, 0, complete},
        {mode::quorum, 2, 2, wait},
        {mode::quorum, 2, 3, fail},
        {mode::each, 0, 1, complete},
        {mode::each, 2, 0, complete},
        {mode::each, 2, 2, wait},
        {mode::each, 2, 3, complete},
    };
    for (auto const& r : table) {
        fsm machine(r.m, r.providers, r.wanted);
        BOOST_TEST((machine.begin() == r.expected));
        BOOST_TEST(machine.done() == (r.expected != wait));
    }
}

// The answers behind the first are those that the deadline or the cancellation gives.
BOOST_AUTO_TEST_CASE(who_gives_up_gets_the_reason_of_each_provider)
{
    std::vector<row> const table{
        {mode::all, none, {true, false, false}, {wait, fail, ignore}},
        {mode::each, none, {true, false, false}, {wait, wait, complete}},
        {mode::quorum, 1, {false, false, false}, {wait, wait, fail}},
        {mode::quorum, 2, {true, false, false, false}, {wait, wait, wait, fail}},
        {mode::quorum, 3, {true, false, false}, {wait, wait, fail}},
        {mode::quorum, 2, {true, true, false}, {wait, complete, ignore}},
        {mode::each, 2, {true, false, false, false}, {wait, wait, wait, complete}},
        {mode::each, 3, {true, false, false}, {wait, wait, complete}},
    };
    for (std::size_t n = 0; n != table.size(); ++n) {
        auto const& r = table[n];
        BOOST_TEST_CONTEXT("row " << n)
        {
            fsm machine(r.m, r.answers.size(), r.wanted);
            for (std::size_t i = 0; i != r.answers.size(); ++i) {
                if (i == 1)
                    machine.give_up();
                BOOST_TEST((machine.answered(r.answers[i]) == r.expected[i]));
            }
            BOOST_TEST(machine.done());
        }
    }
}

BOOST_AUTO_TEST_CASE(who_is_no_provider_any_more_is_not_waited_for)
{
    struct leaving {
        mode m;
        std::optional<std::size_t> wanted;
        std::vector<std::optional<bool>> events; // none: one leaves
        std::vector<action> expected;
    };
    std::vector<leaving> const table{
        {mode::all, none, {none}, {complete}},
        {mode::all, none, {none, none}, {wait, complete}},
        {mode::all, none, {true, none, true}, {wait, wait, complete}},
        {mode::all, none, {none, true, none}, {wait, wait, complete}},
        {mode::all, none, {none, false, none}, {wait, fail, ignore}},
        {mode::each, none, {false, none}, {wait, complete}},
        {mode::each, 2, {true, none, true}, {wait, wait, complete}},
        {mode::each, 2, {none, none, true}, {wait, complete, ignore}},
        {mode::quorum, 1, {none, true}, {wait, complete}},
        {mode::quorum, 2, {none, true, true}, {wait, wait, complete}},
        {mode::quorum, 2, {none, true, none}, {wait, wait, fail}},
        {mode::quorum, 3, {none, true, true}, {fail, ignore, ignore}},
    };
    for (std::size_t n = 0; n != table.size(); ++n) {
        auto const& r = table[n];
        BOOST_TEST_CONTEXT("row " << n)
        {
            fsm machine(r.m, r.events.size(), r.wanted);
            for (std::size_t i = 0; i != r.events.size(); ++i) {
                auto const happened = r.events[i] ? machine.answered(*r.events[i]) : machine.left();
                BOOST_TEST((happened == r.expected[i]));
            }
            BOOST_TEST(machine.done());
            BOOST_TEST((machine.left() == ignore));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
