// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/diagnostics.hpp>
#include <boost_broker/event_broker.hpp>
#include <boost_broker/handle_group.hpp>
#include <boost_broker/manual_clock.hpp>
#include <boost_broker/multi_request_broker.hpp>
#include <boost_broker/request_broker.hpp>
#include <boost_broker/signal_broker.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#pragma push_macro("emit")
#undef emit

namespace handle_group_test {

namespace bb = boost_broker;
namespace asio = boost::asio;
using namespace std::chrono_literals;

static_assert(std::is_nothrow_default_constructible_v<bb::handle_group>);
static_assert(std::is_nothrow_move_constructible_v<bb::handle_group>);
static_assert(std::is_nothrow_move_assignable_v<bb::handle_group>);
static_assert(!std::is_copy_constructible_v<bb::handle_group>);
static_assert(!std::is_copy_assignable_v<bb::handle_group>);

struct noted {};
struct other {};
struct ask {
    using response = int;
};
struct command {};

using numbers = std::vector<int>;

/// Says when it is destroyed.
struct last_words {
    last_words(numbers& to, int what) : said(&to), number(what) {}
    last_words(last_words&& from) noexcept
        : said(std::exchange(from.said, nullptr))
        , number(from.number)
    {}
    ~last_words()
    {
        if (said != nullptr)
            said->push_back(number);
    }
    void operator()(noted const&) const noexcept {}
    numbers* said;
    int number;
};

struct fixture {
    asio::io_context io;
    bb::manual_clock clock;
    bb::broker_context ctx{io};
    std::optional<bb::result<void>> dropped;

    fixture() { ctx.use_clock(clock); }

    void poll()
    {
        io.restart();
        io.poll();
    }

    /// A token that keeps the outcome.
    auto keep()
    {
        return [this](bb::result<void> r) {
            BOOST_TEST(!dropped.has_value());
            dropped = std::move(r);
        };
    }

    /// A handler that runs until its timer is cancelled.
    auto waits_for(asio::steady_timer& timer)
    {
        return [&timer]() -> asio::awaitable<void> {
            boost::system::error_code ignored;
            co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
        };
    }

    asio::steady_timer first{io, asio::steady_timer::time_point::max()};
    asio::steady_timer second{io, asio::steady_timer::time_point::max()};
};

} // namespace handle_group_test

BOOST_AUTO_TEST_SUITE(handle_group)

using namespace handle_group_test;

BOOST_AUTO_TEST_CASE(an_empty_group_does_nothing)
{
    bb::handle_group on;
    BOOST_TEST(on.empty());
    BOOST_TEST(on.size() == 0u);
    on.stop();
    on.detach();
    bb::handle_group moved(std::move(on));
    on = std::move(moved);
    BOOST_TEST(on.empty());
    BOOST_TEST(bb::drop(std::move(on), bb::blocking).has_value());
}

BOOST_AUTO_TEST_CASE(a_group_keeps_handlers_of_every_kind_and_context)
{
    bb::broker_context ctx;
    bb::broker_context elsewhere;
    int calls = 0;
    {
        bb::handle_group on;
        on.add(bb::listen<noted>(ctx, [&] { ++calls; }));
        on.add(bb::listen<noted>(elsewhere, [&] { calls += 10; }));
        BOOST_TEST(on.add(bb::set_provider<ask>(ctx, [] { return 7; })).has_value());
        BOOST_TEST(on.add(bb::add_provider<ask>(ctx, [] { return 8; })).has_value());
        BOOST_TEST(on.add(bb::on_signal<command>(ctx, [&] { calls += 100; })).has_value());
        BOOST_TEST(on.size() == 5u);
        BOOST_TEST(!on.empty());
        bb::emit<noted>(ctx);
        bb::emit<noted>(elsewhere);
        BOOST_TEST(bb::signal<command>(ctx).has_value());
        BOOST_TEST(calls == 111);
        BOOST_TEST(bb::request<ask>(ctx, bb::blocking).value() == 7);
    }
    bb::emit<noted>(ctx);
    bb::emit<noted>(elsewhere);
    BOOST_TEST(calls == 111);
    BOOST_TEST(!bb::is_provided<ask>(ctx));
    BOOST_TEST(!bb::has_signal_handler<command>(ctx));
}

BOOST_AUTO_TEST_CASE(a_failure_is_returned_and_adds_nothing)
{
    bb::broker_context ctx;
    bb::handle_group on;
    BOOST_TEST(on.add(bb::set_provider<ask>(ctx, [] { return 1; })).has_value());
    auto const second = on.add(bb::set_provider<ask>(ctx, [] { return 2; }));
    BOOST_TEST((second.error() == bb::errc::provider_exists));
    BOOST_TEST(on.size() == 1u);
    BOOST_TEST(bb::request<ask>(ctx, bb::blocking).value() == 1);
}

BOOST_AUTO_TEST_CASE(a_handle_that_owns_nothing_is_not_added)
{
    bb::broker_context ctx;
    bb::handle_group on;
    on.add(bb::handle());
    on.add(bb::listen<noted>(ctx, std::function<void()>()));
    BOOST_TEST(on.add(bb::result<bb::handle>(bb::handle())).has_value());
    BOOST_TEST(on.empty());
}

BOOST_AUTO_TEST_CASE(an_added_handle_is_taken_over)
{
    bb::broker_context ctx;
    bb::handle_group on;
    bb::handle h = bb::listen<noted>(ctx, [] {});
    on.add(std::move(h));
    BOOST_TEST(!h.active()); // NOLINT(bugprone-use-after-move): it owns nothing
    bb::result<bb::handle> r = bb::set_provider<ask>(ctx, [] { return 1; });
    BOOST_TEST(on.add(std::move(r)).has_value());
    BOOST_TEST(on.size() == 2u);
    BOOST_TEST(bb::emit<noted>(ctx).accepted == 1u);
}

BOOST_AUTO_TEST_CASE(the_last_added_stops_first)
{
    bb::broker_context ctx;
    numbers stopped;
    auto const fill = [&](bb::handle_group& on) {
        for (int i = 1; i <= 3; ++i)
            on.add(bb::listen<noted>(ctx, last_words(stopped, i)));
        BOOST_TEST(on.size() == 3u);
    };
    numbers const reverse{3, 2, 1};
    {
        bb::handle_group on;
        fill(on);
    }
    BOOST_TEST(std::exchange(stopped, {}) == reverse, boost::test_tools::per_element());
    bb::handle_group on;
    fill(on);
    on.stop();
    BOOST_TEST(on.empty());
    BOOST_TEST(std::exchange(stopped, {}) == reverse, boost::test_tools::per_element());
    fill(on); // it can be used again
    on = bb::handle_group();
    BOOST_TEST(std::exchange(stopped, {}) == reverse, boost::test_tools::per_element());
    fill(on);
    BOOST_TEST(bb::drop(std::move(on), bb::blocking).has_value());
    BOOST_TEST(stopped == reverse, boost::test_tools::per_element());
    BOOST_TEST(on.empty()); // NOLINT(bugprone-use-after-move): it owns nothing
    BOOST_TEST(bb::emit<noted>(ctx).accepted == 0u);
}

BOOST_AUTO_TEST_CASE(a_move_hands_all_handlers_on)
{
    bb::broker_context ctx;
    bb::handle_group on;
    on.add(bb::listen<noted>(ctx, [] {}));
    bb::handle_group moved(std::move(on));
    BOOST_TEST(on.empty()); // NOLINT(bugprone-use-after-move): it owns nothing
    BOOST_TEST(moved.size() == 1u);
    auto& same = moved;
    moved = std::move(same);
    BOOST_TEST(moved.size() == 1u);
    BOOST_TEST(bb::emit<noted>(ctx).accepted == 1u);
    on = std::move(moved);
    BOOST_TEST(on.size() == 1u);
    BOOST_TEST(bb::emit<noted>(ctx).accepted == 1u);
}

BOOST_AUTO_TEST_CASE(detached_handlers_live_as_long_as_their_context)
{
    std::optional<bb::broker_context> ctx(std::in_place);
    auto const kept = std::make_shared<int>();
    {
        bb::handle_group on;
        on.add(bb::listen<noted>(*ctx, [kept] {}));
        on.detach();
        BOOST_TEST(on.empty());
        on.stop();
    }
    BOOST_TEST(bb::emit<noted>(*ctx).accepted == 1u);
    ctx.reset();
    BOOST_TEST(kept.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(a_group_outlives_contexts_and_executors)
{
    std::optional<asio::io_context> io(std::in_place);
    std::optional<bb::broker_context> ctx(std::in_place);
    bb::broker_context other;
    auto const kept = std::make_shared<int>();
    bb::handle_group on;
    on.add(bb::listen<noted>(*ctx, [kept] {}));
    on.add(bb::listen<noted>(other, asio::bind_executor(asio::make_strand(*io), [kept] {})));
    ctx.reset();
    io.reset();
    BOOST_TEST(kept.use_count() == 1);
    BOOST_TEST(on.size() == 2u);
    std::optional<bool> dropped;
    bb::drop(std::move(on), [&](bb::result<void> r) { dropped = r.has_value(); });
    BOOST_TEST(dropped.value_or(false)); // there is no executor left to complete on
}

// What dies with a handler may use the group, as a module does that holds all of it.
BOOST_AUTO_TEST_CASE(a_handler_may_change_its_group_as_it_dies)
{
    bb::broker_context ctx;
    bb::handle_group on;
    int calls = 0;
    std::shared_ptr<void> at_end(nullptr, [&](void*) {
        on.add(bb::listen<other>(ctx, [&] { ++calls; }));
        on.stop();
    });
    on.add(bb::listen<noted>(ctx, [] {}));
    on.add(bb::listen<noted>(ctx, [kept = at_end] {}));
    at_end.reset();
    on.stop();
    BOOST_TEST(on.empty());
    bb::emit<other>(ctx);
    BOOST_TEST(calls == 0);
}

BOOST_AUTO_TEST_CASE(a_handler_may_stop_the_group_that_it_belongs_to)
{
    bb::broker_context ctx;
    bb::handle_group on;
    int calls = 0;
    on.add(bb::listen<noted>(ctx, [&] {
        ++calls;
        on.stop();
    }));
    on.add(bb::listen<noted>(ctx, [&] { ++calls; }));
    bb::emit<noted>(ctx);
    bb::emit<noted>(ctx);
    BOOST_TEST(calls == 1);
}

BOOST_FIXTURE_TEST_CASE(a_drop_stops_in_the_call_and_waits_for_all, fixture)
{
    bb::handle_group on;
    on.add(bb::listen<noted>(ctx, waits_for(first)));
    on.add(bb::listen<noted>(ctx, waits_for(second)));
    bb::emit<noted>(ctx);
    poll();
    auto waiting = bb::drop(std::move(on)); // not started
    BOOST_TEST(bb::emit<noted>(ctx).accepted == 0u);
    std::move(waiting)(keep());
    first.cancel();
    poll();
    BOOST_TEST(!dropped.has_value());
    second.cancel();
    io.run();
    BOOST_TEST(dropped.value().has_value());
    BOOST_TEST(clock.pending() == 0u);
}

BOOST_FIXTURE_TEST_CASE(a_drop_never_waits_for_other_handlers, fixture)
{
    bb::handle const stays = bb::listen<noted>(ctx, waits_for(first));
    bb::handle_group on;
    on.add(bb::listen<noted>(ctx, waits_for(second)));
    bb::emit<noted>(ctx);
    poll();
    bb::drop(std::move(on), keep());
    second.cancel();
    poll();
    BOOST_TEST(dropped.value().has_value());
    BOOST_TEST(bb::emit<noted>(ctx).accepted == 1u);
}

BOOST_FIXTURE_TEST_CASE(a_drop_never_completes_inside_the_verb, fixture)
{
    bb::handle_group on;
    on.add(bb::listen<noted>(ctx, [] {}));
    bb::drop(std::move(on), keep());
    BOOST_TEST(!dropped.has_value());
    io.run();
    BOOST_TEST(dropped.value().has_value());
}

BOOST_FIXTURE_TEST_CASE(a_drop_that_takes_too_long_cancels_what_still_runs, fixture)
{
    std::string reported;
    ctx.diagnostics().connect([&](bb::diagnostic const& d) { reported += d.subject; });
    bb::handle_group on;
    on.add(bb::listen<noted>(ctx, waits_for(first)));
    on.add(bb::listen<other>(ctx, waits_for(second)));
    bb::emit<noted>(ctx);
    bb::emit<other>(ctx);
    poll();
    bb::drop(std::move(on), keep());
    second.cancel();
    poll();
    clock.advance(5s - 1ns);
    poll();
    BOOST_TEST(!dropped.has_value());
    clock.advance(1ns);
    io.run(); // the cancelled coroutine ends
    BOOST_TEST((dropped.value().error() == bb::errc::drain_timed_out));
    BOOST_TEST(reported.ends_with("noted"));
    BOOST_TEST(reported.find("other") == std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(a_token_says_how_long_a_drop_may_take, fixture)
{
    bb::handle_group on;
    on.add(bb::listen<noted>(ctx, waits_for(first)));
    bb::emit<noted>(ctx);
    poll();
    bb::drop(std::move(on), (bb::timeout)(20ms, keep()));
    clock.advance(20ms);
    poll();
    BOOST_TEST((dropped.value().error() == bb::errc::drain_timed_out));
}

BOOST_FIXTURE_TEST_CASE(a_drop_can_be_cancelled, fixture)
{
    bb::handle_group on;
    on.add(bb::listen<noted>(ctx, waits_for(first)));
    bb::emit<noted>(ctx);
    poll();
    asio::cancellation_signal cancel;
    bb::drop(std::move(on), asio::bind_cancellation_slot(cancel.slot(), keep()));
    cancel.emit(asio::cancellation_type::total);
    poll();
    BOOST_TEST((dropped.value().error() == bb::errc::cancelled));
    first.cancel();
    io.run(); // the coroutine was not touched
}

// The deadline needs a clock, and a handler without an executor has none of its own.
BOOST_FIXTURE_TEST_CASE(a_drop_without_an_executor_has_a_deadline_too, fixture)
{
    bb::broker_context none;
    bb::handle_group on;
    on.add(bb::listen<noted>(none, asio::bind_executor(io, waits_for(first))));
    bb::emit<noted>(none);
    poll();
    bb::drop(std::move(on), (bb::timeout)(1ns, keep()));
    io.restart();
    io.run(); // ends, as the coroutine is cancelled
    BOOST_TEST((dropped.value().error() == bb::errc::drain_timed_out));
}

BOOST_FIXTURE_TEST_CASE(a_coroutine_may_drop_the_group_that_it_belongs_to, fixture)
{
    bb::handle_group on;
    on.add(bb::listen<noted>(ctx, waits_for(first)));
    on.add(bb::listen<noted>(ctx, [&]() -> asio::awaitable<void> {
        bb::result<void> const r = co_await bb::drop(std::move(on));
        dropped = r;
    }));
    bb::emit<noted>(ctx);
    poll();
    BOOST_TEST(!dropped.has_value()); // the other one runs
    first.cancel();
    io.run();
    BOOST_TEST(dropped.value().has_value());
}

BOOST_FIXTURE_TEST_CASE(a_blocking_drop_does_not_wait_for_its_own_thread, fixture)
{
    bb::handle_group on;
    on.add(bb::listen<noted>(ctx, waits_for(first)));
    bb::emit<noted>(ctx);
    poll();
    auto const refused = bb::drop(std::move(on), bb::blocking);
    BOOST_TEST((refused.error() == bb::errc::would_deadlock));
    BOOST_TEST(bb::emit<noted>(ctx).accepted == 0u); // stopped all the same
    first.cancel();
    io.run();
}

BOOST_FIXTURE_TEST_CASE(a_drop_completes_on_the_executor_of_its_handler, fixture)
{
    asio::io_context elsewhere;
    bb::handle_group on;
    on.add(bb::listen<noted>(ctx, [] {}));
    bb::drop(std::move(on), asio::bind_executor(elsewhere, keep()));
    io.run();
    BOOST_TEST(!dropped.has_value());
    elsewhere.run();
    BOOST_TEST(dropped.value().has_value());
    bb::handle_group next;
    next.add(bb::listen<noted>(ctx, [] {}));
    auto future = bb::drop(std::move(next), asio::use_future);
    poll();
    BOOST_TEST(future.get().has_value());
}

BOOST_FIXTURE_TEST_CASE(the_context_may_end_before_the_drop, fixture)
{
    std::optional<bb::broker_context> ends(std::in_place, io);
    bb::handle_group on;
    on.add(bb::listen<noted>(*ends, waits_for(first)));
    bb::emit<noted>(*ends);
    poll();
    bb::drop(std::move(on), keep());
    ends.reset();
    poll();
    BOOST_TEST(!dropped.has_value());
    first.cancel();
    io.run();
    BOOST_TEST(dropped.value().has_value());
}

BOOST_AUTO_TEST_CASE(a_drop_ends_with_its_execution_context)
{
    auto const kept = std::make_shared<int>();
    bb::handle_group on;
    {
        asio::io_context io;
        bb::broker_context ctx(io);
        asio::steady_timer never(io, asio::steady_timer::time_point::max());
        on.add(bb::listen<noted>(ctx, [&never]() -> asio::awaitable<void> {
            co_await never.async_wait(asio::use_awaitable);
        }));
        bb::emit<noted>(ctx);
        io.poll();
        bb::drop(std::move(on), [kept](bb::result<void> const&) { BOOST_TEST(false); });
        BOOST_TEST(kept.use_count() == 2);
    }
    BOOST_TEST(kept.use_count() == 1);
}

BOOST_AUTO_TEST_SUITE_END()

#pragma pop_macro("emit")
