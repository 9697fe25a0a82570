// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_TEST_BENCH_MESSAGE_HPP
#define BOOST_BROKER_TEST_BENCH_MESSAGE_HPP

// What all benchmarks send, and what is done with it where it arrives.

#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>
#include <utility>

namespace bench {

/// The payload; the text is short enough to be kept in the string itself.
struct message {
    std::int64_t id = 0;
    double value = 0;
    std::string name = {};
};

/// The least a listener can do that nobody can leave out. Each adds to a sum of its own: with one
/// sum for all, each call would wait for the one before it, and hide what the calls cost.
struct adder {
    std::int64_t* sum;

    void operator()(message const& m) const { *sum += m.id; }
};

/// Where the fields of a message come from: from memory that the compiler knows nothing about.
struct source {
    std::int64_t id = 1;
    double value = 0.5;
    char const* name = "core-router";

    source() { benchmark::DoNotOptimize(this); }

    message make() const { return {id, value, name}; }
};

/// A benchmark whose messages did not all arrive has measured something else.
template<class Sums>
void check(benchmark::State& state, Sums const& sums)
{
    for (std::int64_t const sum : sums) {
        if (sum != static_cast<std::int64_t>(state.iterations())) {
            state.SkipWithError("not every message arrived exactly once");
            return;
        }
    }
}

} // namespace bench

#endif
