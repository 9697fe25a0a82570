// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// What the chapter on events shows besides example/events.cpp.

#include <boost_broker/diagnostics.hpp>
#include <boost_broker/emitter.hpp>
#include <boost_broker/event_broker.hpp>
#include <boost_broker/next.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

namespace asio = boost::asio;
namespace bb = boost_broker;
using namespace std::chrono_literals;

namespace plant {

struct tick {
    int number = 0;
};
//[events_policy
struct level { // when nobody keeps up, the newest values are the ones that count
    using broker_policy = bb::local<bb::queue_depth<2>, bb::overflow<bb::drop_oldest>>;
    double litres = 0;
};
//]
//[events_retain_policy
struct mode_changed { // a state, too: who comes later has to know it
    using broker_policy = bb::local<bb::retain_last>;
    std::string mode = {};
};
//]
struct valve_moved {
    int valve = 0;
    bool open = false;
};

} // namespace plant

BOOST_HANA_ADAPT_STRUCT(plant::tick, number);
BOOST_HANA_ADAPT_STRUCT(plant::level, litres);
BOOST_HANA_ADAPT_STRUCT(plant::mode_changed, mode);
BOOST_HANA_ADAPT_STRUCT(plant::valve_moved, valve, open);

namespace plant {

namespace {

//[events_next
asio::awaitable<bool> wait_for_valve(bb::context_ref ctx, int number)
{
    auto const is_wanted = [number](valve_moved const& v) { return v.valve == number; };
    bb::result<valve_moved> const moved =
        co_await bb::next<valve_moved>(ctx, bb::when(is_wanted, bb::timeout(2s)));
    co_return moved.has_value() && moved->open;
}
//]

} // namespace

} // namespace plant

BOOST_AUTO_TEST_SUITE(events)

using namespace plant;

BOOST_AUTO_TEST_CASE(an_emit_inside_a_listener_comes_after)
{
    bb::broker_context ctx;
    //[events_order
    std::vector<std::string> log;
    bb::handle const first = bb::listen<tick>(ctx, [&](int number) {
        log.push_back("first " + std::to_string(number));
        if (number == 1)
            bb::emit<tick>(ctx, 2); // queued: the running event is delivered to all, then this one
    });
    bb::handle const second = bb::listen<tick>(
        ctx, [&](int number) { log.push_back("second " + std::to_string(number)); });
    bb::emit<tick>(ctx, 1);

    std::vector<std::string> const expected{"first 1", "second 1", "first 2", "second 2"};
    BOOST_TEST(log == expected);
    //]
}

BOOST_AUTO_TEST_CASE(a_listener_that_throws_affects_nobody)
{
    bb::broker_context ctx;
    //[events_throw
    std::string report;
    ctx.diagnostics().connect([&](bb::diagnostic const& d) { report = d.text; });

    bb::handle const bad = bb::listen<tick>(ctx, [] { throw std::runtime_error("no ink"); });
    int heard = 0;
    bb::handle const good = bb::listen<tick>(ctx, [&] { ++heard; });
    bb::emit_result const reached = bb::emit<tick>(ctx, 1);

    BOOST_TEST(reached.accepted == 2u); // the emitter never sees the exception
    BOOST_TEST(heard == 1);             // nor do the others
    BOOST_TEST(report.find("no ink") != std::string::npos);
    //]
}

BOOST_AUTO_TEST_CASE(a_bounded_queue_drops)
{
    //[events_overflow
    asio::io_context io;
    bb::broker_context ctx(io);
    std::vector<double> seen;
    bb::handle const gauge =
        bb::listen<level>(ctx, [&](double litres) -> asio::awaitable<void> { // waits for the loop
            seen.push_back(litres);
            co_return;
        });
    bb::emit<level>(ctx, 1.0);
    bb::emit<level>(ctx, 2.0);
    BOOST_TEST(bb::emit<level>(ctx, 3.0).dropped == 1u); // the oldest makes room
    io.run();
    BOOST_TEST((seen == std::vector<double>{2.0, 3.0}));
    //]
}

BOOST_AUTO_TEST_CASE(the_last_event_is_kept)
{
    //[events_retain
    asio::io_context io;
    bb::broker_context ctx(io);
    bb::emit<mode_changed>(ctx, "starting"); // nobody listens yet
    bb::emit<mode_changed>(ctx, "running");

    std::vector<std::string> seen;
    bb::handle const late =
        bb::listen<mode_changed>(ctx, [&](std::string const& mode) { seen.push_back(mode); });
    io.run(); // on its executor, not inside listen
    bb::emit<mode_changed>(ctx, "stopping");
    BOOST_TEST((seen == std::vector<std::string>{"running", "stopping"}));

    BOOST_TEST(bb::retained<mode_changed>(ctx)->mode == "stopping"); // without listening
    bb::clear_retained<mode_changed>(ctx);
    BOOST_TEST(!bb::retained<mode_changed>(ctx).has_value());
    //]
}

BOOST_AUTO_TEST_CASE(a_loop_that_emits)
{
    bb::broker_context ctx;
    std::vector<double> const values{1.5, 2.5};
    double sum = 0;
    bb::handle const on = bb::listen<level>(ctx, [&](double litres) { sum += litres; });
    //[events_emitter
    auto const out = bb::emitter<level>(ctx); // looks up its broker here
    for (double const value : values)
        out(value);
    //]
    BOOST_TEST(sum == 4.0);
}

BOOST_AUTO_TEST_CASE(next_waits_for_one)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    bool opened = false;
    asio::co_spawn(io, wait_for_valve(ctx, 7), [&](std::exception_ptr, bool o) { opened = o; });
    io.poll();
    bb::emit<valve_moved>(ctx, 3, true);
    bb::emit<valve_moved>(ctx, 7, true);
    io.run();
    BOOST_TEST(opened);
}

BOOST_AUTO_TEST_CASE(a_broker_of_its_own)
{
    bb::broker_context ctx;
    //[events_object
    bb::event_broker<tick> private_ticks(ctx); // one more channel for the same type
    int public_heard = 0;
    int private_heard = 0;
    bb::handle const one = bb::listen<tick>(ctx, [&] { ++public_heard; });
    auto const two = private_ticks.listen([&] { ++private_heard; });
    private_ticks.emit(tick{1});
    BOOST_TEST(public_heard == 0);
    BOOST_TEST(private_heard == 1);
    //]
}

BOOST_AUTO_TEST_SUITE_END()
