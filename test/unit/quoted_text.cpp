// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/detail/quoted_text.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

namespace quoted_text_test {

std::string json(std::string_view text)
{
    std::string out;
    boost_broker::detail::append_json_text(out, text);
    return out;
}
std::string dot(std::string_view text)
{
    std::string out;
    boost_broker::detail::append_dot_text(out, text);
    return out;
}

} // namespace quoted_text_test

BOOST_AUTO_TEST_SUITE(quoted_text)

using namespace quoted_text_test;
using namespace std::string_view_literals;

BOOST_AUTO_TEST_CASE(json_strings)
{
    BOOST_TEST(json("") == R"("")");
    BOOST_TEST(json(R"(a "b" \c /)") == R"("a \"b\" \\c /")");
    BOOST_TEST(
        json("\b\f\n\r\t\x01\x1f\x7f\0"sv) == "\"\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\\u0000\"");
}

BOOST_AUTO_TEST_CASE(labels_of_graphviz)
{
    BOOST_TEST(dot("") == R"("")");
    BOOST_TEST(dot(R"(a "b" \N <c>)") == R"("a \"b\" \\N <c>")");
    BOOST_TEST(dot("a && b\nc\td\0"sv) == R"("a &amp;&amp; b\nc d ")");
}

BOOST_AUTO_TEST_CASE(what_is_not_utf8_is_replaced)
{
    constexpr auto instead = "\xEF\xBF\xBD"sv;
    for (auto const good : {"\xC2\x80"sv, "\xDF\xBF"sv, "\xE0\xA0\x80"sv, "\xED\x9F\xBF"sv,
             "\xEF\xBF\xBF"sv, "\xF0\x90\x80\x80"sv, "\xF4\x8F\xBF\xBF"sv}) {
        BOOST_TEST(json(good) == '"' + std::string(good) + '"');
        BOOST_TEST(dot(good) == '"' + std::string(good) + '"');
        // cut off
        auto const cut = json(good.substr(0, good.size() - 1));
        BOOST_TEST((cut.find(instead) == 1 && cut.find(good) == std::string::npos));
    }
    // lone parts, forms that are too long, surrogates, beyond the last character
    for (auto const bad : {"\x80"sv, "\xBF"sv, "\xC0\xAF"sv, "\xC1\xBF"sv, "\xE0\x9F\xBF"sv,
             "\xED\xA0\x80"sv, "\xF0\x8F\xBF\xBF"sv, "\xF4\x90\x80\x80"sv, "\xF5\x80\x80\x80"sv,
             "\xC2y"sv, "\xE1\x80y"sv}) {
        std::string expected = "\"";
        for (char const c : bad)
            expected += c == 'y' ? "y"sv : instead; // one for each byte
        BOOST_TEST(json(bad) == expected + '"');
    }
}

BOOST_AUTO_TEST_SUITE_END()
