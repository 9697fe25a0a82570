// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_TEST_BENCH_MT_MESSAGES_HPP
#define BOOST_BROKER_TEST_BENCH_MT_MESSAGES_HPP

// What the benchmarks of the lane `mt` send by the library.

#include "message.hpp"
#include <boost_broker/emitter.hpp>
#include <boost_broker/mt.hpp>
#include <boost_broker/one_thread.hpp>

#include <boost/hana/adapt_struct.hpp>

#include <array>

namespace bench {

namespace bb = boost_broker;

/// `message` in the lane `mt`.
struct crossing {
    using broker_policy = bb::mt<>;
    std::int64_t id = 0;
    double value = 0;
    std::string name = {};
};
/// The same, to receivers that look for more before they sleep.
struct lingering {
    using broker_policy = bb::mt<bb::linger_us<20>>;
    std::int64_t id = 0;
    double value = 0;
    std::string name = {};
};
/// The same, from one thread at a time.
struct alone {
    using broker_policy = bb::mt<bb::single_producer>;
    std::int64_t id = 0;
    double value = 0;
    std::string name = {};
};
/// A second one, for a second emitter.
struct crossing_too {
    using broker_policy = bb::mt<>;
    std::int64_t id = 0;
    double value = 0;
    std::string name = {};
};
/// A message with so many bytes of payload.
template<std::size_t Bytes>
struct block {
    using broker_policy = bb::mt<>;
    std::int64_t id = 0;
    std::array<char, Bytes> bytes = {};
};

} // namespace bench

BOOST_HANA_ADAPT_STRUCT(bench::crossing, id, value, name);
BOOST_HANA_ADAPT_STRUCT(bench::lingering, id, value, name);
BOOST_HANA_ADAPT_STRUCT(bench::alone, id, value, name);
BOOST_HANA_ADAPT_STRUCT(bench::crossing_too, id, value, name);

#endif
