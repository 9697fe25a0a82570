// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "../codec/messages.hpp"
#include <boost_broker/schema/cddl.hpp>
#include <boost_broker/schema/describe.hpp>
#include <boost_broker/schema/discovery.hpp>
#include <boost_broker/schema/document.hpp>
#include <boost_broker/schema/dot.hpp>
#include <boost_broker/schema/json_schema.hpp>
#include <boost_broker/schema/loaded_schema.hpp>
#include <boost_broker/schema/proto.hpp>
#include <boost_broker/schema/spelling.hpp>

#include <boost/describe/class.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

namespace emitters_test {

using namespace codec_test;

struct ask {
    using response = std::vector<std::int32_t>;
};
struct RotateLog {
    std::chrono::seconds keep{};
    static constexpr bb::schema::notes broker_schema{
        "Begins a new log.\n\nThe old one is kept.", {{.name = "keep", .doc = "For how long."}}};
};
BOOST_DESCRIBE_STRUCT(RotateLog, (), (keep))

constexpr auto contract =
    bs::describe<get_device, ask, everything, made_of_labels, bs::signals<RotateLog, tree>>();

// What each file of golden/ has to contain. To write them anew, after looking at the difference:
// BOOST_BROKER_WRITE_GOLDEN=1 broker_schema --run_test=emitters
void check_golden(std::string_view name, std::string const& text)
{
    auto const path = std::filesystem::path(__FILE__).parent_path() / "golden" / name;
    if (std::getenv("BOOST_BROKER_WRITE_GOLDEN") != nullptr)
        std::ofstream(path, std::ios::binary) << text;
    std::ostringstream expected;
    expected << std::ifstream(path, std::ios::binary).rdbuf();
    BOOST_TEST(text == expected.str());
}

// names that mean something else where they are written
struct message {
    std::int32_t a = 0;
};
BOOST_DESCRIBE_STRUCT(message, (), (a))
struct text {};
struct int32 {
    struct message m = {};
};
BOOST_DESCRIBE_STRUCT(int32, (), (m))
enum class positive { two = 2, also_two = 2, three = 3 };
BOOST_DESCRIBE_ENUM(positive, two, also_two, three)
// and names that are made of others
struct TextEvent {};
struct ListOfInt32 {};
struct awkward {
    int32 one = {};
    struct text two = {};
    positive three = positive::two;
    TextEvent four = {};
    ListOfInt32 five = {};
    std::vector<std::vector<std::int32_t>> six = {};
    std::vector<std::vector<std::chrono::duration<std::int32_t>>> seven = {};
    std::variant<std::vector<std::int32_t>, bool> eight = {};
    std::variant<std::vector<bool>, bool> nine = {};
    std::map<positive, std::int32_t> ten = {};
};
BOOST_DESCRIBE_STRUCT(awkward, (), (one, two, three, four, five, six, seven, eight, nine, ten))

} // namespace emitters_test

BOOST_AUTO_TEST_SUITE(emitters)

using namespace emitters_test;

BOOST_AUTO_TEST_CASE(cddl)
{
    check_golden("contract.cddl", bs::to_cddl(contract, "the tests"));
}

BOOST_AUTO_TEST_CASE(json_schema)
{
    check_golden("contract.schema.json", bs::to_json_schema(contract, "The tests"));
}

BOOST_AUTO_TEST_CASE(proto)
{
    check_golden("contract.proto", bs::to_proto(contract, "codec_test"));
}

BOOST_AUTO_TEST_CASE(graphviz)
{
    check_golden("contract.dot", bs::to_dot(contract, "the tests"));
}

BOOST_AUTO_TEST_CASE(discovery)
{
    check_golden("contract.apis.json", bs::to_api_list(contract, "tests"));
    check_golden("contract.api_schema.json", bs::to_api_schema(contract, "tests"));
}

BOOST_AUTO_TEST_CASE(what_came_from_elsewhere_is_written_alike)
{
    auto const loaded = bs::loaded_schema::load(bs::to_document(contract)).value();
    auto const& there = loaded.description();
    BOOST_TEST(bs::to_cddl(there, "x") == bs::to_cddl(contract, "x"));
    BOOST_TEST(bs::to_json_schema(there, "x") == bs::to_json_schema(contract, "x"));
    BOOST_TEST(bs::to_proto(there, "x") == bs::to_proto(contract, "x"));
    BOOST_TEST(bs::to_dot(there, "x") == bs::to_dot(contract, "x"));
    BOOST_TEST(bs::to_api_schema(there, "x") == bs::to_api_schema(contract, "x"));
}

BOOST_AUTO_TEST_CASE(names_that_mean_something_else_give_way)
{
    constexpr auto schema = bs::describe<awkward, struct text>();
    auto const cddl = bs::to_cddl(schema, "x");
    auto const has = [](std::string const& all, std::string_view part) {
        BOOST_TEST(all.find(part) != std::string::npos, part << " is missing in\n" << all);
    };
    has(cddl, "\nint32_ = {\n  m: message,\n}\n");
    has(cddl, "\ntext_ = {}\n");
    has(cddl, "  one: int32_,\n  two: text_,\n");
    has(cddl, "\nTextEvent_ = text_\n");
    has(cddl, "\nint32 = -2147483648..2147483647\n");
    has(cddl, "ten: {* (\"2\" / \"2\" / \"3\") => int32}");

    auto const proto = bs::to_proto(schema, "");
    BOOST_TEST(proto.starts_with("syntax = \"proto3\";\n\nmessage awkward {\n  int32_ one = 1;\n"));
    has(proto, "\nmessage int32_ {\n  message_ m = 1;\n}\n");
    has(proto, "\nenum positive {\n  option allow_alias = true;\n  POSITIVE_NONE_OF_THESE = 0;\n");
    has(proto, "  repeated ListOfInt32_ six = 6;\n  repeated ListOfInt32_ seven = 7;\n");
    has(proto, "  VariantOfSequenceAndBool eight = 8;\n  VariantOfSequenceAndBool_ nine = 9;\n");
    has(proto, "\nmessage ListOfInt32_ {\n  repeated int32 items = 1;\n}\n");
    BOOST_TEST(proto.find("service") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(nothing_makes_sense_too)
{
    constexpr auto schema = bs::describe<>();
    BOOST_TEST(bs::to_cddl(schema, "nothing") == "; The messages of nothing\n");
    BOOST_TEST(bs::to_proto(schema, "") == "syntax = \"proto3\";\n");
    BOOST_TEST(bs::to_api_list(schema, "a \"b\"") ==
        "{\"libName\":\"a \\\"b\\\"\",\"requests\":[],\"events\":[],\"signals\":[]}");
    BOOST_TEST(
        bs::to_json_schema(schema, "nothing").ends_with("\"anyOf\": [],\n  \"$defs\": {}\n}\n"));
}

BOOST_AUTO_TEST_CASE(spelling)
{
    BOOST_TEST(bs::upper_camel("get_device") == "GetDevice");
    BOOST_TEST(bs::upper_camel("GetDevice2_x") == "GetDevice2X");
    BOOST_TEST(bs::upper_camel("_") == "");
    BOOST_TEST(bs::comment_lines("//", "one\n\ntwo") == "// one\n//\n// two\n");
    BOOST_TEST(bs::comment_lines("//", "") == "");
}

BOOST_AUTO_TEST_CASE(a_json_document_gets_lines)
{
    using bs::detail::indented_json;
    BOOST_TEST(indented_json("{}") == "{}\n");
    BOOST_TEST(indented_json(R"({"a":[1,2],"b":"x, {y}: \"z\""})") ==
        "{\"a\": [1, 2], \"b\": \"x, {y}: \\\"z\\\"\"}\n");
    std::string const word(70, 'x');
    BOOST_TEST(
        indented_json("{\"a\":[],\"b\":{\"c\":\"" + word + "\",\"d\":[\"" + word + "\"]}}") ==
        "{\n  \"a\": [],\n  \"b\": {\n    \"c\": \"" + word + "\",\n    \"d\": [\"" + word +
            "\"]\n  }\n}\n");
}

BOOST_AUTO_TEST_SUITE_END()
