// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// What the chapter on multi-requests shows besides example/multi_requests.cpp.

#include <boost_broker/multi_request_broker.hpp>
#include <boost_broker/quorum.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <exception>
#include <string>

namespace asio = boost::asio;
namespace bb = boost_broker;

namespace store {

struct read_key {
    using response = std::string;
    std::string key = {};
};

} // namespace store

BOOST_HANA_ADAPT_STRUCT(store::read_key, key);

namespace store {

//[multi_requests_no_quorum
asio::awaitable<std::string> read(bb::context_ref ctx, std::string key)
{
    auto const answers = co_await bb::request_all<read_key>(ctx, key, bb::quorum(2));
    if (answers.has_error())
        co_return answers.error().detail(); // what happened to each provider
    for (bb::result<std::string> const& answer : *answers) {
        if (answer)
            co_return *answer;
    }
    co_return ""; // not reached: two have succeeded
}
//]

//[multi_requests_each_quorum
asio::awaitable<int> known_by(bb::context_ref ctx, std::string key)
{
    auto const answers = co_await bb::request_each<read_key>(ctx, key, bb::quorum(2));
    int known = 0;
    for (bb::result<std::string> const& answer : *answers)
        known += answer.has_value() ? 1 : 0;
    co_return known;
}
//]

} // namespace store

BOOST_AUTO_TEST_SUITE(multi_requests)

using namespace store;

BOOST_AUTO_TEST_CASE(a_quorum_out_of_reach)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    ctx.set_name("store");
    auto const good = bb::add_provider<read_key>(ctx, [] { return "red"; });
    auto const bad = bb::add_provider<read_key>(ctx, [] { return bb::fail("no disk"); });
    auto const worse = bb::add_provider<read_key>(ctx, [] { return bb::fail("no power"); });
    std::string text;
    int known = -1;
    asio::co_spawn(
        io, read(ctx, "colour"), [&](std::exception_ptr, std::string t) { text = std::move(t); });
    asio::co_spawn(io, known_by(ctx, "colour"), [&](std::exception_ptr, int n) { known = n; });
    io.run();
    BOOST_TEST(text ==
        "the quorum of 2 for store::read_key in context 'store' cannot be reached: 1 of 3 "
        "providers succeeded; provider 2 failed: no disk; provider 3 failed: no power");
    BOOST_TEST(known == 1);
}

BOOST_AUTO_TEST_SUITE_END()
