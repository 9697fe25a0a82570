// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "../codec/messages.hpp"
#include <boost_broker/schema/map_key.hpp>

#include <boost/test/unit_test.hpp>

#include <limits>
#include <string>
#include <string_view>

namespace map_key_test {

using namespace codec_test;
using bb::errc;

static_assert(bs::map_key<std::string> && bs::map_key<char> && bs::map_key<std::uint64_t>);
static_assert(bs::map_key<level> && bs::map_key<device_id> && bs::map_key<label>);
static_assert(!bs::map_key<double> && !bs::map_key<bool> && !bs::map_key<point>);

template<class K>
bool round_trip(K const& key, std::string_view text)
{
    K read = key == K{} ? static_cast<K>(1) : K{};
    return bs::key_text(key).view() == text && !bs::parse_key(text, read) && read == key;
}

template<class K>
boost::system::error_code parse(std::string_view text)
{
    K key{};
    return bs::parse_key(text, key);
}

} // namespace map_key_test

BOOST_AUTO_TEST_SUITE(map_key)

using namespace map_key_test;

BOOST_AUTO_TEST_CASE(every_key_has_one_text)
{
    BOOST_TEST(round_trip(0, "0"));
    BOOST_TEST(round_trip(-7, "-7"));
    BOOST_TEST(round_trip(std::numeric_limits<std::int64_t>::min(), "-9223372036854775808"));
    BOOST_TEST(round_trip(std::numeric_limits<std::uint64_t>::max(), "18446744073709551615"));
    BOOST_TEST(round_trip(std::int8_t{-128}, "-128"));
    BOOST_TEST(round_trip('x', "x"));
    BOOST_TEST(round_trip('\xE4', "\xC3\xA4"));
    BOOST_TEST(round_trip('\0', std::string_view("\0", 1)));
    BOOST_TEST(round_trip(level::low, "-1"));
    BOOST_TEST(round_trip(session_id{12}, "12"));

    device_id id;
    BOOST_TEST(!bs::parse_key("-5", id));
    BOOST_TEST(id.value == -5);
    label tag("");
    BOOST_TEST(!bs::parse_key("a long label that is not kept in the object itself", tag));
    BOOST_TEST(bs::key_text(tag).view().data() == tag.text().data()); // not copied
    std::string text;
    BOOST_TEST(!bs::parse_key("", text));
}

BOOST_AUTO_TEST_CASE(other_texts_of_a_number_are_none)
{
    for (auto const text :
        {"", "-", "+1", "01", "-0", "00", "-01", " 1", "1 ", "1.0", "0x1", "1e3"})
        BOOST_TEST((parse<int>(text) == errc::wrong_type), text);
    BOOST_TEST((parse<char>("") == errc::wrong_type));
    BOOST_TEST((parse<char>("ab") == errc::wrong_type));
    BOOST_TEST((parse<char>("\xE2\x82\xAC") == errc::wrong_type));
}

BOOST_AUTO_TEST_CASE(a_number_that_does_not_fit_is_refused)
{
    BOOST_TEST((parse<std::int8_t>("128") == errc::out_of_range));
    BOOST_TEST((parse<std::int8_t>("-129") == errc::out_of_range));
    BOOST_TEST((parse<std::uint8_t>("-1") == errc::out_of_range));
    BOOST_TEST((parse<std::uint64_t>("18446744073709551616") == errc::out_of_range));
    BOOST_TEST((parse<std::uint64_t>("99999999999999999999999999") == errc::out_of_range));
    BOOST_TEST((parse<level>("1") == errc::unknown_enumerator));
    BOOST_TEST((parse<level>("1000") == errc::out_of_range));
    BOOST_TEST((parse<level>("low") == errc::wrong_type));
}

BOOST_AUTO_TEST_SUITE_END()
