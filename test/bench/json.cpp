// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// A small message as JSON, beside Boost.JSON, which goes through a tree.

#include "reading.hpp"
#include <boost_broker/json/codec.hpp>

#include <boost/json/src.hpp> // in place of the compiled library
#include <boost/json/value_from.hpp>
#include <boost/json/value_to.hpp>

#include <benchmark/benchmark.h>

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace bench::json {

namespace bb = boost_broker;
using codecs::check;
using codecs::reading;
using codecs::sample;

reading read_by_boost(std::string_view text)
{
    return boost::json::value_to<reading>(
        boost::json::parse(boost::json::string_view(text.data(), text.size())));
}

void encode(benchmark::State& state)
{
    auto message = sample();
    std::array<std::byte, 256> buffer;
    std::size_t size = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(message);
        size = *bb::json::codec().encode(message, buffer);
        benchmark::DoNotOptimize(buffer);
        benchmark::ClobberMemory();
    }
    check(state, read_by_boost(bb::as_text(std::span(buffer).first(size))) == message);
}

void encode_boost(benchmark::State& state)
{
    auto message = sample();
    std::string text;
    for (auto _ : state) {
        benchmark::DoNotOptimize(message);
        text = boost::json::serialize(boost::json::value_from(message));
        benchmark::DoNotOptimize(text);
    }
    check(state, *bb::json::from_text<reading>(text) == message);
}

void decode(benchmark::State& state)
{
    auto const message = sample();
    auto text = *bb::json::to_text(message);
    bool ok = true;
    for (auto _ : state) {
        benchmark::DoNotOptimize(text);
        auto const read = bb::json::codec().decode<reading>(bb::as_bytes(text));
        ok = ok && read && read->id == message.id;
        benchmark::DoNotOptimize(read);
    }
    check(state, ok);
}

void decode_boost(benchmark::State& state)
{
    auto const message = sample();
    auto text = *bb::json::to_text(message);
    bool ok = true;
    for (auto _ : state) {
        benchmark::DoNotOptimize(text);
        auto const read = read_by_boost(text);
        ok = ok && read.id == message.id;
        benchmark::DoNotOptimize(read);
    }
    check(state, ok);
}

BENCHMARK(encode)->Name("json_encode/codec");
BENCHMARK(encode_boost)->Name("json_encode/boost_json");
BENCHMARK(decode)->Name("json_decode/codec");
BENCHMARK(decode_boost)->Name("json_decode/boost_json");

} // namespace bench::json
