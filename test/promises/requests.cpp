// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/diagnostics.hpp>
#include <boost_broker/event_broker.hpp>
#include <boost_broker/manual_clock.hpp>
#include <boost_broker/mock_provider.hpp>
#include <boost_broker/request_broker.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/spawn.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/system_executor.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <future>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace requests_test {

namespace bb = boost_broker;
namespace asio = boost::asio;
using namespace std::chrono_literals;

struct get_name {
    using response = std::string;
    int id = 0;
};
struct get_all {
    using response = int;
};
struct store {
    using response = void;
    bool allowed = true;
};
struct now {
    using broker_policy = bb::local<bb::synchronous>;
    using response = int;
};
struct quick {
    using broker_policy = bb::local<bb::request_timeout_ms<20>>;
    using response = int;
};
struct parcel {
    using response = std::unique_ptr<int>;
};
struct pulse {};

using answer = bb::result<std::string>;

// A provider that answers when the test says so.
struct late_provider {
    std::vector<bb::reply<get_name>> waiting;
    bb::result<bb::handle> registration;

    explicit late_provider(bb::context_ref ctx)
        : registration(bb::set_provider<get_name>(
              ctx, [this](bb::reply<get_name> r) { waiting.push_back(std::move(r)); }))
    {}
};

} // namespace requests_test

BOOST_HANA_ADAPT_STRUCT(requests_test::get_name, id);
BOOST_HANA_ADAPT_STRUCT(requests_test::store, allowed);

BOOST_AUTO_TEST_SUITE(requests)

using namespace requests_test;

BOOST_AUTO_TEST_CASE(check_21_without_a_provider_there_is_a_failure)
{
    bb::broker_context const ctx;
    BOOST_TEST((bb::request<get_name>(ctx, 1, bb::blocking).error() == bb::errc::no_provider));
    BOOST_TEST((bb::request<now>(ctx).error() == bb::errc::no_provider));
}

BOOST_AUTO_TEST_CASE(check_28_the_failure_names_request_and_context)
{
    bb::broker_context a;
    bb::broker_context b;
    bb::broker_context c;
    c.set_name("C");
    auto const in_a = bb::set_provider<get_name>(a, [](int) { return std::string("a"); });
    auto const in_b = bb::set_provider<get_name>(b, [](int) { return std::string("b"); });
    auto const r = bb::request<get_name>(c, 1, bb::blocking);
    BOOST_TEST((r.error() == bb::errc::no_provider));
    BOOST_TEST(r.error().detail() ==
        "no provider is registered for requests_test::get_name in context 'C'; register one with "
        "set_provider");
}

BOOST_AUTO_TEST_CASE(check_22_a_second_provider_is_refused_and_the_first_answers)
{
    bb::broker_context ctx;
    auto const first = bb::set_provider<get_name>(ctx, [](int) { return std::string("first"); });
    auto const second = bb::set_provider<get_name>(ctx, [](int) { return std::string("second"); });
    BOOST_TEST((second.error() == bb::errc::provider_exists));
    BOOST_TEST(bb::request<get_name>(ctx, 1, bb::blocking).value() == "first");
}

BOOST_AUTO_TEST_CASE(check_23_requests_with_and_without_parameters_are_two)
{
    bb::broker_context ctx;
    auto const by_id = bb::set_provider<get_name>(ctx, [](int id) { return std::to_string(id); });
    auto const all = bb::set_provider<get_all>(ctx, [] { return 7; });
    BOOST_TEST(bb::request<get_name>(ctx, 5, bb::blocking).value() == "5");
    BOOST_TEST(bb::request<get_all>(ctx, bb::blocking).value() == 7);
    bb::clear_provider<get_name>(ctx);
    bb::clear_provider<get_name>(ctx);
    BOOST_TEST(!bb::is_provided<get_name>(ctx));
    BOOST_TEST(bb::is_provided<get_all>(ctx));
    bb::clear_provider<get_all>(ctx);
    BOOST_TEST(!bb::is_provided<get_all>(ctx));
}

BOOST_AUTO_TEST_CASE(check_24_what_a_provider_throws_is_the_detail_of_the_failure)
{
    bb::broker_context ctx;
    auto const provider =
        bb::set_provider<get_name>(ctx, [](int) -> answer { throw std::runtime_error("boom"); });
    auto const threw = bb::request<get_name>(ctx, 2, bb::blocking).error();
    BOOST_TEST((threw == bb::errc::provider_threw));
    BOOST_TEST(threw.detail() == "boom");
}

BOOST_AUTO_TEST_CASE(check_25_a_failure_arrives_as_it_is)
{
    bb::broker_context ctx;
    auto const code = make_error_code(boost::system::errc::no_space_on_device);
    auto const provider = bb::set_provider<get_name>(ctx, [&](int id) -> answer {
        if (id == 0)
            return bb::fail("no such name");
        return bb::fail(code, "the disk is full");
    });
    auto const failed = bb::request<get_name>(ctx, 0, bb::blocking).error();
    BOOST_TEST((failed == bb::errc::provider_failed));
    BOOST_TEST(failed.detail() == "no such name");
    auto const coded = bb::request<get_name>(ctx, 1, bb::blocking).error();
    BOOST_TEST(coded.code() == code);
    BOOST_TEST(coded.detail() == "the disk is full");
}

BOOST_AUTO_TEST_CASE(check_27_an_answer_without_a_value_is_success_or_failure)
{
    bb::broker_context ctx;
    auto const stores = bb::set_provider<store>(ctx, [](bool allowed) -> bb::result<void> {
        if (!allowed)
            return bb::fail("read only");
        return {};
    });
    BOOST_TEST(bb::request<store>(ctx, true, bb::blocking).has_value());
    BOOST_TEST(bb::request<store>(ctx, false, bb::blocking).error().detail() == "read only");
}

BOOST_AUTO_TEST_CASE(check_29_mocks_nest_and_end_with_their_scope)
{
    bb::broker_context ctx;
    auto const ask = [&] { return bb::request<now>(ctx); };
    {
        bb::mock_provider<now> const mock(ctx, [] { return 1; });
        auto const real = bb::set_provider<now>(ctx, [] { return 0; });
        BOOST_TEST(ask().value() == 1);
        try {
            bb::mock_provider<now> const inner(ctx, [] { return 2; });
            BOOST_TEST(ask().value() == 2);
            throw 1;
        } catch (int) {}
        BOOST_TEST(ask().value() == 1);
        BOOST_TEST(real.has_value());
    }
    BOOST_TEST((ask().error() == bb::errc::no_provider));
}

BOOST_AUTO_TEST_CASE(check_30_a_mock_that_ends_leaves_the_other_request_alone)
{
    bb::broker_context ctx;
    auto const by_id = bb::set_provider<get_name>(ctx, [](int id) { return std::to_string(id); });
    {
        bb::mock_provider<get_all> const mock(ctx, [] { return 7; });
        BOOST_TEST(bb::request<get_all>(ctx, bb::blocking).value() == 7);
    }
    BOOST_TEST(!bb::is_provided<get_all>(ctx));
    BOOST_TEST(bb::request<get_name>(ctx, 5, bb::blocking).value() == "5");
}

BOOST_AUTO_TEST_CASE(check_31_replacing_by_nothing_clears)
{
    bb::broker_context ctx;
    auto const provider = bb::set_provider<now>(ctx, [] { return 1; });
    BOOST_TEST(bb::replace_provider<now>(ctx, std::function<int()>()).has_value());
    BOOST_TEST(bb::set_provider<now>(ctx, [] { return 2; }).has_value());
    BOOST_TEST((
        bb::set_provider<get_all>(ctx, std::function<int()>()).error() == bb::errc::empty_handler));
}

BOOST_AUTO_TEST_CASE(a_replaced_provider_answers_what_it_accepted)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    late_provider earlier(ctx);
    std::vector<std::string> answers;
    bb::request<get_name>(ctx, 1, [&](answer r) { answers.push_back(r.value()); });
    auto const later =
        bb::replace_provider<get_name>(ctx, [](int) { return std::string("later"); });
    bb::request<get_name>(ctx, 2, [&](answer r) { answers.push_back(r.value()); });
    io.poll();
    earlier.waiting.front()(std::string("earlier"));
    io.restart();
    io.run();
    BOOST_TEST(answers == (std::vector<std::string>{"later", "earlier"}),
        boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_reply_that_is_dropped_answers)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    late_provider provider(ctx);
    std::optional<answer> got;
    bb::request<get_name>(ctx, 1, [&](answer r) { got = std::move(r); });
    provider.waiting.clear();
    io.run();
    BOOST_TEST((got->error() == bb::errc::provider_failed));
    BOOST_TEST(got->error().detail() == "reply dropped");
}

BOOST_AUTO_TEST_CASE(who_waits_for_a_provider_that_ends_is_told_at_once)
{
    for (bool const by_close : {false, true}) {
        asio::io_context io;
        bb::broker_context ctx(io);
        late_provider provider(ctx);
        std::optional<answer> got;
        bb::request<get_name>(ctx, 1, [&](answer r) { got = std::move(r); });
        if (by_close)
            ctx.close();
        else
            bb::clear_provider<get_name>(ctx);
        BOOST_TEST(!got.has_value());
        io.run();
        BOOST_REQUIRE(got.has_value());
        BOOST_TEST((got->error() == bb::errc::provider_gone));
        BOOST_TEST((got->error() == bb::condition::unavailable));
        provider.waiting.front()(std::string("too late"));
    }
}

BOOST_AUTO_TEST_CASE(a_provider_ends_with_its_execution_context)
{
    asio::io_context requesters;
    auto providers = std::make_unique<asio::io_context>();
    bb::broker_context ctx(requesters);
    auto const provider = bb::set_provider<get_name>(
        ctx, asio::bind_executor(asio::make_strand(*providers), [](int) { return std::string(); }));
    std::optional<answer> got;
    bb::request<get_name>(ctx, 1, [&](answer r) { got = std::move(r); });
    providers.reset();
    requesters.run();
    BOOST_REQUIRE(got.has_value());
    BOOST_TEST((got->error() == bb::errc::provider_gone));
}

BOOST_AUTO_TEST_CASE(a_requester_ends_with_its_execution_context_uninvoked)
{
    asio::io_context io;
    auto requesters = std::make_unique<asio::io_context>();
    bb::broker_context ctx(io);
    late_provider provider(ctx);
    auto alive = std::make_shared<bool>(false);
    bb::request<get_name>(
        ctx, 1, asio::bind_executor(*requesters, [alive](answer const&) { *alive = true; }));
    BOOST_TEST(alive.use_count() == 2);
    requesters.reset();
    BOOST_TEST(alive.use_count() == 1);
    provider.waiting.front()(std::string("nobody hears this"));
    io.run();
    BOOST_TEST(!*alive);
}

BOOST_AUTO_TEST_CASE(deadlines_by_default_by_policy_by_type_and_by_call)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    bb::manual_clock clock;
    ctx.use_clock(clock);
    int late = 0;
    ctx.diagnostics().connect([&](bb::diagnostic const& d) {
        late += d.kind == bb::diagnostic_kind::late_answer ? 1 : 0;
    });
    late_provider provider(ctx);
    std::optional<answer> got;
    auto const keep = [&](answer r) { got = std::move(r); };
    auto const passes_at = [&](std::chrono::nanoseconds limit) {
        got.reset();
        clock.advance(limit - 1ns);
        io.restart();
        io.poll();
        bool const early = got.has_value();
        clock.advance(1ns);
        io.restart();
        io.poll();
        return !early && got.has_value() && got->error() == bb::errc::timed_out;
    };
    bb::request<get_name>(ctx, 1, keep);
    BOOST_TEST(passes_at(5s));
    bb::request<get_name>(ctx, 1, bb::timeout(30ms, keep));
    BOOST_TEST(passes_at(30ms));
    bb::set_request_timeout<get_name>(ctx, 1s);
    bb::request<get_name>(ctx, 1, keep);
    BOOST_TEST(passes_at(1s));
    provider.waiting.front()(std::string("too late"));
    BOOST_TEST(late == 1);
    BOOST_TEST(bb::stats<bb::request_broker<get_name>>(ctx).timed_out == 3u);

    std::optional<bb::reply<quick>> waiting;
    auto const q =
        bb::set_provider<quick>(ctx, [&](bb::reply<quick> r) { waiting.emplace(std::move(r)); });
    bool timed_out = false;
    bb::request<quick>(
        ctx, [&](bb::result<int> r) { timed_out = r.error() == bb::errc::timed_out; });
    clock.advance(20ms);
    io.restart();
    io.poll();
    BOOST_TEST(timed_out);
    BOOST_TEST(clock.pending() == 0u);
}

BOOST_AUTO_TEST_CASE(cancellation_by_type)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    late_provider provider(ctx);
    for (auto const type : {asio::cancellation_type::terminal, asio::cancellation_type::partial}) {
        asio::cancellation_signal stop;
        int completions = 0;
        auto handler = [&](answer r) { completions += r.error() == bb::errc::cancelled ? 1 : 100; };
        bb::request<get_name>(ctx, 1, asio::bind_cancellation_slot(stop.slot(), handler));
        stop.emit(asio::cancellation_type::total); // the provider runs already
        io.restart();
        io.poll();
        BOOST_TEST(completions == 0);
        stop.emit(type);
        BOOST_TEST(completions == 0);
        provider.waiting.back()(std::string("too late"));
        io.restart();
        io.poll();
        BOOST_TEST(completions == 1);
    }
}

BOOST_AUTO_TEST_CASE(total_cancellation_works_while_the_request_is_queued)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    bool called = false;
    auto const provider =
        bb::set_provider<get_name>(ctx, asio::bind_executor(asio::make_strand(io), [&](int) {
            called = true;
            return std::string();
        }));
    asio::cancellation_signal stop;
    std::optional<answer> got;
    auto handler = [&](answer r) { got = std::move(r); };
    bb::request<get_name>(ctx, 1, asio::bind_cancellation_slot(stop.slot(), handler));
    stop.emit(asio::cancellation_type::total);
    io.run();
    BOOST_TEST(!called);
    BOOST_TEST((got->error() == bb::errc::cancelled));
}

BOOST_AUTO_TEST_CASE(a_handler_never_runs_inside_the_verb_unless_there_is_no_executor)
{
    asio::io_context io;
    bb::broker_context with(io);
    bb::broker_context without;
    auto const a = bb::set_provider<get_all>(with, [] { return 1; });
    auto const b = bb::set_provider<get_all>(without, [] { return 2; });
    int got = 0;
    bb::request<get_all>(with, [&](bb::result<int> r) { got = r.value(); });
    BOOST_TEST(got == 0);
    io.run();
    BOOST_TEST(got == 1);
    bb::request<get_all>(without, [&](bb::result<int> r) { got = r.value(); });
    BOOST_TEST(got == 2);
    auto const strand = asio::make_strand(io);
    bb::request<get_all>(without, asio::bind_executor(strand, [&](bb::result<int>) {
        BOOST_TEST(strand.running_in_this_thread());
        got = 3;
    }));
    BOOST_TEST(got == 2);
    io.restart();
    io.run();
    BOOST_TEST(got == 3);
}

BOOST_AUTO_TEST_CASE(requests_queue_behind_events_and_synchronous_ones_overtake)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    std::vector<std::string> seen;
    auto const a = bb::set_provider<get_all>(ctx, [&] {
        seen.emplace_back("request");
        return 0;
    });
    auto const b = bb::set_provider<now>(ctx, [&] {
        seen.emplace_back("synchronous");
        return 0;
    });
    int depth = 0;
    bb::handle const on = bb::listen<pulse>(ctx, [&] {
        if (depth++ != 0) {
            seen.emplace_back("event");
            return;
        }
        bb::emit<pulse>(ctx);
        bb::request<get_all>(ctx, asio::detached);
        BOOST_TEST(bb::request<now>(ctx).has_value());
    });
    bb::emit<pulse>(ctx);
    io.run();
    BOOST_TEST(seen == (std::vector<std::string>{"synchronous", "event", "request"}),
        boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(who_would_wait_for_itself_is_told)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    bb::result<int> inner = 0;
    auto const a = bb::set_provider<now>(ctx, [&] {
        inner = bb::request<now>(ctx);
        return 1;
    });
    BOOST_TEST(bb::request<now>(ctx).value() == 1);
    BOOST_TEST((inner.error() == bb::errc::would_deadlock));
    late_provider later(ctx);
    BOOST_TEST((bb::request<get_name>(ctx, 1, bb::blocking).error() == bb::errc::would_deadlock));
    auto const c = bb::set_provider<get_all>(ctx, []() -> asio::awaitable<int> { co_return 1; });
    BOOST_TEST((bb::request<get_all>(ctx, bb::blocking).error() == bb::errc::would_deadlock));
}

BOOST_AUTO_TEST_CASE(work_is_held_by_requests_in_flight_and_not_by_registrations)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    late_provider provider(ctx);
    io.run();
    io.restart();
    bb::request<get_name>(ctx, 1, bb::timeout(0s, asio::detached));
    io.poll();
    BOOST_TEST(!io.stopped());
    provider.waiting.front()(std::string("done"));
    io.poll();
    BOOST_TEST(io.stopped());
}

BOOST_AUTO_TEST_CASE(every_completion_token)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    auto const p = bb::set_provider<get_name>(
        ctx, [](int id) -> answer { return std::string(40, static_cast<char>('a' + id)); });
    auto const q = bb::set_provider<parcel>(ctx, [] { return std::make_unique<int>(7); });
    std::vector<std::string> got;
    auto const body = [&]() -> asio::awaitable<void> {
        auto const by_default = co_await bb::request<get_name>(ctx, 0);
        got.push_back(by_default.value());
        auto const awaited = co_await bb::request<get_name>(ctx, 1, asio::use_awaitable);
        got.push_back(awaited.value());
        auto const [tuple] = co_await bb::request<get_name>(
            ctx, 2, asio::as_tuple(bb::timeout(1s, asio::use_awaitable)));
        got.push_back(tuple.value());
        auto const [nested] = co_await bb::request<get_name>(
            ctx, 3, bb::timeout(1s, asio::as_tuple(asio::use_awaitable)));
        got.push_back(nested.value());
        auto moved = co_await bb::request<parcel>(ctx);
        got.push_back(std::to_string(**moved));
    };
    asio::co_spawn(io, body(), asio::detached);
    asio::spawn(
        io,
        [&](asio::yield_context yield) {
            auto const r = bb::request<get_name>(ctx, 4, yield);
            BOOST_TEST(r.value() == std::string(40, 'e'));
        },
        asio::detached);
    auto future = bb::request<get_name>(ctx, 5, asio::use_future);
    bb::request<get_name>(ctx, 6, asio::detached);
    io.run();
    BOOST_TEST(got ==
            (std::vector<std::string>{std::string(40, 'a'), std::string(40, 'b'),
                std::string(40, 'c'), std::string(40, 'd'), "7"}),
        boost::test_tools::per_element());
    BOOST_TEST(future.get().value() == std::string(40, 'f'));
}

BOOST_AUTO_TEST_CASE(a_closed_context_answers_so)
{
    bb::broker_context ctx;
    bb::context_ref const ref = ctx;
    ctx.close();
    ctx.close();
    std::optional<answer> got;
    bb::request<get_name>(ref, 1, [&](answer r) { got = std::move(r); });
    BOOST_REQUIRE(got.has_value());
    BOOST_TEST((got->error() == bb::errc::context_closed));
    BOOST_TEST((bb::set_provider<now>(ref, [] { return 1; }).error() == bb::errc::context_closed));
    BOOST_TEST((bb::request<now>(ref).error() == bb::errc::context_closed));
}

BOOST_AUTO_TEST_CASE(a_future_is_filled_on_the_executor_of_the_context)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    auto const p = bb::set_provider<get_name>(ctx, [](int) { return std::string("seven"); });
    std::thread::id where;
    auto future = bb::request<get_name>(ctx, 7, asio::use_future([&](answer const& r) {
        where = std::this_thread::get_id();
        return r.value().size();
    }));
    BOOST_TEST((future.wait_for(0s) == std::future_status::timeout));
    io.run();
    BOOST_TEST((where == std::this_thread::get_id()));
    BOOST_TEST(future.get() == 5u);
}

BOOST_AUTO_TEST_CASE(a_completion_may_run_on_another_thread)
{
    bb::broker_context ctx;
    auto const p = bb::set_provider<get_name>(ctx, [](int) { return std::string("seven"); });
    std::promise<std::thread::id> where;
    bb::request<get_name>(ctx, 7, asio::bind_executor(asio::system_executor(), [&](answer const&) {
        where.set_value(std::this_thread::get_id());
    }));
    BOOST_TEST((where.get_future().get() != std::this_thread::get_id()));
}

BOOST_AUTO_TEST_CASE(a_provider_whose_owner_is_gone_is_gone)
{
    bb::broker_context ctx;
    auto owner = std::make_shared<int>(5);
    auto const p = bb::set_provider<now>(ctx, bb::track(owner, [o = owner.get()] { return *o; }));
    BOOST_TEST(bb::request<now>(ctx).value() == 5);
    owner.reset();
    BOOST_TEST((bb::request<now>(ctx).error() == bb::errc::no_provider));
    BOOST_TEST(!bb::is_provided<now>(ctx));
    BOOST_TEST(!p->active());
    BOOST_TEST(bb::set_provider<now>(ctx, [] { return 6; }).has_value()); // the place is free
}

BOOST_AUTO_TEST_CASE(a_request_that_waits_for_a_provider_whose_owner_goes_is_told)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    auto owner = std::make_shared<int>(5);
    auto const strand = asio::make_strand(io);
    auto const p = bb::set_provider<get_name>(ctx,
        bb::track(owner, asio::bind_executor(strand, [](int) { return std::string("late"); })));
    std::optional<answer> got;
    bb::request<get_name>(ctx, 1, [&](answer r) { got = std::move(r); });
    owner.reset();
    io.run();
    BOOST_REQUIRE(got.has_value());
    BOOST_TEST((got->error() == bb::errc::provider_gone));
}

BOOST_AUTO_TEST_SUITE_END()
