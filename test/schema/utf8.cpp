// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/schema/utf8.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(utf8)

using namespace boost_broker::schema;

BOOST_AUTO_TEST_CASE(what_is_valid_and_where_it_stops_to_be)
{
    constexpr std::string_view valid[] = {"", "a", "\x7F", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80",
        "\xED\x9F\xBF", "\xEE\x80\x80", "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"};
    // too long, surrogates, beyond the last, cut off, a second byte alone
    constexpr std::string_view invalid[] = {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF",
        "\xED\xA0\x80", "\xED\xBF\xBF", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80",
        "\xFF", "\xC2", "\xE2\x82", "\xF0\x9F\x98", "\xC2 ", "\xE2\x82 ", "\xF0\x9F\x98 "};
    // before and behind other text, across the blocks of eight bytes
    for (std::size_t before = 0; before != 20; ++before) {
        for (std::string const after : {"", "z", "some more text", "\xC3\xA4"}) {
            std::string const start(before, 'a');
            for (auto const text : valid)
                BOOST_TEST(is_utf8(start + std::string(text) + after));
            for (auto const text : invalid) {
                BOOST_TEST(!is_utf8(start + std::string(text) + after));
                BOOST_TEST(utf8_prefix(start + std::string(text) + after) == before);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(every_char_is_a_character)
{
    for (int i = 0; i != 256; ++i) {
        auto const c = static_cast<char>(i);
        std::string const text{std::string_view(character_text(c))};
        BOOST_TEST(is_utf8(text));
        BOOST_TEST(text.size() == (i < 128 ? 1u : 2u));
        BOOST_REQUIRE(parse_character(text));
        BOOST_TEST(*parse_character(text) == c);
    }
    for (auto const text :
        {"", "ab", "\x80", "\xC3", "\xC4\x80", "\xC3\x41", "\xE2\x82\xAC", "aaa"})
        BOOST_TEST(!parse_character(text));
}

BOOST_AUTO_TEST_SUITE_END()
