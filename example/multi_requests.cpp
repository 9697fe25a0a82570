// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Multi-requests: several modules each have a part of the answer, and all parts are gathered.
//
// Learn here how providers are added, and the two ways to gather: `request_all`, where one failure
// fails the whole request, and `request_each`, which hands out every answer and every failure.

#include <boost_broker/multi_request_broker.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/core/lightweight_test.hpp>
#include <boost/hana/adapt_struct.hpp>

#include <string>
#include <vector>

namespace asio = boost::asio;
namespace bb = boost_broker;

//[multi_requests_messages
struct health {
    std::string module = {};
    bool well = false;
};
struct get_health {
    using response = health;
};
BOOST_HANA_ADAPT_STRUCT(health, module, well);
//]

namespace {

//[multi_requests_all
asio::awaitable<void> ask_all(bb::context_ref ctx)
{
    bb::result<std::vector<health>> const all = co_await bb::request_all<get_health>(ctx);
    BOOST_TEST_EQ(all->size(), 2u);
    BOOST_TEST_EQ(all->front().module, "disk"); // in the order of registration
}
//]

//[multi_requests_each
asio::awaitable<void> ask_each(bb::context_ref ctx)
{
    bb::result<std::vector<health>> const all = co_await bb::request_all<get_health>(ctx);
    BOOST_TEST(all.error() == bb::errc::provider_failed); // one failure fails all

    auto const each = co_await bb::request_each<get_health>(ctx);
    BOOST_TEST_EQ(each->size(), 3u);
    BOOST_TEST(each->at(0)->well);
    BOOST_TEST_EQ(each->at(2).error().detail(), "no sensor"); // the others still count
}
//]

} // namespace

int main()
{
    asio::io_context io;
    bb::broker_context ctx(io);

    //[multi_requests_provide
    auto const disk = bb::add_provider<get_health>(ctx, [] { return health{"disk", true}; });
    auto const net = bb::add_provider<get_health>(ctx, [] { return health{"network", true}; });
    //]
    asio::co_spawn(io, ask_all(ctx), asio::detached);
    io.run();

    auto const fan = bb::add_provider<get_health>(ctx, [] { return bb::fail("no sensor"); });
    asio::co_spawn(io, ask_each(ctx), asio::detached);
    io.restart();
    io.run();
    return boost::report_errors();
}
