// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "splitter.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

namespace splitter_test {

using codec_tool::format;
using namespace std::string_view_literals;

// All messages, each with where it begins, and why it ended early.
std::string split(format of, std::string_view text, std::size_t max_bytes = 100)
{
    codec_tool::splitter messages(of, {.max_bytes = max_bytes});
    std::string found;
    auto const take = [&] {
        ((found += std::to_string(messages.begin())) += ':') += bb::as_text(messages.message());
        found += ';';
        messages.next();
    };
    for (auto const b : bb::as_bytes(text)) {
        if (!messages.add(b))
            return found + messages.error().message();
        if (messages.complete())
            take();
    }
    if (!messages.finish())
        return found + messages.error().message();
    if (messages.complete())
        take();
    return found;
}

} // namespace splitter_test

BOOST_AUTO_TEST_SUITE(splitter)

using namespace splitter_test;

BOOST_AUTO_TEST_CASE(items_of_cbor)
{
    BOOST_TEST(split(format::cbor, "") == "");
    BOOST_TEST(split(format::cbor, "\x00\x18\x2A\x20\xF6"sv) == "0:\0;1:\x18\x2A;3:\x20;4:\xF6;"sv);
    BOOST_TEST(split(format::cbor, "\x61\x61\x40\x80\xA0") == "0:\x61\x61;2:\x40;3:\x80;4:\xA0;");
    BOOST_TEST(split(format::cbor, "\x82\x81\x01\x61z\x01") == "0:\x82\x81\x01\x61z;5:\x01;");
    BOOST_TEST(split(format::cbor, "\x7F\x61y\x60\xFF\x9F\x80\xFF") ==
        "0:\x7F\x61y\x60\xFF;5:\x9F\x80\xFF;");
    BOOST_TEST(split(format::cbor, "\xC1\xC2\x40\x01") == "0:\xC1\xC2\x40;3:\x01;");
    BOOST_TEST(split(format::cbor,
                   "\xA1\x61x\xFB"
                   "abcdefgh") ==
        "0:\xA1\x61x\xFB"
        "abcdefgh;");
    BOOST_TEST(
        split(format::cbor, "\x01\x82\x01") == "0:\x01;at byte 2: the input ends within an item");
    BOOST_TEST(
        split(format::cbor, "\x01\x1C") == "0:\x01;at byte 0: the byte begins no value of CBOR");
    BOOST_TEST(split(format::cbor, "\x63xyz", 3) ==
        "at byte 3: the message is longer than --max-bytes allows");
}

BOOST_AUTO_TEST_CASE(lines)
{
    for (auto const of : {format::json, format::diagnostic}) {
        BOOST_TEST(split(of, "") == "");
        BOOST_TEST(split(of, "{}\n[]\n") == "0:{};3:[];");
        BOOST_TEST(split(of, "\n \r\n{}\r\n[]") == "4:{}\r;8:[];");
        BOOST_TEST(split(of, "1\n1234", 3) ==
            "0:1;at byte 3: the message is longer than --max-bytes allows");
    }
}

BOOST_AUTO_TEST_CASE(protobuf_behind_its_length)
{
    auto const long_one = std::string(200, 'x');
    BOOST_TEST(split(format::protobuf, "") == "");
    BOOST_TEST(split(format::protobuf, "\x02xy\0\x01z"sv) == "0:xy;3:;4:z;");
    BOOST_TEST(split(format::protobuf, "\xC8\x01" + long_one, 200) == "0:" + long_one + ';');
    BOOST_TEST(split(format::protobuf, "\xC8\x01" + long_one, 199) ==
        "at byte 0: the message is longer than --max-bytes allows");
    BOOST_TEST(split(format::protobuf, "\x02x") == "at byte 1: the input ends within a message");
    BOOST_TEST(split(format::protobuf, "\x80") == "at byte 0: the input ends within a message");
    BOOST_TEST(split(format::protobuf, "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x02") ==
        "at byte 0: the length of the message is no number of 64 bits");
    BOOST_TEST(split(format::protobuf, "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01") ==
        "at byte 0: the length of the message is no number of 64 bits");
}

BOOST_AUTO_TEST_SUITE_END()
