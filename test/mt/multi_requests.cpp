// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Multi-requests in the lane `mt`: whose answers are gathered, in which order, and what ends the
// waiting.

#include "threads.hpp"
#include <boost_broker/canceller.hpp>
#include <boost_broker/handler_adaptors.hpp>
#include <boost_broker/manual_clock.hpp>
#include <boost_broker/mt.hpp>
#include <boost_broker/overloads.hpp>
#include <boost_broker/quorum.hpp>
#include <boost_broker/stats.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace mt_multi_requests_test {

struct get_name {
    using broker_policy = boost_broker::mt<>;
    using response = std::string;
    std::int64_t id = 0;
};
struct touch {
    using broker_policy = boost_broker::mt<>;
    using response = void;
};
struct throwing_copy {
    using broker_policy = boost_broker::mt<>;
    using response = int;
    throwing_copy() = default;
    throwing_copy(throwing_copy&&) = default;
    throwing_copy(throwing_copy const&) { throw std::runtime_error("no copies"); }
};

} // namespace mt_multi_requests_test

BOOST_HANA_ADAPT_STRUCT(mt_multi_requests_test::get_name, id);

namespace mt_multi_requests_test {

namespace asio = boost::asio;
namespace bb = boost_broker;
using namespace std::chrono_literals;
using mt_test::runner;
using mt_test::tally;
using names = std::vector<std::string>;
using each_name = std::vector<bb::result<std::string>>;

std::string long_name(std::string const& of)
{
    return "a name that is long enough to be elsewhere, of " + of;
}
std::string fixed_name()
{
    return "fixed";
}
struct named {
    std::string name() { return "member"; }
};

// A requester that is run by hand, and whoever answers what it asks.
struct requester {
    asio::io_context io;
    std::vector<bb::handle> providers;
    std::optional<bb::result<names>> all;
    std::optional<each_name> each;
    int completions = 0;

    template<class Handler>
    void provide(bb::context_ref ctx, Handler&& handler)
    {
        providers.push_back(
            bb::add_provider<get_name>(ctx, std::forward<Handler>(handler)).value());
    }
    template<class Executor, class Handler>
    void provide_on(bb::context_ref ctx, Executor executor, Handler&& handler)
    {
        provide(ctx, asio::bind_executor(executor, std::forward<Handler>(handler)));
    }
    auto keep_all()
    {
        return asio::bind_executor(io, [this](bb::result<names> r) {
            ++completions;
            all = std::move(r);
        });
    }
    auto keep_each()
    {
        return asio::bind_executor(io, [this](bb::result<each_name> r) {
            ++completions;
            each = std::move(r).value();
        });
    }
    void run_here()
    {
        io.restart();
        io.run();
    }
    bb::errc code_of_all() const
    {
        BOOST_REQUIRE(all.has_value());
        BOOST_REQUIRE(!*all);
        return static_cast<bb::errc>(all->error().code().value());
    }
    bb::errc code_of(std::size_t i) const
    {
        BOOST_REQUIRE(each.has_value());
        BOOST_REQUIRE(each->size() > i);
        BOOST_REQUIRE(!(*each)[i]);
        return static_cast<bb::errc>((*each)[i].error().code().value());
    }
};

// Replies that a test gives by hand.
struct kept_replies {
    std::vector<bb::reply<get_name>> all;
    auto provider()
    {
        return [this](bb::reply<get_name> reply) { all.push_back(std::move(reply)); };
    }
};

} // namespace mt_multi_requests_test

BOOST_FIXTURE_TEST_SUITE(multi_requests, mt_multi_requests_test::requester)

using namespace mt_multi_requests_test;

BOOST_AUTO_TEST_CASE(check_39_answers_stand_in_the_order_of_registration)
{
    tally rest;
    runner one;
    runner two;
    asio::thread_pool pool(2);
    bb::broker_context ctx(one.executor());
    provide(ctx, [&] { // the slowest
        rest.wait_for(3);
        return long_name("one");
    });
    provide_on(ctx, two.executor(), [&](bb::reply<get_name> reply) {
        reply(long_name("two"));
        rest.add();
    });
    provide_on(ctx, asio::make_strand(pool), [&](std::int64_t id) -> asio::awaitable<std::string> {
        rest.add();
        co_return long_name(std::to_string(id));
    });
    provide_on(ctx, pool.get_executor(), [&](get_name const& asked) {
        rest.add();
        return long_name(std::to_string(asked.id + 1));
    });
    names const expected{long_name("one"), long_name("two"), long_name("3"), long_name("4")};
    bb::request_all<get_name>(ctx, 3, keep_all());
    BOOST_TEST(!all.has_value());
    run_here();
    BOOST_REQUIRE(all.has_value());
    BOOST_TEST(all->value() == expected, boost::test_tools::per_element());
    bb::request_each<get_name>(ctx, get_name{3}, keep_each());
    run_here();
    BOOST_REQUIRE(each.has_value());
    BOOST_REQUIRE(each->size() == 4u);
    for (std::size_t i = 0; i != 4; ++i)
        BOOST_TEST(each->at(i).value() == expected[i]);
    ctx = bb::broker_context();
    pool.join();
}

BOOST_AUTO_TEST_CASE(check_40_no_provider_no_answer_and_no_error)
{
    bb::broker_context ctx;
    bb::request_all<get_name>(ctx, 1, keep_all());
    run_here();
    BOOST_REQUIRE(all.has_value());
    BOOST_TEST(all->value().empty());
}

BOOST_AUTO_TEST_CASE(check_41_the_first_failure_fails_all_and_is_named)
{
    tally failed;
    runner one;
    runner two;
    bb::broker_context ctx(one.executor());
    ctx.set_name("fleet");
    provide(ctx, [&] {
        failed.wait_for(1);
        return std::string("a");
    });
    provide_on(
        ctx, two.executor(), []() -> bb::result<std::string> { return bb::fail("out of ink"); });
    bb::request_all<get_name>(ctx, 1, keep_all());
    run_here(); // the first provider has not answered, and cannot before
    failed.add();
    BOOST_TEST((code_of_all() == bb::errc::provider_failed));
    BOOST_TEST(all->error().detail() ==
        "provider 2 of 2 of mt_multi_requests_test::get_name in context 'fleet' failed: out of "
        "ink");
    BOOST_TEST(completions == 1);
}

BOOST_AUTO_TEST_CASE(each_failure_stands_in_its_place)
{
    runner one;
    runner two;
    bb::broker_context ctx(one.executor());
    provide(ctx, [] { return std::string("a"); });
    provide_on(
        ctx, two.executor(), []() -> bb::result<std::string> { return bb::fail("out of ink"); });
    provide(ctx, []() -> std::string { throw std::runtime_error("boom"); });
    provide_on(ctx, two.executor(), [](bb::reply<get_name>) {});
    bb::request_each<get_name>(ctx, 1, keep_each());
    run_here();
    BOOST_REQUIRE(each.has_value());
    BOOST_REQUIRE(each->size() == 4u);
    BOOST_TEST(each->at(0).value() == "a");
    BOOST_TEST(each->at(1).error().detail() == "out of ink");
    BOOST_TEST((code_of(2) == bb::errc::provider_threw));
    BOOST_TEST(each->at(2).error().detail() == "boom");
    BOOST_TEST((code_of(3) == bb::errc::provider_failed));
}

BOOST_AUTO_TEST_CASE(check_42_the_same_function_answers_once)
{
    runner there;
    bb::broker_context ctx(there.executor());
    auto const owner = std::make_shared<named>();
    auto const a = bb::add_provider<get_name>(ctx, &fixed_name);
    auto const b = bb::add_provider<get_name>(ctx, fixed_name);
    auto const c = bb::add_provider<get_name>(ctx, bb::track(owner, &named::name));
    auto const d = bb::add_provider<get_name>(ctx, bb::track(owner, &named::name));
    auto const other = std::make_shared<named>();
    auto const e = bb::add_provider<get_name>(ctx, bb::track(other, &named::name));
    BOOST_TEST(a.has_value());
    BOOST_TEST((b.error() == bb::errc::provider_exists));
    BOOST_TEST(c.has_value());
    BOOST_TEST((d.error() == bb::errc::provider_exists));
    BOOST_TEST(e.has_value());
    auto const got = bb::request_all<get_name>(ctx, 1, asio::use_future).get();
    BOOST_TEST(
        got.value() == (names{"fixed", "member", "member"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(check_43_a_removed_provider_contributes_nothing)
{
    runner there;
    bb::broker_context ctx(there.executor());
    auto a = bb::add_provider<get_name>(ctx, [] { return std::string("a"); });
    auto const b = bb::add_provider<get_name>(ctx, [] { return std::string("b"); });
    std::thread([&] { bb::remove_provider(std::move(*a)); }).join();
    bb::remove_provider(std::move(*a));
    auto const one = bb::request_all<get_name>(ctx, 1, asio::use_future).get();
    BOOST_TEST(one.value() == names{"b"}, boost::test_tools::per_element());
    bb::clear_providers<get_name>(ctx);
    BOOST_TEST(!b->active());
    auto const none = bb::request_all<get_name>(ctx, 1, asio::use_future).get();
    BOOST_TEST(none.value().empty());
}

// Each waits until the other has begun.
BOOST_AUTO_TEST_CASE(providers_on_several_executors_run_at_once)
{
    tally inside;
    runner one;
    runner two;
    bb::broker_context ctx(one.executor());
    auto const meets = [&] {
        inside.add();
        inside.wait_for(2);
        return std::string("met");
    };
    provide(ctx, meets);
    provide_on(ctx, two.executor(), meets);
    auto const got = bb::request_all<get_name>(ctx, 1, asio::use_future).get();
    BOOST_TEST(got.value() == (names{"met", "met"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(every_token)
{
    runner there;
    bb::broker_context ctx(there.executor());
    provide(ctx, [](std::int64_t id) { return std::to_string(id); });
    names got;
    auto const body = [&]() -> asio::awaitable<void> {
        auto const a = co_await bb::request_all<get_name>(ctx, 1);
        auto const b = co_await bb::request_each<get_name>(ctx, 2, asio::use_awaitable);
        got = {a.value().at(0), b.value().at(0).value()};
    };
    asio::co_spawn(io, body(), asio::detached);
    run_here();
    BOOST_TEST(got == (names{"1", "2"}), boost::test_tools::per_element());
    using names_of = bb::overloads<get_name, touch>;
    BOOST_TEST(bb::request_all<names_of>(ctx, 4, asio::use_future).get().value().at(0) == "4");
}

BOOST_AUTO_TEST_CASE(a_void_response_is_counted)
{
    runner there;
    bb::broker_context ctx(there.executor());
    auto const a = bb::add_provider<touch>(ctx, [] {});
    auto const b = bb::add_provider<touch>(ctx, [](bb::reply<touch> reply) { reply(); });
    BOOST_TEST(bb::request_all<touch>(ctx, asio::use_future).get().value() == 2u);
    BOOST_TEST(bb::request_each<touch>(ctx, asio::use_future).get().value().size() == 2u);
}

BOOST_AUTO_TEST_CASE(without_an_executor_providers_are_called_by_who_asks)
{
    bb::broker_context ctx;
    provide(ctx, [] { return std::string("a"); });
    provide(ctx, [] { return std::string("b"); });
    bb::request_all<get_name>(ctx, 1, [&](bb::result<names> r) { all = std::move(r); });
    BOOST_REQUIRE(all.has_value());
    BOOST_TEST(all->value() == (names{"a", "b"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_broker_of_the_program_is_a_channel_of_its_own)
{
    runner there;
    bb::broker_context ctx(there.executor());
    provide(ctx, [] { return std::string("found by type"); });
    bb::multi_request_broker<get_name> broker(ctx);
    auto const a = broker.add_provider([] { return std::string("own"); });
    BOOST_TEST(broker.providers() == 1u);
    auto const got = broker.request_all(get_name{1}, asio::use_future).get();
    BOOST_TEST(got.value() == names{"own"}, boost::test_tools::per_element());
    auto const quorum = broker.request_all(get_name{1}, bb::quorum(1, asio::use_future)).get();
    BOOST_TEST(quorum.value().at(0).value() == "own");
    BOOST_TEST(broker.stats().answered == 2u);
    broker.clear_providers();
    BOOST_TEST(broker.request_each(get_name{1}, asio::use_future).get().value().empty());
    ctx.close();
    BOOST_TEST((broker.request_all(get_name{1}, asio::use_future).get().error() ==
        bb::errc::context_closed));
}

BOOST_AUTO_TEST_CASE(at_the_deadline_each_keeps_what_was_answered)
{
    asio::io_context there;
    bb::broker_context ctx(bb::one_thread(there.get_executor()));
    bb::manual_clock clock;
    ctx.use_clock(clock);
    kept_replies late;
    provide(ctx, [] { return std::string("a"); });
    provide(ctx, late.provider());
    provide_on(ctx, asio::make_strand(io), late.provider()); // it will not have been called
    bb::request_each<get_name>(ctx, 1, keep_each());
    there.poll();
    clock.advance(5s - 1ns);
    io.run_one_for(0s);
    BOOST_TEST(!each.has_value());
    clock.advance(1ns);
    run_here();
    BOOST_TEST(each->at(0).value() == "a");
    BOOST_TEST((code_of(1) == bb::errc::timed_out));
    BOOST_TEST((code_of(2) == bb::errc::timed_out));
    late.all.at(0)(std::string("too late"));
    auto const seen = bb::stats<bb::multi_request_broker<get_name>>(ctx);
    BOOST_TEST(seen.late_answers == 1u);
    BOOST_TEST(seen.timed_out == 2u);
    BOOST_TEST(seen.answered == 1u);
    BOOST_TEST(completions == 1);
}

BOOST_AUTO_TEST_CASE(the_deadline_is_that_of_the_token_or_of_the_broker)
{
    asio::io_context there;
    bb::broker_context ctx(bb::one_thread(there.get_executor()));
    bb::manual_clock clock;
    ctx.use_clock(clock);
    bb::multi_request_broker<get_name> broker(ctx);
    auto const a = broker.add_provider([] { return std::string("a"); });
    broker.set_timeout(2s);
    broker.request_all({1}, bb::timeout(1s, keep_all()));
    clock.advance(1s);
    run_here();
    BOOST_TEST((code_of_all() == bb::errc::timed_out));
    all.reset();
    broker.request_all({1}, keep_all());
    clock.advance(1s);
    io.restart();
    io.poll();
    BOOST_TEST(!all.has_value());
    clock.advance(1s);
    run_here();
    BOOST_TEST((code_of_all() == bb::errc::timed_out));
    BOOST_TEST(clock.pending() == 0u);
}

BOOST_AUTO_TEST_CASE(a_cancelled_request_completes_once)
{
    kept_replies late;
    runner there;
    bb::broker_context ctx(there.executor());
    provide(ctx, late.provider());
    asio::cancellation_signal stop;
    bb::request_all<get_name>(ctx, 1, asio::bind_cancellation_slot(stop.slot(), keep_all()));
    std::thread([&] {
        stop.emit(asio::cancellation_type::terminal);
        stop.emit(asio::cancellation_type::partial);
    }).join();
    run_here();
    BOOST_TEST((code_of_all() == bb::errc::cancelled));
    BOOST_TEST(completions == 1);
}

BOOST_AUTO_TEST_CASE(a_canceller_works_from_any_thread)
{
    kept_replies late;
    runner there;
    bb::broker_context ctx(there.executor());
    provide(ctx, late.provider());
    provide(ctx, [] { return std::string("a"); });
    bb::canceller stop;
    bb::request_each<get_name>(ctx, 1, stop(keep_each()));
    std::thread([&] { stop.cancel(); }).join();
    run_here();
    BOOST_TEST((code_of(0) == bb::errc::cancelled));
}

BOOST_AUTO_TEST_CASE(total_cancellation_works_only_while_no_provider_has_begun)
{
    asio::io_context one;
    asio::io_context two;
    bb::broker_context ctx(bb::one_thread(one.get_executor()));
    int called = 0;
    provide(ctx, [&] { return std::to_string(++called); });
    provide_on(ctx, bb::one_thread(two.get_executor()), [&] { return std::to_string(++called); });
    asio::cancellation_signal stop;
    bb::request_all<get_name>(ctx, 1, asio::bind_cancellation_slot(stop.slot(), keep_all()));
    stop.emit(asio::cancellation_type::total);
    one.run();
    two.run();
    run_here();
    BOOST_TEST((code_of_all() == bb::errc::cancelled));
    BOOST_TEST(called == 0);
    all.reset();
    bb::request_all<get_name>(ctx, 1, asio::bind_cancellation_slot(stop.slot(), keep_all()));
    one.restart();
    one.run();
    stop.emit(asio::cancellation_type::total);
    two.restart();
    two.run();
    run_here();
    BOOST_REQUIRE(all.has_value());
    BOOST_TEST(all->value() == (names{"1", "2"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_provider_that_ends_while_it_is_waited_for_is_gone)
{
    asio::io_context there; // nobody runs it
    runner other;
    bb::broker_context ctx(other.executor());
    provide(ctx, [] { return std::string("a"); });
    provide_on(ctx, bb::one_thread(there.get_executor()), [] { return std::string("b"); });
    bb::request_each<get_name>(ctx, 1, keep_each());
    std::thread([&] { providers[1].stop(); }).join();
    run_here();
    BOOST_TEST(each->at(0).value() == "a");
    BOOST_TEST((code_of(1) == bb::errc::provider_gone));
    bb::request_each<get_name>(ctx, 1, keep_each());
    run_here();
    BOOST_TEST(each->size() == 1u);
}

BOOST_AUTO_TEST_CASE(who_waits_in_a_context_that_closes_is_told_at_once)
{
    asio::io_context there;
    bb::broker_context ctx(bb::one_thread(there.get_executor()));
    provide(ctx, [] { return std::string("a"); });
    provide(ctx, [] { return std::string("b"); });
    bb::request_each<get_name>(ctx, 1, keep_each());
    bb::request_all<get_name>(ctx, 1, keep_all());
    ctx.close();
    run_here();
    BOOST_TEST((code_of(0) == bb::errc::provider_gone));
    BOOST_TEST((code_of(1) == bb::errc::provider_gone));
    BOOST_TEST((code_of_all() == bb::errc::provider_gone));
    all.reset();
    bb::request_all<get_name>(ctx, 1, keep_all());
    run_here();
    BOOST_TEST((code_of_all() == bb::errc::context_closed));
    BOOST_TEST(completions == 3);
}

BOOST_AUTO_TEST_CASE(who_waits_for_an_execution_context_that_ends_is_told_at_once)
{
    runner other;
    bb::broker_context ctx(other.executor());
    provide(ctx, [] { return std::string("a"); });
    {
        asio::io_context there;
        provide_on(ctx, bb::one_thread(there.get_executor()), [] { return std::string("b"); });
        bb::request_each<get_name>(ctx, 1, keep_each());
    }
    run_here();
    BOOST_TEST(each->at(0).value() == "a");
    BOOST_TEST((code_of(1) == bb::errc::provider_gone));
    BOOST_TEST(!providers[1].active());
}

BOOST_AUTO_TEST_CASE(a_requester_whose_executor_ends_is_not_called)
{
    asio::io_context there;
    auto const owned = std::make_shared<int>(1);
    bb::broker_context ctx(bb::one_thread(there.get_executor()));
    kept_replies late;
    provide(ctx, late.provider());
    provide(ctx, [] { return std::string("a"); });
    bool called = false;
    {
        asio::io_context here;
        bb::request_each<get_name>(ctx, 1,
            asio::bind_executor(asio::make_strand(here),
                [&called, owned](bb::result<each_name> const&) { called = true; }));
        there.poll();
    }
    BOOST_TEST(owned.use_count() == 1);
    late.all.at(0)("too late");
    BOOST_TEST(bb::stats<bb::multi_request_broker<get_name>>(ctx).late_answers == 1u);
    BOOST_TEST(!called);
}

// Nobody can know that when it asks: the object may end at any time on another thread.
BOOST_AUTO_TEST_CASE(a_provider_whose_owner_is_gone_contributes_nothing)
{
    asio::io_context there;
    bb::broker_context ctx(bb::one_thread(there.get_executor()));
    auto owner = std::make_shared<named>();
    provide(ctx, [] { return std::string("a"); });
    provide(ctx, bb::track(owner, &named::name));
    provide(ctx, [] { return std::string("c"); });
    there.poll();
    there.restart();
    owner.reset();
    std::optional<bb::result<names>> second;
    bb::request_all<get_name>(ctx, 1, keep_all());
    bb::request_all<get_name>(
        ctx, 1, asio::bind_executor(io, [&](bb::result<names> r) { second = std::move(r); }));
    bb::request_each<get_name>(ctx, 1, keep_each());
    there.run();
    run_here();
    names const expected{"a", "c"};
    BOOST_TEST(all->value() == expected, boost::test_tools::per_element());
    BOOST_TEST(second->value() == expected, boost::test_tools::per_element());
    BOOST_TEST(each->size() == 2u);
    BOOST_TEST(!providers[1].active());
}

BOOST_AUTO_TEST_CASE(some_answers_are_enough_for_a_quorum)
{
    kept_replies late;
    runner one;
    runner two;
    bb::broker_context ctx(one.executor());
    provide(ctx, late.provider());
    provide_on(ctx, two.executor(), [] { return std::string("b"); });
    provide_on(ctx, two.executor(), [] { return std::string("c"); });
    auto const got =
        bb::request_all<get_name>(ctx, 1, bb::quorum(2, asio::use_future)).get().value();
    BOOST_REQUIRE(got.size() == 3u);
    BOOST_TEST((got[0].error() == bb::errc::not_needed));
    BOOST_TEST(got[1].value() == "b");
    BOOST_TEST(got[2].value() == "c");
    auto const too_many = bb::request_all<get_name>(ctx, 1, bb::quorum(4, asio::use_future)).get();
    BOOST_TEST((too_many.error() == bb::errc::no_quorum));
    BOOST_TEST(too_many.error().detail().find("none was asked") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_quorum_out_of_reach_names_every_failure)
{
    kept_replies late;
    runner one;
    bb::broker_context ctx(one.executor());
    provide(ctx, [] { return std::string("a"); });
    provide(ctx, []() -> bb::result<std::string> { return bb::fail("out of ink"); });
    provide(ctx, []() -> bb::result<std::string> { return bb::fail("out of paper"); });
    provide(ctx, late.provider());
    auto const got = bb::request_all<get_name>(ctx, 1, bb::quorum(3, asio::use_future)).get();
    BOOST_TEST((got.error() == bb::errc::no_quorum));
    BOOST_TEST(
        got.error().detail().find("1 of 4 providers succeeded; provider 2 failed: out of "
                                  "ink; provider 3 failed: out of paper") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_copied_is_not_asked)
{
    runner there;
    bb::broker_context ctx(there.executor());
    auto const a = bb::add_provider<throwing_copy>(ctx, [] { return 1; });
    auto const b = bb::add_provider<throwing_copy>(ctx, [] { return 2; });
    auto const owned = std::make_shared<int>(1);
    BOOST_CHECK_THROW(bb::request_all<throwing_copy>(ctx, throwing_copy(),
                          asio::bind_executor(io, [owned](bb::result<std::vector<int>> const&) {})),
        std::runtime_error);
    BOOST_TEST(owned.use_count() == 1);
    BOOST_TEST(bb::stats<bb::multi_request_broker<throwing_copy>>(ctx).sent == 0u);
}

BOOST_AUTO_TEST_CASE(what_happened_is_counted_for_each_context)
{
    for (int round = 0; round != 2; ++round) {
        runner there;
        bb::broker_context ctx(there.executor());
        auto const a = bb::add_provider<get_name>(ctx, [] { return std::string("a"); });
        auto const b = bb::add_provider<get_name>(ctx, [] { return bb::fail("no"); });
        static_cast<void>(bb::request_each<get_name>(ctx, 1, asio::use_future).get());
        auto const seen = bb::stats<bb::multi_request_broker<get_name>>(ctx);
        BOOST_TEST(seen.sent == 2u);
        BOOST_TEST(seen.delivered == 2u);
        BOOST_TEST(seen.answered == 1u);
        BOOST_TEST(seen.failed == 1u);
    }
}

// Exactly once, whatever comes first: the answers, the deadline, a cancellation, the end of a
// provider or of the context.
BOOST_AUTO_TEST_CASE(whatever_ends_a_request_it_completes_once)
{
    runner one;
    runner two;
    runner here;
    asio::thread_pool pool(2);
    constexpr std::int64_t rounds = 60;
    constexpr std::int64_t asked = 20;
    tally completed;
    std::atomic<int> wrong{0};
    for (std::int64_t round = 0; round != rounds; ++round) {
        bb::broker_context ctx(one.executor());
        auto const name = [](std::int64_t id) { return long_name(std::to_string(id)); };
        auto first = bb::add_provider<get_name>(ctx, name);
        auto second = bb::add_provider<get_name>(ctx, asio::bind_executor(two.executor(), name));
        auto third =
            bb::add_provider<get_name>(ctx, asio::bind_executor(pool.get_executor(), name));
        std::vector<std::unique_ptr<asio::cancellation_signal>> signals;
        for (std::int64_t i = 0; i != asked; ++i) {
            auto const counts = asio::bind_executor(
                here.executor(), [&wrong, &completed, i](bb::result<each_name> const& r) {
                    for (auto const& answer : *r) {
                        if (answer && *answer != long_name(std::to_string(i)))
                            ++wrong;
                    }
                    completed.add();
                });
            signals.push_back(std::make_unique<asio::cancellation_signal>());
            bb::request_each<get_name>(ctx, i,
                bb::timeout(std::chrono::microseconds(1 + i * 20),
                    asio::bind_cancellation_slot(signals.back()->slot(), counts)));
            if (i % 3 == round % 3)
                signals.back()->emit(
                    i % 2 == 0 ? asio::cancellation_type::partial : asio::cancellation_type::total);
        }
        if (round % 5 == 0)
            second->stop();
        if (round % 5 == 1)
            ctx.close();
        if (round % 5 == 2)
            ctx = bb::broker_context();
        completed.wait_for((round + 1) * asked);
    }
    pool.join();
    BOOST_TEST(completed.value() == rounds * asked);
    BOOST_TEST(wrong == 0);
}

BOOST_AUTO_TEST_SUITE_END()
