// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// What happens in the lane `mt` to a message that finds its queue full.

#include "threads.hpp"
#include <boost_broker/diagnostics.hpp>
#include <boost_broker/mt.hpp>
#include <boost_broker/signal_broker.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace mt_overflow_test {

namespace asio = boost::asio;
namespace bb = boost_broker;
using mt_test::runner;
using mt_test::tally;

template<class... Options>
struct numbered {
    using broker_policy = bb::mt<Options...>;
    BOOST_HANA_DEFINE_STRUCT(numbered, (int, number));
};
template<class... Options>
struct texted {
    using broker_policy = bb::mt<Options...>;
    BOOST_HANA_DEFINE_STRUCT(texted, (std::string, text), (std::string, more));
};

using newest = numbered<bb::queue_depth<2>, bb::overflow<bb::drop_newest>>;
using newest_text = texted<bb::queue_depth<1>, bb::overflow<bb::drop_newest>>;
using oldest = numbered<bb::queue_depth<2>, bb::overflow<bb::drop_oldest>>;
using growing = numbered<bb::queue_depth<4>>;
using blocking = numbered<bb::queue_depth<2>, bb::overflow<bb::block>>;
using blocking_text = texted<bb::queue_depth<1>, bb::overflow<bb::block>>;
using brief = numbered<bb::queue_depth<1>, bb::overflow<bb::block>, bb::request_timeout_ms<1>>;
using kept_newest = numbered<bb::queue_depth<2>, bb::overflow<bb::drop_newest>, bb::retain_last>;

// A payload whose end can be seen.
struct counted {
    using broker_policy = bb::mt<bb::queue_depth<1>, bb::overflow<bb::drop_oldest>>;
    std::shared_ptr<int> content = {};
};

std::string const long_text = "a text that does not fit into the string itself";

// What the diagnostics of a context have said.
struct reports {
    explicit reports(bb::broker_context& ctx)
    {
        ctx.diagnostics().connect([this](bb::diagnostic const& d) { kinds.push_back(d.kind); });
    }
    std::vector<bb::diagnostic_kind> kinds;
};

struct fixture {
    asio::io_context io;
    asio::strand<asio::io_context::executor_type> strand = asio::make_strand(io);
    bb::broker_context ctx{strand};
    reports told{ctx};
    std::vector<int> seen;

    template<class E>
    bb::handle listen()
    {
        auto on = bb::listen<E>(ctx, [this](int n) { seen.push_back(n); });
        run(); // so that it is there
        return on;
    }
    void run()
    {
        io.restart();
        io.run();
    }
    bool has_seen(std::vector<int> const& expected) { return seen == expected; }
};

bb::emit_result const one{1, 0};

} // namespace mt_overflow_test

BOOST_HANA_ADAPT_STRUCT(mt_overflow_test::counted, content);

BOOST_FIXTURE_TEST_SUITE(overflow, mt_overflow_test::fixture)

using namespace mt_overflow_test;

BOOST_AUTO_TEST_CASE(drop_newest_refuses_and_the_argument_stays)
{
    auto const on = listen<newest>();
    BOOST_TEST((bb::emit<newest>(ctx, 1) == one));
    BOOST_TEST((bb::emit<newest>(ctx, 2) == one));
    BOOST_TEST((bb::emit<newest>(ctx, 3) == bb::emit_result{0, 1}));
    BOOST_TEST((told.kinds == std::vector{bb::diagnostic_kind::message_dropped}));
    run();
    BOOST_TEST(has_seen({1, 2}));
    BOOST_TEST((bb::emit<newest>(ctx, 4) == one));
    run();
    BOOST_TEST(has_seen({1, 2, 4}));
    auto const counters = bb::stats<bb::event_broker<newest>>(ctx);
    BOOST_TEST(counters.dropped == 1u);
    BOOST_TEST(counters.sent == 3u);

    auto const text = bb::listen<newest_text>(ctx, [] {});
    newest_text t{long_text, long_text};
    std::string first = long_text;
    std::string second = long_text;
    bb::emit(ctx, t);
    BOOST_TEST((bb::emit(ctx, std::move(t)) == bb::emit_result{0, 1}));
    BOOST_TEST(t.text == long_text); // NOLINT(bugprone-use-after-move)
    BOOST_TEST(
        (bb::emit<newest_text>(ctx, std::move(first), std::move(second)) == bb::emit_result{0, 1}));
    BOOST_TEST(first == long_text);  // NOLINT(bugprone-use-after-move)
    BOOST_TEST(second == long_text); // NOLINT(bugprone-use-after-move)
}

BOOST_AUTO_TEST_CASE(drop_newest_refuses_for_each_executor_alone)
{
    asio::io_context other;
    auto const on = listen<newest>();
    std::vector<int> there;
    auto const too = bb::listen<newest>(
        ctx, asio::bind_executor(asio::make_strand(other), [&](int n) { there.push_back(n); }));
    bb::emit<newest>(ctx, 1);
    bb::emit<newest>(ctx, 2);
    run();
    BOOST_TEST((bb::emit<newest>(ctx, 3) == bb::emit_result{1, 1}));
    bb::emit<newest>(ctx, 4);
    std::string text = long_text;
    BOOST_TEST((bb::emit<newest>(ctx, 5) == bb::emit_result{0, 2}));
    run();
    other.run();
    BOOST_TEST(has_seen({1, 2, 3, 4}));
    BOOST_TEST((there == std::vector<int>{1, 2}));
}

// On the executor itself nothing waits in the channel, but those count that wait for their turn.
BOOST_AUTO_TEST_CASE(what_waits_for_a_serial_coroutine_takes_room)
{
    asio::steady_timer go(io, asio::steady_timer::time_point::max());
    auto const on = bb::listen<newest>(ctx, bb::serial([&](int n) -> asio::awaitable<void> {
        boost::system::error_code cancelled;
        co_await go.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
        seen.push_back(n);
    }));
    io.poll();
    for (int i = 0; i != 3; ++i) {
        BOOST_TEST((bb::emit<newest>(ctx, i) == one));
        io.restart();
        io.poll();
    }
    BOOST_TEST((bb::emit<newest>(ctx, 3) == bb::emit_result{0, 1})); // 0 runs, and two wait
    asio::post(strand, [&] { BOOST_TEST((bb::emit<newest>(ctx, 4) == bb::emit_result{0, 1})); });
    io.restart();
    io.poll();
    go.expires_at(asio::steady_timer::time_point::min());
    run();
    BOOST_TEST(has_seen({0, 1, 2}));
    BOOST_TEST((bb::emit<newest>(ctx, 5) == one));
    run();
    BOOST_TEST(has_seen({0, 1, 2, 5}));
}

BOOST_AUTO_TEST_CASE(a_refused_event_is_not_kept)
{
    auto const on = listen<kept_newest>();
    bb::emit<kept_newest>(ctx, 1);
    bb::emit<kept_newest>(ctx, 2);
    BOOST_TEST((bb::emit<kept_newest>(ctx, 3) == bb::emit_result{0, 1}));
    BOOST_TEST(bb::retained<kept_newest>(ctx)->number == 2);
}

BOOST_AUTO_TEST_CASE(drop_oldest_makes_room_for_the_newest)
{
    auto const on = listen<oldest>();
    BOOST_TEST((bb::emit<oldest>(ctx, 1) == one));
    BOOST_TEST((bb::emit<oldest>(ctx, 2) == one));
    BOOST_TEST((bb::emit<oldest>(ctx, 3) == bb::emit_result{1, 1}));
    BOOST_TEST((bb::emit(ctx, oldest{4}) == bb::emit_result{1, 1}));
    BOOST_TEST((told.kinds == std::vector(2, bb::diagnostic_kind::message_dropped)));
    run();
    BOOST_TEST(has_seen({3, 4}));
    bb::emit<oldest>(ctx, 5);
    run();
    BOOST_TEST(has_seen({3, 4, 5}));
    auto const counters = bb::stats<bb::event_broker<oldest>>(ctx);
    BOOST_TEST(counters.dropped == 2u);
    BOOST_TEST(counters.sent == 5u);
    BOOST_TEST(counters.delivered == 3u);
}

BOOST_AUTO_TEST_CASE(what_made_room_is_destroyed_at_once_and_what_waits_with_the_executor)
{
    auto first = std::make_shared<int>(1);
    auto second = std::make_shared<int>(2);
    {
        asio::io_context there;
        auto const on = bb::listen<counted>(
            ctx, asio::bind_executor(asio::make_strand(there), [](counted const&) {}));
        bb::emit<counted>(ctx, first);
        bb::emit<counted>(ctx, second);
        BOOST_TEST(first.use_count() == 1);
        BOOST_TEST(second.use_count() == 2);
    }
    BOOST_TEST(second.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(of_many_producers_each_keeps_its_order_where_the_oldest_goes)
{
    constexpr int producers = 3;
    constexpr int each = 5000;
    runner there;
    std::atomic<bool> in_order{true};
    std::atomic<std::uint64_t> dropped{0};
    std::atomic<std::uint64_t> handled{0};
    std::vector<int> last(producers, -1);
    bb::broker_context many(there.executor());
    auto const on = bb::listen<oldest>(many, [&](int n) {
        auto& before = last[static_cast<std::size_t>(n / each)];
        if (n <= before)
            in_order = false;
        before = n;
        ++handled;
    });
    std::vector<std::thread> threads;
    for (int p = 0; p != producers; ++p)
        threads.emplace_back([&, p] {
            for (int i = 0; i != each; ++i)
                dropped += bb::emit<oldest>(many, p * each + i).dropped;
        });
    for (auto& t : threads)
        t.join();
    while (handled + dropped != producers * each)
        std::this_thread::yield();
    BOOST_TEST(in_order);
    // The last event of all was not dropped: nothing came behind it.
    bool found = false;
    for (int p = 0; p != producers; ++p)
        found |= last[static_cast<std::size_t>(p)] == (p + 1) * each - 1;
    BOOST_TEST(found);
}

BOOST_AUTO_TEST_CASE(a_queue_that_grows_past_its_depth_is_told_once)
{
    auto const on = listen<growing>();
    for (int i = 0; i != 20; ++i)
        BOOST_TEST((bb::emit<growing>(ctx, i) == one));
    BOOST_TEST((told.kinds == std::vector{bb::diagnostic_kind::queue_grew}));
    run();
    BOOST_TEST(seen.size() == 20u);
    for (int i = 0; i != 4; ++i)
        bb::emit<growing>(ctx, i);
    BOOST_TEST(told.kinds.size() == 1u); // as many as may wait
    bb::emit<growing>(ctx, 4);
    BOOST_TEST(told.kinds.size() == 2u); // once more, as it has been empty meanwhile
    run();
    BOOST_TEST(seen.size() == 25u);
}

BOOST_AUTO_TEST_CASE(a_thread_that_serves_others_does_not_wait_but_the_queue_grows)
{
    auto const on = listen<blocking>();
    std::size_t accepted = 0;
    // In a handler of this library ...
    auto const starts = bb::listen<growing>(ctx, [&] {
        for (int i = 0; i != 5; ++i)
            accepted += bb::emit<blocking>(ctx, i).accepted;
    });
    bb::emit<growing>(ctx, 0);
    run();
    BOOST_TEST(accepted == 5u);
    BOOST_TEST(has_seen({0, 1, 2, 3, 4}));
    // ... and in a run loop.
    asio::io_context other;
    asio::post(other, [&] {
        for (int i = 0; i != 5; ++i)
            accepted += bb::emit<blocking>(ctx, i).accepted;
    });
    other.run();
    BOOST_TEST(accepted == 10u);
    BOOST_TEST((told.kinds == std::vector(2, bb::diagnostic_kind::queue_grew)));
    run();
    BOOST_TEST(seen.size() == 10u);
}

BOOST_AUTO_TEST_CASE(a_thread_of_its_own_waits_for_room)
{
    auto const on = listen<blocking>();
    std::vector<int> texts;
    auto const text = bb::listen<blocking_text>(
        ctx, [&](std::string const& t, std::string const&) { texts.push_back(std::stoi(t)); });
    run();
    constexpr int count = 200;
    std::atomic<std::size_t> accepted{0};
    std::atomic<bool> done{false};
    std::thread sender([&] {
        for (int i = 0; i != count; ++i) {
            accepted += bb::emit<blocking>(ctx, i).accepted;
            accepted += bb::emit<blocking_text>(ctx, std::to_string(i), long_text).accepted;
        }
        done = true;
    });
    std::size_t most = 0;
    while (!done) {
        auto const before = seen.size();
        io.restart();
        io.poll_one();
        most = std::max(most, seen.size() - before);
    }
    sender.join();
    run();
    BOOST_TEST(accepted == std::size_t(2 * count));
    BOOST_TEST(seen.size() == std::size_t(count));
    BOOST_TEST(std::is_sorted(seen.begin(), seen.end()));
    BOOST_TEST(texts.size() == std::size_t(count));
    BOOST_TEST(told.kinds.empty()); // it never grew
}

BOOST_AUTO_TEST_CASE(who_waits_for_room_goes_on_when_the_time_is_over)
{
    auto const on = listen<brief>();
    bb::emit_result second;
    bb::result<void> refused;
    std::thread([&] {
        bb::emit<brief>(ctx, 1);
        second = bb::emit<brief>(ctx, 2);
    }).join();
    BOOST_TEST((second == bb::emit_result{0, 1}));
    auto const h = bb::on_signal<brief>(ctx, [] {});
    std::thread([&] {
        BOOST_VERIFY(bb::signal<brief>(ctx, 1).has_value());
        refused = bb::signal<brief>(ctx, 2);
    }).join();
    BOOST_TEST((refused.error() == bb::errc::queue_full));
}

// Each lets a sender wait, and then ends what it waits for.
template<class End>
void check_that_waiting_ends(End end)
{
    auto io = std::make_unique<asio::io_context>();
    bb::broker_context ctx;
    auto on = bb::listen<blocking>(ctx, asio::bind_executor(asio::make_strand(*io), [](int) {}));
    auto h = bb::on_signal<blocking>(ctx, asio::bind_executor(asio::make_strand(*io), [](int) {}));
    tally sent;
    bb::emit_result result{7, 7};
    std::thread emitter([&] {
        for (int i = 0; i != 3; ++i) {
            sent.add();
            result = bb::emit<blocking>(ctx, i);
        }
    });
    bb::result<void> answer;
    std::thread sender([&] {
        for (int i = 0; i != 3; ++i) {
            sent.add();
            answer = bb::signal<blocking>(ctx, i);
        }
    });
    sent.wait_for(6);
    end(ctx, on, *h, io);
    emitter.join();
    sender.join();
    BOOST_TEST((result == bb::emit_result()));
    BOOST_TEST(!answer.has_value());
}

BOOST_AUTO_TEST_CASE(who_waits_for_room_goes_on_when_the_handler_is_stopped)
{
    check_that_waiting_ends([](auto&, bb::handle& on, bb::handle& h, auto&) {
        on.stop();
        h.stop();
    });
}

BOOST_AUTO_TEST_CASE(who_waits_for_room_goes_on_when_the_context_is_closed)
{
    check_that_waiting_ends(
        [](bb::broker_context& closed, auto&, auto&, auto&) { closed.close(); });
}

BOOST_AUTO_TEST_CASE(who_waits_for_room_goes_on_when_the_executor_is_destroyed)
{
    check_that_waiting_ends([](auto&, auto&, auto&, auto& ended) { ended.reset(); });
}

BOOST_AUTO_TEST_CASE(who_waits_for_room_is_taken_by_the_next_handler)
{
    std::vector<int> next;
    auto const h = bb::on_signal<blocking>(ctx, [&](int n) { seen.push_back(n); });
    tally sent;
    std::atomic<int> accepted{0};
    std::thread sender([&] {
        for (int i = 0; i != 3; ++i) {
            sent.add();
            accepted += bb::signal<blocking>(ctx, i).has_value() ? 1 : 0;
        }
    });
    sent.wait_for(3);
    auto const other = bb::replace_signal_handler<blocking>(ctx, [&](int n) { next.push_back(n); });
    sender.join();
    run();
    BOOST_TEST(accepted == 3);
    BOOST_TEST(has_seen({0, 1}));
    BOOST_TEST((next == std::vector<int>{2}));
}

BOOST_AUTO_TEST_SUITE_END()
