// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_TEST_CBOR_HEX_HPP
#define BOOST_BROKER_TEST_CBOR_HEX_HPP

// Bytes as they are written in documents.

#include <boost_broker/cbor/codec.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace cbor_test {

namespace bb = boost_broker;
namespace cbor = boost_broker::cbor;

inline bb::bytes from_hex(std::string_view digits)
{
    auto const value = [](char c) { return c <= '9' ? c - '0' : (c | 32) - 'a' + 10; };
    bb::bytes data;
    int high = -1;
    for (char const c : digits) {
        if (c == ' ')
            continue;
        if (high < 0) {
            high = value(c);
        } else {
            data.push_back(static_cast<std::byte>(high << 4 | value(c)));
            high = -1;
        }
    }
    return data;
}

inline std::string to_hex(bb::bytes const& data)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (auto const b : data) {
        text += digits[std::to_integer<std::size_t>(b) >> 4];
        text += digits[std::to_integer<std::size_t>(b) & 15];
    }
    return text;
}

// What a value is on the wire, in hex.
template<class T>
std::string wire(T const& value, cbor::codec const& codec = {})
{
    auto const data = bb::encode_to_bytes(codec, value);
    return data ? to_hex(*data) : data.error().message();
}

template<class T>
T read(std::string_view hex, cbor::codec const& codec = {})
{
    return codec.decode<T>(from_hex(hex)).value();
}

// Why input is refused: "wrong_type" ..., at which byte, in which field, and the reason.
struct refusal {
    bb::errc code{};
    std::size_t offset = 0;
    std::string path;
    std::string reason;
};

template<class T>
refusal refused(
    std::string_view hex, cbor::codec const& codec = {}, bb::decode_limits const& limits = {})
{
    bb::codec_error why;
    auto const read = codec.decode<T>(from_hex(hex), limits, &why);
    if (read)
        return {bb::errc{}, 0, "", "it is not refused"};
    return {why.code(), why.offset(), std::string(why.path()), why.reason()};
}

inline bool operator==(refusal const& a, refusal const& b)
{
    return a.code == b.code && a.offset == b.offset && a.path == b.path && a.reason == b.reason;
}

inline std::ostream& operator<<(std::ostream& out, refusal const& r)
{
    return out << make_error_code(r.code).message() << " at " << r.offset << " in '" << r.path
               << "': " << r.reason;
}

} // namespace cbor_test

#endif
