// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "json_lines.hpp"

#include "bench.hpp"

#include <boost/test/unit_test.hpp>

#include <sstream>

namespace json_lines_test {

struct lines_bench : bench::workbench {
    std::ostringstream out;
    hm::json_lines module{ctx, out, "/pr\"oc", bench::fixed_time};
};

} // namespace json_lines_test

BOOST_FIXTURE_TEST_SUITE(json_lines, json_lines_test::lines_bench)

using namespace json_lines_test;

BOOST_AUTO_TEST_CASE(writes_one_line_per_event)
{
    emit<hm::alert_raised>(hm::metric::cpu, 95.0, 90.0);
    emit_value(hm::health_changed{{"disk", false, "a\nb"}});
    BOOST_TEST(out.str() ==
        R"({"type":"alert_raised","monitor":"/pr\"oc","time":"2026-01-02T03:04:05.678Z",)"
        R"("what":"cpu","value":95,"threshold":90})"
        "\n"
        R"({"type":"health_changed","monitor":"/pr\"oc","time":"2026-01-02T03:04:05.678Z",)"
        R"("now":{"module":"disk","ok":false,"detail":"a\nb"}})"
        "\n");
    BOOST_TEST(only_health() == "json ok");
}

BOOST_AUTO_TEST_CASE(leaves_out_what_only_drives_the_modules)
{
    emit<hm::sample_due>(1.0);
    emit<hm::interval_ended>();
    BOOST_TEST(out.str().empty());
}

BOOST_AUTO_TEST_CASE(stops_the_monitor_when_nobody_reads)
{
    int stops = 0;
    bb::mock_signal_handler<hm::stop_monitor> const on_stop(ctx, [&] { ++stops; });
    out.setstate(std::ios::badbit);
    emit<hm::disk_sampled>(std::vector<hm::disk_rate>());
    BOOST_TEST(stops == 1);
}

BOOST_AUTO_TEST_SUITE_END()
