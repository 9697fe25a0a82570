// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "shapes.hpp"
#include <boost_broker/request_broker.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <functional>
#include <optional>
#include <utility>

namespace request_laws_test {

using namespace laws_test;
namespace asio = boost::asio;

// What a provider answers to the request that was made of `seed`.
template<class Request>
Request answer(int seed)
{
    return make<Request>(seed + 1000);
}

template<class Request>
void check_answer(bb::result<Request> const& r, int seed)
{
    BOOST_REQUIRE(r.has_value());
    BOOST_TEST(is(*r, seed + 1000));
}

// Every form of provider; each expects the requests of a series, from seed 0.
template<class Request>
struct providers {
    using set = std::function<bb::result<bb::handle>(bb::context_ref)>;

    static auto by_value()
    {
        return [seed = 0](Request const& r) mutable {
            BOOST_TEST(is(r, seed));
            return answer<Request>(seed++);
        };
    }
    static auto by_fields()
    {
        return takes_fields<Request>([seed = 0](fields_of<Request> const& fields) mutable {
            auto const expected = make<Request>(seed);
            BOOST_TEST(same(fields, Request::fields(expected)));
            return answer<Request>(seed++);
        });
    }
    // There is no other receiver, so the request may be taken.
    static auto by_taking()
    {
        return [seed = 0](Request r) mutable -> bb::result<Request> {
            auto const taken = std::move(r);
            BOOST_TEST(is(taken, seed));
            return answer<Request>(seed++);
        };
    }
    static auto by_reply()
    {
        return [seed = 0](Request const& r, bb::reply<Request> reply) mutable {
            BOOST_TEST(is(r, seed));
            reply(answer<Request>(seed++));
        };
    }
    static auto by_coroutine()
    {
        return [seed = 0](Request const& r) mutable { return started(r, seed++); };
    }
    static asio::awaitable<Request> started(Request const& r, int seed)
    {
        BOOST_TEST(is(r, seed));
        co_return answer<Request>(seed);
    }

    // Those that can answer on the stack of the requester, and behind them the others.
    static constexpr std::size_t plain = 4;
    static std::array<set, 5> all()
    {
        auto const setting = [](auto handler) {
            return [handler](bb::context_ref ctx) {
                return bb::set_provider<Request>(ctx, std::move(handler));
            };
        };
        return {setting(by_value()), setting(by_fields()), setting(by_taking()),
            setting(by_reply()), setting(by_coroutine())};
    }
};

} // namespace request_laws_test

BOOST_AUTO_TEST_SUITE(request_laws)

using namespace request_laws_test;

BOOST_AUTO_TEST_CASE_TEMPLATE(a_callback_gets_the_answer, Request, shapes)
{
    for (auto const& set : providers<Request>::all()) {
        asio::io_context io;
        bb::broker_context ctx(io);
        auto const provider = set(ctx);
        int completions = 0;
        auto const expect = [&](int seed) {
            return [&completions, seed](bb::result<Request> r) {
                ++completions;
                check_answer(r, seed);
            };
        };
        bb::request(ctx, make<Request>(0), expect(0));
        bb::request<Request>(ctx, make<Request>(1), expect(1));
        with_fields(make<Request>(2),
            [&](auto&&... fields) { bb::request<Request>(ctx, std::move(fields)..., expect(2)); });
        if constexpr (std::is_copy_constructible_v<Request>) {
            auto const request = make<Request>(3);
            bb::request(ctx, request, expect(3));
            BOOST_TEST(is(request, 3));
        }
        BOOST_TEST(completions == 0);
        io.run();
        BOOST_TEST(completions == (std::is_copy_constructible_v<Request> ? 4 : 3));
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_blocking_requester_gets_the_answer, Request, shapes)
{
    auto const all = providers<Request>::all();
    for (std::size_t i = 0; i != providers<Request>::plain; ++i) {
        bb::broker_context ctx;
        auto const provider = all[i](ctx);
        check_answer<Request>(bb::request(ctx, make<Request>(0), bb::blocking), 0);
        auto const by_fields = with_fields(make<Request>(1), [&](auto&&... fields) {
            return bb::request<Request>(ctx, std::move(fields)..., bb::blocking);
        });
        check_answer<Request>(by_fields, 1);
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_coroutine_gets_the_answer, Request, shapes)
{
    for (auto const& set : providers<Request>::all()) {
        asio::io_context io;
        bb::broker_context ctx(io);
        auto const provider = set(ctx);
        bool ended = false;
        auto const body = [&]() -> asio::awaitable<void> {
            auto request = make<Request>(0);
            auto const by_default = co_await bb::request(ctx, std::move(request));
            check_answer<Request>(by_default, 0);
            auto other = make<Request>(1);
            auto const by_token =
                co_await bb::request<Request>(ctx, std::move(other), asio::use_awaitable);
            check_answer<Request>(by_token, 1);
            auto third = make<Request>(2);
            auto lazy = with_fields(std::move(third),
                [&](auto&&... fields) { return bb::request<Request>(ctx, std::move(fields)...); });
            auto const by_fields = co_await std::move(lazy);
            check_answer<Request>(by_fields, 2);
            ended = true;
        };
        asio::co_spawn(io, body(), asio::detached);
        io.run();
        BOOST_TEST(ended);
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(
    provider_and_requester_may_have_executors_of_their_own, Request, shapes)
{
    asio::io_context io;
    bb::broker_context ctx;
    auto const theirs = asio::make_strand(io);
    auto const mine = asio::make_strand(io);
    auto const provider = bb::set_provider<Request>(
        ctx, asio::bind_executor(theirs, providers<Request>::by_coroutine()));
    int completions = 0;
    for (int seed = 0; seed != 3; ++seed) {
        bb::request(ctx, make<Request>(seed),
            asio::bind_executor(mine, [&completions, mine, seed](bb::result<Request> r) {
                BOOST_TEST(mine.running_in_this_thread());
                BOOST_TEST(completions++ == seed);
                check_answer(r, seed);
            }));
    }
    io.run();
    BOOST_TEST(completions == 3);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_synchronous_request_is_answered_at_once, Shape, shapes)
{
    using request = at_once<Shape>;
    bb::broker_context ctx;
    for (bool const by_fields : {false, true}) {
        auto const by_value = [seed = 0](request const& r) mutable {
            BOOST_TEST(is(r.what, seed));
            return answer<Shape>(seed++);
        };
        auto const by_field = [seed = 0](Shape const& what) mutable {
            BOOST_TEST(is(what, seed));
            return answer<Shape>(seed++);
        };
        auto const provider = by_fields ? bb::set_provider<request>(ctx, by_field)
                                        : bb::set_provider<request>(ctx, by_value);
        check_answer<Shape>(bb::request(ctx, request{make<Shape>(0)}), 0);
        check_answer<Shape>(bb::request<request>(ctx, make<Shape>(1)), 1);
        check_answer<Shape>(bb::request<request>(ctx, {make<Shape>(2)}), 2);
    }
    BOOST_TEST((bb::request<request>(ctx, make<Shape>(0)).error() == bb::errc::no_provider));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_failure_needs_no_response, Request, shapes)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    auto const provider = bb::set_provider<Request>(
        ctx, [](Request const&) -> bb::result<Request> { return bb::fail("nothing to answer"); });
    std::optional<bb::result<Request>> got;
    bb::request(ctx, make<Request>(0), [&](bb::result<Request> r) { got.emplace(std::move(r)); });
    io.run();
    BOOST_REQUIRE(got.has_value());
    BOOST_TEST((got->error() == bb::fail("nothing to answer")));
}

BOOST_AUTO_TEST_SUITE_END()
