// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Besides what test/laws/observer.cpp finds in every reach: observers that are told of some things
// only, what only one thread can do, and that nothing is left of it where nobody observes.

#include <boost_broker/drop.hpp>
#include <boost_broker/emitter.hpp>
#include <boost_broker/event_broker.hpp>
#include <boost_broker/mt.hpp>
#include <boost_broker/observer.hpp>
#include <boost_broker/request_broker.hpp>
#include <boost_broker/signal_broker.hpp>
#include <boost_broker/trace.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <type_traits>
#include <vector>

namespace observer_test {

namespace asio = boost::asio;
namespace bb = boost_broker;
using errors = std::vector<boost::system::error_code>;

struct counts_emits {
    static inline int emits = 0;
    static void on_emit(bb::observation const&) noexcept { ++emits; }
};
struct keeps_drops {
    static inline errors drops;
    static void on_drop(bb::observation const& what) noexcept { drops.push_back(what.error); }
};
struct counts_all {
    static inline int told = 0;
    static inline errors ends;
    static void on_emit(bb::observation const&) noexcept { ++told; }
    static void on_enqueue(bb::observation const&) noexcept { ++told; }
    static void on_dispatch(bb::observation const&) noexcept { ++told; }
    static void on_complete(bb::observation const& what) noexcept
    {
        ++told;
        ends.push_back(what.error);
    }
};

struct only_emits {
    using broker_policy = bb::local<bb::observer<counts_emits>>;
    int number = 0;
};
struct only_drops {
    using broker_policy =
        bb::local<bb::queue_depth<1>, bb::overflow<bb::drop_oldest>, bb::observer<keeps_drops>>;
    int number = 0;
};
struct command {
    using broker_policy = bb::local<bb::observer<keeps_drops>>;
    int number = 0;
};
struct add_one {
    using broker_policy = bb::local<bb::synchronous, bb::observer<counts_all>>;
    using response = int;
    int number = 0;
};
struct plain {
    int number = 0;
};
struct plain_mt {
    using broker_policy = bb::mt<>;
    int number = 0;
};

// Nothing is left of it where nobody observes.
static_assert(!bb::detail::observed<plain> && bb::detail::observed<only_emits>);
static_assert(std::is_empty_v<bb::detail::message_trace<plain>>);
static_assert(std::is_empty_v<bb::detail::sent_message<plain>>);
static_assert(std::is_empty_v<bb::detail::arrived_message<plain>>);
static_assert(std::is_empty_v<bb::detail::handling<plain>>);
static_assert(std::is_empty_v<bb::detail::sent_message<only_emits, false>>);
struct cell_as_it_was : bb::detail::local_refcount<cell_as_it_was> {
    plain value;
};
static_assert(sizeof(bb::detail::cell<plain>) == sizeof(cell_as_it_was));
struct mt_cell_as_it_was : boost::intrusive_ref_counter<mt_cell_as_it_was> {
    plain_mt value;
};
static_assert(sizeof(bb::detail::mt_cell<plain_mt>) == sizeof(mt_cell_as_it_was));
static_assert(sizeof(bb::detail::marked_executor) ==
    sizeof(asio::any_io_executor) + sizeof(bb::detail::coroutine_mark));
static_assert(bb::detail::listener_group<plain>::fits_inline);
static_assert(bb::detail::mt_event_route<plain_mt>::fits_inline);

} // namespace observer_test

BOOST_HANA_ADAPT_STRUCT(observer_test::only_emits, number);
BOOST_HANA_ADAPT_STRUCT(observer_test::only_drops, number);
BOOST_HANA_ADAPT_STRUCT(observer_test::command, number);
BOOST_HANA_ADAPT_STRUCT(observer_test::add_one, number);

BOOST_AUTO_TEST_SUITE(observer)

using namespace observer_test;

BOOST_AUTO_TEST_CASE(an_observer_need_not_be_told_of_everything)
{
    bb::broker_context ctx;
    counts_emits::emits = 0;
    int got = 0;
    auto const on = bb::listen<only_emits>(ctx, [&](int number) {
        got += number;
        if (number == 1)
            bb::emit<only_emits>(ctx, 2);
    });
    bb::emit<only_emits>(ctx, 1);
    auto const out = bb::emitter<only_emits>(ctx);
    out(4);
    BOOST_TEST(got == 7);
    BOOST_TEST(counts_emits::emits == 3);
}

BOOST_AUTO_TEST_CASE(a_synchronous_request_is_told)
{
    bb::broker_context ctx;
    counts_all::told = 0;
    counts_all::ends.clear();
    auto const by = bb::set_provider<add_one>(ctx, [](int number) { return number + 1; }).value();
    BOOST_TEST(bb::request<add_one>(ctx, 1).value() == 2);
    BOOST_TEST(counts_all::told == 3);
    add_one const kept{2};
    BOOST_TEST(bb::request(ctx, kept).value() == 3);
    BOOST_TEST(counts_all::told == 6);
    BOOST_TEST((counts_all::ends == errors(2)));
}

BOOST_AUTO_TEST_CASE(a_synchronous_request_that_asks_itself_completes_too)
{
    bb::broker_context ctx;
    counts_all::ends.clear();
    auto const by = bb::set_provider<add_one>(ctx, [&](int number) -> int {
        BOOST_TEST((bb::request<add_one>(ctx, number).error() == bb::errc::would_deadlock));
        return number + 1;
    }).value();
    BOOST_TEST(bb::request<add_one>(ctx, 1).value() == 2);
    BOOST_TEST((counts_all::ends == errors{bb::errc::would_deadlock, {}}));
}

BOOST_AUTO_TEST_CASE(what_waits_for_its_turn_and_makes_room_is_told)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    keeps_drops::drops.clear();
    std::vector<int> got;
    auto const on =
        bb::listen<only_drops>(ctx, bb::serial([&](only_drops e) -> asio::awaitable<void> {
            co_await asio::post(asio::use_awaitable);
            got.push_back(e.number);
        }));
    for (int i = 0; i != 3; ++i) {
        bb::emit<only_drops>(ctx, i);
        io.poll_one();
        io.restart();
    }
    io.run();
    BOOST_TEST(got.back() == 2);
    BOOST_TEST(got.size() + keeps_drops::drops.size() == 3u);
    BOOST_TEST((keeps_drops::drops == errors{bb::errc::queue_full}));
}

BOOST_AUTO_TEST_CASE(signals_that_were_accepted_and_not_handled_are_told)
{
    bb::broker_context ctx;
    keeps_drops::drops.clear();
    bb::handle handler;
    int calls = 0;
    handler = bb::on_signal<command>(ctx, [&](int number) {
        ++calls;
        if (number != 1)
            return;
        BOOST_TEST(bb::signal<command>(ctx, 2).has_value());
        BOOST_TEST(bb::signal<command>(ctx, 3).has_value());
        handler.stop();
    }).value();
    BOOST_TEST(bb::signal<command>(ctx, 1).has_value());
    BOOST_TEST(calls == 1);
    BOOST_TEST((keeps_drops::drops == errors(2, bb::errc::no_handler)));
}

BOOST_AUTO_TEST_CASE(signals_whose_owner_has_gone_are_told)
{
    bb::broker_context ctx;
    keeps_drops::drops.clear();
    auto owner = std::make_shared<int>(0);
    int calls = 0;
    auto const handler = bb::on_signal<command>(ctx, bb::track(owner, [&](int) {
        ++calls;
        BOOST_TEST(bb::signal<command>(ctx, 2).has_value());
        owner.reset();
    })).value();
    BOOST_TEST(bb::signal<command>(ctx, 1).has_value());
    BOOST_TEST(calls == 1);
    BOOST_TEST((keeps_drops::drops == errors{bb::errc::owner_expired}));
}

BOOST_AUTO_TEST_CASE(signals_that_wait_for_the_turn_of_a_handler_that_ends_are_told)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    keeps_drops::drops.clear();
    auto handler = bb::on_signal<command>(ctx, bb::serial([](command) -> asio::awaitable<void> {
        co_await asio::post(asio::use_awaitable);
    })).value();
    asio::post(io, [&] {
        for (int i = 0; i != 3; ++i)
            BOOST_TEST(bb::signal<command>(ctx, i).has_value());
        handler.stop();
    });
    io.run();
    BOOST_TEST((keeps_drops::drops == errors(2, bb::errc::no_handler)));
}

BOOST_AUTO_TEST_CASE(a_trace_that_has_begun_elsewhere_goes_on)
{
    bb::broker_context ctx;
    bb::trace_context const from_elsewhere{{1, 2}, 3};
    bb::trace_context seen;
    auto const on = bb::listen<only_emits>(ctx, [&] { seen = bb::current_trace(); });
    {
        bb::scoped_trace const scope(from_elsewhere);
        bb::emit<only_emits>(ctx, 1);
        BOOST_TEST((bb::current_trace() == from_elsewhere));
    }
    BOOST_TEST((seen.trace_id == from_elsewhere.trace_id));
    BOOST_TEST(seen.span_id != from_elsewhere.span_id);
    BOOST_TEST(seen.span_id != 0u);
}

BOOST_AUTO_TEST_SUITE_END()
