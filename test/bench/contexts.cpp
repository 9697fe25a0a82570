// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// What an emit costs in one of many contexts: as much as in the only one, if it is the same each
// time. In turn, the caches do not hold them all, which is no different for a vector of functions.

#include "broker_channels.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <numeric>
#include <random>
#include <vector>

namespace bench::contexts {

/// Contexts, with a listener each.
struct many {
    explicit many(std::size_t count) : sums(count)
    {
        for (auto& sum : sums) {
            all.emplace_back(io.get_executor());
            handles.push_back(bb::listen<message>(all.back(), adder{&sum}));
        }
    }

    std::int64_t total() const { return std::accumulate(sums.begin(), sums.end(), std::int64_t()); }

    asio::io_context io;
    std::vector<std::int64_t> sums;
    std::vector<bb::broker_context> all;
    std::vector<bb::handle> handles;
};

/// Each of `count`, in an order that nobody foresees.
std::vector<std::size_t> shuffled(std::size_t count)
{
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t());
    std::shuffle(order.begin(), order.end(), std::minstd_rand());
    return order;
}

template<std::size_t Count>
void same(benchmark::State& state)
{
    many contexts(Count);
    bb::broker_context const& ctx = contexts.all[Count / 2];
    message m = source().make();
    for (auto _ : state) {
        benchmark::DoNotOptimize(m);
        bb::emit(ctx, m);
        benchmark::ClobberMemory();
    }
    check(state, std::vector{contexts.total()});
}

void in_turn(benchmark::State& state)
{
    many contexts(10'000);
    auto const order = shuffled(contexts.all.size());
    message m = source().make();
    std::size_t next = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(m);
        bb::emit(contexts.all[order[next]], m);
        next = next + 1 == order.size() ? 0 : next + 1;
        benchmark::ClobberMemory();
    }
    check(state, std::vector{contexts.total()});
}

void functions_in_turn(benchmark::State& state)
{
    std::vector<std::int64_t> sums(10'000);
    std::vector<std::vector<std::function<void(message const&)>>> all;
    for (auto& sum : sums)
        all.emplace_back().emplace_back(adder{&sum});
    auto const order = shuffled(all.size());
    message m = source().make();
    std::size_t next = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(m);
        for (auto const& f : all[order[next]])
            f(m);
        next = next + 1 == order.size() ? 0 : next + 1;
        benchmark::ClobberMemory();
    }
    check(state, std::vector{std::accumulate(sums.begin(), sums.end(), std::int64_t())});
}

BENCHMARK(same<1>)->Name("contexts/only");
BENCHMARK(same<10'000>)->Name("contexts/one_of_10000");
BENCHMARK(in_turn)->Name("contexts/10000_in_turn");
BENCHMARK(functions_in_turn)->Name("contexts/10000_functions_in_turn");

} // namespace bench::contexts
