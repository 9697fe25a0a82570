// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Requests, each against the least that does the same: a call of a `std::function` that returns the
// same response, an asynchronous operation that posts its completion, a coroutine. What is
// asynchronous runs inside the run loop, each request started when the one before it has been
// answered: there Asio uses its memory again, so it is at its best.

#include <boost_broker/request_broker.hpp>
#if __has_include(<boost_broker/requester.hpp>)
#include <boost_broker/requester.hpp>
#define BOOST_BROKER_BENCH_REQUESTER
#endif

#include "message.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/hana/adapt_struct.hpp>

#include <array>
#include <functional>

namespace bench::requests {

struct ask {
    using response = message;
    std::int64_t id = 0;
    double value = 0;
    std::string name = {};
};

struct ask_now {
    using broker_policy = boost_broker::local<boost_broker::synchronous>;
    using response = message;
    std::int64_t id = 0;
    double value = 0;
    std::string name = {};
};

} // namespace bench::requests

BOOST_HANA_ADAPT_STRUCT(bench::requests::ask, id, value, name);
BOOST_HANA_ADAPT_STRUCT(bench::requests::ask_now, id, value, name);

namespace bench::requests {

namespace bb = boost_broker;
namespace asio = boost::asio;

/// The provider of all of them.
struct answerer {
    std::int64_t* sum;

    template<class Request>
    message operator()(Request const& r) const
    {
        *sum += r.id;
        return {r.id, r.value, r.name};
    }
};

// a context with a provider
template<class Request>
struct provided {
    explicit provided(answerer provider)
        : on(*bb::set_provider<Request>(ctx, [=](Request const& r) { return provider(r); }))
    {}

    asio::io_context io;
    bb::broker_context ctx{io.get_executor()};
    bb::handle on;
};

// synchronous

/// The least: a call of a function.
struct function_call {
    explicit function_call(answerer provider) : f(provider) {}

    message request(ask_now const& r) { return f(r); }
    message request(std::int64_t id, double value, char const* name)
    {
        return f(ask_now{id, value, name});
    }

    std::function<message(ask_now const&)> f;
};

struct synchronous_verb : provided<ask_now> {
    using provided<ask_now>::provided;

    auto request(ask_now const& r) { return bb::request(ctx, r); }
    auto request(std::int64_t id, double value, char const* name)
    {
        return bb::request<ask_now>(ctx, id, value, name);
    }
};

template<class Way>
void synchronous_value(benchmark::State& state)
{
    std::array<std::int64_t, 1> sums{};
    Way way(answerer{sums.data()});
    benchmark::DoNotOptimize(&way);
    source const from;
    ask_now const r{from.id, from.value, from.name};
    benchmark::DoNotOptimize(&r);
    for (auto _ : state) {
        auto const answer = way.request(r);
        benchmark::DoNotOptimize(answer);
        benchmark::ClobberMemory();
    }
    check(state, sums);
}

template<class Way>
void synchronous_fields(benchmark::State& state)
{
    std::array<std::int64_t, 1> sums{};
    Way way(answerer{sums.data()});
    benchmark::DoNotOptimize(&way);
    source const from;
    for (auto _ : state) {
        auto const answer = way.request(from.id, from.value, from.name);
        benchmark::DoNotOptimize(answer);
        benchmark::ClobberMemory();
    }
    check(state, sums);
}

// callback and awaited; a way to ask has `io` and `request(ask, token)`

constexpr int turns = 1000; // requests in each run of the loop

struct bare_operation {
    explicit bare_operation(answerer provider) : f(provider) {}

    template<class CompletionToken>
    auto request(ask r, CompletionToken&& token)
    {
        return asio::async_initiate<CompletionToken, void(bb::result<message>)>(
            [this](auto handler, ask given) {
                asio::post(
                    io, [h = std::move(handler), answer = bb::result<message>(f(given))]() mutable {
                        std::move(h)(std::move(answer));
                    });
            },
            token, std::move(r));
    }

    asio::io_context io;
    std::function<message(ask const&)> f;
};

struct bare_coroutine {
    explicit bare_coroutine(answerer provider) : f(provider) {}

    asio::awaitable<bb::result<message>> request(ask r, asio::use_awaitable_t<>) { co_return f(r); }

    asio::io_context io;
    std::function<message(ask const&)> f;
};

struct verb : provided<ask> {
    using provided<ask>::provided;

    template<class CompletionToken>
    auto request(ask&& r, CompletionToken&& token)
    {
        return bb::request(ctx, std::move(r), std::forward<CompletionToken>(token));
    }
};

#if defined(BOOST_BROKER_BENCH_REQUESTER)
struct requester : verb {
    using verb::verb;

    template<class CompletionToken>
    auto request(ask&& r, CompletionToken&& token)
    {
        return to(std::move(r), std::forward<CompletionToken>(token));
    }

    bb::requester<ask> to{ctx};
};
#endif

/// A chain of requests: what takes the answer asks again.
template<class Way>
struct chain {
    void ask_again()
    {
        way.request(ask{from.id, from.value, from.name}, [this](bb::result<message> answer) {
            benchmark::DoNotOptimize(answer);
            if (--left != 0)
                ask_again();
        });
    }

    Way& way;
    source from{};
    int left = turns;
};

template<class Way>
void callback(benchmark::State& state)
{
    std::array<std::int64_t, 1> sums{};
    Way way(answerer{sums.data()});
    while (state.KeepRunningBatch(turns)) {
        chain<Way> asks{way};
        asio::post(way.io, [&] { asks.ask_again(); });
        way.io.restart();
        way.io.run();
    }
    check(state, sums);
}

template<class Way>
asio::awaitable<void> ask_in_turn(Way& way)
{
    source from;
    for (int left = turns; left != 0; --left) {
        ask r{from.id, from.value, from.name};
        bb::result<message> answer = co_await way.request(std::move(r), asio::use_awaitable);
        benchmark::DoNotOptimize(answer);
    }
}

template<class Way>
void awaited(benchmark::State& state)
{
    std::array<std::int64_t, 1> sums{};
    Way way(answerer{sums.data()});
    while (state.KeepRunningBatch(turns)) {
        asio::co_spawn(way.io, ask_in_turn(way), asio::detached);
        way.io.restart();
        way.io.run();
    }
    check(state, sums);
}

BENCHMARK(synchronous_value<function_call>)->Name("synchronous/function_call");
BENCHMARK(synchronous_value<synchronous_verb>)->Name("synchronous/verb");
BENCHMARK(synchronous_fields<function_call>)->Name("synchronous_fields/function_call");
BENCHMARK(synchronous_fields<synchronous_verb>)->Name("synchronous_fields/verb");

BENCHMARK(callback<bare_operation>)->Name("callback/bare_operation");
BENCHMARK(callback<verb>)->Name("callback/verb");
BENCHMARK(awaited<bare_coroutine>)->Name("awaited/bare_coroutine");
BENCHMARK(awaited<bare_operation>)->Name("awaited/bare_operation");
BENCHMARK(awaited<verb>)->Name("awaited/verb");
#if defined(BOOST_BROKER_BENCH_REQUESTER)
BENCHMARK(callback<requester>)->Name("callback/requester");
BENCHMARK(awaited<requester>)->Name("awaited/requester");
#endif

} // namespace bench::requests
