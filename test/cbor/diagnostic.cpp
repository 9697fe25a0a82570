// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "appendix_a.hpp"
#include "hex.hpp"
#include <boost_broker/cbor/diagnostic.hpp>

#include <boost/test/unit_test.hpp>

#include <sstream>

BOOST_AUTO_TEST_SUITE(diagnostic)

namespace bb = boost_broker;
namespace cbor = boost_broker::cbor;
using bb::errc;
using cbor_test::from_hex;
using cbor_test::refusal;
using cbor_test::to_hex;

constexpr cbor::diagnostic_options indicated{.encoding_indicators = true};

std::string text(std::string_view hex, cbor::diagnostic_options const& options = {})
{
    return cbor::to_diagnostic(from_hex(hex), options).value();
}

std::string parsed(std::string_view text)
{
    auto const item = cbor::parse_diagnostic(text);
    return item ? to_hex(item->to_bytes()) : item.error().message();
}

refusal refused(std::string_view text, bb::decode_limits const& limits = {})
{
    bb::codec_error why;
    auto const item = cbor::parse_diagnostic(text, limits, &why);
    if (item)
        return {errc{}, 0, "", "it is not refused"};
    return {why.code(), why.offset(), std::string(why.path()), why.reason()};
}

refusal not_written(std::string_view hex, bb::decode_limits const& limits = {})
{
    bb::codec_error why;
    auto const text = cbor::to_diagnostic(from_hex(hex), {}, limits, &why);
    if (text)
        return {errc{}, 0, "", "it is not refused"};
    return {why.code(), why.offset(), std::string(why.path()), why.reason()};
}

BOOST_AUTO_TEST_CASE(every_example_in_both_directions)
{
    for (auto const& example : cbor_test::appendix_a) {
        BOOST_TEST_CONTEXT(example.hex)
        {
            BOOST_TEST(text(example.hex) == example.diagnostic);
            BOOST_TEST(cbor::to_diagnostic(*cbor::item::decode(from_hex(example.hex))) ==
                example.diagnostic);
            // with indicators, nothing is lost
            BOOST_TEST(parsed(text(example.hex, indicated)) == example.hex);
            // without, only how long a number is
            bool const loses = example.hex.starts_with("fa7f8") ||
                example.hex.starts_with("fa7fc") || example.hex.starts_with("faff") ||
                example.hex.starts_with("fb7ff") || example.hex.starts_with("fbfff");
            BOOST_TEST((parsed(example.diagnostic) == example.hex) == !loses);
        }
    }
}

// Cut at every place, the same comes out; so do pieces of one byte.
BOOST_AUTO_TEST_CASE(input_in_parts)
{
    for (auto const& example : cbor_test::appendix_a) {
        auto const data = from_hex(example.hex);
        for (std::size_t cut = 0; cut <= data.size(); ++cut) {
            cbor::diagnostic_writer writer;
            std::string out;
            BOOST_TEST(writer.write(std::span(data).first(cut), out));
            BOOST_TEST(writer.write(std::span(data).subspan(cut), out));
            BOOST_TEST(writer.finish(out));
            BOOST_TEST(out == example.diagnostic);
        }
        cbor::diagnostic_writer writer;
        std::string out;
        for (auto const b : data)
            BOOST_TEST(writer.write({&b, 1}, out));
        BOOST_TEST(writer.finish(out));
        BOOST_TEST(out == example.diagnostic);
    }
}

BOOST_AUTO_TEST_CASE(how_items_are_encoded_can_be_said)
{
    BOOST_TEST(text("1805", indicated) == "5_0");
    BOOST_TEST(text("190005", indicated) == "5_1");
    BOOST_TEST(text("3a00000005", indicated) == "-6_2");
    BOOST_TEST(text("1b0000000000000005", indicated) == "5_3");
    BOOST_TEST(text("1818", indicated) == "24");
    BOOST_TEST(text("fb3ff8000000000000", indicated) == "1.5_3");
    BOOST_TEST(text("fa3fc00000", indicated) == "1.5_2");
    BOOST_TEST(text("fa7fc00000", indicated) == "NaN_2");
    BOOST_TEST(text("7803616263", indicated) == "\"abc\"_0");
    BOOST_TEST(text("590001ff", indicated) == "h'ff'_1");
    BOOST_TEST(text("9801f4", indicated) == "[_0 false]");
    BOOST_TEST(text("b90001f4f5", indicated) == "{_1 false: true}");
    BOOST_TEST(text("d80101", indicated) == "1_0(1)");
    BOOST_TEST(text("7f780161ff", indicated) == "(_ \"a\"_0)");
    for (auto const* hex :
        {"1805", "190005", "3a00000005", "1b0000000000000005", "fb3ff8000000000000", "fa3fc00000",
            "fa7fc00000", "7803616263", "590001ff", "9801f4", "b90001f4f5", "d80101", "7f780161ff",
            "9b0000000000000000", "b800", "d90002490100000000000000 00"})
        BOOST_TEST(parsed(text(hex, indicated)) == to_hex(from_hex(hex)));
    BOOST_TEST(text("1805") == "5");
    BOOST_TEST(text("5fff") == "''_");
    BOOST_TEST(text("7fff") == "\"\"_");
    BOOST_TEST(parsed("''_") == "5fff");
    BOOST_TEST(parsed("\"\"_") == "7fff");
    BOOST_TEST(text("7f60ff") == "(_ \"\")");
}

BOOST_AUTO_TEST_CASE(large_integers)
{
    BOOST_TEST(text("c24100") == "2(h'00')");
    BOOST_TEST(text("c248ffffffffffffffff") == "2(h'ffffffffffffffff')"); // 64 bits are no reason
    BOOST_TEST(text("c249000000000000000001") == "2(h'000000000000000001')");
    BOOST_TEST(text("c25f49010000000000000000ff") == "2((_ h'010000000000000000'))");
    BOOST_TEST(text("c2c249010000000000000000") == "2(18446744073709551616)");
    BOOST_TEST(text("82c20102") == "[2(1), 2]");
    BOOST_TEST(text("82c24901000000000000000002") == "[18446744073709551616, 2]");
    BOOST_TEST(text("c34a0fffffffffffffffffff") == "-75557863725914323419136");
    std::string const all = "c25840" + std::string(128, 'f');
    auto const digits = text(all);
    BOOST_TEST(digits.size() == 155u);
    BOOST_TEST(parsed(digits) == all);
    BOOST_TEST(text("c25841" + std::string(130, 'f')).starts_with("2(h'ff"));
    BOOST_TEST(text("c2584901" + std::string(144, '0')).starts_with("2(h'01"));
    BOOST_TEST((refused(std::string(200, '9')).code == errc::out_of_range));
    BOOST_TEST(parsed("-18446744073709551617") == "c349010000000000000000");
    BOOST_TEST(parsed("-0") == "00");
    BOOST_TEST(parsed("18446744073709551616") == "c249010000000000000000");
}

BOOST_AUTO_TEST_CASE(numbers_and_strings)
{
    BOOST_TEST(text("fb0000000000000001") == "5.0e-324");
    BOOST_TEST(text("fb444b1ae4d6e2ef50") == "1.0e+21");
    BOOST_TEST(text("fb44490ffb8d9a9c00").find('e') == std::string::npos);
    BOOST_TEST(text("fb40934a456d5cfaad") == "1234.5678");
    BOOST_TEST(text("fbbf947ae147ae147b") == "-0.02");
    BOOST_TEST(text("6a0a0d090822 5c 2f 01 7f 65") ==
        "\"\\n\\r\\t\\b\\\"\\\\/\\u0001\x7F"
        "e\"");
    BOOST_TEST(text("f3") == "simple(19)");
    std::ostringstream out;
    out << cbor::item::array({1, "two"});
    BOOST_TEST(out.str() == "[1, \"two\"]");
    BOOST_TEST(cbor::to_diagnostic(cbor::item("\xFF")) == "");
}

BOOST_AUTO_TEST_CASE(what_else_is_read)
{
    BOOST_TEST(parsed(" /a comment/ [ 1 ,/another/ 2 ] ") == "820102");
    BOOST_TEST(parsed("{ \"a\" : 1 }") == "a1616101");
    BOOST_TEST(parsed("h'01 0A\n/x/ fF'") == "43010aff");
    BOOST_TEST(parsed("b64'AQID'") == "43010203");
    BOOST_TEST(parsed("b64'-_8='") == "42fbff");
    BOOST_TEST(parsed("b64'+/8'") == "42fbff");
    BOOST_TEST(parsed("'it\\'s'") == "4469742773");
    BOOST_TEST(parsed("\"\\u00e4\\u20ac\\ud83d\\ude00\\u0041\"") ==
        "6a"
        "c3a4"
        "e282ac"
        "f09f9880"
        "41");
    BOOST_TEST(parsed("\"\\/\\b\\f\\n\\r\\t\\\\\\\"\"") == "682f080c0a0d095c22");
    BOOST_TEST(parsed("1e3") == "f963d0");
    BOOST_TEST(parsed("-1.5E-3_3") == "fbbf589374bc6a7efa");
    BOOST_TEST(parsed("simple(255)") == "f8ff");
    BOOST_TEST(parsed("-Infinity") == "f9fc00");
    BOOST_TEST(parsed("Infinity_3") == "fb7ff0000000000000");
    BOOST_TEST(parsed("[]") == "80");
    BOOST_TEST(parsed("[_]") == "9fff");
    BOOST_TEST(parsed("0(1(null))") == "c0c1f6");
}

BOOST_AUTO_TEST_CASE(notation_that_is_refused)
{
    struct {
        std::string_view text;
        errc code;
        std::size_t offset;
    } const bad[] = {
        {"", errc::truncated, 0},
        {"[", errc::truncated, 1},
        {"[1", errc::truncated, 2},
        {"[1,", errc::truncated, 3},
        {"[1 2]", errc::malformed, 3},
        {"[,]", errc::malformed, 1},
        {"[1,]", errc::malformed, 3},
        {"[_4 1]", errc::malformed, 2},
        {"{1}", errc::malformed, 2},
        {"{1:", errc::truncated, 3},
        {"{1: 2", errc::truncated, 5},
        {"{1 / 2}", errc::truncated, 3},
        {"{_9}", errc::malformed, 2},
        {"/", errc::truncated, 0},
        {"1 /", errc::truncated, 2},
        {"[/", errc::truncated, 1},
        {"[1 /", errc::truncated, 3},
        {"{/", errc::truncated, 1},
        {"{1: 2, 1: 3}", errc::duplicate_key, 0},
        {"1 1", errc::trailing_bytes, 2},
        {"01", errc::malformed, 0},
        {"-", errc::truncated, 1},
        {"-x", errc::malformed, 1},
        {"1.", errc::truncated, 2},
        {"1.e", errc::malformed, 2},
        {"1ex", errc::malformed, 1},
        {"1e999", errc::out_of_range, 0},
        {"nul", errc::malformed, 0},
        {"simple(256)", errc::malformed, 7},
        {"simple(", errc::truncated, 7},
        {"simple(1", errc::truncated, 8},
        {"simple(1x", errc::malformed, 7},
        {"\"", errc::truncated, 1},
        {"\"\\", errc::truncated, 2},
        {"\"\\x\"", errc::malformed, 2},
        {"\"\\u12", errc::truncated, 5},
        {"\"\\u12x4\"", errc::malformed, 3},
        {"\"\\ud83d\"", errc::malformed, 2},
        {"\"\\ud83d\\u0041\"", errc::malformed, 2},
        {"\"\\ud83d\\ux\"", errc::malformed, 2},
        {"\"\\ude00\"", errc::malformed, 2},
        {"\"\xFF\"", errc::invalid_utf8, 1},
        {"h'0'", errc::malformed, 3},
        {"h'0x'", errc::malformed, 3},
        {"h'00", errc::truncated, 4},
        {"h'/", errc::truncated, 2},
        {"b64'A'", errc::malformed, 5},
        {"b64'AB'", errc::malformed, 6},
        {"b64'A*'", errc::malformed, 5},
        {"b64'AA", errc::truncated, 6},
        {"(", errc::truncated, 1},
        {"(1)", errc::malformed, 1},
        {"(_ 1)", errc::malformed, 3},
        {"(_ \"a\", h'00')", errc::malformed, 8},
        {"(_ ''_)", errc::malformed, 3},
        {"(_ \"a\"", errc::truncated, 6},
        {"(_ )", errc::malformed, 3},
        {"(_/", errc::truncated, 2},
        {"1(2", errc::truncated, 3},
        {"1(2 /", errc::truncated, 4},
        {"1(2]", errc::malformed, 3},
        {"1(", errc::truncated, 2},
        {"-1(2)", errc::malformed, 0},
        {"18446744073709551616(2)", errc::malformed, 0},
        {"256_0", errc::malformed, 0},
        {"1_4", errc::malformed, 2},
        {"1_", errc::malformed, 0},
        {"1.5_", errc::malformed, 0},
        {"0.1_2", errc::malformed, 0},
        {"1.5_0", errc::malformed, 0},
        {"\"a\"_", errc::malformed, 0},
        {"NaN_7", errc::malformed, 4},
    };
    for (auto const& [text, code, offset] : bad) {
        auto const why = refused(text);
        BOOST_TEST((why.code == code && why.offset == offset), text << ": " << why);
    }
    BOOST_TEST((refused("[[1, x]]").path == "[0][1]"));
    BOOST_TEST((refused("{1: 2, 3: x}").path == "[1]"));
    BOOST_TEST((refused("[[1]]", {.max_depth = 1}).code == errc::limit_exceeded));
    BOOST_TEST((refused("{1: {}}", {.max_depth = 1}).code == errc::limit_exceeded));
    BOOST_TEST((refused("1(2(3))", {.max_depth = 1}).code == errc::limit_exceeded));
    BOOST_TEST((refused("[1, 2]", {.max_items = 1}).code == errc::limit_exceeded));
    BOOST_TEST((refused("{1: 2}", {.max_items = 0}).code == errc::limit_exceeded));
    BOOST_TEST((refused("1(2)", {.max_items = 0}).code == errc::limit_exceeded));
    BOOST_TEST((refused("(_ '')", {.max_items = 0}).code == errc::limit_exceeded));
    BOOST_TEST((refused("\"abc\"", {.max_memory = 2}).code == errc::limit_exceeded));
    BOOST_TEST((refused("[1]", {.max_memory = 2}).code == errc::limit_exceeded));
    BOOST_TEST((refused("[1]", {.max_bytes = 2}).code == errc::limit_exceeded));
    BOOST_TEST(cbor::parse_diagnostic("[1, x]").error().message() ==
        "cannot decode an item from diagnostic notation: at byte 4, in [1]: this begins no value");
}

BOOST_AUTO_TEST_CASE(input_that_is_refused)
{
    BOOST_TEST((not_written("") == refusal{errc::truncated, 0, "", "the input is empty"}));
    BOOST_TEST((
        not_written("0000") == refusal{errc::trailing_bytes, 1, "", "something follows the item"}));
    for (auto const* hex :
        {"19", "1901", "61", "81", "9f", "bf01", "c1", "7f", "7f61", "a101", "62c3", "8201"})
        BOOST_TEST((not_written(hex).code == errc::truncated), hex);
    for (auto const* hex : {"ff", "81ff", "bf01ff", "a1ff", "c1ff", "1c", "f800", "5f00ff", "5f5f",
             "7f41", "7f7f", "df", "9f1e"})
        BOOST_TEST((not_written(hex).code == errc::malformed), hex);
    BOOST_TEST((not_written("8201ff") ==
        refusal{errc::malformed, 2, "", "the end of an array or map is where a value should be"}));
    BOOST_TEST((not_written("5f4101 6101ff") ==
        refusal{errc::malformed, 3, "", "a piece of a string should be here"}));
    BOOST_TEST((not_written("6361ff62") ==
        refusal{errc::invalid_utf8, 2, "", "the text is not valid UTF-8"}));
    BOOST_TEST((not_written("62c3ff").code == errc::invalid_utf8));
    BOOST_TEST((not_written("61c3").code == errc::invalid_utf8));         // ends within a character
    BOOST_TEST((not_written("7f61c361a4ff").code == errc::invalid_utf8)); // each piece by itself
    BOOST_TEST((not_written("bbffffffffffffffff").code == errc::limit_exceeded));
    BOOST_TEST((not_written("8181", {.max_depth = 1}).offset == 1));
    BOOST_TEST((not_written("820101", {.max_items = 1}).code == errc::limit_exceeded));
    BOOST_TEST((not_written("820101", {.max_bytes = 2}).reason ==
        "the input is too long (decode_limits::max_bytes is 2)"));

    // of a text that is cut within a character, in parts
    for (auto const* hex : {"64f09f9880", "63e282ac", "6461c3a462"}) {
        cbor::diagnostic_writer writer;
        std::string out;
        for (auto const b : from_hex(hex))
            BOOST_TEST(writer.write({&b, 1}, out));
        BOOST_TEST(writer.finish(out));
        BOOST_TEST(out == text(hex));
    }
    for (auto const* hex : {"64f09f98ff", "64f0ff9880", "62c3c3", "61c3"}) {
        cbor::diagnostic_writer writer;
        std::string out;
        bool ok = true;
        for (auto const b : from_hex(hex))
            ok = ok && writer.write({&b, 1}, out);
        BOOST_TEST(!ok);
        BOOST_TEST((writer.error().code() == errc::invalid_utf8));
        BOOST_TEST(!writer.write({}, out)); // it remembers
        BOOST_TEST(!writer.finish(out));
    }
}

BOOST_AUTO_TEST_CASE(sequences)
{
    constexpr cbor::diagnostic_options sequence{.sequence = true};
    BOOST_TEST(text("01 820203 6161", sequence) == "1\n[2, 3]\n\"a\"");
    BOOST_TEST(text("", sequence) == "");
    BOOST_TEST(!cbor::to_diagnostic(from_hex("0182"), sequence));
}

BOOST_AUTO_TEST_SUITE_END()
