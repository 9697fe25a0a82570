// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/diagnostics.hpp>
#include <boost_broker/multi_request_broker.hpp>
#include <boost_broker/request_broker.hpp>
#include <boost_broker/signal_broker.hpp>
#include <boost_broker/signals2.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/bind/placeholders.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/make_shared.hpp>
#include <boost/signals2/dummy_mutex.hpp>
#include <boost/signals2/shared_connection_block.hpp>
#include <boost/signals2/signal_type.hpp>
#include <boost/signals2/trackable.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace signals2_test {

namespace bb = boost_broker;
namespace asio = boost::asio;
namespace s2 = boost::signals2;

struct found {
    std::int64_t number = 0;
    std::string name = {};
};
struct pulse {};
struct ticket {
    std::unique_ptr<int> number = {};
};
struct ask {
    using response = std::int64_t;
    std::int64_t number = 0;
};
struct ask_now {
    using broker_policy = bb::local<bb::synchronous>;
    using response = std::int64_t;
    std::int64_t number = 0;
};

// A signal for a program of one thread.
template<class Signature>
using thin_signal =
    typename s2::signal_type<Signature, s2::keywords::mutex_type<s2::dummy_mutex>>::type;

using texts = std::vector<std::string>;

std::string text_of(std::int64_t number, std::string const& name)
{
    return std::to_string(number) + name;
}

// A context whose listener, and whose diagnostics, leave texts.
struct fixture {
    bb::broker_context ctx;
    texts seen;
    texts reports;
    bb::handle on = bb::listen<found>(
        ctx, [this](std::int64_t n, std::string const& s) { seen.push_back(text_of(n, s)); });

    fixture()
    {
        ctx.diagnostics().connect(
            [this](bb::diagnostic const& d) { reports.emplace_back(d.text); });
    }
};

} // namespace signals2_test

BOOST_HANA_ADAPT_STRUCT(signals2_test::found, number, name);
BOOST_HANA_ADAPT_STRUCT(signals2_test::ticket, number);
BOOST_HANA_ADAPT_STRUCT(signals2_test::ask, number);
BOOST_HANA_ADAPT_STRUCT(signals2_test::ask_now, number);

BOOST_AUTO_TEST_SUITE(signals2)

using namespace signals2_test;
using boost::test_tools::per_element;

BOOST_FIXTURE_TEST_CASE(every_call_of_a_signal_is_an_event, fixture)
{
    s2::signal<void(int, std::string const&)> by_fields;
    s2::signal<void(std::int64_t, char const*)> converted;
    s2::signal<void(std::string, std::string)> unrelated;
    s2::signal<void(found const&)> by_reference;
    s2::signal<void(found)> by_value;
    s2::connection const a = bb::emit_from<found>(by_fields, ctx);
    bb::emit_from<found>(converted, ctx);
    bb::emit_from<found>(by_reference, ctx);
    bb::emit_from<found>(by_value, ctx);
    BOOST_TEST(a.connected());

    by_fields(1, "a");
    converted(2, "b");
    unrelated("3", "c");
    by_reference(found{4, "d"});
    by_value(found{5, "e"});
    BOOST_TEST(seen == (texts{"1a", "2b", "4d", "5e"}), per_element());
}

BOOST_FIXTURE_TEST_CASE(a_signal_without_arguments_is_a_pulse, fixture)
{
    int pulses = 0;
    bb::handle const counter = bb::listen<pulse>(ctx, [&] { ++pulses; });
    s2::signal<void()> tick;
    thin_signal<void()> thin_tick;
    bb::emit_from<pulse>(tick, ctx);
    bb::emit_from<pulse>(thin_tick, ctx);
    tick();
    thin_tick();
    BOOST_TEST(pulses == 2);
}

BOOST_FIXTURE_TEST_CASE(arguments_stay_as_they_are_for_the_other_slots, fixture)
{
    std::string const long_name(100, 'x');
    s2::signal<void(std::int64_t, std::string)> by_value;
    s2::signal<void(std::int64_t, std::string&)> by_reference;
    texts others;
    bb::emit_from<found>(by_value, ctx);
    bb::emit_from<found>(by_reference, ctx);
    by_value.connect([&](std::int64_t, std::string const& s) { others.push_back(s); });
    by_reference.connect([&](std::int64_t, std::string const& s) { others.push_back(s); });
    std::string name = long_name;
    by_value(1, name);
    by_reference(1, name);
    BOOST_TEST(name == long_name);
    BOOST_TEST(others == (texts{long_name, long_name}), per_element());
    BOOST_TEST(seen == (texts{"1" + long_name, "1" + long_name}), per_element());
}

BOOST_FIXTURE_TEST_CASE(the_connection_is_an_ordinary_one, fixture)
{
    s2::signal<void(int, std::string const&)> signal;
    auto const plain = bb::emit_from<found>(signal, ctx);
    {
        s2::shared_connection_block const block(plain);
        signal(1, "blocked");
        BOOST_TEST(seen.empty());
    }
    signal(2, "a");
    BOOST_TEST(seen == texts{"2a"}, per_element());
    plain.disconnect();
    signal(3, "b");
    BOOST_TEST(seen.size() == 1u);
    {
        s2::scoped_connection const scoped = bb::emit_from<found>(signal, ctx);
        signal(4, "c");
        BOOST_TEST(seen.size() == 2u);
    }
    signal(5, "d");
    BOOST_TEST(seen.size() == 2u);
    BOOST_TEST(signal.empty());
}

BOOST_FIXTURE_TEST_CASE(the_connection_ends_with_the_context, fixture)
{
    thin_signal<void(int, std::string const&)> signal;
    auto const connection = bb::emit_from<found>(signal, ctx);
    ctx.close();
    signal(1, "a");
    signal(2, "b");
    BOOST_TEST(!connection.connected());
    BOOST_TEST(signal.empty());
    BOOST_TEST(seen.empty());
    BOOST_TEST(reports.empty());

    // Another context that uses the memory of the first one is not mistaken for it.
    std::optional<bb::broker_context> first(std::in_place);
    auto const second_connection = bb::emit_from<found>(signal, *first);
    first.reset();
    bb::broker_context second;
    int calls = 0;
    bb::handle const other = bb::listen<found>(second, [&] { ++calls; });
    signal(3, "c");
    BOOST_TEST(calls == 0);
    BOOST_TEST(!second_connection.connected());
}

BOOST_FIXTURE_TEST_CASE(the_context_may_be_closed_while_the_signal_is_called, fixture)
{
    s2::signal<void(int, std::string const&)> signal;
    signal.connect([&](int, std::string const&) { ctx.close(); });
    auto const connection = bb::emit_from<found>(signal, ctx);
    signal(1, "a");
    BOOST_TEST(!connection.connected());
    BOOST_TEST(signal.num_slots() == 1u);
    BOOST_TEST(seen.empty());
}

BOOST_FIXTURE_TEST_CASE(without_a_context_it_is_the_one_of_the_thread, fixture)
{
    s2::signal<void(int, std::string const&)> signal;
    {
        bb::scoped_context const scope(ctx);
        bb::emit_from<found>(signal);
    }
    signal(1, "a");
    BOOST_TEST(seen == texts{"1a"}, per_element());
}

BOOST_AUTO_TEST_CASE(what_waits_for_an_executor_is_delivered_in_order)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    texts seen;
    bb::handle const on = bb::listen<found>(ctx,
        asio::bind_executor(asio::make_strand(io),
            [&](std::int64_t n, std::string const& s) { seen.push_back(text_of(n, s)); }));
    s2::signal<void(int, std::string)> signal;
    bb::emit_from<found>(signal, ctx);
    signal(1, "a");
    bb::emit<found>(ctx, 2, "b");
    signal(3, "c");
    BOOST_TEST(seen.empty());
    io.run();
    BOOST_TEST(seen == (texts{"1a", "2b", "3c"}), per_element());
}

BOOST_FIXTURE_TEST_CASE(every_event_calls_the_signal, fixture)
{
    texts calls;
    s2::signal<void(std::int64_t, std::string const&)> by_fields;
    s2::signal<void(found const&)> by_value;
    s2::signal<void()> by_nothing;
    thin_signal<int(std::int64_t, std::string)> with_result;
    by_fields.connect([&](std::int64_t n, auto const& s) { calls.push_back(text_of(n, s)); });
    by_value.connect([&](found const& f) { calls.push_back(text_of(f.number, f.name)); });
    by_nothing.connect([&] { calls.emplace_back("-"); });
    with_result.connect([&](std::int64_t n, std::string const& s) {
        calls.push_back(text_of(n, s));
        return 1;
    });
    bb::handle const a = bb::listen<found>(ctx, bb::call_signal(by_fields));
    bb::handle const b = bb::listen<found>(ctx, bb::call_signal(by_value));
    bb::handle const c = bb::listen<found>(ctx, bb::call_signal(by_nothing));
    bb::handle d = bb::listen<found>(ctx, bb::call_signal(with_result));
    BOOST_TEST(bb::emit<found>(ctx, 7, "x").accepted == 5u);
    BOOST_TEST(calls == (texts{"7x", "7x", "-", "7x"}), per_element());
    d.stop();
    bb::emit<found>(ctx, 8, "y");
    BOOST_TEST(calls.size() == 7u);
    BOOST_TEST(reports.empty());
}

BOOST_FIXTURE_TEST_CASE(a_call_also_works_for_a_signal_message, fixture)
{
    texts calls;
    s2::signal<void(std::int64_t, std::string)> signal;
    signal.connect([&](std::int64_t n, std::string const& s) { calls.push_back(text_of(n, s)); });
    auto const handler = bb::on_signal<found>(ctx, bb::call_signal(signal));
    BOOST_TEST(bb::signal<found>(ctx, 1, "a").has_value());
    BOOST_TEST(calls == texts{"1a"}, per_element());
}

BOOST_FIXTURE_TEST_CASE(an_exception_of_a_slot_is_one_of_the_handler, fixture)
{
    s2::signal<void()> signal;
    signal.connect([] { throw std::runtime_error("boom"); });
    bb::handle const thrower = bb::listen<found>(ctx, bb::call_signal(signal));
    bb::emit<found>(ctx, 1, "a");
    BOOST_TEST(reports == texts{"boom"}, per_element());
    BOOST_TEST(thrower.active());
}

BOOST_FIXTURE_TEST_CASE(the_registration_ends_with_the_signal, fixture)
{
    std::optional<thin_signal<void()>> signal(std::in_place);
    int calls = 0;
    signal->connect([&] { ++calls; });
    bb::handle const caller = bb::listen<found>(ctx, bb::call_signal(*signal));
    auto moved = std::optional(std::move(*signal));
    signal.reset();
    bb::emit<found>(ctx, 1, "a");
    BOOST_TEST(calls == 1); // it went with the move

    moved.reset();
    BOOST_TEST(!caller.active());
    BOOST_TEST(bb::emit<found>(ctx, 2, "b").accepted == 1u);
    BOOST_TEST(calls == 1);
    BOOST_TEST(reports.empty());
}

BOOST_FIXTURE_TEST_CASE(a_signal_may_be_destroyed_while_it_is_called, fixture)
{
    auto signal = std::make_unique<s2::signal<void()>>();
    int calls = 0;
    signal->connect([&] {
        ++calls;
        signal.reset();
    });
    signal->connect([&] { ++calls; });
    bb::handle const caller = bb::listen<found>(ctx, bb::call_signal(*signal));
    bb::emit<found>(ctx, 1, "a");
    BOOST_TEST(calls == 2); // a call of a signal that has begun reaches all its slots
    bb::emit<found>(ctx, 2, "b");
    BOOST_TEST(calls == 2);
    BOOST_TEST(!caller.active());
}

BOOST_AUTO_TEST_CASE(a_signal_may_be_destroyed_while_events_wait_for_it)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    std::optional<s2::signal<void()>> signal(std::in_place);
    int calls = 0;
    signal->connect([&] { ++calls; });
    bb::handle const caller = bb::listen<pulse>(
        ctx, asio::bind_executor(asio::make_strand(io), bb::call_signal(*signal)));
    bb::emit<pulse>(ctx);
    io.run();
    io.restart();
    BOOST_TEST(calls == 1);
    bb::emit<pulse>(ctx);
    signal.reset();
    io.run();
    BOOST_TEST(calls == 1);
    BOOST_TEST(bb::emit<pulse>(ctx).accepted == 0u);
}

BOOST_FIXTURE_TEST_CASE(a_signal_that_is_gone_cannot_be_registered, fixture)
{
    std::optional<s2::signal<void()>> signal(std::in_place);
    auto const handler = bb::call_signal(*signal);
    signal.reset();
    BOOST_TEST(!bb::listen<found>(ctx, handler).active());
    BOOST_TEST(reports.size() == 1u);
    BOOST_TEST((bb::on_signal<found>(ctx, handler).error() == bb::errc::owner_expired));
}

// What is tracked in each of the ways of Signals2, and is alive during a call.
BOOST_FIXTURE_TEST_CASE(a_slot_ends_with_what_it_tracks, fixture)
{
    struct row {
        std::function<void(s2::slot<void(found const&)>&)> track;
        std::function<void()> end;
    };
    auto boost_owner = boost::make_shared<int>(1);
    auto owner = std::make_shared<int>(1);
    auto signal = std::make_unique<s2::signal<void()>>();
    auto const other = std::make_shared<int>(1);
    row const rows[] = {
        {[&](auto& slot) { slot.track(boost_owner); }, [&] { boost_owner.reset(); }},
        {[&](auto& slot) { slot.track_foreign(owner); }, [&] { owner.reset(); }},
        {[&](auto& slot) { slot.track(*signal).track_foreign(other); }, [&] { signal.reset(); }},
    };
    for (auto const& r : rows) {
        int calls = 0;
        s2::slot<void(found const&)> slot([&](found const&) { ++calls; });
        r.track(slot);
        bb::handle const tracked = bb::listen<found>(ctx, slot);
        bb::emit<found>(ctx, 1, "a");
        BOOST_TEST(calls == 1);
        BOOST_TEST(tracked.active());
        r.end();
        BOOST_TEST(!tracked.active());
        BOOST_TEST(bb::emit<found>(ctx, 2, "b").accepted == 1u);
        BOOST_TEST(calls == 1);
        BOOST_TEST(!bb::listen<found>(ctx, slot).active());
    }
    BOOST_TEST(reports.size() == 3u); // of the three that came too late
}

BOOST_FIXTURE_TEST_CASE(a_trackable_object_ends_its_slot, fixture)
{
    struct service : s2::trackable {
        int calls = 0;
        void on_found(found const&) { ++calls; }
    };
    using boost::placeholders::_1;
    std::optional<service> here(std::in_place);
    bb::handle const tracked =
        bb::listen<found>(ctx, s2::slot<void(found const&)>(&service::on_found, &*here, _1));
    bb::emit<found>(ctx, 1, "a");
    BOOST_TEST(here->calls == 1);
    here.reset();
    bb::emit<found>(ctx, 2, "b");
    BOOST_TEST(!tracked.active());
}

BOOST_FIXTURE_TEST_CASE(what_a_slot_tracks_lives_during_the_call, fixture)
{
    auto owner = std::make_shared<std::string>(100, 'x');
    std::string const* const inside = owner.get();
    std::string copy;
    s2::slot<void()> slot([&] {
        owner.reset();
        copy = *inside;
    });
    slot.track_foreign(owner);
    bb::handle const tracked = bb::listen<found>(ctx, slot);
    bb::emit<found>(ctx, 1, "a");
    BOOST_TEST(copy == std::string(100, 'x'));
    BOOST_TEST(!tracked.active());
}

BOOST_AUTO_TEST_CASE(what_a_slot_tracks_lives_until_its_coroutine_ends)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    auto owner = std::make_shared<int>(1);
    std::weak_ptr<int> const watch = owner;
    bool alive_at_end = false;
    s2::slot<asio::awaitable<void>(pulse const&)> slot([&](pulse const&) -> asio::awaitable<void> {
        co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
        owner.reset();
        alive_at_end = !watch.expired();
    });
    slot.track_foreign(owner);
    bb::handle const tracked = bb::listen<pulse>(ctx, slot);
    bb::emit<pulse>(ctx);
    io.run();
    BOOST_TEST(alive_at_end);
    BOOST_TEST(watch.expired());
    BOOST_TEST(!tracked.active());
}

BOOST_AUTO_TEST_CASE(a_slot_in_other_layers_keeps_its_tracking)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    auto outer = std::make_shared<int>(1);
    auto inner = std::make_shared<int>(1);
    texts seen;
    s2::slot<void(std::int64_t, std::string const&)> slot(
        [&](std::int64_t n, std::string const& s) { seen.push_back(text_of(n, s)); });
    slot.track_foreign(inner);
    auto const even = [](found const& f) { return f.number % 2 == 0; };
    auto const layers = [&] {
        return bb::track(outer, bb::when(even, asio::bind_executor(asio::make_strand(io), slot)));
    };
    bb::handle const a = bb::listen<found>(ctx, layers());
    bb::emit<found>(ctx, 1, "a");
    bb::emit<found>(ctx, 2, "b");
    io.run();
    BOOST_TEST(seen == texts{"2b"}, per_element());
    auto const kept = std::exchange(inner, nullptr);
    BOOST_TEST(a.active());
    outer.reset();
    BOOST_TEST(!a.active());
}

BOOST_FIXTURE_TEST_CASE(a_slot_is_a_handler_for_every_verb, fixture)
{
    auto owner = std::make_shared<int>(1);
    auto const with_owner = [&](auto slot) {
        slot.track_foreign(owner);
        return slot;
    };
    auto const twice = with_owner(
        s2::slot<std::int64_t(std::int64_t)>([](std::int64_t number) { return 2 * number; }));
    auto const nothing = with_owner(s2::slot<void()>([] {}));
    auto const provider = bb::set_provider<ask>(ctx, twice);
    auto const at_once = bb::set_provider<ask_now>(ctx, twice);
    auto const one_of_many = bb::add_provider<ask>(ctx, twice);
    auto const handler = bb::on_signal<pulse>(ctx, nothing);
    BOOST_TEST(bb::request<ask>(ctx, 4, bb::blocking).value() == 8);
    BOOST_TEST(bb::request<ask_now>(ctx, 4).value() == 8);
    std::vector<std::int64_t> all;
    bb::request_all<ask>(ctx, 4, [&](auto r) { all = r.value(); });
    BOOST_TEST(all == std::vector<std::int64_t>{8}, per_element());
    BOOST_TEST(bb::signal<pulse>(ctx).has_value());

    owner.reset();
    BOOST_TEST((bb::request<ask>(ctx, 4, bb::blocking).error() == bb::errc::no_provider));
    BOOST_TEST((bb::request<ask_now>(ctx, 4).error() == bb::errc::no_provider));
    bb::request_all<ask>(ctx, 4, [&](auto r) { all = r.value(); });
    BOOST_TEST(all.empty());
    BOOST_TEST((bb::signal<pulse>(ctx).error() == bb::errc::no_handler));
    BOOST_TEST(!provider->active());
    BOOST_TEST(!at_once->active());
    BOOST_TEST(!one_of_many->active());
    BOOST_TEST(!handler->active());
    // The place is free again.
    BOOST_TEST(bb::set_provider<ask>(ctx, [](std::int64_t n) { return n; }).has_value());
}

BOOST_FIXTURE_TEST_CASE(a_slot_without_a_function_is_empty, fixture)
{
    s2::slot<void()> const empty{boost::function<void()>()};
    BOOST_TEST(!bb::listen<found>(ctx, empty).active());
    BOOST_TEST((bb::on_signal<found>(ctx, empty).error() == bb::errc::empty_handler));
    BOOST_TEST(
        (bb::on_signal<found>(ctx, boost::function<void()>()).error() == bb::errc::empty_handler));
}

// Two signals, so that nothing comes back: how a program moves over one module at a time.
BOOST_FIXTURE_TEST_CASE(both_ways, fixture)
{
    s2::signal<void(std::int64_t, std::string const&)> out_of_the_old;
    s2::signal<void(std::int64_t, std::string const&)> into_the_old;
    texts old;
    into_the_old.connect(
        [&](std::int64_t n, std::string const& s) { old.push_back(text_of(n, s)); });
    bb::emit_from<found>(out_of_the_old, ctx);
    bb::handle const to_old = bb::listen<found>(ctx, bb::call_signal(into_the_old));
    out_of_the_old(1, "a");
    bb::emit<found>(ctx, 2, "b");
    BOOST_TEST(seen == (texts{"1a", "2b"}), per_element());
    BOOST_TEST(old == seen, per_element());
}

BOOST_AUTO_TEST_CASE(an_event_that_cannot_be_copied_passes_by_reference)
{
    bb::broker_context ctx;
    int number = 0;
    s2::signal<void(ticket const&)> signal;
    signal.connect([&](ticket const& t) { number = *t.number; });
    bb::handle const on = bb::listen<ticket>(ctx, bb::call_signal(signal));
    bb::emit<ticket>(ctx, std::make_unique<int>(7));
    BOOST_TEST(number == 7);
}

BOOST_AUTO_TEST_SUITE_END()
