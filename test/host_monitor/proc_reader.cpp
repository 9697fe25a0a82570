// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "proc_reader.hpp"

#include <boost/test/unit_test.hpp>

#include <cstddef>

namespace hm = host_monitor;

namespace proc_reader_test {

/// What a parser makes of a text: "ok", or why it fails.
template<class Parse>
std::string outcome(Parse parse, std::string_view text)
{
    auto const parsed = parse(text);
    return parsed ? "ok" : parsed.error().message();
}

struct row {
    std::string_view text;
    std::string_view expected;
};

template<class Parse, std::size_t Size>
void check_all(Parse parse, row const (&table)[Size])
{
    for (row const& each : table)
        BOOST_TEST(outcome(parse, each.text) == each.expected,
            "for '" << each.text << "': " << outcome(parse, each.text)
                    << ", expected: " << each.expected);
}

} // namespace proc_reader_test

BOOST_AUTO_TEST_SUITE(proc_reader)

using namespace proc_reader_test;

BOOST_AUTO_TEST_CASE(outcomes_of_stat)
{
    row const table[] = {
        {"cpu 1 2 3 4 5 6 7 8 9 10\ncpu0 1 2 3 4 5 6 7 8\nintr 1 2\n", "ok"},
        {"cpu 1 2 3 4\n", "ok"},
        {"cpu 1 2 3 4", "ok"},
        {"cpu\t1 2 3 4\n\n\nbtime 7\n", "ok"},
        {"", "there is no line 'cpu'"},
        {"\n\n", "there is no line 'cpu'"},
        {"cpu0 1 2 3 4\n", "there is no line 'cpu'"},
        {"intr 1 2 3\n", "there is no line 'cpu'"},
        {"cpu 1 2 3\n", "cannot make sense of 'cpu 1 2 3'"},
        {"cpu\n", "cannot make sense of 'cpu'"},
        {"cpu 1 2 3 x\n", "cannot make sense of 'cpu 1 2 3 x'"},
        {"cpu 1 2 3 -4\n", "cannot make sense of 'cpu 1 2 3 -4'"},
        {"cpu 1 2 3 4\ncpu1 9 9 9\n", "cannot make sense of 'cpu1 9 9 9'"},
        {"cpu 1 2 3 4\ncpux 1 2 3 4\n", "cannot make sense of 'cpux 1 2 3 4'"},
        {"cpu 1 2 3 99999999999999999999\n",
            "cannot make sense of 'cpu 1 2 3 99999999999999999999'"},
    };
    check_all(hm::parse_stat, table);
}

BOOST_AUTO_TEST_CASE(values_of_stat)
{
    // iowait counts as idle; guest, the ninth number, is contained in user already
    auto const cpu = hm::parse_stat("cpu 10 20 30 400 50 6 7 8 9 9\n"
                                    "cpu0 1 2 3 4\n"
                                    "cpu12 0 0 0 77\n")
                         .value();
    BOOST_TEST(cpu.total.busy == 81U);
    BOOST_TEST(cpu.total.idle == 450U);
    BOOST_REQUIRE(cpu.cores.size() == 2U);
    BOOST_TEST(cpu.cores[0].ticks.busy == 6U);
    BOOST_TEST(cpu.cores[1].number == 12);
    BOOST_TEST(cpu.cores[1].ticks.idle == 77U);
}

BOOST_AUTO_TEST_CASE(outcomes_of_meminfo)
{
    row const table[] = {
        {"MemTotal: 100 kB\nMemFree: 40 kB\n", "ok"},
        {"MemTotal: 100 kB\nHugePages_Total:       0\n", "ok"},
        {"", "there is no line 'MemTotal'"},
        {"MemFree: 40 kB\n", "there is no line 'MemTotal'"},
        {"MemTotal: 0 kB\n", "there is no line 'MemTotal'"},
        {"MemTotal 100 kB\n", "cannot make sense of 'MemTotal 100 kB'"},
        {"MemTotal:\n", "cannot make sense of 'MemTotal:'"},
        {"MemTotal: lots kB\n", "cannot make sense of 'MemTotal: lots kB'"},
        {"MemTotal: 100 kB\nMemFr", "cannot make sense of 'MemFr'"},
    };
    check_all(hm::parse_meminfo, table);
}

BOOST_AUTO_TEST_CASE(values_of_meminfo)
{
    auto const modern = hm::parse_meminfo("MemTotal: 1000 kB\nMemFree: 10 kB\n"
                                          "MemAvailable: 400 kB\nSwapTotal: 50 kB\n"
                                          "SwapFree: 20 kB\n")
                            .value();
    BOOST_TEST(modern.total == 1000U * 1024);
    BOOST_TEST(modern.used == 600U * 1024);
    BOOST_TEST(modern.swap_total == 50U * 1024);
    BOOST_TEST(modern.swap_used == 30U * 1024);

    auto const old = hm::parse_meminfo("MemTotal: 1000 kB\nMemFree: 10 kB\nBuffers: 20 kB\n"
                                       "Cached: 70 kB\n")
                         .value();
    BOOST_TEST(old.used == 900U * 1024);
    BOOST_TEST(old.swap_total == 0U);

    // more available than there is: a container that sees the file of its host half replaced
    auto const odd = hm::parse_meminfo("MemTotal: 10 kB\nMemAvailable: 20 kB\n").value();
    BOOST_TEST(odd.used == 0U);
}

BOOST_AUTO_TEST_CASE(outcomes_of_net_dev)
{
    row const table[] = {
        {"", "ok"},
        {"Inter-| Receive | Transmit\n face |bytes packets|bytes\n", "ok"},
        {"eth0: 1 2 3 4 5 6 7 8 9 10 11\n", "ok"},
        {"eth0: 1 2 3 4 5 6 7 8\n", "cannot make sense of 'eth0: 1 2 3 4 5 6 7 8'"},
        {"eth0 1 2 3 4 5 6 7 8 9\n", "cannot make sense of 'eth0 1 2 3 4 5 6 7 8 9'"},
        {": 1 2 3 4 5 6 7 8 9\n", "cannot make sense of ': 1 2 3 4 5 6 7 8 9'"},
        {"eth0: 1 2 3 4 5 6 7 8 nine\n", "cannot make sense of 'eth0: 1 2 3 4 5 6 7 8 nine'"},
    };
    check_all(hm::parse_net_dev, table);
}

BOOST_AUTO_TEST_CASE(values_of_net_dev)
{
    // long counters stand directly behind the colon, and an alias has one in its name
    auto const devices = hm::parse_net_dev("  face |bytes\n"
                                           "  eth0:1234567890123 2 3 4 5 6 7 8 99 10 11\n"
                                           "eth0:1: 5 0 0 0 0 0 0 0 6\n")
                             .value();
    BOOST_REQUIRE(devices.size() == 2U);
    BOOST_TEST(devices[0].name == "eth0");
    BOOST_TEST(devices[0].in == 1234567890123U);
    BOOST_TEST(devices[0].out == 99U);
    BOOST_TEST(devices[1].name == "eth0:1");
}

BOOST_AUTO_TEST_CASE(outcomes_of_diskstats)
{
    row const table[] = {
        {"", "ok"},
        {"8 0 sda 1 2 3 4 5 6 7\n", "ok"},
        {"8 0 sda 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17\n", "ok"},
        {"8 0 sda 1 2 3 4 5 6\n", "cannot make sense of '8 0 sda 1 2 3 4 5 6'"},
        {"8 0 sda 1 2 3 4 5 6 seven\n", "cannot make sense of '8 0 sda 1 2 3 4 5 6 seven'"},
        {"sda\n", "cannot make sense of 'sda'"},
    };
    check_all(hm::parse_diskstats, table);
}

BOOST_AUTO_TEST_CASE(values_of_diskstats)
{
    auto const devices = hm::parse_diskstats(" 8  0 sda 1 2 10 4 5 6 20 8 9 10 11\n").value();
    BOOST_REQUIRE(devices.size() == 1U);
    BOOST_TEST(devices[0].name == "sda");
    BOOST_TEST(devices[0].in == 10U * 512);
    BOOST_TEST(devices[0].out == 20U * 512);
}

BOOST_AUTO_TEST_CASE(outcomes_of_loadavg)
{
    row const table[] = {
        {"0.52 0.61 0.58 1/79 25419\n", "ok"},
        {"0.52 0.61 0.58", "ok"},
        {"", "cannot make sense of ''"},
        {"0.52 0.61\n0.58\n", "cannot make sense of '0.52 0.61'"},
        {"0.52 none 0.58 1/79\n", "cannot make sense of '0.52 none 0.58 1/79'"},
        {"nan nan nan\n", "cannot make sense of 'nan nan nan'"},
        {"-1 0 0\n", "cannot make sense of '-1 0 0'"},
    };
    check_all(hm::parse_loadavg, table);
    BOOST_TEST(hm::parse_loadavg("0.5 0.25 2 1/2 3").value().fifteen == 2.0);
}

BOOST_AUTO_TEST_CASE(only_the_beginning_of_an_endless_line_is_quoted)
{
    BOOST_TEST(outcome(hm::parse_loadavg, std::string(100'000, 'x')).size() < 100U);
}

BOOST_AUTO_TEST_SUITE_END()
