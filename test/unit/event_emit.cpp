// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Events whose listeners are not all in one place: each emit has to decide for each place.

#include <boost_broker/diagnostics.hpp>
#include <boost_broker/event_broker.hpp>
#include <boost_broker/stats.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <string>
#include <utility>
#include <vector>

namespace event_emit_test {

namespace bb = boost_broker;
namespace asio = boost::asio;

struct noted {
    int number = 0;
    std::string text = {};
};
struct picture { // too large to wait in an inbox
    std::array<int, 100> pixels = {};
    std::string text = {};
};
struct sampled {
    using broker_policy = bb::local<bb::queue_depth<1>, bb::overflow<bb::drop_newest>>;
    int number = 0;
};

std::string const long_text = "a text that is too long for the small buffer";

/// A context that calls at once, and two executors on which events wait.
struct places {
    asio::io_context first;
    asio::io_context second;
    bb::broker_context ctx;

    template<class Handler>
    auto on_first(Handler handler)
    {
        return asio::bind_executor(first.get_executor(), std::move(handler));
    }
    template<class Handler>
    auto on_second(Handler handler)
    {
        return asio::bind_executor(second.get_executor(), std::move(handler));
    }
};

} // namespace event_emit_test

BOOST_HANA_ADAPT_STRUCT(event_emit_test::noted, number, text);
BOOST_HANA_ADAPT_STRUCT(event_emit_test::picture, pixels, text);
BOOST_HANA_ADAPT_STRUCT(event_emit_test::sampled, number);

BOOST_AUTO_TEST_SUITE(event_emit)

using namespace event_emit_test;

namespace {

template<class E>
void one_is_called_and_one_gets_it_later(bool moves)
{
    places p;
    std::vector<std::string> seen;
    bb::handle const called =
        bb::listen<E>(p.ctx, [&](E const& e) { seen.push_back("called " + e.text); });
    bb::handle const queued =
        bb::listen<E>(p.ctx, p.on_first([&](E const& e) { seen.push_back("queued " + e.text); }));
    E event;
    event.text = long_text;
    auto const result = moves ? bb::emit(p.ctx, std::move(event)) : bb::emit(p.ctx, event);
    BOOST_TEST((result == bb::emit_result{2, 0}));
    if (!moves)
        BOOST_TEST(event.text == long_text);
    BOOST_TEST(
        seen == std::vector<std::string>{"called " + long_text}, boost::test_tools::per_element());
    p.first.run();
    BOOST_TEST(seen == (std::vector<std::string>{"called " + long_text, "queued " + long_text}),
        boost::test_tools::per_element());
}

} // namespace

BOOST_AUTO_TEST_CASE(a_listener_is_called_while_the_event_waits_for_another)
{
    one_is_called_and_one_gets_it_later<noted>(false);
    one_is_called_and_one_gets_it_later<noted>(true);
    one_is_called_and_one_gets_it_later<picture>(false);
    one_is_called_and_one_gets_it_later<picture>(true);
}

BOOST_AUTO_TEST_CASE(an_event_waits_in_several_places_and_for_coroutines)
{
    places p;
    std::vector<std::string> seen;
    bb::handle const a = bb::listen<noted>(p.ctx,
        p.on_first([&](int n, auto const&) { seen.push_back("first " + std::to_string(n)); }));
    bb::handle const b =
        bb::listen<noted>(p.ctx, p.on_second([&](int n, auto const&) -> asio::awaitable<void> {
            seen.push_back("second " + std::to_string(n));
            co_return;
        }));
    BOOST_TEST((bb::emit<noted>(p.ctx, 1, long_text) == bb::emit_result{2, 0}));
    BOOST_TEST((bb::emit<noted>(p.ctx, 2, long_text) == bb::emit_result{2, 0}));
    p.second.run();
    p.first.run();
    BOOST_TEST(seen == (std::vector<std::string>{"second 1", "second 2", "first 1", "first 2"}),
        boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(events_made_of_fields_wait_in_order_with_those_that_are_values)
{
    places p;
    std::vector<std::string> got;
    bb::handle const on =
        bb::listen<noted>(p.ctx, p.on_first([&](int number, std::string const& text) {
            got.push_back(std::to_string(number) + text.substr(0, 6));
        }));
    noted const value{2, long_text};
    BOOST_TEST((bb::emit<noted>(p.ctx, 1, long_text) == bb::emit_result{1, 0}));
    BOOST_TEST((bb::emit(p.ctx, value) == bb::emit_result{1, 0}));
    BOOST_TEST((bb::emit<noted>(p.ctx, 3, long_text.c_str()) == bb::emit_result{1, 0}));
    // who listens from here gets none of those, and no more is added to their run
    bb::handle const late = bb::listen<noted>(p.ctx,
        p.on_first([&](noted const& n) { got.push_back("late " + std::to_string(n.number)); }));
    BOOST_TEST((bb::emit<noted>(p.ctx, 4, "x") == bb::emit_result{2, 0}));
    BOOST_TEST((bb::emit<noted>(p.ctx, 5, "y") == bb::emit_result{2, 0}));
    p.first.run();
    BOOST_TEST(got ==
            (std::vector<std::string>{
                "1a text", "2a text", "3a text", "4x", "late 4", "5y", "late 5"}),
        boost::test_tools::per_element());
    auto const counts = bb::stats<bb::event_broker<noted>>(p.ctx);
    BOOST_TEST(counts.sent == 5U);
    BOOST_TEST(counts.queued == 5U);
    BOOST_TEST(counts.delivered == 7U);
}

BOOST_AUTO_TEST_CASE(a_place_whose_listeners_are_gone_gets_nothing)
{
    places p;
    int called = 0;
    bb::handle const a = bb::listen<noted>(p.ctx, [&] { ++called; });
    bb::handle gone = bb::listen<noted>(p.ctx, p.on_first([&] { called += 10; }));
    bb::handle const b = bb::listen<noted>(p.ctx, p.on_second([&] { called += 100; }));
    gone.stop();
    BOOST_TEST((bb::emit<noted>(p.ctx, 1, "") == bb::emit_result{2, 0}));
    BOOST_TEST(p.first.run() == 0u);
    p.second.run();
    BOOST_TEST(called == 101);
}

BOOST_AUTO_TEST_CASE(a_full_queue_keeps_an_event_from_its_own_listeners_only)
{
    places p;
    std::vector<std::string> dropped;
    p.ctx.diagnostics().connect([&](bb::diagnostic const& d) {
        if (d.kind == bb::diagnostic_kind::message_dropped)
            dropped.emplace_back(d.subject);
    });
    std::vector<int> called;
    std::vector<int> queued;
    bb::handle const a = bb::listen<sampled>(p.ctx, [&](int n) { called.push_back(n); });
    bb::handle const b =
        bb::listen<sampled>(p.ctx, p.on_first([&](int n) { queued.push_back(n); }));
    BOOST_TEST((bb::emit<sampled>(p.ctx, 1) == bb::emit_result{2, 0}));
    BOOST_TEST((bb::emit<sampled>(p.ctx, 2) == bb::emit_result{1, 1}));
    p.first.run();
    BOOST_TEST((bb::emit<sampled>(p.ctx, 3) == bb::emit_result{2, 0}));
    p.first.restart();
    p.first.run();
    BOOST_TEST(called == (std::vector<int>{1, 2, 3}), boost::test_tools::per_element());
    BOOST_TEST(queued == (std::vector<int>{1, 3}), boost::test_tools::per_element());
    BOOST_TEST(dropped == std::vector<std::string>{"event_emit_test::sampled"},
        boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(where_every_queue_is_full_nothing_is_sent)
{
    places p;
    int handled = 0;
    bb::handle const a = bb::listen<sampled>(p.ctx, p.on_first([&] { ++handled; }));
    bb::handle const b = bb::listen<sampled>(p.ctx, p.on_second([&] { ++handled; }));
    BOOST_TEST((bb::emit<sampled>(p.ctx, 1) == bb::emit_result{2, 0}));
    BOOST_TEST((bb::emit<sampled>(p.ctx, 2) == bb::emit_result{0, 2}));
    auto const counters = bb::stats<bb::event_broker<sampled>>(p.ctx);
    BOOST_TEST(counters.sent == 1u);
    BOOST_TEST(counters.dropped == 2u);
    p.first.run();
    p.second.run();
    BOOST_TEST(handled == 2);
}

BOOST_AUTO_TEST_SUITE_END()
