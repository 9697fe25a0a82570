// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/diagnostics.hpp>
#include <boost_broker/drop.hpp>
#include <boost_broker/event_broker.hpp>
#include <boost_broker/signal_broker.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace signals_test {

namespace bb = boost_broker;
namespace asio = boost::asio;

struct rotate {};
struct store {
    using broker_policy = bb::local<bb::queue_depth<2>>;
    std::string text = {};
};
struct noted {
    int number = 0;
};
struct command {
    int number = 0;
};
struct parcel {
    std::unique_ptr<int> content = {};
};

} // namespace signals_test

BOOST_HANA_ADAPT_STRUCT(signals_test::store, text);
BOOST_HANA_ADAPT_STRUCT(signals_test::noted, number);
BOOST_HANA_ADAPT_STRUCT(signals_test::command, number);
BOOST_HANA_ADAPT_STRUCT(signals_test::parcel, content);

BOOST_AUTO_TEST_SUITE(signals)

using namespace signals_test;

BOOST_AUTO_TEST_CASE(check_44_without_a_handler_the_failure_names_signal_and_context)
{
    bb::broker_context ctx;
    ctx.set_name("disk");
    auto const refused = bb::signal<rotate>(ctx);
    BOOST_TEST((refused.error() == bb::errc::no_handler));
    BOOST_TEST(refused.error().detail().find("signals_test::rotate") != std::string::npos);
    BOOST_TEST(refused.error().detail().find("context 'disk'") != std::string::npos);
    BOOST_TEST(!bb::has_signal_handler<rotate>(ctx));
}

BOOST_AUTO_TEST_CASE(check_45_a_second_handler_is_refused_and_the_first_still_handles)
{
    bb::broker_context ctx;
    int first = 0;
    int second = 0;
    auto const a = bb::on_signal<rotate>(ctx, [&] { ++first; });
    auto const b = bb::on_signal<rotate>(ctx, [&] { ++second; });
    BOOST_TEST(a.has_value());
    BOOST_TEST((b.error() == bb::errc::handler_exists));
    BOOST_TEST(bb::signal<rotate>(ctx).has_value());
    BOOST_TEST(first == 1);
    BOOST_TEST(second == 0);
}

BOOST_AUTO_TEST_CASE(check_46_accepted_is_not_handled_and_an_exception_stays_with_the_handler)
{
    bb::broker_context ctx;
    std::vector<std::string> reports;
    ctx.diagnostics().connect([&](bb::diagnostic const& d) { reports.emplace_back(d.text); });
    auto const h = bb::on_signal<rotate>(ctx, [] { throw std::runtime_error("disk on fire"); });
    BOOST_TEST(bb::signal<rotate>(ctx).has_value());
    BOOST_TEST(
        reports == std::vector<std::string>{"disk on fire"}, boost::test_tools::per_element());
    BOOST_TEST(bb::stats<bb::signal_broker<rotate>>(ctx).threw == 1u);
}

BOOST_AUTO_TEST_CASE(check_47_a_full_queue_refuses_and_leaves_the_argument_intact)
{
    bb::broker_context ctx;
    std::vector<std::string> stored;
    std::vector<bool> accepted;
    auto const h = bb::on_signal<store>(ctx, [&](store const& s) {
        stored.push_back(s.text);
        if (s.text != "first")
            return;
        for (int i = 0; i != 3; ++i) {
            store next{"a text that is too long for the small buffer " + std::to_string(i)};
            accepted.push_back(bb::signal(ctx, std::move(next)).has_value());
            if (!accepted.back())
                BOOST_TEST(next.text == "a text that is too long for the small buffer 2");
        }
    });
    BOOST_TEST(bb::signal<store>(ctx, "first").has_value());
    BOOST_TEST(
        accepted == (std::vector<bool>{true, true, false}), boost::test_tools::per_element());
    BOOST_TEST(stored.size() == 3u);
    auto const counters = bb::stats<bb::signal_broker<store>>(ctx);
    BOOST_TEST(counters.sent == counters.delivered);
    BOOST_TEST(counters.dropped == 1u);
}

BOOST_AUTO_TEST_CASE(a_replaced_handler_handles_what_it_accepted)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    std::vector<std::string> handled;
    auto const strand = asio::make_strand(io);
    auto const before = bb::on_signal<command>(ctx,
        asio::bind_executor(strand, [&](int n) { handled.push_back("old " + std::to_string(n)); }));
    BOOST_TEST(bb::signal<command>(ctx, 1).has_value());
    auto const after = bb::replace_signal_handler<command>(ctx,
        asio::bind_executor(strand, [&](int n) { handled.push_back("new " + std::to_string(n)); }));
    BOOST_TEST(bb::signal<command>(ctx, 2).has_value());
    io.run();
    BOOST_TEST(
        handled == (std::vector<std::string>{"old 1", "new 2"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(check_48_replacing_by_nothing_clears_the_place)
{
    bb::broker_context ctx;
    auto const h = bb::on_signal<rotate>(ctx, [] {});
    auto const none = bb::replace_signal_handler<rotate>(ctx, std::function<void()>());
    BOOST_TEST(none.has_value());
    BOOST_TEST(!none->active());
    BOOST_TEST(!bb::has_signal_handler<rotate>(ctx));
    BOOST_TEST(bb::on_signal<rotate>(ctx, [] {}).has_value());
    BOOST_TEST(
        (bb::on_signal<rotate>(ctx, std::function<void()>()).error() == bb::errc::empty_handler));
}

BOOST_AUTO_TEST_CASE(what_was_accepted_and_not_delivered_is_counted)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    bool called = false;
    auto h = bb::on_signal<command>(
        ctx, asio::bind_executor(asio::make_strand(io), [&](int) { called = true; }));
    BOOST_TEST(bb::signal<command>(ctx, 1).has_value());
    h->stop();
    io.run();
    BOOST_TEST(!called);
    BOOST_TEST(bb::stats<bb::signal_broker<command>>(ctx).dropped == 1u);
    BOOST_TEST((bb::signal<command>(ctx, 2).error() == bb::errc::no_handler));
}

BOOST_AUTO_TEST_CASE(signals_and_events_reach_one_executor_in_one_order)
{
    bb::broker_context ctx;
    std::vector<int> seen;
    bb::handle const listener = bb::listen<noted>(ctx, [&](int n) {
        seen.push_back(n);
        if (n == 0) {
            bb::emit<noted>(ctx, 1);
            BOOST_TEST(bb::signal<command>(ctx, 2).has_value());
            bb::emit<noted>(ctx, 3);
        }
    });
    auto const h = bb::on_signal<command>(ctx, [&](int n) { seen.push_back(n); });
    bb::emit<noted>(ctx, 0);
    BOOST_TEST(seen == (std::vector<int>{0, 1, 2, 3}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_handler_may_take_the_signal_for_itself)
{
    bb::broker_context ctx;
    std::unique_ptr<int> kept;
    auto const h =
        bb::on_signal<parcel>(ctx, [&](std::unique_ptr<int>&& p) { kept = std::move(p); });
    BOOST_TEST(bb::signal(ctx, parcel{std::make_unique<int>(7)}).has_value());
    BOOST_REQUIRE(kept != nullptr);
    BOOST_TEST(*kept == 7);
}

BOOST_AUTO_TEST_CASE(a_mock_takes_the_signals_while_it_exists)
{
    bb::broker_context ctx;
    int real = 0;
    int mocked = 0;
    auto const h = bb::on_signal<rotate>(ctx, [&] { ++real; });
    try {
        bb::mock_signal_handler<rotate> const mock(ctx, [&] { ++mocked; });
        BOOST_TEST(bb::signal<rotate>(ctx).has_value());
        throw 1;
    } catch (int) {}
    BOOST_TEST(bb::signal<rotate>(ctx).has_value());
    BOOST_TEST(real == 1);
    BOOST_TEST(mocked == 1);
}

BOOST_AUTO_TEST_CASE(a_closed_context_refuses)
{
    bb::broker_context ctx;
    auto h = bb::on_signal<rotate>(ctx, [] {});
    ctx.close();
    BOOST_TEST((bb::signal<rotate>(ctx).error() == bb::errc::context_closed));
    BOOST_TEST((bb::on_signal<rotate>(ctx, [] {}).error() == bb::errc::context_closed));
    BOOST_TEST(!h->active());
}

BOOST_AUTO_TEST_CASE(check_48_dropping_the_handler_refuses_at_once_and_waits_for_its_coroutine)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    auto owner = std::make_shared<int>(0);
    std::weak_ptr<int> const alive = owner;
    auto const h = bb::on_signal<rotate>(ctx, [owner]() -> asio::awaitable<void> {
        *owner = 1;
        co_return;
    });
    owner.reset();
    BOOST_TEST(bb::signal<rotate>(ctx).has_value());
    bool dropped = false;
    bb::drop_signal_handler<rotate>(ctx, [&](bb::result<void> r) {
        dropped = r.has_value();
        BOOST_TEST(alive.expired());
    });
    BOOST_TEST((bb::signal<rotate>(ctx).error() == bb::errc::no_handler));
    BOOST_TEST(!dropped);
    io.run();
    BOOST_TEST(dropped);
}

BOOST_AUTO_TEST_SUITE_END()
