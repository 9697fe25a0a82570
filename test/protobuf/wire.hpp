// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_TEST_PROTOBUF_WIRE_HPP
#define BOOST_BROKER_TEST_PROTOBUF_WIRE_HPP

// Messages written by hand: "08 96 01" is field 1 with the number 150.

#include "../codec/laws.hpp"
#include <boost_broker/protobuf/codec.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace protobuf_test {

using namespace codec_test;
namespace protobuf = bb::protobuf;
using bb::errc;

inline bb::bytes hex(std::string_view text)
{
    bb::bytes data;
    int digits = 0;
    int value = 0;
    for (char const c : text) {
        if (c == ' ')
            continue;
        value = value * 16 + (c <= '9' ? c - '0' : c - 'A' + 10);
        if (++digits % 2 == 0)
            data.push_back(static_cast<std::byte>(std::exchange(value, 0)));
    }
    return data;
}

inline std::string to_hex(bb::bytes const& data)
{
    std::string text;
    for (auto const b : data) {
        text += text.empty() ? "" : " ";
        text += "0123456789ABCDEF"[static_cast<unsigned>(b) >> 4];
        text += "0123456789ABCDEF"[static_cast<unsigned>(b) & 15];
    }
    return text;
}

template<class T>
void is_read(bb::bytes const& data, T const& expected)
{
    auto const value = protobuf::codec().decode<T>(exact_copy(data).span());
    BOOST_REQUIRE_MESSAGE(value, to_hex(data) << ": " << value.error().message());
    BOOST_TEST((*value == expected), to_hex(data));
}

template<class T>
void is_read(std::string_view text, T const& expected)
{
    protobuf_test::is_read(hex(text), expected);
}

// Written as these bytes, and read from them.
template<class T>
void is_written(T const& value, std::string_view expected)
{
    auto const data = bb::encode_to_bytes(protobuf::codec(), value);
    BOOST_REQUIRE_MESSAGE(data, data.error().message());
    BOOST_TEST(to_hex(*data) == expected);
    protobuf_test::is_read(*data, value);
}

template<class T>
std::string is_refused(bb::bytes const& data, errc code, std::size_t offset,
    std::string_view path = {}, bb::decode_limits const& limits = {})
{
    bb::codec_error why;
    BOOST_TEST_CONTEXT(
        to_hex(bb::bytes(data.begin(), data.size() < 30 ? data.end() : data.begin() + 30)))
    {
        auto const value = protobuf::codec().decode<T>(exact_copy(data).span(), limits, &why);
        BOOST_REQUIRE(!value);
        BOOST_TEST((value.error() == code), value.error().message());
        BOOST_TEST((why.code() == code));
        BOOST_TEST(why.offset() == offset, value.error().message());
        BOOST_TEST(why.path() == path);
    }
    return why.message();
}

template<class T>
std::string is_refused(std::string_view text, errc code, std::size_t offset,
    std::string_view path = {}, bb::decode_limits const& limits = {})
{
    return protobuf_test::is_refused<T>(hex(text), code, offset, path, limits);
}

} // namespace protobuf_test

#endif
