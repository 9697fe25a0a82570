// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "table.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace hm = host_monitor;

namespace table_test {

std::vector<std::string> draw(hm::table_content const& content, hm::terminal_size size)
{
    return hm::draw_table(content, size, {});
}

hm::table_content many_cores()
{
    hm::table_content content;
    content.cpu = hm::cpu_sampled{};
    for (int number = 0; number < 64; ++number)
        content.cpu->cores.push_back({number, 0});
    content.alerts[hm::metric::cpu] = {};
    return content;
}

} // namespace table_test

BOOST_AUTO_TEST_SUITE(table)

using namespace table_test;

BOOST_AUTO_TEST_CASE(fills_the_height_but_no_more)
{
    for (std::size_t const rows : {8U, 24U, 40U}) {
        auto const lines = draw(many_cores(), {80, rows});
        BOOST_TEST(lines.size() <= rows);
        BOOST_TEST(lines.back().starts_with("alert"));
    }
    BOOST_TEST(draw(many_cores(), {80, 100}).size() == 3U + 32U); // two cores in a row
    BOOST_TEST(draw(many_cores(), {130, 100}).size() == 3U + 16U);
}

BOOST_AUTO_TEST_CASE(says_how_many_cores_it_leaves_out)
{
    auto const lines = draw(many_cores(), {80, 8});
    BOOST_TEST(lines[lines.size() - 2] == "          and 56 more");
}

BOOST_AUTO_TEST_CASE(survives_a_tiny_terminal)
{
    for (std::size_t const columns : {0U, 1U, 10U, 39U})
        BOOST_TEST(!draw(many_cores(), {columns, 1}).empty());
}

BOOST_AUTO_TEST_CASE(shows_the_busiest_devices)
{
    hm::table_content content;
    for (int i = 0; i < 9; ++i)
        content.disks.push_back({"sd" + std::string(1, static_cast<char>('a' + i)), 0, 1024.0 * i});
    auto const lines = draw(content, {80, 24});
    BOOST_REQUIRE(lines.size() == 5U);
    BOOST_TEST(lines[1].starts_with("disk      sdi"));
    BOOST_TEST(lines[4].starts_with("disk      sdf"));
}

BOOST_AUTO_TEST_CASE(knows_machines_without_load_and_swap)
{
    hm::table_content content;
    content.cpu = hm::cpu_sampled{};
    content.memory = hm::memory_sampled{.total = 1024, .used = 512};
    auto const lines = draw(content, {80, 24});
    BOOST_REQUIRE(lines.size() == 3U);
    BOOST_TEST(lines[1].ends_with("load unknown"));
    BOOST_TEST(lines[2].starts_with("memory"));
}

BOOST_AUTO_TEST_SUITE_END()
