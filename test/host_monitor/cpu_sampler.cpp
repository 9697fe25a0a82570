// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "cpu_sampler.hpp"

#include "bench.hpp"

#include <boost/test/unit_test.hpp>

namespace cpu_sampler_test {

struct sampler_bench : bench::workbench {
    sampler_bench() { files.texts["loadavg"] = "0.5 0.25 0.1 1/2 3\n"; }

    void look(std::string const& stat, double seconds = 1)
    {
        files.texts["stat"] = stat;
        workbench::look(seconds);
    }

    bench::files files{ctx};
    bench::listener<hm::cpu_sampled> sampled{ctx};
    bench::listener<hm::health_changed> changed{ctx};
    hm::cpu_sampler module{place};
};

} // namespace cpu_sampler_test

BOOST_FIXTURE_TEST_SUITE(cpu_sampler, cpu_sampler_test::sampler_bench)

using namespace cpu_sampler_test;

BOOST_AUTO_TEST_CASE(emits_from_the_second_look_on)
{
    look("cpu 100 0 0 100\ncpu0 50 0 0 50\ncpu1 50 0 0 50\n", 0);
    BOOST_TEST(sampled.count() == 0U);
    look("cpu 175 0 0 125\ncpu0 100 0 0 50\ncpu1 75 0 0 75\n");
    BOOST_TEST(sampled.count() == 1U);
    BOOST_TEST(sampled.last() ==
        R"({"percent":75,"cores":[{"number":0,"percent":100},{"number":1,"percent":50}],)"
        R"("load":{"one":0.5,"five":0.25,"fifteen":0.1}})");
}

BOOST_AUTO_TEST_CASE(cores_come_and_go)
{
    files.texts.erase("loadavg");
    look("cpu 0 0 0 0\ncpu0 0 0 0 0\ncpu1 0 0 0 0\n", 0);
    look("cpu 1 0 0 1\ncpu1 1 0 0 1\n");
    BOOST_TEST(
        sampled.last() == R"({"percent":50,"cores":[{"number":1,"percent":50}],"load":null})");
    look("cpu 2 0 0 1\ncpu0 5 0 0 5\ncpu1 2 0 0 1\n"); // core 0 is back: no rate yet
    BOOST_TEST(
        sampled.last() == R"({"percent":100,"cores":[{"number":1,"percent":100}],"load":null})");
}

BOOST_AUTO_TEST_CASE(goes_on_without_the_load)
{
    files.texts["loadavg"] = "garbage";
    look("cpu 0 0 0 0\n", 0);
    look("cpu 1 0 0 1\n");
    BOOST_TEST(sampled.last() == R"({"percent":50,"cores":[],"load":null})");
    BOOST_TEST(only_health() == "cpu failed: loadavg: cannot make sense of 'garbage'");
}

BOOST_AUTO_TEST_CASE(tells_once_that_it_fails_and_once_that_it_works_again)
{
    look("cpu 0 0 0 0\n", 0);
    BOOST_TEST(only_health() == "cpu ok");
    look("cpu 1 0 0");
    look("cpu 1 0 0");
    BOOST_TEST(sampled.count() == 0U);
    BOOST_TEST(changed.count() == 1U);
    BOOST_TEST(only_health() == "cpu failed: stat: cannot make sense of 'cpu 1 0 0'");
    look("cpu 1 0 0 1\n");
    BOOST_TEST(changed.count() == 2U);
    BOOST_TEST(only_health() == "cpu ok");
    BOOST_TEST(sampled.last() ==
        R"({"percent":50,"cores":[],"load":{"one":0.5,"five":0.25,"fifteen":0.1}})");
}

BOOST_AUTO_TEST_SUITE_END()
