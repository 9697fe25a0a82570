// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "text.hpp"

#include "bench.hpp"

#include <boost/test/unit_test.hpp>

namespace text_test {

constexpr hm::text_style ascii{};
constexpr hm::text_style blocks{.color = false, .unicode = true};
constexpr hm::text_style colors{.color = true, .unicode = false};

} // namespace text_test

BOOST_AUTO_TEST_SUITE(text)

using namespace text_test;

BOOST_AUTO_TEST_CASE(byte_sizes)
{
    struct {
        double bytes;
        std::string_view expected;
    } const table[] = {
        {0, "0 B"},
        {1023, "1023 B"},
        {1023.6, "1.0 KiB"},
        {1024, "1.0 KiB"},
        {1536, "1.5 KiB"},
        {1024.0 * 1024 - 1, "1.0 MiB"},
        {5.0 * 1024 * 1024 * 1024, "5.0 GiB"},
        {2048.0 * 1024 * 1024 * 1024 * 1024, "2.0 PiB"},
        {1e30, "888178419700125.2 PiB"},
    };
    for (auto const& row : table)
        BOOST_TEST(hm::byte_size(row.bytes) == row.expected);
}

BOOST_AUTO_TEST_CASE(bars)
{
    BOOST_TEST(hm::bar(0, 4, ascii) == "....");
    BOOST_TEST(hm::bar(50, 4, ascii) == "##..");
    BOOST_TEST(hm::bar(100, 4, ascii) == "####");
    BOOST_TEST(hm::bar(250, 4, ascii) == "####");
    BOOST_TEST(hm::bar(-1, 4, ascii) == "....");
    BOOST_TEST(hm::bar(50, 0, ascii).empty());
    BOOST_TEST(hm::bar(75, 4, blocks) == "███░");
    BOOST_TEST(hm::bar(25, 4, colors) == "\x1b[32m#\x1b[0m...");
    BOOST_TEST(hm::bar(75, 4, colors) == "\x1b[33m###\x1b[0m.");
    BOOST_TEST(hm::bar(100, 4, colors) == "\x1b[31m####\x1b[0m");
}

BOOST_AUTO_TEST_CASE(sparklines)
{
    BOOST_TEST(hm::sparkline({0, 50, 100, 400, -5}, blocks) == "▁▄██▁");
    BOOST_TEST(hm::sparkline({0, 50, 100}, ascii) == "_-#");
    BOOST_TEST(hm::sparkline({}, ascii).empty());
}

BOOST_AUTO_TEST_CASE(width_does_not_count_colors_and_continuation_bytes)
{
    BOOST_TEST(hm::columns("größe") == 5U);
    BOOST_TEST(hm::columns("\x1b[32m###\x1b[0m.") == 4U);
    BOOST_TEST(hm::columns("\x1b[32") == 0U);
    BOOST_TEST(hm::columns("\x80\x80") == 1U);
}

BOOST_AUTO_TEST_CASE(clipped_texts_still_end_their_color)
{
    BOOST_TEST(hm::clip("abcdef", 4) == "abcd");
    BOOST_TEST(hm::clip("abc", 4) == "abc");
    BOOST_TEST(hm::clip("größe", 3) == "grö");
    BOOST_TEST(hm::clip("\x1b[32m###\x1b[0m...", 2) == "\x1b[32m##\x1b[0m");
    BOOST_TEST(hm::clip("abc", 0).empty());
}

BOOST_AUTO_TEST_CASE(aligned_texts)
{
    BOOST_TEST(hm::left("ö", 3) == "ö  ");
    BOOST_TEST(hm::right("ö", 3) == "  ö");
    BOOST_TEST(hm::left("long", 2) == "long");
}

BOOST_AUTO_TEST_CASE(names_do_not_move_the_cursor)
{
    BOOST_TEST(hm::printable("a\x1b[2Jb\n\x7f") == "a?[2Jb??");
    BOOST_TEST(hm::printable("größe") == "größe");
}

BOOST_AUTO_TEST_CASE(times)
{
    BOOST_TEST(hm::timestamp(bench::fixed_time()) == "2026-01-02T03:04:05.678Z");
    BOOST_TEST(hm::timestamp({}) == "1970-01-01T00:00:00.000Z");
    BOOST_TEST(hm::time_of_day(bench::fixed_time()).size() == 8U);
}

BOOST_AUTO_TEST_SUITE_END()
