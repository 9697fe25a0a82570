// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/drop.hpp>
#include <boost_broker/manual_clock.hpp>
#include <boost_broker/request_broker.hpp>
#include <boost_broker/timeout.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/associated_allocator.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace timeout_test {

namespace bb = boost_broker;
namespace asio = boost::asio;
using namespace std::chrono_literals;

struct ask {
    using response = int;
};

// An operation that ends at once and says which deadline its handler carries.
template<class Token>
auto ask_deadline(Token&& token)
{
    return asio::async_initiate<Token, void(std::chrono::nanoseconds)>(
        [](auto handler) {
            using handler_type = decltype(handler);
            auto const after = bb::associated_timeout<handler_type>::get(handler, -1ns);
            std::move(handler)(after);
        },
        token);
}

// Requests that nobody answers, with time in the hands of the test.
struct fixture {
    asio::io_context io;
    bb::manual_clock clock;
    bb::broker_context ctx{io};
    std::vector<bb::reply<ask>> waiting;
    bb::result<bb::handle> provider =
        bb::set_provider<ask>(ctx, [this](bb::reply<ask> r) { waiting.push_back(std::move(r)); });

    fixture() { ctx.use_clock(clock); }

    void advance(std::chrono::nanoseconds by)
    {
        clock.advance(by);
        io.restart();
        io.poll();
    }
};

} // namespace timeout_test

BOOST_AUTO_TEST_SUITE(timeout)

using namespace timeout_test;

BOOST_FIXTURE_TEST_CASE(a_deadline_travels_with_the_handler_through_adaptors, fixture)
{
    std::optional<std::chrono::nanoseconds> got;
    auto const keep = [&](std::chrono::nanoseconds after) { got = after; };
    auto const strand = asio::make_strand(io);
    asio::cancellation_signal stop;
    auto const carries = [&](auto&& token) {
        got.reset();
        ask_deadline(std::forward<decltype(token)>(token));
        return got == 20ms;
    };
    auto const bound = [&](auto token) { return asio::bind_executor(strand, std::move(token)); };
    auto const slotted = [&](auto token) {
        return asio::bind_cancellation_slot(stop.slot(), std::move(token));
    };
    auto const allocated = [&](auto token) {
        return asio::bind_allocator(std::allocator<void>(), std::move(token));
    };
    BOOST_TEST(carries(bb::timeout(20ms, keep)));
    BOOST_TEST(carries(bb::timeout(20ms, bound(keep))));
    BOOST_TEST(carries(bound(bb::timeout(20ms, keep))));
    BOOST_TEST(carries(bb::timeout(20ms, slotted(keep))));
    BOOST_TEST(carries(bb::timeout(20ms, allocated(bound(slotted(keep))))));
    BOOST_TEST(carries(bound(bb::timeout(20ms, slotted(allocated(keep))))));
    BOOST_TEST(!carries(keep));
    BOOST_TEST((got == -1ns));
    BOOST_TEST(!carries(bound(keep)));
    BOOST_TEST((ask_deadline(bb::timeout(20ms, asio::use_future)).get() == 20ms));
}

BOOST_FIXTURE_TEST_CASE(what_else_the_handler_carries_is_found_through_the_deadline, fixture)
{
    auto const strand = asio::make_strand(io);
    asio::cancellation_signal stop;
    auto const inner =
        asio::bind_cancellation_slot(stop.slot(), asio::bind_executor(strand, [](int) {}));
    bool looked = false;
    auto const look = [&](auto handler) {
        looked = asio::get_associated_executor(handler) == strand &&
            asio::get_associated_cancellation_slot(handler) == stop.slot();
    };
    auto token = bb::timeout(1s, inner);
    asio::async_initiate<decltype(token)&, void(int)>(look, token);
    BOOST_TEST(looked);
    BOOST_TEST((token.after() == 1s));
}

BOOST_FIXTURE_TEST_CASE(a_request_ends_at_its_own_deadline, fixture)
{
    auto const strand = asio::make_strand(io);
    int timed_out = 0;
    auto const keep = [&](bb::result<int> r) {
        timed_out += r.error() == bb::errc::timed_out ? 1 : 100;
    };
    bb::set_request_timeout<ask>(ctx, 1s);
    bb::request<ask>(ctx, bb::timeout(20ms, keep));
    bb::request<ask>(ctx, asio::bind_executor(strand, bb::timeout(20ms, keep)));
    bb::request<ask>(ctx, bb::timeout(20ms, asio::bind_executor(strand, keep)));
    auto future = bb::request<ask>(ctx, bb::timeout(20ms, asio::use_future));
    bb::request<ask>(ctx, keep);
    BOOST_TEST(clock.pending() == 5u);
    advance(20ms - 1ns);
    BOOST_TEST(timed_out == 0);
    advance(1ns);
    BOOST_TEST(timed_out == 3);
    BOOST_TEST((future.get().error() == bb::errc::timed_out));
    advance(1s - 20ms);
    BOOST_TEST(timed_out == 4);
    BOOST_TEST(clock.pending() == 0u);
}

BOOST_FIXTURE_TEST_CASE(an_awaited_request_ends_at_its_own_deadline, fixture)
{
    int timed_out = 0;
    auto const body = [&]() -> asio::awaitable<void> {
        auto const by_default = co_await bb::request<ask>(ctx, bb::timeout(20ms));
        timed_out += by_default.error() == bb::errc::timed_out ? 1 : 100;
        auto const awaited = co_await bb::request<ask>(ctx, bb::timeout(20ms, asio::use_awaitable));
        timed_out += awaited.error() == bb::errc::timed_out ? 1 : 100;
        auto const [tuple] =
            co_await bb::request<ask>(ctx, asio::as_tuple(bb::timeout(20ms, asio::use_awaitable)));
        timed_out += tuple.error() == bb::errc::timed_out ? 1 : 100;
    };
    asio::co_spawn(io, body(), asio::detached);
    io.poll();
    for (int i = 0; i != 3; ++i) {
        BOOST_TEST(timed_out == i);
        advance(20ms);
    }
    BOOST_TEST(timed_out == 3);
}

BOOST_FIXTURE_TEST_CASE(zero_stands_for_no_deadline, fixture)
{
    int completions = 0;
    auto const keep = [&](bb::result<int> r) { completions += r ? 1 : 100; };
    bb::request<ask>(ctx, bb::timeout(0s, keep));
    BOOST_TEST(clock.pending() == 0u);
    bb::set_request_timeout<ask>(ctx, 0s);
    bb::request<ask>(ctx, keep);
    BOOST_TEST(clock.pending() == 0u);
    bb::request<ask>(ctx, bb::timeout(1s, keep));
    BOOST_TEST(clock.pending() == 1u);
    for (auto& reply : waiting)
        reply(7);
    BOOST_TEST(clock.pending() == 0u);
    io.poll();
    BOOST_TEST(completions == 3);
}

BOOST_FIXTURE_TEST_CASE(a_plain_provider_has_a_deadline_if_the_requester_says_so, fixture)
{
    auto const elsewhere = asio::make_strand(io);
    auto const plain =
        bb::replace_provider<ask>(ctx, asio::bind_executor(elsewhere, [] { return 7; }));
    bb::request<ask>(ctx, asio::detached);
    BOOST_TEST(clock.pending() == 0u);
    bool timed_out = false;
    bb::request<ask>(ctx,
        bb::timeout(1ms, [&](bb::result<int> r) { timed_out = r.error() == bb::errc::timed_out; }));
    advance(1ms);
    BOOST_TEST(timed_out);
}

BOOST_FIXTURE_TEST_CASE(a_drop_has_a_deadline_of_its_own, fixture)
{
    struct noted {};
    asio::steady_timer never(io, asio::steady_timer::time_point::max());
    bb::handle on = bb::listen<noted>(ctx, [&]() -> asio::awaitable<void> {
        co_await never.async_wait(asio::as_tuple(asio::use_awaitable));
    });
    bb::emit<noted>(ctx);
    io.poll();
    std::optional<bb::result<void>> dropped;
    bb::drop_listener(
        std::move(on), bb::timeout(20ms, [&](bb::result<void> r) { dropped = std::move(r); }));
    advance(20ms - 1ns);
    BOOST_TEST(!dropped.has_value());
    advance(1ns);
    BOOST_REQUIRE(dropped.has_value());
    BOOST_TEST((dropped->error() == bb::errc::drain_timed_out));
}

BOOST_AUTO_TEST_SUITE_END()
