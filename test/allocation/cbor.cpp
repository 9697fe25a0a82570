// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Counts the allocations of CBOR and their size: a message costs what is in it, and hostile input
// no more than what it brings.

#include "../cbor/hex.hpp"
#include <boost_broker/cbor/codec.hpp>
#include <boost_broker/cbor/diagnostic.hpp>
#include <boost_broker/cbor/item.hpp>

#include <boost/config.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <new>
#include <string>
#include <vector>

namespace {

std::size_t allocations = 0;
std::size_t in_use = 0;
std::size_t most_in_use = 0;

// In front of each block is its size.
constexpr std::size_t header = alignof(std::max_align_t);

} // namespace

// Not inline: g++ would see that the memory comes from malloc, and think delete wrong for it.
BOOST_NOINLINE void* operator new(std::size_t size)
{
    auto* const memory = static_cast<std::byte*>(std::malloc(size + header));
    if (memory == nullptr)
        throw std::bad_alloc();
    new (memory) std::size_t(size);
    ++allocations;
    in_use += size;
    most_in_use = std::max(most_in_use, in_use);
    return memory + header;
}
BOOST_NOINLINE void operator delete(void* memory) noexcept
{
    if (memory == nullptr)
        return;
    auto* const begin = static_cast<std::byte*>(memory) - header;
    in_use -= *reinterpret_cast<std::size_t*>(begin);
    std::free(begin);
}
BOOST_NOINLINE void operator delete(void* memory, std::size_t) noexcept
{
    operator delete(memory);
}

namespace cbor_allocation_test {

namespace bb = boost_broker;
namespace cbor = boost_broker::cbor;

struct reading {
    std::int64_t id = 0;
    std::string name = {};
    double value = 0;
    bool valid = false;
    std::vector<std::int32_t> samples = {};
};
struct tree {
    std::vector<tree> children = {};
};
struct picture {
    bb::bytes pixels = {};
};

reading sample()
{
    return {1'234'567'890'123, "router-7", 21.5625, true, {1, -20, 300, -4'000, 50'000}};
}

// How much more memory was in use at the same time than before.
template<class Work>
std::size_t memory_of(Work work)
{
    auto const before = in_use;
    most_in_use = in_use;
    work();
    return most_in_use - before;
}

// What every reader makes of input that is bad: a refusal that costs no more than this.
void costs_at_most(bb::bytes const& data, std::size_t memory)
{
    BOOST_TEST(memory_of([&] { BOOST_TEST(!cbor::decode<tree>(data)); }) <= memory);
    BOOST_TEST(
        memory_of([&] { BOOST_TEST(!cbor::decode<std::vector<std::int64_t>>(data)); }) <= memory);
    BOOST_TEST(
        memory_of([&] { BOOST_TEST(!cbor::decode<std::vector<std::string>>(data)); }) <= memory);
    BOOST_TEST(memory_of([&] { BOOST_TEST((!cbor::decode<std::map<std::string, int>>(data))); }) <=
        memory);
    BOOST_TEST(memory_of([&] { BOOST_TEST(!cbor::decode<picture>(data)); }) <= memory);
    BOOST_TEST(memory_of([&] { BOOST_TEST(!cbor::decode<std::string>(data)); }) <= memory);
    BOOST_TEST(memory_of([&] { BOOST_TEST(!cbor::item::decode(data)); }) <= memory);
}

} // namespace cbor_allocation_test

BOOST_HANA_ADAPT_STRUCT(cbor_allocation_test::reading, id, name, value, valid, samples);
BOOST_HANA_ADAPT_STRUCT(cbor_allocation_test::tree, children);
BOOST_HANA_ADAPT_STRUCT(cbor_allocation_test::picture, pixels);

BOOST_AUTO_TEST_SUITE(cbor_allocation)

using namespace cbor_allocation_test;
using cbor_test::from_hex;

// What a refusal takes for its text.
constexpr std::size_t for_the_text = 2'000;

BOOST_AUTO_TEST_CASE(encoding_allocates_nothing)
{
    auto const message = sample();
    std::array<std::byte, 256> buffer;
    auto const before = allocations;
    for (int i = 0; i != 100; ++i) {
        BOOST_REQUIRE(cbor::encode(message, buffer));
        BOOST_REQUIRE(cbor::codec{.deterministic = true}.encode(message, buffer));
        BOOST_REQUIRE(cbor::encoded_size(message) <= buffer.size());
    }
    BOOST_TEST(allocations == before);
}

BOOST_AUTO_TEST_CASE(decoding_allocates_what_the_message_holds)
{
    auto const data = *bb::encode_to_bytes(cbor::codec(), sample());
    auto const before = allocations;
    auto const read = cbor::decode<reading>(data);
    BOOST_TEST(allocations - before == 1u); // the elements of the vector
    BOOST_TEST(read->samples.size() == 5u);

    auto const image = *bb::encode_to_bytes(cbor::codec(), picture{bb::bytes(1'000'000)});
    BOOST_TEST(memory_of([&] { (void)cbor::decode<picture>(image); }) == 1'000'000u);
}

// 20 KB of heads that nest
BOOST_AUTO_TEST_CASE(nested_heads)
{
    for (auto const* head :
        {"81", "a1", "9f", "bf", "c1", "a16161", "5f", "7f", "d9d9f7", "a1686368696c6472656e81"}) {
        bb::bytes data;
        auto const one = from_hex(head);
        while (data.size() < 20'000)
            data.insert(data.end(), one.begin(), one.end());
        costs_at_most(data, 20'000);
        cbor::diagnostic_writer writer;
        std::string text;
        text.reserve(10'000);
        BOOST_TEST(memory_of([&] {
            BOOST_TEST((!writer.write(data, text) || !writer.finish(text)));
        }) <= 20'000u);
    }
}

// what announces much more than there is
BOOST_AUTO_TEST_CASE(lengths_that_cannot_be_true)
{
    for (auto const* hex :
        {"5affffffff00", "7affffffff61", "9affffffff01", "baffffffff0101", "5bffffffffffffffff",
            "9b7fffffffffffffff", "bb8000000000000000", "81 9affffffff", "a1 6161 5affffffff",
            "a1 686368696c6472656e 9affffffffa0", "a1 66706978656c73 5affffffff00", "5f5affffffff"})
        costs_at_most(from_hex(hex), for_the_text);
}

// As many elements as there are bytes, which is possible until the last one is read.
BOOST_AUTO_TEST_CASE(lengths_that_could_be_true)
{
    bb::bytes data = from_hex("9a00030d40"); // 200 000
    data.resize(data.size() + 199'999, std::byte{0x01});
    data.push_back(std::byte{0xF6});
    // eight bytes for each, and twice that while the vector grows
    BOOST_TEST(memory_of([&] { BOOST_TEST(!cbor::decode<std::vector<std::int64_t>>(data)); }) <=
        3 * 8 * data.size());
    // and never more than what is allowed
    bb::decode_limits const limits{.max_memory = 100'000};
    BOOST_TEST(memory_of([&] {
        BOOST_TEST(!cbor::decode<std::vector<std::int64_t>>(data, limits));
    }) <= for_the_text);
    BOOST_TEST(
        memory_of([&] { BOOST_TEST(!cbor::item::decode(data, limits)); }) <= 3 * limits.max_memory);
}

BOOST_AUTO_TEST_CASE(keys_that_come_twice)
{
    bb::bytes data = from_hex("bf");
    for (int i = 0; i != 10'000; ++i) {
        for (auto const b : from_hex("616101"))
            data.push_back(b);
    }
    data.push_back(std::byte{0xFF});
    BOOST_TEST(memory_of([&] { BOOST_TEST((!cbor::decode<std::map<std::string, int>>(data))); }) <=
        for_the_text);
}

// A file of any size is written with what a level takes.
BOOST_AUTO_TEST_CASE(diagnostic_notation_in_parts)
{
    cbor::diagnostic_writer writer({}, {.max_bytes = static_cast<std::size_t>(-1)});
    std::string text;
    text.reserve(100'000);
    bb::bytes const ones(10'000, std::byte{1});
    auto const begin = from_hex("9f");
    BOOST_TEST(memory_of([&] {
        bool ok = writer.write(begin, text);
        for (int i = 0; i != 100; ++i) {
            ok = ok && writer.write(ones, text);
            text.clear();
        }
        auto const string = from_hex("5b0000000100000000"); // 4 GB, of which a part comes
        ok = ok && writer.write(string, text);
        for (int i = 0; i != 100; ++i) {
            ok = ok && writer.write(ones, text);
            text.clear();
        }
        BOOST_TEST(ok);
    }) <= 5'000u);
    BOOST_TEST(!writer.finish(text));
}

BOOST_AUTO_TEST_SUITE_END()
