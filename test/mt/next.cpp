// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// `next` for events of the lane `mt`: it completes once, on the executor of its handler, whatever
// thread ends the waiting.

#include "threads.hpp"
#include <boost_broker/canceller.hpp>
#include <boost_broker/diagnostics.hpp>
#include <boost_broker/drop.hpp>
#include <boost_broker/manual_clock.hpp>
#include <boost_broker/mt.hpp>
#include <boost_broker/next.hpp>
#include <boost_broker/timeout.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace mt_next_test {

namespace asio = boost::asio;
namespace bb = boost_broker;
using namespace std::chrono_literals;
using mt_test::runner;
using mt_test::tally;

struct noted {
    using broker_policy = bb::mt<>;
    int number = 0;
    std::string text = {};
};
struct level {
    using broker_policy = bb::mt<bb::retain_last>;
    int percent = 0;
};
struct fragile {
    fragile() = default;
    explicit fragile(bool t) : throws(t) {}
    fragile(fragile const& other) : throws(other.throws)
    {
        if (throws)
            throw std::runtime_error("not today");
    }
    fragile(fragile&&) = default;
    fragile& operator=(fragile const&) = default;
    bool throws = false;
};
struct moody {
    using broker_policy = bb::mt<>;
    fragile content = {};
};

std::string const long_text = "a text that does not fit into the small buffer of a string";

struct fixture {
    asio::io_context io;
    asio::io_context other; // of the handler
    bb::manual_clock clock;
    bb::broker_context ctx{asio::make_strand(io)};
    std::optional<bb::result<noted>> got;

    fixture() { ctx.use_clock(clock); }

    void run()
    {
        io.restart();
        io.poll();
        other.restart();
        other.poll();
    }
    auto keep()
    {
        return asio::bind_executor(asio::make_strand(other), [this](bb::result<noted> r) {
            BOOST_TEST(!got.has_value());
            BOOST_TEST(other.get_executor().running_in_this_thread());
            got = std::move(r);
        });
    }
    auto error() const { return got.value().error(); }
    bool said(char const* what) const
    {
        return error().detail().find(what) != std::string::npos &&
            error().detail().find("mt_next_test::noted") != std::string::npos;
    }
};

} // namespace mt_next_test

BOOST_HANA_ADAPT_STRUCT(mt_next_test::noted, number, text);
BOOST_HANA_ADAPT_STRUCT(mt_next_test::level, percent);
BOOST_HANA_ADAPT_STRUCT(mt_next_test::moody, content);

BOOST_FIXTURE_TEST_SUITE(next, mt_next_test::fixture)

using namespace mt_next_test;

BOOST_AUTO_TEST_CASE(it_completes_with_the_next_event_and_only_that)
{
    bb::emit<noted>(ctx, 1, "before");
    bb::next<noted>(ctx, keep());
    BOOST_TEST(bb::emit<noted>(ctx, 2, long_text).accepted == 1u);
    bb::emit<noted>(ctx, 3, "after");
    BOOST_TEST(!got.has_value());
    run();
    BOOST_TEST(got->value().number == 2);
    BOOST_TEST(got->value().text == long_text);
    BOOST_TEST(bb::emit<noted>(ctx, 4, "").accepted == 0u);
}

BOOST_AUTO_TEST_CASE(it_is_work_for_the_executor_it_completes_on)
{
    bb::next<noted>(ctx, keep());
    std::thread emitter([&] {
        bb::emit<noted>(ctx, 7, "");
        io.run();
    });
    other.run(); // until it has completed
    emitter.join();
    BOOST_TEST(got->value().number == 7);
}

BOOST_AUTO_TEST_CASE(predicates_choose_the_event)
{
    bb::next<noted>(ctx,
        bb::when([](noted const& n) { return n.number > 1; },
            bb::when([](noted const& n) { return n.number % 2 == 1; }, keep())));
    for (int i = 0; i != 6; ++i)
        bb::emit<noted>(ctx, i, "");
    run();
    BOOST_TEST(got->value().number == 3);
}

BOOST_AUTO_TEST_CASE(a_predicate_that_throws_is_told_of_and_the_wait_goes_on)
{
    std::vector<bb::diagnostic_kind> told;
    ctx.diagnostics().connect([&](bb::diagnostic const& d) { told.push_back(d.kind); });
    bb::next<noted>(ctx,
        bb::when(
            [](noted const& n) {
                if (n.number == 1)
                    throw std::runtime_error("no");
                return true;
            },
            keep()));
    bb::emit<noted>(ctx, 1, "");
    bb::emit<noted>(ctx, 2, "");
    run();
    BOOST_TEST((told == std::vector{bb::diagnostic_kind::handler_threw}));
    BOOST_TEST(got->value().number == 2);
}

BOOST_AUTO_TEST_CASE(what_copying_throws_is_the_outcome)
{
    std::optional<bb::result<moody>> outcome;
    bb::next<moody>(ctx, [&](bb::result<moody> r) { outcome.emplace(std::move(r)); });
    bb::emit<moody>(ctx, fragile(true));
    run();
    BOOST_TEST((outcome.value().error() == bb::errc::provider_threw));
    BOOST_TEST(outcome->error().detail() == "not today");
}

BOOST_AUTO_TEST_CASE(it_gives_up_at_its_deadline)
{
    bb::next<noted>(ctx, bb::timeout(100ms, keep()));
    clock.advance(99ms);
    run();
    BOOST_TEST(!got.has_value());
    clock.advance(1ms);
    run();
    BOOST_TEST((error() == bb::errc::timed_out));
    BOOST_TEST(said("came before the deadline"));
    BOOST_TEST(bb::emit<noted>(ctx, 1, "").accepted == 0u);
}

BOOST_AUTO_TEST_CASE(it_can_be_cancelled_from_any_thread)
{
    asio::cancellation_signal signal;
    bb::next<noted>(ctx, asio::bind_cancellation_slot(signal.slot(), keep()));
    std::thread([&] { signal.emit(asio::cancellation_type::total); }).join();
    run();
    BOOST_TEST((error() == bb::errc::cancelled));
    BOOST_TEST(said("before waiting was cancelled"));

    got.reset();
    bb::canceller stop;
    bb::next<noted>(ctx, stop(keep()));
    std::thread([&] { stop.cancel(); }).join();
    run();
    BOOST_TEST((error() == bb::errc::cancelled));
    BOOST_TEST(bb::emit<noted>(ctx, 1, "").accepted == 0u);
}

BOOST_AUTO_TEST_CASE(it_ends_with_its_context)
{
    bb::next<noted>(ctx, keep());
    bb::context_ref const ref = ctx;
    ctx.close();
    run();
    BOOST_TEST((error() == bb::errc::context_closed));
    BOOST_TEST(said("before the context was closed"));
    got.reset();
    bb::next<noted>(ref, keep());
    run();
    BOOST_TEST((error() == bb::errc::context_closed));
}

BOOST_AUTO_TEST_CASE(it_ends_when_all_listeners_are_dropped)
{
    bb::next<noted>(ctx, keep());
    run();
    bb::drop_all_listeners<noted>(
        ctx, [](bb::result<void> const& r) { BOOST_TEST(!r.has_error()); });
    run();
    BOOST_TEST((error() == bb::errc::cancelled));
    BOOST_TEST(said("before its listeners were dropped"));
}

BOOST_AUTO_TEST_CASE(it_ends_when_the_executor_of_the_context_is_destroyed)
{
    auto there = std::make_unique<asio::io_context>();
    bb::broker_context short_lived(asio::make_strand(*there));
    bb::next<noted>(short_lived, keep());
    there->poll();
    there.reset();
    run();
    BOOST_TEST((error() == bb::errc::no_executor));
    got.reset();
    bb::next<noted>(short_lived, keep());
    run();
    BOOST_TEST((error() == bb::errc::no_executor));
}

BOOST_AUTO_TEST_CASE(its_handler_is_destroyed_uninvoked_with_its_own_executor)
{
    auto const owned = std::make_shared<int>(1);
    {
        asio::io_context there;
        bb::next<noted>(ctx,
            asio::bind_executor(asio::make_strand(there),
                [owned](bb::result<noted> const&) { BOOST_ERROR("called"); }));
        run();
        BOOST_TEST(owned.use_count() == 2);
    }
    BOOST_TEST(owned.use_count() == 1);
    BOOST_TEST(bb::emit<noted>(ctx, 1, "").accepted == 0u);
    run();
}

BOOST_AUTO_TEST_CASE(without_an_executor_whoever_emits_completes_it)
{
    bb::broker_context plain;
    std::optional<bb::result<noted>> outcome;
    bb::next<noted>(plain, [&](bb::result<noted> r) {
        outcome = std::move(r);
        bb::next<noted>(plain, [&](bb::result<noted> again) { outcome = std::move(again); });
    });
    std::thread([&] { bb::emit<noted>(plain, 5, ""); }).join();
    BOOST_TEST(outcome.value()->number == 5);
    bb::emit<noted>(plain, 6, "");
    BOOST_TEST(outcome.value()->number == 6);
    BOOST_TEST(bb::emit<noted>(plain, 7, "").accepted == 0u);
}

BOOST_AUTO_TEST_CASE(what_is_kept_is_not_the_next)
{
    bb::emit<level>(ctx, 1);
    std::optional<bb::result<level>> outcome;
    bb::next<level>(ctx, [&](bb::result<level> r) { outcome = std::move(r); });
    run();
    BOOST_TEST(!outcome.has_value());
    bb::emit<level>(ctx, 2);
    run();
    BOOST_TEST(outcome.value()->percent == 2);
}

BOOST_AUTO_TEST_CASE(a_thread_or_a_coroutine_may_wait_for_it)
{
    runner there;
    bb::broker_context threads(there.executor());
    auto future = bb::next<noted>(threads, asio::use_future);
    bb::emit<noted>(threads, 8, "");
    BOOST_TEST(future.get()->number == 8);

    int number = 0;
    asio::co_spawn(
        other,
        [&]() -> asio::awaitable<void> {
            auto const event = co_await bb::next<noted>(threads, asio::use_awaitable);
            number = event->number;
        },
        asio::detached);
    other.poll(); // so that it waits
    bb::emit<noted>(threads, 9, "");
    other.run();
    BOOST_TEST(number == 9);
}

BOOST_AUTO_TEST_CASE(an_object_of_the_program_has_events_of_its_own)
{
    bb::event_broker<noted> channel(ctx);
    channel.next(keep());
    bb::emit<noted>(ctx, 1, "");
    channel.emit(noted{2, ""});
    run();
    BOOST_TEST(got->value().number == 2);
}

// An event, a cancellation and the end of the context meet.
BOOST_AUTO_TEST_CASE(whatever_ends_it_first_it_completes_once)
{
    asio::thread_pool pool(2);
    std::atomic<int> completed{0};
    std::atomic<int> events{0};
    constexpr int rounds = 600;
    for (int i = 0; i != rounds; ++i) {
        bb::broker_context short_lived(pool.get_executor());
        bb::canceller stop;
        for (int n = 0; n != 2; ++n)
            bb::next<noted>(short_lived, stop([&](bb::result<noted> const& r) {
                ++completed;
                events += r.has_value() ? 1 : 0;
            }));
        std::thread emitter([&] { bb::emit<noted>(short_lived, 1, long_text); });
        if (i % 2 == 0)
            stop.cancel();
        else
            short_lived.close();
        emitter.join();
    }
    pool.join();
    BOOST_TEST(completed == 2 * rounds);
    BOOST_TEST(events <= completed);
}

BOOST_AUTO_TEST_SUITE_END()
