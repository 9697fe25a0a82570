// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// What every registering verb refuses, whatever it registers.

#include <boost_broker/event_broker.hpp>
#include <boost_broker/mock_provider.hpp>
#include <boost_broker/multi_request_broker.hpp>
#include <boost_broker/next.hpp>
#include <boost_broker/request_broker.hpp>
#include <boost_broker/signal_broker.hpp>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <memory>
#include <optional>
#include <string>

namespace registering_test {

namespace bb = boost_broker;
namespace asio = boost::asio;

struct noted {};
struct ask {
    using response = int;
};

template<class Make>
bb::errc thrown_code(Make make)
{
    try {
        make();
    } catch (bb::broker_error const& e) {
        BOOST_TEST(std::string(e.what()).find("registering_test::") != std::string::npos);
        return static_cast<bb::errc>(e.why().code().value());
    }
    return {};
}

struct service {
    int first() { return 1; }
    int second() { return 2; }
};

} // namespace registering_test

BOOST_AUTO_TEST_SUITE(registering)

using namespace registering_test;

BOOST_AUTO_TEST_CASE(an_executor_that_was_destroyed_is_named_as_the_reason)
{
    auto io = std::make_unique<asio::io_context>();
    bb::broker_context const ctx(*io);
    bb::event_broker<noted> channel(ctx);
    io.reset();
    auto const check = [](bb::failure const& why) {
        BOOST_TEST((why == bb::errc::no_executor));
        BOOST_TEST(why.detail().find("its executor was destroyed") != std::string::npos);
    };
    check(channel.listen([] {}).error());
    check(bb::set_provider<ask>(ctx, [] { return 1; }).error());
    check(bb::replace_provider<ask>(ctx, [] { return 1; }).error());
    check(bb::add_provider<ask>(ctx, [] { return 1; }).error());
    check(bb::on_signal<noted>(ctx, [] {}).error());
    check(bb::replace_signal_handler<noted>(ctx, [] {}).error());
    BOOST_TEST(!bb::is_provided<ask>(ctx));
    BOOST_TEST(!bb::has_signal_handler<noted>(ctx));

    // Without an executor of its own its handler would have gone with that of the context.
    asio::io_context other;
    std::optional<bb::failure> next;
    bb::next<noted>(ctx,
        asio::bind_executor(other.get_executor(), [&](bb::result<noted> r) { next = r.error(); }));
    other.run();
    BOOST_REQUIRE(next.has_value());
    BOOST_TEST((*next == bb::errc::no_executor));
}

BOOST_AUTO_TEST_CASE(nothing_is_made_in_a_closed_context)
{
    bb::broker_context ctx;
    ctx.close();
    auto const closed = bb::errc::context_closed;
    BOOST_TEST((thrown_code([&] { bb::event_broker<noted> const b(ctx); }) == closed));
    BOOST_TEST((thrown_code([&] { bb::signal_broker<noted> const b(ctx); }) == closed));
    BOOST_TEST((thrown_code([&] { bb::request_broker<ask> const b(ctx); }) == closed));
    BOOST_TEST((thrown_code([&] { bb::multi_request_broker<ask> const b(ctx); }) == closed));
    BOOST_TEST(
        (thrown_code([&] { bb::mock_signal_handler<noted> const m(ctx, [] {}); }) == closed));
    BOOST_TEST(
        (thrown_code([&] { bb::mock_provider<ask> const m(ctx, [] { return 1; }); }) == closed));
}

BOOST_AUTO_TEST_CASE(a_member_function_of_an_object_answers_once)
{
    bb::broker_context ctx;
    bb::multi_request_broker<ask> channel(ctx);
    auto const one = std::make_shared<service>();
    auto const other = std::make_shared<service>();
    auto const a = channel.add_provider(bb::track(one, &service::first));
    auto const again = channel.add_provider(bb::track(one, &service::first));
    BOOST_TEST((again.error() == bb::errc::provider_exists));
    auto const b = channel.add_provider(bb::track(one, &service::second));
    auto const c = channel.add_provider(bb::track(other, &service::first));
    BOOST_TEST(channel.providers() == 3u);
}

BOOST_AUTO_TEST_SUITE_END()
