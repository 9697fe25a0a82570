// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// curses turns `timeout` and many other words into macros; a program may see them first.
#include <curses.h>

#define AS_WRITTEN(text) #text
#define AS_EXPANDED(text) AS_WRITTEN(text)

#if !defined(timeout)
#error this curses does not define timeout as a macro, so there is nothing to test
#endif
constexpr char timeout_before[] = AS_EXPANDED(timeout(7));

// what is tested: the headers of the library behind those of curses
#include <boost_broker/boost_broker.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>

namespace curses_test {

struct key_pressed {
    int key = 0;
    std::string name = {};
};
struct read_line {
    using response = std::string;
    std::string prompt = {};
};

} // namespace curses_test

BOOST_HANA_ADAPT_STRUCT(curses_test::key_pressed, key, name);
BOOST_HANA_ADAPT_STRUCT(curses_test::read_line, prompt);

namespace {

namespace asio = boost::asio;
namespace bb = boost_broker;
using namespace std::chrono_literals;

using answer = bb::result<std::string>;

int failures = 0;

void check(bool holds, char const* what)
{
    if (!holds) {
        ++failures;
        std::cerr << "curses_first: this does not hold: " << what << '\n';
    }
}

void events_are_emitted()
{
    bb::broker_context ctx;
    std::string heard;
    bb::handle const on = bb::listen<curses_test::key_pressed>(
        ctx, [&](int key, std::string const& name) { heard = std::to_string(key) + name; });
    check(bb::emit<curses_test::key_pressed>(ctx, 27, " escape").accepted == 1,
        "an event reaches the listener");
    check(heard == "27 escape", "the listener hears what was emitted");
}

asio::awaitable<std::string> answer_at_once(std::string prompt)
{
    asio::steady_timer timer(co_await asio::this_coro::executor, 0ms);
    co_await timer.async_wait(asio::use_awaitable);
    co_return prompt + "yes";
}

asio::awaitable<std::string> answer_never(std::string prompt)
{
    asio::steady_timer timer(
        co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
    co_await timer.async_wait(asio::use_awaitable);
    co_return prompt;
}

// The parentheses keep the macro, which looks like a function, from being one here.
std::optional<answer> ask(asio::io_context& io, bb::context_ref ctx)
{
    std::optional<answer> got;
    bb::request<curses_test::read_line>(
        ctx, "go on? ", (bb::timeout)(200ms, [&](answer r) { got = std::move(r); }));
    io.restart();
    io.run();
    return got;
}

void requests_have_a_deadline()
{
    asio::io_context io;
    bb::broker_context ctx(io);
    auto const first = bb::set_provider<curses_test::read_line>(ctx, &answer_at_once);
    check(first.has_value(), "the provider is registered");
    auto const answered = ask(io, ctx);
    check(answered && answered->has_value() && **answered == "go on? yes",
        "a request that is answered before its deadline completes with the answer");

    // it is the deadline of the clock that passes, not one that a sanitizer could make too long
    bb::manual_clock clock;
    ctx.use_clock(clock);
    auto const second = bb::replace_provider<curses_test::read_line>(ctx, &answer_never);
    check(second.has_value(), "the provider is replaced");
    std::optional<answer> got;
    bb::request<curses_test::read_line>(
        ctx, "go on? ", (bb::timeout)(200ms, [&](answer r) { got = std::move(r); }));
    io.restart();
    io.poll();
    clock.advance(200ms - 1ns);
    io.poll();
    check(!got.has_value(), "a request does not time out before its deadline");
    clock.advance(1ns);
    io.poll();
    check(got && got->has_error() && got->error() == bb::errc::timed_out,
        "a request that is not answered times out at its deadline");
}

} // namespace

#if !defined(timeout)
#error the library took the macro timeout of curses away
#endif

static_assert(std::string_view(AS_EXPANDED(timeout(7))) == timeout_before);

int main()
{
    events_are_emitted();
    requests_have_a_deadline();
    return failures == 0 ? 0 : 1;
}
