// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "network_sampler.hpp"

#include "bench.hpp"

#include <boost/test/unit_test.hpp>

BOOST_FIXTURE_TEST_SUITE(network_sampler, bench::workbench)

BOOST_AUTO_TEST_CASE(emits_rates_without_the_loopback_interface)
{
    bench::files files(ctx);
    bench::listener<hm::network_sampled> sampled(ctx);
    hm::network_sampler module(place);
    files.texts["net/dev"] = "lo: 0 0 0 0 0 0 0 0 0\neth0: 0 0 0 0 0 0 0 0 0\n";
    look(0.0);
    BOOST_TEST(sampled.count() == 0U);
    files.texts["net/dev"] = "lo: 9 0 0 0 0 0 0 0 9\neth0: 500 0 0 0 0 0 0 0 10\n"
                             "eth1: 700 0 0 0 0 0 0 0 70\n";
    look(0.5);
    BOOST_TEST(sampled.last() == R"({"interfaces":[{"name":"eth0","received":1000,"sent":20}]})");
    BOOST_TEST(only_health() == "network ok");
}

BOOST_AUTO_TEST_CASE(a_machine_may_have_no_network)
{
    bench::files files(ctx);
    bench::listener<hm::network_sampled> sampled(ctx);
    bench::listener<hm::health_changed> changed(ctx);
    hm::network_sampler module(place);
    look(0.0);
    look(1.0);
    BOOST_TEST(sampled.count() == 0U);
    BOOST_TEST(changed.count() == 1U);
    BOOST_TEST(only_health() == "network failed: net/dev: No such file or directory");
}

BOOST_AUTO_TEST_SUITE_END()
