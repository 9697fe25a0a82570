// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// What other writers produce is read: each of these forms is one that some library chooses.

#include "hex.hpp"
#include "messages.hpp"
#include <boost_broker/cbor/codec.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cmath>
#include <limits>
#include <memory>

BOOST_AUTO_TEST_SUITE(reading)

namespace bb = boost_broker;
namespace cbor = boost_broker::cbor;
using bb::errc;
using cbor_test::read;
using cbor_test::refused;

BOOST_AUTO_TEST_CASE(integers_with_heads_of_any_length)
{
    for (auto const* hex : {"07", "1807", "190007", "1a00000007", "1b0000000000000007"}) {
        BOOST_TEST(read<std::int8_t>(hex) == 7);
        BOOST_TEST(read<std::uint64_t>(hex) == 7u);
    }
    for (auto const* hex : {"26", "3806", "390006", "3a00000006", "3b0000000000000006"})
        BOOST_TEST(read<std::int16_t>(hex) == -7);
    BOOST_TEST(
        read<std::int64_t>("3b7fffffffffffffff") == std::numeric_limits<std::int64_t>::min());
    BOOST_TEST(read<std::int8_t>("387f") == -128);
    BOOST_TEST(read<std::uint64_t>("1bffffffffffffffff") == ~std::uint64_t{0});
}

// JavaScript has no integers beyond 32 bits: it writes them as floating-point numbers, and a
// floating-point number without a fraction as an integer.
BOOST_AUTO_TEST_CASE(numbers_by_their_value)
{
    BOOST_TEST(read<std::int64_t>("fb4270000000000000") == 0x10000000000);
    BOOST_TEST(read<std::int32_t>("f9c400") == -4);
    BOOST_TEST(read<std::uint8_t>("fa437f0000") == 255);
    BOOST_TEST(
        read<std::int64_t>("fbc3e0000000000000") == std::numeric_limits<std::int64_t>::min());
    BOOST_TEST(read<std::uint64_t>("f98000") == 0u); // -0.0
    BOOST_TEST(read<double>("05") == 5.0);
    BOOST_TEST(read<double>("24") == -5.0);
    BOOST_TEST(read<double>("1b0020000000000000") == 9007199254740992.0);
    BOOST_TEST(read<double>("3bffffffffffffffff") == -18446744073709551616.0);
    BOOST_TEST(read<double>("3b7fffffffffffffff") == -9223372036854775808.0);
    BOOST_TEST(read<float>("1903e8") == 1000.0F);

    BOOST_TEST((refused<std::int64_t>("f93e00").code == errc::wrong_type)); // 1.5
    BOOST_TEST((refused<std::int64_t>("f97e00").code == errc::wrong_type)); // NaN
    BOOST_TEST((refused<std::int64_t>("f97c00").code == errc::wrong_type)); // infinity
    BOOST_TEST((refused<std::int64_t>("fb43e0000000000000").code == errc::out_of_range));  // 2^63
    BOOST_TEST((refused<std::uint64_t>("fb43f0000000000000").code == errc::out_of_range)); // 2^64
    BOOST_TEST((refused<std::int64_t>("fbc3f0000000000000").code == errc::out_of_range));  // -2^64
    BOOST_TEST((refused<std::int64_t>("fb7e37e43c8800759c").code == errc::out_of_range));  // 1e300
    BOOST_TEST((refused<std::uint8_t>("f9bc00").code == errc::out_of_range));              // -1.0
    BOOST_TEST((refused<double>("1b0020000000000001").code == errc::out_of_range)); // 2^53 + 1
    BOOST_TEST((refused<double>("1bffffffffffffffff").code == errc::out_of_range));
}

BOOST_AUTO_TEST_CASE(floating_point_numbers_of_any_width)
{
    for (auto const* hex : {"f93e00", "fa3fc00000", "fb3ff8000000000000"}) {
        BOOST_TEST(read<double>(hex) == 1.5);
        BOOST_TEST(read<float>(hex) == 1.5F);
    }
    BOOST_TEST(read<float>("fb3fb999999999999a") == 0.1F); // rounded: Python has nothing narrower
    BOOST_TEST((refused<float>("fb7e37e43c8800759c").code == errc::out_of_range)); // 1e300
    for (auto const* hex : {"f97e00", "fa7fc00000", "fb7ff8000000000000"}) {
        BOOST_TEST(std::isnan(read<double>(hex)));
        BOOST_TEST(std::isnan(read<float>(hex)));
    }
    for (auto const* hex : {"f9fc00", "faff800000", "fbfff0000000000000"}) {
        BOOST_TEST(read<double>(hex) == -std::numeric_limits<double>::infinity());
        BOOST_TEST(read<float>(hex) == -std::numeric_limits<float>::infinity());
    }
    BOOST_TEST(read<double>("f90001") == std::ldexp(1.0, -24));
}

BOOST_AUTO_TEST_CASE(lengths_that_are_not_known)
{
    BOOST_TEST(read<std::string>("7f657374726561646d696e67ff") == "streaming");
    BOOST_TEST(read<std::string>("7fff") == "");
    BOOST_TEST((read<bb::bytes>("5f42010243030405ff") == cbor_test::from_hex("0102030405")));
    BOOST_TEST((read<std::vector<std::int32_t>>("9f010203ff") == std::vector{1, 2, 3}));
    BOOST_TEST((read<std::vector<bool>>("9ff5f4ff") == std::vector{true, false}));
    BOOST_TEST((read<std::array<std::int32_t, 2>>("9f0102ff") == std::array{1, 2}));
    BOOST_TEST((read<std::pair<bool, std::int32_t>>("9ff505ff") == std::pair{true, 5}));
    BOOST_TEST((read<std::map<std::string, std::int32_t>>("bf61610161620 2ff").at("b") == 2));
    BOOST_TEST((read<std::map<std::string, std::int32_t>>("a17f6161 6162 ff02").at("ab") == 2));
    auto const add = read<cbor_test::add>("bf61610161620 2ff");
    BOOST_TEST((add.a == 1 && add.b == 2));
    // a name in pieces, in a structure and in a variant
    BOOST_TEST(read<cbor_test::tag>("a26 36b65796178 7f6376616c627565ff6179").value == "y");
    BOOST_TEST((std::get<0>(read<std::variant<std::int32_t>>("bf7f63696e746233 32ff05ff")) == 5));
}

BOOST_AUTO_TEST_CASE(fields_in_any_order_and_more_of_them)
{
    auto const reversed = read<cbor_test::add>("a2616202616101");
    BOOST_TEST((reversed.a == 1 && reversed.b == 2));
    // unknown: a number, a nested map, strings in pieces, a key that is no text, a tag, a float
    auto const more = read<cbor_test::add>(
        "a8 6178 1903e8 6161 01 6179 a2 01 9f82f6f7ff 6162 5f4101ff 617a 7f6161ff 05 f5 6162 02"
        "6177 c1fb41d452d9ec200000 8101 f818");
    BOOST_TEST((more.a == 1 && more.b == 2));
    // a key may have a tag as well
    BOOST_TEST(read<cbor_test::add>("a2c16161 01 d9d9f7 6162 02").b == 2);
}

BOOST_AUTO_TEST_CASE(tags_are_skipped)
{
    BOOST_TEST(read<std::string>("c074323031332d30332d32315432303a30343a30305a") ==
        "2013-03-21T20:04:00Z");
    BOOST_TEST(
        read<std::chrono::sys_seconds>("c11a514b67b0").time_since_epoch().count() == 1363896240);
    BOOST_TEST(read<std::int32_t>("d9d9f7c1d8201837") == 0x37);
    BOOST_TEST(read<bool>("d9d9f7f5"));
    BOOST_TEST((read<bb::bytes>("d74401020304").size() == 4));
    BOOST_TEST((read<std::vector<std::int32_t>>("d9d9f7820102").size() == 2));
    BOOST_TEST((read<std::map<std::string, bool>>("d90101a0").empty())); // 257 ("a map")
    BOOST_TEST((!read<std::optional<std::int32_t>>("c1f6")));
    BOOST_TEST((*read<std::optional<std::int32_t>>("c105") == 5));
    BOOST_TEST(read<cbor_test::add>("d9d9f7a2616101616202").a == 1);
    BOOST_TEST(read<char>("d9d9f76161") == 'a');
    BOOST_TEST(read<double>("c1f93e00") == 1.5);
}

BOOST_AUTO_TEST_CASE(what_is_none)
{
    BOOST_TEST(!read<cbor_test::maybe>("a0").v);
    BOOST_TEST(!read<cbor_test::maybe>("a16176f6").v);
    BOOST_TEST(!read<cbor_test::maybe>("a16176f7").v);
    BOOST_TEST((read<std::vector<std::optional<std::int32_t>>>("83f601f7").size() == 3));
    BOOST_TEST((read<std::unique_ptr<std::int32_t>>("f6") == nullptr));
    BOOST_TEST((*read<std::unique_ptr<std::int32_t>>("07") == 7));
    // serde's unit is null; a map may have anything in it
    (void)read<std::monostate>("f6");
    (void)read<std::monostate>("a1616101");
    (void)read<cbor_test::nothing>("a1616101");
}

// Text for the seed and Python's json, integers for Go and serde.
BOOST_AUTO_TEST_CASE(keys_as_text_and_as_integers)
{
    using by_number = std::map<std::int32_t, std::string>;
    BOOST_TEST((read<by_number>("a2613561 78 622d3161 79") == by_number{{5, "x"}, {-1, "y"}}));
    BOOST_TEST((read<by_number>("a20561 78 2061 79") == by_number{{5, "x"}, {-1, "y"}}));
    BOOST_TEST((read<std::map<cbor_test::priority, bool>>("a102f5").at(cbor_test::priority::high)));
    BOOST_TEST((refused<by_number>("a20561 78 613561 79") ==
        cbor_test::refusal{errc::duplicate_key, 4, "[\"5\"]", "the key comes twice"}));
    BOOST_TEST((refused<by_number>("a13bffffffffffffffff6178") ==
        cbor_test::refusal{
            errc::out_of_range, 1, "[\"-18446744073709551616\"]", "the key does not fit"}));
    BOOST_TEST((refused<by_number>("a1616106") ==
        cbor_test::refusal{
            errc::wrong_type, 1, "[\"a\"]", "the key is not of the type that the map has"}));
    BOOST_TEST((refused<by_number>("a1f506") ==
        cbor_test::refusal{
            errc::wrong_type, 1, "", "a text or an integer should be here, not a boolean"}));
    BOOST_TEST(
        (refused<std::map<cbor_test::priority, bool>>("a109f5").code == errc::unknown_enumerator));
    BOOST_TEST((refused<std::map<std::string, bool>>("a105f5").reason ==
        "a text should be here, not an integer"));
    BOOST_TEST((read<std::map<char, bool>>("a162c3a4f5").at('\xE4')));
}

// {name: value}, as serde writes it; a name alone where there is no value
BOOST_AUTO_TEST_CASE(variants)
{
    using choice = std::variant<std::monostate, std::int32_t, cbor_test::add>;
    BOOST_TEST(std::get<1>(read<choice>("a165696e74333207")) == 7);
    BOOST_TEST(std::get<2>(read<choice>("a163616464a2616101616202")).b == 2);
    BOOST_TEST(read<choice>("a1676e6f7468696e67a0").index() == 0);
    BOOST_TEST(read<choice>("a1676e6f7468696e67f6").index() == 0);
    BOOST_TEST(read<choice>("676e6f7468696e67").index() == 0);
    BOOST_TEST((refused<choice>("65696e743332") ==
        cbor_test::refusal{
            errc::wrong_type, 0, "[\"int32\"]", "the alternative has a value, which is missing"}));
    BOOST_TEST((refused<choice>("a1617805") ==
        cbor_test::refusal{
            errc::wrong_type, 3, "[\"x\"]", "the variant has no alternative of this name"}));
    BOOST_TEST((refused<choice>("a0").code == errc::wrong_length));
    BOOST_TEST((refused<choice>("bfff").code == errc::wrong_length));
    BOOST_TEST((refused<choice>("a265696e74333207617805").code == errc::wrong_length));
    BOOST_TEST((refused<choice>("bf65696e74333207617805ff").code == errc::wrong_length));
    BOOST_TEST((refused<choice>("a10507").reason == "a text should be here, not an integer"));
    BOOST_TEST(
        (refused<choice>("07").reason == "a map of one entry should be here, not an integer"));
    BOOST_TEST((refused<choice>("a165696e743332f5").path == "[\"int32\"]"));
}

BOOST_AUTO_TEST_CASE(typed_arrays_if_they_are_wanted)
{
    constexpr cbor::codec codec{.typed_arrays = true};
    using ints = std::vector<std::int32_t>;
    // 64 to 72: eight bits; 68 is "clamped"
    BOOST_TEST((read<ints>("d84042017f", codec) == ints{1, 127}));
    BOOST_TEST((read<ints>("d844420180", codec) == ints{1, 128}));
    BOOST_TEST((read<ints>("d8484201ff", codec) == ints{1, -1}));
    // big and little endian
    BOOST_TEST((read<ints>("d84144 0001 fffe", codec) == ints{1, 65534}));
    BOOST_TEST((read<ints>("d84544 0100 feff", codec) == ints{1, 65534}));
    BOOST_TEST((read<ints>("d84944 0001 fffe", codec) == ints{1, -2}));
    BOOST_TEST((read<ints>("d84e48 01000000 feffffff", codec) == ints{1, -2}));
    BOOST_TEST((read<ints>("d84a48 00000001 fffffffe", codec) == ints{1, -2}));
    BOOST_TEST((read<std::vector<std::int64_t>>("d84b48 fffffffffffffffe", codec) ==
        std::vector<std::int64_t>{-2}));
    BOOST_TEST((read<std::vector<std::uint64_t>>("d84748 feffffffffffffff", codec) ==
        std::vector<std::uint64_t>{0xFFFFFFFFFFFFFFFE}));
    // floating point
    using doubles = std::vector<double>;
    BOOST_TEST((read<doubles>("d85044 3e00 c400", codec) == doubles{1.5, -4}));
    BOOST_TEST((read<doubles>("d85442 003e", codec) == doubles{1.5}));
    BOOST_TEST((read<doubles>("d85144 3fc00000", codec) == doubles{1.5}));
    BOOST_TEST((read<doubles>("d85548 0000c03f 0000c03f", codec) == doubles{1.5, 1.5}));
    BOOST_TEST((read<doubles>("d85248 3ff8000000000000", codec) == doubles{1.5}));
    BOOST_TEST((read<doubles>("d85648 000000000000f83f", codec) == doubles{1.5}));
    BOOST_TEST((read<doubles>("d85640", codec).empty()));
    // what is no number itself, but travels as one
    BOOST_TEST((read<std::vector<cbor_test::priority>>("d840420201", codec).at(0) ==
        cbor_test::priority::high));
    BOOST_TEST((read<std::array<std::chrono::seconds, 2>>("d840420201", codec).at(1).count() == 1));
    BOOST_TEST((read<ints>("820102", codec) == ints{1, 2})); // and the usual form
    BOOST_TEST((read<ints>("9f0102ff", codec) == ints{1, 2}));
    BOOST_TEST((read<ints>("d828820102", codec) == ints{1, 2}));

    BOOST_TEST(
        (refused<ints>("d84042017f").reason == "an array should be here, not a byte string"));
    BOOST_TEST((refused<ints>("42017f", codec).code == errc::wrong_type)); // no tag
    for (auto const* tag :
        {"d83f", "d84c", "d853", "d857", "d858"}) // none, reserved, 128 bits, none
        BOOST_TEST(
            (refused<ints>(std::string(tag) + "50000102030405060708090a0b0c0d0e0f", codec).code ==
                errc::wrong_type));
    BOOST_TEST((refused<ints>("d84143000102", codec) ==
        cbor_test::refusal{errc::wrong_length, 2, "", "the typed array ends within a number"}));
    BOOST_TEST(
        (refused<ints>("d8405f4101ff", codec).reason == "a typed array should be in one piece"));
    BOOST_TEST((refused<std::vector<std::int8_t>>("d840420180", codec) ==
        cbor_test::refusal{errc::out_of_range, 4, "[1]", "the number does not fit"}));
    BOOST_TEST((refused<ints>("d850423e00", codec) ==
        cbor_test::refusal{errc::wrong_type, 3, "[0]", "the number is no integer"}));
    BOOST_TEST((refused<std::vector<cbor_test::priority>>("d84041 09", codec).code ==
        errc::unknown_enumerator));
    BOOST_TEST(
        (refused<std::array<std::int32_t, 3>>("d840420102", codec).code == errc::wrong_length));
    BOOST_TEST((refused<ints>("d840420102", codec, {.max_items = 1}).code == errc::limit_exceeded));
    BOOST_TEST(
        (refused<ints>("d840420102", codec, {.max_memory = 7}).code == errc::limit_exceeded));
    BOOST_TEST((refused<ints>("d8405a01", codec).code == errc::truncated));
    BOOST_TEST((refused<std::vector<std::string>>("d840420102", codec).code == errc::wrong_type));
}

BOOST_AUTO_TEST_SUITE_END()
