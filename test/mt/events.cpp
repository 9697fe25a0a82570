// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Events in the lane `mt`: where listeners run, in what order, and what happens when things end
// meanwhile.

#include "threads.hpp"
#include <boost_broker/mt.hpp>
#include <boost_broker/stats.hpp>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace mt_events_test {

struct ticked {
    using broker_policy = boost_broker::mt<>;
    std::int64_t number = 0;
    std::string text = {};
};
struct tocked {
    using broker_policy = boost_broker::mt<>;
    std::int64_t number = 0;
};
struct lingered {
    using broker_policy = boost_broker::mt<boost_broker::linger_us<5'000'000>>;
    std::int64_t number = 0;
};
struct moved_only {
    using broker_policy = boost_broker::mt<>;
    std::unique_ptr<int> content = {};
};

} // namespace mt_events_test

BOOST_HANA_ADAPT_STRUCT(mt_events_test::ticked, number, text);
BOOST_HANA_ADAPT_STRUCT(mt_events_test::tocked, number);
BOOST_HANA_ADAPT_STRUCT(mt_events_test::lingered, number);
BOOST_HANA_ADAPT_STRUCT(mt_events_test::moved_only, content);

namespace mt_events_test {

namespace asio = boost::asio;
namespace bb = boost_broker;

using mt_test::runner;
using mt_test::tally;

} // namespace mt_events_test

BOOST_AUTO_TEST_SUITE(events)

using namespace mt_events_test;

BOOST_AUTO_TEST_CASE(a_listener_runs_on_its_executor_whoever_emits)
{
    runner there;
    tally count;
    std::thread::id id;
    std::string text;
    bb::broker_context ctx(there.executor());
    auto const on = bb::listen<ticked>(ctx, [&](ticked const& t) {
        id = std::this_thread::get_id();
        text = t.text;
        count.add();
    });
    auto const reached =
        bb::emit<ticked>(ctx, 7, "a text that does not fit into the string itself");
    BOOST_TEST(reached.accepted == 1u);
    count.wait_for(1);
    BOOST_TEST(text == "a text that does not fit into the string itself");
    BOOST_TEST((id == there.id()));
}

BOOST_AUTO_TEST_CASE(on_the_executor_itself_a_listener_is_called_at_once)
{
    asio::io_context io;
    bb::broker_context ctx(bb::one_thread(io.get_executor()));
    int calls = 0;
    auto const on = bb::listen<ticked>(ctx, [&] { ++calls; });
    asio::post(io, [&] {
        bb::emit<ticked>(ctx, 1, "");
        BOOST_TEST(calls == 1);
    });
    io.run();
    BOOST_TEST(calls == 1);
    bb::emit<ticked>(ctx, 2, ""); // not there
    BOOST_TEST(calls == 1);
    io.restart();
    io.run();
    BOOST_TEST(calls == 2);
}

BOOST_AUTO_TEST_CASE(what_a_listener_emits_comes_behind_what_waits)
{
    asio::io_context io;
    auto const strand = asio::make_strand(io);
    bb::broker_context ctx(strand);
    std::vector<std::int64_t> seen;
    auto const first = bb::listen<ticked>(ctx, [&](ticked const& t) {
        seen.push_back(t.number);
        if (t.number == 1)
            bb::emit<tocked>(ctx, 10);
    });
    auto const second = bb::listen<tocked>(ctx, [&](tocked const& t) { seen.push_back(t.number); });
    bb::emit<ticked>(ctx, 1, "");
    bb::emit<ticked>(ctx, 2, "");
    io.run();
    BOOST_TEST(seen == (std::vector<std::int64_t>{1, 2, 10}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_a_listener_reads_stays_while_it_emits_more)
{
    constexpr std::int64_t more = 3000; // than have room in the ring
    asio::io_context io;
    bb::broker_context ctx(asio::make_strand(io));
    std::int64_t calls = 0;
    auto const on = bb::listen<ticked>(ctx, [&](ticked const& t) {
        auto const number = t.number;
        auto const text = t.text;
        for (std::int64_t i = 1; number == 0 && i <= more; ++i)
            bb::emit<ticked>(ctx, i, "another text, and not a short one");
        BOOST_TEST(t.number == calls++);
        BOOST_TEST(t.text == text);
    });
    bb::emit<ticked>(ctx, 0, "a text that does not fit into the string itself");
    io.run();
    BOOST_TEST(calls == more + 1);
}

BOOST_AUTO_TEST_CASE(without_an_executor_whoever_emits_calls)
{
    bb::broker_context ctx;
    std::vector<std::int64_t> seen;
    auto const on = bb::listen<ticked>(ctx, [&](ticked const& t) {
        seen.push_back(t.number);
        if (t.number > 0)
            bb::emit<ticked>(ctx, t.number - 1, "");
        BOOST_TEST(seen.back() == t.number); // that one waits
    });
    bb::emit<ticked>(ctx, 3, "");
    BOOST_TEST(seen == (std::vector<std::int64_t>{3, 2, 1, 0}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(on_a_pool_a_handler_never_overlaps_with_itself)
{
    asio::thread_pool pool(3);
    tally plain;
    tally coroutines;
    std::atomic<int> inside{0};
    std::atomic<bool> overlapped{false};
    {
        bb::broker_context ctx(pool.get_executor());
        auto const on = bb::listen<ticked>(ctx, [&](ticked const& t) {
            if (inside.fetch_add(1) != 0 || t.number != plain.value())
                overlapped = true;
            inside.fetch_sub(1);
            plain.add();
        });
        auto const too = bb::listen<ticked>(
            ctx, [&](std::int64_t n, std::string const&) -> asio::awaitable<void> {
                if (n != coroutines.value())
                    overlapped = true;
                coroutines.add();
                co_return;
            });
        for (int i = 0; i != 2000; ++i)
            BOOST_TEST(bb::emit<ticked>(ctx, i, "").accepted == 2u);
        plain.wait_for(2000);
        coroutines.wait_for(2000);
    }
    pool.join();
    BOOST_TEST(!overlapped);
}

BOOST_AUTO_TEST_CASE(what_a_coroutine_that_is_bound_to_a_pool_does_never_overlaps)
{
    asio::thread_pool pool(3);
    tally ended;
    std::atomic<int> inside{0};
    std::atomic<bool> overlapped{false};
    auto const step = [&] {
        if (inside.fetch_add(1) != 0)
            overlapped = true;
        std::this_thread::yield();
        inside.fetch_sub(1);
    };
    {
        bb::broker_context ctx;
        auto const on = bb::listen<ticked>(
            ctx, asio::bind_executor(pool.get_executor(), [&]() -> asio::awaitable<void> {
                step();
                co_await asio::post(asio::use_awaitable);
                step();
                ended.add();
            }));
        for (int i = 0; i != 1000; ++i)
            bb::emit<ticked>(ctx, i, "");
        ended.wait_for(1000);
    }
    pool.join();
    BOOST_TEST(!overlapped);
}

BOOST_AUTO_TEST_CASE(each_executor_gets_the_event)
{
    runner here;
    runner there;
    tally count;
    bb::broker_context ctx;
    int directly = 0;
    auto const one =
        bb::listen<ticked>(ctx, asio::bind_executor(here.executor(), [&] { count.add(); }));
    auto const two =
        bb::listen<ticked>(ctx, asio::bind_executor(there.executor(), [&] { count.add(); }));
    auto const three = bb::listen<ticked>(ctx, [&] { ++directly; });
    BOOST_TEST(bb::emit<ticked>(ctx, 1, "x").accepted == 3u);
    BOOST_TEST(directly == 1);
    count.wait_for(2);
}

BOOST_AUTO_TEST_CASE(an_event_that_cannot_be_copied_reaches_all)
{
    runner there;
    std::atomic<int> sum{0};
    tally count;
    bb::broker_context ctx(there.executor());
    auto const one = bb::listen<moved_only>(ctx, [&](moved_only const& m) {
        sum += *m.content;
        count.add();
    });
    BOOST_TEST(bb::emit(ctx, moved_only{std::make_unique<int>(3)}).accepted == 1u);
    count.wait_for(1);
    asio::io_context io;
    auto const two = bb::listen<moved_only>(ctx,
        asio::bind_executor(
            asio::make_strand(io), [&](moved_only const& m) { sum += *m.content; }));
    BOOST_TEST(bb::emit(ctx, moved_only{std::make_unique<int>(5)}).accepted == 2u);
    count.wait_for(2);
    io.run();
    BOOST_TEST(sum == 13);
}

BOOST_AUTO_TEST_CASE(a_stopped_listener_is_not_called_and_dies_on_its_executor)
{
    asio::io_context io;
    auto const owned = std::make_shared<int>(1);
    bb::broker_context ctx(bb::one_thread(io.get_executor()));
    int calls = 0;
    auto on = bb::listen<ticked>(ctx, [&calls, owned] { ++calls; });
    bb::emit<ticked>(ctx, 1, "");
    BOOST_TEST(on.active());
    std::thread([&] { on.stop(); }).join();
    BOOST_TEST(!on.active());
    BOOST_TEST(owned.use_count() == 2);
    BOOST_TEST(bb::emit<ticked>(ctx, 2, "").accepted == 0u);
    io.run();
    BOOST_TEST(calls == 0);
    BOOST_TEST(owned.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(a_closed_context_takes_nothing_and_its_handlers_die)
{
    asio::io_context io;
    auto const owned = std::make_shared<int>(1);
    int calls = 0;
    {
        bb::broker_context ctx(bb::one_thread(io.get_executor()));
        auto const on = bb::listen<ticked>(ctx, [&calls, owned] { ++calls; });
        bb::emit<ticked>(ctx, 1, "");
        ctx.close();
        BOOST_TEST(!on.active());
        BOOST_TEST(bb::emit<ticked>(ctx, 2, "").accepted == 0u);
        auto const late = bb::listen<ticked>(ctx, [] {});
        BOOST_TEST(!late.active());
    }
    io.run();
    BOOST_TEST(calls == 0);
    BOOST_TEST(owned.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(handlers_die_with_their_execution_context)
{
    auto const owned = std::make_shared<int>(1);
    int calls = 0;
    bb::broker_context ctx;
    bb::handle on;
    {
        asio::io_context io;
        on = bb::listen<ticked>(
            ctx, asio::bind_executor(asio::make_strand(io), [&calls, owned] { ++calls; }));
        bb::emit<ticked>(ctx, 1, "");
    }
    BOOST_TEST(owned.use_count() == 1);
    BOOST_TEST(!on.active());
    BOOST_TEST(bb::emit<ticked>(ctx, 2, "").accepted == 0u);
    BOOST_TEST(calls == 0);
}

BOOST_AUTO_TEST_CASE(a_handler_may_close_its_context_and_drop_itself)
{
    asio::io_context io;
    bb::broker_context ctx(bb::one_thread(io.get_executor()));
    int calls = 0;
    bb::handle on;
    on = bb::listen<ticked>(ctx, [&] {
        ++calls;
        on.stop();
    });
    auto const other = bb::listen<tocked>(ctx, [&] {
        ++calls;
        ctx.close();
    });
    bb::emit<ticked>(ctx, 1, "");
    bb::emit<ticked>(ctx, 2, "");
    bb::emit<tocked>(ctx, 3);
    bb::emit<tocked>(ctx, 4);
    io.run();
    BOOST_TEST(calls == 2);
}

BOOST_AUTO_TEST_CASE(an_owner_that_is_gone_ends_its_listener)
{
    asio::io_context io;
    bb::broker_context ctx(bb::one_thread(io.get_executor()));
    auto owner = std::make_shared<int>(1);
    int calls = 0;
    auto const on = bb::listen<ticked>(ctx, bb::track(owner, [&] { ++calls; }));
    bb::emit<ticked>(ctx, 1, "");
    io.run();
    owner.reset();
    bb::emit<ticked>(ctx, 2, "");
    io.restart();
    io.run();
    BOOST_TEST(calls == 1);
    BOOST_TEST(!on.active());
    BOOST_TEST(bb::emit<ticked>(ctx, 3, "").accepted == 0u);
}

BOOST_AUTO_TEST_CASE(what_happened_is_counted_for_each_context)
{
    for (int round = 0; round != 2; ++round) {
        asio::io_context io;
        bb::broker_context ctx(bb::one_thread(io.get_executor()));
        auto const on = bb::listen<ticked>(ctx, [](std::int64_t number, std::string const&) {
            if (number == 2)
                throw std::runtime_error("not this one");
        });
        bb::emit<ticked>(ctx, 1, "");
        bb::emit<ticked>(ctx, 2, "");
        io.run();
        auto const seen = bb::stats<bb::event_broker<ticked>>(ctx);
        BOOST_TEST(seen.sent == 2u);
        BOOST_TEST(seen.queued == 2u);
        BOOST_TEST(seen.delivered == 2u);
        BOOST_TEST(seen.threw == 1u);
    }
}

BOOST_AUTO_TEST_CASE(the_default_context_is_one_for_all_threads)
{
    int calls = 0;
    auto const on = bb::listen<tocked>([&] { ++calls; });
    bb::emit_result reached;
    std::thread([&] { reached = bb::emit<tocked>(1); }).join();
    BOOST_TEST(reached.accepted == 1u);
    BOOST_TEST(calls == 1);
}

BOOST_AUTO_TEST_CASE(emitters_on_many_threads_meet_listeners_that_come_and_go)
{
    runner there;
    std::atomic<std::int64_t> calls{0};
    std::atomic<bool> done{false};
    {
        bb::broker_context ctx(there.executor());
        std::vector<std::thread> emitters;
        for (int t = 0; t != 3; ++t)
            emitters.emplace_back([&] {
                while (!done)
                    bb::emit<ticked>(ctx, 1, "some text that is long enough to be elsewhere");
            });
        for (int i = 0; i != 300; ++i) {
            auto on = bb::listen<ticked>(ctx, [&, count = std::make_shared<int>(0)] {
                ++*count;
                ++calls;
            });
        }
        done = true;
        for (auto& e : emitters)
            e.join();
    }
    BOOST_TEST(calls >= 0);
}

BOOST_AUTO_TEST_CASE(an_executor_that_lingers_gets_what_comes_soon_without_a_wake_up)
{
    asio::io_context io;
    bb::broker_context ctx(bb::one_thread(io.get_executor()));
    tally count;
    auto const on = bb::listen<lingered>(ctx, [&] {
        count.add();
        if (count.value() == 2)
            io.stop();
    });
    bb::emit<lingered>(ctx, 1);
    std::thread sender([&] {
        count.wait_for(1);
        bb::emit<lingered>(ctx, 2);
    });
    io.poll(); // once, and it does not end before the time is over or the second has come
    BOOST_TEST(count.value() == 2);
    sender.join();
}

BOOST_AUTO_TEST_CASE(an_execution_context_may_end_while_others_emit_to_it)
{
    for (int round = 0; round != 50; ++round) {
        bb::broker_context ctx;
        std::atomic<bool> done{false};
        auto io = std::make_unique<asio::io_context>();
        auto const on = bb::listen<ticked>(
            ctx, asio::bind_executor(asio::make_strand(*io), [](ticked const&) {}));
        std::atomic<bool> started{false};
        std::thread emitter([&] {
            while (!done) {
                bb::emit<ticked>(ctx, 1, "");
                started = true;
            }
        });
        while (!started)
            std::this_thread::yield();
        io->poll();
        io.reset();
        done = true;
        emitter.join();
        BOOST_TEST(!on.active());
    }
}

BOOST_AUTO_TEST_SUITE_END()
