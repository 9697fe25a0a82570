// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_TEST_BENCH_MT_REQUESTS_HPP
#define BOOST_BROKER_TEST_BENCH_MT_REQUESTS_HPP

// How requests from one thread to another are measured: a round trip at a time, or so many on
// their way that neither thread has to wait for the other.

#include "message.hpp"

#include <cstdint>

namespace bench {

/// The provider of all of them. It runs on one thread; who has its answer may read the sum.
struct answerer {
    std::int64_t* sum;

    template<class Request>
    message operator()(Request const& r) const
    {
        *sum += r.id;
        return {r.id, r.value, r.name};
    }
};

/// What was asked and answered. Requests are numbered, so that sums tell whether each was answered
/// once. The two threads count in lines of their own.
struct ledger {
    alignas(64) std::int64_t provided = 0;
    alignas(64) std::int64_t asked = 0;
    std::int64_t answers = 0;
    std::int64_t answered = 0; // the sum of the numbers

    answerer provider() { return {&provided}; }

    /// Fills in the next request.
    template<class Request>
    Request next(source const& from)
    {
        return {++asked, from.value, from.name};
    }
    void take(message const& answer)
    {
        benchmark::DoNotOptimize(&answer);
        ++answers;
        answered += answer.id;
    }
    void check(benchmark::State& state) const
    {
        std::int64_t const n = state.iterations();
        if (answers != n || answered != n * (n + 1) / 2 || provided != answered)
            state.SkipWithError("not every request was answered exactly once");
    }
};

/// How many requests are asked before the clock is looked at again.
constexpr std::int64_t request_batch(int outstanding)
{
    return outstanding == 1 ? 1 << 9 : 1 << 14;
}

} // namespace bench

#endif
