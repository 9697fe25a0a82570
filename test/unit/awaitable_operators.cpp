// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// The verbs under `||` and `&&` of Asio's awaitable operators.

#include <boost_broker/drop.hpp>
#include <boost_broker/manual_clock.hpp>
#include <boost_broker/multi_request_broker.hpp>
#include <boost_broker/next.hpp>
#include <boost_broker/request_broker.hpp>
#include <boost_broker/throwing.hpp>
#include <boost_broker/timeout.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/multiple_exceptions.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#pragma push_macro("emit")
#undef emit

namespace awaitable_operators_test {

namespace bb = boost_broker;
namespace asio = boost::asio;
using namespace std::chrono_literals;
using asio::experimental::awaitable_operators::operator&&;
using asio::experimental::awaitable_operators::operator||;

struct get_name {
    using response = std::string;
};
struct get_size {
    using response = std::size_t;
};
struct touch {
    using response = void;
};
struct noted {
    int number = 0;
};

// Neither copied nor made from nothing.
class token
{
public:
    explicit token(int id) : id_(std::make_unique<int>(id)) {}
    int id() const { return *id_; }

private:
    std::unique_ptr<int> id_;
};
struct get_token {
    using response = token;
};

std::string const long_text = "a text that does not fit into the small buffer of a string";

struct fixture {
    asio::io_context io;
    bb::manual_clock clock;
    bb::broker_context ctx{io};
    std::optional<bb::reply<get_name>> name;
    std::optional<bb::reply<get_size>> size;
    std::optional<bb::reply<touch>> touched;
    std::optional<bb::reply<get_token>> tokens;
    std::vector<bb::handle> providers;
    asio::steady_timer never{io, asio::steady_timer::time_point::max()};
    bool ended = false;

    template<class R>
    void provide(std::optional<bb::reply<R>>& slot)
    {
        auto const answer = [&slot](bb::reply<R> r) { slot.emplace(std::move(r)); };
        providers.push_back(std::move(bb::set_provider<R>(ctx, answer).value()));
        providers.push_back(std::move(bb::add_provider<R>(ctx, answer).value()));
    }

    fixture()
    {
        ctx.use_clock(clock);
        provide(name);
        provide(size);
        provide(touched);
        provide(tokens);
    }

    void poll()
    {
        io.restart();
        io.poll();
    }

    /// Runs a coroutine until it waits for something.
    template<class Body>
    void spawn(Body& body)
    {
        ended = false;
        asio::co_spawn(io, body(), [this](std::exception_ptr e) {
            ended = true;
            BOOST_TEST(!e);
        });
        poll();
        BOOST_TEST(!ended);
    }

    template<class R>
    auto late()
    {
        return bb::stats<bb::request_broker<R>>(ctx).late_answers;
    }
};

} // namespace awaitable_operators_test

BOOST_HANA_ADAPT_STRUCT(awaitable_operators_test::noted, number);

BOOST_AUTO_TEST_SUITE(awaitable_operators)

using namespace awaitable_operators_test;

BOOST_FIXTURE_TEST_CASE(or_takes_the_first_result_and_cancels_the_other, fixture)
{
    auto body = [&]() -> asio::awaitable<void> {
        auto const first = co_await (bb::request<get_name>(ctx, asio::use_awaitable) ||
            bb::request<get_size>(ctx, asio::use_awaitable));
        BOOST_TEST_REQUIRE(first.index() == 0u);
        BOOST_TEST(std::get<0>(first).value() == long_text);
    };
    spawn(body);
    (*name)(long_text);
    poll();
    BOOST_TEST(ended);
    BOOST_TEST(bb::stats<bb::request_broker<get_size>>(ctx).cancelled == 1u);
    BOOST_TEST(clock.pending() == 0u);
    BOOST_TEST(late<get_size>() == 0u);
    (*size)(7u);
    poll();
    BOOST_TEST(late<get_size>() == 1u);
}

BOOST_FIXTURE_TEST_CASE(without_throwing_a_failure_is_a_result_like_any_other, fixture)
{
    auto body = [&]() -> asio::awaitable<void> {
        auto const first = co_await (bb::request<get_name>(ctx, asio::use_awaitable) ||
            bb::request<get_size>(ctx, asio::use_awaitable));
        BOOST_TEST_REQUIRE(first.index() == 0u);
        BOOST_TEST(std::get<0>(first).error().detail() == "no name");

        auto const both = co_await (bb::request<get_name>(ctx, asio::use_awaitable) &&
            bb::request<get_size>(ctx, asio::use_awaitable));
        BOOST_TEST(std::get<0>(both).error().detail() == "no name");
        BOOST_TEST(std::get<1>(both).value() == 7u);
    };
    spawn(body);
    (*name)(bb::fail("no name"));
    poll();
    (*name)(bb::fail("no name"));
    poll();
    BOOST_TEST(!ended);
    (*size)(7u);
    poll();
    BOOST_TEST(ended);
}

BOOST_FIXTURE_TEST_CASE(or_with_throwing_waits_for_the_first_success, fixture)
{
    auto body = [&]() -> asio::awaitable<void> {
        auto const first = co_await (bb::request<get_name>(ctx, bb::throwing()) ||
            bb::request<get_size>(ctx, bb::throwing()));
        BOOST_TEST_REQUIRE(first.index() == 1u);
        BOOST_TEST(std::get<1>(first) == 7u);
    };
    spawn(body);
    (*name)(bb::fail("no name"));
    poll();
    BOOST_TEST(!ended);
    (*size)(7u);
    poll();
    BOOST_TEST(ended);
}

BOOST_FIXTURE_TEST_CASE(or_with_throwing_cancels_the_other_after_a_success, fixture)
{
    auto body = [&]() -> asio::awaitable<void> {
        auto const first = co_await (
            bb::request<get_name>(ctx, bb::throwing()) || bb::request<touch>(ctx, bb::throwing()));
        BOOST_TEST(first.index() == 1u);
    };
    spawn(body);
    (*touched)();
    poll();
    BOOST_TEST(ended);
    (*name)("too late");
    BOOST_TEST(late<get_name>() == 1u);
}

BOOST_FIXTURE_TEST_CASE(or_with_throwing_fails_if_both_fail, fixture)
{
    std::string why;
    auto body = [&]() -> asio::awaitable<void> {
        try {
            co_await (bb::request<get_name>(ctx, bb::throwing()) ||
                bb::request<get_size>(ctx, bb::throwing()));
        } catch (asio::multiple_exceptions const& both) {
            try {
                std::rethrow_exception(both.first_exception());
            } catch (bb::broker_error const& e) {
                why = e.why().detail();
            }
        }
    };
    spawn(body);
    (*size)(bb::fail("no size"));
    (*name)(bb::fail("no name"));
    poll();
    BOOST_TEST(ended);
    BOOST_TEST(why == "no size");
}

BOOST_FIXTURE_TEST_CASE(and_waits_for_both, fixture)
{
    auto body = [&]() -> asio::awaitable<void> {
        auto const both = co_await (bb::request<get_name>(ctx, bb::throwing()) &&
            bb::request<get_token>(ctx, bb::throwing()));
        BOOST_TEST(std::get<0>(both) == long_text);
        BOOST_TEST(std::get<1>(both).id() == 7);
        auto const result = co_await (bb::request<get_token>(ctx, asio::use_awaitable) &&
            bb::request<touch>(ctx, bb::throwing()));
        BOOST_TEST(result.value().id() == 8);
    };
    spawn(body);
    (*tokens)(token(7));
    poll();
    BOOST_TEST(!ended);
    (*name)(long_text);
    poll();
    (*tokens)(token(8));
    (*touched)();
    poll();
    BOOST_TEST(ended);
}

BOOST_FIXTURE_TEST_CASE(and_with_throwing_ends_at_the_first_failure, fixture)
{
    std::string why;
    auto body = [&]() -> asio::awaitable<void> {
        try {
            co_await (bb::request<get_token>(ctx, bb::throwing()) &&
                bb::request<get_size>(ctx, bb::throwing()));
        } catch (asio::multiple_exceptions const& both) {
            // The other one was cancelled, which is an exception as well.
            try {
                std::rethrow_exception(both.first_exception());
            } catch (bb::broker_error const& e) {
                why = e.why().detail();
            }
        }
    };
    spawn(body);
    (*tokens)(bb::fail("no token"));
    poll();
    BOOST_TEST(ended);
    BOOST_TEST(why == "no token");
    (*size)(7u);
    BOOST_TEST(late<get_size>() == 1u);
}

BOOST_FIXTURE_TEST_CASE(an_event_against_a_request, fixture)
{
    auto body = [&]() -> asio::awaitable<void> {
        auto const first = co_await (bb::next<noted>(ctx, asio::use_awaitable) ||
            bb::request<get_name>(ctx, asio::use_awaitable));
        BOOST_TEST_REQUIRE(first.index() == 0u);
        BOOST_TEST(std::get<0>(first).value().number == 7);
    };
    spawn(body);
    BOOST_TEST(bb::emit<noted>(ctx, 7).accepted == 1u);
    poll();
    BOOST_TEST(ended);
    (*name)("too late");
    BOOST_TEST(late<get_name>() == 1u);
}

BOOST_FIXTURE_TEST_CASE(a_next_that_has_lost_listens_no_more, fixture)
{
    auto body = [&]() -> asio::awaitable<void> {
        auto const first = co_await (
            bb::next<noted>(ctx, bb::throwing()) || bb::request<get_name>(ctx, bb::throwing()));
        BOOST_TEST(std::get<1>(first) == "name");
        // Here the request times out, and the event still comes.
        auto const in_time = bb::throwing(bb::timeout(20ms, asio::use_awaitable));
        auto const second =
            co_await (bb::request<get_name>(ctx, in_time) || bb::next<noted>(ctx, bb::throwing()));
        BOOST_TEST(std::get<1>(second).number == 9);
    };
    spawn(body);
    (*name)("name");
    poll();
    clock.advance(20ms);
    poll();
    BOOST_TEST(!ended);
    BOOST_TEST(bb::emit<noted>(ctx, 9).accepted == 1u);
    poll();
    BOOST_TEST(ended);
    BOOST_TEST(bb::emit<noted>(ctx, 10).accepted == 0u);
}

BOOST_FIXTURE_TEST_CASE(many_providers_against_one, fixture)
{
    auto body = [&]() -> asio::awaitable<void> {
        auto const first = co_await (bb::request_all<get_size>(ctx, bb::throwing()) ||
            bb::request<get_name>(ctx, bb::throwing()));
        BOOST_TEST_REQUIRE(first.index() == 1u);
        BOOST_TEST(std::get<1>(first) == "name");

        auto const both = co_await (bb::request_all<get_size>(ctx, bb::throwing()) &&
            bb::request_each<get_name>(ctx, bb::throwing()));
        BOOST_TEST(
            std::get<0>(both) == std::vector<std::size_t>{7}, boost::test_tools::per_element());
        BOOST_TEST(std::get<1>(both).at(0).value() == "each");
    };
    spawn(body);
    auto lost = std::move(*size);
    (*name)("name");
    poll();
    BOOST_TEST(bb::stats<bb::multi_request_broker<get_size>>(ctx).cancelled == 1u);
    lost(1u);
    BOOST_TEST(bb::stats<bb::multi_request_broker<get_size>>(ctx).late_answers == 1u);
    (*size)(7u);
    (*name)("each");
    poll();
    BOOST_TEST(ended);
}

BOOST_FIXTURE_TEST_CASE(a_drop_that_has_lost_does_not_wait, fixture)
{
    bb::handle on = bb::listen<noted>(ctx, [&]() -> asio::awaitable<void> {
        co_await never.async_wait(asio::as_tuple(asio::use_awaitable));
    });
    bb::emit<noted>(ctx, 1);
    poll();
    auto body = [&]() -> asio::awaitable<void> {
        auto const first = co_await (bb::drop_listener(std::move(on), bb::throwing()) ||
            bb::request<get_name>(ctx, bb::throwing()));
        BOOST_TEST(first.index() == 1u);
    };
    spawn(body);
    (*name)("name");
    poll();
    BOOST_TEST(ended);
    BOOST_TEST(clock.pending() == 0u);
    never.cancel();
    poll();

    bb::handle other = bb::listen<noted>(ctx, [] {});
    auto both = [&]() -> asio::awaitable<void> {
        auto const answer = co_await (bb::drop_listener(std::move(other), bb::throwing()) &&
            bb::request<get_name>(ctx, bb::throwing()));
        BOOST_TEST(answer == "name");
    };
    spawn(both);
    (*name)("name");
    poll();
    BOOST_TEST(ended);
}

BOOST_AUTO_TEST_SUITE_END()

#pragma pop_macro("emit")
