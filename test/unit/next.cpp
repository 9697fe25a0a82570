// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/diagnostics.hpp>
#include <boost_broker/drop.hpp>
#include <boost_broker/manual_clock.hpp>
#include <boost_broker/next.hpp>
#include <boost_broker/thread_context.hpp>
#include <boost_broker/timeout.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#pragma push_macro("emit")
#undef emit

namespace next_test {

namespace bb = boost_broker;
namespace asio = boost::asio;
using namespace std::chrono_literals;

struct noted {
    int number = 0;
    std::string text = {};
};
struct pulse {};

// An event that is no aggregate, cannot be made from nothing, and counts its copies.
class counted
{
public:
    explicit counted(int& copies) : copies_(&copies) {}
    counted(counted const& other) : copies_(other.copies_) { ++*copies_; }
    counted(counted&&) = default;
    counted& operator=(counted const&) = default;
    counted& operator=(counted&&) = default;

private:
    int* copies_;
};

// An event that cannot be copied when it matters.
struct moody {
    explicit moody(bool& m) : fails(&m) {}
    moody(moody const& other) : fails(other.fails)
    {
        if (*fails)
            throw std::runtime_error("not today");
    }
    moody(moody&&) = default;
    bool* fails;
};

std::string const long_text = "a text that does not fit into the small buffer of a string";

struct fixture {
    asio::io_context io;
    bb::manual_clock clock;
    bb::broker_context ctx{io};
    std::optional<bb::result<noted>> got;

    fixture() { ctx.use_clock(clock); }

    void poll()
    {
        io.restart();
        io.poll();
    }

    /// A token that keeps the outcome.
    auto keep()
    {
        return [this](bb::result<noted> r) {
            BOOST_TEST(!got.has_value());
            got = std::move(r);
        };
    }
    int number() const { return got.value().value().number; }
    auto error() const { return got.value().error(); }
    std::size_t listeners() const { return bb::emit<noted>(ctx, 0, "probe").accepted; }
};

} // namespace next_test

BOOST_HANA_ADAPT_STRUCT(next_test::noted, number, text);

BOOST_AUTO_TEST_SUITE(next)

using namespace next_test;

BOOST_FIXTURE_TEST_CASE(it_completes_with_the_next_event_and_only_that, fixture)
{
    bb::emit<noted>(ctx, 1, "before");
    bb::next<noted>(ctx, keep());
    BOOST_TEST(bb::emit<noted>(ctx, 2, long_text).accepted == 1u);
    BOOST_TEST(bb::emit<noted>(ctx, 3, "after").accepted == 0u);
    poll();
    BOOST_TEST(number() == 2);
    BOOST_TEST(got->value().text == long_text);
}

BOOST_FIXTURE_TEST_CASE(it_completes_neither_inside_the_verb_nor_inside_emit, fixture)
{
    ctx.close();
    bb::next<noted>(ctx, keep());
    BOOST_TEST(!got.has_value());
    poll();
    BOOST_TEST((error() == bb::errc::context_closed));

    bb::broker_context open(io);
    got.reset();
    bb::next<noted>(open, keep());
    bb::emit<noted>(open, 1, "");
    BOOST_TEST(!got.has_value());
    poll();
    BOOST_TEST(number() == 1);
}

BOOST_FIXTURE_TEST_CASE(it_does_not_see_the_event_that_is_being_emitted, fixture)
{
    bb::handle const on = bb::listen<noted>(ctx, [&](noted const& n) {
        if (n.number == 1)
            bb::next<noted>(ctx, keep());
    });
    bb::emit<noted>(ctx, 1, "");
    poll();
    BOOST_TEST(!got.has_value());
    bb::emit<noted>(ctx, 2, "");
    poll();
    BOOST_TEST(number() == 2);
}

BOOST_FIXTURE_TEST_CASE(it_does_not_see_an_event_that_was_queued_before, fixture)
{
    bb::handle const on = bb::listen<pulse>(ctx, [&] {
        bb::emit<noted>(ctx, 1, "queued, as a handler runs");
        bb::next<noted>(ctx, keep());
        bb::emit<noted>(ctx, 2, "");
    });
    bb::handle const heard = bb::listen<noted>(ctx, [] {});
    bb::emit<pulse>(ctx);
    poll();
    BOOST_TEST(number() == 2);
}

BOOST_FIXTURE_TEST_CASE(it_is_a_listener_in_the_order_of_its_start, fixture)
{
    std::vector<int> order;
    auto const note = [&](int n) { return [&order, n] { order.push_back(n); }; };
    bb::handle const first = bb::listen<noted>(ctx, note(1));
    bb::next<noted>(ctx, [&](bb::result<noted> const&) { order.push_back(9); });
    bb::handle const second = bb::listen<noted>(ctx, note(2));
    BOOST_TEST(bb::emit<noted>(ctx, 1, "").accepted == 3u);
    BOOST_TEST(bb::emit<noted>(ctx, 1, "").accepted == 2u);
    poll();
    BOOST_TEST(order == (std::vector<int>{1, 2, 1, 2, 9}), boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(all_that_wait_get_the_event, fixture)
{
    int sum = 0;
    for (int i = 0; i != 3; ++i)
        bb::next<noted>(ctx, [&](bb::result<noted> const& r) { sum += r.value().number; });
    bb::emit<noted>(ctx, 5, "");
    poll();
    BOOST_TEST(sum == 15);
}

BOOST_FIXTURE_TEST_CASE(the_event_is_copied_once, fixture)
{
    int copies = 0;
    counted const event(copies);
    bool completed = false;
    bb::next<counted>(ctx, [&](bb::result<counted> const& r) { completed = r.has_value(); });
    bb::emit(ctx, event);
    poll();
    BOOST_TEST(completed);
    BOOST_TEST(copies == 1);
}

BOOST_FIXTURE_TEST_CASE(an_event_that_cannot_be_copied_now_is_a_failure, fixture)
{
    std::vector<bb::diagnostic_kind> reported;
    ctx.diagnostics().connect([&](bb::diagnostic const& d) { reported.push_back(d.kind); });
    bool fails = true;
    moody const event(fails);
    std::optional<bb::failure> why;
    bb::next<moody>(ctx, [&](bb::result<moody> const& r) { why = r.error(); });
    bb::emit(ctx, event);
    poll();
    BOOST_TEST((why == bb::errc::provider_threw));
    BOOST_TEST(why->detail() == "not today");
    BOOST_TEST(reported.size() == 1u);
    BOOST_TEST(bb::stats<bb::event_broker<moody>>(ctx).threw == 1u);
    BOOST_TEST(bb::emit(ctx, event).accepted == 0u);
}

BOOST_FIXTURE_TEST_CASE(a_coroutine_awaits_it, fixture)
{
    auto const body = [&]() -> asio::awaitable<void> {
        auto const by_default = co_await bb::next<noted>(ctx);
        auto const by_token = co_await bb::next<noted>(ctx, asio::use_awaitable);
        got = noted{by_default.value().number * 10 + by_token.value().number,
            by_default.value().text + by_token.value().text};
    };
    asio::co_spawn(io, body, asio::detached);
    poll();
    bb::emit<noted>(ctx, 1, long_text);
    poll();
    bb::emit<noted>(ctx, 2, long_text);
    poll();
    BOOST_TEST(number() == 12);
    BOOST_TEST(got->value().text == long_text + long_text);
}

BOOST_FIXTURE_TEST_CASE(a_lazy_next_starts_when_it_is_awaited, fixture)
{
    auto waiting = bb::next<noted>(ctx);
    BOOST_TEST(bb::emit<noted>(ctx, 1, "").accepted == 0u);
    std::move(waiting)(keep());
    bb::emit<noted>(ctx, 2, "");
    poll();
    BOOST_TEST(number() == 2);
}

BOOST_FIXTURE_TEST_CASE(it_completes_on_the_executor_of_its_handler, fixture)
{
    asio::io_context elsewhere;
    bb::next<noted>(ctx, asio::bind_executor(elsewhere, keep()));
    bb::emit<noted>(ctx, 1, "");
    poll();
    BOOST_TEST(!got.has_value());
    elsewhere.run();
    BOOST_TEST(number() == 1);
    auto future = bb::next<noted>(ctx, asio::use_future);
    bb::emit<noted>(ctx, 2, "");
    poll();
    BOOST_TEST(future.get()->number == 2);
}

BOOST_AUTO_TEST_CASE(without_an_executor_it_completes_inside_emit)
{
    std::vector<int> seen;
    std::function<void()> again;
    bb::broker_context ctx;
    again = [&] {
        bb::next<noted>(ctx, [&](bb::result<noted> const& r) {
            if (!r)
                return;
            seen.push_back(r->number);
            again(); // sees the next one, or this would never end
        });
    };
    again();
    bb::emit<noted>(ctx, 1, "");
    bb::emit<noted>(ctx, 2, "");
    BOOST_TEST(seen == (std::vector<int>{1, 2}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(without_a_context_it_waits_in_that_of_the_thread)
{
    std::optional<int> got;
    auto const keep = [&](bb::result<noted> const& r) { got = r.value().number; };
    bb::next<noted>(keep);
    bb::emit<noted>(1, "");
    BOOST_TEST(got.value() == 1);
    bb::broker_context ctx;
    bb::scoped_context const scope(ctx);
    bb::next<noted>()(keep);
    bb::emit<noted>(ctx, 2, "");
    BOOST_TEST(got.value() == 2);
}

BOOST_FIXTURE_TEST_CASE(a_broker_of_ones_own_has_it_too, fixture)
{
    bb::event_broker<noted> broker(ctx);
    broker.next(keep());
    bb::emit<noted>(ctx, 1, "another channel");
    broker.emit(noted{2, ""});
    poll();
    BOOST_TEST(number() == 2);
    got.reset();
    broker.next()(keep());
    ctx.close();
    poll();
    BOOST_TEST((error() == bb::errc::context_closed));
    got.reset();
    broker.next(keep());
    poll();
    BOOST_TEST((error() == bb::errc::context_closed));
}

BOOST_FIXTURE_TEST_CASE(it_ends_with_its_broker, fixture)
{
    {
        bb::event_broker<noted> broker(ctx);
        broker.next(keep());
    }
    poll();
    BOOST_TEST((error() == bb::errc::cancelled));
}

BOOST_FIXTURE_TEST_CASE(it_fails_when_its_context_is_closed_or_ends, fixture)
{
    bb::next<noted>(ctx, keep());
    ctx.close();
    poll();
    BOOST_TEST((error() == bb::errc::context_closed));
    BOOST_TEST(error().detail().find("noted in " + ctx.name()) != std::string::npos);

    std::optional<bb::broker_context> ends(std::in_place, io);
    bb::context_ref const ended = *ends;
    got.reset();
    bb::next<noted>(ended, keep());
    ends.reset();
    poll();
    BOOST_TEST((error() == bb::errc::context_closed));
    got.reset();
    bb::next<noted>(ended, asio::bind_executor(io, keep()));
    BOOST_TEST(!got.has_value());
    poll();
    BOOST_TEST((error() == bb::errc::context_closed));
}

BOOST_FIXTURE_TEST_CASE(it_ends_with_all_listeners, fixture)
{
    bb::next<noted>(ctx, keep());
    BOOST_TEST(bb::drop_all_listeners<noted>(ctx, bb::blocking).has_value());
    poll();
    BOOST_TEST((error() == bb::errc::cancelled));
    BOOST_TEST(listeners() == 0u);
}

BOOST_FIXTURE_TEST_CASE(it_has_the_deadline_of_its_token, fixture)
{
    bb::next<noted>(ctx, keep());
    BOOST_TEST(clock.pending() == 0u); // none of its own
    bb::emit<noted>(ctx, 1, "");
    poll();
    got.reset();
    bb::next<noted>(ctx, (bb::timeout)(1s, keep()));
    clock.advance(1s - 1ns);
    poll();
    BOOST_TEST(!got.has_value());
    clock.advance(1ns);
    poll();
    BOOST_TEST((error() == bb::errc::timed_out));
    BOOST_TEST(listeners() == 0u);
    got.reset();
    bb::next<noted>(ctx, (bb::timeout)(1s, keep()));
    bb::emit<noted>(ctx, 2, "");
    BOOST_TEST(clock.pending() == 0u);
    poll();
    BOOST_TEST(number() == 2);
}

BOOST_FIXTURE_TEST_CASE(it_can_be_cancelled, fixture)
{
    for (auto const type : {asio::cancellation_type::terminal, asio::cancellation_type::partial,
             asio::cancellation_type::total}) {
        asio::cancellation_signal cancel;
        got.reset();
        bb::next<noted>(ctx, asio::bind_cancellation_slot(cancel.slot(), keep()));
        cancel.emit(type);
        BOOST_TEST(!got.has_value());
        poll();
        BOOST_TEST((error() == bb::errc::cancelled));
        BOOST_TEST(listeners() == 0u);
        cancel.emit(type); // too late
        poll();
    }
    asio::cancellation_signal cancel;
    got.reset();
    bb::next<noted>(ctx, asio::bind_cancellation_slot(cancel.slot(), keep()));
    bb::emit<noted>(ctx, 1, "");
    cancel.emit(asio::cancellation_type::terminal); // too late, too
    poll();
    BOOST_TEST(number() == 1);
}

BOOST_FIXTURE_TEST_CASE(it_holds_work_while_it_waits, fixture)
{
    bb::next<noted>(ctx, keep());
    io.poll();
    BOOST_TEST(!io.stopped());
    bb::emit<noted>(ctx, 1, "");
    io.run(); // returns
    BOOST_TEST(number() == 1);
}

BOOST_AUTO_TEST_CASE(its_handler_ends_with_its_execution_context)
{
    auto const kept = std::make_shared<int>();
    auto const never = [kept](bb::result<noted> const&) { BOOST_TEST(false); };
    {
        asio::io_context io;
        bb::broker_context ctx(io);
        bb::next<noted>(ctx, never);
        bb::next<noted>(ctx, asio::bind_executor(io, (bb::timeout)(1h, never)));
        BOOST_TEST(kept.use_count() == 4);
    }
    BOOST_TEST(kept.use_count() == 2);

    // The context goes on, and does not count who cannot be reached any more.
    bb::broker_context ctx;
    {
        asio::io_context io;
        bb::next<noted>(ctx, asio::bind_executor(io, never));
    }
    BOOST_TEST(kept.use_count() == 2);
    BOOST_TEST(bb::emit<noted>(ctx, 1, "").accepted == 0u);
}

BOOST_AUTO_TEST_CASE(it_fails_when_the_executor_of_the_context_ends)
{
    asio::io_context elsewhere;
    std::vector<bb::failure> why;
    auto const keep = [&](bb::result<noted> const& r) { why.push_back(r.error()); };
    std::optional<asio::io_context> io(std::in_place);
    bb::broker_context ctx(*io);
    bb::next<noted>(ctx, asio::bind_executor(elsewhere, keep));
    io.reset();
    bb::next<noted>(ctx, asio::bind_executor(elsewhere, keep));
    elsewhere.run();
    BOOST_TEST_REQUIRE(why.size() == 2u);
    BOOST_TEST((why[0] == bb::errc::no_executor));
    BOOST_TEST((why[1] == bb::errc::no_executor));
}

BOOST_FIXTURE_TEST_CASE(a_predicate_chooses_the_event, fixture)
{
    auto const number_is = [](int n) { return [n](noted const& e) { return e.number == n; }; };
    bb::next<noted>(ctx, bb::when(number_is(3), keep()));
    BOOST_TEST(bb::emit<noted>(ctx, 1, "").accepted == 0u);
    BOOST_TEST(bb::emit<noted>(ctx, 3, "").accepted == 1u);
    poll();
    BOOST_TEST(number() == 3);

    got.reset();
    std::string order;
    bb::next<noted>(ctx,
        bb::when(
            [&](noted const& e) {
                order += 'a';
                return e.number > 3;
            },
            bb::when(
                [&](noted const& e) {
                    order += 'b';
                    return e.number < 6;
                },
                (bb::timeout)(1s, asio::bind_executor(asio::make_strand(io), keep())))));
    for (int i = 0; i != 10; ++i)
        bb::emit<noted>(ctx, i == 0 ? 7 : i, "");
    poll();
    BOOST_TEST(number() == 4);
    BOOST_TEST(order == "abaaaab");
    BOOST_TEST(clock.pending() == 0u);

    got.reset();
    auto const named = bb::when(number_is(5), asio::deferred);
    bb::next<noted>(ctx, named)(keep());
    bb::emit<noted>(ctx, 5, "");
    poll();
    BOOST_TEST(number() == 5);
}

BOOST_FIXTURE_TEST_CASE(a_predicate_that_throws_is_told_and_the_wait_goes_on, fixture)
{
    int reported = 0;
    ctx.diagnostics().connect([&](bb::diagnostic const& d) {
        reported += d.kind == bb::diagnostic_kind::handler_threw ? 1 : 0;
    });
    bb::next<noted>(ctx,
        bb::when(
            [](noted const& e) {
                return e.number == 1 ? throw std::runtime_error("a predicate") : true;
            },
            keep()));
    bb::emit<noted>(ctx, 1, "");
    BOOST_TEST(reported == 1);
    bb::emit<noted>(ctx, 2, "");
    poll();
    BOOST_TEST(number() == 2);
}

BOOST_FIXTURE_TEST_CASE(a_predicate_may_end_the_wait, fixture)
{
    bb::next<noted>(ctx,
        bb::when(
            [&](noted const&) {
                ctx.close();
                return true;
            },
            keep()));
    bb::emit<noted>(ctx, 1, "");
    poll();
    BOOST_TEST((error() == bb::errc::context_closed));
}

BOOST_FIXTURE_TEST_CASE(its_handler_may_end_everything, fixture)
{
    auto ends = std::make_unique<bb::broker_context>(io);
    bb::next<noted>(*ends, [&](bb::result<noted> const& r) {
        BOOST_TEST(r.has_value());
        ends.reset();
    });
    bb::next<noted>(*ends, keep());
    bb::emit<noted>(*ends, 1, "");
    poll();
    BOOST_TEST(ends == nullptr);
    BOOST_TEST(number() == 1);
}

BOOST_AUTO_TEST_SUITE_END()

#pragma pop_macro("emit")
