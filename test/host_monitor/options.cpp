// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "options.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace hm = host_monitor;

BOOST_AUTO_TEST_SUITE(options)

BOOST_AUTO_TEST_CASE(without_any)
{
    auto const parsed = hm::parse_options({}).value();
    BOOST_TEST(parsed.proc == "/proc");
    BOOST_TEST(parsed.also.empty());
    BOOST_TEST(!parsed.seconds.has_value());
    BOOST_TEST(parsed.interval.count() == 1000);
    BOOST_TEST(parsed.alert_cpu == 90.0);
    BOOST_TEST(parsed.alert_memory == 90.0);
    BOOST_TEST(parsed.log.empty());
    BOOST_TEST(parsed.threads == 4);
    BOOST_TEST(!parsed.json);
    BOOST_TEST(!parsed.topology);
    BOOST_TEST(!parsed.help);
}

BOOST_AUTO_TEST_CASE(with_all)
{
    auto const parsed =
        hm::parse_options({"--seconds", "3", "--interval=250", "--json", "--log", "a=b",
                              "--alert-cpu=12.5", "--alert-memory", "100", "--proc", "one",
                              "--also", "two", "--also=three", "--threads", "1"})
            .value();
    BOOST_TEST(parsed.proc == "one");
    BOOST_REQUIRE(parsed.also.size() == 2U);
    BOOST_TEST(parsed.also[0] == "two");
    BOOST_TEST(parsed.also[1] == "three");
    BOOST_TEST(parsed.seconds.value().count() == 3);
    BOOST_TEST(parsed.interval.count() == 250);
    BOOST_TEST(parsed.alert_cpu == 12.5);
    BOOST_TEST(parsed.alert_memory == 100.0);
    BOOST_TEST(parsed.log == "a=b");
    BOOST_TEST(parsed.threads == 1);
    BOOST_TEST(parsed.json);
    BOOST_TEST(hm::parse_options({"--topology"}).value().topology);
    BOOST_TEST(hm::parse_options({"--help"}).value().help);
    BOOST_TEST(hm::parse_options({"-h"}).value().help);
}

BOOST_AUTO_TEST_CASE(bad_ones_are_named)
{
    struct {
        std::vector<std::string_view> arguments;
        std::string expected;
    } const table[] = {
        {{"--frob"}, "unknown option '--frob'"},
        {{"--frob=1"}, "unknown option '--frob'"},
        {{"extra"}, "unknown option 'extra'"},
        {{""}, "unknown option ''"},
        {{"--seconds"}, "--seconds needs a value"},
        {{"--seconds", "0"}, "--seconds takes a number from 1 to 1000000000, not '0'"},
        {{"--seconds", "-1"}, "--seconds takes a number from 1 to 1000000000, not '-1'"},
        {{"--seconds", "2.5"}, "--seconds takes a number from 1 to 1000000000, not '2.5'"},
        {{"--seconds", "1e3"}, "--seconds takes a number from 1 to 1000000000, not '1e3'"},
        {{"--seconds=99999999999"},
            "--seconds takes a number from 1 to 1000000000, not '99999999999'"},
        {{"--seconds="}, "--seconds takes a number from 1 to 1000000000, not ''"},
        {{"--interval", "9"}, "--interval takes a number from 10 to 86400000, not '9'"},
        {{"--interval", "x"}, "--interval takes a number from 10 to 86400000, not 'x'"},
        {{"--seconds", "1", "--interval", "1001"}, "--seconds is shorter than --interval"},
        {{"--alert-cpu", "0"}, "--alert-cpu takes a number from 1 to 100, not '0'"},
        {{"--alert-cpu", "nan"}, "--alert-cpu takes a number from 1 to 100, not 'nan'"},
        {{"--alert-memory", "101"}, "--alert-memory takes a number from 1 to 100, not '101'"},
        {{"--alert-memory", "9O"}, "--alert-memory takes a number from 1 to 100, not '9O'"},
        {{"--threads=0"}, "--threads takes a number from 1 to 64, not '0'"},
        {{"--threads", "65"}, "--threads takes a number from 1 to 64, not '65'"},
        {{"--proc"}, "--proc needs a value"},
        {{"--log", "--json"}, "--log needs a value"},
        {{"--proc", ""}, "--proc needs a path that is not empty"},
        {{"--log="}, "--log needs a path that is not empty"},
        {{"--json=yes"}, "--json takes no value"},
        {{"--topology=svg"}, "--topology takes no value"},
        {{"--help=me"}, "--help takes no value"},
        {{"--json", "--frob", "--seconds", "0"}, "unknown option '--frob'"},
    };
    for (auto const& row : table) {
        auto const parsed = hm::parse_options(row.arguments);
        BOOST_TEST((parsed ? "ok" : parsed.error().message()) == row.expected);
    }
}

BOOST_AUTO_TEST_CASE(the_usage_names_every_option)
{
    for (std::string_view const option : {"--seconds N", "--interval MS", "--json", "--log FILE",
             "--alert-cpu PCT", "--alert-memory PCT", "--proc DIR", "--also DIR", "--threads N",
             "--topology", "--help"})
        BOOST_TEST((hm::usage.find(option) != std::string_view::npos), option);
}

BOOST_AUTO_TEST_SUITE_END()
