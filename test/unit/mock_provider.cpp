// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/mock_provider.hpp>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <memory>
#include <optional>

namespace mock_provider_test {

namespace bb = boost_broker;
namespace asio = boost::asio;

struct ask {
    using response = int;
};

} // namespace mock_provider_test

BOOST_AUTO_TEST_SUITE(mock_provider)

using namespace mock_provider_test;

BOOST_AUTO_TEST_CASE(the_innermost_mock_answers)
{
    bb::broker_context ctx;
    auto const real = bb::set_provider<ask>(ctx, [] { return 1; });
    {
        bb::mock_provider<ask> const outer(ctx, [] { return 2; });
        {
            bb::mock_provider<ask> const inner(ctx, [] { return 3; });
            BOOST_TEST(bb::request<ask>(ctx, bb::blocking).value() == 3);
        }
        BOOST_TEST(bb::request<ask>(ctx, bb::blocking).value() == 2);
    }
    BOOST_TEST(bb::request<ask>(ctx, bb::blocking).value() == 1);
}

BOOST_AUTO_TEST_CASE(closing_ends_mocks_and_replaced_providers_too)
{
    asio::io_context io;
    bb::broker_context ctx;
    auto const alive = std::make_shared<int>(0);
    auto const replaced = bb::set_provider<ask>(
        ctx, asio::bind_executor(io.get_executor(), [alive] { return *alive; }));
    std::optional<bb::result<int>> answer;
    bb::request<ask>(ctx, [&](bb::result<int> r) { answer = r; });
    auto const provider = bb::replace_provider<ask>(ctx, [alive] { return *alive; });
    bb::mock_provider<ask> const mock(ctx, [alive] { return *alive; });
    BOOST_TEST(replaced->active());
    BOOST_TEST(alive.use_count() == 4);

    ctx.close();
    BOOST_TEST(!replaced->active());
    BOOST_TEST(!provider->active());
    BOOST_TEST(alive.use_count() == 1);
    io.run();
    BOOST_REQUIRE(answer.has_value());
    BOOST_TEST((answer->error() == bb::errc::provider_gone));
}

BOOST_AUTO_TEST_SUITE_END()
