// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "monitor.hpp"

#include "bench.hpp"
#include "worker_threads.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/property_tree/json_parser.hpp>
#include <boost/test/unit_test.hpp>

#include <list>
#include <sstream>

namespace monitor_test {

using namespace std::chrono_literals;
namespace asio = boost::asio;

struct monitors {
    asio::io_context io;
    hm::worker_threads workers{4};
    std::list<hm::monitor> all;

    ~monitors() { workers.join(); }

    hm::monitor& add(std::string const& recording, hm::monitor_output const& output)
    {
        hm::monitor_config config;
        config.proc = std::filesystem::path(__FILE__).parent_path() / "proc" / recording;
        config.interval = 10ms;
        all.emplace_back(io, workers.io(), config, output);
        return all.back();
    }

    /// Ends every monitor after so many intervals.
    void run(int intervals)
    {
        std::list<bb::handle> counters;
        for (hm::monitor& each : all) {
            counters.push_back(
                bb::listen<hm::interval_ended>(each.context(), [&each, left = intervals]() mutable {
                    if (--left == 0)
                        each.stop();
                }));
            asio::co_spawn(io, each.run(), asio::detached);
        }
        io.run();
    }
};

std::size_t count(std::string const& text, std::string const& part)
{
    std::size_t found = 0;
    for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; ++at)
        ++found;
    return found;
}

} // namespace monitor_test

BOOST_FIXTURE_TEST_SUITE(monitor, monitor_test::monitors)

using namespace monitor_test;

BOOST_AUTO_TEST_CASE(plays_a_recording)
{
    std::ostringstream out;
    hm::monitor_output output;
    output.json = &out;
    hm::monitor& busy = add("busy", output);
    bench::listener<hm::cpu_sampled> cpu(busy.context());
    bench::listener<hm::alert_raised> raised(busy.context());
    bench::listener<hm::monitor_ended> ended(busy.context());
    run(2);
    BOOST_TEST(cpu.count() == 2U);
    BOOST_TEST(raised.last() == R"({"what":"cpu","value":99.5,"threshold":90})");
    BOOST_TEST(ended.count() == 1U);
    BOOST_TEST(count(ended.last(), R"("ok":true)") == 8U);

    // another parser of JSON understands every line
    std::istringstream lines(out.str());
    std::vector<std::string> types;
    for (std::string line; std::getline(lines, line);) {
        std::istringstream text(line);
        boost::property_tree::ptree parsed;
        boost::property_tree::read_json(text, parsed);
        types.push_back(parsed.get<std::string>("type"));
    }
    std::vector<std::string> const expected{"memory_sampled", "cpu_sampled", "memory_sampled",
        "network_sampled", "disk_sampled", "cpu_sampled", "memory_sampled", "network_sampled",
        "disk_sampled", "alert_raised", "monitor_ended"};
    BOOST_TEST(types == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_missing_part_is_a_trouble_but_no_end)
{
    std::ostringstream errors;
    hm::monitor_output output;
    output.errors = &errors;
    hm::monitor& quiet = add("quiet", output);
    bench::listener<hm::cpu_sampled> cpu(quiet.context());
    bench::listener<hm::disk_sampled> disk(quiet.context());
    run(3);
    BOOST_TEST(cpu.count() == 3U);
    BOOST_TEST(disk.count() == 0U);
    BOOST_TEST(count(errors.str(), "\n") == 1U);
    BOOST_TEST(count(errors.str(), "disk: diskstats: No such file or directory") == 1U);
}

BOOST_AUTO_TEST_CASE(two_in_one_process_do_not_see_each_other)
{
    std::ostringstream busy_out;
    std::ostringstream quiet_out;
    hm::monitor_output output;
    output.json = &busy_out;
    hm::monitor& busy = add("busy", output);
    output.json = &quiet_out;
    hm::monitor& quiet = add("quiet", output);
    bench::listener<hm::memory_sampled> busy_memory(busy.context());
    bench::listener<hm::memory_sampled> quiet_memory(quiet.context());
    run(2);

    BOOST_TEST(busy_memory.count() == 3U); // before the first interval, too
    BOOST_TEST(quiet_memory.count() == 3U);
    for (std::string const& sample : busy_memory.heard)
        BOOST_TEST(sample.starts_with(R"({"total":8347684864)"));
    for (std::string const& sample : quiet_memory.heard)
        BOOST_TEST(sample.starts_with(R"({"total":1036636160)"));

    BOOST_TEST(count(busy_out.str(), "proc/quiet") == 0U);
    BOOST_TEST(count(quiet_out.str(), "proc/busy") == 0U);
    BOOST_TEST(count(busy_out.str(), "health_changed") == 0U);
    BOOST_TEST(count(quiet_out.str(), "health_changed") == 1U);
    auto const history = [](hm::monitor const& of) {
        return bb::request<hm::get_history>(of.context(), hm::metric::cpu, 9, bb::blocking)
            .value()
            .back();
    };
    BOOST_TEST(history(busy) == 99.5);
    BOOST_TEST(history(quiet) < 5.0);
}

BOOST_AUTO_TEST_CASE(what_is_no_tree_is_refused)
{
    bench::folder folder;
    hm::monitor_config config;
    config.proc = folder / "";
    auto const refusal = [&] {
        try {
            hm::monitor const refused(io, workers.io(), config, {});
            return std::string("accepted");
        } catch (bb::broker_error const& error) {
            return error.why().message().substr(config.proc.string().size());
        }
    };
    BOOST_TEST(refusal() == ": stat: No such file or directory");
    folder.write("stat", "nothing");
    BOOST_TEST(refusal() == ": stat: there is no line 'cpu'");
    folder.write("stat", "cpu 1 2 3 4\n");
    BOOST_TEST(refusal() == ": meminfo: No such file or directory");
    folder.write("meminfo", "MemTotal: 1 kB\n");
    BOOST_TEST(refusal() == "accepted");
}

BOOST_AUTO_TEST_SUITE_END()
