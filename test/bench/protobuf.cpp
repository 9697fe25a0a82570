// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// A small message in the wire format of Protobuf, beside libprotobuf: with an object of generated
// code that is filled already and used again, which is the best that it can do, and on the way from
// and to a struct of the program, which is what a program does.

#include "reading.hpp"
#include "reading.pb.h"
#include <boost_broker/protobuf/codec.hpp>

#include <benchmark/benchmark.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace bench::protobuf {

namespace bb = boost_broker;
using codecs::check;
using codecs::reading;
using codecs::sample;

void fill(bench_proto::reading& to, reading const& from)
{
    to.set_id(from.id);
    to.set_name(from.name);
    to.set_value(from.value);
    to.set_valid(from.valid);
    to.mutable_samples()->Assign(from.samples.begin(), from.samples.end());
}

reading taken(bench_proto::reading const& from)
{
    return {from.id(), from.name(), from.value(), from.valid(),
        {from.samples().begin(), from.samples().end()}};
}

void encode(benchmark::State& state)
{
    auto message = sample();
    std::array<std::byte, 256> buffer;
    std::size_t size = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(message);
        size = *bb::protobuf::codec().encode(message, buffer);
        benchmark::DoNotOptimize(buffer);
        benchmark::ClobberMemory();
    }
    bench_proto::reading other;
    check(state,
        other.ParseFromArray(buffer.data(), static_cast<int>(size)) && taken(other) == message);
}

// Both functions write what the other library reads.
template<class Write>
void encode_by_library(benchmark::State& state, Write write)
{
    auto message = sample();
    std::array<std::byte, 256> buffer;
    bench_proto::reading object;
    fill(object, message);
    std::size_t size = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(message);
        size = write(message, object, buffer);
        benchmark::DoNotOptimize(buffer);
        benchmark::ClobberMemory();
    }
    auto const read = bb::protobuf::codec().decode<reading>(std::span(buffer).first(size));
    check(state, read && *read == message);
}

std::size_t serialize(bench_proto::reading const& object, std::span<std::byte> buffer)
{
    auto const size = object.ByteSizeLong();
    object.SerializeWithCachedSizesToArray(reinterpret_cast<std::uint8_t*>(buffer.data()));
    return size;
}

void encode_object(benchmark::State& state)
{
    encode_by_library(state, [](reading const&, bench_proto::reading& object, auto& buffer) {
        benchmark::DoNotOptimize(object);
        return serialize(object, buffer);
    });
}

void encode_struct(benchmark::State& state)
{
    encode_by_library(
        state, [](reading const& message, bench_proto::reading& object, auto& buffer) {
            fill(object, message);
            return serialize(object, buffer);
        });
}

bb::bytes encoded()
{
    return *bb::encode_to_bytes(bb::protobuf::codec(), sample());
}

void decode(benchmark::State& state)
{
    auto data = encoded();
    auto const id = sample().id;
    bool ok = true;
    for (auto _ : state) {
        benchmark::DoNotOptimize(data);
        auto const read = bb::protobuf::codec().decode<reading>(data);
        ok = ok && read && read->id == id;
        benchmark::DoNotOptimize(read);
    }
    check(state, ok);
}

void decode_object(benchmark::State& state) // a new one each time, as ours is
{
    auto data = encoded();
    auto const id = sample().id;
    bool ok = true;
    for (auto _ : state) {
        benchmark::DoNotOptimize(data);
        bench_proto::reading read;
        ok = read.ParseFromArray(data.data(), static_cast<int>(data.size())) && ok &&
            read.id() == id;
        benchmark::DoNotOptimize(read);
    }
    check(state, ok);
}

void decode_object_again(benchmark::State& state) // into one that has all its memory
{
    auto data = encoded();
    auto const id = sample().id;
    bench_proto::reading read;
    bool ok = true;
    for (auto _ : state) {
        benchmark::DoNotOptimize(data);
        ok = read.ParseFromArray(data.data(), static_cast<int>(data.size())) && ok &&
            read.id() == id;
        benchmark::DoNotOptimize(read);
    }
    check(state, ok);
}

void decode_struct(benchmark::State& state)
{
    auto data = encoded();
    auto const id = sample().id;
    bench_proto::reading object;
    bool ok = true;
    for (auto _ : state) {
        benchmark::DoNotOptimize(data);
        ok = object.ParseFromArray(data.data(), static_cast<int>(data.size())) && ok;
        auto const read = taken(object);
        ok = ok && read.id == id;
        benchmark::DoNotOptimize(read);
    }
    check(state, ok);
}

BENCHMARK(encode)->Name("protobuf_encode/codec");
BENCHMARK(encode_object)->Name("protobuf_encode/libprotobuf_object");
BENCHMARK(encode_struct)->Name("protobuf_encode/libprotobuf_struct");
BENCHMARK(decode)->Name("protobuf_decode/codec");
BENCHMARK(decode_object)->Name("protobuf_decode/libprotobuf_object");
BENCHMARK(decode_object_again)->Name("protobuf_decode/libprotobuf_object_again");
BENCHMARK(decode_struct)->Name("protobuf_decode/libprotobuf_struct");

} // namespace bench::protobuf
