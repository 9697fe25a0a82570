// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "rates.hpp"

#include <boost/test/unit_test.hpp>

#include <limits>

namespace hm = host_monitor;

BOOST_AUTO_TEST_SUITE(rates)

BOOST_AUTO_TEST_CASE(busy_percent)
{
    struct {
        hm::cpu_ticks before;
        hm::cpu_ticks now;
        double expected;
    } const table[] = {
        {{0, 0}, {25, 75}, 25},
        {{100, 100}, {200, 100}, 100},
        {{100, 100}, {100, 200}, 0},
        {{100, 100}, {100, 100}, 0},
        {{100, 100}, {110, 90}, 100}, // idle went backwards, as iowait does at times
        {{100, 100}, {50, 150}, 0},   // busy did: the core has been off and on again
        {{100, 100}, {5, 5}, 0},
    };
    for (auto const& row : table)
        BOOST_TEST(hm::busy_percent(row.before, row.now) == row.expected);
}

BOOST_AUTO_TEST_CASE(percent)
{
    BOOST_TEST(hm::percent(1, 4) == 25.0);
    BOOST_TEST(hm::percent(1, 0) == 0.0);
    BOOST_TEST(hm::percent(5, 4) == 100.0);
}

BOOST_AUTO_TEST_CASE(a_rate_needs_two_readings)
{
    hm::rate_meter meter;
    BOOST_TEST(!meter.update({{"eth0", 1000, 0}}, 0).has_value());
    auto const rates = meter.update({{"eth0", 3000, 10}}, 2);
    BOOST_REQUIRE(rates.has_value());
    BOOST_REQUIRE(rates->size() == 1U);
    BOOST_TEST((*rates)[0].in == 1000.0);
    BOOST_TEST((*rates)[0].out == 5.0);
}

BOOST_AUTO_TEST_CASE(no_time_no_rate)
{
    hm::rate_meter meter;
    meter.update({{"eth0", 1000, 0}}, 0);
    BOOST_TEST(!meter.update({{"eth0", 2000, 0}}, 0).has_value());
    BOOST_TEST(!meter.update({{"eth0", 3000, 0}}, -1).has_value());
    BOOST_TEST(meter.update({{"eth0", 3500, 0}}, 1).value()[0].in == 500.0);
}

BOOST_AUTO_TEST_CASE(a_counter_that_goes_backwards_counts_as_unchanged_once)
{
    hm::rate_meter meter;
    auto const most = std::numeric_limits<std::uint64_t>::max();
    meter.update({{"eth0", 4'294'967'290, most}}, 0);
    auto const wrapped = meter.update({{"eth0", 100, 7}}, 1).value();
    BOOST_TEST(wrapped[0].in == 0.0);
    BOOST_TEST(wrapped[0].out == 0.0);
    BOOST_TEST(meter.update({{"eth0", 150, 7}}, 1).value()[0].in == 50.0);
}

BOOST_AUTO_TEST_CASE(devices_come_and_go)
{
    hm::rate_meter meter;
    meter.update({{"a", 0, 0}, {"b", 0, 0}}, 0);
    auto const without_b = meter.update({{"a", 1, 0}, {"c", 900, 0}}, 1).value();
    BOOST_REQUIRE(without_b.size() == 1U);
    BOOST_TEST(without_b[0].name == "a");
    auto const all = meter.update({{"b", 800, 0}, {"c", 910, 0}}, 1).value();
    BOOST_REQUIRE(all.size() == 1U);
    BOOST_TEST(all[0].name == "c");
    BOOST_TEST(all[0].in == 10.0);
}

BOOST_AUTO_TEST_SUITE_END()
