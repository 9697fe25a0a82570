// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/manual_clock.hpp>
#include <boost_broker/multi_request_broker.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace multi_requests_test {

namespace bb = boost_broker;
namespace asio = boost::asio;
using namespace std::chrono_literals;

struct get_name {
    using response = std::string;
};
struct touch {
    using response = void;
    int depth = 0;
};

using names = std::vector<std::string>;

std::string fixed_name()
{
    return "fixed";
}

} // namespace multi_requests_test

BOOST_HANA_ADAPT_STRUCT(multi_requests_test::touch, depth);

BOOST_AUTO_TEST_SUITE(multi_requests)

using namespace multi_requests_test;

BOOST_AUTO_TEST_CASE(check_39_answers_stand_in_the_order_of_registration)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    auto const a = bb::add_provider<get_name>(
        ctx, []() -> asio::awaitable<std::string> { co_return "slowest"; });
    auto const b = bb::add_provider<get_name>(ctx, [] { return std::string("b"); });
    auto const c = bb::add_provider<get_name>(
        ctx, [](bb::reply<get_name> answer) { answer(std::string("c")); });
    std::optional<bb::result<names>> all;
    bb::request_all<get_name>(ctx, [&](bb::result<names> r) { all = std::move(r); });
    BOOST_TEST(!all.has_value());
    io.run();
    BOOST_REQUIRE(all.has_value());
    BOOST_TEST(all->value() == (names{"slowest", "b", "c"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(check_40_no_provider_no_answer_and_no_error)
{
    bb::broker_context ctx;
    std::optional<bb::result<names>> all;
    bb::request_all<get_name>(ctx, [&](bb::result<names> r) { all = std::move(r); });
    BOOST_REQUIRE(all.has_value());
    BOOST_TEST(all->value().empty());
}

BOOST_AUTO_TEST_CASE(check_41_the_first_failure_fails_all_and_is_named)
{
    bb::broker_context ctx;
    ctx.set_name("fleet");
    auto const a = bb::add_provider<get_name>(ctx, [] { return std::string("a"); });
    auto const b = bb::add_provider<get_name>(
        ctx, []() -> bb::result<std::string> { return bb::fail("out of ink"); });
    auto const c =
        bb::add_provider<get_name>(ctx, []() -> std::string { throw std::runtime_error("boom"); });
    std::optional<bb::result<names>> all;
    bb::request_all<get_name>(ctx, [&](bb::result<names> r) { all = std::move(r); });
    BOOST_REQUIRE(all.has_value());
    BOOST_TEST((all->error() == bb::errc::provider_failed));
    BOOST_TEST(all->error().detail() ==
        "provider 2 of 3 of multi_requests_test::get_name in context 'fleet' failed: out of ink");

    std::vector<bb::result<std::string>> each;
    bb::request_each<get_name>(
        ctx, [&](bb::result<std::vector<bb::result<std::string>>> r) { each = std::move(*r); });
    BOOST_REQUIRE(each.size() == 3u);
    BOOST_TEST(each[0].value() == "a");
    BOOST_TEST(each[1].error().detail() == "out of ink");
    BOOST_TEST((each[2].error() == bb::errc::provider_threw));
    BOOST_TEST(each[2].error().detail() == "boom");
}

BOOST_AUTO_TEST_CASE(check_42_the_same_function_answers_once)
{
    bb::broker_context ctx;
    auto const a = bb::add_provider<get_name>(ctx, &fixed_name);
    auto const b = bb::add_provider<get_name>(ctx, &fixed_name);
    BOOST_TEST(a.has_value());
    BOOST_TEST((b.error() == bb::errc::provider_exists));
    std::optional<bb::result<names>> all;
    bb::request_all<get_name>(ctx, [&](bb::result<names> r) { all = std::move(r); });
    BOOST_TEST(all->value() == names{"fixed"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(check_43_a_removed_provider_contributes_nothing)
{
    bb::broker_context ctx;
    auto a = bb::add_provider<get_name>(ctx, [] { return std::string("a"); });
    auto const b = bb::add_provider<get_name>(ctx, [] { return std::string("b"); });
    bb::remove_provider(std::move(*a));
    bb::remove_provider(std::move(*a));
    std::optional<bb::result<names>> all;
    bb::request_all<get_name>(ctx, [&](bb::result<names> r) { all = std::move(r); });
    BOOST_TEST(all->value() == names{"b"}, boost::test_tools::per_element());
    bb::clear_providers<get_name>(ctx);
    BOOST_TEST(!b->active());
}

BOOST_AUTO_TEST_CASE(a_void_response_is_counted)
{
    bb::broker_context ctx;
    int depths = 0;
    auto const a = bb::add_provider<touch>(ctx, [&](int depth) { depths += depth; });
    auto const b = bb::add_provider<touch>(ctx, [&](touch const& t) { depths += t.depth; });
    std::optional<bb::result<std::size_t>> all;
    bb::request_all<touch>(ctx, 4, [&](bb::result<std::size_t> r) { all = std::move(r); });
    BOOST_TEST(all->value() == 2u);
    BOOST_TEST(depths == 8);
}

BOOST_AUTO_TEST_CASE(at_the_deadline_each_keeps_what_was_answered)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    bb::manual_clock clock;
    ctx.use_clock(clock);
    std::optional<bb::reply<get_name>> late;
    auto const a = bb::add_provider<get_name>(ctx, [] { return std::string("a"); });
    auto const b = bb::add_provider<get_name>(
        ctx, [&](bb::reply<get_name> answer) { late.emplace(std::move(answer)); });
    std::vector<bb::result<std::string>> each;
    bb::request_each<get_name>(
        ctx, [&](bb::result<std::vector<bb::result<std::string>>> r) { each = std::move(*r); });
    io.poll();
    clock.advance(5s - 1ns);
    io.restart();
    io.poll();
    BOOST_TEST(each.empty());
    clock.advance(1ns);
    io.restart();
    io.poll();
    BOOST_REQUIRE(each.size() == 2u);
    BOOST_TEST(each[0].value() == "a");
    BOOST_TEST((each[1].error() == bb::errc::timed_out));
    (*late)(std::string("too late"));
    BOOST_TEST(bb::stats<bb::multi_request_broker<get_name>>(ctx).late_answers == 1u);
}

BOOST_AUTO_TEST_CASE(a_cancelled_request_completes_once)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    std::optional<bb::reply<get_name>> late;
    auto const a = bb::add_provider<get_name>(
        ctx, [&](bb::reply<get_name> answer) { late.emplace(std::move(answer)); });
    asio::cancellation_signal stop;
    int completions = 0;
    auto handler = [&](bb::result<names> r) {
        ++completions;
        BOOST_TEST((r.error() == bb::errc::cancelled));
    };
    bb::request_all<get_name>(ctx, asio::bind_cancellation_slot(stop.slot(), handler));
    stop.emit(asio::cancellation_type::total);
    io.poll();
    BOOST_TEST(completions == 0);
    stop.emit(asio::cancellation_type::terminal);
    stop.emit(asio::cancellation_type::terminal);
    io.restart();
    io.poll();
    late.reset();
    io.restart();
    io.poll();
    BOOST_TEST(completions == 1);
}

BOOST_AUTO_TEST_CASE(a_provider_that_ends_while_it_is_waited_for_is_gone)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    std::optional<bb::reply<get_name>> kept;
    auto a = bb::add_provider<get_name>(
        ctx, [&](bb::reply<get_name> answer) { kept.emplace(std::move(answer)); });
    std::optional<bb::result<names>> all;
    bb::request_all<get_name>(ctx, [&](bb::result<names> r) { all = std::move(r); });
    a->stop();
    io.run();
    BOOST_REQUIRE(all.has_value());
    BOOST_TEST((all->error() == bb::errc::provider_gone));
}

BOOST_AUTO_TEST_CASE(a_provider_that_another_one_stops_is_gone_and_not_called)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    bb::result<bb::handle> second;
    bool called = false;
    auto const first = bb::add_provider<get_name>(ctx, [&] {
        second->stop();
        return std::string("first");
    });
    second = bb::add_provider<get_name>(ctx, [&] {
        called = true;
        return std::string("second");
    });
    using each_name = std::vector<bb::result<std::string>>;
    std::optional<each_name> each;
    bb::request_each<get_name>(ctx, [&](bb::result<each_name> r) { each = std::move(r).value(); });
    io.run();
    BOOST_REQUIRE(each.has_value());
    BOOST_TEST(each->at(0).value() == "first");
    BOOST_TEST((each->at(1).error() == bb::errc::provider_gone));
    BOOST_TEST(!called);
}

BOOST_AUTO_TEST_SUITE_END()
