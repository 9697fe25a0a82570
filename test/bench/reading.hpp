// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_TEST_BENCH_READING_HPP
#define BOOST_BROKER_TEST_BENCH_READING_HPP

// The small message that every codec is measured with.

#include <boost/describe/class.hpp>

#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>
#include <vector>

namespace bench::codecs {

struct reading {
    std::int64_t id = 0;
    std::string name = {};
    double value = 0;
    bool valid = false;
    std::vector<std::int32_t> samples = {};
    friend bool operator==(reading const&, reading const&) = default;
};
BOOST_DESCRIBE_STRUCT(reading, (), (id, name, value, valid, samples))

inline reading sample()
{
    return {1'234'567'890'123, "router-7", 21.5625, true, {1, -20, 300, -4'000, 50'000}};
}

// A benchmark that did something else has measured nothing.
inline void check(benchmark::State& state, bool ok)
{
    if (!ok)
        state.SkipWithError("what was read is not what was written");
}

} // namespace bench::codecs

#endif
