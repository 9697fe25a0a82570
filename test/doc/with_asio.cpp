// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// What the chapter on Asio shows.

#include <boost_broker/canceller.hpp>
#include <boost_broker/event_broker.hpp>
#include <boost_broker/next.hpp>
#include <boost_broker/request_broker.hpp>
#include <boost_broker/throwing.hpp>
#include <boost_broker/timeout.hpp>

#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/spawn.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <chrono>
#include <future>
#include <memory_resource>
#include <string>
#include <thread>
#include <variant>

namespace asio = boost::asio;
namespace bb = boost_broker;
using namespace std::chrono_literals;

namespace lab {

struct measured {
    double value = 0;
};
struct get_value {
    using response = double;
    int channel = 0;
};

} // namespace lab

BOOST_HANA_ADAPT_STRUCT(lab::measured, value);
BOOST_HANA_ADAPT_STRUCT(lab::get_value, channel);

namespace lab {

struct bench { // a loop, a context and a provider
    asio::io_context io;
    bb::broker_context ctx{io};
    bb::result<bb::handle> provider = bb::set_provider<get_value>(
        ctx, [this](int channel) -> asio::awaitable<bb::result<double>> {
            co_await asio::post(io, asio::use_awaitable);
            if (channel < 0)
                co_return bb::fail("no such channel");
            co_return channel * 0.5;
        });
};

//[asio_tokens_coroutine
asio::awaitable<double> ask(bb::context_ref ctx)
{
    auto const first = co_await bb::request<get_value>(ctx, 1); // asio::deferred by default
    auto const second = co_await bb::request<get_value>(ctx, 2, asio::use_awaitable);
    co_return first.value() + second.value();
}
//]

//[asio_throwing
asio::awaitable<double> sum(bb::context_ref ctx)
{
    double const first = co_await bb::request<get_value>(ctx, 1, bb::throwing());
    double const second = co_await bb::request<get_value>(ctx, -2, bb::throwing()); // throws
    co_return first + second;
}
//]

//[asio_cancellation_coroutine
asio::awaitable<bb::failure> ask_until(bb::context_ref ctx, asio::cancellation_slot stop)
{
    // With Boost 1.81 a bound slot needs use_awaitable; with deferred it does not compile.
    auto const r = co_await bb::request<get_value>(
        ctx, 1, asio::bind_cancellation_slot(stop, asio::use_awaitable));
    co_return r.has_error() ? r.error() : bb::failure();
}
//]

//[asio_cancellation_operators
asio::awaitable<std::size_t> first_of(bb::context_ref ctx)
{
    using namespace asio::experimental::awaitable_operators; // || and && take awaitables only
    auto const first = co_await (bb::request<get_value>(ctx, 1, asio::use_awaitable) ||
        bb::request<get_value>(ctx, 2, asio::use_awaitable));
    co_return first.index();
}
//]

//[asio_throwing_operators
asio::awaitable<double> first_good(bb::context_ref ctx)
{
    using namespace asio::experimental::awaitable_operators;
    auto const good = co_await (bb::request<get_value>(ctx, -1, bb::throwing()) ||
        bb::request<get_value>(ctx, 2, bb::throwing()));
    co_return std::get<1>(good); // the first has failed before, and did not count
}

asio::awaitable<double> both(bb::context_ref ctx)
{
    using namespace asio::experimental::awaitable_operators;
    auto const [one, other] = co_await (bb::request<get_value>(ctx, 1, bb::throwing()) &&
        bb::request<get_value>(ctx, 2, bb::throwing()));
    co_return one + other;
}
//]

} // namespace lab

BOOST_FIXTURE_TEST_SUITE(with_asio, lab::bench)

using namespace lab;

BOOST_AUTO_TEST_CASE(handlers_run_on_their_executor)
{
    //[asio_executors
    auto const strand = asio::make_strand(io);
    bool on_strand = false;
    auto const handler = [&](double) { on_strand = strand.running_in_this_thread(); };
    bb::handle const on = bb::listen<measured>(ctx, asio::bind_executor(strand, handler));
    bb::emit<measured>(ctx, 1.0);
    BOOST_TEST(!on_strand); // another executor than the context's: queued
    io.run();
    BOOST_TEST(on_strand);
    //]
}

BOOST_AUTO_TEST_CASE(any_token)
{
    double sum = 0;
    asio::co_spawn(io, ask(ctx), [&](std::exception_ptr, double s) { sum = s; });

    //[asio_tokens
    double by_callback = 0;
    bb::request<get_value>(ctx, 3, [&](bb::result<double> r) { by_callback = r.value(); });

    std::future<bb::result<double>> by_future =
        bb::request<get_value>(ctx, 4, asio::use_future); // for another thread to wait on

    double by_yield = 0;
    asio::spawn(
        io,
        [&](asio::yield_context yield) {
            by_yield = bb::request<get_value>(ctx, 5, yield).value();
        },
        asio::detached);
    //]
    io.run();
    BOOST_TEST(sum == 1.5);
    BOOST_TEST(by_callback == 1.5);
    BOOST_TEST(by_future.get().value() == 2.0);
    BOOST_TEST(by_yield == 2.5);
}

BOOST_AUTO_TEST_CASE(memory_of_the_handler)
{
    //[asio_allocators
    std::array<std::byte, 4096> space;
    std::pmr::monotonic_buffer_resource arena(
        space.data(), space.size(), std::pmr::null_memory_resource());
    std::pmr::polymorphic_allocator<> const allocator(&arena);

    double value = 0;
    auto const handler = [&](bb::result<double> r) { value = r.value(); };
    bb::request<get_value>(ctx, 1, asio::bind_allocator(allocator, handler));
    io.run();
    BOOST_TEST(value == 0.5);
    //]
}

BOOST_AUTO_TEST_CASE(slots_and_operators)
{
    //[asio_cancellation
    asio::cancellation_signal stop;
    bb::failure ended;
    asio::co_spawn(
        io, ask_until(ctx, stop.slot()), [&](std::exception_ptr, bb::failure f) { ended = f; });
    io.poll_one();                                // the coroutine has asked and waits
    stop.emit(asio::cancellation_type::terminal); // where nobody else uses the signal
    io.run();
    BOOST_TEST((ended == bb::errc::cancelled));
    //]
    std::size_t winner = 9;
    asio::co_spawn(io, first_of(ctx), [&](std::exception_ptr, std::size_t i) { winner = i; });
    io.restart();
    io.run();
    BOOST_TEST(winner == 0u);
}

BOOST_AUTO_TEST_CASE(failures_as_exceptions)
{
    std::string caught;
    asio::co_spawn(io, sum(ctx), [&](std::exception_ptr e, double) {
        try {
            std::rethrow_exception(e);
        } catch (bb::broker_error const& error) {
            caught = error.why().detail();
        }
    });
    double good = 0;
    double all = 0;
    asio::co_spawn(io, first_good(ctx), [&](std::exception_ptr, double value) { good = value; });
    asio::co_spawn(io, both(ctx), [&](std::exception_ptr, double value) { all = value; });
    io.run();
    BOOST_TEST(caught == "no such channel");
    BOOST_TEST(good == 1.0);
    BOOST_TEST(all == 1.5);
}

BOOST_AUTO_TEST_CASE(many_operations_from_any_thread)
{
    //[asio_canceller
    bb::canceller const stop;
    int cancelled = 0;
    auto const count = [&](auto const& result) {
        if (result.has_error() && result.error() == bb::errc::cancelled)
            ++cancelled;
    };
    bb::request<get_value>(ctx, 1, stop(count));
    bb::next<measured>(ctx, stop(bb::timeout(5s, count)));

    std::thread watchdog([stop] { stop.cancel(); }); // a copy is the same canceller
    watchdog.join();
    io.run();
    BOOST_TEST(cancelled == 2);
    //]
}

BOOST_AUTO_TEST_CASE(from_another_thread)
{
    double heard = 0;
    bb::handle const on = bb::listen<measured>(ctx, [&](double value) { heard = value; });
    //[lanes_post
    std::thread sensor([here = ctx.ref(), to = io.get_executor()] {
        asio::post(to, [here] { bb::emit<measured>(here, 4.5); });
    });
    sensor.join();
    io.run();
    BOOST_TEST(heard == 4.5);
    //]
}

BOOST_AUTO_TEST_SUITE_END()
