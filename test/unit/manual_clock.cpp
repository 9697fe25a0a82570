// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/manual_clock.hpp>
#include <boost_broker/multi_request_broker.hpp>
#include <boost_broker/request_broker.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <optional>
#include <type_traits>
#include <vector>

namespace manual_clock_test {

namespace bb = boost_broker;
namespace asio = boost::asio;
using namespace std::chrono_literals;

static_assert(!std::is_copy_constructible_v<bb::manual_clock>);

struct ask {
    using response = int;
    int number = 0;
};

} // namespace manual_clock_test

BOOST_HANA_ADAPT_STRUCT(manual_clock_test::ask, number);

namespace manual_clock_test {

// A context without an executor, so that what a deadline does is seen inside advance().
struct fixture {
    bb::manual_clock clock;
    bb::broker_context ctx;
    std::vector<bb::reply<ask>> waiting;
    std::vector<int> timed_out;
    bb::result<bb::handle> provider = bb::set_provider<ask>(
        ctx, [this](int, bb::reply<ask> r) { waiting.push_back(std::move(r)); });

    fixture() { ctx.use_clock(clock); }

    auto note(int number)
    {
        return [this, number](bb::result<int> const& r) {
            if (!r && r.error() == bb::errc::timed_out)
                timed_out.push_back(number);
        };
    }
    void request(int number, std::chrono::nanoseconds after)
    {
        bb::request<ask>(ctx, number, bb::timeout(after, note(number)));
    }
};

} // namespace manual_clock_test

BOOST_AUTO_TEST_SUITE(manual_clock)

using namespace manual_clock_test;
using boost::test_tools::per_element;

BOOST_FIXTURE_TEST_CASE(time_stands_still_until_it_is_moved, fixture)
{
    request(1, 1ns);
    clock.advance(0ns);
    BOOST_TEST(clock.pending() == 1u);
    BOOST_TEST(timed_out.empty());
    clock.advance(1ns);
    BOOST_TEST(clock.pending() == 0u);
    BOOST_TEST(timed_out == std::vector<int>{1}, per_element());
    clock.advance(1h);
    BOOST_TEST(timed_out.size() == 1u);
}

BOOST_FIXTURE_TEST_CASE(deadlines_pass_earliest_first_and_equal_ones_in_order, fixture)
{
    request(3, 3ms);
    request(1, 1ms);
    request(4, 3ms);
    request(2, 2ms);
    request(5, 5ms);
    clock.advance(4ms);
    BOOST_TEST(timed_out == (std::vector<int>{1, 2, 3, 4}), per_element());
    BOOST_TEST(clock.pending() == 1u);
    clock.advance(1ms);
    BOOST_TEST(timed_out.back() == 5);
}

BOOST_FIXTURE_TEST_CASE(a_deadline_counts_from_the_start_of_its_operation, fixture)
{
    clock.advance(10ms);
    request(1, 5ms);
    clock.advance(4ms);
    request(2, 5ms);
    clock.advance(1ms);
    BOOST_TEST(timed_out == std::vector<int>{1}, per_element());
    clock.advance(4ms);
    BOOST_TEST(timed_out == (std::vector<int>{1, 2}), per_element());
}

BOOST_FIXTURE_TEST_CASE(what_starts_at_a_deadline_starts_at_its_time, fixture)
{
    bb::request<ask>(ctx, 1, bb::timeout(2ms, [&](bb::result<int> const&) {
        timed_out.push_back(1);
        request(2, 2ms); // at 4 ms
    }));
    request(3, 3ms);
    clock.advance(4ms - 1ns);
    BOOST_TEST(timed_out == (std::vector<int>{1, 3}), per_element());
    clock.advance(1ns);
    BOOST_TEST(timed_out == (std::vector<int>{1, 3, 2}), per_element());
}

BOOST_FIXTURE_TEST_CASE(a_deadline_ends_with_its_operation, fixture)
{
    request(1, 1ms);
    request(2, 1ms);
    request(3, 1ms);
    waiting[0](7);
    BOOST_TEST(clock.pending() == 2u);
    waiting.erase(waiting.begin() + 1); // answers "reply dropped"
    BOOST_TEST(clock.pending() == 1u);
    bb::clear_provider<ask>(ctx);
    BOOST_TEST(clock.pending() == 0u);
    clock.advance(1s);
    BOOST_TEST(timed_out.empty());
}

BOOST_FIXTURE_TEST_CASE(a_deadline_ends_with_its_context, fixture)
{
    std::optional<bb::broker_context> other(std::in_place);
    other->use_clock(clock);
    std::optional<bb::reply<ask>> kept;
    auto const p =
        bb::set_provider<ask>(*other, [&](int, bb::reply<ask> r) { kept.emplace(std::move(r)); });
    bb::request<ask>(*other, 1, note(1));
    request(2, 5s);
    BOOST_TEST(clock.pending() == 2u);
    other.reset();
    BOOST_TEST(clock.pending() == 1u);
    clock.advance(5s);
    BOOST_TEST(timed_out == std::vector<int>{2}, per_element());
}

BOOST_FIXTURE_TEST_CASE(one_clock_serves_several_contexts, fixture)
{
    bb::broker_context other;
    other.use_clock(clock);
    std::optional<bb::reply<ask>> kept;
    auto const p =
        bb::set_provider<ask>(other, [&](int, bb::reply<ask> r) { kept.emplace(std::move(r)); });
    bb::request<ask>(other, 2, bb::timeout(2ms, note(2)));
    request(1, 1ms);
    clock.advance(2ms);
    BOOST_TEST(timed_out == (std::vector<int>{1, 2}), per_element());
}

BOOST_FIXTURE_TEST_CASE(a_multi_request_has_one_deadline, fixture)
{
    std::vector<bb::reply<ask>> kept;
    auto const later = [&](int, bb::reply<ask> r) { kept.push_back(std::move(r)); };
    auto const a = bb::add_provider<ask>(ctx, later);
    auto const b = bb::add_provider<ask>(ctx, later);
    bool ended = false;
    bb::request_all<ask>(ctx, 1, bb::timeout(1ms, [&](bb::result<std::vector<int>> const& r) {
        ended = r.error() == bb::errc::timed_out;
    }));
    BOOST_TEST(clock.pending() == 1u);
    clock.advance(1ms);
    BOOST_TEST(ended);
    BOOST_TEST(clock.pending() == 0u);
}

BOOST_FIXTURE_TEST_CASE(a_closed_context_takes_no_clock, fixture)
{
    ctx.close();
    bb::manual_clock other;
    ctx.use_clock(other);
    BOOST_TEST(other.pending() == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
