// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// What each type is on the wire, byte for byte.

#include "hex.hpp"
#include "messages.hpp"
#include <boost_broker/cbor/codec.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <deque>
#include <limits>
#include <unordered_map>

BOOST_AUTO_TEST_SUITE(wire)

namespace bb = boost_broker;
namespace cbor = boost_broker::cbor;
using namespace cbor_test;

// nim-brokers, which programs that exist speak: its vectors in the order of its document
BOOST_AUTO_TEST_CASE(the_vectors_of_the_library_before_this_one)
{
    BOOST_TEST(cbor_test::wire(add{1, 2}) == "a2616101616202");
    BOOST_TEST(cbor_test::wire(response<sum>{sum{3}, {}}) == "a1626f6ba16373756d03");
    BOOST_TEST(cbor_test::wire(response<sum>{{}, "boom"}) == "a16365727264626f6f6d");
    BOOST_TEST(cbor_test::wire(response<std::int32_t>{-7, {}}) == "a1626f6b26");
    BOOST_TEST(cbor_test::wire(response<nothing>{nothing{}, {}}) == "a1626f6ba0");
    BOOST_TEST(cbor_test::wire(response<std::uint32_t>{0x00010002, {}}) == "a1626f6b1a00010002");
    BOOST_TEST(cbor_test::wire(maybe{}) == "a0");
    BOOST_TEST(cbor_test::wire(maybe{5}) == "a1617605");
    BOOST_TEST(cbor_test::wire(std::map<std::string, std::int32_t>{{"a", 1}}) == "bf616101ff");
    BOOST_TEST(cbor_test::wire(std::map<std::int32_t, std::int32_t>{{5, 1}}) == "bf613501ff");
    BOOST_TEST(cbor_test::wire(bb::bytes{std::byte{1}, std::byte{2}}) == "420102");
    BOOST_TEST(cbor_test::wire(std::array<std::uint8_t, 2>{1, 2}) == "820102");
    BOOST_TEST(cbor_test::wire(1.5) == "fa3fc00000");
    BOOST_TEST(cbor_test::wire(0.1) == "fb3fb999999999999a");
    BOOST_TEST(cbor_test::wire(priority::high) == "02");
    BOOST_TEST(cbor_test::wire(std::vector<std::optional<std::int32_t>>{std::nullopt}) == "81f6");

    // and it reads what it writes
    BOOST_TEST((read<add>("a2616101616202").b == 2));
    BOOST_TEST((read<response<sum>>("a1626f6ba16373756d03").ok->sum == 3));
    BOOST_TEST((*read<response<sum>>("a16365727264626f6f6d").err == "boom"));
    BOOST_TEST((*read<response<std::int32_t>>("a1626f6b26").ok == -7));
    BOOST_TEST((read<response<nothing>>("a1626f6ba0").ok.has_value()));
    BOOST_TEST((*read<response<std::uint32_t>>("a1626f6b1a00010002").ok == 0x00010002u));
    BOOST_TEST((!read<maybe>("a0").v));
    BOOST_TEST((*read<maybe>("a1617605").v == 5));
    BOOST_TEST((read<std::map<std::string, std::int32_t>>("bf616101ff").at("a") == 1));
    BOOST_TEST((read<std::map<std::int32_t, std::int32_t>>("bf613501ff").at(5) == 1));
    BOOST_TEST((read<bb::bytes>("420102").size() == 2));
    BOOST_TEST((read<std::array<std::uint8_t, 2>>("820102")[1] == 2));
    BOOST_TEST(read<double>("fa3fc00000") == 1.5);
    BOOST_TEST(read<double>("fb3fb999999999999a") == 0.1);
    BOOST_TEST((read<priority>("02") == priority::high));
    BOOST_TEST((!read<std::vector<std::optional<std::int32_t>>>("81f6").at(0)));
}

BOOST_AUTO_TEST_CASE(integers_have_the_shortest_head)
{
    BOOST_TEST(cbor_test::wire(std::uint64_t{23}) == "17");
    BOOST_TEST(cbor_test::wire(std::uint64_t{24}) == "1818");
    BOOST_TEST(cbor_test::wire(std::uint64_t{0xFF}) == "18ff");
    BOOST_TEST(cbor_test::wire(std::uint64_t{0x100}) == "190100");
    BOOST_TEST(cbor_test::wire(std::uint64_t{0xFFFF}) == "19ffff");
    BOOST_TEST(cbor_test::wire(std::uint64_t{0x10000}) == "1a00010000");
    BOOST_TEST(cbor_test::wire(std::uint64_t{0xFFFFFFFF}) == "1affffffff");
    BOOST_TEST(cbor_test::wire(std::uint64_t{0x100000000}) == "1b0000000100000000");
    BOOST_TEST(cbor_test::wire(~std::uint64_t{0}) == "1bffffffffffffffff");
    BOOST_TEST(cbor_test::wire(std::int8_t{-24}) == "37");
    BOOST_TEST(cbor_test::wire(std::int8_t{-128}) == "387f");
    BOOST_TEST(cbor_test::wire(std::numeric_limits<std::int64_t>::min()) == "3b7fffffffffffffff");
}

BOOST_AUTO_TEST_CASE(floating_point_numbers_take_what_holds_them)
{
    constexpr auto infinity = std::numeric_limits<double>::infinity();
    BOOST_TEST(cbor_test::wire(std::nan("")) == "f97e00");
    BOOST_TEST(cbor_test::wire(infinity) == "f97c00");
    BOOST_TEST(cbor_test::wire(-infinity) == "f9fc00");
    BOOST_TEST(cbor_test::wire(std::nanf("")) == "f97e00");
    BOOST_TEST(cbor_test::wire(-0.0) == "fa80000000");
    BOOST_TEST(cbor_test::wire(1e300) == "fb7e37e43c8800759c");
    BOOST_TEST(cbor_test::wire(0.1F) == "fa3dcccccd");
    BOOST_TEST(cbor_test::wire(std::numeric_limits<double>::denorm_min()) == "fb0000000000000001");

    constexpr cbor::codec shortest{.deterministic = true};
    BOOST_TEST(cbor_test::wire(1.5, shortest) == "f93e00");
    BOOST_TEST(cbor_test::wire(-0.0, shortest) == "f98000");
    BOOST_TEST(cbor_test::wire(100000.0, shortest) == "fa47c35000");
    BOOST_TEST(cbor_test::wire(0.1, shortest) == "fb3fb999999999999a");
    BOOST_TEST(cbor_test::wire(0.5F, shortest) == "f93800");
    BOOST_TEST(cbor_test::wire(std::nan("1"), shortest) == "f97e00");
}

BOOST_AUTO_TEST_CASE(every_other_type)
{
    BOOST_TEST(cbor_test::wire(true) == "f5");
    BOOST_TEST(cbor_test::wire(false) == "f4");
    BOOST_TEST(cbor_test::wire('a') == "6161");
    BOOST_TEST(cbor_test::wire('\xE4') == "62c3a4");
    BOOST_TEST(cbor_test::wire(std::string("\xE2\x82\xAC")) == "63e282ac");
    BOOST_TEST(cbor_test::wire(std::monostate()) == "a0");
    BOOST_TEST(cbor_test::wire(nothing()) == "a0");
    BOOST_TEST(cbor_test::wire(std::tuple<>()) == "80");
    BOOST_TEST(cbor_test::wire(std::pair(std::int32_t{1}, std::string("x"))) == "82016178");
    BOOST_TEST(cbor_test::wire(std::variant<std::monostate, std::int32_t>(std::int32_t{7})) ==
        "a165696e74333207");
    BOOST_TEST(cbor_test::wire(std::chrono::milliseconds(300)) == "19012c");
    BOOST_TEST(cbor_test::wire(std::vector<bool>{true, false}) == "82f5f4");
    BOOST_TEST(cbor_test::wire(std::optional<std::int32_t>()) == "f6");
    BOOST_TEST(cbor_test::wire(device{7, "x", 0.5, true, {{"k", "v"}}, {}, priority::high}) ==
        "a7"
        "626964"
        "07"
        "646e616d65"
        "6178"
        "6b74656d7065726174757265"
        "fa3f000000"
        "666f6e6c696e65"
        "f5"
        "6474616773"
        "81a2636b6579616b6576616c75656176"
        "68636f756e74657273"
        "bfff"
        "67757267656e6379"
        "02");
}

// What is known of a map is said, if that is wanted; a structure says it anyway.
BOOST_AUTO_TEST_CASE(maps_with_their_size)
{
    std::map<std::string, std::int32_t> const map{{"a", 1}, {"b", 2}};
    BOOST_TEST(cbor_test::wire(map) == "bf616101616202ff");
    BOOST_TEST(cbor_test::wire(map, {.definite_maps = true}) == "a2616101616202");
}

// RFC 8949, section 4.2.1: bytewise, which puts shorter texts first
BOOST_AUTO_TEST_CASE(deterministic_means_sorted)
{
    constexpr cbor::codec codec{.deterministic = true};
    BOOST_TEST(
        cbor_test::wire(
            device{7, "x", 0.5, true, {{"k", "v"}}, {{"b", 1}, {"aa", 2}, {"", 3}}, {}}, codec) ==
        "a6"
        "626964"
        "07"
        "646e616d65"
        "6178"
        "6474616773"
        "81a2636b6579616b6576616c75656176"
        "666f6e6c696e65"
        "f5"
        "68636f756e74657273"
        "a3600361620162616102"
        "6b74656d7065726174757265"
        "f93800");
    // keys that are numbers are texts as well
    BOOST_TEST(cbor_test::wire(std::map<std::int32_t, bool>{{-1, true}, {9, true}, {10, false}},
                   codec) == "a36139f5622d31f5623130f4");
    // the order in which an unordered map happens to have its entries does not show
    std::unordered_map<std::string, std::int32_t> forth;
    std::unordered_map<std::string, std::int32_t> back;
    for (int i = 0; i != 100; ++i) {
        forth[std::to_string(i)] = i;
        back[std::to_string(99 - i)] = 99 - i;
    }
    BOOST_TEST(cbor_test::wire(forth, codec) == cbor_test::wire(back, codec));
}

BOOST_AUTO_TEST_CASE(what_would_not_be_read_again_is_not_written)
{
    bb::codec_error why;
    std::array<std::byte, 64> buffer;
    std::map<std::string, std::vector<priority>> const hole{
        {"a", {priority::low, static_cast<priority>(9)}}};
    auto const refused = cbor::codec().encode(hole, buffer, &why);
    BOOST_REQUIRE(!refused);
    BOOST_TEST(refused.error().message() ==
        "cannot encode map to CBOR: in [\"a\"][1]: the number has no enumerator");
    BOOST_TEST((why.code() == bb::errc::unknown_enumerator));
    BOOST_TEST(why.offset() == bb::codec_error::no_offset);

    std::pair<std::int32_t, std::string> const bad_text{1, "\xFF"};
    BOOST_TEST(!cbor::encode(bad_text, buffer));
    std::map<std::string, bool> const bad_key{{"\xFF", true}};
    BOOST_TEST(!cbor::encode(bad_key, buffer));

    using list = std::deque<std::int32_t>; // emplacing some types never leaves it without a value
    std::variant<std::int32_t, list> valueless;
    BOOST_REQUIRE_THROW(valueless.emplace<list>(list().max_size() + 1), std::length_error);
    BOOST_REQUIRE(valueless.valueless_by_exception());
    BOOST_TEST((cbor::encode(valueless, buffer).error() == bb::errc::not_encodable));
}

BOOST_AUTO_TEST_CASE(a_buffer_that_is_too_small_is_not_written_beyond)
{
    device const message{
        1, std::string(300, 'x'), 0.1, true, {{"k", "v"}}, {{"a", 70000}}, priority::low};
    auto const size = cbor::encoded_size(message);
    for (std::size_t less = 0; less != size; ++less) {
        bb::bytes buffer(size, std::byte{0x5A});
        auto const refused = cbor::encode(message, std::span(buffer).first(less));
        BOOST_REQUIRE(!refused);
        BOOST_REQUIRE((refused.error() == bb::errc::buffer_too_small));
        BOOST_REQUIRE(std::all_of(buffer.begin() + static_cast<std::ptrdiff_t>(less), buffer.end(),
            [](std::byte b) { return b == std::byte{0x5A}; }));
    }
    bb::bytes buffer(size);
    BOOST_TEST(*cbor::encode(message, buffer) == size);
    BOOST_TEST(cbor::encode(message, {}).error().message() ==
        "cannot encode device to CBOR: the message has " + std::to_string(size) +
            " bytes, the buffer 0");
    BOOST_TEST(cbor::decode<device>(buffer)->counters.at("a") == 70000);
}

BOOST_AUTO_TEST_SUITE_END()
