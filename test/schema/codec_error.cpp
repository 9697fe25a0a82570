// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/schema/codec_error.hpp>
#include <boost_broker/schema/decoding.hpp>

#include <boost/test/unit_test.hpp>

#include <list>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(codec_error)

namespace bb = boost_broker;
namespace bs = boost_broker::schema;

BOOST_AUTO_TEST_CASE(the_path_grows_from_the_inside_to_the_outside)
{
    bb::codec_error error(bb::errc::invalid_utf8, 17, "the text is not valid UTF-8");
    BOOST_TEST(error.path() == "");
    BOOST_TEST(error.message() == "at byte 17: the text is not valid UTF-8");
    error.in_field("key");
    error.in_element(3);
    error.in_entry("a \"key\"");
    error.in_field("tags");
    BOOST_TEST(error.path() == "tags[\"a \\\"key\\\"\"][3].key");
    BOOST_TEST(error.message() ==
        "at byte 17, in tags[\"a \\\"key\\\"\"][3].key: the text is not valid UTF-8");
    bb::codec_error why;
    BOOST_TEST(!why);
    auto const failure = bs::report(error, bs::coding::decode, "CBOR", "reading", &why);
    BOOST_TEST((failure == bb::errc::invalid_utf8));
    BOOST_TEST(failure.message() == "cannot decode reading from CBOR: " + error.message());
    BOOST_TEST(why.offset() == 17u);
    BOOST_TEST(why.path() == error.path());
}

BOOST_AUTO_TEST_CASE(while_encoding_there_is_no_offset)
{
    bb::codec_error error(
        bb::errc::not_encodable, bb::codec_error::no_offset, "JSON has no form for NaN");
    BOOST_TEST(error.message() == "JSON has no form for NaN");
    error.in_field("value");
    BOOST_TEST(error.message() == "in value: JSON has no form for NaN");
    BOOST_TEST(bs::report(error, bs::coding::encode, "JSON", "reading").message() ==
        "cannot encode reading to JSON: in value: JSON has no form for NaN");
}

BOOST_AUTO_TEST_CASE(a_path_stays_readable_whatever_the_message_contains)
{
    bb::codec_error error(bb::errc::wrong_type, 0, "x");
    error.in_entry(std::string(63, 'k') + "\xC3\xA4" + std::string(1'000'000, 'k'));
    BOOST_TEST(error.path() == "[\"" + std::string(63, 'k') + "...\"]");
    for (int i = 0; i != 10'000; ++i)
        error.in_element(0);
    BOOST_TEST(error.path().size() < 1200u);
    BOOST_TEST(error.path().starts_with("...[0]"));
}

BOOST_AUTO_TEST_CASE(limits_are_used_up)
{
    bs::decoding state({.max_bytes = 10, .max_depth = 1, .max_items = 3, .max_memory = 100});
    BOOST_TEST(state.begin(10));
    BOOST_TEST(state.enter(0));
    state.leave();
    BOOST_TEST(state.enter(0));
    BOOST_TEST(state.take_items(2, 0));
    BOOST_TEST(state.take_memory(9, 10, 0));
    BOOST_TEST(!state.error());
    BOOST_TEST(!state.enter(5));
    BOOST_TEST(state.error().message() ==
        "at byte 5: the message is nested too deeply (decode_limits::max_depth is 1)");
    BOOST_TEST(!state.take_items(2, 6));
    BOOST_TEST(state.error().message() ==
        "at byte 6: the message has too many elements (decode_limits::max_items is 3)");
    BOOST_TEST(!state.take_memory(11, 1, 7));
    BOOST_TEST(state.take_memory(1, 10, 7));
    BOOST_TEST(!state.take_memory(std::size_t{1} << 60, 16, 7)); // no overflow
    BOOST_TEST(state.error().message() ==
        "at byte 7: the message would take too much memory (decode_limits::max_memory is 100)");
    BOOST_TEST(!state.begin(11));
    BOOST_TEST(state.error().message() ==
        "at byte 0: the message has 11 bytes (decode_limits::max_bytes is 10)");
    BOOST_TEST((state.error().code() == bb::errc::limit_exceeded));
    BOOST_TEST(!state.in_element(2));
    BOOST_TEST(!state.in_entry("k"));
    BOOST_TEST(!state.in_field("f"));
    BOOST_TEST(state.error().path() == "f[\"k\"][2]");
}

BOOST_AUTO_TEST_CASE(an_announcement_reserves_no_more_than_the_message_has_bytes)
{
    std::vector<std::uint64_t> numbers;
    bs::reserve_announced(numbers, 5, 5);
    BOOST_TEST(numbers.capacity() == 5u); // small: in one go
    bs::reserve_announced(numbers, 1'000'000'000, 8000);
    BOOST_TEST(numbers.capacity() == 1000u);
    std::list<int> list;
    bs::reserve_announced(list, 7, 7); // nothing to reserve
}

BOOST_AUTO_TEST_SUITE_END()
