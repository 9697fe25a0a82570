// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/diagnostics.hpp>
#include <boost_broker/emitter.hpp>
#include <boost_broker/event_broker.hpp>
#include <boost_broker/next.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace retain_last_test {

namespace bb = boost_broker;
namespace asio = boost::asio;

struct level {
    using broker_policy = bb::local<bb::retain_last>;
    int percent = 0;
    std::string name = {};
};
struct pulse {
    using broker_policy = bb::local<bb::retain_last>;
};
struct newest {
    using broker_policy =
        bb::local<bb::retain_last, bb::queue_depth<1>, bb::overflow<bb::drop_newest>>;
    std::string text = {};
};
struct oldest {
    using broker_policy =
        bb::local<bb::retain_last, bb::queue_depth<1>, bb::overflow<bb::drop_oldest>>;
    int number = 0;
};
struct shared_level {
    using broker_policy = bb::local<bb::share_payload, bb::retain_last>;
    int percent = 0;
};
struct fragile {
    using broker_policy = bb::local<bb::retain_last>;

    explicit fragile(int n) : number(n) {}
    fragile(fragile const& other) : number(other.number)
    {
        if (number < 0)
            throw std::runtime_error("not copied");
    }
    fragile(fragile&&) noexcept = default;
    fragile& operator=(fragile const&) = default;

    int number;
};
// Does what a program wants when it is copied.
struct busy {
    using broker_policy = bb::local<bb::retain_last>;

    busy(int n, std::function<void()> const& f) : number(n), when_copied(&f) {}
    busy(busy const& other) : number(other.number), when_copied(other.when_copied)
    {
        (*when_copied)();
    }
    busy(busy&&) noexcept = default;
    busy& operator=(busy const&) = default;

    int number;
    std::function<void()> const* when_copied;
};
// Says when it ends.
struct witnessed {
    using broker_policy = bb::local<bb::retain_last>;

    std::shared_ptr<int> alive = {};
};
struct gauge {
    std::vector<int> seen = {};
    void on_level(level const& l) { seen.push_back(l.percent); }
};

using numbers = std::vector<int>;

// A listener that keeps what it gets.
struct recorder {
    numbers& seen;
    void operator()(level const& l) const { seen.push_back(l.percent); }
};

constexpr bb::emit_result nobody{0, 0};
constexpr bb::emit_result one{1, 0};

} // namespace retain_last_test

BOOST_HANA_ADAPT_STRUCT(retain_last_test::level, percent, name);
BOOST_HANA_ADAPT_STRUCT(retain_last_test::newest, text);
BOOST_HANA_ADAPT_STRUCT(retain_last_test::oldest, number);
BOOST_HANA_ADAPT_STRUCT(retain_last_test::shared_level, percent);
BOOST_HANA_ADAPT_STRUCT(retain_last_test::witnessed, alive);

BOOST_AUTO_TEST_SUITE(retain_last)

using namespace retain_last_test;

BOOST_AUTO_TEST_CASE(a_new_listener_first_gets_the_last_event)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    BOOST_TEST((bb::emit<level>(ctx, 1, "x") == nobody));
    BOOST_TEST((bb::emit<level>(ctx, {.percent = 2}) == nobody));
    numbers seen;
    bb::handle const on = bb::listen<level>(ctx, recorder{seen});
    BOOST_TEST(seen.empty()); // never inside listen
    BOOST_TEST((bb::emit<level>(ctx, 3, "x") == one));
    BOOST_TEST(seen.empty()); // it would overtake
    io.poll();
    BOOST_TEST(seen == (numbers{2, 3}), boost::test_tools::per_element());
    BOOST_TEST((bb::emit<level>(ctx, 4, "x") == one));
    BOOST_TEST(seen == (numbers{2, 3, 4}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(without_an_event_nothing_is_delivered)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    numbers seen;
    bb::handle const on = bb::listen<level>(ctx, recorder{seen});
    BOOST_TEST(io.poll() == 0u);
    BOOST_TEST(seen.empty());
}

BOOST_AUTO_TEST_CASE(every_form_of_emit_is_kept)
{
    bb::broker_context ctx;
    bb::emitter<level> const out(ctx);
    level const value{5, "five"};
    auto const kept = [&] { return bb::retained<level>(ctx).value().percent; };
    BOOST_TEST((out(1, "x") == nobody));
    BOOST_TEST(kept() == 1);
    BOOST_TEST((out({.percent = 2}) == nobody));
    BOOST_TEST(kept() == 2);
    bb::emit(ctx, value);
    BOOST_TEST(kept() == 5);
    bb::emit(ctx, level{6});
    BOOST_TEST(kept() == 6);
    bb::publish<level>(ctx, 7, "x");
    BOOST_TEST(kept() == 7);
    bb::emit<pulse>(ctx);
    int pulses = 0;
    bb::handle const on = bb::listen<pulse>(ctx, [&] { ++pulses; });
    BOOST_TEST(pulses == 1);
}

BOOST_AUTO_TEST_CASE(without_an_executor_it_is_delivered_like_any_queued_event)
{
    bb::broker_context ctx;
    bb::emit<level>(ctx, 1, "x");
    numbers seen;
    bb::handle inner;
    bb::handle const outer = bb::listen<level>(ctx, [&](int percent, std::string const&) {
        seen.push_back(percent);
        if (inner.active())
            return;
        inner = bb::listen<level>(ctx, [&](int n, std::string const&) { seen.push_back(10 * n); });
        seen.push_back(0); // the handler on the stack goes first
    });
    BOOST_TEST(seen == (numbers{1, 0, 10}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_listener_that_is_registered_while_others_are_called_gets_it_once)
{
    bb::broker_context ctx;
    numbers seen;
    bb::handle late;
    bb::handle const first = bb::listen<level>(ctx, [&](level const& l) {
        if (!late.active())
            late = bb::listen<level>(ctx, recorder{seen});
        seen.push_back(-l.percent);
    });
    bb::emit<level>(ctx, 1, "x");
    BOOST_TEST(seen == (numbers{-1, 1}), boost::test_tools::per_element());
    bb::emit<level>(ctx, 2, "x");
    BOOST_TEST(seen == (numbers{-1, 1, -2, 2}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_event_that_still_waits_for_others_comes_once_too)
{
    bb::broker_context ctx;
    numbers seen;
    bb::handle late;
    bb::handle const first = bb::listen<level>(ctx, [&](level const& l) {
        seen.push_back(-l.percent);
        if (l.percent != 1)
            return;
        BOOST_TEST((bb::emit<level>(ctx, 2, "x") == one)); // waits
        late = bb::listen<level>(ctx, recorder{seen});
        BOOST_TEST((bb::emit<level>(ctx, 3, "x") == bb::emit_result{2, 0}));
    });
    bb::emit<level>(ctx, 1, "x");
    BOOST_TEST(seen == (numbers{-1, -2, 2, -3, 3}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(predicates_and_owners_decide_about_it)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    bb::emit<level>(ctx, 1, "x");
    numbers seen;
    bb::handle const odd = bb::listen<level>(
        ctx, bb::when([](level const& l) { return l.percent % 2 != 0; }, recorder{seen}));
    bb::handle const even = bb::listen<level>(
        ctx, bb::when([](level const& l) { return l.percent % 2 == 0; }, recorder{seen}));
    auto owner = std::make_shared<gauge>();
    auto const gone = std::make_shared<gauge>();
    bb::handle const tracked = bb::listen<level>(ctx, bb::track(owner, &gauge::on_level));
    auto leaving = std::make_shared<gauge>();
    bb::handle const left = bb::listen<level>(ctx, bb::track(leaving, &gauge::on_level));
    leaving.reset();
    io.poll();
    BOOST_TEST(seen == (numbers{1}), boost::test_tools::per_element());
    BOOST_TEST(owner->seen == (numbers{1}), boost::test_tools::per_element());
    BOOST_TEST(!left.active());
    BOOST_TEST(bb::stats<bb::event_broker<level>>(ctx).delivered == 2u);
}

BOOST_AUTO_TEST_CASE(a_listener_that_stops_before_misses_it)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    bb::emit<level>(ctx, 1, "x");
    numbers seen;
    bb::handle dropped = bb::listen<level>(ctx, recorder{seen});
    bb::handle const kept = bb::listen<level>(ctx, recorder{seen});
    dropped.stop();
    io.poll();
    BOOST_TEST(seen == (numbers{1}), boost::test_tools::per_element());
    bb::handle const closed = bb::listen<level>(ctx, recorder{seen});
    ctx.close();
    io.restart();
    io.poll();
    BOOST_TEST(seen.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_listener_that_throws_is_counted_and_reported)
{
    bb::broker_context ctx;
    std::vector<bb::diagnostic_kind> told;
    ctx.diagnostics().connect([&](bb::diagnostic const& d) { told.push_back(d.kind); });
    bb::emit<level>(ctx, 1, "x");
    bb::handle const on =
        bb::listen<level>(ctx, [](level const&) { throw std::runtime_error("no"); });
    BOOST_TEST(on.active());
    BOOST_TEST(bb::stats<bb::event_broker<level>>(ctx).threw == 1u);
    BOOST_REQUIRE(told.size() == 1u);
    BOOST_TEST((told.front() == bb::diagnostic_kind::handler_threw));
}

BOOST_AUTO_TEST_CASE(coroutine_listeners_get_it)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    bb::emit<level>(ctx, 1, std::string(40, 'x'));
    asio::steady_timer never(io, asio::steady_timer::time_point::max());
    numbers seen;
    std::string name;
    auto const slow = [&](level const& l) -> asio::awaitable<void> {
        seen.push_back(l.percent);
        if (seen.size() == 1) {
            try {
                co_await never.async_wait(asio::use_awaitable);
            } catch (boost::system::system_error const&) {}
        }
        name = l.name; // the event lives as long as the coroutine
        seen.push_back(-l.percent);
    };
    bb::handle const on = bb::listen<level>(ctx, bb::serial(slow));
    bb::emit<level>(ctx, 2, "y");
    io.poll();
    BOOST_TEST(seen == (numbers{1}), boost::test_tools::per_element());
    bb::clear_retained<level>(ctx);
    never.cancel();
    io.restart();
    io.poll();
    BOOST_TEST(seen == (numbers{1, -1, 2, -2}), boost::test_tools::per_element());
    BOOST_TEST(name == "y");
}

BOOST_AUTO_TEST_CASE(a_coroutine_without_an_executor_is_no_listener)
{
    bb::broker_context ctx;
    bb::emit<level>(ctx, 1, "x");
    bool called = false;
    bb::handle const on = bb::listen<level>(ctx, [&](level const&) -> asio::awaitable<void> {
        called = true;
        co_return;
    });
    BOOST_TEST(!on.active());
    BOOST_TEST(!called);
}

BOOST_AUTO_TEST_CASE(each_executor_gets_it_before_later_events)
{
    asio::io_context io;
    asio::io_context other;
    bb::broker_context ctx(io);
    bb::emit<level>(ctx, 1, "x");
    auto const strand = asio::make_strand(io);
    numbers home;
    numbers on_strand;
    numbers elsewhere;
    bb::handle const a = bb::listen<level>(ctx, recorder{home});
    bb::handle const b = bb::listen<level>(ctx, asio::bind_executor(strand, recorder{on_strand}));
    bb::handle const c = bb::listen<level>(
        ctx, asio::bind_executor(other.get_executor(), [&](level l) -> asio::awaitable<void> {
            elsewhere.push_back(l.percent);
            co_return;
        }));
    BOOST_TEST((bb::emit<level>(ctx, 2, "x") == bb::emit_result{3, 0}));
    io.poll();
    BOOST_TEST(home == (numbers{1, 2}), boost::test_tools::per_element());
    BOOST_TEST(on_strand == (numbers{1, 2}), boost::test_tools::per_element());
    BOOST_TEST(elsewhere.empty());
    other.poll();
    BOOST_TEST(elsewhere == (numbers{1, 2}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_executor_may_go_first)
{
    bb::broker_context ctx;
    bb::emit<level>(ctx, 1, "x");
    numbers seen;
    std::optional<asio::io_context> io(std::in_place);
    bb::handle const on =
        bb::listen<level>(ctx, asio::bind_executor(io->get_executor(), recorder{seen}));
    io.reset();
    BOOST_TEST(!on.active());
    BOOST_TEST(seen.empty());
}

BOOST_AUTO_TEST_CASE(it_is_not_the_next_event)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    bb::emit<level>(ctx, 1, "x");
    int got = 0;
    bb::next<level>(ctx, [&](bb::result<level> const& r) { got = r.value().percent; });
    io.poll();
    BOOST_TEST(got == 0);
    bb::emit<level>(ctx, 2, "x");
    io.restart();
    io.poll();
    BOOST_TEST(got == 2);
}

BOOST_AUTO_TEST_CASE(it_takes_no_room_in_a_bounded_queue)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    std::vector<std::string> seen;
    auto const record = [&](newest const& n) { seen.push_back(n.text); };
    bb::emit<newest>(ctx, "first");
    bb::handle const a = bb::listen<newest>(ctx, record);
    bb::handle const b = bb::listen<newest>(ctx, record);
    BOOST_TEST((bb::emit<newest>(ctx, "second") == bb::emit_result{2, 0}));
    std::string third = "third";
    BOOST_TEST((bb::emit<newest>(ctx, std::move(third)) == bb::emit_result{0, 2}));
    BOOST_TEST(third == "third"); // NOLINT(bugprone-use-after-move): that is the promise
    BOOST_TEST(bb::retained<newest>(ctx)->text == "second"); // what is refused is not kept
    io.poll();
    BOOST_TEST(seen == (std::vector<std::string>{"first", "first", "second", "second"}),
        boost::test_tools::per_element());

    numbers numbers_seen;
    bb::emit<oldest>(ctx, 1);
    bb::handle const o =
        bb::listen<oldest>(ctx, [&](oldest const& e) { numbers_seen.push_back(e.number); });
    bb::emit<oldest>(ctx, 2);
    BOOST_TEST((bb::emit<oldest>(ctx, 3) == bb::emit_result{1, 1})); // 2 made room
    io.restart();
    io.poll();
    BOOST_TEST(numbers_seen == (numbers{1, 3}), boost::test_tools::per_element());
    BOOST_TEST(bb::retained<oldest>(ctx)->number == 3);
}

BOOST_AUTO_TEST_CASE(an_event_that_only_some_refuse_is_kept)
{
    asio::io_context io;
    asio::io_context other;
    bb::broker_context ctx(io);
    std::vector<std::string> seen;
    auto const record = [&](newest const& n) { seen.push_back(n.text); };
    bb::handle const a = bb::listen<newest>(ctx, record);
    bb::handle const b = bb::listen<newest>(ctx, asio::bind_executor(other.get_executor(), record));
    BOOST_TEST((bb::emit<newest>(ctx, "first") == bb::emit_result{2, 0}));
    BOOST_TEST((bb::emit<newest>(ctx, "second") == bb::emit_result{1, 1}));
    BOOST_TEST(bb::retained<newest>(ctx)->text == "second");
    other.poll();
    BOOST_TEST(seen == (std::vector<std::string>{"first", "second", "first"}),
        boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(it_is_shared_and_not_copied)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    bb::emit(ctx, shared_level{4});
    std::vector<shared_level const*> seen;
    auto const record = [&](shared_level const& s) { seen.push_back(&s); };
    bb::handle const a = bb::listen<shared_level>(ctx, record);
    bb::handle const b = bb::listen<shared_level>(ctx, record);
    io.poll();
    BOOST_REQUIRE(seen.size() == 2u);
    BOOST_TEST(seen[0] == seen[1]);
}

BOOST_AUTO_TEST_CASE(a_copy_that_throws_changes_nothing)
{
    bb::broker_context ctx;
    numbers seen;
    bb::emit(ctx, fragile(1));
    bb::handle const on =
        bb::listen<fragile>(ctx, [&](fragile const& f) { seen.push_back(f.number); });
    auto const before = bb::stats<bb::event_broker<fragile>>(ctx).sent;
    fragile const bad(-1);
    BOOST_CHECK_THROW(bb::emit(ctx, bad), std::runtime_error);
    BOOST_TEST(bb::retained<fragile>(ctx)->number == 1);
    BOOST_TEST(seen == (numbers{1}), boost::test_tools::per_element());
    BOOST_TEST(bb::stats<bb::event_broker<fragile>>(ctx).sent == before);
    bb::emit(ctx, fragile(-2)); // moved, and so not copied
    BOOST_TEST(seen == (numbers{1, -2}), boost::test_tools::per_element());
    BOOST_CHECK_THROW(bb::retained<fragile>(ctx), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(a_listener_that_is_registered_while_it_is_copied_gets_it_once)
{
    bb::broker_context ctx;
    numbers seen;
    std::vector<bb::handle> handles;
    auto const listen = [&] {
        handles.push_back(
            bb::listen<busy>(ctx, [&](busy const& event) { seen.push_back(event.number); }));
    };
    std::function<void()> const listens = listen;
    busy const event(1, listens);
    BOOST_TEST((bb::emit(ctx, event) == one));
    BOOST_TEST((bb::emit(ctx, event) == bb::emit_result{2, 0}));
    BOOST_TEST(handles.size() == 2u);
    // the second one first gets what was kept when it came
    BOOST_TEST(seen == (numbers{1, 1, 1, 1}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(nothing_is_kept_where_the_context_ends_while_it_is_copied)
{
    for (bool const destroys : {false, true}) {
        asio::io_context io;
        auto ctx = std::make_optional<bb::broker_context>(io);
        int seen = 0;
        bb::handle const on = bb::listen<busy>(*ctx, [&] { ++seen; });
        std::function<void()> const ends = [&] {
            if (destroys)
                ctx.reset();
            else
                ctx->close();
        };
        busy const event(1, ends);
        BOOST_TEST((bb::emit(*ctx, event) == nobody));
        io.run();
        BOOST_TEST(seen == 0);
        if (!destroys)
            BOOST_TEST(!bb::retained<busy>(*ctx).has_value());
    }
}

BOOST_AUTO_TEST_CASE(it_can_be_read_and_given_up)
{
    bb::broker_context ctx;
    BOOST_TEST(!bb::retained<level>(ctx));
    bb::clear_retained<level>(ctx);
    bb::emit<level>(ctx, 1, "x");
    auto const read = bb::retained<level>(ctx);
    BOOST_REQUIRE(read.has_value());
    BOOST_TEST(read->name == "x");
    bb::clear_retained<level>(ctx);
    BOOST_TEST(!bb::retained<level>(ctx));
    numbers seen;
    bb::handle const on = bb::listen<level>(ctx, recorder{seen});
    BOOST_TEST(seen.empty());
    bb::emit<level>(ctx, 2, "x");
    BOOST_TEST(bb::retained<level>(ctx)->percent == 2);
    ctx.close();
    BOOST_TEST(!bb::retained<level>(ctx));
    bb::clear_retained<level>(ctx);
    BOOST_TEST((bb::emit<level>(ctx, 3, "x") == nobody));
}

BOOST_AUTO_TEST_CASE(what_is_given_up_still_reaches_those_it_waits_for)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    bb::emit<level>(ctx, 1, "x");
    numbers seen;
    bb::handle const on = bb::listen<level>(ctx, recorder{seen});
    bb::clear_retained<level>(ctx);
    io.poll();
    BOOST_TEST(seen == (numbers{1}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(it_ends_with_its_context)
{
    auto const alive = std::make_shared<int>();
    std::optional<bb::broker_context> ctx(std::in_place);
    bb::emit<witnessed>(*ctx, alive);
    BOOST_TEST(alive.use_count() == 2);
    bb::emit<witnessed>(*ctx, alive);
    BOOST_TEST(alive.use_count() == 2);
    ctx->close();
    BOOST_TEST(alive.use_count() == 1);
    ctx.reset();
    bb::broker_context again; // in the same memory
    BOOST_TEST(!bb::retained<witnessed>(again));
}

BOOST_AUTO_TEST_CASE(contexts_and_threads_keep_their_own)
{
    bb::broker_context ctx;
    bb::emit<level>(ctx, 1, "x");
    bb::emit<level>(2, "x"); // in the default context
    BOOST_TEST(bb::retained<level>(ctx)->percent == 1);
    BOOST_TEST(bb::retained<level>()->percent == 2);
    std::thread([] { BOOST_TEST(!bb::retained<level>()); }).join();
    bb::clear_retained<level>();
    BOOST_TEST(!bb::retained<level>());
    BOOST_TEST(bb::retained<level>(ctx).has_value());
}

BOOST_AUTO_TEST_CASE(a_broker_of_the_programs_own_keeps_one_too)
{
    bb::broker_context ctx;
    std::optional<bb::event_broker<level>> channel(std::in_place, ctx);
    numbers seen;
    channel->emit(level{1});
    BOOST_TEST(!bb::retained<level>(ctx));
    BOOST_TEST(channel->retained()->percent == 1);
    bb::handle const on = channel->listen(recorder{seen}).value();
    BOOST_TEST(seen == (numbers{1}), boost::test_tools::per_element());
    // Its listener may end it, also from inside `listen`.
    bb::handle const last = channel->listen([&](level const&) { channel.reset(); }).value();
    BOOST_TEST(!channel.has_value());
    BOOST_TEST(!last.active());
    BOOST_TEST(!on.active());

    bb::event_broker<level> left(ctx);
    ctx.close();
    BOOST_TEST((left.emit(level{1}) == nobody));
    BOOST_TEST(!left.retained());
}

BOOST_AUTO_TEST_CASE(the_stats_count)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    auto const counted = [&] { return bb::stats<bb::event_broker<level>>(ctx); };
    bb::emit<level>(ctx, 1, "x");
    BOOST_TEST(counted().sent == 0u); // it reached nobody
    bb::handle const on = bb::listen<level>(ctx, [](level const&) {});
    BOOST_TEST(counted().queued == 1u);
    BOOST_TEST(counted().delivered == 0u);
    io.poll();
    BOOST_TEST(counted().sent == 0u);
    BOOST_TEST(counted().delivered == 1u);
    bb::emit<level>(ctx, 2, "x");
    BOOST_TEST(counted().sent == 1u);
    BOOST_TEST(counted().delivered == 2u);
    BOOST_TEST(counted().queued == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
