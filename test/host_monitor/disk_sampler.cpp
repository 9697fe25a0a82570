// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "disk_sampler.hpp"

#include "bench.hpp"

#include <boost/test/unit_test.hpp>

namespace disk_sampler_test {

std::string device(std::string const& name, int read, int written)
{
    return "8 0 " + name + " 0 0 " + std::to_string(read) + " 0 0 0 " + std::to_string(written) +
        " 0 0 0 0\n";
}

struct sampler_bench : bench::workbench {
    bench::files files{ctx};
    bench::listener<hm::disk_sampled> sampled{ctx};
    hm::disk_sampler module{place};

    void look(std::string const& diskstats, double seconds)
    {
        files.texts["diskstats"] = diskstats;
        workbench::look(seconds);
    }
};

} // namespace disk_sampler_test

BOOST_FIXTURE_TEST_SUITE(disk_sampler, disk_sampler_test::sampler_bench)

using namespace disk_sampler_test;

BOOST_AUTO_TEST_CASE(emits_rates_in_bytes)
{
    look(device("sda", 0, 0), 0);
    BOOST_TEST(sampled.count() == 0U);
    look(device("sda", 4, 8), 2);
    BOOST_TEST(sampled.last() == R"({"disks":[{"name":"sda","read":1024,"written":2048}]})");
    BOOST_TEST(only_health() == "disk ok");
}

BOOST_AUTO_TEST_CASE(counts_no_byte_twice)
{
    std::string all;
    for (char const* name : {"sda", "sda1", "sda12", "sdaa", "nvme0n1", "nvme0n1p1", "nvme0n10",
             "mmcblk0", "mmcblk0p2", "loop0", "ram1", "zram0", "dm-0", "md0"})
        all += device(name, 0, 0);
    look(all, 0);
    look(all, 1);
    std::string expected = R"({"disks":[)";
    for (char const* name : {"sda", "sdaa", "nvme0n1", "nvme0n10", "mmcblk0"})
        expected += std::string(expected.ends_with('[') ? "" : ",") + R"({"name":")" + name +
            R"(","read":0,"written":0})";
    BOOST_TEST(sampled.last() == expected + "]}");
}

BOOST_AUTO_TEST_CASE(a_machine_may_have_no_disks)
{
    workbench::look(0.0);
    BOOST_TEST(only_health() == "disk failed: diskstats: No such file or directory");
}

BOOST_AUTO_TEST_SUITE_END()
