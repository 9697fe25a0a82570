// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// What a hostile message may cost: no more than its own size, and it is told what was wrong with
// it.

#include "wire.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace protobuf_hostile_test {

using namespace protobuf_test;

bb::bytes repeated(std::string_view part, std::size_t count)
{
    auto const once = hex(part);
    bb::bytes data;
    while (count-- != 0)
        data.insert(data.end(), once.begin(), once.end());
    return data;
}

} // namespace protobuf_hostile_test

BOOST_AUTO_TEST_SUITE(hostile)

using namespace protobuf_hostile_test;

BOOST_AUTO_TEST_CASE(nesting)
{
    // groups that are not known, within the limits and beyond
    is_refused<point>(repeated("1B", 20'000), errc::limit_exceeded, 63);
    is_refused<point>(
        repeated("1B", 1'000'000), errc::truncated, 1'000'000, {}, {.max_depth = 10'000'000});
    bb::bytes deep;
    for (int i = 0; i != 20'000; ++i) { // lists in each other, each as long as all that is left
        std::uint64_t const left = 5 * static_cast<std::uint64_t>(20'000 - i);
        auto const part = hex("12 80 80 80 00");
        deep.insert(deep.end(), part.begin(), part.end());
        for (unsigned k = 0; k != 3; ++k)
            deep[deep.size() - 4 + k] |= static_cast<std::byte>((left - 5) >> (7 * k) & 0x7F);
    }
    bb::codec_error why;
    BOOST_TEST(!protobuf::codec().decode<tree>(deep, {}, &why));
    BOOST_TEST((why.code() == errc::limit_exceeded));
    // a list that may be absent is a message, too
    is_refused<point>("", errc::limit_exceeded, 0, {}, {.max_depth = 0});
    is_refused<maybes>("32 02 08 01", errc::limit_exceeded, 0, "numbers", {.max_depth = 1});
}

BOOST_AUTO_TEST_CASE(lengths_that_are_not_there)
{
    // 4 GB, and more than there is memory
    for (auto const length :
        {"FF FF FF FF 0F", "FF FF FF FF FF FF FF FF 7F", "FF FF FF FF FF FF FF FF FF 01"}) {
        auto const text = std::string(length);
        is_refused<blocks>("0A " + text, errc::truncated, 1, "text");
        is_refused<blocks>("12 " + text, errc::truncated, 1, "data");
        is_refused<codec_test::lists>("0A " + text, errc::truncated, 1, "numbers");
        is_refused<codec_test::maps>("0A " + text, errc::truncated, 1, "by_text[\"\"]");
    }
}

BOOST_AUTO_TEST_CASE(many_elements)
{
    bb::decode_limits const few{.max_items = 1000};
    is_refused<std::vector<std::int32_t>>(
        repeated("08 01", 2000), errc::limit_exceeded, 2001, {}, few);
    auto packed = hex("0A D0 0F");
    packed.resize(packed.size() + 2000);
    is_refused<std::vector<std::int32_t>>(packed, errc::limit_exceeded, 3, {}, few);
    is_refused<std::map<std::int32_t, bool>>(
        repeated("0A 00", 2000), errc::limit_exceeded, 2000, {}, few);
    is_refused<point>(hex("1B") /* a group */, errc::truncated, 1);
    auto group = hex("1B");
    auto const inside = repeated("28 01", 2000);
    group.insert(group.end(), inside.begin(), inside.end());
    is_refused<point>(group, errc::limit_exceeded, 2001, {}, few);
}

BOOST_AUTO_TEST_CASE(memory)
{
    bb::decode_limits const little{.max_memory = 1000};
    auto text = hex("0A E9 07");
    text.resize(text.size() + 1001, std::byte{'x'});
    is_refused<blocks>(text, errc::limit_exceeded, 1, "text", little);
    // elements that are larger than what they are written with
    is_refused<std::vector<std::string>>(repeated("0A 00", 200), errc::limit_exceeded,
        2 * (1000 / sizeof(std::string)) + 1, {}, little);
    is_refused<std::map<std::int32_t, bool>>(
        "0A 00", errc::limit_exceeded, 0, {}, {.max_memory = 1});
    is_refused<std::vector<everything>>(repeated("0A 00", 5), errc::limit_exceeded, 1, {}, little);
    // a text that is replaced again and again is work, too
    auto again = hex("0A 64");
    again.resize(again.size() + 100, std::byte{'x'});
    bb::bytes all;
    for (int i = 0; i != 11; ++i)
        all.insert(all.end(), again.begin(), again.end());
    is_refused<blocks>(all, errc::limit_exceeded, 1021, "text", little);
}

BOOST_AUTO_TEST_SUITE_END()
