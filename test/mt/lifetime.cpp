// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// What ends in the lane `mt` at a moment when it is being used.

#include "threads.hpp"
#include <boost_broker/close_report.hpp>
#include <boost_broker/drop.hpp>
#include <boost_broker/manual_clock.hpp>
#include <boost_broker/mt.hpp>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

namespace mt_lifetime_test {

struct ask {
    using broker_policy = boost_broker::mt<>;
    using response = int;
    int id = 0;
};
struct noted {
    using broker_policy = boost_broker::mt<>;
    int number = 0;
};
struct noted_here {
    int number = 0;
};

} // namespace mt_lifetime_test

BOOST_HANA_ADAPT_STRUCT(mt_lifetime_test::ask, id);
BOOST_HANA_ADAPT_STRUCT(mt_lifetime_test::noted, number);
BOOST_HANA_ADAPT_STRUCT(mt_lifetime_test::noted_here, number);

namespace mt_lifetime_test {

namespace asio = boost::asio;
namespace bb = boost_broker;
using namespace std::chrono_literals;

// A function that does something when it has been moved so many times.
template<class Function>
class moved
{
public:
    moved(int& moves_left, std::function<void()> const& then, Function f)
        : left_(&moves_left)
        , then_(&then)
        , function_(std::move(f))
    {}
    moved(moved&& other) : left_(other.left_), then_(other.then_), function_(other.function_)
    {
        if ((*left_)-- == 0)
            (*then_)();
    }

    template<class... Args>
    void operator()(Args&&... args) const
    {
        function_(std::forward<Args>(args)...);
    }

private:
    int* left_;
    std::function<void()> const* then_;
    Function function_;
};

std::ptrdiff_t threads()
{
    return std::distance(std::filesystem::directory_iterator("/proc/self/task"), {});
}

} // namespace mt_lifetime_test

BOOST_AUTO_TEST_SUITE(lifetime)

using namespace mt_lifetime_test;

BOOST_AUTO_TEST_CASE(a_handler_without_an_executor_waits_for_a_provider_beside_it)
{
    bb::broker_context ctx;
    auto const provider = bb::set_provider<ask>(ctx, [](int id) { return id + 1; });
    std::optional<bb::result<int>> answer;
    auto const listener = bb::listen<noted>(
        ctx, [&](int number) { answer = bb::request<ask>(ctx, number, bb::blocking(1s)); });
    bb::emit<noted>(ctx, 1);
    BOOST_REQUIRE(answer.has_value());
    BOOST_TEST(answer->value() == 2);
}

BOOST_AUTO_TEST_CASE(a_handler_without_an_executor_drops_itself)
{
    bb::broker_context ctx;
    std::optional<bb::result<void>> dropped;
    bb::handle listener;
    listener = bb::listen<noted>(
        ctx, [&] { dropped = bb::drop_listener(std::move(listener), bb::blocking(1s)); });
    bb::emit<noted>(ctx, 1);
    BOOST_REQUIRE(dropped.has_value());
    BOOST_TEST(dropped->has_value());
}

BOOST_AUTO_TEST_CASE(a_context_that_is_closed_while_a_request_begins)
{
    for (int moves = 0; moves != 16; ++moves) {
        asio::io_context there;
        asio::io_context here;
        bb::broker_context ctx(bb::one_thread(there.get_executor()));
        auto const strand = asio::make_strand(here);
        auto const provider = bb::set_provider<ask>(ctx, [](int id) { return id + 1; });
        there.poll();
        int left = moves;
        std::function<void()> const close = [&] {
            ctx.close();
            there.restart();
            there.poll();
            here.restart();
            here.poll();
        };
        int calls = 0;
        bb::request<ask>(ctx, 1,
            asio::bind_executor(
                strand, moved(left, close, [&](bb::result<int> const&) { ++calls; })));
        there.restart();
        there.run();
        here.restart();
        here.run();
        BOOST_TEST(calls == 1, moves << " moves");
    }
}

// Nor of its deadline, which has not passed.
BOOST_AUTO_TEST_CASE(nothing_is_left_of_waiting_for_the_end_of_a_context)
{
    auto const before = threads();
    asio::io_context io;
    bool closed = false;
    {
        bb::broker_context ctx(io);
        auto const listener = bb::listen<noted>(ctx, [] {});
        bb::request<ask>(ctx, 1, [](bb::result<int> const&) {});
        ctx.async_close(1h, [&](bb::close_report const& left) { closed = left.empty(); });
    }
    io.run();
    BOOST_TEST(closed);
    BOOST_TEST(threads() == before);
}

// The thread on which the deadline passes is none of those that run what is of the lane `local`.
BOOST_AUTO_TEST_CASE(a_deadline_leaves_handlers_of_the_other_lane_to_their_thread)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    auto const keeps_running = [&]() -> asio::awaitable<void> {
        asio::steady_timer timer(io, 1ms);
        for (;;) {
            timer.expires_after(1ms);
            co_await timer.async_wait(asio::use_awaitable);
            bb::handle const another = bb::listen<noted_here>(ctx, [] {});
        }
    };
    bb::handle const here = bb::listen<noted_here>(ctx, keeps_running);
    bb::handle const anywhere = bb::listen<noted>(ctx, keeps_running);
    bb::emit<noted_here>(ctx, 1);
    bb::emit<noted>(ctx, 1);
    io.poll();
    std::optional<bb::close_report> report;
    ctx.async_close(20ms, [&](bb::close_report left) { report = std::move(left); });
    io.restart();
    io.run();
    BOOST_REQUIRE(report.has_value());
    BOOST_TEST(report->deadline_passed);
    BOOST_REQUIRE(report->unfinished.size() == 2u);
    BOOST_TEST(report->unfinished[0].coroutines == 1u);
    BOOST_TEST(report->unfinished[1].coroutines == 1u);
}

BOOST_AUTO_TEST_CASE(handlers_that_close_their_context_do_not_wait_for_themselves)
{
    bb::manual_clock clock;
    asio::io_context io;
    bb::broker_context ctx(io);
    ctx.use_clock(clock);
    int closed = 0;
    auto const closes = [&]() -> asio::awaitable<void> {
        co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
        bb::close_report const left = co_await ctx.async_close(1h);
        closed += left.empty() ? 1 : 0;
    };
    bb::handle const first = bb::listen<noted>(ctx, closes);
    bb::handle const second = bb::listen<noted>(ctx, closes);
    bb::emit<noted>(ctx, 1);
    io.run_for(1s);
    BOOST_TEST(closed == 2);
}

BOOST_AUTO_TEST_CASE(a_strand_for_each_connection_does_not_add_up)
{
    asio::io_context io;
    bb::broker_context ctx;
    auto const provider = bb::set_provider<ask>(ctx, [](int id) { return id + 1; });
    int answered = 0;
    for (int connection = 0; connection != 300; ++connection) {
        auto const strand = asio::make_strand(io);
        bb::handle const on = bb::listen<noted>(ctx, asio::bind_executor(strand, [] {}));
        bb::request<ask>(ctx, 1, asio::bind_executor(strand, [&](bb::result<int> const& answer) {
            answered += answer.has_value();
        }));
        io.restart();
        io.run();
    }
    BOOST_TEST(answered == 300);
    std::size_t inboxes = 0;
    bb::detail::mt_context::find(*bb::detail::context_access::raw(ctx))
        ->for_each_inbox([&](auto const&) { ++inboxes; });
    BOOST_TEST(inboxes < 70u);
}

// A thread remembers where it waited last; that must not be given to somebody who has found the
// context open when the inbox has ended meanwhile.
BOOST_AUTO_TEST_CASE(an_inbox_that_has_ended_expects_nobody)
{
    asio::io_context io;
    std::optional<bb::broker_context> ctx(std::in_place, io.get_executor());
    auto const id = ctx->id();
    auto& of_context = bb::detail::mt_context::of(*bb::detail::context_access::open_core(*ctx));
    auto const provider = bb::set_provider<ask>(*ctx, [](int number) { return number; });
    bb::request<ask>(*ctx, 1, [](auto const&) {});
    io.run();
    using last_wait = bb::detail::mt_last_wait;
    bb::detail::mt_inbox_ptr const last(
        last_wait::of_thread().find(of_context, id, last_wait::executor::of_context));
    BOOST_REQUIRE((last != nullptr));
    BOOST_TEST(last->expect_if_used());
    last->expect_no_more();
    ctx.reset();
    io.restart();
    io.run();
    BOOST_TEST(!last->expect_if_used());
}

BOOST_AUTO_TEST_SUITE_END()
