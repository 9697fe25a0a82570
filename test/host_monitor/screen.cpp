// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "screen.hpp"

#include <boost/test/unit_test.hpp>

#include <optional>
#include <sstream>

namespace hm = host_monitor;

namespace screen_test {

struct screen_bench {
    std::ostringstream out;
    hm::terminal_size size{10, 7};
    std::optional<hm::screen> screen{std::in_place, out, [this] { return size; }};

    std::string written()
    {
        std::string text = out.str();
        out.str({});
        return text;
    }
};

} // namespace screen_test

BOOST_FIXTURE_TEST_SUITE(screen, screen_test::screen_bench)

using namespace screen_test;

BOOST_AUTO_TEST_CASE(redraws_in_place)
{
    std::size_t const pane = screen->add_pane();
    screen->show(pane, {"one", "two"});
    BOOST_TEST(written() == "\x1b[?25lone\x1b[K\ntwo\x1b[K\n\x1b[J");
    screen->show(pane, {"three"});
    BOOST_TEST(written() == "\x1b[2A\rthree\x1b[K\n\x1b[J");
    screen->show(pane, {"four"});
    BOOST_TEST(written() == "\x1b[1A\rfour\x1b[K\n\x1b[J");
    screen.reset();
    BOOST_TEST(written() == "\x1b[?25h");
}

BOOST_AUTO_TEST_CASE(leaves_the_cursor_alone_if_nothing_is_drawn)
{
    screen->add_pane();
    screen.reset();
    BOOST_TEST(written().empty());
}

BOOST_AUTO_TEST_CASE(panes_share_the_height)
{
    std::size_t const upper = screen->add_pane();
    std::size_t const lower = screen->add_pane();
    BOOST_TEST(screen->pane_size().rows == 3U);
    screen->show(upper, {"1", "2", "3", "4"});
    written();
    screen->show(lower, {"a"});
    BOOST_TEST(written() == "\x1b[3A\r1\x1b[K\n2\x1b[K\n3\x1b[K\na\x1b[K\n\x1b[J");
}

BOOST_AUTO_TEST_CASE(lines_end_at_the_edge)
{
    screen->show(screen->add_pane(), {"0123456789abc"});
    BOOST_TEST((written().find("9\x1b[K") != std::string::npos));
}

BOOST_AUTO_TEST_CASE(tells_that_the_terminal_is_gone)
{
    std::size_t const pane = screen->add_pane();
    BOOST_TEST(screen->show(pane, {}));
    out.setstate(std::ios::badbit);
    BOOST_TEST(!screen->show(pane, {}));
}

BOOST_AUTO_TEST_SUITE_END()
