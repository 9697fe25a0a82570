// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/requester.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>

namespace requester_test {

namespace bb = boost_broker;
namespace asio = boost::asio;

struct get_name {
    using response = std::string;
    std::int64_t id = 7;
    bool long_form = false;
};
struct half {
    using broker_policy = bb::local<bb::synchronous>;
    using response = int;
    int number = 2;
};
struct ping {
    using response = void;
};
struct unpack {
    using response = std::unique_ptr<int>;
    std::unique_ptr<int> content = {};
};

bb::result<std::string> name_of(std::int64_t id, bool long_form)
{
    if (id < 0)
        return bb::fail("no such device");
    return (long_form ? "device " : "") + std::to_string(id);
}

template<class T>
bool is(bb::result<T> const& r, bb::errc code)
{
    return r.has_error() && r.error() == code;
}

} // namespace requester_test

BOOST_HANA_ADAPT_STRUCT(requester_test::get_name, id, long_form);
BOOST_HANA_ADAPT_STRUCT(requester_test::half, number);
BOOST_HANA_ADAPT_STRUCT(requester_test::unpack, content);

BOOST_AUTO_TEST_SUITE(requester)

using namespace requester_test;

static_assert(std::copyable<bb::requester<get_name>>);
static_assert(!std::convertible_to<bb::context_ref, bb::requester<get_name>>);

BOOST_AUTO_TEST_CASE(takes_every_form_of_the_verb)
{
    bb::broker_context ctx;
    auto const provider = bb::set_provider<get_name>(ctx, &name_of);
    auto const ask = bb::requester<get_name>(ctx);
    std::string got;
    auto const keep = [&](bb::result<std::string> r) { got = r ? *r : r.error().detail(); };
    get_name value{3, true};
    auto const& const_value = value;
    auto const became = [&](std::string const& expected) {
        return std::exchange(got, "nothing") == expected;
    };
    ask(1, true, keep);
    BOOST_TEST(became("device 1"));
    ask(-1, true, keep);
    BOOST_TEST(became("no such device"));
    ask({.id = 2}, keep);
    BOOST_TEST(became("2"));
    ask({}, keep);
    BOOST_TEST(became("7"));
    ask(value, keep);
    BOOST_TEST(became("device 3"));
    ask(const_value, keep);
    BOOST_TEST(became("device 3"));
    ask(get_name{4, false}, keep);
    BOOST_TEST(became("4"));
    ask(5, false)(keep); // deferred
    BOOST_TEST(became("5"));
    ask({.id = 6})(keep);
    BOOST_TEST(became("6"));
    ask(value)(keep);
    BOOST_TEST(became("device 3"));
    BOOST_TEST(ask(8, false, bb::blocking).value() == "8");
}

BOOST_AUTO_TEST_CASE(returns_the_answer_of_a_synchronous_request)
{
    bb::broker_context ctx;
    auto const ask = bb::requester<half>(ctx);
    static_assert(std::is_same_v<decltype(ask(1)), bb::result<int>>);
    BOOST_TEST(is(ask(8), bb::errc::no_provider));
    auto const provider = bb::set_provider<half>(ctx, [](int n) { return n / 2; });
    BOOST_TEST(ask(8).value() == 4);
    BOOST_TEST(ask({.number = 6}).value() == 3);
    BOOST_TEST(ask(half()).value() == 1);
}

BOOST_AUTO_TEST_CASE(is_awaited_like_the_verb)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    auto const provider = bb::set_provider<get_name>(ctx, &name_of);
    auto const pings = bb::set_provider<ping>(ctx, [] {});
    auto const unpacks =
        bb::set_provider<unpack>(ctx, [](unpack&& u) { return std::move(u.content); });
    bool done = false;
    asio::co_spawn(
        io,
        [&]() -> asio::awaitable<void> {
            auto const ask = bb::requester<get_name>(ctx);
            bb::result<std::string> const first = co_await ask(1, true);
            BOOST_TEST(first.value() == "device 1");
            bb::result<std::string> const second = co_await ask(2, false, asio::use_awaitable);
            BOOST_TEST(second.value() == "2");
            bb::requester<ping> const ping_all(ctx);
            bb::result<void> const pinged = co_await ping_all();
            BOOST_TEST(pinged.has_value());
            bb::requester<unpack> const open(ctx);
            bb::result<std::unique_ptr<int>> const content =
                co_await open(std::make_unique<int>(9));
            BOOST_TEST(*content.value() == 9);
            done = true;
        },
        asio::detached);
    io.run();
    BOOST_TEST(done);
}

BOOST_AUTO_TEST_CASE(answers_like_the_verb_when_the_context_is_closed)
{
    bb::broker_context ctx;
    auto const provider = bb::set_provider<get_name>(ctx, &name_of);
    auto const ask = bb::requester<get_name>(ctx);
    auto lazy = ask(1, false);
    ctx.close();
    std::optional<bb::result<std::string>> got;
    auto const keep = [&](bb::result<std::string> r) { got.emplace(std::move(r)); };
    ask(1, false, keep);
    BOOST_TEST((got && is(*got, bb::errc::context_closed)));
    got.reset();
    std::move(lazy)(keep);
    BOOST_TEST((got && is(*got, bb::errc::context_closed)));
    BOOST_TEST(is(ask(1, false, bb::blocking), bb::errc::context_closed));
    BOOST_TEST(is(bb::requester<half>(bb::context_ref())(1), bb::errc::context_closed));
}

BOOST_AUTO_TEST_CASE(never_reaches_another_context)
{
    std::optional<bb::broker_context> first(std::in_place);
    auto const* const core = bb::detail::context_access::raw(*first);
    bb::context_ref const ended = *first;
    auto const ask = bb::requester<half>(*first);
    auto lazy = bb::requester<get_name>(*first)(1, false);
    first.reset();
    bb::broker_context second;
    BOOST_REQUIRE(bb::detail::context_access::raw(second) == core); // its memory is used again
    auto const halves = bb::set_provider<half>(second, [](int n) { return n / 2; });
    auto const names = bb::set_provider<get_name>(second, &name_of);
    BOOST_TEST(is(ask(8), bb::errc::context_closed));
    bool refused = false;
    std::move(lazy)(
        [&](bb::result<std::string> const& r) { refused = is(r, bb::errc::context_closed); });
    BOOST_TEST(refused);
    BOOST_TEST((ask.context() == ended));
    BOOST_TEST(bb::requester<half>(second)(8).value() == 4);
}

BOOST_AUTO_TEST_CASE(finds_the_provider_of_each_thread_in_the_default_context)
{
    bb::requester<half> const ask;
    auto const provider = bb::set_provider<half>([](int n) { return n / 2; });
    BOOST_TEST(ask(8).value() == 4);
    std::thread([&] {
        BOOST_TEST(is(ask(8), bb::errc::no_provider));
        auto const other = bb::set_provider<half>([](int n) { return n / 2 + 100; });
        BOOST_TEST(ask(8).value() == 104);
    }).join();
    BOOST_TEST(ask(6).value() == 3);
}

BOOST_AUTO_TEST_SUITE_END()
