// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "console.hpp"

#include "bench.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <sstream>

namespace console_test {

struct console_bench : bench::workbench {
    std::ostringstream out;
    hm::terminal_size size{70, 20};
    hm::screen screen{out, [this] { return size; }};
    hm::console module{ctx, screen, {}, "title"};

    /// The lines drawn since the last call, without the sequences that move the cursor.
    std::vector<std::string> drawn()
    {
        std::string const text = out.str();
        out.str({});
        std::vector<std::string> lines;
        std::size_t begin = text.rfind('\r') == std::string::npos ? 0 : text.rfind('\r') + 1;
        for (std::size_t end; (end = text.find("\x1b[K\n", begin)) != std::string::npos;
             begin = end + 4)
            lines.push_back(text.substr(begin, end - begin));
        return lines;
    }

    bool shows(std::string const& line)
    {
        std::vector<std::string> const lines = drawn();
        return std::ranges::find(lines, line) != lines.end();
    }
};

} // namespace console_test

BOOST_FIXTURE_TEST_SUITE(console, console_test::console_bench)

using namespace console_test;

BOOST_AUTO_TEST_CASE(draws_when_an_interval_ends)
{
    emit_value(hm::cpu_sampled{50, {{0, 25}}, hm::load_average{1, 2, 3}});
    emit_value(hm::memory_sampled{.total = 2048, .used = 1024});
    emit_value(hm::network_sampled{{{"eth0", 1024, 0}}});
    emit_value(hm::disk_sampled{{{"sda", 0, 2048}}});
    BOOST_TEST(out.str().empty());
    emit<hm::interval_ended>();
    std::vector<std::string> const expected{
        "\x1b[?25ltitle",
        "cpu       ###############...............  50.0 %  load 1.00 2.00 3.00",
        "          0   ###.........  25.0 %    ",
        "memory    ###############...............  50.0 %  1.0 KiB of 2.0 KiB",
        "network   eth0              1.0 KiB/s received            0 B/s sent  ",
        "disk      sda                   0 B/s read            2.0 KiB/s writte",
    };
    BOOST_TEST(drawn() == expected, boost::test_tools::per_element());
    BOOST_TEST(only_health() == "console ok");
}

BOOST_AUTO_TEST_CASE(asks_for_the_history)
{
    std::int64_t asked_for = 0;
    bb::mock_provider<hm::get_history> const history(
        ctx, [&](hm::metric what, std::int64_t count) -> bb::result<std::vector<double>> {
            BOOST_TEST((what == hm::metric::cpu));
            asked_for = count;
            return std::vector<double>{0, 50, 100};
        });
    emit<hm::interval_ended>();
    BOOST_TEST(shows("          _-#"));
    BOOST_TEST(asked_for == 35);
}

BOOST_AUTO_TEST_CASE(a_history_that_fails_is_left_out)
{
    bb::mock_provider<hm::get_history> const history(
        ctx, [](hm::metric, std::int64_t) -> bb::result<std::vector<double>> {
            return bb::fail("no history");
        });
    emit<hm::interval_ended>();
    BOOST_TEST(drawn().size() == 1U);
}

BOOST_AUTO_TEST_CASE(shows_alerts_until_they_are_cleared)
{
    emit<hm::alert_raised>(hm::metric::cpu, 95.0, 90.0);
    BOOST_TEST(shows("alert     cpu 95.0 % is above 90.0 %"));
    emit<hm::alert_cleared>(hm::metric::cpu, 10.0, 90.0);
    BOOST_TEST(!shows("alert     cpu 95.0 % is above 90.0 %"));
}

BOOST_AUTO_TEST_CASE(shows_troubles_until_they_are_over)
{
    emit_value(hm::health_changed{{"disk", false, "diskstats: gone"}});
    emit<hm::interval_ended>();
    BOOST_TEST(shows("trouble   disk: diskstats: gone"));
    emit_value(hm::health_changed{{"disk", true, ""}});
    emit<hm::interval_ended>();
    BOOST_TEST(!shows("trouble   disk: diskstats: gone"));
}

BOOST_AUTO_TEST_CASE(shows_no_sample_of_an_earlier_interval)
{
    emit_value(hm::disk_sampled{{{"sda", 0, 2048}}});
    emit<hm::sample_due>(1.0);
    emit<hm::interval_ended>();
    BOOST_TEST(drawn().size() == 1U);
}

BOOST_AUTO_TEST_CASE(ends_with_a_summary)
{
    emit_value(hm::monitor_ended{{{"cpu", true, ""}, {"disk", false, "gone"}}});
    BOOST_TEST(shows("ended     disk: gone"));
    emit_value(hm::monitor_ended{{{"cpu", true, ""}, {"disk", true, ""}}});
    BOOST_TEST(shows("ended     all 2 modules ok"));
}

BOOST_AUTO_TEST_CASE(stops_the_monitor_when_the_terminal_is_gone)
{
    int stops = 0;
    bb::mock_signal_handler<hm::stop_monitor> const on_stop(ctx, [&] { ++stops; });
    out.setstate(std::ios::badbit);
    emit<hm::interval_ended>();
    BOOST_TEST(stops == 1);
}

BOOST_AUTO_TEST_SUITE_END()
