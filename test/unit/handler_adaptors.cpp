// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/event_broker.hpp>
#include <boost_broker/handler_adaptors.hpp>
#include <boost_broker/request_broker.hpp>
#include <boost_broker/signal_broker.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace handler_adaptors_test {

namespace bb = boost_broker;
namespace asio = boost::asio;

struct found {
    int number = 0;
    std::string name = {};
};
struct ask {
    using response = int;
    int number = 0;
};
struct command {
    int number = 0;
};

// Functions of every form; each tells what it was called for.
struct service {
    std::vector<int> seen = {};

    void by_value(found const& f) { seen.push_back(f.number); }
    void by_fields(int number, std::string const&) { seen.push_back(10 * number); }
    void by_nothing() noexcept { seen.push_back(-1); }
    asio::awaitable<void> by_coroutine(found const& f)
    {
        co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
        seen.push_back(100 * f.number);
    }
    int answer(int number) const { return 2 * number; }
};

bool is_even(found const& f)
{
    return f.number % 2 == 0;
}

using numbers = std::vector<int>;

// A coroutine handler that stays at its first step until the test lets it go on.
struct slow {
    int running = 0;
    int most = 0;
    numbers ended = {};

    asio::awaitable<void> run(int number)
    {
        most = std::max(most, ++running);
        for (int step = 0; step != 3; ++step)
            co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
        --running;
        ended.push_back(number);
    }
};

} // namespace handler_adaptors_test

BOOST_HANA_ADAPT_STRUCT(handler_adaptors_test::found, number, name);
BOOST_HANA_ADAPT_STRUCT(handler_adaptors_test::ask, number);
BOOST_HANA_ADAPT_STRUCT(handler_adaptors_test::command, number);

BOOST_AUTO_TEST_SUITE(handler_adaptors)

using namespace handler_adaptors_test;
using boost::test_tools::per_element;

BOOST_AUTO_TEST_CASE(a_member_function_of_the_owner_in_every_form)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    auto const owner = std::make_shared<service>();
    std::weak_ptr<service> const weak = owner;
    bb::handle const a = bb::listen<found>(ctx, bb::track(owner, &service::by_value));
    bb::handle const b = bb::listen<found>(ctx, bb::track(weak, &service::by_fields));
    bb::handle const c = bb::listen<found>(ctx, bb::track(owner, &service::by_nothing));
    bb::handle const d = bb::listen<found>(ctx, bb::track(owner, &service::by_coroutine));
    bb::emit<found>(ctx, 7, "x");
    io.run();
    BOOST_TEST(owner->seen == (numbers{7, 70, -1, 700}), per_element());
    auto const provider = bb::set_provider<ask>(ctx, bb::track(owner, &service::answer));
    BOOST_TEST(bb::request<ask>(ctx, 4, bb::blocking).value() == 8);
}

BOOST_AUTO_TEST_CASE(an_owner_that_is_gone_ends_its_handlers)
{
    bb::broker_context ctx;
    auto owner = std::make_shared<service>();
    int calls = 0;
    auto const count = [&] { ++calls; };
    bb::handle const a = bb::listen<found>(ctx, bb::track(owner, &service::by_value));
    bb::handle const b = bb::listen<found>(ctx, bb::track(owner, count));
    auto const c = bb::set_provider<ask>(ctx, bb::track(owner, [](int n) { return n; }));
    auto const d = bb::on_signal<command>(ctx, bb::track(owner, count));
    BOOST_TEST(owner.use_count() == 1); // kept as a weak_ptr
    owner.reset();
    bb::emit<found>(ctx, 7, "x");
    BOOST_TEST((bb::request<ask>(ctx, 1, bb::blocking).error() == bb::errc::no_provider));
    (void)bb::signal<command>(ctx, 1);
    BOOST_TEST(calls == 0);
    for (auto const* h : {&a, &b, &*c, &*d})
        BOOST_TEST(!h->active());
    BOOST_TEST(bb::emit<found>(ctx, 8, "x").accepted == 0u);
    BOOST_TEST((bb::signal<command>(ctx, 1).error() == bb::errc::no_handler));
}

BOOST_AUTO_TEST_CASE(an_owner_lives_as_long_as_a_call_or_a_coroutine)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    std::shared_ptr<service> owner;
    std::weak_ptr<service> alive;
    int ended = 0;
    auto const call = [&](found const&) {
        owner.reset();
        BOOST_TEST(!alive.expired());
        ++ended;
    };
    auto const coroutine = [&](found const&) -> asio::awaitable<void> {
        owner.reset();
        co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
        BOOST_TEST(!alive.expired());
        ++ended;
    };
    auto const expect = [&](auto handler) {
        owner = std::make_shared<service>();
        alive = owner;
        bb::handle const on = bb::listen<found>(ctx, bb::track(owner, handler));
        bb::emit<found>(ctx, 1, "x");
        io.restart();
        io.run();
        BOOST_TEST(alive.expired());
    };
    expect(call);
    expect(coroutine);
    BOOST_TEST(ended == 2);
}

BOOST_AUTO_TEST_CASE(several_owners_are_all_needed)
{
    bb::broker_context ctx;
    auto a = std::make_shared<int>();
    auto const b = std::make_shared<int>();
    int calls = 0;
    bb::handle const on = bb::listen<found>(ctx, bb::track(a, bb::track(b, [&] { ++calls; })));
    bb::emit<found>(ctx, 1, "x");
    a.reset();
    bb::emit<found>(ctx, 2, "x");
    BOOST_TEST(calls == 1);
    BOOST_TEST(!on.active());
}

BOOST_AUTO_TEST_CASE(a_predicate_chooses_in_every_broker)
{
    bb::broker_context ctx;
    numbers seen;
    auto const note = [&](int n) {
        seen.push_back(n);
        return n;
    };
    auto const even = [](auto const& m) { return m.number % 2 == 0; };
    bb::handle const a = bb::listen<found>(
        ctx, bb::when(&is_even, [&](found const& f) { seen.push_back(f.number); }));
    auto const p = bb::set_provider<ask>(ctx, bb::when(even, note));
    auto const h = bb::on_signal<command>(ctx, bb::when(even, [&](int n) { note(n); }));
    for (int n = 0; n != 4; ++n) {
        bb::emit<found>(ctx, 10 + n, "x");
        auto const answer = bb::request<ask>(ctx, 20 + n, bb::blocking);
        BOOST_TEST(answer.has_value() == (n % 2 == 0));
        if (!answer)
            BOOST_TEST((answer.error() == bb::errc::provider_failed));
        BOOST_TEST(bb::signal<command>(ctx, 30 + n).has_value());
    }
    BOOST_TEST(seen == (numbers{10, 20, 30, 12, 22, 32}), per_element());
}

BOOST_AUTO_TEST_CASE(a_predicate_that_throws_counts_as_a_handler_that_throws)
{
    bb::broker_context ctx;
    int calls = 0;
    auto const throwing = [](auto const&) -> bool { throw std::runtime_error("unsure"); };
    bb::handle const a = bb::listen<found>(ctx, bb::when(throwing, [&] { ++calls; }));
    bb::handle const b = bb::listen<found>(ctx, [&] { calls += 10; });
    auto const p = bb::set_provider<ask>(ctx, bb::when(throwing, [] { return 1; }));
    bb::emit<found>(ctx, 1, "x");
    BOOST_TEST(calls == 10);
    BOOST_TEST(bb::stats<bb::event_broker<found>>(ctx).threw == 1u);
    auto const answer = bb::request<ask>(ctx, 1, bb::blocking);
    BOOST_TEST((answer.error() == bb::errc::provider_threw));
    BOOST_TEST(answer.error().detail() == "unsure");
}

BOOST_AUTO_TEST_CASE(coroutines_overlap_unless_they_are_serial)
{
    for (bool const one_at_a_time : {false, true}) {
        asio::io_context io;
        bb::broker_context ctx(io);
        slow listener;
        slow handler;
        slow provider;
        auto const listening = [&](int n, std::string const&) { return listener.run(n); };
        auto const handling = [&](command const& c) { return handler.run(c.number); };
        auto const answering = [&](int n) -> asio::awaitable<int> {
            co_await provider.run(n);
            co_return n;
        };
        auto const serial_if = [&](auto add, auto h) {
            return one_at_a_time ? add(bb::serial(h)) : add(h);
        };
        auto const a =
            serial_if([&](auto h) { return bb::listen<found>(ctx, std::move(h)); }, listening);
        auto const b =
            serial_if([&](auto h) { return bb::on_signal<command>(ctx, std::move(h)); }, handling);
        auto const c =
            serial_if([&](auto h) { return bb::set_provider<ask>(ctx, std::move(h)); }, answering);
        numbers answers;
        for (int n = 0; n != 4; ++n) {
            bb::emit<found>(ctx, n, "x");
            BOOST_TEST(bb::signal<command>(ctx, n).has_value());
            bb::request<ask>(ctx, n, [&](bb::result<int> r) { answers.push_back(r.value()); });
        }
        io.run();
        for (auto const* s : {&listener, &handler, &provider}) {
            BOOST_TEST(s->most == (one_at_a_time ? 1 : 4));
            BOOST_TEST(s->ended == (numbers{0, 1, 2, 3}), per_element());
        }
        BOOST_TEST(answers == (numbers{0, 1, 2, 3}), per_element());
    }
}

BOOST_AUTO_TEST_SUITE_END()
