// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "proc_files.hpp"

#include "bench.hpp"

#include <boost/test/unit_test.hpp>

namespace proc_files_test {

struct files_bench : bench::workbench {
    bench::folder folder;

    std::string content(std::string const& name)
    {
        auto const text = ask<hm::get_proc_file>(name);
        return text ? *text : text.error().message();
    }
};

} // namespace proc_files_test

BOOST_FIXTURE_TEST_SUITE(proc_files, proc_files_test::files_bench)

using namespace proc_files_test;

BOOST_AUTO_TEST_CASE(reads_a_tree_as_it_is_now)
{
    folder.write("stat", "one\n");
    folder.write("net/dev", "two");
    folder.write("1/stat", "a process, not a recording");
    hm::proc_files module(place, folder / "");
    BOOST_TEST(!module.is_recording());
    BOOST_TEST(content("stat") == "one\n");
    BOOST_TEST(content("net/dev") == "two");
    folder.write("stat", "three");
    emit<hm::sample_due>(1.0);
    BOOST_TEST(content("stat") == "three");
    BOOST_TEST(only_health() == "files ok");
}

BOOST_AUTO_TEST_CASE(says_what_is_wrong)
{
    folder.write("stat/in/the/way", "");
    folder.write("empty", "");
    hm::proc_files module(place, folder / "");
    BOOST_TEST(content("meminfo") == "meminfo: No such file or directory");
    BOOST_TEST(content("stat") == "stat: Is a directory");
    BOOST_TEST(content("empty").empty());
}

BOOST_AUTO_TEST_CASE(shows_the_next_snapshot_of_a_recording_in_each_interval)
{
    folder.write("1/stat", "first");
    folder.write("2/stat", "second");
    hm::proc_files module(place, folder / "");
    BOOST_TEST(module.is_recording());
    BOOST_TEST(content("stat") == "first");
    emit<hm::sample_due>(0.0);
    BOOST_TEST(content("stat") == "first");
    emit<hm::sample_due>(1.0);
    BOOST_TEST(content("stat") == "second");
    emit<hm::sample_due>(1.0);
    BOOST_TEST(content("stat") == "second");
}

BOOST_AUTO_TEST_SUITE_END()
