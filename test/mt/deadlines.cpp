// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// What the deadlines of the lane `mt` are counted from.

#include <boost_broker/mt.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>

BOOST_AUTO_TEST_SUITE(deadlines)

using boost_broker::detail::mt_deadlines;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_CASE(a_short_wait_begins_now)
{
    for (int i = 0; i != 1000; ++i) {
        auto const before = mt_deadlines::now();
        auto const begin = mt_deadlines::begin_of_wait(999ms);
        BOOST_TEST_REQUIRE((before <= begin && begin <= mt_deadlines::now()));
    }
}

BOOST_AUTO_TEST_CASE(a_long_wait_begins_no_earlier_and_hardly_later)
{
    for (int i = 0; i != 1000; ++i) {
        auto const before = mt_deadlines::now();
        auto const begin = mt_deadlines::begin_of_wait(1s);
        BOOST_TEST_REQUIRE((before <= begin && begin <= mt_deadlines::now() + 10ms));
    }
}

BOOST_AUTO_TEST_SUITE_END()
