// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/event_broker.hpp>
#include <boost_broker/handle.hpp>
#include <boost_broker/multi_request_broker.hpp>
#include <boost_broker/request_broker.hpp>
#include <boost_broker/signal_broker.hpp>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/test/unit_test.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

namespace handle_test {

namespace bb = boost_broker;
namespace asio = boost::asio;

static_assert(std::is_nothrow_default_constructible_v<bb::handle>);
static_assert(std::is_nothrow_move_constructible_v<bb::handle>);
static_assert(std::is_nothrow_move_assignable_v<bb::handle>);
static_assert(!std::is_copy_constructible_v<bb::handle>);
static_assert(!std::is_copy_assignable_v<bb::handle>);

struct noted {};
struct ask {
    using response = void;
};
struct command {};

// The four things that a handle stands for: how to register one, and how to have it called.
struct listener {
    static bb::handle add(bb::context_ref ctx, auto f) { return bb::listen<noted>(ctx, f); }
    static void call(bb::context_ref ctx) { bb::emit<noted>(ctx); }
};
struct provider {
    static bb::handle add(bb::context_ref ctx, auto f)
    {
        return bb::replace_provider<ask>(ctx, f).value();
    }
    static void call(bb::context_ref ctx) { (void)bb::request<ask>(ctx, bb::blocking); }
};
struct one_of_many {
    static bb::handle add(bb::context_ref ctx, auto f)
    {
        return bb::add_provider<ask>(ctx, f).value();
    }
    static void call(bb::context_ref ctx)
    {
        bb::request_each<ask>(ctx, [](bb::result<std::vector<bb::result<void>>> const&) {});
    }
};
struct signal_handler {
    static bb::handle add(bb::context_ref ctx, auto f)
    {
        return bb::replace_signal_handler<command>(ctx, f).value();
    }
    static void call(bb::context_ref ctx) { (void)bb::signal<command>(ctx); }
};
using kinds = std::tuple<listener, provider, one_of_many, signal_handler>;

} // namespace handle_test

BOOST_AUTO_TEST_SUITE(handle)

using namespace handle_test;

BOOST_AUTO_TEST_CASE(an_empty_handle_does_nothing)
{
    bb::handle h;
    BOOST_TEST(!h.active());
    h.stop();
    h.detach();
    bb::handle moved(std::move(h));
    h = std::move(moved);
    BOOST_TEST(!h.active());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_handle_keeps_its_handler_registered, Kind, kinds)
{
    bb::broker_context ctx;
    int calls = 0;
    auto const kept = std::make_shared<int>();
    {
        bb::handle const h = Kind::add(ctx, [&calls, kept] { ++calls; });
        BOOST_TEST(h.active());
        BOOST_TEST(kept.use_count() == 2);
        Kind::call(ctx);
        BOOST_TEST(calls == 1);
    }
    BOOST_TEST(kept.use_count() == 1);
    Kind::call(ctx);
    BOOST_TEST(calls == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(stopping_twice_is_stopping_once, Kind, kinds)
{
    bb::broker_context ctx;
    int calls = 0;
    bb::handle h = Kind::add(ctx, [&] { ++calls; });
    for (int i = 0; i != 2; ++i) {
        h.stop();
        BOOST_TEST(!h.active());
        Kind::call(ctx);
        BOOST_TEST(calls == 0);
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_move_hands_the_handler_on, Kind, kinds)
{
    bb::broker_context ctx;
    int calls = 0;
    bb::handle h = Kind::add(ctx, [&] { ++calls; });
    {
        bb::handle moved(std::move(h));
        BOOST_TEST(!h.active()); // NOLINT(bugprone-use-after-move): it owns nothing
        BOOST_TEST(moved.active());
        auto& same = moved;
        moved = std::move(same);
        BOOST_TEST(moved.active());
        Kind::call(ctx);
        BOOST_TEST(calls == 1);
    }
    Kind::call(ctx);
    BOOST_TEST(calls == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_move_assignment_stops_what_was_owned_before, Kind, kinds)
{
    bb::broker_context a;
    bb::broker_context b;
    int calls_a = 0;
    int calls_b = 0;
    bb::handle h = Kind::add(a, [&] { ++calls_a; });
    h = Kind::add(b, [&] { ++calls_b; });
    Kind::call(a);
    Kind::call(b);
    BOOST_TEST(calls_a == 0);
    BOOST_TEST(calls_b == 1);
    h = bb::handle();
    Kind::call(b);
    BOOST_TEST(calls_b == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_detached_handler_lives_as_long_as_its_context, Kind, kinds)
{
    std::optional<bb::broker_context> ctx(std::in_place);
    int calls = 0;
    auto const kept = std::make_shared<int>();
    {
        bb::handle h = Kind::add(*ctx, [&calls, kept] { ++calls; });
        h.detach();
        BOOST_TEST(!h.active());
        h.stop(); // it owns nothing any more
    }
    Kind::call(*ctx);
    BOOST_TEST(calls == 1);
    ctx.reset();
    BOOST_TEST(kept.use_count() == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_handle_outlives_its_context, Kind, kinds)
{
    std::optional<bb::broker_context> ctx(std::in_place);
    auto const kept = std::make_shared<int>();
    bb::handle closed = Kind::add(*ctx, [kept] {});
    ctx->close();
    BOOST_TEST(!closed.active());
    BOOST_TEST(kept.use_count() == 1);
    ctx.emplace();
    bb::handle ended = Kind::add(*ctx, [kept] {});
    ctx.reset();
    BOOST_TEST(!ended.active());
    BOOST_TEST(kept.use_count() == 1);
    bb::broker_context const next; // may use the same memory
    closed.stop();
    ended.detach();
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_handle_outlives_the_executor_of_its_handler, Kind, kinds)
{
    std::optional<asio::io_context> io(std::in_place);
    bb::broker_context ctx;
    auto const kept = std::make_shared<int>();
    bb::handle h = Kind::add(ctx, asio::bind_executor(asio::make_strand(*io), [kept] {}));
    BOOST_TEST(h.active());
    io.reset();
    BOOST_TEST(!h.active());
    BOOST_TEST(kept.use_count() == 1);
    h.stop();
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_handler_that_stops_itself_runs_to_its_end, Kind, kinds)
{
    bb::broker_context ctx;
    bb::handle h;
    auto const kept = std::make_shared<int>(0);
    h = Kind::add(ctx, [&h, kept] {
        h = bb::handle();
        ++*kept; // the captures are still there
    });
    Kind::call(ctx);
    BOOST_TEST(*kept == 1);
    BOOST_TEST(kept.use_count() == 1);
    Kind::call(ctx);
    BOOST_TEST(*kept == 1);
}

BOOST_AUTO_TEST_CASE(what_could_not_be_registered_is_inactive)
{
    bb::broker_context ctx;
    BOOST_TEST(!bb::listen<noted>(ctx, std::function<void()>()).active());
    BOOST_TEST(!bb::replace_provider<ask>(ctx, std::function<void()>())->active());
    BOOST_TEST(!bb::replace_signal_handler<command>(ctx, std::function<void()>())->active());
}

BOOST_AUTO_TEST_SUITE_END()
