// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "memory_sampler.hpp"

#include "bench.hpp"

#include <boost/test/unit_test.hpp>

BOOST_FIXTURE_TEST_SUITE(memory_sampler, bench::workbench)

BOOST_AUTO_TEST_CASE(emits_at_every_look)
{
    bench::files files(ctx);
    bench::listener<hm::memory_sampled> sampled(ctx);
    hm::memory_sampler module(place);
    files.texts["meminfo"] = "MemTotal: 4 kB\nMemAvailable: 1 kB\nSwapTotal: 2 kB\nSwapFree: 2 kB";
    look(0.0);
    BOOST_TEST(sampled.last() == R"({"total":4096,"used":3072,"swap_total":2048,"swap_used":0})");
    BOOST_TEST(only_health() == "memory ok");
}

BOOST_AUTO_TEST_CASE(emits_nothing_while_it_fails)
{
    bench::files files(ctx);
    bench::listener<hm::memory_sampled> sampled(ctx);
    hm::memory_sampler module(place);
    files.texts["meminfo"] = "MemTotal: 4 k";
    look(0.0);
    files.texts["meminfo"] = "MemTotal: much kB";
    look(1.0);
    BOOST_TEST(sampled.count() == 1U);
    BOOST_TEST(only_health() == "memory failed: meminfo: cannot make sense of 'MemTotal: much kB'");
}

BOOST_AUTO_TEST_CASE(fails_if_nobody_provides_files)
{
    hm::memory_sampler module(place);
    look(0.0);
    BOOST_TEST(!health().at(0).ok);
}

BOOST_AUTO_TEST_SUITE_END()
