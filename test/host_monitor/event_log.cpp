// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "event_log.hpp"

#include "bench.hpp"

#include <boost/test/unit_test.hpp>

#include <optional>

namespace event_log_test {

struct log_bench : bench::workbench {
    bench::folder folder;
    std::optional<hm::event_log> module{
        std::in_place, ctx, folder / "log", "/proc", bench::fixed_time};

    void event(double value) { emit<hm::alert_raised>(hm::metric::cpu, value, 90.0); }

    void rotate()
    {
        BOOST_TEST(bb::signal<hm::rotate_log>(ctx).has_value());
        run();
    }

    /// The values of the events in a file.
    std::string values(std::string const& file)
    {
        std::string const text = folder.read(file);
        std::string found;
        for (std::size_t at = 0; (at = text.find("\"value\":", at)) != std::string::npos;) {
            at += 8;
            found += text.substr(at, text.find(',', at) - at) + ' ';
        }
        return found;
    }
};

} // namespace event_log_test

BOOST_FIXTURE_TEST_SUITE(event_log, event_log_test::log_bench)

using namespace event_log_test;

BOOST_AUTO_TEST_CASE(appends)
{
    event(91);
    module.reset();
    module.emplace(ctx, folder / "log", "/proc", bench::fixed_time);
    event(92);
    BOOST_TEST(values("log") == "91 92 ");
    BOOST_TEST(folder.read("log").ends_with("}\n"));
    BOOST_TEST(only_health() == "log ok");
}

BOOST_AUTO_TEST_CASE(rotates)
{
    event(91);
    rotate();
    event(92);
    BOOST_TEST(values("log.1") == "91 ");
    BOOST_TEST(values("log") == "92 ");
    rotate();
    BOOST_TEST(values("log.1") == "92 ");
    BOOST_TEST(values("log").empty());
}

BOOST_AUTO_TEST_CASE(several_logs_share_a_file)
{
    workbench other;
    hm::event_log second(other.ctx, folder / "log", "other", bench::fixed_time);
    event(91);
    other.emit<hm::alert_raised>(hm::metric::cpu, 92.0, 90.0);
    rotate();
    BOOST_TEST(bb::signal<hm::rotate_log>(other.ctx).has_value());
    other.run();
    event(93);
    other.emit<hm::alert_raised>(hm::metric::cpu, 94.0, 90.0);
    BOOST_TEST(values("log.1") == "91 92 ");
    BOOST_TEST(values("log") == "93 94 ");
}

BOOST_AUTO_TEST_CASE(follows_when_another_program_moves_the_file)
{
    event(91);
    std::filesystem::rename(folder / "log", folder / "elsewhere");
    rotate();
    event(92);
    BOOST_TEST(values("elsewhere") == "91 ");
    BOOST_TEST(values("log") == "92 ");
    BOOST_TEST(!std::filesystem::exists(folder / "log.1"));
}

BOOST_AUTO_TEST_CASE(recovers_at_the_next_rotation)
{
    folder.write("log.1/in/the/way", "");
    rotate();
    BOOST_TEST(!health()[0].ok);
    std::filesystem::remove_all(folder / "log.1");
    rotate();
    BOOST_TEST(only_health() == "log ok");
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_a_trouble)
{
    bench::listener<hm::health_changed> changed(ctx);
    module.reset();
    module.emplace(ctx, "/dev/full", "/proc", bench::fixed_time);
    event(91);
    event(92);
    BOOST_TEST(changed.count() == 1U);
    BOOST_TEST(only_health() == "log failed: /dev/full: No space left on device");
    rotate();
    BOOST_TEST(std::filesystem::exists("/dev/full")); // a device stays where it is
}

BOOST_AUTO_TEST_CASE(does_not_begin_without_a_file)
{
    module.reset();
    auto const begin = [&] { module.emplace(ctx, "/no/such/log", "/proc", bench::fixed_time); };
    BOOST_CHECK_EXCEPTION(begin(), bb::broker_error, [](bb::broker_error const& error) {
        return error.why().message() == "/no/such/log: No such file or directory";
    });
}

BOOST_AUTO_TEST_SUITE_END()
