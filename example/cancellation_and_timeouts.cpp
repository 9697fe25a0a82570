// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Cancellation and timeouts: how a requester stops waiting.
//
// Learn here the deadline of one call and of a type, how Asio's cancellation slot ends a request,
// and how the awaitable operators of Asio race a request against a timer.

#include <boost_broker/request_broker.hpp>
#include <boost_broker/stats.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/core/lightweight_test.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace asio = boost::asio;
namespace bb = boost_broker;
using namespace std::chrono_literals;

struct get_answer {
    using response = std::string;
};

namespace {

//[cancellation_timeout
asio::awaitable<void> with_a_deadline(bb::context_ref ctx)
{
    bb::result<std::string> const answer = co_await bb::request<get_answer>(ctx, bb::timeout(1ms));
    BOOST_TEST(answer.error() == bb::errc::timed_out);
}
//]

//[cancellation_operators
asio::awaitable<void> against_a_timer(bb::context_ref ctx)
{
    using namespace asio::experimental::awaitable_operators;
    asio::steady_timer timer(co_await asio::this_coro::executor, 1ms);
    auto const first = co_await (
        bb::request<get_answer>(ctx, asio::use_awaitable) || timer.async_wait(asio::use_awaitable));
    BOOST_TEST_EQ(first.index(), 1u); // the timer; the request was cancelled
}
//]

} // namespace

int main()
{
    asio::io_context io;
    bb::broker_context ctx(io);

    // A provider that keeps everybody waiting.
    std::vector<bb::reply<get_answer>> waiting;
    auto const provider = bb::set_provider<get_answer>(
        ctx, [&](bb::reply<get_answer> answer) { waiting.push_back(std::move(answer)); });

    asio::co_spawn(io, with_a_deadline(ctx), asio::detached);
    asio::co_spawn(io, against_a_timer(ctx), asio::detached);

    //[cancellation_slot
    asio::cancellation_signal stop;
    bool cancelled = false;
    bb::request<get_answer>(
        ctx, asio::bind_cancellation_slot(stop.slot(), [&](bb::result<std::string> answer) {
            cancelled = answer.has_error() && answer.error() == bb::errc::cancelled;
        }));
    stop.emit(asio::cancellation_type::terminal);
    //]
    io.run();
    BOOST_TEST(cancelled);

    //[cancellation_of_a_type
    bb::set_request_timeout<get_answer>(ctx, 1ms); // for requests without a deadline of their own
    bool timed_out = false;
    bb::request<get_answer>(ctx, [&](bb::result<std::string> answer) {
        timed_out = answer.has_error() && answer.error() == bb::errc::timed_out;
    });
    //]
    io.restart();
    io.run();
    BOOST_TEST(timed_out);

    waiting.front()("too late"); // a late answer reaches nobody
    BOOST_TEST_EQ(bb::stats<bb::request_broker<get_answer>>(ctx).answered, 0u);
    return boost::report_errors();
}
