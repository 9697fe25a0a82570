// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// What the chapter on testing shows besides example/mocking.

#include <boost_broker/event_broker.hpp>
#include <boost_broker/manual_clock.hpp>
#include <boost_broker/mock_provider.hpp>
#include <boost_broker/request_broker.hpp>
#include <boost_broker/stats.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace asio = boost::asio;
namespace bb = boost_broker;
using namespace std::chrono_literals;

namespace oven {

struct door_opened {
    int oven = 0;
};
struct get_heat {
    using broker_policy = bb::local<bb::synchronous>;
    using response = double;
    int oven = 0;
};
struct bake {
    using response = std::string;
};

} // namespace oven

BOOST_HANA_ADAPT_STRUCT(oven::door_opened, oven);
BOOST_HANA_ADAPT_STRUCT(oven::get_heat, oven);

BOOST_AUTO_TEST_SUITE(testing)

using namespace oven;

BOOST_AUTO_TEST_CASE(mocks_nest)
{
    bb::broker_context ctx;
    //[testing_mock
    auto const real = bb::set_provider<get_heat>(ctx, [] { return 180.0; });
    {
        bb::mock_provider<get_heat> cold(ctx, [] { return 20.0; });
        BOOST_TEST(bb::request<get_heat>(ctx, 1).value() == 20.0);
        {
            bb::mock_provider<get_heat> broken(ctx, [] { return bb::fail("no sensor"); });
            BOOST_TEST(bb::request<get_heat>(ctx, 1).has_error());
        }
        BOOST_TEST(bb::request<get_heat>(ctx, 1).value() == 20.0);
    }
    BOOST_TEST(bb::request<get_heat>(ctx, 1).value() == 180.0); // as if nothing had been
    //]
}

BOOST_AUTO_TEST_CASE(what_a_module_sent)
{
    bb::broker_context ctx;
    //[testing_observe
    std::vector<int> opened;
    bb::handle const spy = bb::listen<door_opened>(ctx, [&](int oven) { opened.push_back(oven); });
    bb::emit<door_opened>(ctx, 2); // stands for the module to test
    BOOST_TEST((opened == std::vector<int>{2}));
    BOOST_TEST(bb::stats<bb::event_broker<door_opened>>(ctx).delivered == 1u);
    //]
}

BOOST_AUTO_TEST_CASE(time_stands_still)
{
    //[testing_clock
    asio::io_context io;
    bb::manual_clock clock; // before the context: it must outlive it
    bb::broker_context ctx(io);
    ctx.use_clock(clock);

    std::optional<bb::reply<bake>> open;
    auto const baker =
        bb::set_provider<bake>(ctx, [&](bb::reply<bake> r) { open.emplace(std::move(r)); });
    std::optional<bb::result<std::string>> cake;
    bb::request<bake>(ctx, bb::timeout(1h, [&](bb::result<std::string> r) { cake = r; }));

    clock.advance(59min);
    io.poll();
    BOOST_TEST(!cake.has_value());
    clock.advance(1min);
    io.restart();
    io.poll();
    BOOST_TEST((cake->error() == bb::errc::timed_out));
    //]
}

BOOST_AUTO_TEST_SUITE_END()
