// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "tool.hpp"

#include <boost/test/unit_test.hpp>

#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace tool_test {

using namespace std::string_literals;

struct outcome {
    int status = 0;
    std::string out = {};
    std::string errors = {};
};

outcome run(std::vector<std::string_view> const& arguments, std::string const& text)
{
    std::istringstream in(text);
    std::ostringstream out;
    std::ostringstream errors;
    auto const chosen = codec_tool::parse_options(arguments).value();
    int const status = codec_tool::run(chosen, in, out, errors);
    return {status, out.str(), errors.str()};
}

// What is written if all is well.
std::string output(std::vector<std::string_view> const& arguments, std::string const& text)
{
    auto const done = run(arguments, text);
    BOOST_TEST(done.status == 0);
    BOOST_TEST(done.errors == "");
    return done.out;
}

// What is said if the input is wrong.
std::string complaint(std::vector<std::string_view> const& arguments, std::string const& text)
{
    auto const done = run(arguments, text);
    BOOST_TEST(done.status == 1);
    return done.errors;
}

std::string const json = R"({"sensor":7,"celsius":21.5,"how":2})";
std::string const cbor = "\xA3\x66sensor\x07\x67"
                         "celsius\xFA\x41\xAC\0\0\x63how\x02"s;
std::string const protobuf = "\x08\x07\x11\0\0\0\0\0\x80\x35\x40\x18\x02"s;
std::string const diag = R"({"sensor": 7, "celsius": 21.5, "how": 2})";

} // namespace tool_test

BOOST_AUTO_TEST_SUITE(tool)

using namespace tool_test;

BOOST_AUTO_TEST_CASE(any_format_to_any_other)
{
    struct {
        std::string name;
        std::string data;
        std::string end;
    } const formats[] = {
        {"cbor", cbor, ""}, {"json", json, "\n"}, {"protobuf", protobuf, ""}, {"diag", diag, "\n"}};
    for (auto const& from : formats) {
        for (auto const& to : formats) {
            BOOST_TEST(output({"reading", "--from", from.name, "--to", to.name}, from.data) ==
                to.data + to.end);
        }
        BOOST_TEST(output({"reading", "--check", "--from", from.name}, from.data) == "");
    }
    BOOST_TEST(output({"get_readings.response"}, R"({"7":[]})") == "{_ \"7\": []}\n");
    BOOST_TEST(output({"picture_taken", "--to", "json"},
                   R"({"data":"AAEC","type":"a","taken_by":{"sensor_id":7}})") ==
        "{\"taken_by\":{\"sensor_id\":7},\"type\":\"a\",\"data\":\"AAEC\"}\n");
}

BOOST_AUTO_TEST_CASE(the_format_is_guessed)
{
    BOOST_TEST(output({}, cbor) == diag + '\n');
    BOOST_TEST(output({}, "\n " + json) == diag + '\n');
    BOOST_TEST(output({}, "82 01\n02") == "[1, 2]\n");
    BOOST_TEST(output({}, "00000000: 8201 02  ...") == "[1, 2]\n");
    BOOST_TEST(output({}, "\"a\"") == "\"a\"\n");
    BOOST_TEST(output({"reading", "--hex"},
                   "a36673656e736f7207 6763656c73697573 fa41ac0000 63686f7702") == diag + '\n');
    BOOST_TEST(output({"--hex", "--from", "json"}, "5b 31 5d") == "[1]\n");
}

BOOST_AUTO_TEST_CASE(without_a_message)
{
    BOOST_TEST(output({"--from", "diag", "--to", "cbor"}, "[_ 1.5_3, h'00']") ==
        "\x9F\xFB\x3F\xF8\0\0\0\0\0\0\x41\0\xFF"s);
    BOOST_TEST(output({"--from", "diag"}, "[ 1,2 ]") == "[1, 2]\n");
    BOOST_TEST(output({"--indicators"}, "\x18\x01") == "1_0\n");
    BOOST_TEST(output({"--sequence"}, "01 02") == "1\n2\n");
    BOOST_TEST(output({"--sequence"}, "") == "");
    BOOST_TEST(output({"--sequence", "--from", "diag", "--to", "cbor"}, "1\n\n2") == "\x01\x02");
    auto const refused = run({"--to", "json"}, cbor);
    BOOST_TEST(refused.status == 2);
    BOOST_TEST(refused.errors ==
        "codec_tool: --to json from cbor needs the name of a message (--list prints them); see "
        "--help\n");
}

BOOST_AUTO_TEST_CASE(sequences)
{
    auto const length = std::string(1, static_cast<char>(protobuf.size()));
    BOOST_TEST(output({"reading", "--sequence", "--to", "json"}, cbor + cbor) ==
        json + '\n' + json + '\n');
    BOOST_TEST(output({"reading", "--sequence", "--to", "protobuf"}, json + "\n\n" + json) ==
        length + protobuf + length + protobuf);
    BOOST_TEST(output({"reading", "--sequence", "--from", "protobuf", "--to", "cbor"},
                   length + protobuf + length + protobuf) == cbor + cbor);
    auto const long_text =
        R"({"sensor":7,"celsius":21.5,"how":2,"remark":")" + std::string(200, 'x') + "\"}";
    BOOST_TEST(output({"reading", "--sequence", "--to", "protobuf"}, long_text).substr(0, 3) ==
        "\xD8\x01\x08");
    BOOST_TEST(complaint({"reading", "--sequence"}, json + "\n\n{\"sensor\":true}\n") ==
        "codec_tool: message 2, which begins at byte 37 of the input: cannot decode reading from "
        "JSON: at byte 10, in sensor: a number should be here\n"
        "  line 3, column 11: {\"sensor\":true}\n"
        "                               ^\n");
    BOOST_TEST(complaint({"reading", "--sequence", "--from", "cbor"}, cbor + "\xA1") ==
        "codec_tool: message 2, which begins at byte 27 of the input: at byte 1: the input ends "
        "within an item\n");
}

BOOST_AUTO_TEST_CASE(it_says_where_the_input_is_wrong)
{
    BOOST_TEST(complaint({"reading"}, "{\"sensor\":7,\n  \"celsius\":\"\xC3\xA4\", \"how\":2}") ==
        "codec_tool: cannot decode reading from JSON: at byte 25, in celsius: a number should be "
        "here\n"
        "  line 2, column 13:   \"celsius\":\"\xC3\xA4\", \"how\":2}\n"
        "                                 ^\n");
    BOOST_TEST(complaint({"reading"},
                   "\xA2\x66sensor\x07\x67"
                   "celsius\x61x") ==
        "codec_tool: cannot decode reading from CBOR: at byte 17, in celsius: a number should be "
        "here, not a text\n"
        "  bytes from 7: 72 07 67 63 65 6c 73 69 75 73 61 78\n"
        "                                              ^\n");
    BOOST_TEST(complaint({"reading", "--from", "diag"}, "{\"sensor\": true}") ==
        "codec_tool: cannot decode reading from CBOR: at byte 8, in sensor: an integer should be "
        "here, not a boolean\n");
    BOOST_TEST(complaint({"reading", "--from", "protobuf"}, "\x08")
                   .starts_with(
                       "codec_tool: cannot decode reading from Protobuf: at byte 1, in sensor: "));
    BOOST_TEST(complaint({"reading", "--to", "json"},
                   "\xA3\x66sensor\x07\x67"
                   "celsius\xF9\x7E\0\x63how\x02"s) ==
        "codec_tool: cannot encode reading to JSON: in celsius: JSON has no form for a number that "
        "is not finite\n");
    BOOST_TEST(complaint({}, "\x82\x01") ==
        "codec_tool: this is no CBOR: at byte 2: the input ends within an item\n");
    BOOST_TEST(complaint({}, "[1,]") ==
        "codec_tool: this is no JSON: at byte 3: something else should be here\n");
    BOOST_TEST(complaint({}, "82 0g") ==
        "codec_tool: line 1 of the hex dump: there is something else than hexadecimal digits\n");
    BOOST_TEST(complaint({"reading", "--max-bytes", "10"}, json) ==
        "codec_tool: the message is longer than --max-bytes allows\n");
    BOOST_TEST(complaint({"reading", "--from", "cbor"}, "") ==
        "codec_tool: cannot decode reading from CBOR: at byte 0: the message ends where a value "
        "should be\n");
}

BOOST_AUTO_TEST_CASE(what_needs_no_input)
{
    BOOST_TEST(output({"--help"}, "") == codec_tool::usage);
    BOOST_TEST(
        output({"--list"}, "") == "reading\nget_readings\nget_readings.response\npicture_taken\n");
    BOOST_TEST(output({"--schema", "cddl"}, "").find("sensor_id = int64") != std::string::npos);
    BOOST_TEST(output({"--schema", "proto"}, "").find("int64 sensor = 1;") != std::string::npos);
    BOOST_TEST(output({"--schema", "json-schema"}, "").find("\"reading\"") != std::string::npos);
    BOOST_TEST(output({"--schema", "dot"}, "").find("digraph") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_output_that_is_full)
{
    for (auto const* option : {"--list", "--check", "--sequence"}) {
        std::istringstream in("01");
        std::ostringstream out;
        out.setstate(std::ios::badbit);
        std::ostringstream errors;
        BOOST_TEST(
            codec_tool::run(codec_tool::parse_options({option}).value(), in, out, errors) == 1);
        BOOST_TEST(errors.str() == "codec_tool: the standard output cannot be written\n");
    }
}

// In parts of any size; the tool itself reads 64 KiB at a time.
BOOST_AUTO_TEST_CASE(more_than_one_part)
{
    std::string list = "[0";
    std::string shown = list;
    for (int i = 1; i != 40'000; ++i) {
        list += ',' + std::to_string(i);
        shown += ", " + std::to_string(i);
    }
    BOOST_TEST((output({}, list + ']') == shown + "]\n"));
    auto const large =
        R"({"sensor":7,"celsius":21.5,"how":2,"remark":")" + std::string(200'000, 'x') + "\"}";
    BOOST_TEST((output({"reading", "--to", "json"}, large) == large + '\n'));
    BOOST_TEST((output({"reading", "--to", "json", "--sequence"}, large) == large + '\n'));
}

BOOST_AUTO_TEST_SUITE_END()
