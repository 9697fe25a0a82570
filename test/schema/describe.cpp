// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "../codec/messages.hpp"
#include <boost_broker/schema/describe.hpp>

#include <boost/test/unit_test.hpp>

#include <initializer_list>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace describe_test {

using namespace codec_test;
using bs::kind;
using bs::role;

struct HTTPGetStatus {
    using response = void;
};
struct GetX2Status {
    using response = point;
};
struct pulse {};

enum class stored_in_char : char { a = 'a' };
BOOST_DESCRIBE_ENUM(stored_in_char, a)
enum class stored_in_bool : bool { yes = true };
BOOST_DESCRIBE_ENUM(stored_in_bool, yes)
static_assert(std::is_same_v<bs::represented_type<stored_in_char>, std::int8_t>);
static_assert(std::is_same_v<bs::represented_type<stored_in_bool>, std::uint8_t>);

// all of it is known to the compiler
constexpr auto contract = bs::describe<get_device, everything, HTTPGetStatus,
    bs::signals<pulse, tree>, bs::events<GetX2Status>>();
static_assert(contract.messages.size() == 6);
static_assert(contract.find_message("get_device")->role == role::request);
static_assert(contract.find_type("point")->fields.size() == 2);

bs::type_description const& field_type(std::string_view type, std::string_view field)
{
    for (auto const& f : contract.find_type(type)->fields) {
        if (f.name == field)
            return contract.type(f.type);
    }
    throw "no such field";
}

} // namespace describe_test

BOOST_AUTO_TEST_SUITE(describe)

using namespace describe_test;

BOOST_AUTO_TEST_CASE(messages_have_names_roles_and_responses)
{
    auto const check = [](std::size_t i, std::string_view name, role r, std::string_view response) {
        auto const& m = contract.messages[i];
        BOOST_TEST(m.name == name);
        BOOST_TEST(to_string(m.role) == to_string(r));
        BOOST_TEST(contract.type(m.response).name == response);
    };
    check(0, "get_device", role::request, "point");
    check(1, "everything", role::event, "nothing");
    check(2, "httpget_status", role::request, "nothing"); // as nim-brokers names it
    check(3, "pulse", role::signal, "nothing");
    check(4, "tree", role::signal, "nothing");
    check(5, "get_x2_status", role::event, "nothing");
    BOOST_TEST(contract.find_message("nobody") == nullptr);
    BOOST_TEST(contract.find_type("text") == nullptr); // it has no name of its own
}

BOOST_AUTO_TEST_CASE(every_reachable_type_is_there_once)
{
    for (auto const name : {"get_device", "everything", "scalars", "level", "huge", "device_id",
             "label", "session_id", "nothing_in_it", "point", "tree", "made_of_labels"}) {
        int count = 0;
        for (auto const& t : contract.types)
            count += has_own_name(t.kind) && t.name == name;
        BOOST_TEST(count == (name == std::string_view("made_of_labels") ? 0 : 1), name);
    }
    for (auto const& t : contract.types) {
        for (auto const part : t.parts)
            BOOST_TEST(part < contract.types.size());
        BOOST_TEST((t.kind == kind::structure || t.fields.empty()));
    }
}

BOOST_AUTO_TEST_CASE(fields_are_described_in_their_order)
{
    auto const& t = *contract.find_type("get_device");
    BOOST_TEST(t.doc == "Asks for a device.");
    BOOST_REQUIRE(t.fields.size() == 4u);
    BOOST_TEST(t.fields[0].name == "id");
    BOOST_TEST(t.fields[0].doc == "As it came with device_found.");
    BOOST_TEST(t.fields[0].required);
    BOOST_TEST(t.fields[0].number == 14u);
    BOOST_TEST(contract.type(t.fields[0].type).name == "int64");
    BOOST_TEST(!t.fields[2].required);
    BOOST_TEST(t.fields[2].initializer() == "3");
    BOOST_TEST(t.fields[3].initializer() == "null");
}

BOOST_AUTO_TEST_CASE(types_say_what_a_generator_needs)
{
    BOOST_TEST(field_type("scalars", "u16").bits == 16u);
    BOOST_TEST(field_type("scalars", "f32").bits == 32u);
    BOOST_TEST(field_type("lists", "three").count == 3u);
    BOOST_TEST(field_type("times", "frames").denominator == 60);
    BOOST_TEST(field_type("times", "day").numerator == 86400);
    auto const& how = field_type("named", "how");
    BOOST_TEST(how.enumerators.size() == 3u);
    BOOST_TEST(how.enumerators[0].name == "low");
    BOOST_TEST(how.enumerators[0].value == -1);
    BOOST_TEST(contract.type(how.parts[0]).name == "int8");
    auto const& by_id = field_type("maps", "by_id");
    BOOST_TEST(contract.type(by_id.parts[0]).name == "device_id");
    BOOST_TEST(contract.type(by_id.parts[1]).name == "point");
    BOOST_TEST(field_type("choices", "one").parts.size() == 5u);
}

BOOST_AUTO_TEST_CASE(initialisers_are_written_as_json)
{
    struct expected {
        std::string_view type, field, text;
    };
    constexpr expected all[] = {
        {"scalars", "letter", "\"a\""},
        {"scalars", "f64", "0"},
        {"blocks", "data", "\"\""},
        {"lists", "three", "[0,0,0]"},
        {"lists", "flags", "[]"},
        {"maps", "by_id", "{}"},
        {"tuples", "mixed", "[null,{\"x\":0,\"y\":0}]"},
        {"choices", "one", "{\"nothing\":{}}"},
        {"choices", "strong", "{\"device_id\":0}"},
        {"named", "how", "0"},
        {"named", "pulse", "{}"},
        {"tree", "next", "null"},
    };
    for (auto const& e : all) {
        for (auto const& f : contract.find_type(e.type)->fields) {
            if (f.name == e.field)
                BOOST_TEST(f.initializer() == e.text);
        }
    }
    std::string text;
    bs::detail::append_value(
        text, lists{.numbers = {1, 2}, .flags = {true, false}, .gaps = {{}, 3}});
    BOOST_TEST(text.starts_with("{\"numbers\":[1,2],\"texts\":[],\"flags\":[true,false],"));
    BOOST_TEST(text.find("\"gaps\":[null,3]") != std::string::npos);
    text.clear();
    bs::detail::append_value(text, maps{.by_enum = {{level::low, 0.5}}, .by_letter = {{'x', "y"}}});
    BOOST_TEST(text.find("\"by_enum\":{\"-1\":0.5}") != std::string::npos);
    BOOST_TEST(text.find("\"by_letter\":{\"x\":\"y\"}") != std::string::npos);
    for (auto const& [data, base64] :
        std::initializer_list<std::pair<std::string_view, char const*>>{{"", "\"\""},
            {"f", "\"Zg\""}, {"fo", "\"Zm8\""}, {"foo", "\"Zm9v\""},
            {"\xFB\xFF\xFE", "\"-__-\""}}) {
        text.clear();
        auto const view = bb::as_bytes(data);
        bs::detail::append_value(text, bb::bytes(view.begin(), view.end()));
        BOOST_TEST(text == base64);
    }
    text.clear();
    bs::detail::append_value(text, std::numeric_limits<double>::infinity());
    BOOST_TEST(text == "null");
}

BOOST_AUTO_TEST_SUITE_END()
