// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/signal_broker.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace signal_broker_test {

namespace bb = boost_broker;
namespace asio = boost::asio;

struct store {
    std::string text = {};
};

std::string const long_text = "a text that is too long for the small buffer";

} // namespace signal_broker_test

BOOST_HANA_ADAPT_STRUCT(signal_broker_test::store, text);

BOOST_AUTO_TEST_SUITE(signal_broker)

using namespace signal_broker_test;

BOOST_AUTO_TEST_CASE(a_coroutine_handler_gets_what_is_sent_on_its_executor_without_a_queue)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    std::vector<std::string> handled;
    auto const on = bb::on_signal<store>(ctx, [&](store s) -> asio::awaitable<void> {
        handled.push_back(std::move(s.text));
        co_return;
    });
    store const kept{long_text};
    asio::post(io, [&] {
        BOOST_TEST(bb::signal(ctx, kept).has_value());
        BOOST_TEST(bb::signal(ctx, store{"moved " + long_text}).has_value());
    });
    io.run();
    BOOST_TEST(kept.text == long_text);
    BOOST_TEST(handled == (std::vector<std::string>{long_text, "moved " + long_text}),
        boost::test_tools::per_element());
    auto const counters = bb::stats<bb::signal_broker<store>>(ctx);
    BOOST_TEST(counters.sent == 2u);
    BOOST_TEST(counters.queued == 0u);
    BOOST_TEST(counters.delivered == 2u);
}

BOOST_AUTO_TEST_CASE(a_handler_that_takes_the_signal_for_itself_gets_a_copy_of_a_kept_one)
{
    bb::broker_context ctx;
    std::string taken;
    auto const on = bb::on_signal<store>(ctx, [&](store&& s) { taken = std::move(s.text); });
    store const kept{long_text};
    BOOST_TEST(bb::signal(ctx, kept).has_value());
    BOOST_TEST(taken == long_text);
    BOOST_TEST(kept.text == long_text);
}

BOOST_AUTO_TEST_CASE(a_signal_whose_handler_lost_its_owner_meanwhile_is_counted)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    auto owner = std::make_shared<int>(0);
    bool called = false;
    auto const on = bb::on_signal<store>(ctx,
        asio::bind_executor(
            asio::make_strand(io), bb::track(owner, [&](store const&) { called = true; })));
    asio::post(io, [&] { owner.reset(); });
    BOOST_TEST(bb::signal<store>(ctx, "1").has_value());
    BOOST_TEST(bb::signal<store>(ctx, "2").has_value());
    io.run();
    BOOST_TEST(!called);
    BOOST_TEST(!on->active());
    BOOST_TEST(bb::stats<bb::signal_broker<store>>(ctx).dropped == 2u);
}

BOOST_AUTO_TEST_CASE(the_place_of_a_handler_that_lost_its_owner_is_free)
{
    bb::broker_context ctx;
    auto owner = std::make_shared<int>(0);
    auto const before = bb::on_signal<store>(ctx, bb::track(owner, [](store const&) {}));
    BOOST_TEST((bb::on_signal<store>(ctx, [] {}).error() == bb::errc::handler_exists));
    owner.reset();
    int handled = 0;
    auto const after = bb::on_signal<store>(ctx, [&] { ++handled; });
    BOOST_TEST(after.has_value());
    BOOST_TEST(bb::signal<store>(ctx, "text").has_value());
    BOOST_TEST(handled == 1);
}

BOOST_AUTO_TEST_CASE(an_object_moves_only_what_it_accepts)
{
    bb::broker_context ctx;
    bb::signal_broker<store> channel(ctx);
    store s{long_text};
    BOOST_TEST((channel.signal(std::move(s)).error() == bb::errc::no_handler));
    BOOST_TEST(s.text == long_text);
    std::string handled;
    auto const on = channel.on_signal([&](store&& taken) { handled = std::move(taken.text); });
    BOOST_TEST(channel.signal(std::move(s)).has_value());
    BOOST_TEST(handled == long_text);
}

BOOST_AUTO_TEST_CASE(closing_ends_the_replaced_and_the_mocks_too)
{
    asio::io_context io;
    bb::broker_context ctx;
    bb::signal_broker<store> channel(ctx);
    auto const alive = std::make_shared<int>(0);
    auto const replaced = channel.on_signal(
        asio::bind_executor(io.get_executor(), [alive](store const&) { BOOST_ERROR("closed"); }));
    BOOST_TEST(channel.signal(store()).has_value());
    auto const handler = channel.replace_signal_handler([alive](store const&) {});
    bb::mock_signal_handler<store> const mock(ctx, [alive](store const&) {});
    BOOST_TEST(replaced->active());
    BOOST_TEST(alive.use_count() == 4);

    ctx.close();
    BOOST_TEST(!replaced->active());
    BOOST_TEST(!handler->active());
    BOOST_TEST(alive.use_count() == 1);
    BOOST_TEST(channel.stats().dropped == 1u);
    BOOST_TEST((channel.signal(store()).error() == bb::errc::context_closed));
    BOOST_TEST((channel.on_signal([] {}).error() == bb::errc::context_closed));
    BOOST_TEST((channel.replace_signal_handler([] {}).error() == bb::errc::context_closed));
    io.run();
}

BOOST_AUTO_TEST_SUITE_END()
