// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// What is JSON and what is not: the rules of the JSONTestSuite (github.com/nst/JSONTestSuite),
// restated as data. Each text is read over as the value of a field that is not known would be,
// which tries the grammar alone, and into a type that could hold it.

#include <boost_broker/json/codec.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace grammar_test {

namespace bb = boost_broker;
namespace json = bb::json;
using namespace std::string_view_literals;

// Whether a text is one value of JSON.
bool is_json(std::string_view text)
{
    // a copy without room behind it, so that the sanitizer sees a read beyond its end
    std::vector<char> const exact(text.begin(), text.end());
    bb::schema::decoding state(bb::decode_limits{.max_depth = 100'000});
    json::detail::input in(std::string_view(exact.data(), exact.size()), state);
    in.begin();
    return in.skip_value() && in.end();
}

// y_: must be accepted
constexpr std::string_view accepted[] = {
    // arrays
    "[[]   ]", "[\"\"]", "[]", "[\"a\"]", "[false]", "[null, 1, \"1\", {}]", "[null]", "[1\n]",
    " [1]", "[1,null,null,null,2]", "[2] ",
    // numbers
    "[123e65]", "[0e+1]", "[0e1]", "[ 4]",
    "[-0.000000000000000000000000000000000000000000000000000000000000000000000000000001]", "[20e1]",
    "[-0]", "[-123]", "[-1]", "[1E22]", "[1E-2]", "[1E+2]", "[123e45]", "[123.456e78]", "[1e-2]",
    "[1e+2]", "[123]", "[123.456789]",
    // objects
    R"({"asd":"sdf", "dfg":"fgh"})", R"({"asd":"sdf"})", R"({"a":"b","a":"c"})",
    R"({"a":"b","a":"b"})", "{}", R"({"":0})", R"({"foo\u0000bar": 42})",
    R"({ "min": -1.0e+28, "max": 1.0e+28 })",
    R"({"x":[{"id": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}], "id": "xxxxxxxxxxxxxxxxxxxx"})",
    R"({"a":[]})",
    R"({"title":"\u041f\u043e\u043b\u0442\u043e\u0440\u0430 \u0417\u0435\u043c\u043b\u0435\u043a\u043e\u043f\u0430" })",
    "{\n\"a\": \"b\"\n}",
    // strings
    R"(["\u0060\u012a\u12AB"])", R"(["\uD801\udc37"])", R"(["\ud83d\ude39\ud83d\udc8d"])",
    R"(["\"\\\/\b\f\n\r\t"])", R"(["\\u0000"])", R"(["\""])", "[\"a/*b*/c/*d//e\"]", R"(["\\a"])",
    R"(["\\n"])", R"(["\u0012"])", R"(["\uFFFF"])", "[\"asd\"]", "[ \"asd\"]",
    R"(["\uDBFF\uDFFF"])", R"(["new\u00A0line"])", "[\"\xF4\x8F\xBF\xBF\"]", "[\"\xEF\xBF\xBF\"]",
    R"(["\u0000"])", R"(["\u002c"])", "[\"\xCF\x80\"]", "[\"\xF0\x9B\xBF\xBF\"]", "[\"asd \"]",
    "\" \"", R"(["\uD834\uDd1e"])", R"(["\u0821"])", R"(["\u0123"])", "[\"\xE2\x80\xA8\"]",
    "[\"\xE2\x80\xA9\"]", R"(["\u0061\u30af\u30EA\u30b9"])", R"(["\uA66D"])", "[\"\x7F\"]",
    R"(["\u0022"])", "[\"\xE2\x8D\x82\xE3\x88\xB4\xE2\x8D\x82\"]", R"(["\u005C"])",
    "[\"a\x7F"
    "a\"]",
    R"(["\uDBFF\uDFFE"])", R"(["\uD83F\uDFFE"])", R"(["\u200B"])", R"(["\u2064"])", R"(["\uFDD0"])",
    R"(["\uFFFE"])", R"(["new\u000Aline"])",
    // alone, and between white space
    "false", "42", "-0.1", "null", "\"asd\"", "true", "\"\"", "[\"a\"]\n", "[true]", " [] ",
    "\n\t\r []"};

// n_: must be refused
constexpr std::string_view refused[] = {
    // arrays
    "[1 true]", "[a\xE5]", "[\"\": 1]", "[\"\"],", "[,1]", "[1,,2]", "[\"x\",,]", "[\"x\"]]",
    "[\"\",]", "[\"x\"", "[x", "[3[4]]", "[\xFF]", "[1:2]", "[,]", "[-]", "[   , \"\"]",
    "[\"a\",\n4\n,1,", "[1,]", "[1,,]",
    "[\"\x0B"
    "a\"\\f]",
    "[*]", "[\"\"", "[1,", "[1,\n1\n,1", "[{}", "[1\n", "[fals]", "[nul]", "[tru]", "123\0"sv,
    // numbers
    "[++1234]", "[+1]", "[+Inf]", "[-01]", "[-1.0.]", "[-2.]", "[-NaN]", "[.-1]", "[.2e-3]",
    "[0.1.2]", "[0.3e+]", "[0.3e]", "[0.e1]", "[0E+]", "[0E]", "[0e+]", "[0e]", "[1.0e+]",
    "[1.0e-]", "[1.0e]", "[1 000.0]", "[1eE2]", "[2.e+3]", "[2.e-3]", "[2.e3]", "[9.e+]", "[Inf]",
    "[NaN]", "[\xEF\xBC\x91]", "[1+2]", "[0x1]", "[0x42]", "[Infinity]", "[0e+-1]", "[-123.123foo]",
    "[123\xE5]", "[1e1\xE5]", "[0\xE5]", "[-Infinity]", "[-foo]", "[- 1]", "[-012]", "[-.123]",
    "[-1x]", "[1ea]", "[1e\xE5]", "[1.]", "[.123]", "[1.2a-3]", "[1.8011670033376514H-308]",
    "[012]", "[00]", "[-00]", "[00.0]", "[-00e0]",
    // objects
    "[\"x\", truth]", "{[: \"x\"}\n", R"({"x", null})", R"({"x"::"b"})",
    "{\xF0\x9F\x87\xA8\xF0\x9F\x87\xAD}", R"({"a":"a" 123})", "{key: 'value'}", "{\"\xB9\":\"0\",}",
    R"({"a" b})", R"({:"b"})", R"({"a" "b"})", R"({"a":)", R"({"a")", "{1:1}", "{9999E9999:1}",
    "{null:null,null:null}", R"({"id":0,,,,,})", "{'a':0}", R"({"id":0,})", R"({"a":"b"}/**/)",
    R"({"a":"b"}/**//)", R"({"a":"b"}//)", R"({"a":"b"}/)", R"({"a":"b",,"c":"d"})", R"({a: "b"})",
    R"({"a":"a)", R"({ "foo" : "bar", "a" })", R"({"a":"b"}#)", " ",
    // strings
    "[\"\\uD800\\\"]", R"(["\uD800\u"])", R"(["\uD800\u1"])", R"(["\uD800\u1x"])", "[\xC3\xA9]",
    "[\"\\\0\"]"sv, R"(["\x00"])", R"(["\\\"])", "[\"\\\t\"]", "[\"\\\xF0\x9F\x8C\x80\"]",
    "[\"\\\"]", R"(["\u00A"])", R"(["\uD834\uDd"])", R"(["\uD800\uD800\x"])", "[\"\\u\xE5\"]",
    R"(["\a"])", R"(["\uqqqq"])", "[\"\\\xE5\"]", "[\\u0020\"asd\"]", "[\\n]", "\"",
    "['single quote']", "abc", "[\"\\", "[\"a\0a\"]"sv, "[\"new\nline\"]", "[\"\t\"]",
    "\"\\UA66D\"", "\"\"x", "[\"\\1\"]", "[\"\\01\"]",
    // structure
    "[\xE2\x81\xA0]", "\xEF\xBB\xBF", "\xEF\xBB\xBF{}", "<.>", "[<null>]", "[1]x", "[1]]",
    "[\"asd]", "a\xC3\xA5", "[True]", "1]", R"({"x": true,)", "[][]", "]", "\xEF\xBB{}", "\xE5",
    "[", "", "[\0]"sv, "2@", "{}}", R"({"":)", R"({"a":/*comment*/"b"})", R"({"a": true} "x")",
    "['", "[,", "[{", "[\"a", "[\"a\"", "{", "{]", "{,", "{[", R"({"a)", "{'a'",
    R"(["\{["\{["\{["\{)", "*", R"({"a":"b"}#{})", "[\\u000A\"\"]", "[1", "[ false, nul",
    "[ true, fals", "[ false, tru", R"({"asd":"asd")", "\xC3\xA5", "[\xE2\x81\xA0]", "[\x0C]",
    "{\"a\":1 1}", "[1}", "{\"a\":1]", "nan", "-", "+1", "tr", "truee", "nulll", "1 1",
    "\"a\" \"b\"", "[0 0]", "\x1F", "\0"sv};

// i_: left to the implementation. Numbers of any size are JSON; what is no UTF-8, in any way of
// writing it, is no text.
constexpr std::string_view we_accept[] = {"[123.456e-789]",
    "[0.4e00669999999999999999999999999999]", "[-1e+9999]", "[1.5e+9999]", "[-123123e100000]",
    "[123123e100000]", "[123e-10000000]", "[-123123123123123123123123123123]",
    "[100000000000000000000]", "[-237462374673276894279832749832423479823246327846]"};
constexpr std::string_view we_refuse[] = {R"(["\uDADA"])", R"(["\uD888\u1234"])",
    "[\"\xE6\x97\xA5\xD1\x88\xFA\"]", R"(["\uD800\n"])", R"(["\uDd1ea"])", R"(["\uD800\uD800\n"])",
    R"(["\ud800"])", R"(["\ud800abc"])", "[\"\xFF\"]", R"(["\uDd1e\uD834"])", "[\"\xE9\"]",
    R"(["\uDFAA"])", "[\"\x81\"]", "[\"\xF4\xBF\xBF\xBF\"]", "[\"\xC0\xAF\"]",
    "[\"\xFC\x83\xBF\xBF\xBF\xBF\"]", "[\"\xFC\x80\x80\x80\x80\x80\"]", "[\"\xE0\xFF\"]",
    "\xFF\xFE[\0\"\0\xE9\0\"\0]\0"sv, "\0[\0\"\0\xE9\0\"\0]"sv, "[\"\xED\xA0\x80\"]"};

// A field of every type, so that whatever JSON may be wherever it may is tried on a reader.
template<class T>
bool reads(std::string_view text)
{
    return json::from_text<T>(text, {.max_depth = 100'000}).has_value();
}

} // namespace grammar_test

BOOST_AUTO_TEST_SUITE(grammar)

using namespace grammar_test;

BOOST_AUTO_TEST_CASE(what_is_json)
{
    for (auto const text : accepted)
        BOOST_TEST(is_json(text), text);
    for (auto const text : we_accept)
        BOOST_TEST(is_json(text), text);
}

BOOST_AUTO_TEST_CASE(what_is_not)
{
    for (auto const text : refused)
        BOOST_TEST(!is_json(text), text);
    for (auto const text : we_refuse)
        BOOST_TEST(!is_json(text), text);
}

BOOST_AUTO_TEST_CASE(deep_nesting)
{
    BOOST_TEST(is_json(std::string(500, '[') + std::string(500, ']')));
    BOOST_TEST(!is_json(std::string(100'000, '[')));
    std::string objects;
    for (int i = 0; i != 50'000; ++i)
        objects += "[{\"\":";
    BOOST_TEST(!is_json(objects));
}

// No type takes what is no JSON.
BOOST_AUTO_TEST_CASE(no_type_takes_what_is_not)
{
    auto const taken = [](std::string_view text) {
        return reads<bool>(text) || reads<double>(text) || reads<std::int64_t>(text) ||
            reads<std::string>(text) || reads<bb::bytes>(text) || reads<std::vector<bool>>(text) ||
            reads<std::vector<double>>(text) || reads<std::vector<std::int64_t>>(text) ||
            reads<std::vector<std::string>>(text) || reads<std::vector<bb::bytes>>(text) ||
            reads<std::vector<std::monostate>>(text) ||
            reads<std::vector<std::vector<std::string>>>(text) || reads<std::monostate>(text) ||
            reads<std::map<std::string, std::string>>(text) ||
            reads<std::map<std::string, double>>(text) || reads<std::optional<double>>(text);
    };
    for (auto const text : refused)
        BOOST_TEST(!taken(text), text);
    for (auto const text : we_refuse)
        BOOST_TEST(!taken(text), text);
}

// And what is JSON is taken by the type that it fits.
BOOST_AUTO_TEST_CASE(types_take_what_they_fit)
{
    std::size_t numbers = 0;
    std::size_t texts = 0;
    for (auto const text : accepted) {
        auto const first = text.find_first_not_of("[ \n\r\t");
        bool const alone = text.find('[') == std::string_view::npos;
        if (first == std::string_view::npos || text.find('{') != std::string_view::npos ||
            text.find("null") != std::string_view::npos)
            continue;
        if (text[first] == '-' || (text[first] >= '0' && text[first] <= '9')) {
            BOOST_TEST((alone ? reads<double>(text) : reads<std::vector<double>>(text)), text);
            ++numbers;
        } else if (text[first] == '"') {
            BOOST_TEST(
                (alone ? reads<std::string>(text) : reads<std::vector<std::string>>(text)), text);
            ++texts;
        }
    }
    BOOST_TEST(numbers > 20u);
    BOOST_TEST(texts > 40u);
    for (auto const text : {"[[]   ]", "[]", " [] "})
        BOOST_TEST(reads<std::vector<std::vector<int>>>(text), text);
    for (auto const text :
        {"{}", R"({"":0})", R"({"foo\u0000bar": 42})", R"({ "min": -1.0e+28, "max": 1.0e+28 })"})
        BOOST_TEST((reads<std::map<std::string, double>>(text)), text);
    for (auto const text : {"true", "false"})
        BOOST_TEST(reads<bool>(text));
    // a key that comes twice is JSON, but no message
    BOOST_TEST((!reads<std::map<std::string, std::string>>(R"({"a":"b","a":"c"})")));
}

BOOST_AUTO_TEST_SUITE_END()
