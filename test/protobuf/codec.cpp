// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "wire.hpp"

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <array>
#include <cmath>
#include <cstdint>
#include <deque>
#include <limits>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

namespace protobuf_codec_test {

using namespace protobuf_test;

enum class weekday : std::uint8_t { monday = 1, sunday = 7 }; // nothing is 0
BOOST_DESCRIBE_ENUM(weekday, monday, sunday)

// strong typedefs of what has elements
struct path {
    std::vector<std::string> value = {};
    friend bool operator==(path const&, path const&) = default;
};
struct triple {
    std::array<std::int32_t, 3> value = {};
    friend bool operator==(triple const&, triple const&) = default;
};
struct index_of {
    std::map<std::string, std::int32_t> value = {};
    friend bool operator==(index_of const&, index_of const&) = default;
};
struct place {
    point value = {};
    friend bool operator==(place const&, place const&) = default;
};

struct strong_ones {
    path way = {};
    triple three = {};
    index_of index = {};
    place where = {};
    std::vector<path> ways = {};
    std::optional<path> maybe = {};
    friend bool operator==(strong_ones const&, strong_ones const&) = default;
};

struct may_be_absent {
    std::int32_t number = 5;
    std::vector<std::int32_t> list = {1};
    std::map<std::string, std::int32_t> map = {{"a", 1}};
    point where = {1, 2};
    weekday day = weekday::sunday;
    std::optional<std::int32_t> maybe = 3;

    static constexpr bb::schema::notes broker_schema{"",
        {{.name = "number", .may_be_absent = true}, {.name = "list", .may_be_absent = true},
            {.name = "map", .may_be_absent = true}, {.name = "where", .may_be_absent = true},
            {.name = "day", .may_be_absent = true}, {.name = "maybe", .may_be_absent = true}}};
    friend bool operator==(may_be_absent const&, may_be_absent const&) = default;
};

struct initialised {
    std::int32_t number = 5;
    std::string text = "x";
    bb::bytes data = bb::bytes(1);
    std::vector<std::int32_t> list = {1};
    std::map<std::string, std::int32_t> map = {{"a", 1}};
    std::optional<std::int32_t> maybe = 3;
    device_id id{7};
    label tag = label("x");
    friend bool operator==(initialised const&, initialised const&) = default;
};

struct outer {
    std::string name = {};
    lists inner = {};
    friend bool operator==(outer const&, outer const&) = default;
};

struct holder {
    strong_ones inner = {};
    friend bool operator==(holder const&, holder const&) = default;
};

struct far_fields {
    std::int32_t near = 0;
    std::int32_t far = 0;
    std::int32_t farthest = 0;
    static constexpr bb::schema::notes broker_schema{"",
        {{.name = "near", .number = 15}, {.name = "far", .number = 16},
            {.name = "farthest", .number = 536870911}}};
    friend bool operator==(far_fields const&, far_fields const&) = default;
};

struct week {
    weekday first = weekday::monday;
    std::vector<weekday> open = {};
    std::map<weekday, weekday> next = {};
    friend bool operator==(week const&, week const&) = default;
};

BOOST_DESCRIBE_STRUCT(strong_ones, (), (way, three, index, where, ways, maybe))
BOOST_DESCRIBE_STRUCT(may_be_absent, (), (number, list, map, where, day, maybe))
BOOST_DESCRIBE_STRUCT(initialised, (), (number, text, data, list, map, maybe, id, tag))
BOOST_DESCRIBE_STRUCT(outer, (), (name, inner))
BOOST_DESCRIBE_STRUCT(holder, (), (inner))
BOOST_DESCRIBE_STRUCT(far_fields, (), (near, far, farthest))
BOOST_DESCRIBE_STRUCT(week, (), (first, open, next))

} // namespace protobuf_codec_test

template<>
struct boost_broker::schema::strong_typedef<protobuf_codec_test::path>
    : boost_broker::schema::wraps<&protobuf_codec_test::path::value> {};
template<>
struct boost_broker::schema::strong_typedef<protobuf_codec_test::triple>
    : boost_broker::schema::wraps<&protobuf_codec_test::triple::value> {};
template<>
struct boost_broker::schema::strong_typedef<protobuf_codec_test::index_of>
    : boost_broker::schema::wraps<&protobuf_codec_test::index_of::value> {};
template<>
struct boost_broker::schema::strong_typedef<protobuf_codec_test::place>
    : boost_broker::schema::wraps<&protobuf_codec_test::place::value> {};

BOOST_AUTO_TEST_SUITE(codec)

using namespace protobuf_codec_test;

BOOST_AUTO_TEST_CASE_TEMPLATE(laws, T, messages)
{
    obeys_the_laws<T>(protobuf::codec(), false);
}

using more_messages =
    std::tuple<strong_ones, may_be_absent, initialised, far_fields, week, std::int32_t, std::string,
        std::vector<std::int32_t>, std::vector<std::vector<std::string>>, std::map<char, bool>,
        std::optional<point>, std::optional<std::vector<bool>>, choice, std::monostate, level, path,
        place, std::deque<float>, std::list<double>, std::array<bool, 3>, bb::bytes>;

BOOST_AUTO_TEST_CASE_TEMPLATE(laws_of_more, T, more_messages)
{
    obeys_the_laws<T>(protobuf::codec(), false, 3, 40);
}

BOOST_AUTO_TEST_CASE(laws_of_versions_and_limits)
{
    protobuf::codec const codec;
    versions_understand_each_other(codec, false);
    nesting_is_limited(codec);
    budgets_are_limited(codec);
    refuses_to_write_what_is_not_read(codec);
    // what may be absent keeps its initialiser
    auto const device = codec.decode<get_device>(encoded(codec, only_id{12}));
    BOOST_REQUIRE(device);
    BOOST_TEST((*device == get_device{12, false, 3, {}}));
}

BOOST_AUTO_TEST_CASE(scalars_that_are_zero_are_not_written)
{
    is_written(scalars{.letter = '\0'}, "");
    is_written(scalars{.flag = true, .letter = 'a'}, "08 01 10 61");
    is_written(scalars{.letter = '\xFF'}, "10 FF 01");
    is_written(scalars{.letter = '\0', .i8 = -1}, "18 FF FF FF FF FF FF FF FF FF 01");
    is_written(scalars{.letter = '\0', .i64 = 150}, "30 96 01");
    is_written(scalars{.letter = '\0', .u64 = std::numeric_limits<std::uint64_t>::max()},
        "50 FF FF FF FF FF FF FF FF FF 01");
    is_written(scalars{.letter = '\0', .f32 = 1}, "5D 00 00 80 3F");
    is_written(scalars{.letter = '\0', .f64 = 1}, "61 00 00 00 00 00 00 F0 3F");
    is_written(blocks{"testing", {}}, "0A 07 74 65 73 74 69 6E 67");
    is_written(blocks{"", bb::bytes(2)}, "12 02 00 00");
    // -0.0 is not 0
    auto const negative = encoded(protobuf::codec(), scalars{.letter = '\0', .f64 = -0.0});
    BOOST_TEST(to_hex(negative) == "61 00 00 00 00 00 00 00 80");
    BOOST_TEST(std::signbit(protobuf::codec().decode<scalars>(negative)->f64));
    // floating point numbers may be anything
    auto const nan = encoded(protobuf::codec(), scalars{.f64 = std::nan("")});
    BOOST_TEST(std::isnan(protobuf::codec().decode<scalars>(nan)->f64));
    // what is absent is 0, whatever the initialiser
    is_read("", initialised{0, "", {}, {}, {}, {}, {0}, label("")});
    is_read("", scalars{.letter = '\0'});
}

BOOST_AUTO_TEST_CASE(optionals_tell_zero_from_nothing)
{
    is_written(maybes{}, "");
    is_written(maybes{.flag = false, .number = 0, .text = "", .data = bb::bytes()},
        "08 00 10 00 1A 00 22 00");
    is_written(maybes{.where = point{}, .numbers = std::vector<std::int32_t>()}, "2A 00 32 00");
    is_written(maybes{.numbers = std::vector<std::int32_t>{1, 2}}, "32 04 0A 02 01 02");
    is_written(maybes{.how = level::normal, .id = device_id{}, .pulse = nothing_in_it()},
        "38 00 40 00 4A 00");
    is_written(may_be_absent{0, {}, {}, {}, weekday::sunday, {}}, "08 00 12 00 1A 00 22 00 28 07");
    is_read("", may_be_absent{5, {1}, {{"a", 1}}, {1, 2}, weekday::sunday, {}});
    // what comes replaces the initialiser, and what comes twice goes on
    is_read("12 02 08 07 12 02 08 08 1A 05 0A 03 0A 01 62",
        may_be_absent{5, {7, 8}, {{"b", 0}}, {1, 2}, weekday::sunday, {}});
}

BOOST_AUTO_TEST_CASE(lists)
{
    using codec_test::lists;
    is_written(lists{.numbers = {1, 150, -1}},
        "0A 0D 01 96 01 FF FF FF FF FF FF FF FF FF 01 "
        "52 03 00 00 00 5A 00 5A 00 62 04 00 00 00 00");
    std::string const rest = " 52 03 00 00 00 5A 00 5A 00 62 04 00 00 00 00";
    is_written(lists{.texts = {"a", ""}}, "12 01 61 12 00" + rest);
    is_written(lists{.flags = {true, false}}, "1A 02 01 00" + rest);
    is_written(lists{.nested = {{}, {1}}}, "2A 00 2A 0A 0A 08 00 00 00 00 00 00 F0 3F" + rest);
    is_written(lists{.points = {{}, {1, 0}}}, "3A 00 3A 02 08 01" + rest);
    is_written(lists{.gaps = {1, std::nullopt, 0}}, "42 02 08 01 42 00 42 02 08 00" + rest);
    // not packed, in several parts, and both
    is_read("08 01 08 02" + rest, lists{.numbers = {1, 2}});
    is_read("0A 01 01 08 02 0A 02 03 04" + rest, lists{.numbers = {1, 2, 3, 4}});
    is_read("18 01 1A 01 00" + rest, lists{.flags = {true, false}});
    is_read("50 00 52 01 00 50 00 5A 00 5A 00 62 04 00 00 00 00", lists{});
    is_refused<lists>("0A 01 80" + rest, errc::malformed, 3, "numbers[0]");
    is_refused<lists>("52 04 00 00 00 00", errc::wrong_length, 5, "three");
    is_refused<lists>("52 02 00 00 5A 00 5A 00 62 04 00 00 00 00", errc::wrong_length, 0, "three");
    is_refused<lists>("52 03 00 00 00 5A 00 62 04 00 00 00 00", errc::wrong_length, 0, "two");
    is_refused<lists>("5A 00 5A 00 5A 00", errc::wrong_length, 5, "two");
    is_refused<lists>("0D 00 00 00 00", errc::wrong_type, 0, "numbers[0]");
    is_refused<lists>("10 00", errc::wrong_type, 0, "texts[0]");
    is_refused<std::vector<float>>("0A 05 00 00 00 00 00", errc::malformed, 6, "[1]");
    is_refused<std::vector<float>>("0A 05 00 00 00 00", errc::truncated, 1);
    is_read("0A 04 00 00 80 3F 0D 00 00 00 40", std::vector<float>{1, 2});
    is_refused<std::vector<bool>>("0A 02 01 02", errc::out_of_range, 3, "[1]");
}

BOOST_AUTO_TEST_CASE(maps)
{
    using codec_test::maps;
    is_written(maps{.by_text = {{"a", 1}, {"b", 0}}}, "0A 05 0A 01 61 10 01 0A 05 0A 01 62 10 00");
    is_written(maps{.by_number = {{0, ""}}}, "12 04 08 00 12 00");
    is_written(maps{.by_enum = {{level::low, 1}}},
        "22 14 08 FF FF FF FF FF FF FF FF FF 01 11 00 00 00 00 00 00 F0 3F");
    is_written(maps{.by_id = {{{7}, {}}}}, "2A 04 08 07 12 00");
    is_written(maps{.by_letter = {{'\xE4', "x"}}}, "3A 06 08 E4 01 12 01 78");
    is_written(maps{.lists_by_text =
                        {
                            {"", {}},
                        }},
        "42 04 0A 00 12 00");
    // in any order, unknown fields between, and what is absent is 0
    is_read("0A 07 10 01 18 05 0A 01 61", maps{.by_text = {{"a", 1}}});
    is_read("0A 00", maps{.by_text = {{"", 0}}});
    is_read("2A 02 08 07", maps{.by_id = {{{7}, {}}}});
    is_read("42 03 0A 01 61", maps{.lists_by_text = {{"a", {}}}});
    // the last one counts
    is_read("0A 05 0A 01 61 10 01 0A 05 0A 01 61 10 02", maps{.by_text = {{"a", 2}}});
    is_read("0A 07 0A 01 61 10 01 10 03", maps{.by_text = {{"a", 3}}});
    is_refused<maps>("0A 05 0A 01 FF 10 01", errc::invalid_utf8, 4, "by_text[\"\"]");
    is_refused<maps>("0A 05 0A 01 61 12 00", errc::wrong_type, 5, "by_text[\"a\"]");
    is_refused<maps>("08 05", errc::wrong_type, 0, "by_text");
    is_refused<maps>("22 02 08 01", errc::unknown_enumerator, 3, "by_enum[\"1\"]");
    is_refused<maps>("22 02 20 80", errc::malformed, 4, "by_enum[\"0\"]");
    is_refused<maps>("22 02 00 80", errc::malformed, 2, "by_enum[\"0\"]");
}

BOOST_AUTO_TEST_CASE(enumerations_without_a_zero)
{
    is_written(week{.first = weekday::sunday}, "08 07");
    is_written(week{weekday::monday, {weekday::sunday}, {{weekday::monday, weekday::sunday}}},
        "08 01 12 01 07 1A 04 08 01 10 07");
    is_refused<week>("", errc::missing_field, 0, "first");
    is_refused<week>("08 00", errc::unknown_enumerator, 1, "first");
    is_refused<week>("08 01 12 02 07 02", errc::unknown_enumerator, 5, "open[1]");
    is_refused<week>("08 01 1A 02 08 01", errc::missing_field, 6, "next[\"1\"]");
    is_refused<week>("08 01 1A 02 10 01", errc::missing_field, 6, "next[\"0\"]");
    bb::codec_error why;
    bb::bytes buffer(100);
    BOOST_TEST(!protobuf::codec().encode(week{.first = {}}, buffer, &why));
    BOOST_TEST(why.message() == "in first: the number has no enumerator");
    BOOST_TEST(!protobuf::codec().encode(week{.open = {weekday::sunday, {}}}, buffer, &why));
    BOOST_TEST(why.message() == "in open[1]: the number has no enumerator");
    BOOST_TEST(!protobuf::codec().encode(week{.next = {{weekday::sunday, {}}}}, buffer, &why));
    BOOST_TEST(why.message() == "in next[\"7\"]: the number has no enumerator");
}

BOOST_AUTO_TEST_CASE(tuples_and_variants)
{
    is_written(std::pair<std::int32_t, std::string>(1, "a"), "08 01 12 01 61");
    is_written(std::tuple<>(), "");
    is_written(std::tuple<std::optional<std::int32_t>, point>(0, {}), "08 00 12 00");
    is_refused<std::tuple<std::int32_t, point>>("08 01", errc::missing_field, 0, "[1]");
    is_refused<std::tuple<std::int32_t, bool>>("10 02", errc::out_of_range, 1, "[1]");
    is_written(choice(), "0A 00");
    is_written(choice(0), "10 00");
    is_written(choice("a"), "1A 01 61");
    is_written(choice(point{0, 1}), "22 02 10 01");
    is_written(choice(std::vector<std::int32_t>{1}), "2A 03 0A 01 01");
    // the last one counts, the same message is merged, others are skipped
    is_read("10 01 1A 01 61", choice("a"));
    is_read("22 02 08 01 22 02 10 02", choice(point{1, 2}));
    is_read("22 02 08 01 10 05 22 02 10 02", choice(point{0, 2}));
    is_read("2A 03 0A 01 01 2A 02 08 02", choice(std::vector<std::int32_t>{1, 2}));
    is_read("32 01 00 10 07", choice(7));
    is_refused<choice>("", errc::wrong_type, 0);
    is_refused<choice>("32 01 00", errc::wrong_type, 0);
    is_refused<choice>("32 05 00", errc::truncated, 1);
    is_refused<choice>("10 FF FF FF FF 0F", errc::out_of_range, 1, "int32");
    is_refused<choices>("0A 00", errc::wrong_type, 2, "one");
    made_of_labels valueless = bs::initial<made_of_labels>();
    struct thrower {
        operator std::string() const { throw 1; } // NOLINT
    };
    try {
        valueless.either.emplace<label>(thrower());
    } catch (int) {}
    bb::codec_error why;
    bb::bytes buffer(100);
    BOOST_TEST(!protobuf::codec().encode(valueless, buffer, &why));
    BOOST_TEST(why.message() == "in either: the variant has no value");
    BOOST_TEST(!protobuf::codec().encode(choice("\xFF"), buffer, &why));
    BOOST_TEST(why.message() == "in text: the text is not valid UTF-8");
}

BOOST_AUTO_TEST_CASE(what_is_no_message_is_field_1_of_one)
{
    is_written(std::int32_t{150}, "08 96 01");
    is_written(std::int32_t{0}, "");
    is_written(std::string("a"), "0A 01 61");
    is_written(std::vector<std::int32_t>{1, 2}, "0A 02 01 02");
    is_written(std::optional<std::int32_t>(0), "08 00");
    is_written(std::optional<std::int32_t>(), "");
    is_written(std::map<std::int32_t, std::int32_t>{{1, 2}}, "0A 04 08 01 10 02");
    is_written(device_id{7}, "08 07");
    is_written(path{{"a"}}, "0A 01 61");
}

BOOST_AUTO_TEST_CASE(strong_typedefs_of_what_has_elements)
{
    std::string const rest = " 12 03 00 00 00 22 00";
    is_written(strong_ones{.way = {{"a", "b"}}}, "0A 01 61 0A 01 62" + rest);
    is_written(strong_ones{.index = {{{"a", 1}}}}, "12 03 00 00 00 1A 05 0A 01 61 10 01 22 00");
    is_written(strong_ones{.ways = {{{"a"}}, {}}}, rest.substr(1) + " 2A 03 0A 01 61 2A 00");
    is_written(strong_ones{.maybe = path{{"a"}}}, rest.substr(1) + " 32 03 0A 01 61");
    is_read("0A 01 61 10 05 12 02 06 07 0A 01 62 22 00",
        strong_ones{.way = {{"a", "b"}}, .three = {{5, 6, 7}}});
    is_refused<strong_ones>("12 02 00 00 22 00", errc::wrong_length, 0, "three");
    is_refused<strong_ones>("12 03 00 00 00 22 00 22 00", errc::duplicate_key, 7, "where");
    is_refused<strong_ones>(rest + " 32 00 32 00", errc::duplicate_key, 9, "maybe");
    is_refused<strong_ones>("12 03 00 00 00", errc::missing_field, 0, "where");
}

BOOST_AUTO_TEST_CASE(parts_are_merged)
{
    // a number that comes again replaces the first
    is_read("08 01 08 02", point{2, 0});
    is_read("0A 01 61 0A 01 62", blocks{"b", {}});
    // the parts of a message: its fields replace, its lists go on, its arrays are full already
    std::string const first =
        "12 15 0A 01 01 12 01 61 52 03 01 02 03 5A 00 5A 00 62 04 00 00 00 00";
    is_read(first + " 12 05 0A 01 02 12 00",
        outer{"", {.numbers = {1, 2}, .texts = {"a", ""}, .three = {1, 2, 3}}});
    is_refused<outer>(first + " 12 03 52 01 04", errc::wrong_length, 27, "inner.three");
    is_refused<outer>("", errc::missing_field, 0, "inner");
    // what a strong typedef holds cannot go on
    std::string const strong = "0A 0A 0A 01 61 12 03 00 00 00 22 00";
    is_read(strong + " 0A 00", holder{{.way = {{"a"}}}});
    is_refused<holder>(strong + " 0A 03 0A 01 62", errc::duplicate_key, 14, "inner.way");
    // optional messages too
    is_read("2A 02 08 01 2A 02 10 02", maybes{.where = point{1, 2}});
    is_read("32 02 08 01 32 02 08 02", maybes{.numbers = std::vector<std::int32_t>{1, 2}});
}

BOOST_AUTO_TEST_CASE(numbers_of_fields)
{
    is_written(far_fields{1, 2, 3}, "78 01 80 01 02 F8 FF FF FF 0F 03");
    is_read("F8 FF FF FF 0F 03 78 01 80 01 02", far_fields{1, 2, 3});
    is_written(get_device{5, true, 0, {}}, "18 00 48 01 70 05");
    is_refused<point>("00 01", errc::malformed, 0);
    is_refused<point>("80 80 80 80 10 01", errc::malformed, 0);
    is_refused<point>("FF FF FF FF FF FF FF FF FF 01 01", errc::malformed, 0);
}

// Whether ten bytes are there to be looked at decides how a number is read.
BOOST_AUTO_TEST_CASE(numbers_of_each_length)
{
    std::vector<std::uint64_t> numbers{0};
    for (unsigned bits = 1; bits <= 64; ++bits) {
        auto const highest = std::uint64_t(1) << (bits - 1);
        auto const below = highest - 1;
        for (auto const n : {highest, highest | below, highest | (0x5555555555555555u & below)})
            numbers.push_back(n);
    }
    bb::bytes packed;
    for (auto const n : numbers) {
        bb::bytes wire;
        for (auto left = n;; left >>= 7) {
            bool const last = left < 0x80;
            wire.push_back(static_cast<std::byte>((left & 0x7F) | (last ? 0 : 0x80)));
            if (last)
                break;
        }
        packed.insert(packed.end(), wire.begin(), wire.end());
        for (std::size_t const more : {0u, 1u, 9u, 20u}) { // of a field that is not known
            auto data = hex("08");
            data.insert(data.end(), wire.begin(), wire.end());
            for (std::size_t i = 0; i != more; ++i)
                for (auto const b : hex("78 00"))
                    data.push_back(b);
            auto const read = protobuf::codec().decode<std::uint64_t>(exact_copy(data).span());
            BOOST_REQUIRE_MESSAGE(read, to_hex(data) << ": " << read.error().message());
            BOOST_TEST(*read == n, to_hex(data));
        }
    }
    auto list = hex("0A");
    list.push_back(static_cast<std::byte>((packed.size() & 0x7F) | 0x80));
    list.push_back(static_cast<std::byte>(packed.size() >> 7));
    list.insert(list.end(), packed.begin(), packed.end());
    is_read(list, numbers);
    // more than 64 bits, with as much behind them
    for (auto const* const tail : {"", " 78 00 78 00 78 00 78 00 78 00 78 00"}) {
        auto const data = hex(std::string("08 FF FF FF FF FF FF FF FF FF 02") + tail);
        BOOST_TEST((protobuf::codec().decode<std::uint64_t>(data).error() == errc::malformed));
        auto const longer = hex(std::string("08 FF FF FF FF FF FF FF FF FF 81 00") + tail);
        BOOST_TEST((protobuf::codec().decode<std::uint64_t>(longer).error() == errc::malformed));
    }
}

BOOST_AUTO_TEST_CASE(numbers_must_fit)
{
    is_read("08 FF FF FF FF 07", point{2147483647, 0});
    is_read("08 80 80 80 80 F8 FF FF FF FF 01", point{-2147483647 - 1, 0});
    is_refused<point>("08 80 80 80 80 08", errc::out_of_range, 1, "x");
    is_refused<point>("08 FF FF FF FF F7 FF FF FF FF 01", errc::out_of_range, 1, "x");
    is_refused<scalars>("08 02", errc::out_of_range, 1, "flag");
    is_refused<scalars>("10 80 02", errc::out_of_range, 1, "letter");
    is_refused<scalars>("18 80 01", errc::out_of_range, 1, "i8");
    is_refused<scalars>("38 80 02", errc::out_of_range, 1, "u8");
    is_refused<scalars>("38 FF FF FF FF FF FF FF FF FF 01", errc::out_of_range, 1, "u8");
    is_refused<named>("08 01", errc::unknown_enumerator, 1, "how");
    is_refused<scalars>("50 FF FF FF FF FF FF FF FF FF 02", errc::malformed, 1, "u64");
    is_refused<scalars>("50 80 80 80 80 80 80 80 80 80 80 00", errc::malformed, 1, "u64");
    is_read("50 81 80 00", scalars{.letter = '\0', .u64 = 1}); // longer than it need be
}

BOOST_AUTO_TEST_CASE(what_is_not_known_is_skipped)
{
    is_read("18 05 21 00 00 00 00 00 00 00 00 2A 01 61 35 00 00 00 00 08 01", point{1, 0});
    // groups, in each other and with all types in them
    is_read(
        "1B 23 28 01 24 2A 01 61 31 00 00 00 00 00 00 00 00 35 00 00 00 00 1C 08 01", point{1, 0});
    is_refused<point>("1B 23 1C 24", errc::malformed, 2);
    is_refused<point>("1C", errc::malformed, 0);
    is_refused<point>("1E 00", errc::malformed, 0);
    is_refused<point>("1F 00", errc::malformed, 0);
    is_refused<point>("1B 1F 00 1C", errc::malformed, 1);
    is_refused<point>("1B 28", errc::truncated, 2);
    is_refused<point>("1B", errc::truncated, 1);
    is_refused<point>("1B 00 1C", errc::malformed, 1);
    is_refused<point>("18", errc::truncated, 1);
    is_refused<point>("18 80", errc::truncated, 2);
    is_refused<point>("21 00 00", errc::truncated, 1);
    is_refused<point>("35 00 00", errc::truncated, 1);
    is_refused<point>("2A 02 00", errc::truncated, 1);
    is_refused<point>("2A FF FF FF FF FF FF FF FF 7F", errc::truncated, 1);
}

BOOST_AUTO_TEST_CASE(places_are_named)
{
    is_refused<point>("08", errc::truncated, 1, "x");
    is_refused<point>("0A 00", errc::wrong_type, 0, "x");
    is_refused<blocks>("0A 03 61 FF 62", errc::invalid_utf8, 3, "text");
    is_refused<blocks>("0A 03 61", errc::truncated, 1, "text");
    is_refused<scalars>("61 00", errc::truncated, 1, "f64");
    is_refused<tree>("08 01 12 02 08", errc::truncated, 3, "children[0]");
    is_refused<tree>("08 01 12 01 08", errc::malformed, 5, "children[0].value");
    BOOST_TEST(is_refused<tree>("12 02 08 80", errc::malformed, 4, "children[0].value") != "");
    BOOST_TEST(is_refused<codec_test::lists>("2A 03 0A 08 00", errc::malformed, 3, "nested[0]") ==
        "at byte 3, in nested[0]: this is longer than the message that it is in");
    auto const failed = protobuf::codec().decode<tree>(hex("12 02 12 05"));
    BOOST_REQUIRE(!failed);
    BOOST_TEST(failed.error().message() ==
        "cannot decode tree from Protobuf: at byte 3, in children[0].children[0]: this is longer "
        "than the message that it is in");
}

BOOST_AUTO_TEST_CASE(long_parts_are_moved_behind_their_length)
{
    // lengths on both sides of where they grow, in messages that are nested in each other
    for (std::size_t const size : {0u, 100u, 120u, 121u, 122u, 123u, 124u, 125u, 126u, 127u, 128u,
             200u, 16370u, 16380u, 16381u, 16382u, 16383u, 16384u, 16390u, 2097151u, 2097152u}) {
        version_2 value{1, "n", std::map<std::string, std::vector<point>>()};
        (*value.more)[std::string(size, 'x')] = {{1, 2}};
        (*value.more)[std::string(size / 2, 'y')] = std::vector<point>(size % 300, point{-1, 5});
        law_round_trip(protobuf::codec(), value);
        if (size < 20000)
            law_size(protobuf::codec(), value);
    }
}

BOOST_AUTO_TEST_CASE(a_buffer_that_is_too_small_is_never_overrun)
{
    everything const value = random_source(5).value<everything>();
    auto const size = protobuf::codec().encoded_size(value);
    for (std::size_t less = 0; less < size; less += less < 3000 ? 1 : 97) {
        exact_copy const small{bb::bytes(less)};
        BOOST_TEST(
            (protobuf::codec().encode(value, small.span()).error() == errc::buffer_too_small));
    }
}

BOOST_AUTO_TEST_SUITE_END()
