// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Requests take their fields in order, by name in braces, or a value; with a context or without;
// with a completion token or without. Whatever the form, the same request is made.

#include <boost_broker/drop.hpp>
#include <boost_broker/multi_request_broker.hpp>
#include <boost_broker/request_broker.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace verb_forms_test {

namespace bb = boost_broker;
namespace asio = boost::asio;

struct ask {
    using response = std::string;
    int number = 0;
    std::string text = {};
};
struct pulse {};

/// Remembers how often it was called back, and with what.
struct answers {
    std::vector<std::string> all = {};

    auto one()
    {
        return [this](bb::result<std::string> r) { all.push_back(std::move(r).value()); };
    }
    auto many()
    {
        return [this](bb::result<std::vector<std::string>> r) {
            for (auto const& text : r.value())
                all.push_back(text);
        };
    }
    auto each()
    {
        return [this](bb::result<std::vector<bb::result<std::string>>> r) {
            for (auto const& answer : r.value())
                all.push_back(answer.value());
        };
    }
};

std::string repeat(ask const& a)
{
    return std::to_string(a.number) + a.text;
}

} // namespace verb_forms_test

BOOST_HANA_ADAPT_STRUCT(verb_forms_test::ask, number, text);

BOOST_AUTO_TEST_SUITE(verb_forms)

using namespace verb_forms_test;

BOOST_AUTO_TEST_CASE(every_form_of_request_with_a_token)
{
    bb::broker_context ctx;
    auto const p = bb::set_provider<ask>(ctx, &repeat);
    answers got;
    ask const value{1, "a"};
    bb::request<ask>(ctx, 1, "a", got.one());
    bb::request<ask>(ctx, {.number = 1, .text = "a"}, got.one());
    bb::request<ask>(ctx, value, got.one());
    bb::request<ask>(ctx, ask{1, "a"}, got.one());
    bb::request(ctx, value, got.one());
    bb::request(ctx.ref(), ask{1, "a"}, got.one());
    bb::scoped_context const scope(ctx);
    bb::request<ask>(1, "a", got.one());
    bb::request<ask>({.number = 1, .text = "a"}, got.one());
    bb::request<ask>(value, got.one());
    bb::request(value, got.one());
    bb::request(ask{1, "a"}, got.one());
    BOOST_TEST(got.all == std::vector<std::string>(11, "1a"), boost::test_tools::per_element());
    BOOST_TEST(bb::request(ask{1, "a"}, bb::blocking).value() == "1a");
}

BOOST_AUTO_TEST_CASE(every_form_of_request_without_a_token_can_be_awaited)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    auto const p = bb::set_provider<ask>(ctx, &repeat);
    std::vector<std::string> got;
    auto const body = [&]() -> asio::awaitable<void> {
        ask const value{1, "a"};
        auto const fields = co_await bb::request<ask>(ctx, 1, "a");
        auto const typed = co_await bb::request<ask>(ctx, value);
        auto const deduced = co_await bb::request(ctx, value);
        for (auto const* r : {&fields, &typed, &deduced})
            got.push_back(r->value());
    };
    asio::co_spawn(io, body(), asio::detached);
    io.run();
    BOOST_TEST(got == std::vector<std::string>(3, "1a"), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(every_form_of_the_requests_to_many)
{
    bb::broker_context ctx;
    auto const p = bb::add_provider<ask>(ctx, &repeat);
    answers got;
    ask const value{1, "a"};
    bb::request_all<ask>(ctx, 1, "a", got.many());
    bb::request_all<ask>(ctx, {.number = 1, .text = "a"}, got.many());
    bb::request_all<ask>(ctx, value, got.many());
    bb::request_all(ctx, value, got.many());
    bb::request_each<ask>(ctx, 1, "a", got.each());
    bb::request_each<ask>(ctx, {.number = 1, .text = "a"}, got.each());
    bb::request_each<ask>(ctx, value, got.each());
    bb::request_each(ctx, ask{1, "a"}, got.each());
    bb::scoped_context const scope(ctx);
    bb::request_all<ask>(1, "a", got.many());
    bb::request_all<ask>({.number = 1, .text = "a"}, got.many());
    bb::request_all<ask>(value, got.many());
    bb::request_all(value, got.many());
    bb::request_each<ask>(1, "a", got.each());
    bb::request_each<ask>({.number = 1, .text = "a"}, got.each());
    bb::request_each<ask>(value, got.each());
    bb::request_each(ask{1, "a"}, got.each());
    BOOST_TEST(got.all == std::vector<std::string>(16, "1a"), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(verbs_without_a_context_mean_that_of_the_thread)
{
    bb::broker_context ctx;
    bb::scoped_context const scope(ctx);
    bb::handle const on = bb::listen<pulse>(ctx, [] {});
    auto const handler = bb::on_signal<pulse>(ctx, [] {});
    auto const p = bb::set_provider<ask>(ctx, &repeat);
    bb::set_request_timeout<ask>(std::chrono::seconds(1));
    BOOST_TEST(bb::is_provided<ask>());
    BOOST_TEST(bb::drop_all_listeners<pulse>(bb::blocking).has_value());
    BOOST_TEST(!on.active());
    BOOST_TEST(bb::drop_signal_handler<pulse>(bb::blocking).has_value());
    BOOST_TEST(!bb::has_signal_handler<pulse>());
    bb::clear_provider<ask>();
    BOOST_TEST(!p->active());
}

BOOST_AUTO_TEST_SUITE_END()
