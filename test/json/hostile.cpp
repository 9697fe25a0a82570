// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// What a hostile message may cost: no more than its own size, and it is told what was wrong with
// it.

#include "../codec/messages.hpp"
#include <boost_broker/json/codec.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace json_hostile_test {

using namespace codec_test;
namespace json = bb::json;
using bb::errc;

std::string repeated(std::string_view part, std::size_t count)
{
    std::string text;
    while (count-- != 0)
        text += part;
    return text;
}

template<class T>
std::string refusal(std::string const& text, errc code, bb::decode_limits const& limits = {})
{
    auto const value = json::from_text<T>(text, limits);
    BOOST_REQUIRE(!value);
    BOOST_TEST((value.error() == code), value.error().message());
    return value.error().message();
}

} // namespace json_hostile_test

BOOST_AUTO_TEST_SUITE(hostile)

using namespace json_hostile_test;

BOOST_AUTO_TEST_CASE(nesting)
{
    auto const deep = "{\"z\":" + repeated("[", 20000);
    BOOST_TEST(refusal<point>(deep, errc::limit_exceeded).find("at byte 68") != std::string::npos);
    // what is allowed costs no stack: it is only truncated
    bb::decode_limits const wide{.max_depth = 10'000'000};
    refusal<point>("{\"z\":" + repeated("[", 1'000'000), errc::truncated, wide);
    refusal<point>("{\"z\":" + repeated("{\"z\":", 1'000'000), errc::truncated, wide);
    auto const closed =
        "{\"z\":" + repeated("[[],{},", 50) + '0' + repeated("]", 50) + ",\"x\":1,\"y\":2}";
    BOOST_TEST(json::from_text<point>(closed).has_value());
    // in types that contain themselves, too
    refusal<tree>(repeated("{\"children\":[", 20000), errc::limit_exceeded);
    refusal<tree>(repeated("{\"next\":", 20000), errc::limit_exceeded);
}

BOOST_AUTO_TEST_CASE(long_numbers)
{
    std::string const digits(1'000'000, '9');
    refusal<std::int64_t>(digits, errc::out_of_range);
    refusal<double>(digits, errc::out_of_range);
    refusal<double>("1e" + digits, errc::out_of_range);
    BOOST_TEST(json::from_text<double>("0." + digits).value() == 1.0);
    BOOST_TEST(json::from_text<double>(digits + "e-1000000").value() == 1.0);
    BOOST_TEST(json::from_text<double>("1e-" + digits).value() == 0.0);
    BOOST_TEST(json::from_text<point>("{\"z\":" + digits + ",\"x\":1,\"y\":2}").has_value());
}

BOOST_AUTO_TEST_CASE(many_elements)
{
    bb::decode_limits const few{.max_items = 1000};
    auto const numbers = '[' + repeated("1,", 2000) + "1]";
    BOOST_TEST(refusal<std::vector<int>>(numbers, errc::limit_exceeded, few).find("in [1000]") ==
        std::string::npos); // not the element is wrong
    refusal<point>("{\"z\":" + numbers, errc::limit_exceeded, few);
    refusal<point>("{\"z\":{" + repeated("\"\":0,", 2000), errc::limit_exceeded, few);
    refusal<std::map<int, int>>(R"({"1":0,"2":0})", errc::limit_exceeded, {.max_items = 1});
    refusal<std::map<int, int>>("{\"1\":" + repeated("0,", 2000), errc::malformed, few);
}

BOOST_AUTO_TEST_CASE(memory)
{
    bb::decode_limits const little{.max_memory = 1000};
    refusal<std::string>('"' + std::string(1001, 'x') + '"', errc::limit_exceeded, little);
    refusal<bb::bytes>('"' + std::string(1400, 'A') + '"', errc::limit_exceeded, little);
    refusal<std::vector<std::string>>('[' + repeated("\"\",", 100), errc::limit_exceeded, little);
    refusal<std::map<std::string, bool>>(
        "{\"" + std::string(1001, 'x') + "\":true}", errc::limit_exceeded, little);
    refusal<std::map<int, std::string>>(
        "{\"1\":\"\",\"2\":\"\",\"3\":\"\"", errc::limit_exceeded, {.max_memory = 100});
    // an escaped text takes what it stands for, not what it is written with
    BOOST_TEST(
        json::from_text<std::string>('"' + repeated("\\u0041", 1000) + '"', little).has_value());
}

BOOST_AUTO_TEST_CASE(long_names)
{
    auto const name = std::string(1'000'000, 'n');
    auto const message =
        refusal<std::map<std::string, int>>("{\"" + name + "\":true}", errc::wrong_type);
    BOOST_TEST(message.size() < 300);
    refusal<choice>("{\"" + name + "\":true}", errc::wrong_type);
    refusal<point>("{\"" + name + "\":true}", errc::missing_field);
}

BOOST_AUTO_TEST_SUITE_END()
