// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// What an observer is told of messages, and the trace that they carry, in every reach.

#include <boost_broker/canceller.hpp>
#include <boost_broker/event_broker.hpp>
#include <boost_broker/manual_clock.hpp>
#include <boost_broker/mt.hpp>
#include <boost_broker/multi_request_broker.hpp>
#include <boost_broker/observer.hpp>
#include <boost_broker/one_thread.hpp>
#include <boost_broker/quorum.hpp>
#include <boost_broker/request_broker.hpp>
#include <boost_broker/signal_broker.hpp>
#include <boost_broker/stats.hpp>
#include <boost_broker/timeout.hpp>
#include <boost_broker/trace.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstdlib>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace observer_laws_test {

namespace asio = boost::asio;
namespace bb = boost_broker;
using namespace std::chrono_literals;
using texts = std::vector<std::string>;

// All is told on the thread of the test.
struct notes {
    struct note {
        std::string hook;
        bb::observation what;
    };
    static inline std::vector<note> all;

    static void on_emit(bb::observation const& what) noexcept { all.push_back({"emit", what}); }
    static void on_enqueue(bb::observation const& what) noexcept
    {
        all.push_back({"enqueue", what});
    }
    static void on_dispatch(bb::observation const& what) noexcept
    {
        all.push_back({"dispatch", what});
    }
    static void on_complete(bb::observation const& what) noexcept
    {
        all.push_back({"complete", what});
    }
    static void on_drop(bb::observation const& what) noexcept { all.push_back({"drop", what}); }
};

// Without `enqueue`: whether a message has to wait depends on the reach.
texts hooks()
{
    texts found;
    for (auto const& n : notes::all) {
        if (n.hook != "enqueue")
            found.push_back(n.hook);
    }
    return found;
}
std::vector<bb::observation> told(std::string_view hook)
{
    std::vector<bb::observation> found;
    for (auto const& n : notes::all) {
        if (n.hook == hook)
            found.push_back(n.what);
    }
    return found;
}

struct lane_local {
    template<class... Options>
    using policy = bb::local<bb::observer<notes>, Options...>;
};
struct lane_mt {
    template<class... Options>
    using policy = bb::mt<bb::observer<notes>, Options...>;
};
using lanes = std::tuple<lane_local, lane_mt>;

template<class Policy>
struct numbered {
    using broker_policy = Policy;
    int number = 0;
};
template<class Lane>
using ticked = numbered<typename Lane::template policy<>>;
template<class Lane>
using kept = numbered<typename Lane::template policy<bb::retain_last>>;
template<class Lane>
using newest_dropped =
    numbered<typename Lane::template policy<bb::queue_depth<1>, bb::overflow<bb::drop_newest>>>;
template<class Lane>
using oldest_dropped =
    numbered<typename Lane::template policy<bb::queue_depth<1>, bb::overflow<bb::drop_oldest>>>;
template<class Lane>
struct unobserved;
template<>
struct unobserved<lane_local> {
    using response = int;
};
template<>
struct unobserved<lane_mt> {
    using broker_policy = bb::mt<>;
    using response = int;
};
template<class Lane>
struct add_one {
    using broker_policy = typename Lane::template policy<>;
    using response = int;
    int number = 0;
};

struct world {
    asio::io_context io;
    bb::broker_context ctx{bb::one_thread(io.get_executor())};
    bb::manual_clock clock;

    world()
    {
        ctx.use_clock(clock);
        notes::all.clear();
    }
    void run()
    {
        io.restart();
        io.poll();
    }
};

} // namespace observer_laws_test

#define OBSERVER_LAWS_TEST_ADAPT(lane)                                                             \
    BOOST_HANA_ADAPT_STRUCT(observer_laws_test::ticked<observer_laws_test::lane>, number);         \
    BOOST_HANA_ADAPT_STRUCT(observer_laws_test::kept<observer_laws_test::lane>, number);           \
    BOOST_HANA_ADAPT_STRUCT(observer_laws_test::newest_dropped<observer_laws_test::lane>, number); \
    BOOST_HANA_ADAPT_STRUCT(observer_laws_test::oldest_dropped<observer_laws_test::lane>, number); \
    BOOST_HANA_ADAPT_STRUCT(observer_laws_test::add_one<observer_laws_test::lane>, number)
OBSERVER_LAWS_TEST_ADAPT(lane_local);
OBSERVER_LAWS_TEST_ADAPT(lane_mt);
#undef OBSERVER_LAWS_TEST_ADAPT

BOOST_AUTO_TEST_SUITE(observer)

using namespace observer_laws_test;

BOOST_AUTO_TEST_CASE_TEMPLATE(an_event_is_told_for_each_listener, lane, lanes)
{
    world w;
    using message = ticked<lane>;
    std::vector<bb::trace_context> seen;
    auto const see = [&] { seen.push_back(bb::current_trace()); };
    auto const first = bb::listen<message>(w.ctx, see);
    auto const second = bb::listen<message>(w.ctx, [see](message const&) { see(); });
    BOOST_TEST((bb::emit<message>(w.ctx, 1) == bb::emit_result{2, 0}));
    w.run();
    BOOST_TEST(hooks() == (texts{"emit", "dispatch", "complete", "dispatch", "complete"}),
        boost::test_tools::per_element());
    auto const sent = told("emit").at(0);
    BOOST_TEST(bool(sent.trace));
    BOOST_TEST(sent.parent_span == 0u);
    BOOST_TEST(sent.handler == nullptr);
    for (auto const& n : notes::all) {
        BOOST_TEST((n.what.broker == bb::broker_kind::event));
        BOOST_TEST((n.what.message.find("numbered") != std::string_view::npos));
        BOOST_TEST(n.what.context == w.ctx.id());
        BOOST_TEST((n.what.trace == sent.trace));
        BOOST_TEST(!n.what.error);
    }
    BOOST_TEST((seen == std::vector<bb::trace_context>(2, sent.trace)));
    auto const called = told("dispatch");
    BOOST_TEST(called[0].handler != nullptr);
    BOOST_TEST(called[1].handler != nullptr);
    BOOST_TEST(called[0].handler != called[1].handler);
    BOOST_TEST(told("complete")[1].handler == called[1].handler);
    BOOST_TEST(!bb::current_trace());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(every_form_of_emit_is_told_once, lane, lanes)
{
    world w;
    using message = ticked<lane>;
    auto const on = bb::listen<message>(w.ctx, [] {});
    message const event{1};
    bb::emit(w.ctx, event);
    bb::emit(w.ctx, message{2});
    bb::emit<message>(w.ctx, 3);
    bb::emit<message>(w.ctx, {.number = 4});
    w.run();
    auto const sent = told("emit");
    BOOST_TEST(sent.size() == 4u);
    BOOST_TEST(told("complete").size() == 4u);
    BOOST_TEST((sent.at(0).trace.trace_id != sent.at(1).trace.trace_id)); // nothing has caused them
}

BOOST_AUTO_TEST_CASE_TEMPLATE(what_a_handler_sends_is_a_next_step_of_its_message, lane, lanes)
{
    world w;
    using message = ticked<lane>;
    auto const provider = bb::set_provider<add_one<lane>>(w.ctx, [&](int number) {
        bb::emit<message>(w.ctx, 3);
        return number + 1;
    }).value();
    auto const on = bb::listen<message>(w.ctx, [&](int number) {
        if (number == 1) {
            bb::emit<message>(w.ctx, 2);
            bb::request<add_one<lane>>(w.ctx, 1, [](bb::result<int> const&) {});
        }
    });
    bb::emit<message>(w.ctx, 1);
    w.run();
    auto const sent = told("emit");
    BOOST_TEST_REQUIRE(sent.size() == 4u);
    for (auto const& next : sent)
        BOOST_TEST((next.trace.trace_id == sent[0].trace.trace_id));
    BOOST_TEST(sent[1].parent_span == sent[0].trace.span_id);
    BOOST_TEST((sent[2].broker == bb::broker_kind::request));
    BOOST_TEST(sent[2].parent_span == sent[0].trace.span_id);
    BOOST_TEST(sent[3].parent_span == sent[2].trace.span_id);
    BOOST_TEST(told("complete").size() == 4u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_coroutine_keeps_its_trace, lane, lanes)
{
    world w;
    using message = ticked<lane>;
    std::vector<bb::trace_context> seen;
    auto const provider =
        bb::set_provider<add_one<lane>>(w.ctx, [&](int number) -> asio::awaitable<int> {
            seen.push_back(bb::current_trace());
            co_await asio::post(asio::use_awaitable);
            seen.push_back(bb::current_trace());
            co_return number + 1;
        }).value();
    auto const on = bb::listen<message>(w.ctx, [&](message event) -> asio::awaitable<void> {
        seen.push_back(bb::current_trace());
        co_await asio::post(asio::use_awaitable);
        seen.push_back(bb::current_trace());
        auto const answer =
            co_await bb::request<add_one<lane>>(w.ctx, event.number, asio::use_awaitable);
        BOOST_TEST(answer.value() == 2);
        seen.push_back(bb::current_trace());
    });
    bb::emit<message>(w.ctx, 1);
    w.run();
    BOOST_TEST(!bb::current_trace());
    BOOST_TEST(hooks() == (texts{"emit", "dispatch", "emit", "dispatch", "complete", "complete"}),
        boost::test_tools::per_element());
    auto const sent = told("emit");
    BOOST_TEST((seen ==
        std::vector<bb::trace_context>{
            sent[0].trace, sent[0].trace, sent[1].trace, sent[1].trace, sent[0].trace}));
    BOOST_TEST(sent[1].parent_span == sent[0].trace.span_id);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(who_gets_an_answer_goes_on_where_he_asked, lane, lanes)
{
    world w;
    using message = ticked<lane>;
    using request = add_one<lane>;
    std::vector<bb::trace_context> seen;
    auto const see = [&](auto const&) { seen.push_back(bb::current_trace()); };
    auto const provider = bb::set_provider<request>(w.ctx, [](int number) { return number; });
    auto const one_of_many = bb::add_provider<request>(w.ctx, [](int number) { return number; });
    typename bb::request_broker<request> apart(w.ctx);
    typename bb::multi_request_broker<request> many_apart(w.ctx);
    auto const on = bb::listen<message>(w.ctx, [&] {
        bb::request<request>(w.ctx, 1, see);
        bb::request_all<request>(w.ctx, 1, see);
        apart.request(request{1}, see);
        many_apart.request_each(request{1}, see);
    });
    bb::emit<message>(w.ctx, 1);
    w.run();
    BOOST_TEST((seen == std::vector<bb::trace_context>(4, told("emit").at(0).trace)));
    BOOST_TEST(!bb::current_trace());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_coroutine_keeps_its_trace_whatever_it_awaits, lane, lanes)
{
    world w;
    using message = ticked<lane>;
    std::vector<bb::trace_context> seen;
    auto const provider = bb::set_provider<unobserved<lane>>(w.ctx, [] { return 1; });
    auto const on = bb::listen<message>(w.ctx, [&]() -> asio::awaitable<void> {
        auto const answer =
            co_await bb::request<unobserved<lane>>(w.ctx, bb::timeout(1s, asio::use_awaitable));
        BOOST_TEST(answer.has_value());
        seen.push_back(bb::current_trace());
    });
    for (int i = 0; i != 3; ++i) {
        bb::emit<message>(w.ctx, i);
        w.run();
    }
    BOOST_TEST_REQUIRE(seen.size() == 3u);
    for (std::size_t i = 0; i != 3; ++i)
        BOOST_TEST((seen[i] == told("emit").at(i).trace));
    BOOST_TEST(!bb::current_trace());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_handler_that_throws_is_told_of, lane, lanes)
{
    world w;
    using message = ticked<lane>;
    auto const on = bb::listen<message>(w.ctx, [] { throw std::runtime_error("no"); });
    auto const later = bb::listen<message>(w.ctx, []() -> asio::awaitable<void> {
        co_await asio::post(asio::use_awaitable);
        throw std::runtime_error("no");
    });
    auto const handler =
        bb::on_signal<message>(w.ctx, [] { throw std::runtime_error("no"); }).value();
    bb::emit<message>(w.ctx, 1);
    BOOST_TEST(bb::signal<message>(w.ctx, 1).has_value());
    w.run();
    auto const ends = told("complete");
    BOOST_TEST(ends.size() == 3u);
    for (auto const& end : ends)
        BOOST_TEST((end.error == bb::errc::handler_threw));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_coroutine_that_is_destroyed_is_told_of, lane, lanes)
{
    {
        world w;
        using message = ticked<lane>;
        auto on = bb::listen<message>(w.ctx, []() -> asio::awaitable<void> {
            asio::steady_timer never(co_await asio::this_coro::executor);
            never.expires_at(asio::steady_timer::time_point::max());
            co_await never.async_wait(asio::use_awaitable);
        });
        bb::emit<message>(w.ctx, 1);
        w.run();
        BOOST_TEST(hooks() == (texts{"emit", "dispatch"}), boost::test_tools::per_element());
    }
    BOOST_TEST(
        hooks() == (texts{"emit", "dispatch", "complete"}), boost::test_tools::per_element());
    BOOST_TEST((told("complete").at(0).error == bb::errc::cancelled));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(what_nobody_receives_is_not_told, lane, lanes)
{
    world w;
    using message = ticked<lane>;
    int failures = 0;
    auto const fails = [&](auto const& answer) { failures += answer.has_error() ? 1 : 0; };
    bb::emit<message>(w.ctx, 1);
    bb::emit(w.ctx, message{2});
    BOOST_TEST(bb::signal<message>(w.ctx, 1).has_error());
    bb::request<add_one<lane>>(w.ctx, 1, fails);
    { // the brokers are there from now on
        auto const on = bb::listen<message>(w.ctx, [] {});
        auto const handler = bb::on_signal<message>(w.ctx, [] {}).value();
        auto const provider = bb::set_provider<add_one<lane>>(w.ctx, [] { return 1; }).value();
        auto const one_of_many = bb::add_provider<add_one<lane>>(w.ctx, [] { return 1; }).value();
    }
    w.run();
    bb::emit<message>(w.ctx, 1);
    bb::emit(w.ctx, message{2});
    BOOST_TEST(bb::signal<message>(w.ctx, 1).has_error());
    BOOST_TEST(bb::signal(w.ctx, message{2}).has_error());
    bb::request<add_one<lane>>(w.ctx, 1, fails);
    bb::request_all<add_one<lane>>(w.ctx, 1, fails);
    auto const refuses =
        bb::listen<message>(w.ctx, bb::when([](auto const&) { return false; }, [] {}));
    bb::emit<message>(w.ctx, 3);
    w.run();
    BOOST_TEST(failures == 2);
    BOOST_TEST(hooks() == (texts{"emit"}), boost::test_tools::per_element()); // the last one
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_signal_is_told, lane, lanes)
{
    world w;
    using message = ticked<lane>;
    auto const on = bb::on_signal<message>(w.ctx, [](int) {}).value();
    message const lvalue{1};
    BOOST_TEST(bb::signal(w.ctx, lvalue).has_value());
    BOOST_TEST(bb::signal<message>(w.ctx, 2).has_value());
    w.run();
    BOOST_TEST(told("emit").size() == 2u);
    BOOST_TEST(told("dispatch").size() == 2u);
    BOOST_TEST(told("complete").size() == 2u);
    for (auto const& n : notes::all) {
        BOOST_TEST((n.what.broker == bb::broker_kind::signal));
        BOOST_TEST(n.what.context == w.ctx.id());
        BOOST_TEST(!n.what.error);
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(signals_whose_handler_ends_while_they_wait_are_told, lane, lanes)
{
    world w;
    using message = ticked<lane>;
    auto owner = std::make_shared<int>(0);
    auto handler = bb::on_signal<message>(w.ctx, [] {}).value();
    w.run();
    auto const busy = bb::listen<kept<lane>>(w.ctx, [&] {
        BOOST_TEST(bb::signal<message>(w.ctx, 1).has_value());
        handler.stop();
    });
    bb::emit<kept<lane>>(w.ctx, 1);
    w.run();
    BOOST_TEST((told("drop").at(0).error == bb::errc::no_handler));
    notes::all.clear();
    auto const tracks = bb::on_signal<message>(w.ctx, bb::track(owner, [](int) {})).value();
    w.run();
    asio::post(w.io, [&] {
        owner.reset();
        BOOST_TEST(bb::signal<message>(w.ctx, 2).has_error());
    });
    w.run();
    BOOST_TEST(told("emit").size() == told("drop").size()); // it may be seen before it is sent
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_request_completes_with_its_answer, lane, lanes)
{
    world w;
    using request = add_one<lane>;
    std::optional<bb::reply<request>> open;
    auto const ask = [&] {
        std::optional<bb::result<int>> got;
        bb::request<request>(w.ctx, 1, [&](bb::result<int> const& answer) { got = answer; });
        w.run();
        if (open)
            (*std::exchange(open, {}))(7);
        w.run();
        return got.value();
    };
    auto const try_provider = [&](auto provider, boost::system::error_code error) {
        notes::all.clear();
        auto const by = bb::set_provider<request>(w.ctx, std::move(provider)).value();
        auto const answer = ask();
        BOOST_TEST(
            hooks() == (texts{"emit", "dispatch", "complete"}), boost::test_tools::per_element());
        BOOST_TEST(told("complete").at(0).error == error);
        BOOST_TEST(answer.has_error() == bool(error));
    };
    try_provider([](int number) { return number + 1; }, {});
    try_provider([](int) -> bb::result<int> { return bb::fail("no"); }, bb::errc::provider_failed);
    try_provider([](int) -> int { throw std::runtime_error("no"); }, bb::errc::provider_threw);
    try_provider([](int number) -> asio::awaitable<int> { co_return number + 1; }, {});
    try_provider([&](int, bb::reply<request> r) { open.emplace(std::move(r)); }, {});
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_request_at_once_is_told_as_every_other, lane, lanes)
{
    world w;
    using request = add_one<lane>;
    auto const by = bb::set_provider<request>(w.ctx, [](int number) { return number + 1; }).value();
    std::optional<int> awaited;
    asio::co_spawn(
        w.io,
        [&]() -> asio::awaitable<void> {
            auto const answer = co_await bb::request<request>(w.ctx, 1, asio::use_awaitable);
            awaited = answer.value();
        },
        asio::detached);
    w.run();
    BOOST_TEST(awaited.value() == 2);
    asio::post(w.io, [&] {
        BOOST_TEST(bb::request<request>(w.ctx, 2, bb::blocking).value() == 3);
        request const lvalue{3};
        BOOST_TEST(bb::request(w.ctx, lvalue, bb::blocking).value() == 4);
    });
    w.run();
    BOOST_TEST(hooks() ==
            (texts{"emit", "dispatch", "complete", "emit", "dispatch", "complete", "emit",
                "dispatch", "complete"}),
        boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_request_that_nobody_answers_completes_with_why, lane, lanes)
{
    world w;
    using request = add_one<lane>;
    std::vector<bb::reply<request>> open;
    auto by = bb::set_provider<request>(w.ctx, [&](int, bb::reply<request> r) {
        open.push_back(std::move(r));
    }).value();
    bb::canceller stop;
    int failures = 0;
    auto const fails = [&](bb::result<int> const& answer) { failures += answer.has_error(); };
    bb::request<request>(w.ctx, 1, fails);
    w.run();
    w.clock.advance(6s);
    w.run();
    bb::request<request>(w.ctx, 2, stop(fails));
    w.run();
    stop.cancel();
    w.run();
    bb::request<request>(w.ctx, 3, fails);
    w.run();
    by.stop();
    w.run();
    BOOST_TEST(failures == 3);
    auto const ends = told("complete");
    BOOST_TEST_REQUIRE(ends.size() == 3u);
    BOOST_TEST((ends[0].error == bb::errc::timed_out));
    BOOST_TEST((ends[1].error == bb::errc::cancelled));
    BOOST_TEST((ends[2].error == bb::errc::provider_gone));
    for (std::size_t i = 0; i != 3; ++i)
        BOOST_TEST((ends[i].trace == told("emit").at(i).trace));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_request_that_its_provider_cancels_completes_once, lane, lanes)
{
    world w;
    using request = add_one<lane>;
    bb::canceller stop;
    auto const by = bb::set_provider<request>(w.ctx, [&](int number) {
        stop.cancel();
        return number;
    }).value();
    w.run();
    int completions = 0;
    asio::post(w.io, [&] {
        bb::request<request>(w.ctx, 1, stop([&](bb::result<int> const&) { ++completions; }));
    });
    w.run();
    BOOST_TEST(completions == 1);
    BOOST_TEST(told("complete").size() == 1u);
    auto const counted = bb::stats<bb::request_broker<request>>(w.ctx);
    BOOST_TEST(counted.sent == 1u);
    BOOST_TEST(counted.answered + counted.cancelled == 1u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_request_whose_requester_goes_away_is_told, lane, lanes)
{
    world w;
    using request = add_one<lane>;
    std::vector<bb::reply<request>> open;
    auto const by = bb::set_provider<request>(w.ctx, [&](int, bb::reply<request> r) {
        open.push_back(std::move(r));
    }).value();
    w.run();
    {
        asio::io_context gone;
        bb::request<request>(
            w.ctx, 1, asio::bind_executor(gone, [](bb::result<int> const&) { std::abort(); }));
        w.run();
    }
    open.clear();
    w.run();
    BOOST_TEST(told("emit").size() == 1u);
    BOOST_TEST(told("complete").size() == 1u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(waiting_for_what_would_never_come_is_told_as_that, lane, lanes)
{
    world w;
    using request = add_one<lane>;
    std::vector<bb::reply<request>> open;
    auto const by = bb::set_provider<request>(w.ctx, [&](int, bb::reply<request> r) {
        open.push_back(std::move(r));
    }).value();
    w.run();
    asio::post(w.io, [&] {
        auto const answer = bb::request<request>(w.ctx, 1, bb::blocking);
        BOOST_TEST((answer.error() == bb::errc::would_deadlock));
    });
    w.run();
    BOOST_TEST_REQUIRE(told("complete").size() == 1u);
    BOOST_TEST((told("complete")[0].error == bb::errc::would_deadlock));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_quorum_that_cannot_be_had_asks_nobody, lane, lanes)
{
    world w;
    using request = add_one<lane>;
    auto const by = bb::add_provider<request>(w.ctx, [](int number) { return number; }).value();
    w.run();
    bool failed = false;
    bb::request_all<request>(
        w.ctx, 1, bb::quorum(2, [&](auto const& answers) { failed = answers.has_error(); }));
    w.run();
    BOOST_TEST(failed);
    BOOST_TEST(notes::all.empty());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_request_to_many_is_sent_once_and_completes_for_each, lane, lanes)
{
    world w;
    using request = add_one<lane>;
    auto const first = bb::add_provider<request>(w.ctx, [](int number) { return number; }).value();
    auto const second = bb::add_provider<request>(w.ctx, [](int) -> bb::result<int> {
        return bb::fail("no");
    }).value();
    bool failed = false;
    bb::request_all<request>(w.ctx, 1, [&](auto const& answers) { failed = answers.has_error(); });
    w.run();
    BOOST_TEST(failed);
    BOOST_TEST(told("emit").size() == 1u);
    BOOST_TEST((told("emit").at(0).broker == bb::broker_kind::multi_request));
    BOOST_TEST(told("dispatch").size() == 2u);
    auto const ends = told("complete");
    BOOST_TEST_REQUIRE(ends.size() == 2u);
    BOOST_TEST(!ends[0].error);
    BOOST_TEST((ends[1].error == bb::errc::provider_failed));
    for (auto const& n : notes::all)
        BOOST_TEST((n.what.trace == told("emit")[0].trace));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(what_a_full_queue_drops_is_told, lane, lanes)
{
    world w;
    std::vector<int> got;
    auto const newest = bb::listen<newest_dropped<lane>>(w.ctx, [&](int n) { got.push_back(n); });
    auto const oldest = bb::listen<oldest_dropped<lane>>(w.ctx, [&](int n) { got.push_back(n); });
    auto const handler =
        bb::on_signal<newest_dropped<lane>>(w.ctx, [&](int n) { got.push_back(n); }).value();
    w.run();
    asio::post(w.io, [&] {
        // where handlers are called meanwhile they find the executor busy, and so all of it waits
        auto const busy = bb::listen<ticked<lane>>(w.ctx, [&](int) {
            bb::emit<newest_dropped<lane>>(w.ctx, 1);
            bb::emit<newest_dropped<lane>>(w.ctx, 2);
            bb::emit<oldest_dropped<lane>>(w.ctx, 3);
            bb::emit<oldest_dropped<lane>>(w.ctx, 4);
            BOOST_TEST(bb::signal<newest_dropped<lane>>(w.ctx, 5).has_value());
            BOOST_TEST(bb::signal<newest_dropped<lane>>(w.ctx, 6).has_error());
        });
        bb::emit<ticked<lane>>(w.ctx, 0);
        w.io.poll();
    });
    w.run();
    BOOST_TEST(got == (std::vector<int>{1, 4, 5}), boost::test_tools::per_element());
    auto const sent = told("emit");
    auto const dropped = told("drop");
    BOOST_TEST_REQUIRE(sent.size() == 7u);
    BOOST_TEST_REQUIRE(dropped.size() == 3u);
    for (auto const& one : dropped)
        BOOST_TEST((one.error == bb::errc::queue_full));
    BOOST_TEST((dropped[0].trace == sent[2].trace));
    BOOST_TEST((dropped[1].trace == sent[3].trace)); // the older one
    BOOST_TEST((dropped[2].trace == sent[6].trace));
    BOOST_TEST(told("enqueue").size() >= 4u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(what_waits_when_its_context_closes_is_told, lane, lanes)
{
    world w;
    using message = ticked<lane>;
    auto const on = bb::listen<message>(w.ctx, [] {});
    auto const handler = bb::on_signal<message>(w.ctx, [] {}).value();
    auto const by =
        bb::set_provider<add_one<lane>>(w.ctx, [](int number) { return number; }).value();
    bool failed = false;
    // what is sent inside a handler waits until that has returned
    auto const closes = bb::listen<oldest_dropped<lane>>(w.ctx, [&] {
        bb::emit<message>(w.ctx, 1);
        bb::emit<oldest_dropped<lane>>(w.ctx, 2);
        BOOST_TEST(bb::signal<message>(w.ctx, 3).has_value());
        bb::request<add_one<lane>>(
            w.ctx, 4, [&](bb::result<int> const& answer) { failed = answer.has_error(); });
        w.ctx.close();
    });
    bb::emit<oldest_dropped<lane>>(w.ctx, 0);
    w.run();
    BOOST_TEST(failed);
    BOOST_TEST(told("dispatch").size() == 1u);
    auto const dropped = told("drop");
    BOOST_TEST_REQUIRE(dropped.size() == 3u);
    for (auto const& one : dropped)
        BOOST_TEST((one.error == bb::errc::context_closed));
    auto const ends = told("complete");
    BOOST_TEST_REQUIRE(ends.size() == 2u);
    BOOST_TEST((ends[0].error == bb::errc::provider_gone));
    BOOST_TEST(!ends[1].error); // the handler that closed
}

BOOST_AUTO_TEST_CASE_TEMPLATE(an_event_that_is_kept_has_its_trace, lane, lanes)
{
    world w;
    using message = kept<lane>;
    bb::emit<message>(w.ctx, 1);
    w.run();
    BOOST_TEST(hooks() == (texts{"emit"}), boost::test_tools::per_element());
    bb::trace_context seen;
    auto const on = bb::listen<message>(w.ctx, [&] { seen = bb::current_trace(); });
    w.run();
    BOOST_TEST(
        hooks() == (texts{"emit", "dispatch", "complete"}), boost::test_tools::per_element());
    BOOST_TEST((seen == told("emit").at(0).trace));
    bb::emit(w.ctx, message{2});
    w.run();
    BOOST_TEST((seen == told("emit").at(1).trace));
    bb::trace_context seen_later;
    auto const later = bb::listen<message>(w.ctx, [&]() -> asio::awaitable<void> {
        seen_later = bb::current_trace();
        co_return;
    });
    w.run();
    BOOST_TEST((seen_later == told("emit").at(1).trace));
    BOOST_TEST((told("dispatch").back().trace == seen_later));
}

BOOST_AUTO_TEST_SUITE_END()
