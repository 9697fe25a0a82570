// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// A steady state makes no allocation.

#include "counting.hpp"
#include <boost_broker/event_broker.hpp>
#include <boost_broker/request_broker.hpp>
#include <boost_broker/signal_broker.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <string>

namespace steady_state_test {

namespace bb = boost_broker;
namespace asio = boost::asio;

struct sample {
    std::int64_t id = 0;
    double value = 0;
    std::string unit = {};
};
struct picture {
    std::array<std::uint8_t, 500> pixels = {};
};
struct trigger {};
struct rotate {
    std::int64_t id = 0;
};
struct get_sample {
    using response = sample;
    std::int64_t id = 0;
};
struct get_double {
    using broker_policy = bb::local<bb::synchronous>;
    using response = double;
    double value = 0;
};

/// The same for a coroutine that does the work, on a run loop, where Asio uses its memory again.
template<class Work>
std::size_t allocations_awaited(asio::io_context& io, Work work)
{
    std::size_t made = 0;
    auto const measure = [&]() -> asio::awaitable<void> {
        for (int warm_up = 0; warm_up != 100; ++warm_up)
            co_await work();
        auto const before = allocations.load();
        for (int i = 0; i != 1000; ++i)
            co_await work();
        made = allocations.load() - before;
    };
    asio::co_spawn(io, measure, asio::detached);
    io.restart();
    io.run();
    return made;
}

} // namespace steady_state_test

BOOST_HANA_ADAPT_STRUCT(steady_state_test::sample, id, value, unit);
BOOST_HANA_ADAPT_STRUCT(steady_state_test::picture, pixels);
BOOST_HANA_ADAPT_STRUCT(steady_state_test::rotate, id);
BOOST_HANA_ADAPT_STRUCT(steady_state_test::get_sample, id);
BOOST_HANA_ADAPT_STRUCT(steady_state_test::get_double, value);

BOOST_AUTO_TEST_SUITE(steady_state)

using namespace steady_state_test;

BOOST_AUTO_TEST_CASE(the_counter_counts)
{
    auto const before = allocations.load();
    std::free(std::malloc(100));
    delete new int(1);
    std::free(std::aligned_alloc(64, 128));
    BOOST_TEST(allocations.load() - before == 3u);
}

BOOST_AUTO_TEST_CASE(a_direct_emit)
{
    bb::broker_context ctx;
    double sum = 0;
    std::deque<bb::handle> listeners;
    auto const add = [&](sample const& s) { sum += s.value; };
    listeners.push_back(bb::listen<sample>(ctx, add));
    BOOST_TEST(allocations_of([&] { bb::emit<sample>(ctx, 1, 2.0, "mV"); }) == 0u);
    for (int i = 0; i != 63; ++i)
        listeners.push_back(bb::listen<sample>(ctx, add));
    BOOST_TEST(allocations_of([&] { bb::emit<sample>(ctx, 1, 2.0, "mV"); }) == 0u);
    BOOST_TEST(sum == 1100 * 2.0 * 65);
}

BOOST_AUTO_TEST_CASE(an_emit_queued_behind_a_running_listener)
{
    bb::broker_context ctx;
    double sum = 0;
    bb::handle const a = bb::listen<trigger>(ctx, [&] {
        for (int i = 0; i != 10; ++i)
            bb::emit<sample>(ctx, i, 1.0, "mV");
    });
    bb::handle const b = bb::listen<sample>(ctx, [&](sample const& s) { sum += s.value; });
    BOOST_TEST(allocations_of([&] { bb::emit<trigger>(ctx); }) == 0u);
    BOOST_TEST(sum == 11000.0);
}

BOOST_AUTO_TEST_CASE(an_emit_queued_for_an_executor_and_its_wake_up)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    auto const strand = asio::make_strand(io);
    double sum = 0;
    bb::handle const on_context =
        bb::listen<picture>(ctx, [&](picture const& p) { sum += p.pixels[0]; });
    bb::handle const on_strand = bb::listen<sample>(
        ctx, asio::bind_executor(strand, [&](sample const& s) { sum += s.value; }));
    bb::handle const large = bb::listen<picture>(
        ctx, asio::bind_executor(strand, [&](picture const& p) { sum += p.pixels[0]; }));
    picture const white{{1}};
    BOOST_TEST(allocations_of([&] {
        for (int i = 0; i != 10; ++i) {
            bb::emit<sample>(ctx, i, 1.0, "mV");
            bb::emit(ctx, white);
        }
        io.restart();
        io.run();
    }) == 0u);
    BOOST_TEST(sum == 33000.0);
}

BOOST_AUTO_TEST_CASE(a_signal)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    std::int64_t handled = 0;
    auto direct = bb::on_signal<rotate>(ctx, [&](std::int64_t id) { handled += id; });
    BOOST_TEST(allocations_of([&] { (void)bb::signal<rotate>(ctx, 1); }) == 0u);
    auto const queued = bb::replace_signal_handler<rotate>(
        ctx, asio::bind_executor(asio::make_strand(io), [&](std::int64_t id) { handled += id; }));
    BOOST_TEST(allocations_of([&] {
        (void)bb::signal<rotate>(ctx, 1);
        io.restart();
        io.run();
    }) == 0u);
    BOOST_TEST(handled == 2200);
}

BOOST_AUTO_TEST_CASE(a_synchronous_request)
{
    bb::broker_context ctx;
    auto const provider = bb::set_provider<get_double>(ctx, [](double v) { return 2 * v; });
    double sum = 0;
    BOOST_TEST(allocations_of([&] { sum += bb::request<get_double>(ctx, 1.5).value(); }) == 0u);
    BOOST_TEST(sum == 3300.0);
}

BOOST_AUTO_TEST_CASE(a_request_that_is_awaited)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    auto const provider = bb::set_provider<get_sample>(ctx, [](std::int64_t id) {
        return sample{id, 1.5, "mV"};
    });
    double sum = 0;
    auto const at_once = [&]() -> asio::awaitable<void> {
        auto const r = co_await bb::request<get_sample>(ctx, 7, asio::use_awaitable);
        sum += r->value;
    };
    BOOST_TEST(allocations_awaited(io, at_once) == 0u);
    auto const posted = [&]() -> asio::awaitable<void> {
        auto const r = co_await bb::request<get_sample>(ctx, 7);
        sum += r->value;
    };
    BOOST_TEST(allocations_awaited(io, posted) == 0u);
    BOOST_TEST(sum == 3300.0);
}

BOOST_AUTO_TEST_CASE(a_request_with_a_callback_at_once_and_queued)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    double sum = 0;
    auto const add = [&](bb::result<sample> const& r) { sum += r->value; };
    auto const provider = bb::set_provider<get_sample>(ctx, [](std::int64_t id) {
        return sample{id, 1.5, "mV"};
    });
    bb::handle const asks_from_inside =
        bb::listen<trigger>(ctx, [&] { bb::request<get_sample>(ctx, 7, add); });
    auto const at_once = [&]() -> asio::awaitable<void> {
        bb::request<get_sample>(ctx, 7, add);
        co_await asio::post(asio::use_awaitable);
    };
    BOOST_TEST(allocations_awaited(io, at_once) == 0u);
    auto const queued = [&]() -> asio::awaitable<void> {
        bb::emit<trigger>(ctx);
        co_await asio::post(asio::use_awaitable);
    };
    BOOST_TEST(allocations_awaited(io, queued) == 0u);
    BOOST_TEST(sum == 3300.0);
}

BOOST_AUTO_TEST_SUITE_END()
