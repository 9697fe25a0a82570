// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/diagnostics.hpp>
#include <boost_broker/drop.hpp>
#include <boost_broker/event_broker.hpp>
#include <boost_broker/manual_clock.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <iterator>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace events_test {

namespace bb = boost_broker;
namespace asio = boost::asio;
using namespace std::chrono_literals;

struct noted {
    int number = 0;
};
struct named {
    int number = 0;
    std::string name = {};
};
struct pulse {};
struct newest {
    using broker_policy = bb::local<bb::queue_depth<2>, bb::overflow<bb::drop_newest>>;
    std::string text = {};
};
struct oldest {
    using broker_policy = bb::local<bb::queue_depth<2>, bb::overflow<bb::drop_oldest>>;
    int number = 0;
};
struct blocking {
    using broker_policy = bb::local<bb::queue_depth<1>, bb::overflow<bb::block>>;
    int number = 0;
};
struct shared_small {
    using broker_policy = bb::local<bb::share_payload>;
    int number = 0;
};
struct parcel {
    std::unique_ptr<int> content = {};
};
struct counted {
    static inline int copies = 0;
    counted() = default;
    counted(counted const&) { ++copies; }
    counted(counted&&) noexcept = default;
    counted& operator=(counted const&) = default;
};
struct counted_event {
    counted value = {};
};
struct service {
    int calls = 0;
    void on_noted(noted const& n) { calls += n.number; }
};

using numbers = std::vector<int>;

} // namespace events_test

BOOST_HANA_ADAPT_STRUCT(events_test::noted, number);
BOOST_HANA_ADAPT_STRUCT(events_test::named, number, name);
BOOST_HANA_ADAPT_STRUCT(events_test::newest, text);
BOOST_HANA_ADAPT_STRUCT(events_test::oldest, number);
BOOST_HANA_ADAPT_STRUCT(events_test::blocking, number);
BOOST_HANA_ADAPT_STRUCT(events_test::shared_small, number);
BOOST_HANA_ADAPT_STRUCT(events_test::parcel, content);
BOOST_HANA_ADAPT_STRUCT(events_test::counted_event, value);

BOOST_AUTO_TEST_SUITE(events)

using namespace events_test;

BOOST_AUTO_TEST_CASE(check_4_no_listener_is_a_no_op)
{
    bb::broker_context ctx;
    BOOST_TEST((bb::emit<noted>(ctx, 1) == bb::emit_result{0, 0}));
}

BOOST_AUTO_TEST_CASE(check_1_every_listener_gets_an_event_once)
{
    numbers seen;
    bb::handle const a = bb::listen<noted>([&](int n) { seen.push_back(n); });
    bb::handle const b = bb::listen<noted>([&](int n) { seen.push_back(10 * n); });
    BOOST_TEST((bb::emit<noted>(1) == bb::emit_result{2, 0}));
    BOOST_TEST(seen == (numbers{1, 10}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(check_2_a_dropped_listener_gets_nothing_more)
{
    bb::broker_context ctx;
    numbers seen;
    bb::handle a = bb::listen<noted>(ctx, [&](int n) { seen.push_back(n); });
    bb::handle const b = bb::listen<noted>(ctx, [&](int n) { seen.push_back(10 * n); });
    BOOST_TEST(bb::drop_listener(std::move(a), bb::blocking).has_value());
    BOOST_TEST(!a.active());
    BOOST_TEST((bb::emit<noted>(ctx, 2) == bb::emit_result{1, 0}));
    BOOST_TEST(seen == numbers{20}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(check_3_all_are_dropped_and_an_emit_does_not_fail)
{
    bb::broker_context ctx;
    int calls = 0;
    bb::handle const a = bb::listen<noted>(ctx, [&] { ++calls; });
    bb::handle const b = bb::listen<noted>(ctx, [&] { ++calls; });
    bb::handle const other = bb::listen<pulse>(ctx, [&] { ++calls; });
    BOOST_TEST(bb::drop_all_listeners<noted>(ctx, bb::blocking).has_value());
    BOOST_TEST(!a.active());
    BOOST_TEST(!b.active());
    BOOST_TEST((bb::emit<noted>(ctx, 1) == bb::emit_result{0, 0}));
    BOOST_TEST(calls == 0);
    BOOST_TEST(other.active());
}

BOOST_AUTO_TEST_CASE(check_13_a_handle_that_was_dropped_does_not_mean_a_later_listener)
{
    bb::broker_context ctx;
    bb::handle stale = bb::listen<noted>(ctx, [] {});
    BOOST_TEST(bb::drop_all_listeners<noted>(ctx, bb::blocking).has_value());
    bb::handle const later = bb::listen<noted>(ctx, [] {});
    BOOST_TEST(bb::drop_listener(std::move(stale), bb::blocking).has_value());
    BOOST_TEST(later.active());
    BOOST_TEST((bb::emit<noted>(ctx, 1) == bb::emit_result{1, 0}));
}

BOOST_AUTO_TEST_CASE(check_5_contexts_do_not_see_each_other)
{
    bb::broker_context a;
    bb::broker_context b;
    numbers seen;
    bb::handle const in_a = bb::listen<noted>(a, [&](int) { seen.push_back(1); });
    bb::handle const in_b = bb::listen<noted>(b, [&](int) { seen.push_back(2); });
    bb::emit<noted>(a, 0);
    BOOST_TEST(seen == numbers{1}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(check_10_a_throwing_listener_affects_nobody)
{
    bb::broker_context ctx;
    std::string report;
    ctx.diagnostics().connect([&](bb::diagnostic const& d) { report = d.text; });
    bool called = false;
    bb::handle const a = bb::listen<pulse>(ctx, [] { throw std::runtime_error("boom"); });
    bb::handle const b = bb::listen<pulse>(ctx, [&] { called = true; });
    BOOST_TEST(bb::emit<pulse>(ctx).accepted == 2u);
    BOOST_TEST(called);
    BOOST_TEST(report == "boom");
    BOOST_TEST(bb::stats<bb::event_broker<pulse>>(ctx).threw == 1u);
}

BOOST_AUTO_TEST_CASE(a_channel_of_its_own_stops_every_listener_and_may_end_before_its_handles)
{
    bb::broker_context ctx;
    int calls = 0;
    std::optional<bb::event_broker<pulse>> channel(std::in_place, ctx);
    std::vector<bb::handle> on;
    for (int i = 0; i != 5; ++i)
        on.push_back(channel->listen([&] { ++calls; }).value());
    bb::emit<pulse>(ctx); // another channel
    BOOST_TEST(calls == 0);
    BOOST_TEST(channel->emit(pulse()).accepted == 5u);
    channel->stop_all();
    BOOST_TEST(channel->emit(pulse()).accepted == 0u);
    for (int i = 0; i != 5; ++i)
        on.push_back(channel->listen([&] { ++calls; }).value());
    channel.reset();
    BOOST_TEST(calls == 5);
    for (auto const& h : on)
        BOOST_TEST(!h.active());
}

BOOST_AUTO_TEST_CASE(an_emit_inside_a_listener_runs_after_the_running_fan_out)
{
    bb::broker_context ctx;
    numbers seen;
    bb::handle const a = bb::listen<noted>(ctx, [&](int n) {
        seen.push_back(n);
        if (n == 1)
            bb::emit<noted>(ctx, 2);
    });
    bb::handle const b = bb::listen<noted>(ctx, [&](int n) { seen.push_back(10 * n); });
    bb::emit<noted>(ctx, 1);
    BOOST_TEST(seen == (numbers{1, 10, 2, 20}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(check_12_a_listener_added_inside_sees_the_next_event)
{
    bb::broker_context ctx;
    numbers seen;
    bb::handle added;
    bb::handle const a = bb::listen<noted>(ctx, [&](int n) {
        if (n != 1)
            return;
        bb::emit<noted>(ctx, 2); // queued before the listener exists
        added = bb::listen<noted>(ctx, [&](int m) { seen.push_back(m); });
    });
    bb::emit<noted>(ctx, 1);
    BOOST_TEST(seen.empty());
    bb::emit<noted>(ctx, 3);
    BOOST_TEST(seen == numbers{3}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_drop_inside_is_effective_at_once)
{
    bb::broker_context ctx;
    int later = 0;
    int own = 0;
    bb::handle b;
    bb::handle a;
    a = bb::listen<pulse>(ctx, [&] {
        ++own;
        a.stop();
        b.stop();
    });
    b = bb::listen<pulse>(ctx, [&] { ++later; });
    bb::emit<pulse>(ctx);
    bb::emit<pulse>(ctx);
    BOOST_TEST(own == 1);
    BOOST_TEST(later == 0);
}

BOOST_AUTO_TEST_CASE(check_11_a_coroutine_that_drops_itself_does_not_wait_for_itself)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    bb::manual_clock clock;
    ctx.use_clock(clock);
    bool dropped = false;
    bb::handle own;
    own = bb::listen<pulse>(ctx, [&]() -> asio::awaitable<void> {
        auto const r = co_await bb::drop_listener(std::move(own));
        dropped = r.has_value();
    });
    bb::emit<pulse>(ctx);
    io.run();
    BOOST_TEST(dropped);
    BOOST_TEST(bb::emit<pulse>(ctx).accepted == 0u);
}

BOOST_AUTO_TEST_CASE(check_8_a_drop_completes_when_the_coroutine_has_ended)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    asio::steady_timer gate(io, asio::steady_timer::time_point::max());
    std::string seen;
    auto text = std::make_shared<std::string>("what the handler holds lives while it runs");
    std::weak_ptr<std::string> const held = text;
    bb::handle on = bb::listen<pulse>(ctx, [&, text]() -> asio::awaitable<void> {
        co_await gate.async_wait(asio::as_tuple(asio::use_awaitable));
        seen = *text;
    });
    text.reset();
    bb::emit<pulse>(ctx);
    io.poll();
    std::optional<std::string> seen_before_the_drop_completed;
    bb::drop_listener(std::move(on), [&](bb::result<void> r) {
        BOOST_TEST(r.has_value());
        seen_before_the_drop_completed = seen;
    });
    BOOST_TEST(bb::emit<pulse>(ctx).accepted == 0u);
    io.poll();
    BOOST_TEST(!seen_before_the_drop_completed.has_value());
    gate.cancel();
    io.restart();
    io.run();
    BOOST_TEST(seen_before_the_drop_completed.value_or("") ==
        "what the handler holds lives while it runs");
    BOOST_TEST(held.expired());
}

BOOST_AUTO_TEST_CASE(check_9_a_drop_waits_for_its_own_coroutines_only)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    asio::steady_timer first(io, asio::steady_timer::time_point::max());
    asio::steady_timer second(io, asio::steady_timer::time_point::max());
    int ended = 0;
    auto const wait_for = [&ended](asio::steady_timer& timer) -> asio::awaitable<void> {
        try {
            co_await timer.async_wait(asio::use_awaitable);
        } catch (boost::system::system_error const&) {
            ++ended;
        }
    };
    bb::handle a = bb::listen<pulse>(ctx, [&] { return wait_for(first); });
    bb::handle const b = bb::listen<pulse>(ctx, [&] { return wait_for(second); });
    bb::emit<pulse>(ctx);
    io.poll();
    std::optional<bool> dropped;
    bb::drop_listener(std::move(a), [&](bb::result<void> r) { dropped = r.has_value(); });
    io.poll();
    BOOST_TEST(!dropped.has_value());
    first.cancel();
    io.poll();
    BOOST_TEST(dropped.value_or(false));
    BOOST_TEST(ended == 1);
    second.cancel();
    io.poll();
    BOOST_TEST(ended == 2);
}

BOOST_AUTO_TEST_CASE(a_drop_that_takes_too_long_cancels_what_still_runs)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    bb::manual_clock clock;
    ctx.use_clock(clock);
    asio::steady_timer never(io, asio::steady_timer::time_point::max());
    bool cancelled = false;
    bb::handle a = bb::listen<pulse>(ctx, [&]() -> asio::awaitable<void> {
        try {
            co_await never.async_wait(asio::use_awaitable);
        } catch (boost::system::system_error const&) {
            cancelled = true;
        }
    });
    bb::emit<pulse>(ctx);
    io.poll();
    std::optional<bb::result<void>> dropped;
    bb::drop_listener(std::move(a), [&](bb::result<void> r) { dropped = std::move(r); });
    clock.advance(5s - 1ns);
    io.poll();
    BOOST_TEST(!dropped.has_value());
    clock.advance(1ns);
    io.poll();
    BOOST_REQUIRE(dropped.has_value());
    BOOST_TEST((dropped->error() == bb::errc::drain_timed_out));
    BOOST_TEST(cancelled);
}

BOOST_AUTO_TEST_CASE(a_full_queue_refuses_the_newest_and_leaves_it_intact)
{
    bb::broker_context ctx;
    std::vector<std::string> seen;
    bb::handle const a = bb::listen<newest>(ctx, [&](newest const& e) {
        seen.push_back(e.text);
        if (e.text != "first")
            return;
        for (char const* const text : {"b", "c", "a text too long for the small buffer of it"}) {
            newest next{text};
            auto const r = bb::emit(ctx, std::move(next));
            if (r.dropped != 0)
                BOOST_TEST(next.text == text);
        }
    });
    bb::emit<newest>(ctx, "first");
    BOOST_TEST(
        seen == (std::vector<std::string>{"first", "b", "c"}), boost::test_tools::per_element());
    BOOST_TEST(bb::stats<bb::event_broker<newest>>(ctx).dropped == 1u);
}

BOOST_AUTO_TEST_CASE(a_full_queue_gives_up_the_oldest)
{
    bb::broker_context ctx;
    numbers seen;
    bb::handle const a = bb::listen<oldest>(ctx, [&](int n) {
        seen.push_back(n);
        if (n != 0)
            return;
        for (int i = 1; i != 5; ++i)
            bb::emit<oldest>(ctx, i);
    });
    bb::emit<oldest>(ctx, 0);
    BOOST_TEST(seen == (numbers{0, 3, 4}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(on_one_thread_blocking_would_be_for_ever_so_the_queue_grows)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    numbers seen;
    bb::handle const on = bb::listen<blocking>(
        ctx, asio::bind_executor(asio::make_strand(io), [&](int n) { seen.push_back(n); }));
    for (int i = 0; i != 3; ++i)
        BOOST_TEST((bb::emit<blocking>(ctx, i) == bb::emit_result{1, 0}));
    io.run();
    BOOST_TEST(seen == (numbers{0, 1, 2}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_shared_payload_is_one_object_for_all_its_receivers)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    std::vector<void const*> seen;
    auto const on_a_strand = [&] {
        return bb::listen<shared_small>(ctx,
            asio::bind_executor(
                asio::make_strand(io), [&](shared_small const& e) { seen.push_back(&e); }));
    };
    bb::handle const a = on_a_strand();
    bb::handle const b = on_a_strand();
    bb::emit<shared_small>(ctx, 7);
    io.run();
    BOOST_REQUIRE(seen.size() == 2u);
    BOOST_TEST(seen[0] == seen[1]);
}

BOOST_AUTO_TEST_CASE(direct_delivery_copies_nothing_and_a_queue_copies_once)
{
    bb::broker_context ctx;
    counted_event const event;
    bb::handle const a = bb::listen<counted_event>(ctx, [](counted_event const&) {});
    counted::copies = 0;
    bb::emit(ctx, event);
    BOOST_TEST(counted::copies == 0);
    bb::handle const b = bb::listen<pulse>(ctx, [&] { bb::emit(ctx, event); });
    bb::emit<pulse>(ctx);
    BOOST_TEST(counted::copies == 1);
}

BOOST_AUTO_TEST_CASE(a_move_only_event_travels_as_an_rvalue)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    numbers seen;
    bb::handle const a =
        bb::listen<parcel>(ctx, [&](parcel const& p) { seen.push_back(*p.content); });
    bb::handle const b = bb::listen<parcel>(ctx, [&](parcel const& p) -> asio::awaitable<void> {
        seen.push_back(10 * *p.content);
        co_return;
    });
    bb::handle const c = bb::listen<parcel>(ctx,
        asio::bind_executor(
            asio::make_strand(io), [&](parcel const& p) { seen.push_back(100 * *p.content); }));
    BOOST_TEST(bb::emit(ctx, parcel{std::make_unique<int>(7)}).accepted == 3u);
    io.run();
    BOOST_TEST(seen == (numbers{7, 70, 700}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(coroutines_start_in_order_and_keep_what_they_use)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    std::vector<std::string> seen;
    auto owner = std::make_shared<std::string>("an owner with a name too long for a buffer");
    auto handler = [&seen, owner](named const& e) -> asio::awaitable<void> {
        seen.push_back("begin " + std::to_string(e.number));
        asio::steady_timer timer(co_await asio::this_coro::executor, 0ms);
        co_await timer.async_wait(asio::use_awaitable);
        seen.push_back("end " + e.name + " " + *owner);
    };
    bb::handle on = bb::listen<named>(ctx, bb::track(owner, handler));
    bb::emit<named>(ctx, 1, "a name that is long enough to live on the heap");
    bb::emit<named>(ctx, 2, "another name that is long enough to live on the heap");
    io.poll_one();
    owner.reset();
    on.stop();
    io.restart();
    io.run();
    BOOST_REQUIRE(seen.size() >= 2u);
    BOOST_TEST(seen[0] == "begin 1");
    BOOST_TEST(seen.back().find("an owner with a name") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_serial_coroutine_runs_one_at_a_time)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    int running = 0;
    int most = 0;
    int ended = 0;
    auto handler = [&](noted const&) -> asio::awaitable<void> {
        most = std::max(most, ++running);
        asio::steady_timer timer(co_await asio::this_coro::executor, 0ms);
        co_await timer.async_wait(asio::use_awaitable);
        --running;
        ++ended;
    };
    bb::handle const on = bb::listen<noted>(ctx, bb::serial(handler));
    for (int i = 0; i != 5; ++i)
        bb::emit<noted>(ctx, i);
    io.run();
    BOOST_TEST(most == 1);
    BOOST_TEST(ended == 5);
}

BOOST_AUTO_TEST_CASE(adaptors_say_when_for_whom_and_how)
{
    bb::broker_context ctx;
    auto owner = std::make_shared<service>();
    numbers seen;
    bb::handle const member = bb::listen<noted>(ctx, bb::track(owner, &service::on_noted));
    bb::handle const even = bb::listen<noted>(ctx,
        bb::when(
            [](noted const& n) { return n.number % 2 == 0; }, [&](int n) { seen.push_back(n); }));
    bb::handle const generic = bb::listen<named>(
        ctx, bb::by_fields([&](auto const& number, auto const&) { seen.push_back(number); }));
    bb::emit<noted>(ctx, 1);
    bb::emit<noted>(ctx, 2);
    bb::emit<named>(ctx, 3, "x");
    BOOST_TEST(owner->calls == 3);
    BOOST_TEST(seen == (numbers{2, 3}), boost::test_tools::per_element());
    owner.reset();
    bb::emit<noted>(ctx, 4);
    BOOST_TEST(!member.active());
}

BOOST_AUTO_TEST_CASE(a_coroutine_needs_an_executor)
{
    bb::broker_context ctx;
    std::string report;
    ctx.diagnostics().connect([&](bb::diagnostic const& d) { report = d.text; });
    bb::handle const on = bb::listen<pulse>(ctx, []() -> asio::awaitable<void> { co_return; });
    BOOST_TEST(!on.active());
    BOOST_TEST(report.find("needs an executor") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(another_executor_is_queued_for_from_outside_and_direct_on_it)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    auto const strand = asio::make_strand(io);
    int calls = 0;
    bb::handle const on = bb::listen<pulse>(ctx, asio::bind_executor(strand, [&] { ++calls; }));
    bb::emit<pulse>(ctx);
    BOOST_TEST(calls == 0);
    io.run();
    BOOST_TEST(calls == 1);
    asio::post(strand, [&] {
        bb::emit<pulse>(ctx);
        BOOST_TEST(calls == 2);
    });
    io.restart();
    io.run();
}

BOOST_AUTO_TEST_CASE(a_context_may_end_inside_its_handler)
{
    auto ctx = std::make_unique<bb::broker_context>();
    bb::context_ref const ref = *ctx;
    int later = 0;
    bb::handle const a = bb::listen<pulse>(ref, [&] { ctx.reset(); });
    bb::handle const b = bb::listen<pulse>(ref, [&] { ++later; });
    bb::emit<pulse>(ref);
    BOOST_TEST(later == 0);
    BOOST_TEST(!ref.is_open());
    BOOST_TEST((bb::emit<pulse>(ref) == bb::emit_result{0, 0}));
    BOOST_TEST(!bb::listen<pulse>(ref, [] {}).active());
}

BOOST_AUTO_TEST_CASE(listeners_end_with_their_execution_context)
{
    auto io = std::make_unique<asio::io_context>();
    bb::broker_context ctx;
    auto owner = std::make_shared<int>(0);
    bb::handle const on = bb::listen<noted>(
        ctx, asio::bind_executor(asio::make_strand(*io), [owner](int) { ++*owner; }));
    bb::emit<noted>(ctx, 1);
    io.reset();
    BOOST_TEST(owner.use_count() == 1);
    BOOST_TEST(*owner == 0);
    BOOST_TEST(!on.active());
    BOOST_TEST(bb::emit<noted>(ctx, 2).accepted == 0u);
}

BOOST_AUTO_TEST_CASE(contexts_that_call_each_other_nest_to_a_limit)
{
    std::vector<bb::broker_context> chain(40);
    std::vector<bb::handle> handles;
    unsigned deepest = 0;
    unsigned depth = 0;
    for (std::size_t i = 0; i != chain.size(); ++i) {
        handles.push_back(bb::listen<pulse>(chain[i], [&, i] {
            deepest = std::max(deepest, ++depth);
            if (i + 1 != chain.size())
                bb::emit<pulse>(chain[i + 1]);
            --depth;
        }));
    }
    bb::emit<pulse>(chain.front());
    BOOST_TEST(deepest == 16u);
    for (auto const& ctx : chain)
        BOOST_TEST(bb::stats<bb::event_broker<pulse>>(ctx).delivered == 1u);
}

BOOST_AUTO_TEST_CASE(the_default_context_needs_no_object)
{
    numbers seen;
    bb::broker_context other;
    bb::handle const a = bb::listen<noted>([&](int n) { seen.push_back(n); });
    bb::handle const b = bb::listen<noted>(other, [&](int n) { seen.push_back(10 * n); });
    bb::emit<noted>(1);
    {
        bb::scoped_context const scope(other);
        bb::emit<noted>(2);
    }
    bb::emit(noted{3});
    BOOST_TEST(seen == (numbers{1, 20, 3}), boost::test_tools::per_element());
}

// Bytes that are allocated from the heap; 0 where a sanitizer stands in for it.
std::size_t allocated()
{
    return mallinfo2().uordblks;
}
std::ptrdiff_t open_descriptors()
{
    std::filesystem::directory_iterator const fds("/proc/self/fd");
    return std::distance(begin(fds), end(fds));
}

BOOST_AUTO_TEST_CASE(ten_thousand_contexts_use_the_same_memory_and_descriptors)
{
    std::uint64_t last = 0;
    auto const cycle = [&last] {
        asio::io_context io;
        bb::broker_context ctx(io);
        BOOST_REQUIRE(ctx.id() > last);
        last = ctx.id();
        bb::handle const on = bb::listen<pulse>(ctx, [] {});
        bb::handle const queued =
            bb::listen<pulse>(ctx, asio::bind_executor(asio::make_strand(io), [] {}));
        bb::emit<pulse>(ctx);
    };
    for (int i = 0; i != 100; ++i)
        cycle();
    auto const memory = allocated();
    auto const descriptors = open_descriptors();
    for (int i = 0; i != 10000; ++i)
        cycle();
    BOOST_TEST(allocated() <= memory + 4096);
    BOOST_TEST(open_descriptors() == descriptors);
}

BOOST_AUTO_TEST_SUITE_END()
