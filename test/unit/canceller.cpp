// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/canceller.hpp>
#include <boost_broker/drop.hpp>
#include <boost_broker/manual_clock.hpp>
#include <boost_broker/multi_request_broker.hpp>
#include <boost_broker/next.hpp>
#include <boost_broker/request_broker.hpp>
#include <boost_broker/throwing.hpp>
#include <boost_broker/timeout.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/compose.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <exception>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#pragma push_macro("emit")
#undef emit

namespace canceller_test {

namespace bb = boost_broker;
namespace asio = boost::asio;
using namespace std::chrono_literals;
using type = asio::cancellation_type;

struct ask {
    using response = int;
};
struct noted {};

// Requests that nobody answers until the test does.
struct fixture {
    asio::io_context io;
    bb::manual_clock clock;
    bb::broker_context ctx{io};
    std::vector<bb::reply<ask>> waiting;
    bb::result<bb::handle> provider =
        bb::set_provider<ask>(ctx, [this](bb::reply<ask> r) { waiting.push_back(std::move(r)); });
    bb::canceller stop;
    int cancelled = 0;
    int others = 0;

    fixture() { ctx.use_clock(clock); }

    void poll()
    {
        io.restart();
        io.poll();
    }

    /// Counts how it ends.
    auto count()
    {
        return [this](auto const& r) {
            ++(!r.has_value() && r.error() == bb::errc::cancelled ? cancelled : others);
        };
    }
};

} // namespace canceller_test

BOOST_AUTO_TEST_SUITE(canceller)

using namespace canceller_test;

BOOST_FIXTURE_TEST_CASE(it_cancels_what_is_in_flight_and_not_what_comes_later, fixture)
{
    bb::request<ask>(ctx, stop(count()));
    bb::request<ask>(ctx, stop(count()));
    bb::request<ask>(ctx, count());
    poll();
    stop.cancel();
    BOOST_TEST(cancelled == 0); // never inside the call
    bb::request<ask>(ctx, stop(count()));
    poll();
    BOOST_TEST(cancelled == 2);
    BOOST_TEST(others == 0);
    BOOST_TEST(clock.pending() == 2u);
    for (auto& reply : waiting)
        reply(7);
    poll();
    BOOST_TEST(cancelled == 2);
    BOOST_TEST(others == 2);
    BOOST_TEST(bb::stats<bb::request_broker<ask>>(ctx).late_answers == 2u);
    stop.cancel();
    poll();
    BOOST_TEST(cancelled == 2);
}

BOOST_FIXTURE_TEST_CASE(an_operation_completes_once_however_often_it_is_cancelled, fixture)
{
    bb::request<ask>(ctx, stop(count()));
    poll();
    stop.cancel();
    stop.cancel();
    poll();
    stop.cancel();
    poll();
    BOOST_TEST(cancelled == 1);

    bb::request<ask>(ctx, stop(count()));
    poll();
    stop.cancel();
    waiting.back()(7); // before the loop comes to the cancellation
    poll();
    BOOST_TEST(cancelled == 1);
    BOOST_TEST(others == 1);
}

BOOST_FIXTURE_TEST_CASE(the_type_says_what_may_have_happened, fixture)
{
    auto const strand = asio::make_strand(io);
    auto const queued =
        bb::replace_provider<ask>(ctx, asio::bind_executor(strand, [] { return 7; }));
    bb::request<ask>(ctx, stop(count()));
    stop.cancel(type::total);
    poll();
    BOOST_TEST(cancelled + others == 1); // either came first

    auto const called = bb::replace_provider<ask>(
        ctx, [this](bb::reply<ask> r) { waiting.push_back(std::move(r)); });
    bb::request<ask>(ctx, stop(count()));
    poll();
    auto const before = cancelled;
    stop.cancel(type::none);
    stop.cancel(type::total);
    poll();
    BOOST_TEST(cancelled == before);
    stop.cancel(type::partial);
    stop.cancel(type::total); // what is asked for before the loop comes to it adds up
    poll();
    BOOST_TEST(cancelled == before + 1);
}

BOOST_FIXTURE_TEST_CASE(every_verb_takes_it, fixture)
{
    asio::steady_timer never(io, asio::steady_timer::time_point::max());
    auto const coroutine = [&]() -> asio::awaitable<void> {
        co_await never.async_wait(asio::as_tuple(asio::use_awaitable));
    };
    bb::handle a = bb::listen<noted>(ctx, coroutine);
    bb::handle const b = bb::listen<noted>(ctx, coroutine);
    auto const later =
        bb::add_provider<ask>(ctx, [this](bb::reply<ask> r) { waiting.push_back(std::move(r)); });
    bb::emit<noted>(ctx);
    poll();
    bb::request_all<ask>(ctx, stop(count()));
    std::optional<bb::failure> of_each;
    bb::request_each<ask>(ctx, stop([&](bb::result<std::vector<bb::result<int>>> r) {
        of_each = r.value().at(0).error();
    }));
    bb::request_broker<ask> own(ctx);
    auto const p = own.set_provider([this](bb::reply<ask> r) { waiting.push_back(std::move(r)); });
    own.request({}, stop(count()));
    bb::drop_listener(std::move(a), stop(count()));
    bb::drop_all_listeners<noted>(ctx, stop(count()));
    bb::next<noted>(ctx, stop(count()));
    poll();
    BOOST_TEST(cancelled + others == 0);
    stop.cancel();
    poll();
    BOOST_TEST(cancelled == 5);
    BOOST_TEST((of_each.value() == bb::errc::cancelled));
    BOOST_TEST(others == 0);
    BOOST_TEST(clock.pending() == 0u);
    never.cancel();
    poll();
    BOOST_TEST(cancelled == 5);
}

BOOST_FIXTURE_TEST_CASE(what_completes_is_forgotten, fixture)
{
    auto const alive = std::make_shared<int>(0);
    auto const watch = [alive, this](bb::result<int> const& r) { count()(r); };
    auto const before = alive.use_count();
    for (int i = 0; i != 3; ++i)
        bb::request<ask>(ctx, stop(watch));
    bb::request<ask>(ctx, stop(bb::timeout(1ms, watch)));
    poll();
    BOOST_TEST(alive.use_count() == before + 4);
    clock.advance(1ms);
    waiting[0](7);
    waiting[1] = bb::reply<ask>(std::move(waiting[2])); // drops it uncalled
    poll();
    BOOST_TEST(others == 3);
    provider->stop();
    poll();
    BOOST_TEST(others == 4);
    BOOST_TEST(alive.use_count() == before);
    stop.cancel();
    poll();
    BOOST_TEST(cancelled == 0);
}

BOOST_FIXTURE_TEST_CASE(it_may_end_before_the_operations, fixture)
{
    {
        bb::canceller gone;
        bb::request<ask>(ctx, gone(count()));
        auto lazy = bb::request<ask>(ctx, gone(asio::deferred));
        gone = bb::canceller();
        std::move(lazy)(count());
    }
    poll();
    BOOST_TEST(cancelled + others == 0);
    for (auto& reply : waiting)
        reply(7);
    poll();
    BOOST_TEST(others == 2);
}

BOOST_FIXTURE_TEST_CASE(a_copy_is_the_same_and_a_moved_from_one_covers_nothing, fixture)
{
    bb::canceller copy = stop;
    BOOST_TEST((copy == stop));
    bb::request<ask>(ctx, stop(count()));
    copy.cancel();
    poll();
    BOOST_TEST(cancelled == 1);
    bb::canceller const moved = std::move(stop);
    BOOST_TEST((moved == copy));
    bb::request<ask>(ctx, stop(count())); // NOLINT: it can be used
    stop.cancel();
    moved.cancel();
    poll();
    BOOST_TEST(cancelled == 1);
    BOOST_TEST((bb::canceller() != moved));
    waiting.clear();
    poll();
    BOOST_TEST(others == 1);
}

BOOST_FIXTURE_TEST_CASE(the_slot_of_the_handler_works_beside_it, fixture)
{
    std::array<asio::cancellation_signal, 4> signals;
    auto const slotted = [&](std::size_t i, auto token) {
        return asio::bind_cancellation_slot(signals[i].slot(), std::move(token));
    };
    bb::request<ask>(ctx, stop(slotted(0, count())));
    bb::request<ask>(ctx, slotted(1, stop(count())));
    bb::request<ask>(ctx, stop(slotted(2, count())));
    bb::request<ask>(ctx, slotted(3, stop(count())));
    poll();
    signals[0].emit(type::total);
    poll();
    BOOST_TEST(cancelled == 0);
    signals[0].emit(type::terminal);
    signals[1].emit(type::terminal);
    poll();
    BOOST_TEST(cancelled == 2);
    stop.cancel();
    signals[2].emit(type::terminal); // both
    poll();
    BOOST_TEST(cancelled == 4);
    for (auto& s : signals)
        s.emit(type::terminal);
    stop.cancel();
    poll();
    BOOST_TEST(cancelled == 4);
    BOOST_TEST(others == 0);
}

BOOST_FIXTURE_TEST_CASE(it_nests_in_any_order_and_the_outer_one_counts, fixture)
{
    auto const strand = asio::make_strand(io);
    bb::canceller inner;
    auto const is_cancelled = [&](auto&& token) {
        auto const before = cancelled;
        bb::request<ask>(ctx, std::forward<decltype(token)>(token));
        poll();
        inner.cancel();
        poll();
        if (cancelled != before)
            return false;
        stop.cancel();
        poll();
        return cancelled == before + 1;
    };
    auto const bound = [&](auto token) { return asio::bind_executor(strand, std::move(token)); };
    auto const throws = [&](std::exception_ptr e, int) { cancelled += e ? 1 : 100; };
    BOOST_TEST(is_cancelled(stop(bound(bb::timeout(1s, count())))));
    BOOST_TEST(is_cancelled(bound(stop(bb::timeout(1s, count())))));
    BOOST_TEST(is_cancelled(bb::timeout(1s, bound(stop(count())))));
    BOOST_TEST(is_cancelled(stop(bb::throwing(throws))));
    BOOST_TEST(is_cancelled(bb::throwing(bound(stop(throws)))));
    BOOST_TEST(is_cancelled(stop(inner(count()))));
    auto const named = stop(count());
    BOOST_TEST(is_cancelled(named));
    BOOST_TEST(is_cancelled(named));
    auto future = bb::request<ask>(ctx, bound(stop(asio::use_future)));
    static_assert(std::is_same_v<decltype(future), std::future<bb::result<int>>>);
    poll();
    stop.cancel();
    poll();
    BOOST_TEST((future.get().error() == bb::errc::cancelled));
}

BOOST_FIXTURE_TEST_CASE(a_coroutine_is_told, fixture)
{
    int told = 0;
    auto const body = [&]() -> asio::awaitable<void> {
        auto const by_default = co_await bb::request<ask>(ctx, stop());
        told += by_default.error() == bb::errc::cancelled ? 1 : 100;
        auto const awaited = co_await bb::request<ask>(ctx, stop(asio::use_awaitable));
        told += awaited.error() == bb::errc::cancelled ? 1 : 100;
        try {
            co_await bb::request<ask>(ctx, stop(bb::throwing()));
        } catch (bb::broker_error const& e) {
            told += e.why() == bb::errc::cancelled ? 1 : 100;
        }
    };
    asio::co_spawn(io, body(), [](std::exception_ptr e) { BOOST_TEST(!e); });
    poll();
    for (int i = 0; i != 3; ++i) {
        BOOST_TEST(told == i);
        stop.cancel();
        poll();
    }
    BOOST_TEST(told == 3);
}

BOOST_FIXTURE_TEST_CASE(a_composed_operation_hands_it_on, fixture)
{
    auto const twice = [&](auto&& token) {
        return asio::async_compose<decltype(token), void(bb::result<int>)>(
            [this, step = 0](auto& self, bb::result<int> r = 0) mutable {
                if (++step == 3 || !r)
                    self.complete(std::move(r));
                else
                    bb::request<ask>(ctx, std::move(self));
            },
            token, io);
    };
    twice(stop(count()));
    poll();
    waiting[0](7);
    poll();
    BOOST_TEST_REQUIRE(waiting.size() == 2u);
    BOOST_TEST(cancelled + others == 0);
    stop.cancel();
    poll();
    BOOST_TEST(cancelled == 1);
}

BOOST_FIXTURE_TEST_CASE(a_handler_may_cancel_and_start_again, fixture)
{
    bb::request<ask>(ctx, stop([&](bb::result<int> const& r) {
        count()(r);
        stop.cancel();
        bb::request<ask>(ctx, stop(count()));
    }));
    bb::request<ask>(ctx, stop(count()));
    poll();
    waiting[0](7);
    poll();
    BOOST_TEST(others == 1);
    BOOST_TEST(cancelled == 1);
    stop.cancel();
    poll();
    BOOST_TEST(cancelled == 2);
}

BOOST_AUTO_TEST_CASE(without_any_executor_it_completes_inside_cancel)
{
    bb::broker_context ctx;
    bb::canceller const stop;
    std::optional<bb::reply<ask>> waiting;
    auto const p =
        bb::set_provider<ask>(ctx, [&](bb::reply<ask> r) { waiting.emplace(std::move(r)); });
    int cancelled = 0;
    auto const count = [&](bb::result<int> const& r) {
        cancelled += !r && r.error() == bb::errc::cancelled ? 1 : 100;
    };
    bb::request<ask>(ctx, stop([&](bb::result<int> const& r) {
        count(r);
        if (cancelled < 3)
            bb::request<ask>(ctx, stop(count)); // not by this cancel()
    }));
    std::thread([&] { stop.cancel(); }).join();
    BOOST_TEST(cancelled == 0);
    stop.cancel(type::total);
    BOOST_TEST(cancelled == 0);
    stop.cancel();
    BOOST_TEST(cancelled == 1);
    stop.cancel();
    BOOST_TEST(cancelled == 2);

    asio::io_context io;
    bb::request<ask>(ctx, asio::bind_executor(io, stop(count))); // that of the handler
    stop.cancel();
    BOOST_TEST(cancelled == 2);
    io.run();
    BOOST_TEST(cancelled == 3);
}

BOOST_AUTO_TEST_CASE(an_execution_context_may_end_first)
{
    bb::canceller const stop;
    int completions = 0;
    auto const count = [&](bb::result<int> const&) { ++completions; };
    std::optional<bb::reply<ask>> waiting;
    {
        asio::io_context io;
        bb::broker_context ctx(io);
        auto const p =
            bb::set_provider<ask>(ctx, [&](bb::reply<ask> r) { waiting.emplace(std::move(r)); });
        bb::request<ask>(ctx, stop(count));
        io.poll();
        stop.cancel(); // what it posts is destroyed
    }
    stop.cancel();
    BOOST_TEST(completions == 0);

    asio::io_context elsewhere;
    std::optional<asio::io_context> io(std::in_place);
    std::optional<bb::broker_context> ctx(*io);
    auto const p =
        bb::set_provider<ask>(*ctx, [&](bb::reply<ask> r) { waiting.emplace(std::move(r)); });
    bb::request<ask>(*ctx, asio::bind_executor(elsewhere, stop(count)));
    io->poll();
    ctx.reset();
    io.reset();
    stop.cancel();
    elsewhere.run();
    BOOST_TEST(completions == 1); // its provider had gone
}

// Provider and requester live on, and only cancelling has nowhere to happen any more.
BOOST_AUTO_TEST_CASE(without_the_executor_of_the_context_there_is_nothing_to_cancel_on)
{
    bb::canceller const stop;
    asio::io_context elsewhere;
    std::optional<asio::io_context> io(std::in_place);
    bb::broker_context const ctx(*io);
    std::optional<bb::reply<ask>> waiting;
    auto const p = bb::set_provider<ask>(ctx,
        asio::bind_executor(
            elsewhere.get_executor(), [&](bb::reply<ask> r) { waiting.emplace(std::move(r)); }));
    std::optional<bb::result<int>> answer;
    bb::request<ask>(ctx,
        asio::bind_executor(
            elsewhere.get_executor(), stop([&](bb::result<int> r) { answer = std::move(r); })));
    elsewhere.poll();
    BOOST_TEST_REQUIRE(waiting.has_value());
    io.reset();
    stop.cancel();
    elsewhere.poll();
    BOOST_TEST(!answer.has_value());
    (*waiting)(7);
    elsewhere.restart();
    elsewhere.run();
    BOOST_TEST_REQUIRE(answer.has_value());
    BOOST_TEST(answer->value() == 7);
}

// The loop starts and ends operations while others cancel.
BOOST_AUTO_TEST_CASE(other_threads_cancel_while_the_loop_runs)
{
    constexpr int requests = 2000;
    asio::io_context io;
    bb::broker_context ctx(io);
    std::vector<bb::reply<ask>> waiting;
    auto const p =
        bb::set_provider<ask>(ctx, [&](bb::reply<ask> r) { waiting.push_back(std::move(r)); });
    bb::canceller const stop;
    std::atomic<bool> done = false;
    int started = 0;
    int completed = 0;
    int cancelled = 0;
    std::vector<int> completions(requests, 0);
    auto const start = [&](auto const& self) -> void {
        for (int i = 0; i != 4 && started != requests; ++i) {
            bb::request<ask>(ctx, stop([&, number = started](bb::result<int> const& r) {
                ++completions[static_cast<std::size_t>(number)];
                ++completed;
                cancelled += r ? 0 : 1;
            }));
            ++started;
        }
        if (waiting.size() > 2) {
            for (std::size_t i = 0; i < waiting.size(); i += 2)
                waiting[i](7);
            waiting.clear(); // the others are dropped
        }
        if (completed != requests)
            asio::post(io, [&] { self(self); });
        else
            done = true;
    };
    asio::post(io, [&] { start(start); });
    auto const cancel = [&] {
        while (!done) {
            stop.cancel();
            bb::canceller const copy = stop; // NOLINT: copying is what is tested
            copy.cancel(type::total);
            std::this_thread::yield();
        }
    };
    std::thread first(cancel);
    std::thread second(cancel);
    io.run();
    first.join();
    second.join();
    BOOST_TEST(completed == requests);
    for (int n : completions)
        BOOST_TEST_REQUIRE(n == 1);
    BOOST_TEST(cancelled > 0);
}

// The handlers, and what they own, end on another thread than their operations. (A deadline would
// tick there, too.)
BOOST_AUTO_TEST_CASE(handlers_run_elsewhere_while_the_loop_cancels)
{
    constexpr int requests = 1000;
    asio::io_context io;
    asio::io_context elsewhere;
    auto work = std::optional(asio::make_work_guard(elsewhere));
    bb::broker_context ctx(io);
    std::vector<bb::reply<ask>> waiting;
    auto const p =
        bb::set_provider<ask>(ctx, [&](bb::reply<ask> r) { waiting.push_back(std::move(r)); });
    bb::set_request_timeout<ask>(ctx, 0s);
    bb::canceller const stop;
    int completed = 0;
    int cancelled = 0;
    auto const poll = [&] {
        io.restart();
        io.poll();
    };
    std::thread handlers([&] { elsewhere.run(); });
    for (int i = 0; i != requests; ++i) {
        bb::request<ask>(ctx, asio::bind_executor(elsewhere, stop([&](bb::result<int> const& r) {
            ++completed;
            cancelled += r ? 0 : 1;
        })));
        poll();
        if (i % 2 == 0)
            waiting.back()(7);
        stop.cancel();
        poll();
    }
    work.reset();
    handlers.join();
    BOOST_TEST(completed == requests);
    BOOST_TEST(cancelled == requests / 2);
}

BOOST_AUTO_TEST_CASE(a_thread_ends_what_keeps_the_loop_running)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    bb::canceller const stop;
    int cancelled = 0;
    auto const strand = asio::make_strand(io);
    for (int i = 0; i != 10; ++i) {
        bb::next<noted>(ctx, asio::bind_executor(strand, stop([&](bb::result<noted> const& r) {
            cancelled += !r && r.error() == bb::errc::cancelled ? 1 : 100;
        })));
    }
    std::thread other([stop] { stop.cancel(); });
    io.run(); // a next holds work
    other.join();
    BOOST_TEST(cancelled == 10);
}

BOOST_AUTO_TEST_SUITE_END()

#pragma pop_macro("emit")
