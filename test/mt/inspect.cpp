// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// What `inspect` shows of the lane `mt`, also from another thread while messages are on their way.

#include "threads.hpp"
#include <boost_broker/drop.hpp>
#include <boost_broker/inspect.hpp>
#include <boost_broker/manual_clock.hpp>
#include <boost_broker/mock_provider.hpp>
#include <boost_broker/mt.hpp>
#include <boost_broker/next.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#pragma push_macro("emit")
#undef emit

namespace mt_inspect_test {

namespace asio = boost::asio;
namespace bb = boost_broker;
using namespace std::chrono_literals;

struct noted {
    using broker_policy = bb::mt<>;
    int number = 0;
};
struct newest {
    using broker_policy = bb::mt<bb::queue_depth<2>, bb::overflow<bb::drop_oldest>>;
};
struct ask {
    using broker_policy = bb::mt<>;
    using response = int;
    int number = 0;
};
struct command {
    using broker_policy = bb::mt<>;
};
struct local_command {};

template<class T>
std::string printed(T const& value)
{
    std::ostringstream out;
    out << value;
    return out.str();
}

// Two loops that are run by hand.
struct fixture {
    asio::io_context io;
    asio::io_context other;
    bb::manual_clock clock;
    asio::steady_timer timer{other, asio::steady_timer::time_point::max()};
    std::optional<bb::broker_context> ctx{std::in_place, bb::one_thread(io.get_executor())};

    fixture()
    {
        ctx->use_clock(clock);
        ctx->set_name("house");
    }

    auto there(auto handler)
    {
        return asio::bind_executor(bb::one_thread(other.get_executor()), handler);
    }
    auto waits()
    {
        return [this]() -> asio::awaitable<void> {
            boost::system::error_code ec;
            co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ec));
        };
    }
    void run()
    {
        io.restart();
        io.poll();
        other.restart();
        other.poll();
    }
    bb::context_info look() const { return bb::inspect(*ctx); }
};

constexpr auto nothing = [](auto const&) {};

} // namespace mt_inspect_test

BOOST_HANA_ADAPT_STRUCT(mt_inspect_test::noted, number);
BOOST_HANA_ADAPT_STRUCT(mt_inspect_test::ask, number);

namespace mt_inspect_test {

// named, because compilers name lambdas differently
struct hears {
    void operator()(int) const {}
};
struct answers {
    int operator()(int number) const { return number; }
};
struct obeys {
    void operator()() const {}
};

} // namespace mt_inspect_test

BOOST_FIXTURE_TEST_SUITE(inspect, mt_inspect_test::fixture)

using namespace mt_inspect_test;

BOOST_AUTO_TEST_CASE(everything_as_text)
{
    bb::handle const here = bb::listen<noted>(*ctx, hears{});
    bb::handle const away = bb::listen<noted>(*ctx, there(hears{}));
    auto const provider = bb::set_provider<ask>(*ctx, there(answers{}));
    auto const handler = bb::on_signal<command>(*ctx, obeys{});
    run();
    bb::emit<noted>(*ctx, 1);
    bb::emit<noted>(*ctx, 2);
    bb::request<ask>(*ctx, 1, nothing);
    BOOST_TEST(bb::signal<command>(*ctx).has_value());
    BOOST_TEST(printed(look()) ==
        "context 'house', open\n"
        "  event mt_inspect_test::noted: sent 4, queued 4, 4 waiting\n"
        "    listener of mt_inspect_test::noted: mt_inspect_test::hears\n"
        "    listener of mt_inspect_test::noted (inbox 1): mt_inspect_test::hears\n"
        "  request mt_inspect_test::ask: sent 1, queued 1, 1 waiting, 1 in flight\n"
        "    provider of mt_inspect_test::ask (1 waiting, 1 in flight, inbox 1): "
        "mt_inspect_test::answers\n"
        "  signal mt_inspect_test::command: sent 1, queued 1, 1 waiting\n"
        "    signal handler of mt_inspect_test::command (1 waiting): mt_inspect_test::obeys\n"
        "  inbox 0: one_thread<io_context>, the context's own, mt, 3 waiting\n"
        "  inbox 1: one_thread<io_context>, mt, 3 waiting\n");
    run();
    auto const later = look();
    for (auto const& broker : later.brokers)
        BOOST_TEST(broker.waiting + broker.in_flight == 0u, broker.message);
    BOOST_TEST(later.brokers[0].stats.delivered == 4u);
    BOOST_TEST((later == bb::inspect_mt(*ctx)));
}

BOOST_AUTO_TEST_CASE(as_a_graph_and_as_json)
{
    bb::handle const here = bb::listen<noted>(*ctx, std::function<void()>([] {}));
    bb::handle const away = bb::listen<noted>(*ctx, there(std::function<void()>([] {})));
    std::ostringstream graph;
    bb::write_dot(graph, look());
    BOOST_TEST(graph.str().substr(graph.str().find("  subgraph")) ==
        R"(  subgraph cluster_c0 {
    label="context 'house'";
    c0m0 [shape=ellipse, label="mt_inspect_test::noted\nevent"];
    c0h0 [shape=box, label="std::function<void ()>"];
    c0m0 -> c0h0;
    c0m0 -> c0h1;
    subgraph cluster_c0i1 {
    label="inbox 1: one_thread<io_context>";
    style=dashed;
    c0h1 [shape=box, label="std::function<void ()>"];
    }
  }
}
)");
    std::ostringstream json;
    bb::write_json(json, look());
    BOOST_TEST(json.str().find(R"({"executor":"one_thread<io_context>","home":true,)"
                               R"("executor_gone":false,"mt":true,"delivering":false,)"
                               R"("waiting":0})") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_only_the_newest_of_is_kept)
{
    bb::handle const on = bb::listen<newest>(*ctx, [] {});
    run();
    for (int i = 0; i != 5; ++i)
        bb::emit<newest>(*ctx);
    BOOST_TEST(look().brokers[0].waiting == 2u);
    BOOST_TEST(look().brokers[0].stats.dropped == 3u);
}

BOOST_AUTO_TEST_CASE(coroutines_and_for_how_long_they_have_run)
{
    bb::handle on = bb::listen<noted>(*ctx, there(waits()));
    bb::emit<noted>(*ctx, 1);
    run();
    clock.advance(2s);
    bb::emit<noted>(*ctx, 2);
    run();
    clock.advance(5500ms);
    auto const running = look();
    BOOST_TEST_REQUIRE(running.brokers[0].handlers.size() == 1u);
    auto const& handler = running.brokers[0].handlers[0];
    BOOST_TEST(handler.style == bb::handler_style::coroutine);
    BOOST_TEST(handler.coroutines == 2u);
    BOOST_TEST((handler.oldest == 7500ms));
    on.stop();
    run();
    auto const stopped = look();
    BOOST_TEST(stopped.brokers[0].handlers.empty());
    BOOST_TEST_REQUIRE(stopped.stopped.size() == 1u);
    BOOST_TEST(stopped.stopped[0].state == bb::handler_state::stopped);
    BOOST_TEST(stopped.stopped[0].coroutines == 2u);
    ctx->close();
    auto const closed = look();
    BOOST_TEST(!closed.open);
    BOOST_TEST(closed.stopped.size() == 1u);
    timer.cancel();
    run();
    BOOST_TEST(look().stopped.empty());
}

BOOST_AUTO_TEST_CASE(what_waits_for_the_turn_of_a_handler)
{
    bb::handle const on = bb::listen<noted>(*ctx, there(bb::serial(waits())));
    auto const handler = bb::on_signal<command>(*ctx, there(bb::serial(waits())));
    for (int i = 0; i != 3; ++i) {
        bb::emit<noted>(*ctx, i);
        BOOST_TEST(bb::signal<command>(*ctx).has_value());
    }
    run();
    for (auto const& broker : look().brokers) {
        BOOST_TEST(broker.waiting == 2u, broker.message);
        BOOST_TEST(broker.handlers[0].waiting == 2u, broker.message);
        BOOST_TEST(broker.handlers[0].coroutines == 1u, broker.message);
    }
    timer.cancel();
    run();
    for (auto const& broker : look().brokers)
        BOOST_TEST(broker.handlers[0].waiting == 1u, broker.message);
    for (int i = 0; i != 2; ++i) {
        timer.cancel();
        run();
    }
}

BOOST_AUTO_TEST_CASE(providers_that_were_replaced_and_mocks)
{
    std::vector<bb::reply<ask>> replies;
    auto const first = bb::set_provider<ask>(
        *ctx, there([&](int, bb::reply<ask> r) { replies.push_back(std::move(r)); }));
    bb::request<ask>(*ctx, 1, nothing);
    run();
    auto const second = bb::replace_provider<ask>(*ctx, [] { return 2; });
    bb::mock_provider<ask> const mock(*ctx, [] { return 3; });
    auto const waits_for = bb::on_signal<command>(*ctx, [] {});
    auto const replaces = bb::replace_signal_handler<command>(*ctx, [] {});
    bb::next<noted>(*ctx, nothing);
    auto const info = look();
    auto const broker = [&](bb::broker_kind kind) {
        return *std::find_if(info.brokers.begin(), info.brokers.end(),
            [&](bb::broker_info const& b) { return b.kind == kind; });
    };
    auto const handlers = broker(bb::broker_kind::request).handlers;
    BOOST_TEST_REQUIRE(handlers.size() == 3u);
    BOOST_TEST(handlers[0].style == bb::handler_style::reply);
    BOOST_TEST(handlers[0].state == bb::handler_state::replaced);
    BOOST_TEST(handlers[0].in_flight == 1u);
    BOOST_TEST(handlers[0].waiting == 0u);
    BOOST_TEST(handlers[1].state == bb::handler_state::active);
    BOOST_TEST(!handlers[1].mock);
    BOOST_TEST(handlers[2].mock);
    auto const signals = broker(bb::broker_kind::signal).handlers;
    BOOST_TEST_REQUIRE(signals.size() == 2u);
    BOOST_TEST(signals[0].state == bb::handler_state::replaced);
    auto const nexts = broker(bb::broker_kind::event).handlers;
    BOOST_TEST(nexts.at(0).kind == bb::handler_kind::next);
    replies.clear();
    run();
}

BOOST_AUTO_TEST_CASE(providers_of_multi_requests)
{
    auto const one = bb::add_provider<ask>(*ctx, there([](int n) { return n; }));
    std::vector<bb::reply<ask>> replies;
    auto const two = bb::add_provider<ask>(
        *ctx, there([&](int, bb::reply<ask> r) { replies.push_back(std::move(r)); }));
    bb::request_all<ask>(*ctx, 1, nothing);
    auto const broker = look().brokers.at(0);
    BOOST_TEST((broker.kind == bb::broker_kind::multi_request));
    BOOST_TEST(broker.waiting == 2u);
    BOOST_TEST(broker.in_flight == 2u);
    run();
    auto const later = look().brokers.at(0);
    BOOST_TEST(later.waiting == 0u);
    BOOST_TEST(later.in_flight == 1u);
    BOOST_TEST(later.handlers.at(0).kind == bb::handler_kind::multi_provider);
    BOOST_TEST(later.handlers.at(1).style == bb::handler_style::reply);
    BOOST_TEST(later.handlers.at(1).in_flight == 1u);
    replies.clear();
    run();
}

BOOST_AUTO_TEST_CASE(handlers_of_both_lanes)
{
    bb::handle const one = bb::listen<local_command>(*ctx, [] {});
    bb::handle const two = bb::listen<noted>(*ctx, [] {});
    auto const both = look();
    BOOST_TEST_REQUIRE(both.brokers.size() == 2u);
    BOOST_TEST_REQUIRE(both.inboxes.size() == 2u);
    BOOST_TEST(!both.inboxes[0].mt);
    BOOST_TEST(both.inboxes[1].mt);
    BOOST_TEST(both.inboxes[1].home);
    BOOST_TEST(both.brokers[0].handlers.at(0).inbox == 0u);
    BOOST_TEST(both.brokers[1].handlers.at(0).inbox == 1u);
    auto const only = bb::inspect_mt(*ctx);
    BOOST_TEST_REQUIRE(only.brokers.size() == 1u);
    BOOST_TEST(only.brokers[0].message == "mt_inspect_test::noted");
    BOOST_TEST(only.inboxes.size() == 1u);
    bb::broker_context const unused(io.get_executor());
    BOOST_TEST(bb::inspect_mt(unused).inboxes.empty());
}

BOOST_AUTO_TEST_CASE(brokers_of_the_program_and_contexts_that_come_later)
{
    bb::event_broker<noted> own(*ctx);
    auto const on = own.listen([] {});
    BOOST_TEST_REQUIRE(look().brokers.size() == 1u);
    BOOST_TEST(look().brokers[0].own_object);
    BOOST_TEST(look().brokers[0].handlers.size() == 1u);
    bb::handle const found = bb::listen<noted>(*ctx, [] {});
    BOOST_TEST(look().brokers.size() == 2u);
    ctx.reset();
    bb::broker_context const next(io.get_executor()); // in the same place, perhaps
    BOOST_TEST(bb::inspect(next).brokers.empty());
    BOOST_TEST(bb::inspect(next).stopped.empty());
}

BOOST_AUTO_TEST_CASE(inside_a_handler)
{
    std::vector<bool> delivering;
    bb::handle const on =
        bb::listen<noted>(*ctx, [&] { delivering.push_back(look().inboxes[0].delivering); });
    bb::emit<noted>(*ctx, 1); // queued
    run();
    asio::post(io, [&] { bb::emit<noted>(*ctx, 2); }); // called at once
    run();
    BOOST_TEST((delivering == std::vector<bool>{true, true}));
    BOOST_TEST(!look().inboxes[0].delivering);
}

// Its value is under ThreadSanitizer.
BOOST_AUTO_TEST_CASE(while_others_use_the_context)
{
    mt_test::runner one;
    mt_test::runner two;
    asio::thread_pool pool(1);
    bb::broker_context busy(one.executor());
    std::atomic<int> delivered{0};
    bb::handle const first = bb::listen<noted>(busy, [&] { ++delivered; });
    bb::handle const second =
        bb::listen<noted>(busy, asio::bind_executor(two.executor(), [&] { ++delivered; }));
    auto const provider = bb::set_provider<ask>(busy,
        asio::bind_executor(
            two.executor(), bb::serial([]() -> asio::awaitable<int> { co_return 1; })));
    auto const handler =
        bb::on_signal<command>(busy, bb::serial([]() -> asio::awaitable<void> { co_return; }));
    mt_test::tally ended;
    std::thread sends([&] {
        for (int i = 0; i != 300; ++i) {
            bb::emit<noted>(busy, 1);
            (void)bb::signal<command>(busy);
            (void)bb::request<ask>(busy, 1, bb::blocking);
        }
        ended.add();
    });
    std::thread changes([&] {
        for (int i = 0; i != 100; ++i) {
            bb::handle on = bb::listen<noted>(busy, asio::bind_executor(pool, [] {}));
            (void)bb::replace_provider<ask>(busy, [] { return 2; }).value();
            (void)bb::drop_listener(std::move(on), bb::blocking);
        }
        ended.add();
    });
    std::size_t most = 0;
    while (ended.value() != 2) {
        auto const info = bb::inspect(busy);
        std::ostringstream out;
        out << info;
        bb::write_dot(out, info);
        for (auto const& broker : info.brokers) {
            most = std::max(most, broker.waiting);
            for (auto const& some : broker.handlers)
                most = std::max({most, some.waiting, some.in_flight, some.coroutines});
        }
        for (auto const& inbox : info.inboxes)
            most = std::max(most, inbox.waiting);
    }
    sends.join();
    changes.join();
    BOOST_TEST(delivered >= 600);
    BOOST_TEST(most < 10'000'000u); // no count is below 0
    busy.close();
    pool.join();
}

BOOST_AUTO_TEST_SUITE_END()

#pragma pop_macro("emit")
