// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Requests: somebody needs an answer, and one provider gives it. Neither knows the other.
//
// Learn here the four ways to answer (at once, by returning, by a coroutine, by a `reply`), the
// ways to ask (synchronously, with a callback, with co_await), and what a failure looks like.

#include <boost_broker/request_broker.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/core/lightweight_test.hpp>
#include <boost/hana/adapt_struct.hpp>

#include <string>

namespace asio = boost::asio;
namespace bb = boost_broker;

//[requests_messages
struct get_name { // answered with a text
    using response = std::string;
    std::int64_t id = 0;
};
struct count_words { // answered at once, without an event loop
    using broker_policy = bb::local<bb::synchronous>;
    using response = std::size_t;
    std::string text = {};
};
struct measure { // takes a while
    using response = double;
};
BOOST_HANA_ADAPT_STRUCT(get_name, id);
BOOST_HANA_ADAPT_STRUCT(count_words, text);
//]

namespace {

//[requests_coroutine
asio::awaitable<void> ask(bb::context_ref ctx)
{
    bb::result<std::string> const name = co_await bb::request<get_name>(ctx, 7);
    BOOST_TEST_EQ(name.value(), "router");

    bb::result<std::string> const nobody = co_await bb::request<get_name>(ctx, -1);
    BOOST_TEST(nobody.error() == bb::errc::provider_failed);
    BOOST_TEST_EQ(nobody.error().detail(), "no such device"); // the provider's own words

    bb::result<double> const volts = co_await bb::request<measure>(ctx);
    BOOST_TEST_EQ(volts.value(), 3.3);
}
//]

} // namespace

int main()
{
    asio::io_context io;
    bb::broker_context ctx(io);

    //[requests_provide
    bb::result<bb::handle> counter = bb::set_provider<count_words>(
        ctx, [](std::string const& text) { return text.empty() ? 0u : 1u; });

    bb::result<bb::handle> names =
        bb::set_provider<get_name>(ctx, [](std::int64_t id) -> bb::result<std::string> {
            if (id < 0)
                return bb::fail("no such device");
            return "router";
        });
    //]
    BOOST_TEST(counter && names);

    //[requests_synchronous
    bb::result<std::size_t> const words = bb::request<count_words>(ctx, "hello");
    BOOST_TEST_EQ(words.value(), 1u);
    //]

    //[requests_callback
    bool answered = false;
    bb::request<get_name>(ctx, 7, [&](bb::result<std::string> name) {
        answered = name.has_value(); // called by io.run(), never inside request()
    });
    BOOST_TEST(!answered);
    //]
    {
        //[requests_coroutine_provider
        auto const provider = bb::set_provider<measure>(ctx, [&]() -> asio::awaitable<double> {
            co_await asio::post(io, asio::use_awaitable); // stands for reading a device
            co_return 3.3;
        });
        //]
        asio::co_spawn(io, ask(ctx), asio::detached);
        io.run();
    }
    BOOST_TEST(answered);

    //[requests_reply
    auto const provider = bb::set_provider<measure>(ctx, [&](bb::reply<measure> answer) {
        asio::post(io, [answer = std::move(answer)]() mutable { answer(3.3); });
    });
    //]
    asio::co_spawn(io, ask(ctx), asio::detached);
    io.restart();
    io.run();
    return boost::report_errors();
}
