// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Requests in the lane `mt`: who answers and where, how long one waits, and what ends the waiting.

#include "threads.hpp"
#include <boost_broker/canceller.hpp>
#include <boost_broker/diagnostics.hpp>
#include <boost_broker/manual_clock.hpp>
#include <boost_broker/mock_provider.hpp>
#include <boost_broker/mt.hpp>
#include <boost_broker/one_thread.hpp>
#include <boost_broker/requester.hpp>
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
#include <boost/signals2/connection.hpp>
#include <boost/test/unit_test.hpp>

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace mt_requests_test {

struct get_name {
    using broker_policy = boost_broker::mt<>;
    using response = std::string;
    std::int64_t id = 0;
};
struct get_other {
    using broker_policy = boost_broker::mt<>;
    using response = std::int64_t;
    std::int64_t id = 0;
};
struct noted {
    using broker_policy = boost_broker::mt<>;
    std::int64_t number = 0;
};

} // namespace mt_requests_test

BOOST_HANA_ADAPT_STRUCT(mt_requests_test::get_name, id);
BOOST_HANA_ADAPT_STRUCT(mt_requests_test::get_other, id);
BOOST_HANA_ADAPT_STRUCT(mt_requests_test::noted, number);

namespace mt_requests_test {

namespace asio = boost::asio;
namespace bb = boost_broker;
using namespace std::chrono_literals;
using mt_test::runner;
using mt_test::tally;
using answer = bb::result<std::string>;

std::string name_of(std::int64_t id)
{
    return "a name that is long enough to be elsewhere, number " + std::to_string(id);
}

// A requester that is run by hand.
struct requester {
    asio::io_context io;
    std::vector<answer> answers;

    auto handler()
    {
        return asio::bind_executor(io, [this](answer a) { answers.push_back(std::move(a)); });
    }
    bb::errc code_of_only() const
    {
        BOOST_REQUIRE(answers.size() == 1u);
        BOOST_REQUIRE(!answers[0]);
        return static_cast<bb::errc>(answers[0].error().code().value());
    }
};

} // namespace mt_requests_test

BOOST_FIXTURE_TEST_SUITE(requests, mt_requests_test::requester)

using namespace mt_requests_test;

BOOST_AUTO_TEST_CASE(the_provider_runs_on_its_executor_and_the_handler_on_its_own)
{
    runner there;
    bb::broker_context ctx(there.executor());
    std::thread::id provided;
    auto const provider = bb::set_provider<get_name>(ctx, [&](std::int64_t id) {
        provided = std::this_thread::get_id();
        return name_of(id);
    });
    BOOST_TEST(provider.has_value());
    bb::request<get_name>(ctx, 7, handler());
    BOOST_TEST(answers.empty());
    io.run();
    BOOST_REQUIRE(answers.size() == 1u);
    BOOST_TEST(answers[0].value() == name_of(7));
    BOOST_TEST((provided == there.id()));
}

BOOST_AUTO_TEST_CASE(every_token)
{
    runner there;
    bb::broker_context ctx(there.executor());
    auto const provider = bb::set_provider<get_name>(ctx, name_of);
    BOOST_TEST(bb::request<get_name>(ctx, 1, bb::blocking).value() == name_of(1));
    BOOST_TEST(bb::request<get_name>(ctx, 2, asio::use_future).get().value() == name_of(2));
    BOOST_TEST((bb::requester<get_name>(ctx)(3, bb::blocking).value()) == name_of(3));
    asio::co_spawn(
        io,
        [&]() -> asio::awaitable<void> {
            answers.push_back(co_await bb::request<get_name>(ctx, 4));
            answers.push_back(co_await bb::request<get_name>(ctx, 5, asio::use_awaitable));
        },
        asio::detached);
    io.run();
    BOOST_REQUIRE(answers.size() == 2u);
    BOOST_TEST(answers[0].value() == name_of(4));
    BOOST_TEST(answers[1].value() == name_of(5));
}

BOOST_AUTO_TEST_CASE(coroutines_and_replies_answer_too)
{
    runner there;
    bb::broker_context ctx(there.executor());
    {
        auto const provider =
            bb::set_provider<get_name>(ctx, [](std::int64_t id) -> asio::awaitable<std::string> {
                co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
                co_return name_of(id);
            });
        BOOST_TEST(bb::request<get_name>(ctx, 1, bb::blocking).value() == name_of(1));
    }
    tally got;
    std::optional<bb::reply<get_name>> kept;
    std::thread answering([&] {
        got.wait_for(1);
        (*kept)(name_of(2));
    });
    auto const provider = bb::set_provider<get_name>(ctx, [&](bb::reply<get_name> reply) {
        kept = std::move(reply);
        got.add();
    });
    auto const answered = bb::request<get_name>(ctx, 2, bb::blocking);
    answering.join();
    BOOST_TEST(answered.value() == name_of(2));
}

BOOST_AUTO_TEST_CASE(a_reply_that_is_dropped_answers_so)
{
    runner there;
    bb::broker_context ctx(there.executor());
    auto const provider = bb::set_provider<get_name>(ctx, [](bb::reply<get_name>) {});
    auto const a = bb::request<get_name>(ctx, 2, bb::blocking);
    BOOST_TEST(a.error().detail() == "reply dropped");
    BOOST_TEST((a.error().code() == bb::errc::provider_failed));
}

BOOST_AUTO_TEST_CASE(failures_and_exceptions_are_answers)
{
    runner there;
    bb::broker_context ctx(there.executor());
    auto const provider = bb::set_provider<get_name>(ctx, [](std::int64_t id) -> answer {
        if (id == 1)
            throw std::runtime_error("what happened");
        return bb::fail("no such thing");
    });
    auto const threw = bb::request<get_name>(ctx, 1, bb::blocking);
    BOOST_TEST((threw.error().code() == bb::errc::provider_threw));
    BOOST_TEST(threw.error().detail() == "what happened");
    auto const failed = bb::request<get_name>(ctx, 2, bb::blocking);
    BOOST_TEST((failed.error().code() == bb::errc::provider_failed));
    BOOST_TEST(failed.error().detail() == "no such thing");
}

BOOST_AUTO_TEST_CASE(without_a_provider_the_answer_names_request_and_context)
{
    bb::broker_context ctx(io);
    ctx.set_name("test");
    bb::request<get_name>(ctx, 1, handler());
    BOOST_TEST(answers.empty()); // never inside the verb
    io.run();
    BOOST_TEST((code_of_only() == bb::errc::no_provider));
    BOOST_TEST(answers[0].error().detail() ==
        "no provider is registered for mt_requests_test::get_name in context 'test'; register one "
        "with set_provider");
    BOOST_TEST(!bb::is_provided<get_name>(ctx));
}

BOOST_AUTO_TEST_CASE(one_provider_at_a_time)
{
    bb::broker_context ctx;
    auto first = bb::set_provider<get_name>(ctx, name_of);
    auto const second = bb::set_provider<get_name>(ctx, [] { return std::string("second"); });
    BOOST_TEST((second.error().code() == bb::errc::provider_exists));
    BOOST_TEST(bb::request<get_name>(ctx, 1, bb::blocking).value() == name_of(1));
    first->stop();
    auto const third = bb::set_provider<get_name>(ctx, [] { return std::string("third"); });
    BOOST_TEST(bb::request<get_name>(ctx, 1, bb::blocking).value() == "third");
}

BOOST_AUTO_TEST_CASE(a_replaced_provider_serves_what_it_has_accepted)
{
    asio::io_context there;
    bb::broker_context ctx(bb::one_thread(there.get_executor()));
    auto const earlier = bb::set_provider<get_name>(ctx, [] { return std::string("earlier"); });
    bb::request<get_name>(ctx, 1, handler());
    auto const later = bb::replace_provider<get_name>(ctx, [] { return std::string("later"); });
    bb::request<get_name>(ctx, 2, handler());
    there.run();
    io.run();
    BOOST_REQUIRE(answers.size() == 2u);
    BOOST_TEST(answers[0].value() == "earlier");
    BOOST_TEST(answers[1].value() == "later");
    BOOST_TEST(!earlier->active());
    BOOST_TEST(later->active());
}

BOOST_AUTO_TEST_CASE(a_mock_answers_in_front_and_leaves_what_was_there)
{
    runner there;
    bb::broker_context ctx(there.executor());
    {
        bb::mock_provider<get_name> const mock(ctx, [] { return std::string("mock"); });
        BOOST_TEST(bb::request<get_name>(ctx, 1, bb::blocking).value() == "mock");
    }
    BOOST_TEST(!bb::is_provided<get_name>(ctx));
    auto const provider = bb::set_provider<get_name>(ctx, name_of);
    {
        bb::mock_provider<get_name> const mock(ctx, [] { return std::string("mock"); });
        BOOST_TEST(bb::request<get_name>(ctx, 1, bb::blocking).value() == "mock");
    }
    BOOST_TEST(bb::request<get_name>(ctx, 1, bb::blocking).value() == name_of(1));
}

BOOST_AUTO_TEST_CASE(who_waits_for_a_provider_that_ends_is_told_at_once)
{
    asio::io_context there; // nobody runs it
    bb::broker_context ctx(bb::one_thread(there.get_executor()));
    auto provider = bb::set_provider<get_name>(ctx, name_of);
    bb::request<get_name>(ctx, 1, handler());
    std::thread([&] { provider->stop(); }).join();
    io.run();
    BOOST_TEST((code_of_only() == bb::errc::provider_gone));
}

BOOST_AUTO_TEST_CASE(who_waits_in_a_context_that_closes_is_told_at_once)
{
    asio::io_context there;
    bb::broker_context ctx(bb::one_thread(there.get_executor()));
    auto const provider = bb::set_provider<get_name>(ctx, name_of);
    bb::request<get_name>(ctx, 1, handler());
    ctx.close();
    io.run();
    BOOST_TEST((code_of_only() == bb::errc::provider_gone));
    answers.clear();
    io.restart();
    bb::request<get_name>(ctx, 1, handler());
    io.run();
    BOOST_TEST((code_of_only() == bb::errc::context_closed));
}

BOOST_AUTO_TEST_CASE(who_waits_for_an_execution_context_that_ends_is_told_at_once)
{
    bb::broker_context ctx;
    bb::result<bb::handle> provider = bb::handle();
    {
        asio::io_context there;
        provider = bb::set_provider<get_name>(
            ctx, asio::bind_executor(bb::one_thread(there.get_executor()), name_of));
        bb::request<get_name>(ctx, 1, handler());
    }
    io.run();
    BOOST_TEST((code_of_only() == bb::errc::provider_gone));
    BOOST_TEST(!provider->active());
}

BOOST_AUTO_TEST_CASE(a_requester_whose_executor_ends_is_not_called)
{
    runner there;
    auto const owned = std::make_shared<int>(1);
    bb::broker_context ctx(there.executor());
    bool called = false;
    std::optional<bb::reply<get_name>> kept;
    tally got;
    auto const provider = bb::set_provider<get_name>(ctx, [&](bb::reply<get_name> reply) {
        kept = std::move(reply);
        got.add();
    });
    {
        asio::io_context here;
        bb::request<get_name>(ctx, 1,
            asio::bind_executor(
                asio::make_strand(here), [&called, owned](answer const&) { called = true; }));
        got.wait_for(1);
    }
    BOOST_TEST(owned.use_count() == 1);
    (*kept)("too late");
    BOOST_TEST(!called);
}

BOOST_AUTO_TEST_CASE(deadlines_pass_on_the_clock_of_the_context)
{
    bb::manual_clock clock;
    asio::io_context there;
    bb::broker_context ctx(bb::one_thread(there.get_executor()));
    ctx.use_clock(clock);
    auto const provider = bb::set_provider<get_name>(ctx, name_of);
    bb::request<get_name>(ctx, 1, handler());
    bb::request<get_name>(ctx, 2, bb::timeout(200ms, handler()));
    BOOST_TEST(clock.pending() == 2u);
    clock.advance(199ms);
    io.run_one_for(0s);
    BOOST_TEST(answers.empty());
    clock.advance(1ms);
    io.restart();
    io.poll();
    BOOST_TEST((code_of_only() == bb::errc::timed_out));
    clock.advance(5s);
    io.restart();
    io.poll();
    BOOST_TEST(answers.size() == 2u);
    BOOST_TEST(clock.pending() == 0u);
    there.run(); // nobody waits for it any more
    io.restart();
    io.poll();
    BOOST_TEST(answers.size() == 2u);
}

BOOST_AUTO_TEST_CASE(deadlines_pass_in_real_time)
{
    runner there;
    bb::broker_context ctx(there.executor());
    std::vector<bb::reply<get_name>> kept;
    auto const provider = bb::set_provider<get_name>(
        ctx, [&](bb::reply<get_name> reply) { kept.push_back(std::move(reply)); });
    auto const a = bb::request<get_name>(ctx, 1, bb::blocking(20ms));
    BOOST_TEST((a.error().code() == bb::errc::timed_out));
    bb::set_request_timeout<get_name>(ctx, 20ms);
    bb::request<get_name>(ctx, 1, handler());
    io.run();
    BOOST_TEST((code_of_only() == bb::errc::timed_out));
}

BOOST_AUTO_TEST_CASE(a_request_is_cancelled_from_any_thread)
{
    asio::io_context there;
    bb::broker_context ctx(bb::one_thread(there.get_executor()));
    auto const provider = bb::set_provider<get_name>(ctx, name_of);
    asio::cancellation_signal signal;
    bb::request<get_name>(ctx, 1, asio::bind_cancellation_slot(signal.slot(), handler()));
    std::thread([&] { signal.emit(asio::cancellation_type::terminal); }).join();
    io.run();
    BOOST_TEST((code_of_only() == bb::errc::cancelled));
    there.run();
    BOOST_TEST(answers.size() == 1u);
}

BOOST_AUTO_TEST_CASE(total_cancellation_works_only_while_nobody_has_begun)
{
    asio::io_context there;
    bb::broker_context ctx(bb::one_thread(there.get_executor()));
    std::optional<bb::reply<get_name>> kept;
    auto const provider = bb::set_provider<get_name>(
        ctx, [&](bb::reply<get_name> reply) { kept = std::move(reply); });
    asio::cancellation_signal signal;
    bb::request<get_name>(ctx, 1, asio::bind_cancellation_slot(signal.slot(), handler()));
    there.poll();
    signal.emit(asio::cancellation_type::total);
    (*kept)(name_of(1));
    io.run();
    BOOST_REQUIRE(answers.size() == 1u);
    BOOST_TEST(answers[0].value() == name_of(1));
}

BOOST_AUTO_TEST_CASE(a_canceller_works_from_any_thread)
{
    asio::io_context there;
    bb::broker_context ctx(bb::one_thread(there.get_executor()));
    auto const provider = bb::set_provider<get_name>(ctx, name_of);
    bb::canceller stop;
    bb::request<get_name>(ctx, 1, stop(handler()));
    std::thread([&] { stop.cancel(); }).join();
    io.run();
    BOOST_TEST((code_of_only() == bb::errc::cancelled));
}

BOOST_AUTO_TEST_CASE(requests_queue_behind_earlier_events)
{
    asio::io_context there;
    bb::broker_context ctx(bb::one_thread(there.get_executor()));
    std::vector<int> order;
    auto const on = bb::listen<noted>(ctx, [&] { order.push_back(1); });
    auto const provider = bb::set_provider<get_name>(ctx, [&](std::int64_t id) {
        order.push_back(2);
        return name_of(id);
    });
    bb::emit<noted>(ctx, 1);
    bb::request<get_name>(ctx, 1, handler());
    bb::emit<noted>(ctx, 2);
    there.run();
    BOOST_TEST(order == (std::vector<int>{1, 2, 1}), boost::test_tools::per_element());
    io.run();
}

BOOST_AUTO_TEST_CASE(blocking_inside_the_providers_executor_runs_it_there)
{
    asio::io_context there;
    bb::broker_context ctx(bb::one_thread(there.get_executor()));
    std::vector<int> order;
    auto const on = bb::listen<noted>(ctx, [&] { order.push_back(1); });
    auto const provider = bb::set_provider<get_name>(ctx, [&](std::int64_t id) {
        order.push_back(2);
        return name_of(id);
    });
    asio::post(there, [&] {
        asio::post(there, [&] {
            bb::emit<noted>(ctx, 1);
            BOOST_TEST(bb::request<get_name>(ctx, 3, bb::blocking).value() == name_of(3));
        });
        // It is not idle when that comes.
        std::thread([&] { bb::emit<noted>(ctx, 0); }).join();
    });
    there.run();
    BOOST_TEST(order == (std::vector<int>{1, 1, 2}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(blocking_says_when_it_would_deadlock)
{
    runner there;
    bb::broker_context ctx(there.executor());
    auto const itself = bb::set_provider<get_name>(ctx, [ref = ctx.ref()](std::int64_t id) {
        auto const a = bb::request<get_name>(ref, id, bb::blocking);
        return a ? std::string("not expected") : a.error().message();
    });
    auto const a = bb::request<get_name>(ctx, 1, bb::blocking);
    BOOST_TEST(a.value().find("would wait for this thread itself") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(threads_that_wait_for_each_other_are_told)
{
    runner one;
    runner two;
    bb::broker_context ctx;
    auto const ref = ctx.ref();
    auto const name = bb::set_provider<get_name>(
        ctx, asio::bind_executor(one.executor(), [ref](std::int64_t id) -> answer {
            auto const a = bb::request<get_other>(ref, id, bb::blocking);
            return a ? answer(std::to_string(*a)) : answer(a.error());
        }));
    auto const other = bb::set_provider<get_other>(ctx,
        asio::bind_executor(two.executor(), [ref](std::int64_t id) -> bb::result<std::int64_t> {
            auto const a = bb::request<get_name>(ref, id, bb::blocking);
            if (!a)
                return a.error();
            return 1;
        }));
    auto const a = bb::request<get_name>(ctx, 1, bb::blocking);
    BOOST_REQUIRE(!a);
    BOOST_TEST((a.error().code() == bb::errc::would_deadlock));
}

// Who is answered goes on, also where he has not woken yet.
BOOST_AUTO_TEST_CASE(who_has_just_answered_may_ask_back)
{
    runner one;
    runner two;
    bb::broker_context ctx;
    auto const ref = ctx.ref();
    tally done;
    std::atomic<int> refused{0};
    auto const name = bb::set_provider<get_name>(ctx, asio::bind_executor(one.executor(), name_of));
    auto const other = bb::set_provider<get_other>(ctx,
        asio::bind_executor(two.executor(), [&, ref](std::int64_t id, bb::reply<get_other> reply) {
            reply(id);
            refused += bb::request<get_name>(ref, id, bb::blocking) ? 0 : 1;
            done.add();
        }));
    auto const asks =
        bb::listen<noted>(ctx, asio::bind_executor(one.executor(), [&, ref](std::int64_t number) {
            refused += bb::request<get_other>(ref, number, bb::blocking) ? 0 : 1;
        }));
    for (std::int64_t round = 1; round <= 200; ++round) {
        bb::emit<noted>(ctx, round);
        done.wait_for(round);
    }
    BOOST_TEST(refused == 0);
}

BOOST_AUTO_TEST_CASE(without_an_executor_the_provider_is_called_by_who_asks)
{
    bb::broker_context ctx;
    auto const provider = bb::set_provider<get_name>(ctx, name_of);
    BOOST_TEST(bb::request<get_name>(ctx, 1, bb::blocking).value() == name_of(1));
    bb::request<get_name>(ctx, 2, [&](answer a) { answers.push_back(std::move(a)); });
    BOOST_REQUIRE(answers.size() == 1u);
    BOOST_TEST(answers[0].value() == name_of(2));
}

BOOST_AUTO_TEST_CASE(on_a_pool_everybody_is_answered_once)
{
    asio::thread_pool pool(3);
    tally answered;
    std::atomic<int> wrong{0};
    {
        bb::broker_context ctx(pool.get_executor());
        auto const provider = bb::set_provider<get_name>(ctx, name_of);
        for (std::int64_t i = 0; i != 500; ++i)
            bb::request<get_name>(ctx, i, [&, i](answer const& a) {
                if (!a || *a != name_of(i))
                    ++wrong;
                answered.add();
            });
        answered.wait_for(500);
    }
    pool.join();
    BOOST_TEST(wrong == 0);
    BOOST_TEST(answered.value() == 500);
}

BOOST_AUTO_TEST_CASE(what_happened_is_counted_for_each_context)
{
    for (int round = 0; round != 2; ++round) {
        bb::manual_clock clock;
        asio::io_context there;
        bb::broker_context ctx(bb::one_thread(there.get_executor()));
        ctx.use_clock(clock);
        std::optional<bb::reply<get_name>> kept;
        auto const provider =
            bb::set_provider<get_name>(ctx, [&](std::int64_t id, bb::reply<get_name> reply) {
                if (id == 0)
                    reply(bb::fail("no"));
                else if (id == 1)
                    kept = std::move(reply);
                else
                    reply(name_of(id));
            });
        for (std::int64_t id = 0; id != 3; ++id)
            bb::request<get_name>(ctx, id, handler());
        there.poll();
        clock.advance(5s);
        (*kept)("late");
        io.restart();
        io.poll();
        auto const seen = bb::stats<bb::request_broker<get_name>>(ctx);
        BOOST_TEST(seen.sent == 3u);
        BOOST_TEST(seen.delivered == 3u);
        BOOST_TEST(seen.answered == 1u);
        BOOST_TEST(seen.failed == 1u);
        BOOST_TEST(seen.timed_out == 1u);
        BOOST_TEST(seen.late_answers == 1u);
    }
}

BOOST_AUTO_TEST_CASE(who_gets_an_answer_finds_it_counted)
{
    bb::broker_context ctx;
    std::optional<bb::reply<get_name>> kept;
    auto const provider = bb::set_provider<get_name>(
        ctx, [&](std::int64_t, bb::reply<get_name> reply) { kept = std::move(reply); });
    std::uint64_t counted = 0;
    bb::request<get_name>(ctx, 1,
        [&](answer const&) { counted = bb::stats<bb::request_broker<get_name>>(ctx).answered; });
    (*kept)(name_of(1));
    BOOST_TEST(counted == 1u);
}

BOOST_AUTO_TEST_CASE(a_late_answer_does_not_count_for_the_next_context)
{
    bb::manual_clock clock;
    asio::io_context there;
    std::optional<bb::reply<get_name>> kept;
    {
        bb::broker_context ctx(bb::one_thread(there.get_executor()));
        ctx.use_clock(clock);
        auto const provider = bb::set_provider<get_name>(
            ctx, [&](std::int64_t, bb::reply<get_name> reply) { kept = std::move(reply); });
        bb::request<get_name>(ctx, 1, handler());
        there.poll();
        clock.advance(5s);
    }
    bb::broker_context next; // which has the memory of the other
    auto const provider = bb::set_provider<get_name>(next, name_of);
    int reports = 0;
    boost::signals2::scoped_connection const told =
        next.diagnostics().connect([&](bb::diagnostic const&) { ++reports; });
    (*kept)("late");
    BOOST_TEST(bb::stats<bb::request_broker<get_name>>(next).late_answers == 0u);
    BOOST_TEST(reports == 0);
}

BOOST_AUTO_TEST_CASE(what_ends_with_its_context_does_not_count_for_the_next)
{
    asio::io_context there;
    {
        bb::broker_context ctx(bb::one_thread(there.get_executor()));
        auto const provider = bb::set_provider<get_name>(ctx, name_of);
        bb::request<get_name>(ctx, 1, handler());
    }
    bb::broker_context next; // which has the memory of the other
    auto const provider = bb::set_provider<get_name>(next, name_of);
    BOOST_TEST((bb::stats<bb::request_broker<get_name>>(next) == bb::broker_stats()));
}

BOOST_AUTO_TEST_CASE(a_handler_that_cannot_be_copied_leaves_nothing_behind)
{
    struct refuses {
        refuses() = default;
        refuses(refuses const&) { throw std::runtime_error("no copies"); }
        std::string operator()(std::int64_t) const { return {}; }
    };
    asio::thread_pool pool(1);
    bb::broker_context ctx(pool.get_executor());
    refuses const handler;
    BOOST_CHECK_THROW(
        static_cast<void>(bb::set_provider<get_name>(ctx, handler)), std::runtime_error);
    BOOST_TEST(!bb::is_provided<get_name>(ctx));
    auto const provider = bb::set_provider<get_name>(ctx, name_of);
    BOOST_TEST(bb::request<get_name>(ctx, 1, bb::blocking).value() == name_of(1));
}

// Exactly once, whatever comes first: the answer, the deadline, a cancellation, the end of the
// provider or of the context.
BOOST_AUTO_TEST_CASE(whatever_ends_a_request_it_completes_once)
{
    runner there;
    runner here;
    constexpr std::int64_t rounds = 60;
    constexpr std::int64_t each = 50;
    tally completed;
    for (std::int64_t round = 0; round != rounds; ++round) {
        bb::broker_context ctx(there.executor());
        auto provider = bb::set_provider<get_name>(ctx, name_of);
        std::vector<std::unique_ptr<asio::cancellation_signal>> signals;
        for (std::int64_t i = 0; i != each; ++i) {
            signals.push_back(std::make_unique<asio::cancellation_signal>());
            bb::request<get_name>(ctx, i,
                bb::timeout(std::chrono::microseconds(1 + i * 20),
                    asio::bind_cancellation_slot(signals.back()->slot(),
                        asio::bind_executor(
                            here.executor(), [&](answer const&) { completed.add(); }))));
            if (i % 3 == round % 3)
                signals.back()->emit(asio::cancellation_type::partial);
        }
        if (round % 4 == 0)
            provider->stop();
        if (round % 4 == 1)
            ctx.close();
        if (round % 4 != 2)
            completed.wait_for((round + 1) * each);
        else
            ctx = bb::broker_context();
        completed.wait_for((round + 1) * each);
    }
    BOOST_TEST(completed.value() == rounds * each);
}

// Who begins to wait may run the user's code: here the end of what the slot had before. It may do
// something to the provider, on whose executor the requester is, or not.
template<class Interrupt, class Check>
void ask_and_be_interrupted(requester& by, Interrupt const& interrupt, Check const& check)
{
    for (bool const on_its_executor : {true, false}) {
        bb::manual_clock clock;
        bb::broker_context ctx(bb::one_thread(by.io.get_executor()));
        ctx.use_clock(clock);
        auto provider = bb::set_provider<get_name>(ctx, name_of);
        asio::cancellation_signal signal;
        std::shared_ptr<void> ends(nullptr, [&](void*) { interrupt(ctx, provider); });
        signal.slot().assign([ends = std::move(ends)](asio::cancellation_type) {});
        auto const ask = [&] {
            bb::request<get_name>(
                ctx, 1, bb::timeout(1s, asio::bind_cancellation_slot(signal.slot(), by.handler())));
        };
        if (on_its_executor)
            asio::post(by.io, ask);
        else
            ask();
        by.io.restart();
        by.io.poll();
        check(clock);
        by.answers.clear();
    }
}

BOOST_AUTO_TEST_CASE(a_provider_that_ends_while_its_requester_begins_to_wait)
{
    ask_and_be_interrupted(
        *this, [](auto&, auto& provider) { provider->stop(); },
        [&](auto&) { BOOST_TEST((code_of_only() == bb::errc::provider_gone)); });
}

// And it is forgotten, too. Telling with the address sanitizer.
BOOST_AUTO_TEST_CASE(a_provider_that_is_replaced_while_its_requester_begins_to_wait)
{
    ask_and_be_interrupted(
        *this,
        [&](auto& ctx, auto& provider) {
            provider->stop();
            provider = bb::set_provider<get_name>(ctx, [](std::int64_t) { return "the next"; });
            bb::request<get_name>(ctx, 2, handler());
        },
        [&](auto&) {
            BOOST_REQUIRE(answers.size() == 2u);
            BOOST_TEST(answers[0].value() == "the next");
            BOOST_TEST(answers[1].value() == "the next");
        });
}

// The deadline holds also for one that would have been answered at once.
BOOST_AUTO_TEST_CASE(a_provider_that_becomes_slow_while_its_requester_begins_to_wait)
{
    std::optional<bb::reply<get_name>> kept;
    ask_and_be_interrupted(
        *this,
        [&](auto& ctx, auto& provider) {
            provider->stop();
            provider = bb::set_provider<get_name>(
                ctx, [&](bb::reply<get_name> to) { kept = std::move(to); });
        },
        [&](bb::manual_clock& clock) {
            BOOST_TEST(answers.empty());
            clock.advance(1s);
            io.restart();
            io.poll();
            BOOST_TEST((code_of_only() == bb::errc::timed_out));
        });
}

BOOST_AUTO_TEST_SUITE_END()
