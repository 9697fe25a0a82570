// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/diagnostics.hpp>
#include <boost_broker/drop.hpp>
#include <boost_broker/event_broker.hpp>
#include <boost_broker/multi_request_broker.hpp>
#include <boost_broker/request_broker.hpp>
#include <boost_broker/signal_broker.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

// Code of the user's runs inside the verbs: what copies a message or a handler, what destroys them,
// predicates and diagnostic slots. All of it may use the context, stop what is being called, and
// end everything. Most of these tests tell under the address sanitizer.

namespace reentrancy_test {

namespace bb = boost_broker;
namespace asio = boost::asio;
using action = std::function<void()>;

/// Does something, once, when it is copied.
class acts_when_copied
{
public:
    acts_when_copied() = default;
    explicit acts_when_copied(action& a) : action_(&a) {}
    acts_when_copied(acts_when_copied const& other) : action_(other.action_)
    {
        if (action_ != nullptr && *action_)
            std::exchange(*action_, nullptr)();
    }
    acts_when_copied(acts_when_copied&& other) noexcept
        : action_(std::exchange(other.action_, nullptr))
    {}
    acts_when_copied& operator=(acts_when_copied const&) = delete;
    ~acts_when_copied() = default;

private:
    action* action_ = nullptr;
};

/// Does something when its last copy is destroyed.
class last_copy
{
public:
    explicit last_copy(action a) : action_(std::move(a)) {}
    last_copy(last_copy const&) = delete;
    last_copy& operator=(last_copy const&) = delete;
    ~last_copy() { action_(); }

private:
    action action_;
};
using at_end = std::shared_ptr<last_copy>;

at_end do_at_end(action a)
{
    return std::make_shared<last_copy>(std::move(a));
}

struct number {
    int value = 0;
};
struct other {};
struct small_event {
    acts_when_copied inside = {};
};
struct large_event {
    acts_when_copied inside = {};
    std::array<char, 100> content = {};
};
struct signal_of_small {
    acts_when_copied inside = {};
    int value = 0;
};
struct ends {
    std::string text = {};
    at_end inside = {};
};
struct newest {
    using broker_policy = bb::local<bb::queue_depth<2>, bb::overflow<bb::drop_newest>>;
    int value = 0;
};
struct oldest {
    using broker_policy = bb::local<bb::queue_depth<2>, bb::overflow<bb::drop_oldest>>;
    int value = 0;
    at_end inside = {};
};
struct bounded {
    using broker_policy = bb::local<bb::queue_depth<2>>;
    int value = 0;
};
struct get_name {
    using response = std::string;
};
// The broker of the request is closed first, as it is made first.
struct asked_first {
    using response = int;
};
struct sent_behind {};

using numbers = std::vector<int>;

/// A context that something inside it ends.
struct fixture {
    asio::io_context io;
    std::optional<bb::broker_context> owned{std::in_place, io};
    bb::context_ref const ctx = *owned;
    asio::strand<asio::io_context::executor_type> const strand = asio::make_strand(io);
    action end = [this] { owned.reset(); };
    action close = [this] { owned->close(); };
    int calls = 0;

    template<class Event>
    bb::handle listen_on_strand()
    {
        return bb::listen<Event>(ctx, asio::bind_executor(strand, [this] { ++calls; }));
    }
};

/// Keeps the coroutines of a serial handler from ending until it is opened.
class gate
{
public:
    explicit gate(asio::io_context& io) : timer_(io, asio::steady_timer::time_point::max()) {}
    void open() { timer_.cancel(); }
    auto wait() { return timer_.async_wait(asio::as_tuple(asio::use_awaitable)); }

private:
    asio::steady_timer timer_;
};

} // namespace reentrancy_test

BOOST_HANA_ADAPT_STRUCT(reentrancy_test::number, value);
BOOST_HANA_ADAPT_STRUCT(reentrancy_test::small_event, inside);
BOOST_HANA_ADAPT_STRUCT(reentrancy_test::large_event, inside, content);
BOOST_HANA_ADAPT_STRUCT(reentrancy_test::signal_of_small, inside, value);
BOOST_HANA_ADAPT_STRUCT(reentrancy_test::ends, text, inside);
BOOST_HANA_ADAPT_STRUCT(reentrancy_test::newest, value);
BOOST_HANA_ADAPT_STRUCT(reentrancy_test::oldest, value, inside);
BOOST_HANA_ADAPT_STRUCT(reentrancy_test::bounded, value);

BOOST_AUTO_TEST_SUITE(reentrancy)

using namespace reentrancy_test;

// What copies a message.

BOOST_FIXTURE_TEST_CASE(an_event_may_end_its_context_while_it_is_copied_into_a_queue, fixture)
{
    bb::handle const on = listen_on_strand<small_event>();
    bb::emit(ctx, small_event()); // one that waits already
    small_event const event{acts_when_copied(end)};
    BOOST_TEST((bb::emit(ctx, event) == bb::emit_result{0, 0}));
    io.run();
    BOOST_TEST(calls == 0);
}

BOOST_FIXTURE_TEST_CASE(an_event_may_end_its_context_while_it_is_copied_for_several, fixture)
{
    bb::handle const a = listen_on_strand<large_event>();
    bb::handle const b = bb::listen<large_event>(ctx, [this] { ++calls; });
    bb::handle const c = bb::listen<large_event>(ctx, []() -> asio::awaitable<void> { co_return; });
    large_event const event{acts_when_copied(end)};
    BOOST_TEST((bb::emit(ctx, event) == bb::emit_result{0, 0}));
    io.run();
    BOOST_TEST(calls == 0);
}

BOOST_AUTO_TEST_CASE(an_event_may_close_its_context_while_it_is_copied)
{
    asio::io_context io;
    bb::broker_context ctx; // whose own inbox calls at once
    action close = [&] { ctx.close(); };
    int calls = 0;
    bb::handle const a =
        bb::listen<small_event>(ctx, asio::bind_executor(io.get_executor(), [&] { ++calls; }));
    bb::handle const b = bb::listen<small_event>(ctx, [&] { ++calls; });
    small_event const event{acts_when_copied(close)};
    BOOST_TEST((bb::emit(ctx, event) == bb::emit_result{0, 0}));
    io.run();
    BOOST_TEST(calls == 0);
}

BOOST_FIXTURE_TEST_CASE(a_listener_that_is_added_while_an_event_is_copied_loses_nothing, fixture)
{
    bb::handle const on = listen_on_strand<small_event>();
    bb::handle added;
    action listen = [&] { added = listen_on_strand<small_event>(); };
    bb::emit(ctx, small_event());
    small_event const event{acts_when_copied(listen)};
    bb::emit(ctx, event);
    io.run();
    BOOST_TEST(calls == 3); // the second event was queued when there were two
}

BOOST_FIXTURE_TEST_CASE(an_event_may_end_its_context_while_it_is_built_from_its_fields, fixture)
{
    bb::handle const on = bb::listen<small_event>(ctx, [this] { ++calls; });
    acts_when_copied const field(end);
    BOOST_TEST((bb::emit<small_event>(ctx, field) == bb::emit_result{0, 0}));
    BOOST_TEST(calls == 0);
}

BOOST_FIXTURE_TEST_CASE(a_signal_may_end_its_handler_while_it_is_made, fixture)
{
    auto on =
        bb::on_signal<signal_of_small>(ctx, [this](signal_of_small&& s) { calls += s.value; });
    action stop = [&] { on->stop(); };
    signal_of_small const stops{acts_when_copied(stop), 1};
    BOOST_TEST((bb::signal(ctx, stops).error() == bb::errc::no_handler));
    BOOST_TEST(calls == 0);
}

BOOST_FIXTURE_TEST_CASE(a_signal_may_end_its_context_while_it_is_made, fixture)
{
    auto const take = [this](signal_of_small&& s) { calls += s.value; };
    auto on = bb::on_signal<signal_of_small>(ctx, take);
    signal_of_small const closes{acts_when_copied(close), 1};
    BOOST_TEST((bb::signal(ctx, closes).error() == bb::errc::context_closed));

    owned.emplace(io);
    on = bb::on_signal<signal_of_small>(*owned, take);
    acts_when_copied const field(end);
    auto const sent = bb::signal<signal_of_small>(bb::context_ref(*owned), field, 1);
    BOOST_TEST((sent.error() == bb::errc::context_closed));
    BOOST_TEST(calls == 0);
}

BOOST_FIXTURE_TEST_CASE(a_handler_may_end_the_context_while_it_is_copied, fixture)
{
    struct handler {
        acts_when_copied inside = {};
        void operator()() const {}
    };
    handler const a{acts_when_copied(end)};
    BOOST_TEST(!bb::listen<number>(ctx, a).active());

    owned.emplace(io);
    end = [this] { owned.reset(); };
    handler const b{acts_when_copied(end)};
    auto const on = bb::on_signal<number>(bb::context_ref(*owned), b);
    BOOST_TEST((on.error() == bb::errc::context_closed));

    owned.emplace(io);
    end = [this] { owned.reset(); };
    auto const name = [inside = acts_when_copied(end)] { return std::string(); };
    auto const provider = bb::set_provider<get_name>(bb::context_ref(*owned), name);
    BOOST_TEST((provider.error() == bb::errc::context_closed));
}

BOOST_FIXTURE_TEST_CASE(a_provider_that_is_copied_may_set_another, fixture)
{
    bb::result<bb::handle> inner;
    action set = [&] {
        inner = bb::set_provider<get_name>(ctx, [] { return std::string("inner"); });
    };
    auto const name = [inside = acts_when_copied(set)] { return std::string("outer"); };
    auto const outer = bb::set_provider<get_name>(ctx, name);
    BOOST_TEST((outer.error() == bb::errc::provider_exists));
    BOOST_TEST(bb::request<get_name>(ctx, bb::blocking).value() == "inner");
}

// What destroys a message.

BOOST_AUTO_TEST_CASE(the_last_event_of_a_queue_may_emit_when_it_is_destroyed)
{
    bb::broker_context ctx;
    std::vector<std::string> seen;
    std::string const late("emitted by the destructor of another, and longer than any buffer");
    bb::handle const a = bb::listen<ends>(ctx, [&](ends const& e) {
        seen.push_back(e.text);
        if (e.text != "first")
            return;
        auto inside = do_at_end([&] {
            bb::emit<other>(ctx); // so that the next event begins a run of its own
            bb::emit<ends>(ctx, late, nullptr);
        });
        bb::emit<ends>(ctx, "a text that is longer than the buffer of a string", inside);
    });
    bb::handle const b = bb::listen<other>(ctx, [&] { seen.emplace_back("other"); });
    bb::emit<ends>(ctx, "first", nullptr);
    BOOST_REQUIRE(seen.size() == 4u);
    BOOST_TEST(seen[2] == "other");
    BOOST_TEST(seen[3] == late);
}

BOOST_AUTO_TEST_CASE(an_event_that_makes_room_may_emit_when_it_is_destroyed)
{
    bb::broker_context ctx;
    numbers seen;
    bb::handle const on = bb::listen<oldest>(ctx, [&](oldest const& e) {
        seen.push_back(e.value);
        if (e.value != 0)
            return;
        bb::emit<oldest>(ctx, 1, do_at_end([&] { bb::emit<oldest>(ctx, 9, nullptr); }));
        bb::emit<oldest>(ctx, 2, nullptr);
        bb::emit<oldest>(ctx, 3, nullptr); // 1 goes, and emits 9, for which 2 goes
        bb::emit<oldest>(ctx, 4, nullptr);
    });
    bb::emit<oldest>(ctx, 0, nullptr);
    BOOST_TEST(seen == (numbers{0, 9, 4}), boost::test_tools::per_element());
}

// What destroys a handler.

BOOST_FIXTURE_TEST_CASE(a_handler_may_end_the_context_when_it_is_destroyed, fixture)
{
    auto const renew = [this] {
        owned.emplace(io);
        return std::make_shared<last_copy>([this] { owned.reset(); });
    };
    auto owner = std::make_shared<int>();
    {
        auto inside = renew();
        bb::handle on = bb::listen<number>(*owned, [inside = std::move(inside)] {});
        on.stop();
        BOOST_TEST(!owned.has_value());
    }
    {
        auto inside = renew();
        auto const p = bb::set_provider<get_name>(
            *owned, [inside = std::move(inside)] { return std::string(); });
        auto const q = bb::replace_provider<get_name>(*owned, [] { return std::string(); });
        BOOST_TEST(!owned.has_value());
        BOOST_TEST(!q->active());
    }
    {
        auto inside = renew();
        auto const p = bb::set_provider<get_name>(
            *owned, bb::track(owner, [inside = std::move(inside)] { return std::string(); }));
        owner = std::make_shared<int>(); // the earlier one is gone
        auto const q = bb::set_provider<get_name>(*owned, [] { return std::string(); });
        BOOST_TEST(!owned.has_value());
        BOOST_TEST(!q->active());
    }
    {
        auto inside = renew();
        auto const p =
            bb::on_signal<number>(*owned, bb::track(owner, [inside = std::move(inside)] {}));
        owner = std::make_shared<int>();
        auto const q = bb::on_signal<number>(*owned, [] {});
        BOOST_TEST(!owned.has_value());
        BOOST_TEST(!q->active());
    }
    {
        auto inside = renew();
        auto const p = bb::add_provider<get_name>(
            *owned, bb::track(owner, [inside = std::move(inside)] { return std::string(); }));
        auto const q = bb::add_provider<get_name>(*owned, [] { return std::string(); });
        owner.reset();
        bool completed = false;
        bb::request_all<get_name>(*owned, [&](auto const&) { completed = true; });
        io.run();
        BOOST_TEST(!owned.has_value());
        BOOST_TEST(completed);
    }
}

// Predicates.

BOOST_FIXTURE_TEST_CASE(a_predicate_that_stops_its_handler_keeps_it_from_being_called, fixture)
{
    bb::result<bb::handle> on;
    auto const stops = [&](auto const&) {
        on->stop();
        return true;
    };
    auto const counts = [this] { ++calls; };
    on = bb::listen<number>(ctx, bb::when(stops, counts));
    bb::emit<number>(ctx, 1);
    on = bb::on_signal<number>(ctx, bb::when(stops, counts));
    BOOST_TEST(bb::signal<number>(ctx, 1).has_value());
    on = bb::set_provider<get_name>(ctx, bb::when(stops, [this] {
        ++calls;
        return std::string();
    }));
    std::optional<bb::result<std::string>> answer;
    bb::request<get_name>(ctx, [&](bb::result<std::string> r) { answer = std::move(r); });
    io.run();
    BOOST_TEST((answer->error() == bb::errc::provider_gone));
    BOOST_TEST(calls == 0);
}

BOOST_FIXTURE_TEST_CASE(a_predicate_may_stop_a_serial_handler_whose_turn_has_come, fixture)
{
    gate first(io);
    bb::handle on;
    int asked = 0;
    auto const stops = [&, text = std::string(100, 'x')](number const&) {
        if (++asked == 2)
            on.stop();
        return text.at(50) == 'x';
    };
    auto const coroutine = [&]() -> asio::awaitable<void> {
        ++calls;
        co_await first.wait();
    };
    on = bb::listen<number>(ctx, bb::when(stops, bb::serial(coroutine)));
    for (int i = 0; i != 3; ++i)
        bb::emit<number>(ctx, i);
    io.poll();
    first.open();
    io.run();
    BOOST_TEST(asked == 2);
    BOOST_TEST(calls == 1);
}

// Handlers in `serial`.

BOOST_FIXTURE_TEST_CASE(what_waits_for_a_serial_handler_does_not_grow_the_stack, fixture)
{
    gate first(io);
    auto const coroutine = [&]() -> asio::awaitable<void> {
        if (calls++ == 0)
            co_await first.wait();
    };
    bb::handle const on = bb::listen<number>(ctx, bb::serial(coroutine));
    int const events = 100000;
    for (int i = 0; i != events; ++i)
        bb::emit<number>(ctx, i);
    io.poll();
    BOOST_TEST(calls == 1);
    first.open();
    io.run();
    BOOST_TEST(calls == events);
}

BOOST_FIXTURE_TEST_CASE(what_waits_for_a_serial_handler_takes_room_in_its_queue, fixture)
{
    gate first(io);
    numbers seen;
    auto const handler = [&](int value) -> asio::awaitable<void> {
        seen.push_back(value);
        if (value == 0)
            co_await first.wait();
    };
    auto const kept = [&](oldest const& e) { return handler(e.value); };
    auto const on = bb::on_signal<bounded>(ctx, bb::serial(handler));
    bb::handle const a = bb::listen<newest>(ctx, bb::serial(handler));
    bb::handle const b = bb::listen<oldest>(ctx, bb::serial(kept));
    auto const turn = [this] {
        io.restart();
        io.poll();
    };
    numbers accepted;
    for (int i = 0; i != 5; ++i, turn())
        accepted.push_back(bb::signal<bounded>(ctx, i).has_value() ? 1 : 0);
    BOOST_TEST(accepted == (numbers{1, 1, 1, 0, 0}), boost::test_tools::per_element());
    accepted.clear();
    for (int i = 0; i != 5; ++i, turn())
        accepted.push_back(static_cast<int>(bb::emit<newest>(ctx, i).accepted));
    BOOST_TEST(accepted == (numbers{1, 1, 1, 0, 0}), boost::test_tools::per_element());
    for (int i = 0; i != 5; ++i, turn())
        bb::emit<oldest>(ctx, i, nullptr);
    BOOST_TEST(bb::stats<bb::event_broker<newest>>(ctx).dropped == 2u);
    BOOST_TEST(bb::stats<bb::event_broker<oldest>>(ctx).dropped == 2u);

    seen.clear();
    first.open();
    turn();
    BOOST_TEST(seen == (numbers{1, 2, 1, 2, 3, 4}), boost::test_tools::per_element());
    BOOST_TEST(bb::stats<bb::event_broker<oldest>>(ctx).delivered == 3u);
}

// The executor of a coroutine handler.

BOOST_FIXTURE_TEST_CASE(
    the_executor_of_a_coroutine_handler_may_be_used_when_that_has_ended, fixture)
{
    asio::any_io_executor kept;
    bb::handle on = bb::listen<number>(
        ctx, [&]() -> asio::awaitable<void> { kept = co_await asio::this_coro::executor; });
    bb::emit<number>(ctx, 1);
    io.run();
    gate second(io);
    bb::handle again = bb::listen<number>(ctx, [&]() -> asio::awaitable<void> {
        ++calls;
        co_await second.wait(); // its coroutine is where the first one was, perhaps
    });
    on.stop();
    bb::emit<number>(ctx, 2);
    io.restart();
    io.poll();
    bool dropped = false;
    bb::drop_listener(std::move(again),
        asio::bind_executor(kept, [&](bb::result<void> r) { dropped = r.has_value(); }));
    io.restart();
    io.poll();
    BOOST_TEST(calls == 1);
    BOOST_TEST(!dropped);
    second.open();
    io.restart();
    io.run();
    BOOST_TEST(dropped);
}

BOOST_FIXTURE_TEST_CASE(the_executor_of_a_coroutine_handler_has_the_order_of_the_context, fixture)
{
    std::string order;
    bb::handle b;
    bb::handle const a = bb::listen<number>(ctx, [&]() -> asio::awaitable<void> {
        auto const executor = co_await asio::this_coro::executor;
        b = bb::listen<other>(ctx, asio::bind_executor(executor, [&] { order += 'b'; }));
    });
    bb::emit<number>(ctx, 1);
    io.run();
    bb::handle const c = bb::listen<newest>(ctx, [&] { order += 'c'; });
    bb::handle const d = bb::listen<bounded>(ctx, [&] {
        bb::emit<other>(ctx);
        bb::emit<newest>(ctx, 1);
    });
    bb::emit<bounded>(ctx, 1);
    io.restart();
    io.run();
    BOOST_TEST(order == "bc");
}

// Slots, completion handlers, and brokers that end while they are used.

BOOST_FIXTURE_TEST_CASE(a_diagnostic_slot_may_end_the_context, fixture)
{
    auto const ends_context = [this](bb::diagnostic const&) { owned.reset(); };
    owned->diagnostics().connect(ends_context);
    owned->close();
    bb::emit<number>(ctx, 1);
    BOOST_TEST(!owned.has_value());

    owned.emplace(io);
    owned->diagnostics().connect(ends_context);
    bb::context_ref second = *owned;
    bb::handle const a = bb::listen<newest>(second, asio::bind_executor(strand, [] {}));
    for (int i = 0; i != 3; ++i)
        bb::emit<newest>(second, i);
    BOOST_TEST(!owned.has_value());

    owned.emplace(io);
    owned->diagnostics().connect(ends_context);
    second = *owned;
    auto const b = bb::on_signal<bounded>(second, asio::bind_executor(strand, [] {}));
    for (int i = 0; i != 2; ++i)
        BOOST_TEST(bb::signal<bounded>(second, i).has_value());
    BOOST_TEST((bb::signal<bounded>(second, 2).error() == bb::errc::queue_full));
    BOOST_TEST(!owned.has_value());
}

BOOST_AUTO_TEST_CASE(what_a_completion_handler_throws_inside_the_verb_is_reported)
{
    bb::broker_context ctx;
    std::vector<std::string> reports;
    ctx.diagnostics().connect([&](bb::diagnostic const& d) {
        reports.push_back(std::string(d.subject) + ": " + std::string(d.text));
    });
    auto const p = bb::set_provider<get_name>(ctx, [] { return std::string(); });
    bb::request<get_name>(
        ctx, [](bb::result<std::string> const&) { throw std::runtime_error("boom"); });
    BOOST_TEST(reports == std::vector<std::string>{"a completion handler: boom"},
        boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(a_channel_may_end_inside_its_listener_while_its_events_wait, fixture)
{
    std::optional<bb::event_broker<number>> channel(std::in_place, ctx);
    auto const a = channel->listen([&] { channel.reset(); });
    auto const b = channel->listen(asio::bind_executor(strand, [this] { ++calls; }));
    BOOST_TEST(channel->emit(number{1}).accepted == 2u);
    BOOST_TEST(!channel.has_value());
    io.run();
    BOOST_TEST(calls == 0);
}

BOOST_FIXTURE_TEST_CASE(an_event_reaches_every_executor_before_what_its_listeners_emit, fixture)
{
    auto const a = bb::listen<number>(ctx, asio::bind_executor(strand, [&](int value) {
        if (value == 1)
            bb::emit<number>(ctx, 2);
    }));
    numbers seen;
    auto const b = bb::listen<number>(ctx, [&](int value) { seen.push_back(value); });
    asio::post(strand, [&] { bb::emit<number>(ctx, 1); }); // from where it calls both
    io.run();
    BOOST_TEST(seen == numbers({1, 2}), boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(
    a_listener_may_close_its_context_before_other_executors_are_reached, fixture)
{
    auto const a = bb::listen<number>(ctx, asio::bind_executor(strand, [&] { close(); }));
    auto const b = bb::listen<number>(ctx, [&] { ++calls; });
    asio::post(strand, [&] { bb::emit<number>(ctx, 1); });
    io.run();
    BOOST_TEST(calls == 0);
}

// Without an executor, requesters are told on the stack of who ends the provider.

BOOST_AUTO_TEST_CASE(a_requester_that_is_told_may_end_the_context_of_others_that_wait)
{
    asio::io_context io;
    std::optional<bb::broker_context> ctx(std::in_place);
    auto p = bb::set_provider<get_name>(
        *ctx, asio::bind_executor(io.get_executor(), [] { return std::string(); }));
    int told = 0;
    bb::request<get_name>(*ctx, [&](bb::result<std::string> const&) {
        ++told;
        ctx.reset();
    });
    bb::request<get_name>(*ctx, [&](bb::result<std::string> const& r) {
        ++told;
        BOOST_TEST((r.error() == bb::errc::provider_gone));
    });
    p->stop();
    BOOST_TEST(told == 2);
    io.run();
}

BOOST_AUTO_TEST_CASE(a_requester_that_is_told_may_run_an_executor_of_the_context_that_closes)
{
    asio::io_context io;
    bb::broker_context ctx;
    auto const p = bb::set_provider<asked_first>(
        ctx, asio::bind_executor(io.get_executor(), [] { return 1; }));
    int calls = 0;
    auto const on =
        bb::listen<sent_behind>(ctx, asio::bind_executor(io.get_executor(), [&] { ++calls; }));
    bool told = false;
    bb::request<asked_first>(ctx, [&](bb::result<int> const&) {
        told = true;
        io.poll();
    });
    BOOST_TEST(bb::emit<sent_behind>(ctx).accepted == 1u);
    ctx.close();
    BOOST_TEST(told);
    BOOST_TEST(calls == 0);
}

BOOST_AUTO_TEST_CASE(the_executor_of_the_provider_tells_the_time_for_a_handler_that_has_none)
{
    asio::io_context io;
    bb::broker_context ctx;
    gate never(io);
    auto const coroutine = [&]() -> asio::awaitable<std::string> {
        co_await never.wait();
        co_return "late";
    };
    auto const p =
        bb::set_provider<get_name>(ctx, asio::bind_executor(io.get_executor(), coroutine));
    std::optional<bb::result<std::string>> answer;
    bb::request<get_name>(
        ctx, bb::timeout(std::chrono::milliseconds(1), [&](auto r) { answer = std::move(r); }));
    while (!answer.has_value() && io.run_one() != 0) {}
    BOOST_REQUIRE(answer.has_value());
    BOOST_TEST((answer->error() == bb::errc::timed_out));
}

BOOST_AUTO_TEST_SUITE_END()
