// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// A small message as CBOR, against what a program would use instead: nlohmann's library, which goes
// through a tree. A large block of bytes, against a copy of it.

#include "reading.hpp"
#include <boost_broker/cbor/codec.hpp>

#include <boost/hana/adapt_struct.hpp>

#include <benchmark/benchmark.h>
#include <nlohmann/json.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

namespace bench::codecs {

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(reading, id, name, value, valid, samples)

} // namespace bench::codecs

namespace bench::cbor {

struct block {
    boost_broker::bytes data = {};
};

} // namespace bench::cbor

BOOST_HANA_ADAPT_STRUCT(bench::cbor::block, data);

namespace bench::cbor {

namespace bb = boost_broker;
using codecs::check;
using codecs::reading;
using codecs::sample;

void encode(benchmark::State& state)
{
    auto message = sample();
    std::array<std::byte, 256> buffer;
    std::size_t size = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(message);
        auto const written = bb::cbor::encode(message, buffer);
        size = *written;
        benchmark::DoNotOptimize(buffer);
        benchmark::ClobberMemory();
    }
    check(state,
        nlohmann::json::from_cbor(bb::as_text(std::span(buffer).first(size))).get<reading>() ==
            message);
}

void encode_deterministic(benchmark::State& state)
{
    auto message = sample();
    std::array<std::byte, 256> buffer;
    std::size_t size = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(message);
        auto const written = bb::cbor::codec{.deterministic = true}.encode(message, buffer);
        size = *written;
        benchmark::DoNotOptimize(buffer);
        benchmark::ClobberMemory();
    }
    check(state,
        nlohmann::json::from_cbor(bb::as_text(std::span(buffer).first(size))).get<reading>() ==
            message);
}

void encode_nlohmann(benchmark::State& state)
{
    auto message = sample();
    std::vector<std::uint8_t> buffer;
    for (auto _ : state) {
        benchmark::DoNotOptimize(message);
        buffer.clear();
        nlohmann::json::to_cbor(nlohmann::json(message), buffer);
        benchmark::DoNotOptimize(buffer.data());
        benchmark::ClobberMemory();
    }
    check(state, nlohmann::json::from_cbor(buffer).get<reading>() == message);
}

void decode(benchmark::State& state)
{
    auto const data = *bb::encode_to_bytes(bb::cbor::codec(), sample());
    for (auto _ : state) {
        benchmark::DoNotOptimize(data.data());
        auto message = bb::cbor::decode<reading>(data);
        benchmark::DoNotOptimize(message);
    }
    check(state, *bb::cbor::decode<reading>(data) == sample());
}

void decode_nlohmann(benchmark::State& state)
{
    auto const data = nlohmann::json::to_cbor(nlohmann::json(sample()));
    for (auto _ : state) {
        benchmark::DoNotOptimize(data.data());
        auto message = nlohmann::json::from_cbor(data).get<reading>();
        benchmark::DoNotOptimize(message);
    }
    check(state, nlohmann::json::from_cbor(data).get<reading>() == sample());
}

constexpr std::size_t megabyte = 1'000'000;

void encode_block(benchmark::State& state)
{
    block message{bb::bytes(megabyte, std::byte{1})};
    bb::bytes buffer(megabyte + 100);
    for (auto _ : state) {
        benchmark::DoNotOptimize(message.data.data());
        benchmark::DoNotOptimize(bb::cbor::encode(message, buffer));
        benchmark::ClobberMemory();
    }
}

void memcpy_block(benchmark::State& state)
{
    bb::bytes const from(megabyte, std::byte{1});
    bb::bytes buffer(megabyte + 100);
    for (auto _ : state) {
        benchmark::DoNotOptimize(from.data());
        std::memcpy(buffer.data(), from.data(), from.size());
        benchmark::ClobberMemory();
    }
}

// The memory is new each time, in both.
void decode_block(benchmark::State& state)
{
    auto const data =
        *bb::encode_to_bytes(bb::cbor::codec(), block{bb::bytes(megabyte, std::byte{1})});
    for (auto _ : state) {
        benchmark::DoNotOptimize(data.data());
        auto message = bb::cbor::decode<block>(data);
        benchmark::DoNotOptimize(message->data.data());
    }
}

void memcpy_new_block(benchmark::State& state)
{
    bb::bytes const from(megabyte, std::byte{1});
    for (auto _ : state) {
        benchmark::DoNotOptimize(from.data());
        bb::bytes copy(from.begin(), from.end());
        benchmark::DoNotOptimize(copy.data());
    }
}

BENCHMARK(encode)->Name("cbor_encode/codec");
BENCHMARK(encode_deterministic)->Name("cbor_encode/deterministic");
BENCHMARK(encode_nlohmann)->Name("cbor_encode/nlohmann");
BENCHMARK(decode)->Name("cbor_decode/codec");
BENCHMARK(decode_nlohmann)->Name("cbor_decode/nlohmann");
BENCHMARK(encode_block)->Name("cbor_encode_1_MB/codec");
BENCHMARK(memcpy_block)->Name("cbor_encode_1_MB/memcpy");
BENCHMARK(decode_block)->Name("cbor_decode_1_MB/codec");
BENCHMARK(memcpy_new_block)->Name("cbor_decode_1_MB/copy_of_a_vector");

} // namespace bench::cbor
