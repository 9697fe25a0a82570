// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "json.hpp"

#include <boost/test/unit_test.hpp>

#include <limits>

namespace hm = host_monitor;

namespace json_test {

template<class T>
std::string json_of(T const& value)
{
    std::string text;
    hm::append_json(text, value);
    return text;
}

} // namespace json_test

BOOST_AUTO_TEST_SUITE(json)

using namespace json_test;

BOOST_AUTO_TEST_CASE(texts)
{
    using namespace std::string_view_literals;
    struct {
        std::string_view text;
        std::string_view expected;
    } const table[] = {
        {"", R"("")"}, {"eth0", R"("eth0")"}, {"a\"b\\c/d", R"("a\"b\\c/d")"},
        {"\b\f\n\r\t", R"("\b\f\n\r\t")"}, {"\x01\x1f\x7f"sv, "\"\\u0001\\u001f\x7f\""},
        {"a\0b"sv, R"("a\u0000b")"}, {"größe €𝄞", R"("größe €𝄞")"}, {"\xff", R"("\ufffd")"},
        {"\xc3", R"("\ufffd")"},                               // the end is missing
        {"\xc3(", R"("\ufffd(")"},                             // the second byte is none
        {"\xc0\x80", R"("\ufffd\ufffd")"},                     // 0 in two bytes
        {"\xe0\x80\x80", R"("\ufffd\ufffd\ufffd")"},           // 0 in three
        {"\xed\xa0\x80", R"("\ufffd\ufffd\ufffd")"},           // a surrogate
        {"\xf4\x90\x80\x80", R"("\ufffd\ufffd\ufffd\ufffd")"}, // beyond the last character
        {"\xf4\x8f\xbf\xbf", "\"\xf4\x8f\xbf\xbf\""},          // the last character
    };
    for (auto const& row : table)
        BOOST_TEST(json_of(row.text) == row.expected);
}

BOOST_AUTO_TEST_CASE(numbers)
{
    using limits = std::numeric_limits<double>;
    struct {
        double number;
        std::string_view expected;
    } const table[] = {
        {0, "0"},
        {-0.001, "0"},
        {1.5, "1.5"},
        {100.0 / 3, "33.33"},
        {12345678.125, "12345678.13"},
        {limits::quiet_NaN(), "null"},
        {limits::infinity(), "null"},
        {-limits::infinity(), "null"},
        {1e300, "1e+300"},
        {limits::max(), "1.7976931348623157e+308"},
    };
    for (auto const& row : table)
        BOOST_TEST(json_of(row.number) == row.expected);
    BOOST_TEST(json_of(std::uint64_t(18446744073709551615U)) == "18446744073709551615");
    BOOST_TEST(json_of(true) == "true");
}

BOOST_AUTO_TEST_CASE(structs)
{
    BOOST_TEST(json_of(hm::interval_ended()) == "{}");
    BOOST_TEST(json_of(hm::alert_raised{hm::metric::memory, 91.5, 90}) ==
        R"({"what":"memory","value":91.5,"threshold":90})");
    BOOST_TEST(json_of(hm::disk_sampled()) == R"({"disks":[]})");
    hm::cpu_sampled cpu{12, {{0, 10}, {3, 14}}, std::nullopt};
    BOOST_TEST(json_of(cpu) ==
        R"({"percent":12,"cores":[{"number":0,"percent":10},{"number":3,"percent":14}],)"
        R"("load":null})");
    cpu.load = {0.5, 0.25, 0};
    cpu.cores.clear();
    BOOST_TEST(
        json_of(cpu) == R"({"percent":12,"cores":[],"load":{"one":0.5,"five":0.25,"fifteen":0}})");
}

BOOST_AUTO_TEST_SUITE_END()
