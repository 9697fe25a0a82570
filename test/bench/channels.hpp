// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_TEST_BENCH_CHANNELS_HPP
#define BOOST_BROKER_TEST_BENCH_CHANNELS_HPP

// One way to measure all that calls listeners at once. A channel has `listen(listener)` and
// `emit(message const&)`, and what emits by fields `emit(id, value, name)`.

#include "message.hpp"

#include <array>
#include <cstddef>

namespace bench {

template<class Channel, std::size_t Listeners>
void emit_value(benchmark::State& state)
{
    Channel channel;
    benchmark::DoNotOptimize(&channel);
    std::array<std::int64_t, Listeners> sums{};
    for (auto& sum : sums)
        channel.listen(adder{&sum});
    message m = source().make();
    for (auto _ : state) {
        benchmark::DoNotOptimize(m);
        channel.emit(m);
        benchmark::ClobberMemory();
    }
    check(state, sums);
}

template<class Channel, std::size_t Listeners>
void emit_fields(benchmark::State& state)
{
    Channel channel;
    benchmark::DoNotOptimize(&channel);
    std::array<std::int64_t, Listeners> sums{};
    for (auto& sum : sums)
        channel.listen(adder{&sum});
    source from;
    for (auto _ : state) {
        channel.emit(from.id, from.value, from.name);
        benchmark::ClobberMemory();
    }
    check(state, sums);
}

} // namespace bench

#endif
