// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Dropping handlers of the lane `mt`: when it completes, none of their calls runs, none will start,
// and what they captured is gone.

#include "threads.hpp"
#include <boost_broker/close_report.hpp>
#include <boost_broker/drop.hpp>
#include <boost_broker/handle_group.hpp>
#include <boost_broker/manual_clock.hpp>
#include <boost_broker/mt.hpp>
#include <boost_broker/timeout.hpp>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

namespace mt_drop_test {

struct ticked {
    using broker_policy = boost_broker::mt<>;
    std::int64_t number = 0;
};
struct ticked_here {
    std::int64_t number = 0;
};

} // namespace mt_drop_test

BOOST_HANA_ADAPT_STRUCT(mt_drop_test::ticked, number);
BOOST_HANA_ADAPT_STRUCT(mt_drop_test::ticked_here, number);

namespace mt_drop_test {

namespace asio = boost::asio;
namespace bb = boost_broker;
using namespace std::chrono_literals;
using mt_test::runner;
using mt_test::tally;

// A coroutine that waits until it is told to go on, or cancelled.
asio::awaitable<void> wait_for(asio::steady_timer& gate)
{
    boost::system::error_code ignored;
    co_await gate.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

} // namespace mt_drop_test

BOOST_AUTO_TEST_SUITE(drop)

using namespace mt_drop_test;

BOOST_AUTO_TEST_CASE(after_a_drop_the_handler_is_gone)
{
    runner there;
    bb::broker_context ctx(there.executor());
    for (int i = 0; i != 100; ++i) {
        auto owned = std::make_unique<std::atomic<int>>(0);
        auto on = bb::listen<ticked>(ctx, [&calls = *owned] { ++calls; });
        bb::emit<ticked>(ctx, 1);
        auto const gone = bb::drop_listener(std::move(on), bb::blocking);
        BOOST_TEST(gone.has_value());
        owned.reset(); // nobody uses it any more
        BOOST_TEST(bb::emit<ticked>(ctx, 2).accepted == 0u);
    }
}

BOOST_AUTO_TEST_CASE(a_drop_waits_for_its_running_coroutine)
{
    asio::io_context io;
    auto const ex = bb::one_thread(io.get_executor());
    bb::broker_context ctx(ex);
    asio::steady_timer gate(io, asio::steady_timer::time_point::max());
    auto on = bb::listen<ticked>(ctx, [&]() -> asio::awaitable<void> { co_await wait_for(gate); });
    bb::emit<ticked>(ctx, 1);
    io.poll();
    std::optional<bb::result<void>> gone;
    bb::drop_listener(
        std::move(on), asio::bind_executor(ex, [&](bb::result<void> r) { gone = std::move(r); }));
    io.restart();
    io.poll();
    BOOST_TEST(!gone);
    gate.cancel();
    io.restart();
    io.poll();
    BOOST_REQUIRE(gone.has_value());
    BOOST_TEST(gone->has_value());
}

BOOST_AUTO_TEST_CASE(a_drop_gives_up_at_its_deadline_and_cancels)
{
    bb::manual_clock clock;
    asio::io_context io;
    auto const ex = bb::one_thread(io.get_executor());
    bb::broker_context ctx(ex);
    ctx.use_clock(clock);
    asio::steady_timer gate(io, asio::steady_timer::time_point::max());
    bool ended = false;
    auto on = bb::listen<ticked>(ctx, [&]() -> asio::awaitable<void> {
        co_await wait_for(gate);
        ended = true;
    });
    bb::emit<ticked>(ctx, 1);
    io.poll();
    std::optional<bb::result<void>> gone;
    bb::drop_listener(std::move(on),
        bb::timeout(1s, asio::bind_executor(ex, [&](bb::result<void> r) { gone = std::move(r); })));
    io.restart();
    io.poll();
    clock.advance(1s);
    io.restart();
    io.poll();
    BOOST_REQUIRE(gone.has_value());
    BOOST_REQUIRE(!gone->has_value());
    BOOST_TEST((gone->error().code() == bb::errc::drain_timed_out));
    BOOST_TEST(ended); // it was told to
}

BOOST_AUTO_TEST_CASE(a_handler_may_drop_itself)
{
    runner there;
    bb::broker_context ctx(there.executor());
    tally done;
    std::atomic<bool> good{false};
    bb::handle plain;
    plain = bb::listen<ticked>(ctx, [&] {
        good = bb::drop_listener(std::move(plain), bb::blocking).has_value();
        done.add();
    });
    bb::emit<ticked>(ctx, 1);
    done.wait_for(1);
    BOOST_TEST(good);
    bb::handle coroutine;
    coroutine = bb::listen<ticked>(ctx, [&]() -> asio::awaitable<void> {
        auto const gone = co_await bb::drop_listener(std::move(coroutine), asio::use_awaitable);
        good = gone.has_value();
        done.add();
    });
    good = false;
    bb::emit<ticked>(ctx, 1);
    done.wait_for(2);
    BOOST_TEST(good);
}

BOOST_AUTO_TEST_CASE(all_listeners_and_groups_of_both_lanes)
{
    runner there;
    asio::io_context io;
    bb::broker_context ctx(there.executor());
    bb::broker_context here(io);
    auto const owned = std::make_shared<int>(0);
    std::vector<bb::handle> on;
    for (int i = 0; i != 3; ++i)
        on.push_back(bb::listen<ticked>(ctx, [owned] {}));
    BOOST_TEST(bb::drop_all_listeners<ticked>(ctx, bb::blocking).has_value());
    BOOST_TEST(owned.use_count() == 1);
    bb::handle_group group;
    group.add(bb::listen<ticked>(ctx, [owned] {}));
    group.add(bb::listen<ticked_here>(here, [owned] {}));
    bool gone = false;
    bb::drop(std::move(group),
        asio::bind_executor(io, [&](bb::result<void> const& r) { gone = r.has_value(); }));
    io.run();
    BOOST_TEST(gone);
    BOOST_TEST(owned.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(a_drop_completes_when_everything_else_has_ended)
{
    asio::io_context io;
    std::optional<bb::handle> on;
    {
        asio::io_context there;
        bb::broker_context ctx(bb::one_thread(there.get_executor()));
        on = bb::listen<ticked>(ctx, [] {});
    }
    bool gone = false;
    bb::drop_listener(std::move(*on),
        asio::bind_executor(io, [&](bb::result<void> const& r) { gone = r.has_value(); }));
    BOOST_TEST(!gone);
    io.run();
    BOOST_TEST(gone);
}

BOOST_AUTO_TEST_CASE(closing_waits_for_handlers_on_other_threads)
{
    runner there;
    asio::io_context io;
    auto const owned = std::make_shared<int>(0);
    bb::broker_context ctx(there.executor());
    auto const on = bb::listen<ticked>(ctx, [owned] {});
    bb::emit<ticked>(ctx, 1);
    std::optional<bb::close_report> left;
    ctx.async_close(5s, asio::bind_executor(io, [&](bb::close_report r) { left = std::move(r); }));
    BOOST_TEST(!ctx.is_open());
    io.run();
    BOOST_REQUIRE(left.has_value());
    BOOST_TEST(left->empty());
    BOOST_TEST(owned.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(a_thread_that_closes_waits_for_handlers_on_other_threads)
{
    runner there;
    runner also_there;
    auto const owned = std::make_shared<int>(0);
    bb::broker_context ctx(there.executor());
    bb::context_ref const here = ctx;
    tally begun;
    std::atomic<bool> ended{false};
    auto const on = bb::listen<ticked>(ctx, [&, owned] {
        begun.add();
        while (here.is_open())
            std::this_thread::yield();
        ended = true;
    });
    auto const idle =
        bb::listen<ticked>(ctx, asio::bind_executor(also_there.executor(), [owned] {}));
    bb::emit<ticked>(ctx, 1);
    begun.wait_for(1);
    bb::close_report const left = ctx.async_close(1h, bb::blocking);
    BOOST_TEST(ended);
    BOOST_TEST(left.empty());
    BOOST_TEST(!left.deadline_passed);
    BOOST_TEST(owned.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(a_thread_that_closes_is_told_what_did_not_end)
{
    runner there;
    bb::broker_context ctx;
    tally begun;
    auto const on = bb::listen<ticked>(
        ctx, asio::bind_executor(there.executor(), [&]() -> asio::awaitable<void> {
            asio::steady_timer never(
                co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
            begun.add();
            co_await wait_for(never);
        }));
    bb::emit<ticked>(ctx, 1);
    begun.wait_for(1);
    bb::close_report const left = ctx.async_close(1h, bb::blocking(1ms));
    BOOST_TEST(left.deadline_passed);
    BOOST_REQUIRE(left.unfinished.size() == 1u);
    BOOST_TEST(left.unfinished[0].message == "mt_drop_test::ticked");
    BOOST_TEST(left.unfinished[0].coroutines == 1u);
    BOOST_TEST((left.waited >= 1ms));
}

BOOST_AUTO_TEST_CASE(a_handler_that_closes_and_waits_does_not_wait_for_its_own_thread)
{
    asio::io_context io;
    bb::broker_context ctx(bb::one_thread(io.get_executor()));
    asio::steady_timer gate(io, asio::steady_timer::time_point::max());
    std::optional<bb::close_report> left;
    auto const suspended =
        bb::listen<ticked>(ctx, [&]() -> asio::awaitable<void> { co_await wait_for(gate); });
    auto const on = bb::listen<ticked>(ctx, [&](int number) {
        if (number == 2)
            left = ctx.async_close(0s, bb::blocking);
    });
    bb::emit<ticked>(ctx, 1);
    bb::emit<ticked>(ctx, 2);
    io.poll();
    BOOST_REQUIRE(left.has_value());
    BOOST_TEST(!left->deadline_passed);
    BOOST_REQUIRE(left->unfinished.size() == 1u); // the coroutines that are suspended here
    BOOST_TEST(left->unfinished[0].message == "mt_drop_test::ticked");
    BOOST_TEST(left->unfinished[0].coroutines > 0u);
}

BOOST_AUTO_TEST_CASE(a_coroutine_on_a_pool_does_not_wait_for_itself)
{
    asio::thread_pool pool(2);
    bb::broker_context ctx;
    tally done;
    bb::close_report left;
    bb::result<void> dropped;
    auto const on = bb::listen<ticked>(
        ctx, asio::bind_executor(pool.get_executor(), [&]() -> asio::awaitable<void> {
            co_await asio::post(asio::use_awaitable); // it goes on outside of the inbox
            dropped = bb::drop_all_listeners<ticked>(ctx, bb::blocking(1h));
            left = ctx.async_close(1h, bb::blocking);
            done.add();
        }));
    bb::emit<ticked>(ctx, 1);
    done.wait_for(1);
    BOOST_TEST((dropped.error() == bb::errc::would_deadlock));
    BOOST_TEST(!left.deadline_passed);
    BOOST_REQUIRE(left.unfinished.size() == 1u);
    BOOST_TEST(left.unfinished[0].coroutines == 1u);
    pool.join();
}

BOOST_AUTO_TEST_CASE(handlers_that_close_and_wait_do_not_wait_for_each_other)
{
    runner one;
    runner two;
    bb::broker_context ctx;
    tally begun;
    tally done;
    std::atomic<int> late{0};
    auto const closes = [&] {
        begun.add();
        begun.wait_for(2);
        late += ctx.async_close(1h, bb::blocking).deadline_passed ? 1 : 0;
        done.add();
    };
    auto const a = bb::listen<ticked>(ctx, asio::bind_executor(one.executor(), closes));
    auto const b = bb::listen<ticked>(ctx, asio::bind_executor(two.executor(), closes));
    bb::emit<ticked>(ctx, 1);
    done.wait_for(2);
    BOOST_TEST(late == 0);
}

BOOST_AUTO_TEST_CASE(handlers_that_drop_each_other_are_told)
{
    runner one;
    runner two;
    bb::broker_context ctx;
    tally begun;
    tally done;
    std::atomic<int> deadlocks{0};
    bb::handle a;
    bb::handle b;
    auto const drops = [&](bb::handle& other) {
        begun.add();
        begun.wait_for(2);
        auto const dropped = bb::drop_listener(std::move(other), bb::blocking(1h));
        deadlocks += !dropped && dropped.error() == bb::errc::would_deadlock ? 1 : 0;
        done.add();
    };
    a = bb::listen<ticked>(ctx, asio::bind_executor(one.executor(), [&] { drops(b); }));
    b = bb::listen<ticked>(ctx, asio::bind_executor(two.executor(), [&] { drops(a); }));
    bb::emit<ticked>(ctx, 1);
    done.wait_for(2);
    BOOST_TEST(deadlocks == 1);
}

BOOST_AUTO_TEST_CASE(closing_names_what_did_not_end)
{
    bb::manual_clock clock;
    asio::io_context io;
    auto const ex = bb::one_thread(io.get_executor());
    bb::broker_context ctx(ex);
    ctx.use_clock(clock);
    asio::steady_timer gate(io, asio::steady_timer::time_point::max());
    auto const on =
        bb::listen<ticked>(ctx, [&]() -> asio::awaitable<void> { co_await wait_for(gate); });
    bb::emit<ticked>(ctx, 1);
    io.poll();
    clock.advance(2s);
    std::optional<bb::close_report> left;
    ctx.async_close(3s, asio::bind_executor(ex, [&](bb::close_report r) { left = std::move(r); }));
    io.restart();
    io.poll();
    clock.advance(3s);
    io.restart();
    io.poll();
    BOOST_REQUIRE(left.has_value());
    BOOST_REQUIRE(left->unfinished.size() == 1u);
    BOOST_TEST(left->unfinished[0].message == "mt_drop_test::ticked");
    BOOST_TEST(left->unfinished[0].coroutines == 1u);
    BOOST_TEST((left->waited == 3s));
    BOOST_TEST(left->deadline_passed);
    io.restart();
    io.poll(); // it was told to end
}

// Whoever emits meanwhile never meets what the handler had.
BOOST_AUTO_TEST_CASE(listeners_come_and_go_under_fire)
{
    runner there;
    bb::broker_context ctx(there.executor());
    std::atomic<bool> stop{false};
    std::vector<std::thread> emitters;
    for (int i = 0; i != 2; ++i)
        emitters.emplace_back([&] {
            while (!stop)
                bb::emit<ticked>(ctx, 1);
        });
    for (int i = 0; i != 300; ++i) {
        auto owned = std::make_unique<int>(0);
        auto on = bb::listen<ticked>(ctx, [&calls = *owned] { ++calls; });
        auto const gone = bb::drop_listener(std::move(on), bb::blocking);
        owned.reset();
        BOOST_REQUIRE(gone.has_value());
    }
    stop = true;
    for (auto& e : emitters)
        e.join();
}

BOOST_AUTO_TEST_SUITE_END()
