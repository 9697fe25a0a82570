// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/close_report.hpp>
#include <boost_broker/diagnostics.hpp>
#include <boost_broker/drop.hpp>
#include <boost_broker/event_broker.hpp>
#include <boost_broker/manual_clock.hpp>
#include <boost_broker/multi_request_broker.hpp>
#include <boost_broker/request_broker.hpp>
#include <boost_broker/signal_broker.hpp>
#include <boost_broker/timeout.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#pragma push_macro("emit")
#undef emit

namespace close_report_test {

namespace bb = boost_broker;
namespace asio = boost::asio;
using namespace std::chrono_literals;

struct noted {};
struct other {};
struct ask {
    using response = int;
};
struct command {};

std::string const noted_name = "close_report_test::noted";

template<class T>
std::string printed(T const& value)
{
    std::ostringstream out;
    out << value;
    return out.str();
}

bb::unfinished_handler unfinished(bb::broker_kind broker, std::string const& message,
    std::size_t coroutines, std::chrono::nanoseconds oldest)
{
    bb::unfinished_handler handler;
    handler.broker = broker;
    handler.message = "close_report_test::" + message;
    handler.coroutines = coroutines;
    handler.oldest = oldest;
    return handler;
}

struct fixture {
    asio::io_context io;
    bb::manual_clock clock;
    std::optional<bb::broker_context> ctx{std::in_place, io};
    std::optional<bb::close_report> left;
    asio::steady_timer first{io, asio::steady_timer::time_point::max()};
    asio::steady_timer second{io, asio::steady_timer::time_point::max()};
    std::vector<boost::system::error_code> ends; // of what waited for a timer

    fixture()
    {
        ctx->use_clock(clock);
        ctx->set_name("cellar");
    }

    void poll()
    {
        io.restart();
        io.poll();
    }

    /// A token that keeps the report.
    auto keep()
    {
        return [this](bb::close_report r) {
            BOOST_TEST(!left.has_value());
            left = std::move(r);
        };
    }

    asio::awaitable<void> wait(asio::steady_timer& timer)
    {
        boost::system::error_code ec;
        co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ec));
        ends.push_back(ec);
    }

    /// A handler that runs until its timer is cancelled.
    auto waits_for(asio::steady_timer& timer)
    {
        return [this, &timer]() -> asio::awaitable<void> { return wait(timer); };
    }

    /// Lets one coroutine listener wait for the first timer.
    bb::handle run_one()
    {
        auto on = bb::listen<noted>(*ctx, waits_for(first));
        bb::emit<noted>(*ctx);
        poll();
        return on;
    }
};

} // namespace close_report_test

BOOST_AUTO_TEST_SUITE(close_report)

using namespace close_report_test;

BOOST_AUTO_TEST_CASE(a_report_is_printed_as_a_sentence)
{
    bb::close_report report;
    report.context = "context 'cellar'";
    BOOST_TEST(report.empty());
    BOOST_TEST(!report);
    BOOST_TEST(
        printed(report) == "context 'cellar' is closed, and none of its handlers runs any more.");
    report.unfinished.push_back(unfinished(bb::broker_kind::event, "noted", 2, 7500ms));
    BOOST_TEST(!report.empty());
    BOOST_TEST(static_cast<bool>(report));
    BOOST_TEST(printed(report) ==
        "context 'cellar' is closed, but 1 handler still runs: a listener of the event "
        "close_report_test::noted (2 coroutines, the oldest for 7.5 s).");
    report.unfinished.push_back(unfinished(bb::broker_kind::request, "ask", 1, 20ms));
    report.waited = 5s;
    report.deadline_passed = true;
    BOOST_TEST(printed(report) ==
        "context 'cellar' is closed, but 2 handlers had not ended after 5 s and were cancelled: a "
        "listener of the event close_report_test::noted (2 coroutines, the oldest for 7.5 s), a "
        "provider of the request close_report_test::ask (1 coroutine, for 20 ms).");
    report.unfinished.erase(report.unfinished.begin());
    BOOST_TEST(printed(report).find("1 handler had not ended after 5 s and was cancelled: ") !=
        std::string::npos);
    report.deadline_passed = false;
    report.unfinished.push_back(unfinished(bb::broker_kind::signal, "command", 1, 0s));
    BOOST_TEST(printed(report).find("but 2 handlers still run: ") != std::string::npos);
    BOOST_TEST(printed(report.unfinished.back()) ==
        "a handler of the signal close_report_test::command (1 coroutine, for 0 ms)");
    report.unfinished.back().broker = bb::broker_kind::multi_request;
    BOOST_TEST(printed(report.unfinished.back()) ==
        "a provider of the multi-request close_report_test::command (1 coroutine, for 0 ms)");
}

BOOST_FIXTURE_TEST_CASE(closing_happens_in_the_call_and_only_the_waiting_is_lazy, fixture)
{
    bb::handle const on = run_one();
    auto waiting = ctx->async_close(5s); // not started
    BOOST_TEST(!ctx->is_open());
    BOOST_TEST(!on.active());
    BOOST_TEST(clock.pending() == 0u);
    clock.advance(1h); // the deadline counts from the start
    std::move(waiting)(keep());
    BOOST_TEST(clock.pending() == 1u);
    clock.advance(5s - 1ns);
    poll();
    BOOST_TEST(!left.has_value());
    first.cancel();
    io.run();
    BOOST_TEST(left.value().empty());
    BOOST_TEST(!left->deadline_passed);
    BOOST_TEST(left->context == "context 'cellar'");
    BOOST_TEST((left->waited == 5s - 1ns));
    BOOST_TEST(clock.pending() == 0u);
}

BOOST_FIXTURE_TEST_CASE(a_close_that_nobody_waits_for_closes_all_the_same, fixture)
{
    bb::handle const on = run_one();
    (void)ctx->async_close(5s);
    BOOST_TEST(!ctx->is_open());
    first.cancel();
    io.run();
    BOOST_TEST(ends.size() == 1u);
}

BOOST_FIXTURE_TEST_CASE(a_close_with_nothing_to_wait_for_never_completes_inside_the_call, fixture)
{
    bb::handle const on = bb::listen<noted>(*ctx, [] {});
    ctx->async_close(5s, keep());
    BOOST_TEST(!left.has_value());
    io.run();
    BOOST_TEST(left.value().empty());
    BOOST_TEST((left->waited == 0s));
    BOOST_TEST(left->context == "context 'cellar'");
}

// Of each broker, and those of which the handle is gone already.
BOOST_FIXTURE_TEST_CASE(it_waits_for_the_coroutines_of_every_broker, fixture)
{
    auto const waits_and_answers = [this]() -> asio::awaitable<int> {
        co_await wait(second);
        co_return 7;
    };
    bb::handle listener = bb::listen<noted>(*ctx, waits_for(first));
    auto const provider = bb::set_provider<ask>(*ctx, waits_and_answers);
    auto const part = bb::add_provider<ask>(*ctx, waits_and_answers);
    auto const handler = bb::on_signal<command>(*ctx, waits_for(second));
    int gone = 0;
    auto const expect_gone = [&](auto const& r) {
        BOOST_TEST((r.error() == bb::errc::provider_gone));
        ++gone;
    };
    bb::emit<noted>(*ctx);
    poll();
    clock.advance(1s);
    bb::request<ask>(*ctx, expect_gone);
    bb::request_all<ask>(*ctx, expect_gone);
    BOOST_TEST(bb::signal<command>(*ctx).has_value());
    bb::emit<noted>(*ctx);
    poll();
    listener = bb::handle();
    ctx->async_close(3s, keep());
    poll();
    BOOST_TEST(gone == 2);
    BOOST_TEST(!left.has_value());
    clock.advance(3s);
    io.run();
    BOOST_TEST(left.value().deadline_passed);
    BOOST_TEST((left->waited == 3s));
    std::vector<bb::unfinished_handler> const expected{
        unfinished(bb::broker_kind::event, "noted", 2, 4s),
        unfinished(bb::broker_kind::request, "ask", 1, 3s),
        unfinished(bb::broker_kind::multi_request, "ask", 1, 3s),
        unfinished(bb::broker_kind::signal, "command", 1, 3s),
    };
    BOOST_TEST((left->unfinished == expected), printed(*left));
    BOOST_TEST(ends.size() == 5u); // cancelled, or io.run() would not have returned
}

BOOST_FIXTURE_TEST_CASE(only_what_has_not_ended_is_reported_and_cancelled, fixture)
{
    std::string reported;
    ctx->diagnostics().connect([&](bb::diagnostic const& d) {
        BOOST_TEST((d.kind == bb::diagnostic_kind::drain_timed_out));
        reported += d.text;
    });
    bb::handle const a = bb::listen<noted>(*ctx, waits_for(first));
    bb::handle const b =
        bb::listen<other>(*ctx, asio::bind_executor(asio::make_strand(io), waits_for(second)));
    bb::emit<noted>(*ctx);
    bb::emit<other>(*ctx);
    poll();
    ctx->async_close(5s, keep());
    clock.advance(2s);
    second.cancel();
    poll();
    BOOST_TEST(!left.has_value());
    clock.advance(3s);
    io.run();
    std::vector<bb::unfinished_handler> const expected{
        unfinished(bb::broker_kind::event, "noted", 1, 5s)};
    BOOST_TEST((left.value().unfinished == expected));
    BOOST_TEST(reported ==
        "a handler of " + noted_name +
            " in context 'cellar' still runs after the deadline of closing its context; it is "
            "cancelled now");
}

BOOST_FIXTURE_TEST_CASE(no_deadline_is_as_long_as_it_takes, fixture)
{
    bb::handle const on = run_one();
    ctx->async_close(0s, keep());
    BOOST_TEST(clock.pending() == 0u);
    clock.advance(1000h);
    poll();
    BOOST_TEST(!left.has_value());
    first.cancel();
    io.run();
    BOOST_TEST(left.value().empty());
}

BOOST_FIXTURE_TEST_CASE(of_two_deadlines_the_earlier_holds, fixture)
{
    bb::handle const on = run_one();
    std::vector<int> order;
    auto const note = [&](int n) {
        return [&order, n](bb::close_report const& r) {
            BOOST_TEST(r.unfinished.size() == 1u);
            order.push_back(n);
        };
    };
    ctx->async_close(3s, (bb::timeout)(5s, note(3)));
    ctx->async_close(5s, (bb::timeout)(2s, note(2)));
    ctx->async_close(0s, (bb::timeout)(1s, note(1)));
    ctx->async_close(4s, (bb::timeout)(0s, [](bb::close_report const&) {}));
    BOOST_TEST(clock.pending() == 4u);
    // Without letting it end, although it is cancelled.
    for (int i = 0; i != 3; ++i)
        clock.advance(1s);
    io.run();
    std::vector<int> const expected{1, 2, 3};
    BOOST_TEST(order == expected, boost::test_tools::per_element());
    BOOST_TEST(clock.pending() == 0u);
}

BOOST_FIXTURE_TEST_CASE(waiting_can_be_cancelled_and_cancels_nothing_else, fixture)
{
    bb::handle const on = run_one();
    for (auto const type : {asio::cancellation_type::total, asio::cancellation_type::partial,
             asio::cancellation_type::terminal}) {
        asio::cancellation_signal cancel;
        left.reset();
        ctx->async_close(5s, asio::bind_cancellation_slot(cancel.slot(), keep()));
        clock.advance(1s);
        cancel.emit(type);
        BOOST_TEST(!left.has_value());
        poll();
        BOOST_TEST(left.value().unfinished.size() == 1u);
        BOOST_TEST(!left->deadline_passed);
        BOOST_TEST((left->waited == 1s));
        BOOST_TEST(clock.pending() == 0u);
    }
    BOOST_TEST((left->unfinished[0].oldest == 3s));
    BOOST_TEST(ends.empty());
    first.cancel();
    io.run();
}

BOOST_FIXTURE_TEST_CASE(closing_again_waits_for_what_is_left, fixture)
{
    bb::handle const on = run_one();
    ctx->close();
    int completed = 0;
    auto const count = [&](bb::close_report const& r) {
        BOOST_TEST(r.empty());
        ++completed;
    };
    ctx->async_close(5s, count);
    ctx->async_close(7s, count);
    poll();
    BOOST_TEST(completed == 0);
    first.cancel();
    io.run();
    BOOST_TEST(completed == 2);
    ctx->async_close(5s, keep());
    io.restart();
    io.run();
    BOOST_TEST(left.value().empty());
}

BOOST_FIXTURE_TEST_CASE(a_handler_may_close_its_context_and_does_not_wait_for_itself, fixture)
{
    bool lives = false;
    bb::handle const on = bb::listen<noted>(*ctx, [&]() -> asio::awaitable<void> {
        bb::close_report const r = co_await ctx->async_close(5s);
        left = r;
        lives = co_await asio::this_coro::executor != asio::any_io_executor();
    });
    bb::emit<noted>(*ctx);
    io.run();
    BOOST_TEST(left.value().empty());
    BOOST_TEST(lives);
}

BOOST_FIXTURE_TEST_CASE(a_handler_that_closes_is_neither_reported_nor_cancelled, fixture)
{
    bool went_on = false;
    bb::handle const busy = bb::listen<noted>(*ctx, waits_for(first));
    bb::handle const on = bb::listen<noted>(*ctx, [&]() -> asio::awaitable<void> {
        bb::close_report const r = co_await ctx->async_close(5s, asio::use_awaitable);
        left = r;
        // Throws if this coroutine was cancelled.
        co_await asio::post(asio::use_awaitable);
        went_on = true;
    });
    bb::emit<noted>(*ctx);
    poll();
    clock.advance(5s);
    io.run();
    std::vector<bb::unfinished_handler> const expected{
        unfinished(bb::broker_kind::event, "noted", 1, 5s)};
    BOOST_TEST((left.value().unfinished == expected), printed(*left));
    BOOST_TEST(went_on);
    BOOST_TEST(ends.size() == 1u);
}

// Two calls of one handler, which would otherwise wait for each other until the deadline.
BOOST_FIXTURE_TEST_CASE(handlers_that_close_do_not_wait_for_each_other, fixture)
{
    int completed = 0;
    auto const closes = [&]() -> asio::awaitable<void> {
        co_await asio::post(asio::use_awaitable);
        bb::close_report const r = co_await ctx->async_close(5s);
        BOOST_TEST(r.empty(), printed(r));
        ++completed;
    };
    bb::handle const a = bb::listen<noted>(*ctx, closes);
    auto const b = bb::on_signal<command>(*ctx, closes);
    bb::emit<noted>(*ctx);
    bb::emit<noted>(*ctx);
    BOOST_TEST(bb::signal<command>(*ctx).has_value());
    io.run();
    BOOST_TEST(completed == 3);
    BOOST_TEST(clock.pending() == 0u);
}

BOOST_FIXTURE_TEST_CASE(handlers_that_close_are_waited_for_by_others, fixture)
{
    bb::handle const on = bb::listen<noted>(*ctx, [&]() -> asio::awaitable<void> {
        (void)co_await ctx->async_close(1s);
        co_await wait(first);
    });
    bb::emit<noted>(*ctx);
    poll();
    ctx->async_close(5s, keep());
    poll();
    BOOST_TEST(!left.has_value());
    first.cancel();
    io.run();
    BOOST_TEST(left.value().empty());
}

BOOST_FIXTURE_TEST_CASE(a_plain_handler_may_close_its_context, fixture)
{
    auto const kept = std::make_shared<int>();
    bb::handle const on = bb::listen<noted>(*ctx, [&, kept] {
        ctx->async_close(5s, keep());
        poll();
        BOOST_TEST(!left.has_value()); // this handler itself is not destroyed yet
    });
    bb::emit<noted>(*ctx);
    poll();
    BOOST_TEST(left.value().empty());
    BOOST_TEST(kept.use_count() == 1);
}

BOOST_FIXTURE_TEST_CASE(the_context_may_be_destroyed_while_it_waits, fixture)
{
    bb::handle const on = run_one();
    ctx->async_close(5s, keep());
    ctx.reset();
    bb::broker_context const next(io); // may use the same memory
    poll();
    BOOST_TEST(!left.has_value());
    clock.advance(5s);
    io.run();
    BOOST_TEST(left.value().context == "context 'cellar'");
    BOOST_TEST(left->unfinished.size() == 1u);
    BOOST_TEST(ends.size() == 1u); // cancelled all the same
}

BOOST_FIXTURE_TEST_CASE(the_clock_may_end_with_the_context, fixture)
{
    std::optional<bb::manual_clock> ends_early(std::in_place);
    ctx->use_clock(*ends_early);
    bb::handle const on = run_one();
    asio::cancellation_signal cancel;
    ctx->async_close(5s, asio::bind_cancellation_slot(cancel.slot(), keep()));
    ends_early->advance(1s);
    ctx.reset();
    ends_early.reset();
    cancel.emit(asio::cancellation_type::total);
    poll();
    BOOST_TEST((left.value().waited == 1s));
    BOOST_TEST((left->unfinished.at(0).oldest == 1s));
    first.cancel();
    io.run();
}

BOOST_FIXTURE_TEST_CASE(a_lazy_wait_may_begin_after_the_context_has_ended, fixture)
{
    bb::handle on = run_one();
    auto waiting = ctx->async_close(5s);
    ctx.reset();
    on = bb::handle();
    std::move(waiting)(keep());
    poll();
    BOOST_TEST(!left.has_value());
    first.cancel();
    io.run();
    BOOST_TEST(left.value().context == "context 'cellar'");
}

BOOST_AUTO_TEST_CASE(a_wait_ends_with_its_execution_context)
{
    auto const kept = std::make_shared<int>();
    bb::handle on;
    bool ended = false;
    {
        asio::io_context io;
        bb::broker_context ctx(io);
        asio::steady_timer never(io, asio::steady_timer::time_point::max());
        std::shared_ptr<void> const at_end(nullptr, [&](void*) { ended = true; });
        on = bb::listen<noted>(ctx, [&never, at_end]() -> asio::awaitable<void> {
            co_await never.async_wait(asio::use_awaitable);
        });
        bb::emit<noted>(ctx);
        io.poll();
        ctx.async_close(5s, [kept](bb::close_report const&) { BOOST_TEST(false); });
        BOOST_TEST(kept.use_count() == 2);
    }
    BOOST_TEST(kept.use_count() == 1);
    BOOST_TEST(ended);
    BOOST_TEST(!on.active());
}

BOOST_FIXTURE_TEST_CASE(a_context_without_an_executor_completes_inside_what_ends_it, fixture)
{
    bb::broker_context none;
    none.async_close(5s, keep());
    BOOST_TEST(left.value().empty());
    left.reset();
    bb::broker_context waits;
    bb::handle const on = bb::listen<noted>(waits, asio::bind_executor(io, waits_for(first)));
    bb::emit<noted>(waits);
    poll();
    waits.async_close(1ns, keep()); // the deadline is on the executor of what runs
    io.restart();
    io.run();
    BOOST_TEST(left.value().deadline_passed);
    BOOST_TEST(left->unfinished.size() == 1u);
    BOOST_TEST(ends.size() == 1u);
}

BOOST_FIXTURE_TEST_CASE(an_executor_may_end_before_a_wait_without_one, fixture)
{
    std::optional<asio::io_context> elsewhere(std::in_place);
    bb::broker_context none;
    none.set_name("none");
    auto const on =
        bb::listen<noted>(none, asio::bind_executor(*elsewhere, [&]() -> asio::awaitable<void> {
            asio::steady_timer never(*elsewhere, asio::steady_timer::time_point::max());
            co_await never.async_wait(asio::use_awaitable);
        }));
    bb::emit<noted>(none);
    elsewhere->poll();
    none.async_close(5s, keep());
    elsewhere.reset();
    BOOST_TEST(left.value().empty());
}

BOOST_FIXTURE_TEST_CASE(what_was_moved_from_has_nothing_to_close, fixture)
{
    bb::handle const on = run_one();
    bb::broker_context moved(std::move(*ctx));
    ctx->async_close(5s, asio::bind_executor(io, keep()));
    poll();
    BOOST_TEST(left.value().empty());
    BOOST_TEST(left->context == "context 0");
    BOOST_TEST(moved.is_open());
    BOOST_TEST(on.active());
    first.cancel();
    io.run();
}

BOOST_FIXTURE_TEST_CASE(blocking_reports_at_once, fixture)
{
    bb::handle const on = run_one();
    clock.advance(2s);
    bb::close_report const now = ctx->async_close(5s, bb::blocking);
    BOOST_TEST(!ctx->is_open());
    std::vector<bb::unfinished_handler> const expected{
        unfinished(bb::broker_kind::event, "noted", 1, 2s)};
    BOOST_TEST((now.unfinished == expected));
    BOOST_TEST(now.context == "context 'cellar'");
    BOOST_TEST(!now.deadline_passed);
    poll();
    BOOST_TEST(ends.empty()); // not cancelled
    first.cancel();
    io.run();
    BOOST_TEST(ctx->async_close(5s, bb::blocking).empty());
}

BOOST_FIXTURE_TEST_CASE(every_token_gets_the_report, fixture)
{
    auto future = ctx->async_close(5s, asio::use_future);
    poll();
    BOOST_TEST(future.get().context == "context 'cellar'");
    int reports = 0;
    auto const awaits = [&]() -> asio::awaitable<void> {
        bb::close_report const deferred = co_await ctx->async_close(5s, asio::deferred);
        bb::close_report const awaited = co_await ctx->async_close(5s, asio::use_awaitable);
        bb::close_report const timed = co_await ctx->async_close(5s, (bb::timeout)(1s));
        reports += deferred.empty() && awaited.empty() && timed == awaited ? 3 : 0;
    };
    asio::co_spawn(io, awaits, asio::detached);
    asio::spawn(
        io,
        [&](asio::yield_context yield) {
            bb::close_report const r = ctx->async_close(5s, yield);
            reports += r.empty() ? 1 : 0;
        },
        asio::detached);
    ctx->async_close(5s, asio::detached);
    asio::io_context elsewhere;
    ctx->async_close(5s, asio::bind_executor(elsewhere, keep()));
    io.restart();
    io.run();
    BOOST_TEST(reports == 4);
    BOOST_TEST(!left.has_value());
    elsewhere.run();
    BOOST_TEST(left.has_value());
}

// A drop of a handler that closes, and a close while a drop waits.
BOOST_FIXTURE_TEST_CASE(drops_and_closes_wait_for_the_same_handler, fixture)
{
    bb::handle on = run_one();
    std::optional<bool> dropped;
    bb::drop_listener(std::move(on), [&](bb::result<void> r) { dropped = r.has_value(); });
    ctx->async_close(5s, keep());
    first.cancel();
    io.run();
    BOOST_TEST(dropped.value_or(false));
    BOOST_TEST(left.value().empty());
}

BOOST_FIXTURE_TEST_CASE(a_real_clock_is_used_where_there_is_no_other, fixture)
{
    ctx.emplace(io);
    bb::handle const on = run_one();
    ctx->async_close(1ms, keep());
    io.restart();
    io.run();
    BOOST_TEST(left.value().unfinished.size() == 1u);
    BOOST_TEST((left->waited >= 1ms));
    BOOST_TEST((left->unfinished.at(0).oldest >= left->waited));
}

BOOST_AUTO_TEST_SUITE_END()

#pragma pop_macro("emit")
