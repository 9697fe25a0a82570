// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "history.hpp"

#include "bench.hpp"

#include <boost/test/unit_test.hpp>

namespace history_test {

struct history_bench : bench::workbench {
    hm::history module{place, 3};

    std::vector<double> last(hm::metric what, std::int64_t count)
    {
        return ask<hm::get_history>(what, count).value();
    }
};

using doubles = std::vector<double>;

} // namespace history_test

BOOST_FIXTURE_TEST_SUITE(history, history_test::history_bench)

using namespace history_test;

BOOST_AUTO_TEST_CASE(knows_nothing_at_first)
{
    BOOST_TEST(last(hm::metric::cpu, 10) == doubles(), boost::test_tools::per_element());
    BOOST_TEST(only_health() == "history ok");
}

BOOST_AUTO_TEST_CASE(keeps_the_last_values_of_each_metric)
{
    for (double const percent : {1.0, 2.0, 3.0, 4.0})
        emit_value(hm::cpu_sampled{.percent = percent});
    BOOST_TEST(last(hm::metric::cpu, 2) == (doubles{3, 4}), boost::test_tools::per_element());
    BOOST_TEST(last(hm::metric::cpu, 99) == (doubles{2, 3, 4}), boost::test_tools::per_element());
    BOOST_TEST(last(hm::metric::swap, 99) == doubles(), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(adds_devices_up)
{
    emit_value(hm::memory_sampled{.total = 4, .used = 1, .swap_total = 0, .swap_used = 0});
    emit_value(hm::network_sampled{{{"eth0", 1, 10}, {"eth1", 2, 20}}});
    emit_value(hm::disk_sampled{{{"sda", 3, 30}, {"sdb", 4, 40}}});
    BOOST_TEST(last(hm::metric::memory, 1) == doubles{25}, boost::test_tools::per_element());
    BOOST_TEST(last(hm::metric::swap, 1) == doubles{0}, boost::test_tools::per_element());
    BOOST_TEST(last(hm::metric::received, 1) == doubles{3}, boost::test_tools::per_element());
    BOOST_TEST(last(hm::metric::sent, 1) == doubles{30}, boost::test_tools::per_element());
    BOOST_TEST(last(hm::metric::read, 1) == doubles{7}, boost::test_tools::per_element());
    BOOST_TEST(last(hm::metric::written, 1) == doubles{70}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(refuses_to_count_backwards)
{
    for (std::int64_t const count : {0, -1}) {
        auto const answer = ask<hm::get_history>(hm::metric::cpu, count);
        BOOST_TEST(answer.error().message() == "the count must be positive");
    }
}

BOOST_AUTO_TEST_SUITE_END()
