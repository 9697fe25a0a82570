// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Signals in the lane `mt`: who handles what was accepted, and that what is refused stays with its
// sender.

#include "threads.hpp"
#include <boost_broker/diagnostics.hpp>
#include <boost_broker/drop.hpp>
#include <boost_broker/mt.hpp>
#include <boost_broker/signal_broker.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace mt_signals_test {

namespace asio = boost::asio;
namespace bb = boost_broker;
using mt_test::runner;
using mt_test::tally;

struct rotate {
    using broker_policy = bb::mt<>;
};
struct store {
    using broker_policy = bb::mt<bb::queue_depth<2>>;
    std::string text = {};
};
struct command {
    using broker_policy = bb::mt<>;
    int number = 0;
};
struct parcel {
    using broker_policy = bb::mt<bb::queue_depth<1>>;
    std::unique_ptr<int> content = {};
};
struct large {
    using broker_policy = bb::mt<>;
    int number = 0;
    std::array<char, 200> bytes = {};
};

// Its copies and moves are the user's code.
struct counted {
    counted() = default;
    explicit counted(int v) : value(v) {}
    counted(counted const& other) : value(other.value) { ++copies; }
    counted(counted&& other) noexcept : value(std::exchange(other.value, 0)) {}
    counted& operator=(counted const&) = default;
    counted& operator=(counted&&) = default;
    int value = 0;
    static inline std::atomic<int> copies{0};
};
struct bulky {
    using broker_policy = bb::mt<bb::queue_depth<1>>;
    counted content = {};
};

std::string const long_text = "a text that does not fit into the string itself";

} // namespace mt_signals_test

BOOST_HANA_ADAPT_STRUCT(mt_signals_test::store, text);
BOOST_HANA_ADAPT_STRUCT(mt_signals_test::command, number);
BOOST_HANA_ADAPT_STRUCT(mt_signals_test::parcel, content);
BOOST_HANA_ADAPT_STRUCT(mt_signals_test::large, number, bytes);
BOOST_HANA_ADAPT_STRUCT(mt_signals_test::bulky, content);

BOOST_AUTO_TEST_SUITE(signals)

using namespace mt_signals_test;

BOOST_AUTO_TEST_CASE(a_handler_runs_on_its_executor_whoever_sends)
{
    runner there;
    tally count;
    std::thread::id id;
    std::string text;
    bb::broker_context ctx(there.executor());
    auto const on = bb::on_signal<store>(ctx, [&](store&& s) {
        id = std::this_thread::get_id();
        text = std::move(s.text);
        count.add();
    });
    BOOST_TEST(on.has_value());
    BOOST_TEST(bb::signal<store>(ctx, long_text).has_value());
    count.wait_for(1);
    BOOST_TEST(text == long_text);
    BOOST_TEST((id == there.id()));
}

BOOST_AUTO_TEST_CASE(all_three_forms_reach_all_forms_of_handlers)
{
    asio::io_context io;
    bb::broker_context ctx(bb::one_thread(io.get_executor()));
    std::vector<int> seen;
    auto const send = [&] {
        command const kept{1};
        BOOST_TEST(bb::signal(ctx, kept).has_value());
        BOOST_TEST(bb::signal<command>(ctx, 2).has_value());
        BOOST_TEST(bb::signal<command>(ctx, {.number = 3}).has_value());
        BOOST_TEST(kept.number == 1);
    };
    auto const check = [&](auto handler) {
        auto const on = bb::on_signal<command>(ctx, std::move(handler));
        seen.clear();
        send();               // from outside
        asio::post(io, send); // and on the executor
        io.restart();
        io.run();
        BOOST_TEST(seen == (std::vector<int>{1, 2, 3, 1, 2, 3}), boost::test_tools::per_element());
    };
    check([&](command const& c) { seen.push_back(c.number); });
    check([&](command c) { seen.push_back(c.number); });
    check([&](command&& c) { seen.push_back(c.number); });
    check([&](int n) { seen.push_back(n); });
    check([&](int n) -> asio::awaitable<void> {
        seen.push_back(n);
        co_return;
    });
    check(bb::serial([&](command const& c) -> asio::awaitable<void> {
        seen.push_back(c.number);
        co_return;
    }));
    check(bb::when([](command const&) { return true; }, [&](int n) { seen.push_back(n); }));
}

BOOST_AUTO_TEST_CASE(on_the_executor_itself_the_handler_is_called_at_once)
{
    asio::io_context io;
    bb::broker_context ctx(asio::make_strand(io));
    int calls = 0;
    auto const on = bb::on_signal<large>(ctx, [&](large const& l) { calls += l.number; });
    io.run();
    io.restart();
    asio::post(io, [&] { BOOST_TEST(bb::signal<large>(ctx, large{1}).has_value()); });
    asio::dispatch(asio::make_strand(io), [] {});
    io.run();
    BOOST_TEST(calls == 1);
    BOOST_TEST(bb::stats<bb::signal_broker<large>>(ctx).delivered == 1u);
}

BOOST_AUTO_TEST_CASE(without_an_executor_whoever_sends_calls)
{
    bb::broker_context ctx;
    std::vector<int> seen;
    auto const on = bb::on_signal<command>(ctx, [&](int n) {
        seen.push_back(n);
        if (n > 0)
            BOOST_TEST(bb::signal<command>(ctx, n - 1).has_value());
        BOOST_TEST(seen.back() == n); // that one waits
    });
    BOOST_TEST(bb::signal<command>(ctx, 3).has_value());
    BOOST_TEST(seen == (std::vector<int>{3, 2, 1, 0}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_refusal_says_why)
{
    bb::broker_context ctx;
    ctx.set_name("disk");
    auto const none = bb::signal<store>(ctx, "x");
    BOOST_TEST((none.error() == bb::errc::no_handler));
    BOOST_TEST(none.error().detail().find("mt_signals_test::store") != std::string::npos);
    BOOST_TEST(none.error().detail().find("context 'disk'") != std::string::npos);
    BOOST_TEST(!bb::has_signal_handler<store>(ctx));

    auto const first = bb::on_signal<store>(ctx, [] {});
    BOOST_TEST(bb::has_signal_handler<store>(ctx));
    auto const second = bb::on_signal<store>(ctx, [] {});
    BOOST_TEST((second.error() == bb::errc::handler_exists));
    BOOST_TEST(
        (bb::on_signal<rotate>(ctx, std::function<void()>()).error() == bb::errc::empty_handler));

    bb::context_ref const ref = ctx;
    ctx.close();
    BOOST_TEST((bb::signal<store>(ref, "x").error() == bb::errc::context_closed));
    BOOST_TEST((bb::on_signal<store>(ref, [] {}).error() == bb::errc::context_closed));
    BOOST_TEST(!bb::has_signal_handler<store>(ref));
    BOOST_TEST(!first->active());
}

// In every form, and for a payload in the inbox itself and one beside it.
BOOST_AUTO_TEST_CASE(what_is_refused_stays_with_its_sender)
{
    asio::io_context io;
    bb::broker_context ctx(asio::make_strand(io));
    auto text = long_text;
    store stored{text};
    parcel owned{std::make_unique<int>(7)};
    bulky content{counted(7)};
    auto const check = [&](bb::errc why) {
        BOOST_TEST((bb::signal<store>(ctx, std::move(text)).error() == why));
        BOOST_TEST(text == long_text);
        BOOST_TEST((bb::signal(ctx, std::move(stored)).error() == why));
        BOOST_TEST(stored.text == long_text);
        BOOST_TEST((bb::signal(ctx, std::move(owned)).error() == why));
        BOOST_TEST((owned.content != nullptr && *owned.content == 7));
        BOOST_TEST((bb::signal<parcel>(ctx, std::move(owned.content)).error() == why));
        BOOST_TEST((owned.content != nullptr && *owned.content == 7));
        BOOST_TEST((bb::signal(ctx, std::move(content)).error() == why));
        BOOST_TEST(content.content.value == 7);
        BOOST_TEST((bb::signal<bulky>(ctx, std::move(content.content)).error() == why));
        BOOST_TEST(content.content.value == 7);
    };
    check(bb::errc::no_handler);
    int handled = 0;
    auto const a = bb::on_signal<store>(ctx, [&] { ++handled; });
    auto const b = bb::on_signal<parcel>(ctx, [&] { ++handled; });
    auto const c = bb::on_signal<bulky>(ctx, [&] { ++handled; });
    BOOST_TEST(bb::signal<store>(ctx, "1").has_value());
    BOOST_TEST(bb::signal<store>(ctx, "2").has_value());
    BOOST_TEST(bb::signal(ctx, parcel{}).has_value());
    BOOST_TEST(bb::signal(ctx, bulky{}).has_value());
    counted::copies = 0;
    check(bb::errc::queue_full);
    BOOST_TEST((bb::signal(ctx, std::as_const(content)).error() == bb::errc::queue_full));
    BOOST_TEST(counted::copies == 0);
    io.run();
    BOOST_TEST(handled == 4);
    auto const counters = bb::stats<bb::signal_broker<bulky>>(ctx);
    BOOST_TEST(counters.sent == 1u);
    BOOST_TEST(counters.delivered == 1u);
    BOOST_TEST(counters.dropped == 3u);
    ctx.close();
    check(bb::errc::context_closed);
}

BOOST_AUTO_TEST_CASE(a_replaced_handler_handles_what_it_accepted)
{
    asio::io_context io;
    asio::io_context other;
    bb::broker_context ctx(asio::make_strand(io));
    std::vector<int> handled;
    auto const owned = std::make_shared<int>(0);
    auto const before =
        bb::on_signal<command>(ctx, [&, owned](int n) { handled.push_back(10 + n); });
    BOOST_TEST(bb::signal<command>(ctx, 1).has_value());
    BOOST_TEST(bb::signal<command>(ctx, 2).has_value());
    auto const after = bb::replace_signal_handler<command>(ctx,
        asio::bind_executor(asio::make_strand(other), [&](int n) { handled.push_back(20 + n); }));
    BOOST_TEST(before->active());
    BOOST_TEST(bb::signal<command>(ctx, 3).has_value());
    other.run();
    io.run();
    BOOST_TEST(handled == (std::vector<int>{23, 11, 12}), boost::test_tools::per_element());
    BOOST_TEST(!before->active());
    BOOST_TEST(owned.use_count() == 1);
    BOOST_TEST(after->active());
    auto const counters = bb::stats<bb::signal_broker<command>>(ctx);
    BOOST_TEST(counters.sent == 3u);
    BOOST_TEST(counters.delivered == 3u);
    BOOST_TEST(counters.dropped == 0u);
}

BOOST_AUTO_TEST_CASE(a_replaced_coroutine_handles_those_that_wait_for_their_turn)
{
    asio::io_context io;
    bb::broker_context ctx(asio::make_strand(io));
    std::vector<int> handled;
    asio::steady_timer go(io, asio::steady_timer::time_point::max());
    auto const before = bb::on_signal<command>(ctx, bb::serial([&](int n) -> asio::awaitable<void> {
        boost::system::error_code cancelled;
        co_await go.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
        handled.push_back(n);
    }));
    for (int i = 0; i != 3; ++i)
        BOOST_TEST(bb::signal<command>(ctx, i).has_value());
    io.poll();
    auto const after =
        bb::replace_signal_handler<command>(ctx, [&](int n) { handled.push_back(10 + n); });
    BOOST_TEST(bb::signal<command>(ctx, 3).has_value());
    io.poll();
    BOOST_TEST(handled == std::vector<int>{13}, boost::test_tools::per_element());
    BOOST_TEST(before->active());
    go.expires_at(asio::steady_timer::time_point::min());
    io.poll();
    BOOST_TEST(handled == (std::vector<int>{13, 0, 1, 2}), boost::test_tools::per_element());
    BOOST_TEST(!before->active());
}

BOOST_AUTO_TEST_CASE(replacing_by_nothing_clears_the_place)
{
    bb::broker_context ctx;
    auto const h = bb::on_signal<rotate>(ctx, [] {});
    auto const none = bb::replace_signal_handler<rotate>(ctx, std::function<void()>());
    BOOST_TEST(none.has_value());
    BOOST_TEST(!none->active());
    BOOST_TEST(!h->active());
    BOOST_TEST(!bb::has_signal_handler<rotate>(ctx));
    BOOST_TEST(bb::on_signal<rotate>(ctx, [] {}).has_value());
}

BOOST_AUTO_TEST_CASE(mocks_take_the_signals_and_restore_what_was_there)
{
    bb::broker_context ctx;
    int real = 0;
    int outer = 0;
    int inner = 0;
    auto const h = bb::on_signal<rotate>(ctx, [&] { ++real; });
    try {
        bb::mock_signal_handler<rotate> const mock(ctx, [&] { ++outer; });
        {
            bb::mock_signal_handler<rotate> const another(ctx, [&] { ++inner; });
            BOOST_TEST(bb::signal<rotate>(ctx).has_value());
        }
        BOOST_TEST(bb::signal<rotate>(ctx).has_value());
        BOOST_TEST(bb::has_signal_handler<rotate>(ctx));
        throw 1;
    } catch (int) {}
    BOOST_TEST(bb::signal<rotate>(ctx).has_value());
    BOOST_TEST(real == 1);
    BOOST_TEST(outer == 1);
    BOOST_TEST(inner == 1);
    bb::broker_context without;
    {
        bb::mock_signal_handler<rotate> const mock(without, [] {});
        BOOST_TEST(bb::has_signal_handler<rotate>(without));
    }
    BOOST_TEST(!bb::has_signal_handler<rotate>(without));
}

BOOST_AUTO_TEST_CASE(what_was_accepted_and_not_delivered_is_counted)
{
    asio::io_context io;
    bb::broker_context ctx(asio::make_strand(io));
    bool called = false;
    auto const owned = std::make_shared<int>(0);
    auto h = bb::on_signal<command>(ctx, [&called, owned](int) { called = true; });
    BOOST_TEST(bb::signal<command>(ctx, 1).has_value());
    BOOST_TEST(bb::signal<command>(ctx, 2).has_value());
    std::thread([&] { h->stop(); }).join();
    BOOST_TEST((bb::signal<command>(ctx, 3).error() == bb::errc::no_handler));
    io.run();
    BOOST_TEST(!called);
    BOOST_TEST(owned.use_count() == 1);
    auto const counters = bb::stats<bb::signal_broker<command>>(ctx);
    BOOST_TEST(counters.sent == 2u);
    BOOST_TEST(counters.dropped == 2u);
    BOOST_TEST(counters.delivered == 0u);
}

BOOST_AUTO_TEST_CASE(an_exception_stays_with_the_handler)
{
    asio::io_context io;
    bb::broker_context ctx(asio::make_strand(io));
    std::vector<std::string> reports;
    ctx.diagnostics().connect([&](bb::diagnostic const& d) { reports.emplace_back(d.text); });
    auto const h = bb::on_signal<rotate>(ctx, [] { throw std::runtime_error("disk on fire"); });
    BOOST_TEST(bb::signal<rotate>(ctx).has_value());
    io.run();
    BOOST_TEST(
        reports == std::vector<std::string>{"disk on fire"}, boost::test_tools::per_element());
    BOOST_TEST(bb::stats<bb::signal_broker<rotate>>(ctx).threw == 1u);
}

BOOST_AUTO_TEST_CASE(a_handler_whose_owner_is_gone_refuses)
{
    asio::io_context io;
    bb::broker_context ctx(asio::make_strand(io));
    int calls = 0;
    auto owner = std::make_shared<int>(0);
    auto const h = bb::on_signal<command>(ctx, bb::track(owner, [&] { ++calls; }));
    BOOST_TEST(bb::signal<command>(ctx, 1).has_value());
    io.run();
    owner.reset();
    BOOST_TEST(bb::signal<command>(ctx, 2).has_value()); // it was not seen yet
    io.restart();
    io.run();
    BOOST_TEST(calls == 1);
    BOOST_TEST(bb::stats<bb::signal_broker<command>>(ctx).dropped == 1u);

    bb::broker_context here;
    owner = std::make_shared<int>(0);
    auto const direct = bb::on_signal<command>(here, bb::track(owner, [&] { ++calls; }));
    owner.reset();
    BOOST_TEST((bb::signal<command>(here, 3).error() == bb::errc::no_handler));
    BOOST_TEST(!bb::has_signal_handler<command>(here));
    BOOST_TEST(bb::on_signal<command>(here, [] {}).has_value());
    BOOST_TEST(calls == 1);
}

BOOST_AUTO_TEST_CASE(a_handler_may_drop_itself_and_register_another)
{
    asio::io_context io;
    bb::broker_context ctx(asio::make_strand(io));
    std::vector<int> handled;
    bb::handle first;
    bb::handle second;
    first = *bb::on_signal<command>(ctx, [&](int n) {
        handled.push_back(n);
        first.stop();
        second = *bb::on_signal<command>(ctx, [&](int m) { handled.push_back(10 + m); });
        BOOST_TEST(bb::signal<command>(ctx, n + 1).has_value());
    });
    BOOST_TEST(bb::signal<command>(ctx, 1).has_value());
    BOOST_TEST(bb::signal<command>(ctx, 7).has_value()); // accepted by the first, which drops it
    io.run();
    BOOST_TEST(handled == (std::vector<int>{1, 12}), boost::test_tools::per_element());
    BOOST_TEST(bb::stats<bb::signal_broker<command>>(ctx).dropped == 1u);
}

BOOST_AUTO_TEST_CASE(dropping_the_handler_refuses_at_once_and_waits_for_its_coroutine)
{
    asio::io_context io;
    bb::broker_context ctx(asio::make_strand(io));
    auto const owned = std::make_shared<int>(0);
    asio::steady_timer go(io, asio::steady_timer::time_point::max());
    auto const h = bb::on_signal<rotate>(ctx, [&go, owned]() -> asio::awaitable<void> {
        boost::system::error_code cancelled;
        co_await go.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
    });
    BOOST_TEST(bb::signal<rotate>(ctx).has_value());
    io.poll();
    bool dropped = false;
    bb::drop_signal_handler<rotate>(ctx, [&](bb::result<void> const& r) {
        BOOST_TEST(r.has_value());
        BOOST_TEST(owned.use_count() == 1);
        dropped = true;
    });
    BOOST_TEST((bb::signal<rotate>(ctx).error() == bb::errc::no_handler));
    io.restart();
    io.poll();
    BOOST_TEST(!dropped);
    go.cancel();
    io.restart();
    io.run();
    BOOST_TEST(dropped);
}

BOOST_AUTO_TEST_CASE(handlers_die_with_their_execution_context)
{
    auto const owned = std::make_shared<int>(1);
    bb::broker_context ctx;
    bb::handle on;
    {
        asio::io_context io;
        on = *bb::on_signal<command>(
            ctx, asio::bind_executor(asio::make_strand(io), [owned](int) {}));
        BOOST_TEST(bb::signal<command>(ctx, 1).has_value());
    }
    BOOST_TEST(owned.use_count() == 1);
    BOOST_TEST(!on.active());
    BOOST_TEST((bb::signal<command>(ctx, 2).error() == bb::errc::no_handler));
    BOOST_TEST(bb::stats<bb::signal_broker<command>>(ctx).dropped == 1u);
}

BOOST_AUTO_TEST_CASE(an_object_of_the_program_is_a_channel_of_its_own)
{
    bb::broker_context ctx;
    int mine = 0;
    int others = 0;
    auto const on = bb::on_signal<command>(ctx, [&] { ++others; });
    bb::handle left;
    {
        bb::signal_broker<command> channel(ctx);
        left = *channel.on_signal([&] { ++mine; });
        BOOST_TEST(channel.has_signal_handler());
        BOOST_TEST(channel.signal(command{1}).has_value());
        BOOST_TEST(channel.stats().delivered == 1u);
        channel.stop_handler();
        BOOST_TEST((channel.signal(command{1}).error() == bb::errc::no_handler));
        left = *channel.replace_signal_handler([&] { ++mine; });
    }
    BOOST_TEST(!left.active());
    BOOST_TEST(mine == 1);
    BOOST_TEST(others == 0);
}

// Handlers that come and go on one executor leave nothing behind.
BOOST_AUTO_TEST_CASE(many_replacements_on_many_threads_lose_no_signal)
{
    constexpr int senders = 3;
    constexpr int each = 3000;
    asio::thread_pool pool(2);
    runner there;
    std::atomic<std::int64_t> handled{0};
    std::atomic<int> done{0};
    std::uint64_t accepted = 0;
    bb::broker_stats counters;
    {
        bb::broker_context ctx(pool.get_executor());
        auto current = bb::on_signal<command>(ctx, [&] { ++handled; });
        std::vector<bb::handle> handles;
        std::array<std::uint64_t, senders> counts{};
        std::vector<std::thread> threads;
        for (int t = 0; t != senders; ++t)
            threads.emplace_back([&, t] {
                for (int i = 0; i != each; ++i) {
                    bool ok = false;
                    if (i % 2 == 0) {
                        ok = bb::signal<command>(ctx, i).has_value();
                    } else {
                        command const c{i};
                        ok = bb::signal(ctx, c).has_value();
                    }
                    counts[static_cast<std::size_t>(t)] += ok ? 1 : 0;
                }
                ++done;
            });
        bool refused = false;
        for (int i = 0; done != senders; ++i) {
            auto next = i % 2 == 0
                ? bb::replace_signal_handler<command>(ctx, [&] { ++handled; })
                : bb::replace_signal_handler<command>(
                      ctx, asio::bind_executor(there.executor(), [&](int) { ++handled; }));
            refused |= !next.has_value();
            next->detach();
        }
        for (auto& t : threads)
            t.join();
        for (auto const count : counts)
            accepted += count;
        BOOST_TEST(!refused);
        BOOST_TEST(accepted == std::uint64_t(senders) * each);
        while (static_cast<std::uint64_t>(handled) != accepted)
            std::this_thread::yield();
        counters = bb::stats<bb::signal_broker<command>>(ctx);
        BOOST_TEST(counters.sent == accepted);
        BOOST_TEST(counters.dropped == 0u);
    }
    pool.join();
}

BOOST_AUTO_TEST_CASE(accepted_and_refused_are_all_and_accepted_is_delivered_or_counted)
{
    constexpr int senders = 3;
    constexpr int each = 4000;
    runner there;
    std::atomic<std::int64_t> handled{0};
    std::atomic<std::int64_t> accepted{0};
    std::atomic<std::int64_t> full{0};
    std::atomic<std::int64_t> none{0};
    std::atomic<std::int64_t> lost{0}; // arguments that did not come back
    std::atomic<int> done{0};
    bb::broker_context ctx(there.executor());
    std::vector<std::thread> threads;
    for (int t = 0; t != senders; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i != each; ++i) {
                store s{long_text};
                auto const sent = bb::signal(ctx, std::move(s));
                if (sent) {
                    ++accepted;
                    continue;
                }
                ++(sent.error() == bb::errc::queue_full ? full : none);
                if (s.text != long_text) // NOLINT(bugprone-use-after-move)
                    ++lost;
            }
            ++done;
        });
    while (done != senders) {
        auto const on = bb::on_signal<store>(ctx, [&](store const&) { ++handled; });
        for (int i = 0; i != 20; ++i)
            std::this_thread::yield();
    }
    for (auto& t : threads)
        t.join();
    BOOST_TEST(accepted + full + none == senders * each);
    BOOST_TEST(lost == 0);
    // What handlers have done is published when nothing waits any more.
    bb::broker_stats counters;
    for (int i = 0; i != 10'000'000; ++i) {
        counters = bb::stats<bb::signal_broker<store>>(ctx);
        if (counters.delivered + counters.dropped == static_cast<std::uint64_t>(accepted + full))
            break;
        std::this_thread::yield();
    }
    BOOST_TEST(counters.sent == static_cast<std::uint64_t>(accepted));
    BOOST_TEST(counters.delivered == static_cast<std::uint64_t>(handled));
    BOOST_TEST(counters.dropped == static_cast<std::uint64_t>(accepted - handled + full));
}

BOOST_AUTO_TEST_SUITE_END()
