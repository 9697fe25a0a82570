// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/event_broker.hpp>
#include <boost_broker/manual_clock.hpp>
#include <boost_broker/multi_request_broker.hpp>
#include <boost_broker/request_broker.hpp>
#include <boost_broker/signal_broker.hpp>
#include <boost_broker/stats.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

namespace stats_test {

namespace bb = boost_broker;
namespace asio = boost::asio;
using namespace std::chrono_literals;

struct noted {
    int number = 0;
};
struct newest {
    using broker_policy = bb::local<bb::queue_depth<1>, bb::overflow<bb::drop_newest>>;
};
struct oldest {
    using broker_policy = bb::local<bb::queue_depth<1>, bb::overflow<bb::drop_oldest>>;
};
struct ask {
    using response = int;
    int number = 0;
};
struct command {
    using broker_policy = bb::local<bb::queue_depth<1>>;
};

// The counters that are not 0, so that a row says all of them.
template<class Broker>
std::string counted(bb::context_ref ctx)
{
    auto const s = bb::stats<Broker>(ctx);
    std::string text;
    auto const add = [&](char const* name, std::uint64_t value) {
        if (value != 0)
            text += std::string(text.empty() ? "" : ", ") + name + " " + std::to_string(value);
    };
    add("sent", s.sent);
    add("delivered", s.delivered);
    add("queued", s.queued);
    add("dropped", s.dropped);
    add("threw", s.threw);
    add("answered", s.answered);
    add("failed", s.failed);
    add("timed out", s.timed_out);
    add("cancelled", s.cancelled);
    add("late", s.late_answers);
    return text;
}
template<class E>
std::string events(bb::context_ref ctx)
{
    return counted<bb::event_broker<E>>(ctx);
}
std::string requests(bb::context_ref ctx)
{
    return counted<bb::request_broker<ask>>(ctx);
}
std::string multi_requests(bb::context_ref ctx)
{
    return counted<bb::multi_request_broker<ask>>(ctx);
}
std::string signals(bb::context_ref ctx)
{
    return counted<bb::signal_broker<command>>(ctx);
}

// A context whose other executor runs when the test says so.
struct fixture {
    asio::io_context io;
    asio::strand<asio::io_context::executor_type> strand = asio::make_strand(io);
    bb::broker_context ctx{io};

    auto there(auto handler) const { return asio::bind_executor(strand, handler); }
    void run()
    {
        io.restart();
        io.poll();
    }
};

} // namespace stats_test

BOOST_HANA_ADAPT_STRUCT(stats_test::noted, number);
BOOST_HANA_ADAPT_STRUCT(stats_test::ask, number);

BOOST_AUTO_TEST_SUITE(stats)

using namespace stats_test;

BOOST_FIXTURE_TEST_CASE(what_was_never_used_has_counted_nothing, fixture)
{
    BOOST_TEST(events<noted>(ctx) == "");
    BOOST_TEST(requests(ctx) == "");
    bb::emit<noted>(ctx, 1); // nobody listens
    BOOST_TEST(events<noted>(ctx) == "");
    BOOST_TEST(events<noted>(bb::context_ref()) == "");
    bb::handle const on = bb::listen<noted>(ctx, [] {});
    bb::emit<noted>(ctx, 1);
    BOOST_TEST(events<noted>(ctx) != "");
    ctx.close();
    BOOST_TEST(events<noted>(ctx) == "");
}

BOOST_FIXTURE_TEST_CASE(events_that_are_delivered_directly, fixture)
{
    bb::broker_context here;
    bb::handle const a = bb::listen<noted>(here, [] {});
    bb::handle const b = bb::listen<noted>(here, [](int n) {
        if (n == 2)
            throw std::runtime_error("two");
    });
    for (int n = 0; n != 3; ++n)
        bb::emit<noted>(here, n);
    BOOST_TEST(events<noted>(here) == "sent 3, delivered 6, threw 1");
}

BOOST_FIXTURE_TEST_CASE(events_that_are_queued, fixture)
{
    bb::handle const on = bb::listen<noted>(ctx, there([] {}));
    bb::emit<noted>(ctx, 1);
    bb::emit<noted>(ctx, 2);
    BOOST_TEST(events<noted>(ctx) == "sent 2, queued 2");
    run();
    BOOST_TEST(events<noted>(ctx) == "sent 2, delivered 2, queued 2");
}

BOOST_FIXTURE_TEST_CASE(events_that_are_dropped, fixture)
{
    bb::handle const a = bb::listen<newest>(ctx, there([] {}));
    bb::handle const b = bb::listen<oldest>(ctx, there([] {}));
    bb::handle const c = bb::listen<oldest>(ctx, there([] {}));
    for (int n = 0; n != 3; ++n) {
        BOOST_TEST(bb::emit<newest>(ctx).dropped == (n == 0 ? 0u : 1u));
        BOOST_TEST(bb::emit<oldest>(ctx).dropped == (n == 0 ? 0u : 2u)); // listeners
    }
    run();
    BOOST_TEST(events<newest>(ctx) == "sent 1, delivered 1, queued 1, dropped 2");
    BOOST_TEST(bb::stats<bb::event_broker<oldest>>(ctx).delivered == 2u);
    BOOST_TEST(bb::stats<bb::event_broker<oldest>>(ctx).dropped == 4u);
}

BOOST_FIXTURE_TEST_CASE(requests_that_are_answered_or_fail, fixture)
{
    auto const p = bb::set_provider<ask>(ctx, [](int n) -> bb::result<int> {
        if (n == 1)
            return bb::fail("one");
        if (n == 2)
            throw std::runtime_error("two");
        return n;
    });
    for (int n = 0; n != 4; ++n)
        (void)bb::request<ask>(ctx, n, bb::blocking);
    BOOST_TEST(requests(ctx) == "sent 4, delivered 4, threw 1, answered 2, failed 2");
}

BOOST_FIXTURE_TEST_CASE(requests_that_are_queued, fixture)
{
    auto const p = bb::set_provider<ask>(ctx, there([](int n) { return n; }));
    bb::request<ask>(ctx, 1, asio::detached);
    BOOST_TEST(requests(ctx) == "sent 1, queued 1");
    run();
    BOOST_TEST(requests(ctx) == "sent 1, delivered 1, queued 1, answered 1");
}

BOOST_FIXTURE_TEST_CASE(requests_that_end_without_an_answer, fixture)
{
    bb::manual_clock clock;
    ctx.use_clock(clock);
    std::optional<bb::reply<ask>> reply;
    auto p =
        bb::set_provider<ask>(ctx, [&](int, bb::reply<ask> r) { reply.emplace(std::move(r)); });
    asio::cancellation_signal stop;
    auto const nothing = [](bb::result<int> const&) {};
    bb::request<ask>(ctx, 1, asio::bind_cancellation_slot(stop.slot(), nothing));
    run();
    stop.emit(asio::cancellation_type::terminal);
    BOOST_TEST(requests(ctx).ends_with("cancelled 1"));
    (*reply)(7);
    BOOST_TEST(requests(ctx).ends_with("cancelled 1, late 1"));
    bb::request<ask>(ctx, 2, nothing);
    run();
    clock.advance(5s);
    BOOST_TEST(requests(ctx).ends_with("timed out 1, cancelled 1, late 1"));
    reply.reset(); // "reply dropped", too late as well
    bb::request<ask>(ctx, 3, nothing);
    run();
    p->stop();
    auto const s = bb::stats<bb::request_broker<ask>>(ctx);
    BOOST_TEST(s.sent == 3u);
    BOOST_TEST(s.delivered == 3u);
    BOOST_TEST(s.answered == 0u);
    BOOST_TEST(s.failed == 1u);
    BOOST_TEST(s.late_answers == 2u);
    BOOST_TEST(s.sent == s.answered + s.failed + s.timed_out + s.cancelled);
}

BOOST_FIXTURE_TEST_CASE(every_call_of_a_multi_request_counts, fixture)
{
    bb::broker_context here;
    auto const a = bb::add_provider<ask>(here, [](int n) { return n; });
    auto const b = bb::add_provider<ask>(here, [] { return bb::fail("never"); });
    auto const c = bb::add_provider<ask>(here, []() -> int { throw 1; });
    bb::request_each<ask>(here, 1, asio::detached);
    BOOST_TEST(multi_requests(here) == "sent 3, delivered 3, threw 1, answered 1, failed 2");
    BOOST_TEST(requests(here) == "");
}

BOOST_FIXTURE_TEST_CASE(signals_that_are_handled_refused_or_given_up, fixture)
{
    BOOST_TEST(bb::signal<command>(ctx).has_error());
    BOOST_TEST(signals(ctx) == "");
    auto h = bb::on_signal<command>(ctx, there([] { throw 1; }));
    BOOST_TEST(bb::signal<command>(ctx).has_value());
    BOOST_TEST(bb::signal<command>(ctx).has_error());
    BOOST_TEST(signals(ctx) == "sent 1, queued 1, dropped 1");
    run();
    BOOST_TEST(signals(ctx) == "sent 1, delivered 1, queued 1, dropped 1, threw 1");
    BOOST_TEST(bb::signal<command>(ctx).has_value());
    h->stop();
    run();
    BOOST_TEST(signals(ctx) == "sent 2, delivered 1, queued 2, dropped 2, threw 1");
}

BOOST_FIXTURE_TEST_CASE(a_broker_of_its_own_counts_by_itself, fixture)
{
    bb::event_broker<noted> broker(ctx);
    auto const on = broker.listen(there([] {}));
    broker.emit(noted{1});
    BOOST_TEST(broker.stats().sent == 1u);
    run();
    BOOST_TEST(broker.stats().delivered == 1u);
    BOOST_TEST(events<noted>(ctx) == "");
}

BOOST_AUTO_TEST_SUITE_END()
