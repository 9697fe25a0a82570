// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/diagnostics.hpp>
#include <boost_broker/drop.hpp>
#include <boost_broker/event_broker.hpp>
#include <boost_broker/manual_clock.hpp>
#include <boost_broker/multi_request_broker.hpp>
#include <boost_broker/request_broker.hpp>
#include <boost_broker/signal_broker.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <exception>
#include <functional>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace diagnostics_test {

namespace bb = boost_broker;
namespace asio = boost::asio;
using namespace std::chrono_literals;
using kind = bb::diagnostic_kind;

struct pulse {};
struct newest {
    using broker_policy = bb::local<bb::queue_depth<1>, bb::overflow<bb::drop_newest>>;
};
struct oldest {
    using broker_policy = bb::local<bb::queue_depth<1>, bb::overflow<bb::drop_oldest>>;
};
struct ask {
    using response = int;
};
struct command {
    using broker_policy = bb::local<bb::queue_depth<1>>;
};

// What the texts and views of a diagnostic said while they were valid.
struct report {
    kind about;
    std::string subject;
    std::string text;
    std::exception_ptr exception;
};

struct fixture {
    asio::io_context io;
    bb::broker_context ctx{io};
    bb::manual_clock clock;
    std::vector<report> reports;

    fixture()
    {
        ctx.use_clock(clock);
        ctx.diagnostics().connect([this](bb::diagnostic const& d) {
            reports.push_back({d.kind, std::string(d.subject), std::string(d.text), d.exception});
        });
    }

    auto there(auto handler) { return asio::bind_executor(asio::make_strand(io), handler); }
    void run()
    {
        io.restart();
        io.poll();
    }
    // The only report since the last time.
    report only(kind about, std::string const& subject)
    {
        BOOST_REQUIRE(reports.size() == 1u);
        auto const found = std::exchange(reports, {}).front();
        BOOST_TEST((found.about == about));
        BOOST_TEST(found.subject == "diagnostics_test::" + subject);
        BOOST_TEST(!found.text.empty());
        BOOST_TEST((found.exception != nullptr) == (about == kind::handler_threw));
        return found;
    }
};

[[noreturn]] void boom()
{
    throw std::runtime_error("boom");
}
asio::awaitable<void> boom_later()
{
    boom();
    co_return;
}

} // namespace diagnostics_test

BOOST_AUTO_TEST_SUITE(diagnostics)

using namespace diagnostics_test;

BOOST_FIXTURE_TEST_CASE(a_handler_that_throws_is_reported_with_its_exception, fixture)
{
    struct row {
        std::string subject;
        std::function<bb::result<bb::handle>()> add;
        std::function<void()> call;
    };
    auto const emit = [&] { bb::emit<pulse>(ctx); };
    auto const request = [&] { bb::request<ask>(ctx, asio::detached); };
    auto const request_all = [&] { bb::request_all<ask>(ctx, asio::detached); };
    auto const signal = [&] { BOOST_TEST(bb::signal<command>(ctx).has_value()); };
    auto const no_answer = []() -> int { boom(); };
    auto const no_answer_later = []() -> asio::awaitable<int> {
        boom();
        co_return 1;
    };
    row const rows[] = {
        {"pulse", [&] { return bb::listen<pulse>(ctx, &boom); }, emit},
        {"pulse", [&] { return bb::listen<pulse>(ctx, &boom_later); }, emit},
        {"ask", [&] { return bb::set_provider<ask>(ctx, no_answer); }, request},
        {"ask", [&] { return bb::set_provider<ask>(ctx, no_answer_later); }, request},
        {"ask", [&] { return bb::add_provider<ask>(ctx, no_answer); }, request_all},
        {"command", [&] { return bb::on_signal<command>(ctx, &boom); }, signal},
        {"command", [&] { return bb::on_signal<command>(ctx, &boom_later); }, signal},
    };
    for (auto const& r : rows) {
        auto const on = r.add();
        BOOST_TEST(on.has_value());
        r.call();
        run();
        auto const found = only(kind::handler_threw, r.subject);
        BOOST_TEST(found.text == "boom");
        BOOST_CHECK_THROW(std::rethrow_exception(found.exception), std::runtime_error);
    }
}

BOOST_FIXTURE_TEST_CASE(an_exception_may_be_anything, fixture)
{
    bb::handle const on = bb::listen<pulse>(ctx, [] { throw 7; });
    bb::emit<pulse>(ctx);
    auto const found = only(kind::handler_threw, "pulse");
    BOOST_CHECK_THROW(std::rethrow_exception(found.exception), int);
}

BOOST_FIXTURE_TEST_CASE(a_message_that_meets_a_full_queue_is_reported, fixture)
{
    bb::handle const a = bb::listen<newest>(ctx, there([] {}));
    bb::handle const b = bb::listen<oldest>(ctx, there([] {}));
    auto const c = bb::on_signal<command>(ctx, there([] {}));
    bb::emit<newest>(ctx);
    bb::emit<oldest>(ctx);
    BOOST_TEST(bb::signal<command>(ctx).has_value());
    BOOST_TEST(reports.empty());
    bb::emit<newest>(ctx);
    only(kind::message_dropped, "newest");
    bb::emit<oldest>(ctx);
    only(kind::message_dropped, "oldest");
    BOOST_TEST(bb::signal<command>(ctx).has_error());
    only(kind::message_dropped, "command");
    run();
    BOOST_TEST(reports.empty());
}

BOOST_FIXTURE_TEST_CASE(an_answer_that_comes_too_late_is_reported, fixture)
{
    std::optional<bb::reply<ask>> reply;
    auto const p =
        bb::set_provider<ask>(ctx, [&](bb::reply<ask> r) { reply.emplace(std::move(r)); });
    bb::request<ask>(ctx, asio::detached);
    run();
    clock.advance(5s);
    BOOST_TEST(reports.empty());
    (*reply)(7);
    only(kind::late_answer, "ask");
}

BOOST_FIXTURE_TEST_CASE(a_listener_that_is_not_registered_is_reported, fixture)
{
    BOOST_TEST(!bb::listen<pulse>(ctx, std::function<void()>()).active());
    auto const empty = only(kind::not_registered, "pulse");
    BOOST_TEST(empty.text.find("is empty") != std::string::npos);
    bb::broker_context none;
    std::string text;
    none.diagnostics().connect([&](bb::diagnostic const& d) { text = d.text; });
    BOOST_TEST(!bb::listen<pulse>(none, &boom_later).active());
    BOOST_TEST(text.find(none.name() + " has none") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(a_drop_that_takes_too_long_is_reported, fixture)
{
    asio::steady_timer never(io, asio::steady_timer::time_point::max());
    bb::handle on = bb::listen<pulse>(ctx, [&]() -> asio::awaitable<void> {
        co_await never.async_wait(asio::as_tuple(asio::use_awaitable));
    });
    bb::emit<pulse>(ctx);
    run();
    bb::drop_listener(std::move(on), asio::detached);
    clock.advance(5s);
    auto const found = only(kind::drain_timed_out, "pulse");
    BOOST_TEST(found.text.find(ctx.name()) != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(a_closed_context_still_reports, fixture)
{
    ctx.close();
    bb::emit<pulse>(ctx);
    auto const found = only(kind::context_closed, "pulse");
    BOOST_TEST(found.text.find(ctx.name()) != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(slots_come_and_go_and_what_they_throw_is_ignored, fixture)
{
    int calls = 0;
    auto const connection = ctx.diagnostics().connect([&](bb::diagnostic const&) {
        ++calls;
        throw std::runtime_error("a slot");
    });
    bb::handle const on = bb::listen<pulse>(ctx, &boom);
    bb::emit<pulse>(ctx);
    only(kind::handler_threw, "pulse");
    BOOST_TEST(calls == 1);
    connection.disconnect();
    bb::emit<pulse>(ctx);
    only(kind::handler_threw, "pulse");
    BOOST_TEST(calls == 1);
}

BOOST_FIXTURE_TEST_CASE(a_slot_may_use_the_context, fixture)
{
    bb::broker_context here;
    int pulses = 0;
    bb::handle const a = bb::listen<pulse>(here, [&] { ++pulses; });
    bb::handle const b = bb::listen<newest>(here, &boom);
    here.diagnostics().connect([&](bb::diagnostic const&) { bb::emit<pulse>(here); });
    bb::emit<newest>(here);
    BOOST_TEST(pulses == 1);
}

BOOST_FIXTURE_TEST_CASE(a_diagnostic_can_be_printed, fixture)
{
    std::ostringstream out;
    out << bb::diagnostic{kind::handler_threw, "a::message", "boom", nullptr};
    BOOST_TEST(out.str() == "a::message: boom");
}

BOOST_FIXTURE_TEST_CASE(a_reference_and_its_context_have_the_same_diagnostics, fixture)
{
    BOOST_TEST(&ctx.diagnostics() == &ctx.ref().diagnostics());
    bb::broker_context const other;
    BOOST_TEST(&ctx.diagnostics() != &other.diagnostics());
}

BOOST_AUTO_TEST_SUITE_END()
