// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// The checks of events with messages that cross threads, by their number.

#include "../mt/threads.hpp"
#include <boost_broker/drop.hpp>
#include <boost_broker/mt.hpp>
#include <boost_broker/stats.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace mt_events_test {

class temperature // has no fields that the library could know
{
public:
    explicit temperature(double celsius) : celsius_(celsius) {}
    double celsius() const { return celsius_; }

private:
    double celsius_;
};

struct shared {
    using broker_policy = boost_broker::mt<>;
    std::shared_ptr<std::string const> text = {};
};
struct scalar {
    using broker_policy = boost_broker::mt<>;
    std::int32_t value = 0;
};
struct pulse {
    using broker_policy = boost_broker::mt<>;
};
struct discovered {
    using broker_policy = boost_broker::mt<>;
    std::int64_t id = 0;
    std::string name = {};
};
struct numbered {
    using broker_policy = boost_broker::mt<>;
    std::int64_t producer = 0;
    std::int64_t number = 0;
};
struct bounded {
    using broker_policy = boost_broker::mt<boost_broker::queue_depth<2>,
        boost_broker::overflow<boost_broker::drop_newest>>;
    std::int64_t number = 0;
};

} // namespace mt_events_test

template<>
struct boost_broker::policy_of<mt_events_test::temperature> {
    using type = boost_broker::mt<>;
};

BOOST_HANA_ADAPT_STRUCT(mt_events_test::shared, text);
BOOST_HANA_ADAPT_STRUCT(mt_events_test::scalar, value);
BOOST_HANA_ADAPT_STRUCT(mt_events_test::discovered, id, name);
BOOST_HANA_ADAPT_STRUCT(mt_events_test::numbered, producer, number);
BOOST_HANA_ADAPT_STRUCT(mt_events_test::bounded, number);

namespace mt_events_test {

namespace bb = boost_broker;
namespace asio = boost::asio;
using mt_test::runner;
using mt_test::tally;

template<class F>
void on_another_thread(F f)
{
    std::thread(f).join();
}

/// Coroutines that wait until the test lets them go on.
struct gates {
    explicit gates(runner& there) : io(there.io()) {}

    asio::awaitable<void> wait(asio::steady_timer& gate)
    {
        boost::system::error_code ignored;
        reached.add();
        co_await gate.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
    void open(asio::steady_timer& gate)
    {
        asio::post(io, [&gate] { gate.cancel(); });
    }

    asio::io_context& io;
    asio::steady_timer first{io, asio::steady_timer::time_point::max()};
    asio::steady_timer second{io, asio::steady_timer::time_point::max()};
    tally reached;
};

} // namespace mt_events_test

BOOST_AUTO_TEST_SUITE(mt_events)

using namespace mt_events_test;

BOOST_AUTO_TEST_CASE(check_1_every_listener_gets_an_event_once)
{
    tally heard;
    int first = 0;
    int second = 0;
    auto const a = bb::listen<pulse>([&] { ++first, heard.add(); });
    auto const b = bb::listen<pulse>([&] { ++second, heard.add(); });
    on_another_thread([] { bb::emit<pulse>(); });
    heard.wait_for(2);
    BOOST_TEST(first == 1);
    BOOST_TEST(second == 1);
}

BOOST_AUTO_TEST_CASE(check_2_a_dropped_listener_gets_nothing_more)
{
    tally heard;
    std::atomic<int> dropped{0};
    runner there;
    bb::broker_context ctx(there.executor());
    auto a = bb::listen<pulse>(ctx, [&] { ++dropped; });
    auto const b = bb::listen<pulse>(ctx, [&] { heard.add(); });
    BOOST_TEST(bb::drop_listener(std::move(a), bb::blocking).has_value());
    bb::emit<pulse>(ctx);
    heard.wait_for(1);
    BOOST_TEST(dropped == 0);
}

BOOST_AUTO_TEST_CASE(check_3_all_are_dropped_and_an_emit_does_not_fail)
{
    std::atomic<int> heard{0};
    runner there;
    bb::broker_context ctx(there.executor());
    auto const a = bb::listen<pulse>(ctx, [&] { ++heard; });
    auto const b = bb::listen<pulse>(ctx, [&] { ++heard; });
    BOOST_TEST(bb::drop_all_listeners<pulse>(ctx, bb::blocking).has_value());
    BOOST_TEST((bb::emit<pulse>(ctx) == bb::emit_result()));
    BOOST_TEST(heard == 0);
}

BOOST_AUTO_TEST_CASE(check_4_no_listener_is_a_no_op)
{
    runner there;
    bb::broker_context ctx(there.executor());
    BOOST_TEST((bb::emit<pulse>(ctx) == bb::emit_result()));
    bb::emit_result elsewhere{7, 7};
    on_another_thread([&] { elsewhere = bb::emit<pulse>(ctx); });
    BOOST_TEST((elsewhere == bb::emit_result()));
}

BOOST_AUTO_TEST_CASE(check_5_contexts_do_not_see_each_other)
{
    tally heard_a;
    std::atomic<int> heard_b{0};
    runner there;
    bb::broker_context a(there.executor());
    bb::broker_context b(there.executor());
    auto const on_a = bb::listen<pulse>(a, [&] { heard_a.add(); });
    auto const on_b = bb::listen<pulse>(b, [&] { ++heard_b; });
    on_another_thread([&] { bb::emit<pulse>(a); });
    heard_a.wait_for(1);
    BOOST_TEST(heard_b == 0);
}

BOOST_AUTO_TEST_CASE(check_6_every_payload_arrives_with_its_value)
{
    tally heard;
    std::shared_ptr<std::string const> text;
    std::int32_t value = 0;
    double celsius = 0;
    runner there;
    bb::broker_context ctx(there.executor());
    auto const a = bb::listen<shared>(ctx, [&](shared const& e) { text = e.text, heard.add(); });
    auto const b = bb::listen<scalar>(ctx, [&](std::int32_t v) { value = v, heard.add(); });
    auto const c = bb::listen<temperature>(
        ctx, [&](temperature const& t) { celsius = t.celsius(), heard.add(); });
    auto const d = bb::listen<pulse>(ctx, [&] { heard.add(); });
    auto const sent = std::make_shared<std::string const>("the same object, not a copy of it");
    bb::emit<shared>(ctx, sent);
    bb::emit<scalar>(ctx, -7);
    bb::emit(ctx, temperature(36.6));
    bb::emit<pulse>(ctx);
    heard.wait_for(4);
    BOOST_TEST(text == sent);
    BOOST_TEST(value == -7);
    BOOST_TEST(celsius == 36.6);
}

BOOST_AUTO_TEST_CASE(check_7_fields_arrive_as_the_object_that_they_make)
{
    tally heard;
    std::vector<std::pair<std::int64_t, std::string>> seen;
    runner there;
    bb::broker_context ctx(there.executor());
    auto const on = bb::listen<discovered>(ctx, [&](discovered const& e) {
        seen.emplace_back(e.id, e.name);
        heard.add();
    });
    bb::emit<discovered>(ctx, 7, "core-router");
    bb::emit<discovered>(ctx, {.name = "edge-router"});
    heard.wait_for(2);
    BOOST_TEST(seen[0].first == 7);
    BOOST_TEST(seen[0].second == "core-router");
    BOOST_TEST(seen[1].first == 0);
    BOOST_TEST(seen[1].second == "edge-router");
}

BOOST_AUTO_TEST_CASE(check_8_a_drop_completes_when_the_coroutine_has_ended)
{
    std::atomic<bool> ended{false};
    runner there;
    gates at(there);
    bb::broker_context ctx(there.executor());
    auto on = bb::listen<pulse>(ctx, [&]() -> asio::awaitable<void> {
        co_await at.wait(at.first);
        ended = true;
    });
    bb::emit<pulse>(ctx);
    at.reached.wait_for(1);
    auto gone = bb::drop_listener(std::move(on), asio::use_future);
    BOOST_TEST(!ended);
    at.open(at.first);
    BOOST_TEST(gone.get().has_value());
    BOOST_TEST(ended);
}

BOOST_AUTO_TEST_CASE(check_9_a_drop_waits_for_its_own_coroutines_only)
{
    tally ended;
    runner there;
    gates at(there);
    bb::broker_context ctx(there.executor());
    auto first =
        bb::listen<pulse>(ctx, [&]() -> asio::awaitable<void> { co_await at.wait(at.first); });
    auto const second = bb::listen<pulse>(ctx, [&]() -> asio::awaitable<void> {
        co_await at.wait(at.second);
        ended.add();
    });
    bb::emit<pulse>(ctx);
    at.reached.wait_for(2);
    at.open(at.first);
    BOOST_TEST(bb::drop_listener(std::move(first), asio::use_future).get().has_value());
    BOOST_TEST(ended.value() == 0);
    at.open(at.second);
    ended.wait_for(1); // it went on
}

BOOST_AUTO_TEST_CASE(check_10_a_throwing_listener_affects_nobody)
{
    tally heard;
    runner there;
    bb::broker_context ctx(there.executor());
    auto const a = bb::listen<pulse>(ctx, [] { throw std::runtime_error("boom"); });
    auto const b = bb::listen<pulse>(ctx, [&] { heard.add(); });
    BOOST_CHECK_NO_THROW(bb::emit<pulse>(ctx));
    bb::emit<pulse>(ctx);
    heard.wait_for(2);
}

BOOST_AUTO_TEST_CASE(check_11_a_listener_that_drops_itself_does_not_wait_for_itself)
{
    tally dropped;
    tally last;
    int calls = 0;
    runner there;
    bb::broker_context ctx(there.executor());
    bb::handle on;
    on = bb::listen<pulse>(ctx, [&] {
        ++calls;
        bb::drop_listener(std::move(on), [&](bb::result<void> const& r) {
            if (r)
                dropped.add();
        });
    });
    auto const after = bb::listen<pulse>(ctx, [&] { last.add(); });
    bb::emit<pulse>(ctx);
    dropped.wait_for(1); // not after 5 seconds
    bb::emit<pulse>(ctx);
    last.wait_for(2);
    BOOST_TEST(calls == 1);
}

BOOST_AUTO_TEST_CASE(check_12_a_listener_added_inside_sees_the_next_event)
{
    tally added;
    tally heard;
    runner there;
    bb::broker_context ctx(there.executor());
    std::vector<bb::handle> inside;
    auto const on = bb::listen<pulse>(ctx, [&, here = ctx.ref()] {
        if (inside.empty())
            inside.push_back(bb::listen<pulse>(here, [&] { heard.add(); }));
        added.add();
    });
    bb::emit<pulse>(ctx);
    added.wait_for(1);
    bb::emit<pulse>(ctx);
    heard.wait_for(1);
    added.wait_for(2);
    BOOST_TEST(heard.value() == 1);
}

BOOST_AUTO_TEST_CASE(check_13_a_handle_that_was_dropped_does_not_mean_a_later_listener)
{
    tally heard;
    runner there;
    bb::broker_context ctx(there.executor());
    auto old = bb::listen<pulse>(ctx, [] {});
    BOOST_TEST(bb::drop_listener(std::move(old), bb::blocking).has_value());
    auto const later = bb::listen<pulse>(ctx, [&] { heard.add(); });
    BOOST_TEST(bb::drop_listener(std::move(old), bb::blocking).has_value());
    old.stop();
    BOOST_TEST(later.active());
    bb::emit<pulse>(ctx);
    heard.wait_for(1);
}

BOOST_AUTO_TEST_CASE(check_14_a_listener_runs_on_its_thread_whoever_emits)
{
    tally heard;
    std::thread::id ran;
    runner there;
    bb::broker_context ctx(there.executor());
    auto const on = bb::listen<pulse>(ctx, [&] {
        ran = std::this_thread::get_id();
        heard.add();
    });
    on_another_thread([&] { bb::emit<pulse>(ctx); });
    heard.wait_for(1);
    BOOST_TEST((ran == there.id()));
}

BOOST_AUTO_TEST_CASE(check_15_every_thread_gets_an_event_once)
{
    tally heard;
    std::array<std::thread::id, 3> ran;
    std::array<runner, 3> threads;
    bb::broker_context ctx;
    std::vector<bb::handle> on;
    for (std::size_t i = 0; i != 3; ++i)
        on.push_back(bb::listen<pulse>(ctx, asio::bind_executor(threads[i].executor(), [&, i] {
            ran[i] = std::this_thread::get_id();
            heard.add();
        })));
    BOOST_TEST((bb::emit<pulse>(ctx) == bb::emit_result{3, 0}));
    heard.wait_for(3);
    for (std::size_t i = 0; i != 3; ++i)
        BOOST_TEST((ran[i] == threads[i].id()));
    BOOST_TEST(heard.value() == 3);
}

BOOST_AUTO_TEST_CASE(check_16_nothing_is_lost_and_each_producers_events_are_in_order)
{
    constexpr std::int64_t producers = 4;
    constexpr std::int64_t each = 2000;
    tally heard;
    std::array<std::int64_t, producers> next{};
    int reversed = 0;
    runner there;
    bb::broker_context ctx(there.executor());
    auto const on = bb::listen<numbered>(ctx, [&](std::int64_t producer, std::int64_t number) {
        reversed += next[std::size_t(producer)]++ == number ? 0 : 1;
        heard.add();
    });
    std::vector<std::thread> threads;
    for (std::int64_t p = 0; p != producers; ++p)
        threads.emplace_back([&ctx, p] {
            for (std::int64_t i = 0; i != each; ++i)
                bb::emit<numbered>(ctx, p, i);
        });
    for (auto& thread : threads)
        thread.join();
    heard.wait_for(producers * each);
    BOOST_TEST(reversed == 0);
    BOOST_TEST(heard.value() == producers * each);
}

BOOST_AUTO_TEST_CASE(check_17_all_are_dropped_from_another_thread)
{
    std::atomic<int> heard{0};
    runner there;
    bb::broker_context ctx(there.executor());
    auto const a = bb::listen<pulse>(ctx, [&] { ++heard; });
    auto const b = bb::listen<pulse>(ctx, [&] { ++heard; });
    bool dropped = false;
    on_another_thread(
        [&] { dropped = bb::drop_all_listeners<pulse>(ctx, bb::blocking).has_value(); });
    BOOST_TEST(dropped);
    BOOST_TEST((bb::emit<pulse>(ctx) == bb::emit_result()));
    BOOST_TEST(heard == 0);
}

BOOST_AUTO_TEST_CASE(check_18_a_large_payload_arrives_byte_for_byte)
{
    std::string sent(1'500'000, '\0');
    for (std::size_t i = 0; i != sent.size(); ++i)
        sent[i] = static_cast<char>(i * 7 % 251);
    tally heard;
    std::string got;
    runner there;
    bb::broker_context ctx(there.executor());
    auto const on = bb::listen<discovered>(ctx, [&](discovered const& e) {
        got = e.name;
        heard.add();
    });
    bb::emit<discovered>(ctx, 1, sent);
    heard.wait_for(1);
    BOOST_TEST((got == sent));
}

// There is no ceiling for a payload; what is refused is what finds its queue full.
BOOST_AUTO_TEST_CASE(check_19_what_is_not_delivered_is_seen)
{
    asio::io_context there; // nobody runs it
    bb::broker_context ctx(bb::one_thread(there.get_executor()));
    int heard = 0;
    auto const on = bb::listen<bounded>(ctx, [&] { ++heard; });
    bb::emit<bounded>(ctx, 1);
    bb::emit<bounded>(ctx, 2);
    BOOST_TEST((bb::emit<bounded>(ctx, 3) == bb::emit_result{0, 1}));
    there.run();
    BOOST_TEST(heard == 2);
    BOOST_TEST(bb::stats<bb::event_broker<bounded>>(ctx).dropped == 1u);
}

BOOST_AUTO_TEST_CASE(check_20_dropping_all_is_effective_at_once)
{
    std::atomic<int> heard{0};
    runner there;
    bb::broker_context ctx(there.executor());
    auto const a = bb::listen<pulse>(ctx, [&] { ++heard; });
    bb::drop_all_listeners<pulse>(ctx, [](bb::result<void> const&) {}); // nobody waits
    BOOST_TEST((bb::emit<pulse>(ctx) == bb::emit_result()));
    BOOST_TEST(bb::drop_all_listeners<pulse>(ctx, bb::blocking).has_value());
    BOOST_TEST(heard == 0);
}

BOOST_AUTO_TEST_SUITE_END()
