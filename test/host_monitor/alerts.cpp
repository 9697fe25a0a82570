// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "alerts.hpp"

#include "bench.hpp"

#include <boost/test/unit_test.hpp>

namespace alerts_test {

struct alerts_bench : bench::workbench {
    bench::listener<hm::alert_raised> raised{ctx};
    bench::listener<hm::alert_cleared> cleared{ctx};
    hm::alerts module{place, {.cpu = 80, .memory = 50, .margin = 10}};

    void cpu(double percent)
    {
        emit_value(hm::cpu_sampled{.percent = percent});
        emit<hm::samples_taken>();
    }
    void memory(std::uint64_t used)
    {
        emit_value(hm::memory_sampled{.total = 100, .used = used});
        emit<hm::samples_taken>();
    }
};

} // namespace alerts_test

BOOST_FIXTURE_TEST_SUITE(alerts, alerts_test::alerts_bench)

using namespace alerts_test;

BOOST_AUTO_TEST_CASE(raises_above_the_threshold)
{
    cpu(80);
    BOOST_TEST(raised.count() == 0U);
    cpu(80.5);
    BOOST_TEST(raised.last() == R"({"what":"cpu","value":80.5,"threshold":80})");
    BOOST_TEST(only_health() == "alerts ok");
}

BOOST_AUTO_TEST_CASE(waits_until_all_samples_are_there)
{
    emit_value(hm::cpu_sampled{.percent = 99});
    BOOST_TEST(raised.count() == 0U);
    emit<hm::samples_taken>();
    emit<hm::samples_taken>(); // without a new sample nothing is checked
    BOOST_TEST(raised.count() == 1U);
}

BOOST_AUTO_TEST_CASE(does_not_waver)
{
    // percentage, and how often the alert has been raised and cleared so far
    struct {
        double percent;
        std::size_t raised;
        std::size_t cleared;
    } const table[] = {{90, 1, 0}, {79, 1, 0}, {81, 1, 0}, {70, 1, 0}, {99, 1, 0}, {69.9, 1, 1},
        {75, 1, 1}, {79, 1, 1}, {81, 2, 1}, {0, 2, 2}, {0, 2, 2}};
    for (auto const& row : table) {
        cpu(row.percent);
        BOOST_TEST(raised.count() == row.raised);
        BOOST_TEST(cleared.count() == row.cleared);
    }
    BOOST_TEST(cleared.last() == R"({"what":"cpu","value":0,"threshold":80})");
}

BOOST_AUTO_TEST_CASE(watches_each_metric_by_itself)
{
    memory(51);
    BOOST_TEST(raised.last() == R"({"what":"memory","value":51,"threshold":50})");
    cpu(10);
    BOOST_TEST(cleared.count() == 0U);
    memory(10);
    BOOST_TEST(cleared.last() == R"({"what":"memory","value":10,"threshold":50})");
}

BOOST_AUTO_TEST_SUITE_END()
