// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "json_printer.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

namespace json_printer_test {

// The same whatever the parts are that it comes in.
std::string printed(std::string_view json, bool sequence = false)
{
    std::string results[2];
    for (std::size_t const size : {json.size() + 1, std::size_t{1}}) {
        codec_tool::json_printer printer(64, sequence);
        std::string text;
        bool ok = true;
        for (std::size_t i = 0; ok && i < json.size(); i += size)
            ok = printer.write(json.substr(i, size), text);
        ok = ok && printer.finish(text);
        results[size == 1] = ok ? text : printer.error();
    }
    if (!results[1].starts_with("at byte")) // which is another one where parts are larger
        BOOST_TEST(results[0] == results[1]);
    return results[1];
}

} // namespace json_printer_test

BOOST_AUTO_TEST_SUITE(json_printer)

using namespace json_printer_test;

BOOST_AUTO_TEST_CASE(values)
{
    for (auto const same : {"{}", "[]", "[[], {}]", "1", "-1.50e+7", "true", "false", "null",
             R"("")", R"({"a": 1, "b": [2, {"c": "d"}], "e": {}})",
             "123456789012345678901234567890", R"("\"\\\u0001")", "\"\xC3\xA4\""})
        BOOST_TEST(printed(same) == same);
    BOOST_TEST(printed(" {\"a\":[1,2] ,\n\"b\":{}}\n") == R"({"a": [1, 2], "b": {}})");
    BOOST_TEST(printed(R"("\u00e4\n\/")") == "\"\xC3\xA4\\n/\"");
}

BOOST_AUTO_TEST_CASE(sequences)
{
    BOOST_TEST(printed("", true) == "");
    BOOST_TEST(printed("1\n[2]\n\n{} 3", true) == "1\n[2]\n{}\n3");
    BOOST_TEST(printed("1 2") == "at byte 2: something follows the value");
}

BOOST_AUTO_TEST_CASE(what_is_refused)
{
    BOOST_TEST(printed("") == "at byte 0: the input is empty");
    BOOST_TEST(printed(" \n") == "at byte 2: the input is empty");
    BOOST_TEST(printed("[1,]") == "at byte 3: something else should be here");
    BOOST_TEST(printed("{\"a\":tru}") == "at byte 8: something else should be here");
    BOOST_TEST(printed("\"\xFF\"") == "at byte 1: something else should be here");
    BOOST_TEST(printed("[1") == "at byte 2: the input ends too early");
    BOOST_TEST(printed("1e99999999999") == "at byte 11: the exponent is too large");
    BOOST_TEST(printed(std::string(100, '[')) == "at byte 64: the input is nested too deeply");
}

BOOST_AUTO_TEST_SUITE_END()
