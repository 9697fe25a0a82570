// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_TEST_FUZZ_TARGET_HPP
#define BOOST_BROKER_TEST_FUZZ_TARGET_HPP

// What each fuzz target does with an input: the first byte chooses a message, the rest is read as
// one. What was read can be written, and reading that gives the same again. A target is
//
//     extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
//     {
//         return fuzz::read_any(cbor::codec(), data, size);
//     }
//
// and fits libFuzzer as well as smoke.cpp.

#include "../codec/messages.hpp"
#include <boost_broker/schema/codec.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);

namespace fuzz {

namespace bb = boost_broker;

// What no message may do, whatever is in it. libFuzzer keeps the input.
inline void require(bool ok, std::string_view what)
{
    if (ok)
        return;
    std::fprintf(stderr, "%.*s\n", static_cast<int>(what.size()), what.data());
    std::abort();
}

// Small, so that what costs more than it should is found.
constexpr bb::decode_limits limits{
    .max_bytes = 1 << 20, .max_depth = 40, .max_items = 10'000, .max_memory = 1 << 20};

template<class T, class Codec>
void read_as(Codec const& codec, std::span<std::byte const> data)
{
    bb::codec_error why;
    auto const message = codec.template decode<T>(data, limits, &why);
    require(message.has_value() == !why, "a failure has an error, and nothing else has");
    if (!message) {
        require(message.error() == bb::condition::bad_message, "the failure is of a message");
        require(why.offset() <= data.size(), "the offset is within the message");
        require(!why.reason().empty(), "the error has a reason");
        return;
    }
    auto const written = bb::encode_to_bytes(codec, *message);
    require(written.has_value(), "what was read can be written");
    auto const again = codec.template decode<T>(*written);
    require(again.has_value(), "what was written can be read");
    auto const rewritten = bb::encode_to_bytes(codec, *again);
    // compared as bytes, because NaN is not equal to itself; an unordered map may be in another
    // order
    constexpr bool ordered =
        !std::is_same_v<T, codec_test::maps> && !std::is_same_v<T, codec_test::everything>;
    require(rewritten.has_value() && rewritten->size() == written->size() &&
            (!ordered || *rewritten == *written),
        "and it is the same");
}

template<class Codec>
int read_any(Codec const& codec, std::uint8_t const* data, std::size_t size)
{
    using messages = codec_test::messages;
    if (size == 0)
        return 0;
    auto const rest = std::as_bytes(std::span(data, size)).subspan(1);
    [&]<std::size_t... I>(std::index_sequence<I...>)
    {
        auto const chosen = data[0] % sizeof...(I);
        ((chosen == I ? fuzz::read_as<std::tuple_element_t<I, messages>>(codec, rest) : void()),
            ...);
    }
    (std::make_index_sequence<std::tuple_size_v<messages>>());
    return 0;
}

} // namespace fuzz

#endif
