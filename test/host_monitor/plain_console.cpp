// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "plain_console.hpp"

#include "bench.hpp"

#include <boost/test/unit_test.hpp>

#include <sstream>

namespace plain_console_test {

struct console_bench : bench::workbench {
    std::ostringstream out;
    hm::plain_console module{ctx, out, "label", bench::fixed_time};

    /// What was written since the last call, without the time of day.
    std::string written()
    {
        std::string const text = out.str();
        out.str({});
        return text.empty() ? text : text.substr(8);
    }
};

} // namespace plain_console_test

BOOST_FIXTURE_TEST_SUITE(plain_console, plain_console_test::console_bench)

using namespace plain_console_test;

BOOST_AUTO_TEST_CASE(writes_a_line_per_interval)
{
    emit<hm::sample_due>(1.0);
    emit_value(hm::cpu_sampled{50, {}, hm::load_average{1, 2, 3}});
    emit_value(hm::memory_sampled{.total = 2048, .used = 1024});
    emit_value(hm::network_sampled{{{"eth0", 1024, 0}, {"eth1", 1024, 0}}});
    emit_value(hm::disk_sampled{{{"sda", 0, 2048}}});
    BOOST_TEST(out.str().empty());
    emit<hm::interval_ended>();
    BOOST_TEST(written() ==
        "  label  cpu  50.0 %  load  1.00  memory  50.0 %  received    2.0 KiB/s  sent        0 B/s"
        "  read        0 B/s  written    2.0 KiB/s\n");
    emit<hm::sample_due>(1.0);
    emit<hm::interval_ended>();
    BOOST_TEST(written() == "  label\n");
    BOOST_TEST(only_health() == "console ok");
}

BOOST_AUTO_TEST_CASE(writes_a_line_per_alert)
{
    emit<hm::alert_raised>(hm::metric::memory, 95.0, 90.0);
    BOOST_TEST(written() == "  label  alert: memory 95.0 % is above 90.0 %\n");
    emit<hm::alert_cleared>(hm::metric::memory, 10.0, 90.0);
    BOOST_TEST(written() == "  label  alert over: memory 10.0 %\n");
}

BOOST_AUTO_TEST_CASE(ends_with_a_summary)
{
    emit_value(hm::monitor_ended{{{"cpu", true, ""}}});
    BOOST_TEST(written() == "  label  ended: all 1 modules ok\n");
}

BOOST_AUTO_TEST_CASE(stops_the_monitor_when_nobody_reads)
{
    int stops = 0;
    bb::mock_signal_handler<hm::stop_monitor> const on_stop(ctx, [&] { ++stops; });
    emit<hm::interval_ended>();
    BOOST_TEST(stops == 0);
    out.setstate(std::ios::badbit);
    emit<hm::interval_ended>();
    BOOST_TEST(stops == 1);
}

BOOST_AUTO_TEST_SUITE_END()
