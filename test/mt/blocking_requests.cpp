// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// A thread that waits for the answer to its request looks for it first, and only then gets into the
// lists of those who are told that nobody will answer. What happens before is not to be missed.

#include "threads.hpp"
#include <boost_broker/manual_clock.hpp>
#include <boost_broker/mt.hpp>
#include <boost_broker/observer.hpp>
#include <boost_broker/one_thread.hpp>
#include <boost_broker/reply.hpp>
#include <boost_broker/request_broker.hpp>
#include <boost_broker/stats.hpp>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <functional>
#include <optional>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

namespace mt_blocking_test {

namespace asio = boost::asio;
namespace bb = boost_broker;
using namespace std::chrono_literals;
using mt_test::runner;

// Does something just before the request is sent, on the thread of the requester.
struct interrupts {
    static inline std::function<void()> next;
    static void on_enqueue(bb::observation const&) noexcept
    {
        if (auto const act = std::exchange(next, nullptr))
            act();
    }
};

struct ask {
    using broker_policy = bb::mt<bb::observer<interrupts>>;
    using response = int;
    int number = 0;
};
struct ask_and_linger {
    using broker_policy = bb::mt<bb::observer<interrupts>, bb::linger_us<10>>;
    using response = int;
    int number = 0;
};
struct linger_long {
    using broker_policy = bb::mt<bb::linger_us<60'000'000>>;
    using response = int;
    int number = 0;
};
struct asks {
    using broker_policy = bb::mt<bb::linger_us<10>>;
    using response = int;
    int depth = 0;
};
using questions = std::tuple<ask, ask_and_linger>;

} // namespace mt_blocking_test

BOOST_HANA_ADAPT_STRUCT(mt_blocking_test::ask, number);
BOOST_HANA_ADAPT_STRUCT(mt_blocking_test::ask_and_linger, number);
BOOST_HANA_ADAPT_STRUCT(mt_blocking_test::linger_long, number);

BOOST_AUTO_TEST_SUITE(blocking_requests)

using namespace mt_blocking_test;

BOOST_AUTO_TEST_CASE_TEMPLATE(a_provider_that_ends_before_it_knows_who_waits, Question, questions)
{
    asio::io_context asleep;
    bb::broker_context const ctx(bb::one_thread(asleep.get_executor()));
    auto provider = bb::set_provider<Question>(ctx, [](int n) { return n; });
    interrupts::next = [&] { provider->stop(); };
    auto const answer = bb::request<Question>(ctx, 1, bb::blocking(60s));
    BOOST_TEST((answer.error() == bb::errc::provider_gone));
    asleep.poll(); // the request, which came too late
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_context_that_closes_before_it_knows_who_waits, Question, questions)
{
    asio::io_context asleep;
    bb::broker_context ctx(bb::one_thread(asleep.get_executor()));
    auto const provider = bb::set_provider<Question>(ctx, [](int n) { return n; });
    interrupts::next = [&] { ctx.close(); };
    auto const answer = bb::request<Question>(ctx, 1, bb::blocking(60s));
    BOOST_TEST((answer.error() == bb::errc::provider_gone));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(
    an_executor_that_is_destroyed_before_it_knows_who_waits, Question, questions)
{
    std::optional<asio::io_context> asleep(std::in_place);
    bb::broker_context const ctx;
    auto const provider = bb::set_provider<Question>(
        ctx, asio::bind_executor(bb::one_thread(asleep->get_executor()), [](int n) { return n; }));
    interrupts::next = [&] { asleep.reset(); };
    auto const answer = bb::request<Question>(ctx, 1, bb::blocking(60s));
    BOOST_TEST((answer.error() == bb::errc::provider_gone));
}

// The first provider has ended when the request comes to it, and the next one gets it.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_provider_that_gives_way_is_not_waited_for, Question, questions)
{
    for (int round = 0; round != 200; ++round) {
        runner first, second;
        bb::broker_context const ctx;
        auto const number = [](int n) { return [n](int) { return n; }; };
        auto provider =
            bb::set_provider<Question>(ctx, asio::bind_executor(first.executor(), number(1)));
        std::optional<bb::handle> next;
        interrupts::next = [&] {
            next = *bb::replace_provider<Question>(
                ctx, asio::bind_executor(second.executor(), number(2)));
        };
        auto const answer = bb::request<Question>(ctx, 1, bb::blocking(60s));
        if (answer)
            BOOST_TEST((*answer == 1 || *answer == 2));
        else
            BOOST_TEST((answer.error() == bb::errc::provider_gone));
    }
}

BOOST_AUTO_TEST_CASE(looking_for_the_answer_ends_with_the_deadline)
{
    asio::io_context asleep;
    bb::broker_context const ctx(bb::one_thread(asleep.get_executor()));
    auto const provider = bb::set_provider<linger_long>(ctx, [](int n) { return n; });
    auto const began = std::chrono::steady_clock::now();
    auto const answer = bb::request<linger_long>(ctx, 1, bb::blocking(1ms));
    BOOST_TEST((answer.error() == bb::errc::timed_out));
    BOOST_TEST((std::chrono::steady_clock::now() - began < 30s));
    auto const counts = bb::stats<bb::request_broker<linger_long>>(ctx);
    BOOST_TEST(counts.timed_out == 1u);
}

BOOST_AUTO_TEST_CASE(an_answer_that_is_found_at_once_leaves_nothing_behind)
{
    runner there;
    bb::broker_context const ctx(there.executor());
    auto const provider = bb::set_provider<linger_long>(ctx, [](int n) { return n + 1; });
    for (int n = 0; n != 1000; ++n)
        BOOST_TEST_REQUIRE(bb::request<linger_long>(ctx, n, bb::blocking).value() == n + 1);
    auto const counts = bb::stats<bb::request_broker<linger_long>>(ctx);
    BOOST_TEST(counts.sent == 1000u);
    BOOST_TEST(counts.answered == 1000u);
    BOOST_TEST(counts.failed + counts.timed_out + counts.late_answers == 0u);
}

// The clock is moved as soon as the provider has the request: so that must have its deadline then.
BOOST_AUTO_TEST_CASE(a_clock_that_the_provider_moves_ends_the_waiting)
{
    bb::manual_clock clock;
    runner there;
    bb::broker_context ctx(there.executor());
    ctx.use_clock(clock);
    std::vector<bb::reply<linger_long>> kept;
    auto const provider =
        bb::set_provider<linger_long>(ctx, [&](linger_long const& q, bb::reply<linger_long> reply) {
            if (q.number == 0)
                return reply(0);
            kept.push_back(std::move(reply));
            clock.advance(1s);
        });
    for (int round = 0; round != 20; ++round) {
        // From then on its executor looks for the next.
        BOOST_TEST(bb::request<linger_long>(ctx, 0, bb::blocking(1s)).has_value());
        auto const answer = bb::request<linger_long>(ctx, 1, bb::blocking(1s));
        BOOST_TEST((answer.error() == bb::errc::timed_out));
    }
}

// It has the request, and keeps the reply; nobody is told by that.
BOOST_AUTO_TEST_CASE(a_provider_that_ends_with_the_request_in_its_hands)
{
    for (int round = 0; round != 50; ++round) {
        asio::io_context io;
        auto work = asio::make_work_guard(io);
        bb::broker_context const ctx(bb::one_thread(io.get_executor()));
        std::optional<bb::reply<asks>> kept;
        bb::handle provider = *bb::set_provider<asks>(ctx, [&](asks const&, bb::reply<asks> reply) {
            kept = std::move(reply);
            provider.stop();
        });
        std::thread runs([&] { io.run(); });
        auto const answer = bb::request(ctx, asks{1}, bb::blocking(60s));
        BOOST_TEST((answer.error() == bb::errc::provider_gone));
        work.reset();
        runs.join();
    }
}

// Each asks the other from inside a handler: one of them is told.
BOOST_AUTO_TEST_CASE(two_that_wait_for_each_other_find_out_though_they_look_first)
{
    for (int round = 0; round != 100; ++round) {
        runner one, other;
        bb::broker_context const here(one.executor()), there(other.executor());
        std::atomic<int> deadlocks{0};
        auto const asking = [&deadlocks](bb::context_ref next) {
            return [next, &deadlocks](asks const& a) -> bb::result<int> {
                if (a.depth == 0)
                    return 1;
                auto const answer = bb::request(next, asks{a.depth - 1}, bb::blocking(60s));
                if (!answer && answer.error() == bb::errc::would_deadlock)
                    ++deadlocks;
                return answer;
            };
        };
        auto const on = bb::set_provider<asks>(here, asking(there));
        auto const and_on = bb::set_provider<asks>(there, asking(here));
        // The second question comes back to the thread that waits for the first.
        auto const answer = bb::request(here, asks{2}, bb::blocking(60s));
        BOOST_TEST(!answer);
        BOOST_TEST(deadlocks != 0); // 2 where the first passes on what the second was told
    }
}

BOOST_AUTO_TEST_SUITE_END()
