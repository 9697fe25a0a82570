// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// What is refused, and what is said of it: the code, the byte, the field and a reason.

#include "hex.hpp"
#include "messages.hpp"
#include <boost_broker/cbor/codec.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>

BOOST_AUTO_TEST_SUITE(refusals)

namespace bb = boost_broker;
namespace cbor = boost_broker::cbor;
using bb::errc;
using cbor_test::refusal;
using cbor_test::refused;

// {"id": 1, "name": "x", "temperature": 0.5, "online": true, "tags": [{"key": "k", "value": "v"}],
//  "counters": {"a": 1}}; the offsets below count in it
constexpr std::string_view good = "a6"                             // 0
                                  "62696401"                       // 1
                                  "646e616d656178"                 // 5
                                  "6b74656d7065726174757265f93800" // 12
                                  "666f6e6c696e65f5"               // 27
                                  "6474616773"                     // 35
                                  "81a2"                           // 40
                                  "636b6579616b"                   // 42
                                  "6576616c75656176"               // 48
                                  "68636f756e74657273"             // 56
                                  "a1616101";                      // 65

std::string with(std::size_t byte, std::string_view hex)
{
    std::string changed(good);
    return changed.replace(byte * 2, hex.size(), hex);
}

refusal device(std::string_view hex, bb::decode_limits const& limits = {})
{
    return refused<cbor_test::device>(hex, {}, limits);
}

BOOST_AUTO_TEST_CASE(the_example_is_read)
{
    auto const device = cbor_test::read<cbor_test::device>(good);
    BOOST_TEST(device.tags.at(0).value == "v");
    BOOST_TEST(device.counters.at("a") == 1);
    BOOST_TEST(
        cbor::decode<cbor_test::device>(cbor_test::from_hex(with(68, "f5"))).error().message() ==
        "cannot decode device from CBOR: at byte 68, in counters[\"a\"]: an integer should be "
        "here, "
        "not a boolean");
}

BOOST_AUTO_TEST_CASE(input_that_ends_early)
{
    auto const data = cbor_test::from_hex(good);
    for (std::size_t size = 0; size != data.size(); ++size) {
        bb::codec_error why;
        BOOST_REQUIRE(
            !cbor::codec().decode<cbor_test::device>(std::span(data).first(size), {}, &why));
        BOOST_TEST((why.code() == errc::truncated), "with " << size << " bytes: " << why.message());
        BOOST_TEST(why.offset() <= size);
    }
    BOOST_TEST((
        device("") == refusal{errc::truncated, 0, "", "the message ends where a value should be"}));
    BOOST_TEST((refused<std::string>("63 6161") ==
        refusal{errc::truncated, 0, "",
            "a text of 3 bytes begins here, but the message has only 3 bytes left"}));
    BOOST_TEST((refused<std::int32_t>("1a0000") ==
        refusal{errc::truncated, 0, "", "the message ends within a number"}));
    BOOST_TEST((refused<std::string>("7f6161") ==
        refusal{errc::truncated, 3, "", "the message ends within a string"}));
    BOOST_TEST((refused<std::vector<std::int32_t>>("9f01").code == errc::truncated));
    BOOST_TEST((refused<std::array<std::int32_t, 3>>("9f01").code == errc::truncated));
    BOOST_TEST((refused<std::map<std::string, bool>>("bf").code == errc::truncated));
    BOOST_TEST((refused<std::variant<bool>>("bf").code == errc::truncated));
    BOOST_TEST((refused<std::int32_t>("c1").code == errc::truncated));
    // an announcement that cannot be true is refused before anything is reserved
    BOOST_TEST((refused<std::vector<std::int32_t>>("9b00000001000000000101") ==
        refusal{errc::truncated, 0, "",
            "an array of 4294967296 elements begins here, but the message has only "
            "11 bytes left"}));
    BOOST_TEST((refused<std::map<std::string, bool>>("ba00ffffff6161f5").code == errc::truncated));
    BOOST_TEST((refused<bb::bytes>("5bffffffffffffffff00").code == errc::truncated));
}

BOOST_AUTO_TEST_CASE(input_that_goes_on)
{
    BOOST_TEST((device(std::string(good) + "0000") ==
        refusal{errc::trailing_bytes, 69, "", "2 bytes follow the message"}));
}

BOOST_AUTO_TEST_CASE(what_is_not_cbor)
{
    for (auto const* hex : {"1c", "1d", "1e", "1f", "3c", "3f", "5c", "7d", "9e", "bc", "dc", "df",
             "fc", "fd", "fe", "f800", "f817"}) {
        BOOST_TEST((refused<std::int32_t>(hex) ==
                       refusal{errc::malformed, 0, "", "the byte begins no value of CBOR"}),
            hex);
        // also where it is not looked at
        BOOST_TEST(
            (refused<cbor_test::nothing>("a16161" + std::string(hex)).code == errc::malformed),
            hex);
    }
    BOOST_TEST((refused<std::int32_t>("ff") ==
        refusal{errc::malformed, 0, "", "the end of an array or map is where a value should be"}));
    BOOST_TEST(
        (refused<cbor_test::nothing>("bf6161ff").code == errc::malformed)); // a key without a value
    BOOST_TEST((refused<cbor_test::nothing>("a16161ff").code == errc::malformed));
    // pieces of a string that are none
    for (auto const* hex : {"7f4161ff", "7f7f6161ffff", "7f00ff", "7fc06161ff"})
        BOOST_TEST((refused<std::string>(hex) ==
                       refusal{errc::malformed, 1, "", "a piece of a string should be here"}),
            hex);
    BOOST_TEST((refused<bb::bytes>("5f6161ff").code == errc::malformed));
    BOOST_TEST((refused<cbor_test::nothing>("a161615f6161ff").code == errc::malformed));
}

BOOST_AUTO_TEST_CASE(values_of_another_type)
{
    BOOST_TEST((device(with(4, "f5")) ==
        refusal{errc::wrong_type, 4, "id", "an integer should be here, not a boolean"}));
    BOOST_TEST((device(with(10, "4178")) ==
        refusal{errc::wrong_type, 10, "name", "a text should be here, not a byte string"}));
    BOOST_TEST((device(with(34, "01")) ==
        refusal{errc::wrong_type, 34, "online", "a boolean should be here, not an integer"}));
    BOOST_TEST((device(with(46, "f6f6")).path == "tags[0].key"));
    BOOST_TEST(
        (device("80") == refusal{errc::wrong_type, 0, "", "a map should be here, not an array"}));
    BOOST_TEST((refused<double>("6178").reason == "a number should be here, not a text"));
    BOOST_TEST((refused<bool>("20").reason == "a boolean should be here, not a negative integer"));
    BOOST_TEST((refused<bool>("f0").reason == "a boolean should be here, not a simple value"));
    BOOST_TEST((refused<bool>("a0").reason == "a boolean should be here, not a map"));
    BOOST_TEST((refused<bb::bytes>("f93e00").reason ==
        "a byte string should be here, not a floating-point number"));
    BOOST_TEST(
        (refused<bb::bytes>("820102").reason == "a byte string should be here, not an array"));
    BOOST_TEST((refused<std::vector<std::uint8_t>>("420102").reason ==
        "an array should be here, not a byte string"));
    BOOST_TEST((refused<std::int32_t>("f93e00").reason ==
        "an integer should be here, not a number with a fraction"));
    BOOST_TEST((refused<std::int32_t>("f6").reason == "an integer should be here, not null"));
    BOOST_TEST((refused<std::monostate>("05").code == errc::wrong_type));
    BOOST_TEST((refused<std::map<std::string, bool>>("80").code == errc::wrong_type));
    BOOST_TEST((refused<std::pair<bool, bool>>("a0").code == errc::wrong_type));
    BOOST_TEST((refused<std::optional<bool>>("05").code == errc::wrong_type));
    BOOST_TEST(
        (refused<char>("05").reason == "a text of one character should be here, not an integer"));
    for (auto const* hex : {"60", "626162", "63e282ac", "62c480"})
        BOOST_TEST(
            (refused<char>(hex).reason == "the text is not one character from U+0000 to U+00FF"),
            hex);
    // behind a tag, the offset is that of the value
    BOOST_TEST((refused<bool>("c1c101").offset == 2));
}

BOOST_AUTO_TEST_CASE(numbers_that_do_not_fit)
{
    BOOST_TEST((refused<std::int8_t>("1880") ==
        refusal{errc::out_of_range, 0, "", "the number does not fit"}));
    BOOST_TEST((refused<std::int8_t>("3880").code == errc::out_of_range));
    BOOST_TEST((refused<std::uint8_t>("20").code == errc::out_of_range));
    BOOST_TEST((refused<std::uint64_t>("20").code == errc::out_of_range));
    BOOST_TEST((refused<std::int64_t>("1b8000000000000000").code == errc::out_of_range));
    BOOST_TEST((refused<std::int64_t>("3b8000000000000000").code == errc::out_of_range));
    BOOST_TEST((device(with(68, "1b") + "00000001000000 00").code == errc::out_of_range));
    BOOST_TEST((device(with(68, "1b") + "0000000100000000").path == "counters[\"a\"]"));
    BOOST_TEST((refused<std::chrono::duration<std::int8_t>>("1903e8").code == errc::out_of_range));
}

BOOST_AUTO_TEST_CASE(holes_in_enumerations)
{
    BOOST_TEST((refused<cbor_test::priority>("03") ==
        refusal{
            errc::unknown_enumerator, 0, "", "the number is none of the enumerators of priority"}));
    BOOST_TEST((refused<std::vector<cbor_test::priority>>("820007").path == "[1]"));
    BOOST_TEST((refused<cbor_test::priority>("1b0000000100000000").code == errc::out_of_range));
}

BOOST_AUTO_TEST_CASE(the_wrong_number_of_elements)
{
    using three = std::array<std::int32_t, 3>;
    BOOST_TEST((refused<three>("820102") ==
        refusal{errc::wrong_length, 0, "", "the array has 2 elements, not 3"}));
    BOOST_TEST((refused<three>("8401020304").code == errc::wrong_length));
    BOOST_TEST((refused<three>("9f0102ff") ==
        refusal{errc::wrong_length, 0, "", "the array has 2 elements, not 3"}));
    BOOST_TEST((refused<three>("9f01020304ff") ==
        refusal{errc::wrong_length, 4, "", "the array has more than 3 elements"}));
    BOOST_TEST((refused<std::tuple<>>("8101").code == errc::wrong_length));
    BOOST_TEST((refused<std::pair<bool, bool>>("81f5").code == errc::wrong_length));
    BOOST_TEST((refused<std::pair<bool, bool>>("82f505").path == "[1]"));
}

BOOST_AUTO_TEST_CASE(fields_that_are_missing_or_come_twice)
{
    BOOST_TEST((device("a2626964016474616773 80") ==
        refusal{errc::missing_field, 0, "name", "the field is missing"}));
    BOOST_TEST((refused<std::vector<cbor_test::add>>("82 a2616101616202 a1616201") ==
        refusal{errc::missing_field, 8, "[1].a", "the field is missing"}));
    BOOST_TEST((refused<cbor_test::add>("a3616101616202616103") ==
        refusal{errc::duplicate_key, 7, "a", "the field comes twice"}));
    BOOST_TEST((refused<std::map<std::string, std::int32_t>>("a2616101616102") ==
        refusal{errc::duplicate_key, 4, "[\"a\"]", "the key comes twice"}));
}

BOOST_AUTO_TEST_CASE(text_that_is_not_utf8)
{
    BOOST_TEST((refused<std::string>("6361ff62") ==
        refusal{errc::invalid_utf8, 2, "", "the text is not valid UTF-8"}));
    BOOST_TEST((device(with(10, "61ff")) ==
        refusal{errc::invalid_utf8, 11, "name", "the text is not valid UTF-8"}));
    BOOST_TEST(
        (refused<std::string>("7f61c361a4ff").code == errc::invalid_utf8)); // each piece by itself
    BOOST_TEST((refused<std::map<std::string, bool>>("a161fff5").code == errc::invalid_utf8));
    BOOST_TEST((refused<char>("61ff").code == errc::invalid_utf8));
    BOOST_TEST((refused<std::variant<bool>>("a161fff5").code == errc::invalid_utf8));
    BOOST_TEST((refused<std::variant<bool>>("61ff").code == errc::invalid_utf8));
    // names and values of fields that are not known as well
    BOOST_TEST((refused<cbor_test::nothing>("a161ff01").code == errc::invalid_utf8));
    BOOST_TEST((refused<cbor_test::nothing>("a1616161ff").code == errc::invalid_utf8));
    BOOST_TEST((refused<cbor_test::nothing>("a161617f61ffff").code == errc::invalid_utf8));
}

BOOST_AUTO_TEST_CASE(what_costs_too_much)
{
    using lists = std::vector<std::vector<std::int32_t>>;
    BOOST_TEST((refused<lists>("8181 01", {}, {.max_depth = 1}) ==
        refusal{errc::limit_exceeded, 1, "[0]",
            "the message is nested too deeply (decode_limits::max_depth is 1)"}));
    BOOST_TEST((
        refused<std::vector<bool>>("83f5f5f5", {}, {.max_items = 2}).code == errc::limit_exceeded));
    BOOST_TEST((refused<std::vector<bool>>("9ff5f5f5ff", {}, {.max_items = 2}).offset == 3));
    BOOST_TEST((refused<std::vector<std::int64_t>>("83000000", {}, {.max_memory = 23}).code ==
        errc::limit_exceeded));
    BOOST_TEST(
        (refused<std::vector<std::int64_t>>("9f000000ff", {}, {.max_memory = 23}).offset == 3));
    BOOST_TEST((refused<std::array<bool, 3>>("83f5f5f5", {}, {.max_items = 2}).code ==
        errc::limit_exceeded));
    BOOST_TEST(
        (refused<std::map<std::string, bool>>("a26161f56162f5", {}, {.max_items = 1}).offset == 4));
    BOOST_TEST((refused<std::map<std::string, bool>>("a16161f5", {}, {.max_memory = 10}).code ==
        errc::limit_exceeded));
    BOOST_TEST((refused<std::map<std::string, bool>>(
                    "a16161f5", {}, {.max_memory = sizeof(std::pair<std::string const, bool>)})
                    .code == errc::limit_exceeded));
    BOOST_TEST((refused<std::string>("6161", {}, {.max_memory = 0}).code == errc::limit_exceeded));
    BOOST_TEST(
        (refused<std::string>("7f6161ff", {}, {.max_memory = 0}).code == errc::limit_exceeded));
    BOOST_TEST((refused<char>("7f6161ff", {}, {.max_memory = 0}).code == errc::limit_exceeded));
    BOOST_TEST((refused<bb::bytes>("4101", {}, {.max_memory = 0}).code == errc::limit_exceeded));
    BOOST_TEST((device(good, {.max_bytes = 10}).reason ==
        "the message has 69 bytes (decode_limits::max_bytes is 10)"));
    // what is not known costs elements and depth
    BOOST_TEST((refused<cbor_test::nothing>("a16161820102", {}, {.max_items = 3}).code == errc{}));
    BOOST_TEST((refused<cbor_test::nothing>("a16161820102", {}, {.max_items = 2}).code ==
        errc::limit_exceeded));
    BOOST_TEST((refused<cbor_test::nothing>("a16161a16161a0", {}, {.max_items = 0}).code ==
        errc::limit_exceeded));
    BOOST_TEST((refused<cbor_test::nothing>("a16161a16161a0", {}, {.max_depth = 2}).code ==
        errc::limit_exceeded));
    BOOST_TEST((refused<std::variant<bool>>("a164626f6f6cf5", {}, {.max_depth = 0}).code ==
        errc::limit_exceeded));
    BOOST_TEST((refused<std::map<std::string, bool>>("a0", {}, {.max_depth = 0}).code ==
        errc::limit_exceeded));
    BOOST_TEST((refused<std::tuple<>>("80", {}, {.max_depth = 0}).code == errc::limit_exceeded));
    BOOST_TEST(
        (refused<cbor_test::nothing>("a0", {}, {.max_depth = 0}).code == errc::limit_exceeded));
}

BOOST_AUTO_TEST_CASE(the_target_stays_as_it_is)
{
    cbor_test::device target{42, "as it was", 1, true, {}, {{"a", 1}}, {}};
    BOOST_TEST(!bb::decode_to(cbor::codec(), cbor_test::from_hex(with(66, "6162f5")), target));
    BOOST_TEST((target.id == 42 && target.name == "as it was" && target.counters.size() == 1));
    BOOST_TEST(bb::decode_to(cbor::codec(), cbor_test::from_hex(good), target).has_value());
    BOOST_TEST(target.name == "x");
}

BOOST_AUTO_TEST_SUITE_END()
