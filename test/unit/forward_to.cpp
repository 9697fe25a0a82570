// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/diagnostics.hpp>
#include <boost_broker/forward_to.hpp>
#include <boost_broker/multi_request_broker.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace forward_to_test {

namespace bb = boost_broker;
namespace asio = boost::asio;

struct warning {
    std::int64_t source = 0;
    std::string text = {};
};
struct state {
    using broker_policy = bb::local<bb::retain_last>;
    int number = 0;
};
struct rotate {
    std::string file = {};
};
struct narrow {
    using broker_policy = bb::local<bb::queue_depth<1>, bb::overflow<bb::drop_newest>>;
    int number = 0;
};
struct parcel {
    std::unique_ptr<int> content = {};
};
struct unpack {
    using response = std::unique_ptr<int>;
    std::unique_ptr<int> content = {};
};
struct get_name {
    using response = std::string;
    std::int64_t id = 0;
};
struct half {
    using broker_policy = bb::local<bb::synchronous>;
    using response = int;
    int number = 0;
};
struct ping {
    using response = void;
};
// May be an event, a signal and a request.
struct anything {
    using response = int;
    int number = 0;
};
struct opaque {
    explicit opaque(int n) : number(n) {}
    int number;
};

using numbers = std::vector<std::int64_t>;

bb::result<std::string> name_of(std::int64_t id)
{
    if (id < 0)
        return bb::fail("no such device");
    if (id == 0)
        throw std::runtime_error("zero");
    return "device " + std::to_string(id);
}

// Two contexts on one executor; what the front has no use for goes to the back.
struct two_contexts {
    asio::io_context io;
    bb::broker_context front{io};
    bb::broker_context back{io};

    void run()
    {
        io.restart();
        io.poll();
    }

    template<class R, class... Fields>
    bb::result<bb::response_t<R>> ask(Fields&&... fields)
    {
        std::optional<bb::result<bb::response_t<R>>> got;
        bb::request<R>(front, std::forward<Fields>(fields)...,
            [&](bb::result<bb::response_t<R>> r) { got.emplace(std::move(r)); });
        run();
        BOOST_REQUIRE(got.has_value());
        return std::move(*got);
    }
};

template<class T>
bool is(bb::result<T> const& r, bb::errc code)
{
    return r.has_error() && r.error() == code;
}

} // namespace forward_to_test

BOOST_HANA_ADAPT_STRUCT(forward_to_test::warning, source, text);
BOOST_HANA_ADAPT_STRUCT(forward_to_test::state, number);
BOOST_HANA_ADAPT_STRUCT(forward_to_test::rotate, file);
BOOST_HANA_ADAPT_STRUCT(forward_to_test::narrow, number);
BOOST_HANA_ADAPT_STRUCT(forward_to_test::parcel, content);
BOOST_HANA_ADAPT_STRUCT(forward_to_test::unpack, content);
BOOST_HANA_ADAPT_STRUCT(forward_to_test::get_name, id);
BOOST_HANA_ADAPT_STRUCT(forward_to_test::half, number);
BOOST_HANA_ADAPT_STRUCT(forward_to_test::anything, number);

BOOST_AUTO_TEST_SUITE(forward_to)

using namespace forward_to_test;

BOOST_FIXTURE_TEST_CASE(events_are_emitted_there, two_contexts)
{
    numbers seen;
    bb::handle const in_back = bb::listen<warning>(
        back, [&](std::int64_t source, std::string const&) { seen.push_back(source); });
    bb::handle on = bb::listen<warning>(front, bb::forward_to(back));
    BOOST_TEST((bb::emit<warning>(front, 1, "x") == bb::emit_result{1, 0}));
    BOOST_TEST((bb::emit<warning>(back, 2, "x") == bb::emit_result{1, 0})); // one way
    on.stop();
    BOOST_TEST((bb::emit<warning>(front, 3, "x") == bb::emit_result{0, 0}));
    BOOST_TEST(seen == (numbers{1, 2}), boost::test_tools::per_element());

    int opaque_seen = 0;
    bb::handle const o = bb::listen<opaque>(back, [&](opaque const& e) { opaque_seen = e.number; });
    bb::handle const f = bb::listen<opaque>(front, bb::forward_to(back));
    bb::emit(front, opaque(4));
    BOOST_TEST(opaque_seen == 4);
}

BOOST_FIXTURE_TEST_CASE(their_order_is_kept, two_contexts)
{
    numbers seen;
    bb::handle const in_back = bb::listen<warning>(back, [&](warning const& a) {
        seen.push_back(a.source);
        if (a.source < 3)
            bb::emit<warning>(front, a.source + 10, "answer"); // behind what waits in the front
    });
    bb::handle const on = bb::listen<warning>(front, bb::forward_to(back));
    bb::handle const burst = bb::listen<warning>(front, [&](warning const& a) {
        if (a.source == 1)
            bb::emit<warning>(front, 2, "x");
    });
    bb::emit<warning>(front, 1, "x");
    run();
    BOOST_TEST(seen == (numbers{1, 11, 2, 12}), boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(the_event_that_is_kept_is_forwarded, two_contexts)
{
    bb::emit<state>(front, 7);
    bb::handle const on = bb::listen<state>(front, bb::forward_to(back));
    run();
    BOOST_TEST(bb::retained<state>(back).value().number == 7);
}

BOOST_FIXTURE_TEST_CASE(signals_are_sent_there, two_contexts)
{
    std::vector<std::string> seen;
    auto const in_back =
        bb::on_signal<rotate>(back, [&](std::string const& file) { seen.push_back(file); });
    auto const on = bb::on_signal<rotate>(front, bb::forward_to(back));
    rotate const kept{"kept"};
    BOOST_TEST(bb::signal<rotate>(front, "fields").has_value());
    BOOST_TEST(bb::signal(front, kept).has_value());
    BOOST_TEST(bb::signal(front, rotate{"moved"}).has_value());
    BOOST_TEST(seen == (std::vector<std::string>{"fields", "kept", "moved"}),
        boost::test_tools::per_element());

    int got = 0;
    auto const parcels = bb::on_signal<parcel>(back, [&](parcel&& p) { got = *p.content; });
    auto const sent = bb::on_signal<parcel>(front, bb::forward_to(back));
    BOOST_TEST(bb::signal<parcel>(front, std::make_unique<int>(5)).has_value());
    BOOST_TEST(got == 5);
}

BOOST_FIXTURE_TEST_CASE(a_signal_that_is_refused_there_is_reported_here, two_contexts)
{
    std::vector<std::string> told;
    front.diagnostics().connect([&](bb::diagnostic const& d) {
        BOOST_TEST((d.kind == bb::diagnostic_kind::handler_threw));
        BOOST_TEST(d.subject == "forward_to_test::rotate");
        told.emplace_back(d.text);
    });
    back.set_name("back");
    auto const on = bb::on_signal<rotate>(front, bb::forward_to(back));
    BOOST_TEST(bb::signal<rotate>(front, "x").has_value());
    BOOST_REQUIRE(told.size() == 1u);
    BOOST_TEST(told[0].find("no handler is registered") != std::string::npos);
    BOOST_TEST(told[0].find("context 'back'") != std::string::npos);
    back.close();
    BOOST_TEST(bb::signal<rotate>(front, "x").has_value());
    BOOST_REQUIRE(told.size() == 2u);
    BOOST_TEST(told[1].find("closed") != std::string::npos);
    BOOST_TEST(bb::stats<bb::signal_broker<rotate>>(front).threw == 2u);
}

BOOST_FIXTURE_TEST_CASE(a_full_queue_there_is_reported_here, two_contexts)
{
    std::vector<std::string> told;
    front.diagnostics().connect([&](bb::diagnostic const& d) { told.emplace_back(d.text); });
    numbers seen;
    auto const in_back = bb::on_signal<narrow>(back, [&](int n) {
        seen.push_back(n);
        if (n != 1)
            return;
        BOOST_TEST(bb::signal<narrow>(back, 2).has_value());  // waits there, and fills the queue
        BOOST_TEST(bb::signal<narrow>(front, 3).has_value()); // accepted in the front, for nothing
    });
    auto const on = bb::on_signal<narrow>(front, bb::forward_to(back));
    BOOST_TEST(bb::signal<narrow>(back, 1).has_value());
    run();
    BOOST_TEST(seen == (numbers{1, 2}), boost::test_tools::per_element());
    BOOST_REQUIRE(told.size() == 1u);
    BOOST_TEST(told[0].find("is full") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(requests_are_answered_there, two_contexts)
{
    auto const in_back = bb::set_provider<get_name>(back, &name_of);
    auto const on = bb::set_provider<get_name>(front, bb::forward_to(back));
    BOOST_TEST(ask<get_name>(7).value() == "device 7");
    auto const failed = ask<get_name>(-1);
    BOOST_TEST(is(failed, bb::errc::provider_failed));
    BOOST_TEST(failed.error().detail() == "no such device");
    auto const threw = ask<get_name>(0);
    BOOST_TEST(is(threw, bb::errc::provider_threw));
    BOOST_TEST(threw.error().detail() == "zero");

    auto const pings = bb::set_provider<ping>(front, bb::forward_to(back));
    auto const nobody = ask<ping>();
    BOOST_TEST(is(nobody, bb::errc::no_provider));
    BOOST_TEST(nobody.error().detail().find(back.name()) != std::string::npos);
    auto const ponged = bb::set_provider<ping>(back, [] {});
    BOOST_TEST(ask<ping>().has_value());

    auto const unpacks =
        bb::set_provider<unpack>(back, [](unpack&& u) { return std::move(u.content); });
    auto const packs = bb::set_provider<unpack>(front, bb::forward_to(back));
    BOOST_TEST(*ask<unpack>(std::make_unique<int>(3)).value() == 3);
}

BOOST_FIXTURE_TEST_CASE(synchronous_requests_are_answered_at_once, two_contexts)
{
    auto const on = bb::set_provider<half>(front, bb::forward_to(back));
    BOOST_TEST(is(bb::request<half>(front, 8), bb::errc::no_provider));
    auto in_back = bb::set_provider<half>(back, [](int n) { return n / 2; });
    BOOST_TEST(bb::request<half>(front, 8).value() == 4);
    in_back->stop();
    auto const circle = bb::set_provider<half>(back, bb::forward_to(front));
    BOOST_TEST(is(bb::request<half>(front, 8), bb::errc::would_deadlock));
    back.close();
    BOOST_TEST(is(bb::request<half>(front, 8), bb::errc::context_closed));
}

BOOST_FIXTURE_TEST_CASE(several_contexts_answer_a_multi_request, two_contexts)
{
    bb::broker_context third(io);
    auto const in_back = bb::set_provider<get_name>(back, [](std::int64_t) { return "back"; });
    auto const in_third = bb::set_provider<get_name>(third, [](std::int64_t) { return "third"; });
    auto const a = bb::add_provider<get_name>(front, bb::forward_to(third));
    auto const b = bb::add_provider<get_name>(front, bb::forward_to(back));
    BOOST_TEST(
        is(bb::add_provider<get_name>(front, bb::forward_to(back)), bb::errc::provider_exists));
    std::vector<std::string> got;
    bb::request_all<get_name>(
        front, 1, [&](bb::result<std::vector<std::string>> r) { got = std::move(r).value(); });
    run();
    BOOST_TEST(
        got == (std::vector<std::string>{"third", "back"}), boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(the_target_may_end_first, two_contexts)
{
    std::optional<bb::broker_context> target(std::in_place, io);
    bb::handle const on = bb::listen<warning>(front, bb::forward_to(*target));
    auto const signals = bb::on_signal<rotate>(front, bb::forward_to(*target));
    auto const requests = bb::set_provider<get_name>(front, bb::forward_to(*target));
    target.reset();
    bb::broker_context again(io); // in the same memory
    int calls = 0;
    bb::handle const l = bb::listen<warning>(again, [&](warning const&) { ++calls; });
    auto const s = bb::on_signal<rotate>(again, [&] { ++calls; });
    auto const p = bb::set_provider<get_name>(again, [&] {
        ++calls;
        return "again";
    });
    BOOST_TEST((bb::emit<warning>(front, 1, "x") == bb::emit_result{1, 0}));
    BOOST_TEST(bb::signal<rotate>(front, "x").has_value());
    BOOST_TEST(is(ask<get_name>(1), bb::errc::context_closed));
    BOOST_TEST(calls == 0);
}

BOOST_FIXTURE_TEST_CASE(the_target_may_end_while_it_is_asked, two_contexts)
{
    std::optional<bb::reply<get_name>> open;
    auto const in_back = bb::set_provider<get_name>(
        back, [&](std::int64_t, bb::reply<get_name> r) { open.emplace(std::move(r)); });
    auto const on = bb::set_provider<get_name>(front, bb::forward_to(back));
    std::optional<bb::result<std::string>> got;
    bb::request<get_name>(front, 1, [&](bb::result<std::string> r) { got.emplace(std::move(r)); });
    run();
    BOOST_REQUIRE(open.has_value());
    BOOST_TEST(!got.has_value());
    back.close();
    run();
    BOOST_TEST((got && is(*got, bb::errc::provider_gone)));
}

BOOST_FIXTURE_TEST_CASE(it_may_stand_in_every_adaptor, two_contexts)
{
    numbers seen;
    bb::handle const in_back =
        bb::listen<warning>(back, [&](warning const& a) { seen.push_back(a.source); });
    auto const provider = bb::set_provider<get_name>(back, &name_of);
    auto const strand = asio::make_strand(io);
    auto owner = std::make_shared<int>();
    bb::handle const on = bb::listen<warning>(front,
        bb::when([](warning const& a) { return a.source > 1; },
            bb::track(owner, asio::bind_executor(strand, bb::serial(bb::forward_to(back))))));
    auto const asks = bb::set_provider<get_name>(
        front, asio::bind_executor(strand, bb::track(owner, bb::serial(bb::forward_to(back)))));
    bb::emit<warning>(front, 1, "x");
    bb::emit<warning>(front, 2, "x");
    BOOST_TEST(seen.empty()); // on the strand
    run();
    BOOST_TEST(seen == (numbers{2}), boost::test_tools::per_element());
    BOOST_TEST(ask<get_name>(7).value() == "device 7");
    owner.reset();
    bb::emit<warning>(front, 3, "x");
    run();
    BOOST_TEST(seen.size() == 1u);
    BOOST_TEST(!on.active());
    BOOST_TEST(is(ask<get_name>(7), bb::errc::no_provider));
}

BOOST_FIXTURE_TEST_CASE(the_verb_says_what_is_done_and_not_the_type, two_contexts)
{
    numbers seen;
    bb::handle const l = bb::listen<anything>(back, [&](int n) { seen.push_back(n); });
    auto const s = bb::on_signal<anything>(back, [&](int n) { seen.push_back(10 * n); });
    auto const p = bb::set_provider<anything>(back, [&](int n) { return 100 * n; });
    bb::handle const fl = bb::listen<anything>(front, bb::forward_to(back));
    auto const fs = bb::on_signal<anything>(front, bb::forward_to(back));
    auto const fp = bb::set_provider<anything>(front, bb::forward_to(back));
    bb::emit<anything>(front, 1);
    BOOST_TEST(bb::signal<anything>(front, 2).has_value());
    BOOST_TEST(ask<anything>(3).value() == 300);
    BOOST_TEST(seen == (numbers{1, 20}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(contexts_without_an_executor_forward_too)
{
    bb::broker_context front;
    bb::broker_context back;
    numbers seen;
    bb::handle const in_back =
        bb::listen<warning>(back, [&](warning const& a) { seen.push_back(a.source); });
    bb::handle const on = bb::listen<warning>(front, bb::forward_to(back));
    bb::emit<warning>(front, 1, "x");
    BOOST_TEST(seen == (numbers{1}), boost::test_tools::per_element());
    auto const provider = bb::set_provider<get_name>(back, &name_of);
    auto const asks = bb::set_provider<get_name>(front, bb::forward_to(back));
    std::string got;
    bb::request<get_name>(front, 7, [&](bb::result<std::string> const& r) { got = r.value(); });
    BOOST_TEST(got == "device 7");
}

BOOST_AUTO_TEST_SUITE_END()
