// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "appendix_a.hpp"
#include "hex.hpp"
#include <boost_broker/cbor/diagnostic.hpp>
#include <boost_broker/cbor/item.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>

BOOST_AUTO_TEST_SUITE(item)

namespace bb = boost_broker;
namespace cbor = boost_broker::cbor;
using bb::errc;
using cbor_test::from_hex;
using cbor_test::refusal;
using cbor_test::to_hex;

cbor::item read(std::string_view hex)
{
    return cbor::item::decode(from_hex(hex)).value();
}

refusal refused(std::string_view hex, bb::decode_limits const& limits = {})
{
    bb::codec_error why;
    auto const read = cbor::item::decode(from_hex(hex), limits, &why);
    if (read)
        return {errc{}, 0, "", "it is not refused"};
    return {why.code(), why.offset(), std::string(why.path()), why.reason()};
}

BOOST_AUTO_TEST_CASE(every_example_is_written_again_as_it_was)
{
    static_assert(std::size(cbor_test::appendix_a) == 82);
    for (auto const& example : cbor_test::appendix_a) {
        BOOST_TEST_CONTEXT(example.hex)
        {
            auto const item = cbor::item::decode(from_hex(example.hex));
            BOOST_REQUIRE(item);
            BOOST_TEST(to_hex(item->to_bytes()) == example.hex);
            BOOST_TEST(item->encoded_size() == example.hex.size() / 2);
            // and what an encoder chooses by itself, except that it joins pieces
            auto const chosen = to_hex(item->to_bytes(true));
            bool const in_pieces =
                item->type() == cbor::major::bytes || item->type() == cbor::major::text
                ? item->how() == cbor::form::indefinite
                : false;
            BOOST_TEST((chosen == example.hex) == (example.round_trip && !in_pieces));
        }
    }
}

BOOST_AUTO_TEST_CASE(values_are_made_and_looked_into)
{
    BOOST_TEST(cbor::item().is_null());
    BOOST_TEST(cbor::item(nullptr).is_null());
    BOOST_TEST(cbor::item::simple(23).is(cbor::simple_value::undefined));
    BOOST_TEST(*cbor::item(true).as<bool>());
    BOOST_TEST(!*cbor::item(false).as<bool>());
    BOOST_TEST(!cbor::item(1).as<bool>());
    BOOST_TEST(*cbor::item(7).as<std::uint8_t>() == 7);
    BOOST_TEST(*cbor::item(-7).as<std::int8_t>() == -7);
    BOOST_TEST(!cbor::item(-7).as<std::uint8_t>());
    BOOST_TEST(!cbor::item(300).as<std::uint8_t>());
    BOOST_TEST(*cbor::item(7.0).as<std::int32_t>() == 7);
    BOOST_TEST(!cbor::item(7.5).as<std::int32_t>());
    BOOST_TEST(*cbor::item(7.5F).as<double>() == 7.5);
    BOOST_TEST(*cbor::item(0.1).as<float>() == 0.1F);
    BOOST_TEST(*cbor::item(7).as<double>() == 7.0);
    BOOST_TEST(!cbor::item("7").as<std::int32_t>());
    BOOST_TEST(!cbor::item(true).as<std::int32_t>());
    BOOST_TEST(cbor::item::negative(~std::uint64_t{0}).argument() == ~std::uint64_t{0});
    BOOST_TEST(!cbor::item::negative(~std::uint64_t{0}).as<std::int64_t>());
    BOOST_TEST(cbor::item(std::numeric_limits<std::int64_t>::min()).as<std::int64_t>().value() ==
        std::numeric_limits<std::int64_t>::min());
    BOOST_TEST(cbor::item(1.5).is_floating());
    BOOST_TEST(cbor::item("text").text() == "text");
    BOOST_TEST(cbor::item(std::string_view("text")).joined() == "text");
    BOOST_TEST((cbor::item(bb::bytes(2)).data().size() == 2));
    BOOST_TEST((cbor::item(1).items().empty() && cbor::item(1).text().empty()));
    BOOST_TEST(cbor::item(1).find("a") == nullptr);

    auto const map =
        cbor::item::map({"a", 1, 2, "two", "list", cbor::item::array({1, true, nullptr})});
    BOOST_TEST(*map.find("a")->as<int>() == 1);
    BOOST_TEST(map.find("b") == nullptr);
    BOOST_TEST(map.find("list")->items().size() == 3u);
    BOOST_TEST(to_hex(map.to_bytes()) ==
        "a361610102637477"
        "6f646c6973748301f5f6");
    BOOST_TEST(to_hex(cbor::item::tagged(1, 1363896240).to_bytes()) == "c11a514b67b0");
    auto const tagged = cbor::item::tagged(1, 2);
    BOOST_TEST(tagged.items()[0] == cbor::item(2));
    auto const key_in_pieces = read("a17f61616162ff05");
    BOOST_TEST(*key_in_pieces.find("ab")->as<int>() == 5);
}

BOOST_AUTO_TEST_CASE(how_it_was_written_is_no_part_of_the_value)
{
    for (auto const* hex : {"05", "1805", "190005", "1a00000005", "1b0000000000000005"}) {
        BOOST_TEST(read(hex) == cbor::item(5));
        BOOST_TEST(to_hex(read(hex).to_bytes()) == hex);
        BOOST_TEST(to_hex(read(hex).to_bytes(true)) == "05");
    }
    for (auto const* hex : {"f93e00", "fa3fc00000", "fb3ff8000000000000"}) {
        BOOST_TEST(read(hex) == cbor::item(1.5));
        BOOST_TEST(to_hex(read(hex).to_bytes()) == hex);
        BOOST_TEST(to_hex(read(hex).to_bytes(true)) == "f93e00");
    }
    for (auto const* hex :
        {"626162", "78026162", "7f61616162ff", "7f7801616162ff", "7f60626162ff"}) {
        BOOST_TEST(read(hex) == cbor::item("ab"));
        BOOST_TEST(to_hex(read(hex).to_bytes()) == hex);
        BOOST_TEST(to_hex(read(hex).to_bytes(true)) == "626162");
        BOOST_TEST(read(hex).joined() == "ab");
    }
    for (auto const* hex : {"820102", "98020102", "9f0102ff", "9b00000000000000020102"}) {
        BOOST_TEST(read(hex) == cbor::item::array({1, 2}));
        BOOST_TEST(to_hex(read(hex).to_bytes()) == hex);
    }
    for (auto const* hex : {"a10102", "b8010102", "bf0102ff"}) {
        BOOST_TEST(read(hex) == cbor::item::map({1, 2}));
        BOOST_TEST(to_hex(read(hex).to_bytes()) == hex);
    }
    BOOST_TEST(to_hex(read("d9000105").to_bytes()) == "d9000105");
    // NaN keeps its payload
    for (auto const* hex : {"f97e01", "f97d00", "fa7f800001", "fb7ff0000000000001"})
        BOOST_TEST(to_hex(read(hex).to_bytes()) == hex);
    // what does not fit is not tried
    BOOST_TEST(to_hex(cbor::item(300).written(cbor::form::one_byte).to_bytes()) == "19012c");
    BOOST_TEST(
        to_hex(cbor::item(0.1).written(cbor::form::four_bytes).to_bytes()) == "fb3fb999999999999a");
    BOOST_TEST(to_hex(cbor::item(true).written(cbor::form::one_byte).to_bytes()) == "f5");
    BOOST_TEST(to_hex(cbor::item(7).written(cbor::form::indefinite).to_bytes()) == "07");
}

BOOST_AUTO_TEST_CASE(values_have_an_order)
{
    BOOST_TEST(cbor::item(1) < cbor::item(2));
    BOOST_TEST(cbor::item(2) < cbor::item(-1)); // by type first
    BOOST_TEST(cbor::item("a") < cbor::item("b"));
    BOOST_TEST(cbor::item("a") != cbor::item(from_hex("61")));
    BOOST_TEST(cbor::item(1) != cbor::item(1.0));
    BOOST_TEST(cbor::item(0.0) != cbor::item(-0.0));
    BOOST_TEST(cbor::item(std::nan("")) == cbor::item(std::nan("")));
    BOOST_TEST(cbor::item(true) < cbor::item(1.0));
    BOOST_TEST(cbor::item::array({1}) < cbor::item::array({1, 1}));
    BOOST_TEST(cbor::item::tagged(1, 5) != cbor::item::tagged(2, 5));
    BOOST_TEST(cbor::item(nullptr) < cbor::item(0.0)); // whatever the bits are
    BOOST_TEST(read("7f6161ff") < cbor::item("b"));
    BOOST_TEST(cbor::item("b") > read("7f6161ff"));
    BOOST_TEST(read("5f4101ff") != cbor::item("\x01"));
}

BOOST_AUTO_TEST_CASE(keys_are_found)
{
    auto const item = read("a4 01 02 7f61616162ff 03 6162 04 4161 05");
    BOOST_TEST((*item.find("ab") == 3));
    BOOST_TEST((*item.find("b") == 4));
    BOOST_TEST((item.find("a") == nullptr)); // those are bytes
    BOOST_TEST((item.find("") == nullptr));
    BOOST_TEST((read("826162 04").find("b") == nullptr)); // this is no map
}

BOOST_AUTO_TEST_CASE(deterministic_sorts_keys_by_their_bytes)
{
    // RFC 8949, section 4.2.1: 10, 100, -1, "z", "aa", [100], [-1], false
    BOOST_TEST(
        to_hex(read("a8 f400 812000 81186400 62616100 617a00 2000 186400 0a00").to_bytes(true)) ==
        "a80a00186400200061"
        "7a006261610081186400812000f400");
}

BOOST_AUTO_TEST_CASE(what_is_refused)
{
    BOOST_TEST((refused("") ==
        refusal{errc::truncated, 0, "", "the message ends where a value should be"}));
    BOOST_TEST(
        (refused("0000") == refusal{errc::trailing_bytes, 1, "", "1 bytes follow the item"}));
    BOOST_TEST((refused("8201ff").path == "[1]"));
    BOOST_TEST((refused("a2616101616181ff") ==
        refusal{errc::malformed, 7, "[\"a\"][0]",
            "the end of an array or map is where a value should be"}));
    BOOST_TEST((refused("a20501ff00") ==
        refusal{errc::malformed, 3, "", "the end of an array or map is where a value should be"}));
    BOOST_TEST((refused("a10581ff").path == "[0][0]"));
    BOOST_TEST((refused("a3 6161 01 05 02 6161 03") ==
        refusal{errc::duplicate_key, 6, "[\"a\"]", "the key comes twice"}));
    BOOST_TEST((refused("a3 01 01 f93c00 02 1801 03").offset == 7)); // 1 twice; 1.0 is another
    BOOST_TEST((refused("a2 6161 01 7f6161ff 02").code == errc::duplicate_key));
    BOOST_TEST((refused("61ff").code == errc::invalid_utf8));
    BOOST_TEST((refused("7f61ffff").code == errc::invalid_utf8));
    BOOST_TEST((refused("bf01ff").code == errc::malformed));
    for (auto const* hex : {"9f01", "bf", "5f41", "7f", "62", "1901", "c1", "8201", "a101", "bf01"})
        BOOST_TEST((refused(hex).code == errc::truncated), hex);
    for (auto const* hex : {"1c", "3d", "5e", "7c", "9d", "be", "dc", "df", "fc", "f800", "f817",
             "5f00ff", "5f5f4100ffff", "7f4100ff", "ff"})
        BOOST_TEST((refused(hex).code == errc::malformed), hex);

    BOOST_TEST((refused("818180", {.max_depth = 2}).offset == 2));
    BOOST_TEST((refused("a101a0", {.max_depth = 1}).offset == 2));
    BOOST_TEST((refused("c1c100", {.max_depth = 1}).offset == 1));
    BOOST_TEST((refused("820102", {.max_items = 1}).code == errc::limit_exceeded));
    BOOST_TEST((refused("a101020304", {.max_items = 0}).code == errc::limit_exceeded));
    BOOST_TEST(
        (refused("820102", {.max_memory = sizeof(cbor::item)}).code == errc::limit_exceeded));
    BOOST_TEST(
        (refused("a10102", {.max_memory = 2 * sizeof(cbor::item)}).code == errc::limit_exceeded));
    BOOST_TEST((refused("c102", {.max_memory = 1}).code == errc::limit_exceeded));
    BOOST_TEST((refused("626162", {.max_memory = 1}).code == errc::limit_exceeded));
    BOOST_TEST((refused("7f6161ff", {.max_memory = 1}).code == errc::limit_exceeded));
    BOOST_TEST(
        (refused("7f6161ff", {.max_memory = sizeof(cbor::item)}).code == errc::limit_exceeded));
    BOOST_TEST((refused("00", {.max_bytes = 0}).code == errc::limit_exceeded));
}

BOOST_AUTO_TEST_CASE(a_buffer_that_is_too_small)
{
    auto const item = read("bf 6161 9f01f93e00fb3ff199999999999aff c1 7f6161ff 5f4101ff ff");
    auto const size = item.encoded_size();
    for (std::size_t less = 0; less != size; ++less) {
        bb::bytes buffer(less);
        BOOST_TEST((item.encode(buffer).error() == errc::buffer_too_small));
        BOOST_TEST((less >= item.encoded_size(true) || !item.encode(buffer, true)));
    }
    BOOST_TEST(item.encode({}).error().message() ==
        "cannot encode an item to CBOR: the message has " + std::to_string(size) +
            " bytes, the buffer 0");
}

BOOST_AUTO_TEST_SUITE_END()
