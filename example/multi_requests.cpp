// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Multi-requests: several modules each have a part of the answer, and all parts are gathered.
//
// Learn here how providers are added, and the two ways to gather: `request_all`, where one failure
// fails the whole request, and `request_each`, which hands out every answer and every failure. And
// how a quorum makes some of the answers enough.

#include <boost_broker/multi_request_broker.hpp>
#include <boost_broker/quorum.hpp>
#include <boost_broker/timeout.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/core/lightweight_test.hpp>
#include <boost/hana/adapt_struct.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace asio = boost::asio;
namespace bb = boost_broker;
using namespace std::chrono_literals;

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

struct read_key {
    using response = std::string;
    std::string key = {};
};
BOOST_HANA_ADAPT_STRUCT(read_key, key);

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

//[multi_requests_quorum
asio::awaitable<void> ask_replicas(bb::context_ref ctx)
{
    auto const answers =
        co_await bb::request_all<read_key>(ctx, "colour", bb::quorum(2, bb::timeout(1s)));
    BOOST_TEST_EQ(answers->size(), 3u); // one of three does not answer, and two are enough
    BOOST_TEST_EQ(answers->at(0).value(), "red");
    BOOST_TEST(answers->at(1).error() == bb::errc::not_needed);
    BOOST_TEST_EQ(answers->at(2).value(), "red");
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

    std::vector<bb::reply<read_key>> never_answered;
    auto const first = bb::add_provider<read_key>(ctx, [](std::string const&) { return "red"; });
    auto const hangs = bb::add_provider<read_key>(
        ctx, [&](bb::reply<read_key> r) { never_answered.push_back(std::move(r)); });
    auto const third = bb::add_provider<read_key>(ctx, [](std::string const&) { return "red"; });
    asio::co_spawn(io, ask_replicas(ctx), asio::detached);
    io.restart();
    io.run();
    return boost::report_errors();
}
