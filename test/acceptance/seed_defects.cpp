// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Defects of the library that this one succeeds, by their number in the list of them. Each test
// fails on the defect.

#include <boost_broker/drop.hpp>
#include <boost_broker/event_broker.hpp>
#include <boost_broker/manual_clock.hpp>
#include <boost_broker/mock_provider.hpp>
#include <boost_broker/multi_request_broker.hpp>
#include <boost_broker/request_broker.hpp>
#include <boost_broker/signal_broker.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace seed_defects_test {

namespace bb = boost_broker;
namespace asio = boost::asio;

struct pulse {};
struct other {};
struct get_name {
    using broker_policy = bb::local<bb::synchronous>;
    using response = std::string;
};
struct get_name_by_id {
    using broker_policy = bb::local<bb::synchronous>;
    using response = std::string;
    int id = 0;
};
struct get_part {
    using response = int;
};
struct stop {};

using numbers = std::vector<int>;

/// A coroutine handler that runs until its timer is cancelled, and notes how that came.
class long_handler
{
public:
    explicit long_handler(asio::io_context& io) : timer_(io, asio::steady_timer::time_point::max())
    {}

    auto function()
    {
        return [this]() -> asio::awaitable<void> {
            running = true;
            co_await timer_.async_wait(asio::as_tuple(asio::use_awaitable));
            running = false;
        };
    }
    void finish() { timer_.cancel(); }

    bool running = false;

private:
    asio::steady_timer timer_;
};

} // namespace seed_defects_test

BOOST_HANA_ADAPT_STRUCT(seed_defects_test::get_name_by_id, id);

BOOST_AUTO_TEST_SUITE(seed_defects)

using namespace seed_defects_test;

BOOST_AUTO_TEST_CASE(defect_1_a_drop_cancels_and_awaits_nobody_but_the_dropped)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    bb::manual_clock clock;
    ctx.use_clock(clock);
    long_handler first(io);
    long_handler second(io);
    bb::handle a = bb::listen<pulse>(ctx, first.function());
    bb::handle const b = bb::listen<pulse>(ctx, second.function());
    bb::emit<pulse>(ctx);
    io.poll();
    std::optional<bb::result<void>> dropped;
    bb::drop_listener(std::move(a), [&](bb::result<void> r) { dropped = std::move(r); });
    clock.advance(std::chrono::seconds(5)); // it gives up, and cancels what it has waited for
    io.restart();
    io.poll();
    BOOST_REQUIRE(dropped.has_value());
    BOOST_TEST((dropped->error() == bb::errc::drain_timed_out));
    BOOST_TEST(!first.running);
    BOOST_TEST(second.running);
    second.finish();
    io.restart();
    io.run();
    BOOST_TEST(!second.running);
}

BOOST_AUTO_TEST_CASE(defect_2_a_handler_that_drops_itself_does_not_stall)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    bb::manual_clock clock; // which stands still
    ctx.use_clock(clock);
    long_handler neighbour(io);
    int calls = 0;
    bool dropped = false;
    bb::handle own;
    own = bb::listen<pulse>(ctx, [&]() -> asio::awaitable<void> {
        ++calls;
        auto const r = co_await bb::drop_listener(std::move(own), asio::use_awaitable);
        dropped = r.has_value();
    });
    bb::handle const b = bb::listen<pulse>(ctx, neighbour.function());
    bb::emit<pulse>(ctx);
    io.poll();
    BOOST_TEST(dropped);
    BOOST_TEST(neighbour.running);
    bb::emit<pulse>(ctx);
    io.restart();
    io.poll();
    BOOST_TEST(calls == 1);
    neighbour.finish();
    io.restart();
    io.run();
    BOOST_TEST(!neighbour.running);
}

BOOST_AUTO_TEST_CASE(defect_2_what_ends_while_a_drop_is_awaited_does_not_lead_it_astray)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    auto another = std::make_unique<bb::broker_context>(io);
    long_handler handler(io);
    int others = 0;
    bb::handle in_another = bb::listen<pulse>(*another, [] {});
    bb::handle a = bb::listen<pulse>(ctx, handler.function());
    bb::handle const b = bb::listen<other>(ctx, [&] { ++others; });
    bb::emit<pulse>(ctx);
    io.poll();
    bool dropped = false;
    bb::drop_listener(std::move(a), [&](bb::result<void> r) { dropped = r.has_value(); });
    in_another.stop();
    another.reset(); // the place of a context, of a broker and of a listener are free
    another = std::make_unique<bb::broker_context>(io);
    bb::handle const c = bb::listen<pulse>(*another, [&] { ++others; });
    handler.finish();
    io.restart();
    io.run();
    BOOST_TEST(dropped);
    BOOST_TEST(bb::emit<other>(ctx).accepted == 1u);
    BOOST_TEST(bb::emit<pulse>(*another).accepted == 1u);
    BOOST_TEST(others == 2);
}

BOOST_AUTO_TEST_CASE(defect_3_listeners_and_providers_have_the_order_of_their_registration)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    numbers seen;
    std::vector<bb::handle> on;
    std::vector<bb::handle> parts;
    for (int i = 0; i != 100; ++i) {
        on.push_back(bb::listen<pulse>(ctx, [&seen, i] { seen.push_back(i); }));
        parts.push_back(bb::add_provider<get_part>(ctx, [i] { return i; }).value());
    }
    numbers expected;
    for (int i = 0; i != 100; ++i) {
        if (i % 3 == 0) {
            on[static_cast<std::size_t>(i)].stop();
            parts[static_cast<std::size_t>(i)].stop();
        } else {
            expected.push_back(i);
        }
    }
    for (int i = 100; i != 120; ++i) {
        on.push_back(bb::listen<pulse>(ctx, [&seen, i] { seen.push_back(i); }));
        parts.push_back(bb::add_provider<get_part>(ctx, [i] { return i; }).value());
        expected.push_back(i);
    }
    bb::emit<pulse>(ctx);
    BOOST_TEST(seen == expected, boost::test_tools::per_element());
    numbers answers;
    bb::request_all<get_part>(ctx, [&](bb::result<numbers> r) { answers = std::move(r.value()); });
    io.run();
    BOOST_TEST(answers == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(defect_4_a_stale_handle_never_means_a_stranger)
{
    asio::io_context io;
    auto owned = std::make_unique<bb::broker_context>(io);
    bb::context_ref ctx = *owned;
    // Each handle outlives its registration; then something else is registered in its place.
    bb::handle listener = bb::listen<pulse>(ctx, [] {});
    auto provider = bb::set_provider<get_name>(ctx, [] { return std::string(); });
    auto part = bb::add_provider<get_part>(ctx, [] { return 1; });
    auto handler = bb::on_signal<stop>(ctx, [] {});
    BOOST_TEST(bb::drop_all_listeners<pulse>(ctx, bb::blocking).has_value());
    bb::clear_provider<get_name>(ctx);
    bb::clear_providers<get_part>(ctx);
    BOOST_TEST(bb::drop_signal_handler<stop>(ctx, bb::blocking).has_value());

    auto const register_again = [&] {
        bb::listen<pulse>(ctx, [] {}).detach();
        bb::set_provider<get_name>(ctx, [] { return std::string(); }).value().detach();
        bb::add_provider<get_part>(ctx, [] { return 2; }).value().detach();
        bb::on_signal<stop>(ctx, [] {}).value().detach();
    };
    auto const everything_is_there = [&] {
        numbers answers;
        bb::request_all<get_part>(
            ctx, [&](bb::result<numbers> r) { answers = std::move(r.value()); });
        io.restart();
        io.run();
        return bb::emit<pulse>(ctx).accepted == 1 && bb::is_provided<get_name>(ctx) &&
            bb::has_signal_handler<stop>(ctx) && answers == numbers{2};
    };
    register_again();
    listener.stop();
    provider->stop();
    bb::remove_provider(std::move(*part));
    handler->stop();
    BOOST_TEST(everything_is_there());

    // The same when the context itself has gone and another one has its memory.
    bb::handle stale = bb::listen<pulse>(ctx, [] {});
    owned.reset();
    owned = std::make_unique<bb::broker_context>(io);
    ctx = *owned;
    register_again();
    stale.stop();
    BOOST_TEST(everything_is_there());
}

BOOST_AUTO_TEST_CASE(defect_5_replacing_by_nothing_leaves_the_place_free)
{
    bb::broker_context ctx; // not the default one
    auto const a = bb::set_provider<get_name>(ctx, [] { return std::string("a"); });
    auto const none = bb::replace_provider<get_name>(ctx, std::function<std::string()>());
    BOOST_TEST(none.has_value());
    BOOST_TEST(!bb::is_provided<get_name>(ctx));
    auto const b = bb::set_provider<get_name>(ctx, [] { return std::string("b"); });
    BOOST_TEST(b.has_value());
    BOOST_TEST(bb::request<get_name>(ctx).value() == "b");
    auto const s = bb::on_signal<stop>(ctx, [] {});
    auto const no_handler = bb::replace_signal_handler<stop>(ctx, std::function<void()>());
    BOOST_TEST(no_handler.has_value());
    BOOST_TEST(bb::on_signal<stop>(ctx, [] {}).has_value());
}

BOOST_AUTO_TEST_CASE(defect_5_a_mock_that_ends_leaves_other_providers_alone)
{
    bb::broker_context ctx;
    auto const by_id =
        bb::set_provider<get_name_by_id>(ctx, [](int id) { return std::to_string(id); });
    {
        bb::mock_provider<get_name> const mock(ctx, [] { return std::string("mock"); });
        BOOST_TEST(bb::request<get_name>(ctx).value() == "mock");
    }
    BOOST_TEST(!bb::is_provided<get_name>(ctx)); // there was none
    BOOST_TEST(bb::request<get_name_by_id>(ctx, 7).value() == "7");
}

BOOST_AUTO_TEST_CASE(defect_5_a_provider_that_cannot_be_called_is_refused)
{
    bb::broker_context ctx;
    std::string (*null)() = nullptr;
    auto const in = [&](bb::context_ref where) {
        BOOST_TEST((bb::set_provider<get_name>(where, null).error() == bb::errc::empty_handler));
        BOOST_TEST(!bb::is_provided<get_name>(where));
        BOOST_TEST((bb::on_signal<stop>(where, std::function<void()>()).error() ==
            bb::errc::empty_handler));
    };
    in(ctx);
    in(bb::default_context());
}

BOOST_AUTO_TEST_CASE(defect_14_there_is_no_last_context)
{
    // More than would fit into sixteen bits, each with something of its own.
    std::uint64_t last = bb::broker_context().id();
    for (int i = 0; i != 70000; ++i) {
        bb::broker_context ctx;
        BOOST_REQUIRE(ctx.id() == last + 1);
        last = ctx.id();
        bb::handle const on = bb::listen<pulse>(ctx, [] {});
        BOOST_REQUIRE(bb::emit<pulse>(ctx).accepted == 1u);
    }
}

BOOST_AUTO_TEST_CASE(defect_15_a_closed_context_never_means_the_default_one)
{
    auto const in_default =
        bb::set_provider<get_name>(bb::default_context(), [] { return std::string("default"); });
    BOOST_REQUIRE(in_default.has_value());
    bool heard = false;
    bb::handle const on = bb::listen<pulse>(bb::default_context(), [&] { heard = true; });
    bb::broker_context ctx;
    auto const own = bb::set_provider<get_name>(ctx, [] { return std::string("own"); });
    BOOST_TEST(bb::request<get_name>(ctx).value() == "own");
    ctx.close();
    BOOST_TEST((bb::request<get_name>(ctx).error() == bb::errc::context_closed));
    BOOST_TEST(bb::emit<pulse>(ctx).accepted == 0u);
    {
        bb::scoped_context const scope(ctx);
        BOOST_TEST((bb::request<get_name>().error() == bb::errc::context_closed));
        BOOST_TEST(bb::emit<pulse>().accepted == 0u);
    }
    BOOST_TEST((bb::request<get_name>(bb::context_ref()).error() == bb::errc::context_closed));
    BOOST_TEST(!heard);
}

BOOST_AUTO_TEST_CASE(defect_15_who_loses_a_place_is_told)
{
    bb::broker_context ctx;
    auto const winner = bb::set_provider<get_name>(ctx, [] { return std::string("winner"); });
    auto const loser = bb::set_provider<get_name>(ctx, [] { return std::string("loser"); });
    BOOST_TEST((loser.error() == bb::errc::provider_exists)); // and it is [[nodiscard]]
    BOOST_TEST(bb::request<get_name>(ctx).value() == "winner");
}

BOOST_AUTO_TEST_CASE(defect_15_what_an_object_registers_in_the_default_context_ends_with_it)
{
    struct object {
        bb::result<bb::handle> on =
            bb::set_provider<get_name>(bb::default_context(), [] { return std::string("object"); });
    };
    {
        object const first;
        BOOST_TEST(bb::request<get_name>().value() == "object");
    }
    BOOST_TEST((bb::request<get_name>().error() == bb::errc::no_provider));
    object const second;
    BOOST_TEST(second.on.has_value());
}

BOOST_AUTO_TEST_SUITE_END()
