// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "../codec/laws.hpp"
#include <boost_broker/json/codec.hpp>
#include <boost_broker/json/value.hpp>

#include <boost/json/src.hpp> // in place of the compiled library
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace json_value_test {

using namespace codec_test;
namespace json = bb::json;
using bb::errc;

boost::json::value parsed(std::string_view text)
{
    return boost::json::parse(
        boost::json::string_view(text.data(), text.size()), {}, {.max_depth = 100});
}

template<class T>
std::string refusal(
    boost::json::value const& value, errc code, bb::decode_limits const& limits = {})
{
    bb::codec_error why;
    auto const refused = json::from_value<T>(value, limits, &why);
    BOOST_REQUIRE(!refused);
    BOOST_TEST((why.code() == code), refused.error().message());
    BOOST_TEST(why.offset() == bb::codec_error::no_offset);
    return why.message();
}

template<class T>
std::string refusal_of(std::string_view text, errc code, bb::decode_limits const& limits = {})
{
    return refusal<T>(parsed(text), code, limits);
}

} // namespace json_value_test

BOOST_AUTO_TEST_SUITE(value)

using namespace json_value_test;

BOOST_AUTO_TEST_CASE_TEMPLATE(round_trip, T, messages)
{
    random_source random(11);
    for (int i = 0; i != 100; ++i) {
        auto const message = random.value<T>();
        json::options const how{.large_integers_as_text = i % 2 == 1};
        auto const value = json::to_value(message, how);
        BOOST_REQUIRE_MESSAGE(value, value.error().message());
        auto const back = json::from_value<T>(*value);
        BOOST_REQUIRE_MESSAGE(back, back.error().message());
        BOOST_TEST((*back == message));
        // Both know the same JSON: what the parser of Boost.JSON makes of our text, and we of its.
        // (Boost.JSON 1.81 reads floating point numbers only nearly right, so they are not compared
        // by their value.)
        auto const text = json::to_text(message, how).value();
        auto const tree = parsed(text);
        auto const through_tree = json::from_value<T>(tree);
        BOOST_TEST(through_tree.has_value());
        BOOST_TEST(json::from_text<T>(boost::json::serialize(*value)).has_value());
        auto const again = json::from_text<T>(boost::json::serialize(tree));
        BOOST_REQUIRE(again);
        BOOST_TEST((*again == *through_tree));
    }
}

BOOST_AUTO_TEST_CASE(values_are_what_the_parser_makes)
{
    BOOST_TEST((json::to_value(maybes{.number = 1, .where = point{1, 2}}).value() ==
        parsed(R"({"number":1,"where":{"x":1,"y":2}})")));
    BOOST_TEST(
        (json::to_value(choice(std::vector<int>{1})).value() == parsed(R"({"sequence":[1]})")));
    BOOST_TEST((json::to_value(std::vector<bool>{true}).value() == parsed("[true]")));
    BOOST_TEST(json::to_value(std::uint64_t{1}).value().is_int64());
    BOOST_TEST(json::to_value(std::numeric_limits<std::uint64_t>::max()).value().is_uint64());
    BOOST_TEST((json::to_value(std::uint64_t{1} << 53, {.large_integers_as_text = true}).value() ==
        "9007199254740992"));
    BOOST_TEST((json::to_value(bb::bytes(3)).value() == "AAAA"));
    BOOST_TEST(json::to_value(std::optional<int>()).value().is_null());
    BOOST_TEST((json::to_value('\xE4').value() == "\xC3\xA4"));

    boost::json::monotonic_resource memory;
    auto const message = random_source(1).value<everything>();
    BOOST_TEST((json::to_value(message, {}, &memory).value().storage().get() == &memory));
}

BOOST_AUTO_TEST_CASE(what_is_taken)
{
    BOOST_TEST(json::from_value<double>(parsed("1")).value() == 1.0);
    BOOST_TEST(json::from_value<double>(parsed("18446744073709551615")).value() == 0x1p64);
    BOOST_TEST(json::from_value<std::int64_t>(parsed("\"7\"")).value() == 7);
    BOOST_TEST(
        (json::from_value<point>(parsed(R"({"y":2,"z":[[]],"x":1})")).value() == point{1, 2}));
}

BOOST_AUTO_TEST_CASE(what_is_refused)
{
    BOOST_TEST(refusal_of<int>("1.0", errc::wrong_type) == "an integer should be here");
    BOOST_TEST(refusal_of<int>("\"1\"", errc::wrong_type) == "a number should be here");
    BOOST_TEST(refusal_of<std::int64_t>("true", errc::wrong_type) == "a number should be here");
    BOOST_TEST(refusal_of<std::int64_t>("\"x\"", errc::wrong_type) == "this is not an integer");
    refusal_of<std::int64_t>("\"9223372036854775808\"", errc::out_of_range);
    refusal_of<std::int8_t>("128", errc::out_of_range);
    refusal_of<std::int8_t>("18446744073709551615", errc::out_of_range);
    refusal_of<std::uint8_t>("-1", errc::out_of_range);
    refusal_of<double>("null", errc::wrong_type);
    refusal_of<float>("1e39", errc::out_of_range);
    refusal<double>(std::numeric_limits<double>::quiet_NaN(), errc::out_of_range);
    refusal_of<bool>("0", errc::wrong_type);
    refusal_of<std::string>("0", errc::wrong_type);
    refusal<std::string>(boost::json::value("\xFF"), errc::invalid_utf8);
    refusal<std::map<std::string, int>>(boost::json::object{{"\xFF", 1}}, errc::invalid_utf8);
    refusal_of<std::vector<int>>("{}", errc::wrong_type);
    refusal_of<point>("[]", errc::wrong_type);
    BOOST_TEST(
        refusal_of<point>(R"({"x":1})", errc::missing_field) == "in y: the field is missing");
    BOOST_TEST(refusal_of<lists>(R"({"numbers":[1,true]})", errc::wrong_type) ==
        "in numbers[1]: a number should be here");
    refusal_of<std::vector<int>>("[1,2,3]", errc::limit_exceeded, {.max_items = 2});
    refusal_of<std::string>("\"abc\"", errc::limit_exceeded, {.max_memory = 2});
    refusal_of<std::vector<std::vector<int>>>("[[]]", errc::limit_exceeded, {.max_depth = 1});
    refusal_of<std::vector<point>>("[{}]", errc::limit_exceeded, {.max_depth = 1});
}

BOOST_AUTO_TEST_CASE(what_has_no_value)
{
    auto const why = [](auto const& message) {
        bb::codec_error error;
        BOOST_TEST(!json::to_value(message, {}, {}, &error));
        return error.message();
    };
    std::string const bad = "\xFF";
    BOOST_TEST(why(scalars{.f64 = std::nan("")}) ==
        "in f64: JSON has no form for a number that is not finite");
    BOOST_TEST(why(std::map<std::string, int>{{bad, 1}}) ==
        "in [\"\xEF\xBF\xBD\"]: the text is not valid UTF-8");
    BOOST_TEST(why(std::vector<std::string>{"", bad}) == "in [1]: the text is not valid UTF-8");
    BOOST_TEST(why(std::pair<int, std::string>(1, bad)) == "in [1]: the text is not valid UTF-8");
    BOOST_TEST(why(choice(bad)) == "in text: the text is not valid UTF-8");
    BOOST_TEST(why(static_cast<level>(1)) == "the number has no enumerator");
    BOOST_TEST(why(std::optional<std::pair<std::string, int>>({bad, 1})) ==
        "in [0]: the text is not valid UTF-8");
    made_of_labels valueless = bb::schema::initial<made_of_labels>();
    struct thrower {
        operator std::string() const { throw 1; } // NOLINT
    };
    try {
        valueless.either.emplace<label>(thrower());
    } catch (int) {}
    BOOST_TEST(why(valueless) == "in either: the variant has no value");
}

// The same grammar: Boost.JSON accepts what we do, whatever is damaged.
BOOST_AUTO_TEST_CASE(the_parsers_agree)
{
    random_source random(23);
    int valid = 0;
    for (int i = 0; i != 20'000; ++i) {
        auto text = json::to_text(random.value<choice>()).value();
        constexpr std::string_view pieces = "{}[]\",:\\u0019aeE.+- \n\x01\xFF\xC3\xA4tnf/";
        for (auto n = random.below(3); n != 0; --n)
            text[random.below(text.size())] = pieces[random.below(pieces.size())];
        boost::system::error_code error;
        boost::json::parse(text, error);
        bb::schema::decoding state;
        json::detail::input in(std::string_view(text), state);
        in.begin();
        bool const ours = in.skip_value() && in.end();
        if (error == boost::json::error::exponent_overflow) // grammar sets no limit to an exponent
            continue;
        BOOST_TEST(ours == !error, text << ": " << state.error().message() << ", " << error);
        valid += ours;
    }
    BOOST_TEST(valid > 5000);
    BOOST_TEST(valid < 19'000);
}

BOOST_AUTO_TEST_SUITE_END()
