// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "../codec/laws.hpp"
#include <boost_broker/json/codec.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

namespace json_codec_test {

using namespace codec_test;
namespace json = bb::json;
using bb::errc;

constexpr double infinity = std::numeric_limits<double>::infinity();

template<class T>
void is_written(T const& value, std::string_view expected, json::options how = {})
{
    auto const text = json::to_text(value, how);
    BOOST_REQUIRE_MESSAGE(text, text.error().message());
    BOOST_TEST(*text == expected);
    auto const back = json::from_text<T>(*text);
    BOOST_REQUIRE_MESSAGE(back, back.error().message());
    BOOST_TEST((*back == value));
}

template<class T>
void is_read(std::string_view text, T const& expected)
{
    exact_copy const copy(bb::as_bytes(text));
    auto const value = json::codec().decode<T>(copy.span());
    BOOST_REQUIRE_MESSAGE(value, text << ": " << value.error().message());
    BOOST_TEST((*value == expected), text);
}

template<class T>
void is_refused(std::string_view text, errc code, std::size_t offset, std::string_view path = {},
    bb::decode_limits const& limits = {})
{
    BOOST_TEST_CONTEXT(text.substr(0, 80))
    {
        exact_copy const copy(bb::as_bytes(text));
        bb::codec_error why;
        auto const value = json::codec().decode<T>(copy.span(), limits, &why);
        BOOST_REQUIRE(!value);
        BOOST_TEST((value.error() == code), value.error().message());
        BOOST_TEST((why.code() == code));
        BOOST_TEST(why.offset() == offset, value.error().message());
        BOOST_TEST(why.path() == path);
    }
}

// As initialisers of the members, these must not survive a message that does not have them.
struct filled {
    std::vector<int> list = {1, 2};
    std::map<std::string, int> map = {{"a", 1}};
    std::optional<int> maybe = 7;
    friend bool operator==(filled const&, filled const&) = default;
};

} // namespace json_codec_test

BOOST_HANA_ADAPT_STRUCT(json_codec_test::filled, list, map, maybe);

BOOST_AUTO_TEST_SUITE(codec)

using namespace json_codec_test;

BOOST_AUTO_TEST_CASE_TEMPLATE(laws, T, messages)
{
    obeys_the_laws<T>(json::codec());
    obeys_the_laws<T>(json::codec{{.large_integers_as_text = true}}, true, 2, 40);
}

BOOST_AUTO_TEST_CASE(laws_of_versions_and_limits)
{
    json::codec const codec;
    versions_understand_each_other(codec);
    nesting_is_limited(codec);
    budgets_are_limited(codec);
    refuses_to_write_what_is_not_read(codec);
}

BOOST_AUTO_TEST_CASE(each_kind_has_one_form)
{
    is_written(nothing_in_it(), "{}");
    is_written(std::monostate(), "{}");
    is_written(true, "true");
    is_written(false, "false");
    is_written('a', "\"a\"");
    is_written('\xE4', "\"\xC3\xA4\"");
    is_written('\0', "\"\\u0000\"");
    is_written(-128, "-128");
    is_written(std::numeric_limits<std::uint64_t>::max(), "18446744073709551615");
    is_written(std::numeric_limits<std::int64_t>::min(), "-9223372036854775808");
    is_written(0.1, "0.1");
    is_written(0.1f, "0.1");
    is_written(-0.0, "-0");
    is_written(1.0, "1");
    is_written(1e300, "1e+300");
    is_written(5e-324, "5e-324");
    is_written(1.7976931348623157e308, "1.7976931348623157e+308");
    is_written(std::string(), "\"\"");
    is_written(std::string("a\"\\/\b\f\n\r\t\x01\x1F\x7F \xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80"),
        "\"a\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7F \xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80\"");
    is_written(std::vector<int>(), "[]");
    is_written(std::vector<int>{1, -2, 3}, "[1,-2,3]");
    is_written(std::vector<bool>{true, false}, "[true,false]");
    is_written(std::vector<std::uint8_t>{1, 2}, "[1,2]");
    is_written(std::array<int, 2>{3, 4}, "[3,4]");
    is_written(std::array<int, 0>(), "[]");
    is_written(std::optional<int>(), "null");
    is_written(std::optional<int>(5), "5");
    is_written(std::vector<std::optional<int>>{1, std::nullopt}, "[1,null]");
    is_written(std::map<int, bool>{{-1, true}, {2, false}}, R"({"-1":true,"2":false})");
    is_written(std::map<std::string, int>{}, "{}");
    is_written(std::map<std::string, int>{{"\"", 1}}, R"({"\"":1})");
    is_written(std::tuple<>(), "[]");
    is_written(std::pair<int, std::string>(1, "x"), R"([1,"x"])");
    is_written(choice(), R"({"nothing":{}})");
    is_written(choice(7), R"({"int32":7})");
    is_written(choice(point{1, 2}), R"({"point":{"x":1,"y":2}})");
    is_written(std::chrono::milliseconds(-5), "-5");
    is_written(std::chrono::duration<double>(0.5), "0.5");
    is_written(level::low, "-1");
    is_written(huge::all, "18446744073709551615");
    is_written(device_id{7}, "7");
    is_written(label("x"), "\"x\"");
    is_written(version_2{1, "n", {}}, R"({"id":1,"name":"n"})");
    is_written(maybes{}, "{}");
    is_written(maybes{.flag = false, .pulse = nothing_in_it()}, R"({"flag":false,"pulse":{}})");
}

BOOST_AUTO_TEST_CASE(bytes_are_base64url_without_padding)
{
    auto const block = [](std::string_view text) {
        auto const data = bb::as_bytes(text);
        return bb::bytes(data.begin(), data.end());
    };
    // the vectors of RFC 4648, section 10
    is_written(block(""), "\"\"");
    is_written(block("f"), "\"Zg\"");
    is_written(block("fo"), "\"Zm8\"");
    is_written(block("foo"), "\"Zm9v\"");
    is_written(block("foob"), "\"Zm9vYg\"");
    is_written(block("fooba"), "\"Zm9vYmE\"");
    is_written(block("foobar"), "\"Zm9vYmFy\"");
    is_written(block("\xFB\xFF\xBF"), "\"-_-_\"");
    is_read(R"("\u005ag")", block("f"));
    // padding, the other alphabet, a rest of one, bits that are left over, other characters
    for (auto const text :
        {"\"Zg==\"", "\"+/+/\"", "\"Z\"", "\"Zh\"", "\"Zm9\"", "\"Zm 8\"", "\"Z\xC3\xA4\""})
        is_refused<bb::bytes>(text, errc::malformed, 0);
}

BOOST_AUTO_TEST_CASE(large_integers_may_be_text)
{
    json::options const how{.large_integers_as_text = true};
    is_written(std::int64_t{9007199254740991}, "9007199254740991", how);
    is_written(std::int64_t{9007199254740992}, "\"9007199254740992\"", how);
    is_written(std::int64_t{-9007199254740991}, "-9007199254740991", how);
    is_written(std::int64_t{-9007199254740992}, "\"-9007199254740992\"", how);
    is_written(std::uint64_t{9007199254740991}, "9007199254740991", how);
    is_written(std::uint64_t{9007199254740992}, "\"9007199254740992\"", how);
    is_written(std::vector<huge>{huge::none, huge::all}, "[0,\"18446744073709551615\"]", how);
    is_written(std::chrono::nanoseconds::max(), "\"9223372036854775807\"", how);
    // read whatever was chosen, and small ones too
    is_read("\"7\"", std::int64_t{7});
    is_read(R"("\u0037")", std::int64_t{7});
    is_refused<std::int32_t>("\"7\"", errc::wrong_type, 0);
    is_refused<std::int64_t>("\"07\"", errc::wrong_type, 0);
    is_refused<std::int64_t>("\"7.0\"", errc::wrong_type, 0);
    is_refused<std::int64_t>("\"\"", errc::wrong_type, 0);
    is_refused<std::int64_t>("\"7", errc::truncated, 2);
    is_refused<std::int64_t>("\"9223372036854775808\"", errc::out_of_range, 0);
    is_refused<std::uint64_t>("\"-1\"", errc::out_of_range, 0);
}

BOOST_AUTO_TEST_CASE(numbers)
{
    is_read("-0", 0);
    is_read("-0", std::uint8_t{0});
    is_read("127", std::int8_t{127});
    is_read("-128", std::int8_t{-128});
    is_refused<std::int8_t>("128", errc::out_of_range, 0);
    is_refused<std::uint8_t>("256", errc::out_of_range, 0);
    is_refused<std::uint8_t>("-1", errc::out_of_range, 0);
    is_refused<std::int64_t>("9223372036854775808", errc::out_of_range, 0);
    is_refused<std::uint64_t>("18446744073709551616", errc::out_of_range, 0);
    is_refused<int>("1.0", errc::wrong_type, 0);
    is_refused<int>("1e2", errc::wrong_type, 0);
    is_refused<int>("true", errc::wrong_type, 0);
    is_refused<int>("null", errc::wrong_type, 0);
    is_refused<double>("null", errc::wrong_type, 0);
    is_refused<double>("\"1\"", errc::wrong_type, 0);

    is_read("1", 1.0);
    is_read("9007199254740993", 9007199254740992.0);
    is_read("0.1", 0.1);
    is_read("123.456e-3", 0.123456);
    is_read("1E+2", 100.0);
    is_read("3.4028235e38", 3.4028235e38f);
    is_read("2.2250738585072011e-308", 2.2250738585072011e-308);
    // too small is 0, too large is refused, and where the digits are does not matter
    is_read("1e-400", 0.0);
    is_read("0.1e-399", 0.0);
    is_read("1000e-420", 0.0);
    is_read("1e-99999999999999999999", 0.0);
    is_read("0." + std::string(1000, '0') + "1", 0.0);
    is_read("1e-60", 0.0f);
    is_read("0e99999999999999999999", 0.0);
    is_read(std::string(400, '1') + "e-400", 0.1111111111111111);
    auto const negative = json::from_text<double>("-1e-400");
    BOOST_REQUIRE(negative);
    BOOST_TEST(std::signbit(*negative));
    is_refused<double>("1e309", errc::out_of_range, 0);
    is_refused<double>("-1E+309", errc::out_of_range, 0);
    is_refused<double>("0.001e312", errc::out_of_range, 0);
    is_refused<double>("1e99999999999999999999", errc::out_of_range, 0);
    is_refused<double>(std::string(400, '1'), errc::out_of_range, 0);
    is_refused<float>("3.5e38", errc::out_of_range, 0);
}

BOOST_AUTO_TEST_CASE(numbers_that_are_not_finite_are_not_written)
{
    for (auto const bad : {infinity, -infinity, std::nan("")}) {
        bb::codec_error why;
        bb::bytes buffer(100);
        auto const written = json::codec().encode(std::vector{1.0, bad}, buffer, &why);
        BOOST_REQUIRE(!written);
        BOOST_TEST((written.error() == errc::not_encodable));
        BOOST_TEST(why.path() == "[1]");
        BOOST_TEST(why.offset() == bb::codec_error::no_offset);
    }
    BOOST_TEST(json::to_text(scalars{.f32 = static_cast<float>(infinity)}).error().message() ==
        "cannot encode scalars to JSON: in f32: JSON has no form for a number that is not finite");
}

BOOST_AUTO_TEST_CASE(texts)
{
    is_read(R"("\"\\\/\b\f\n\r\t")", std::string("\"\\/\b\f\n\r\t"));
    is_read(R"("\u0041\u00e4\u20AC\uD83D\uDE00\u0000")",
        std::string("A\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80") += '\0');
    is_read(R"("a long text before \n and after an escape")",
        std::string("a long text before \n and after an escape"));
    is_refused<std::string>("\"a\nb\"", errc::malformed, 2);
    is_refused<std::string>(std::string_view("\"a\0b\"", 5), errc::malformed, 2);
    is_refused<std::string>("\"12345678\x1F\"", errc::malformed, 9);
    is_refused<std::string>(R"("\a")", errc::malformed, 1);
    is_refused<std::string>(R"("ab\u00g0")", errc::malformed, 3);
    is_refused<std::string>(R"("\uD800")", errc::invalid_utf8, 1);
    is_refused<std::string>(R"("\uD800a")", errc::invalid_utf8, 1);
    is_refused<std::string>(R"("\uD800\n    ")", errc::invalid_utf8, 1);
    is_refused<std::string>(R"("\uD800\u0041")", errc::invalid_utf8, 1);
    is_refused<std::string>(R"("\uD800\uD800")", errc::invalid_utf8, 1);
    is_refused<std::string>(R"("\uDC00")", errc::invalid_utf8, 1);
    is_refused<std::string>("\"abc\xFF\"", errc::invalid_utf8, 4);
    is_refused<std::string>("\"\\n\xC3\"", errc::invalid_utf8, 3);
    is_refused<std::string>("\"\xED\xA0\x80\"", errc::invalid_utf8, 1);
    for (auto const text : {"\"", "\"a", "\"\\", "\"\\u", "\"\\u00", "\"\xC3\xA4", "\"\\u00e4"})
        is_refused<std::string>(text, errc::truncated, std::string_view(text).size());
    is_refused<std::string>("1", errc::wrong_type, 0);

    is_read("\"\xC3\xA4\"", '\xE4');
    is_read(R"("\u00e4")", '\xE4');
    for (auto const text : {"\"\"", "\"ab\"", "\"\xC4\x80\"", "\"abc\"", "1"})
        is_refused<char>(text, errc::wrong_type, 0);
    is_refused<char>("\"", errc::truncated, 1);
}

BOOST_AUTO_TEST_CASE(white_space_is_where_it_may_be)
{
    is_read(" \t\r\n{ \"x\" : 1 , \"y\":2 } \t\r\n", point{1, 2});
    is_read("[ 1 ,2 , 3 ]", std::vector<int>{1, 2, 3});
    is_read("[ ]", std::vector<int>());
    is_read("{ }", nothing_in_it());
    is_read("{\n}", std::map<std::string, int>());
    is_refused<int>("\v1", errc::malformed, 0);
    is_refused<int>("\xC2\xA0"
                    "1",
        errc::malformed, 0);
    is_refused<int>("\xEF\xBB\xBF"
                    "1",
        errc::malformed, 0); // the byte order mark
    is_refused<int>("/**/1", errc::malformed, 0);
}

BOOST_AUTO_TEST_CASE(fields_come_in_any_order)
{
    is_read(R"({"y":2,"x":1})", point{1, 2});
    is_read(R"({"\u0079":2,"x":1})", point{1, 2});
    is_read(R"({"y" :2,"z":[{"x":[null,true,"]}"]},-1e9],"x": 1,"":false})", point{1, 2});
    is_read(R"({"list":[],"map":{}})", filled{{}, {}, {}});
    is_read(R"({"list":[],"map":{},"maybe":null})", filled{{}, {}, {}});
    is_refused<point>(R"({"x":1})", errc::missing_field, 0, "y");
    is_refused<point>("{}", errc::missing_field, 0, "x");
    is_refused<point>(R"({"x":1,"y":2,"x":1})", errc::duplicate_key, 13, "x");
    is_refused<point>(R"({"x":null,"y":2})", errc::wrong_type, 5, "x");
    is_refused<point>(R"({"z":nul,"x":1,"y":2})", errc::malformed, 5);
    is_refused<point>(R"({"x":1,"y":2}})", errc::trailing_bytes, 13);
    is_refused<point>(R"({"x":1,"y":2} x)", errc::trailing_bytes, 14);
    is_refused<point>(R"({"x":1,"y":2,})", errc::malformed, 13);
    is_refused<point>(R"({"x":1 "y":2})", errc::malformed, 7);
    is_refused<point>(R"({"x",1,"y":2})", errc::malformed, 4);
    is_refused<point>(R"({x:1,"y":2})", errc::malformed, 1);
    is_refused<point>(R"({1:1,"y":2})", errc::malformed, 1);
    is_refused<point>("[1,2]", errc::wrong_type, 0);
    is_refused<point>("", errc::truncated, 0);
    is_refused<point>("  ", errc::truncated, 2);
    is_refused<point>(R"({"x":1)", errc::truncated, 6);
    is_refused<point>(R"({"x")", errc::truncated, 4);
    is_refused<point>(R"({"x":)", errc::truncated, 5, "x");
    is_refused<nothing_in_it>(R"({"a":})", errc::malformed, 5);
    is_refused<std::monostate>("null", errc::wrong_type, 0);
    is_read(R"({"a":[1]})", std::monostate());
}

BOOST_AUTO_TEST_CASE(places_are_named)
{
    is_refused<bool>("1", errc::wrong_type, 0);
    is_refused<bool>("tru", errc::malformed, 0);
    is_refused<std::vector<int>>("[1,2", errc::truncated, 4);
    is_refused<std::vector<int>>("[1,", errc::truncated, 3, "[1]");
    is_refused<std::vector<int>>("[1 2]", errc::malformed, 3);
    is_refused<std::vector<int>>("[1,2}", errc::malformed, 4);
    is_refused<std::vector<bool>>("[true,1]", errc::wrong_type, 6, "[1]");
    is_refused<std::vector<int>>("{}", errc::wrong_type, 0);
    is_refused<std::array<int, 2>>("[1]", errc::wrong_length, 0);
    is_refused<std::array<int, 2>>("[1,2,3]", errc::wrong_length, 5, "[2]");
    is_refused<std::pair<int, int>>("[1]", errc::wrong_length, 0);
    is_refused<std::pair<int, int>>("[1,2,3]", errc::wrong_length, 5, "[2]");
    is_refused<std::pair<int, bool>>("[1,2]", errc::wrong_type, 3, "[1]");
    is_refused<level>("1", errc::unknown_enumerator, 0);
    is_refused<level>("128", errc::out_of_range, 0);
    using names = std::map<std::string, level>;
    is_refused<names>(R"({"a":2,"b":1})", errc::unknown_enumerator, 11, R"(["b"])");
    is_refused<names>(R"({"a":2,"\u0061":0})", errc::duplicate_key, 7, R"(["a"])");
    using small_keys = std::map<std::int8_t, int>;
    is_refused<small_keys>(R"({"1":2,"01":2})", errc::wrong_type, 7, R"(["01"])");
    is_refused<small_keys>(R"({"\u0031x":2})", errc::wrong_type, 1, R"(["1x"])");
    is_refused<small_keys>(R"({"128":2})", errc::out_of_range, 1, R"(["128"])");
    is_refused<small_keys>(R"({"1":true})", errc::wrong_type, 5, R"(["1"])");
    is_refused<std::map<level, int>>(R"({"1":2})", errc::unknown_enumerator, 1, R"(["1"])");
    is_refused<choice>(R"({"number":1})", errc::wrong_type, 1);
    is_refused<choice>("{}", errc::wrong_length, 0);
    is_refused<choice>(R"({"int32":1,"text":""})", errc::wrong_length, 11);
    is_refused<choice>(R"({"int32":""})", errc::wrong_type, 9, "int32");
    is_refused<choice>("1", errc::wrong_type, 0);
    auto const failed =
        json::from_text<tree>(R"({"value":1,"children":[{"value":"1","children":[]}]})");
    BOOST_REQUIRE(!failed);
    BOOST_TEST(failed.error().message() ==
        "cannot decode tree from JSON: at byte 32, in children[0].value: a number should be here");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_written_says_where)
{
    bb::bytes buffer(1000);
    auto const why = [&](auto const& value) {
        bb::codec_error error;
        BOOST_TEST(!json::codec().encode(value, buffer, &error));
        return std::string(error.path()) + ": " + error.reason();
    };
    std::string const bad = "\xFF";
    BOOST_TEST(why(lists{.texts = {"", bad}}) == "texts[1]: the text is not valid UTF-8");
    BOOST_TEST(why(std::map<std::string, int>{{bad, 1}}) ==
        "[\"\xEF\xBF\xBD\"]: the text is not valid UTF-8");
    BOOST_TEST(why(std::pair<int, std::string>(1, bad)) == "[1]: the text is not valid UTF-8");
    BOOST_TEST(why(choice(bad)) == "text: the text is not valid UTF-8");
    BOOST_TEST(why(static_cast<level>(1)) == ": the number has no enumerator");
    made_of_labels valueless = bs::initial<made_of_labels>();
    struct thrower {
        operator std::string() const { throw 1; } // NOLINT
    };
    try {
        valueless.either.emplace<label>(thrower());
    } catch (int) {}
    BOOST_REQUIRE(valueless.either.valueless_by_exception());
    BOOST_TEST(why(valueless) == "either: the variant has no value");
}

BOOST_AUTO_TEST_CASE(a_buffer_that_is_too_small_is_never_overrun)
{
    everything const value = random_source(5).value<everything>();
    auto const size = json::codec().encoded_size(value);
    for (std::size_t less = 0; less < size; less += less < 3000 ? 1 : 97) {
        exact_copy const small{bb::bytes(less)};
        BOOST_TEST((json::codec().encode(value, small.span()).error() == errc::buffer_too_small));
    }
}

BOOST_AUTO_TEST_SUITE_END()
