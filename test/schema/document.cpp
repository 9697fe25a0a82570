// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "../codec/laws.hpp"
#include "../codec/messages.hpp"
#include "../codec/plain.hpp"
#include <boost_broker/schema/compare.hpp>
#include <boost_broker/schema/describe.hpp>
#include <boost_broker/schema/document.hpp>
#include <boost_broker/schema/loaded_schema.hpp>
#include <boost_broker/schema/structural_hash.hpp>

#include <boost/test/unit_test.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace document_test {

using namespace codec_test;
using bs::kind;
using bs::schema_document;

constexpr auto contract = bs::describe<get_device, everything, bs::signals<tree>>();

// A document of one message `m`, of the type 0 that `change` makes of an empty struct; type 1 is
// nothing, type 2 int32, 3 text.
std::string refusal(std::function<void(schema_document&)> const& change)
{
    schema_document document;
    document.types.push_back({.kind = kind::structure, .name = "m"});
    document.types.push_back({.kind = kind::nothing});
    document.types.push_back({.kind = kind::signed_integer, .bits = 32});
    document.types.push_back({.kind = kind::text});
    document.messages.push_back({"m", bs::role::event, 0, 1});
    change(document);
    auto const loaded = bs::loaded_schema::load(std::move(document));
    if (loaded)
        return {};
    BOOST_TEST((loaded.error() == bb::errc::malformed));
    BOOST_TEST(loaded.error().detail().starts_with("this is no schema: "));
    return loaded.error().detail().substr(19);
}

// Type 0 becomes this.
std::string refusal_of(bs::type_document type)
{
    return refusal([&](schema_document& d) {
        d.types[0] = std::move(type);
        d.messages.clear();
    });
}

using parts = std::vector<std::uint32_t>;

} // namespace document_test

BOOST_AUTO_TEST_SUITE(document)

using namespace document_test;

BOOST_AUTO_TEST_CASE(a_schema_survives_a_journey)
{
    auto const document = bs::to_document(contract);
    auto const data = bb::encode_to_bytes(plain::codec(), document).value();
    auto const came = plain::codec().decode<schema_document>(data);
    BOOST_REQUIRE_MESSAGE(came, came.error().message());
    BOOST_TEST((*came == document));
    auto loaded = bs::loaded_schema::load(*came);
    BOOST_REQUIRE_MESSAGE(loaded, loaded.error().message());
    auto const moved = *std::move(loaded);
    auto const& there = moved.description();
    BOOST_TEST((bs::structural_hash(there) == bs::structural_hash(contract)));
    BOOST_TEST(bs::compare(contract, there).identical());
    BOOST_TEST((bs::to_document(there) == document));
    BOOST_TEST(there.find_type("get_device")->fields[2].initializer() == "3");
    BOOST_TEST(there.find_type("get_device")->doc == "Asks for a device.");
    for (std::size_t i = 0; i != contract.types.size(); ++i)
        BOOST_TEST(there.types[i].name == contract.types[i].name);
}

BOOST_AUTO_TEST_CASE(a_document_is_a_message_like_any_other)
{
    static_assert(bs::mapped<schema_document>);
    codec_test::obeys_the_laws<schema_document>(plain::codec());
    // a schema describes itself, too
    BOOST_TEST(
        bs::loaded_schema::load(bs::to_document(bs::describe<schema_document>())).has_value());
}

BOOST_AUTO_TEST_CASE(what_is_no_schema_is_refused_with_a_reason)
{
    BOOST_TEST(refusal([](auto&) {}) == "");
    BOOST_TEST(refusal([](auto& d) { d.version = 2; }) == "its version is 2, and 1 is known");
    BOOST_TEST(
        refusal([](auto& d) { d.types.resize(2001); }) == "it has 2001 types, and may have 2000");

    BOOST_TEST(refusal_of({}) == "type 0: it has no kind");
    BOOST_TEST(refusal_of({.kind = static_cast<kind>(20)}) == "type 0: it has no kind");
    BOOST_TEST(
        refusal_of({.kind = kind::structure}) == "type 0: its kind and its name do not agree");
    BOOST_TEST(refusal_of({.kind = kind::text, .name = "x"}) ==
        "type 0: its kind and its name do not agree");
    BOOST_TEST(refusal_of({.kind = kind::structure, .name = "a b"}) ==
        "type 0: its name is no identifier");
    BOOST_TEST(refusal_of({.kind = kind::signed_integer}) == "type 0: it has no such width");
    BOOST_TEST(
        refusal_of({.kind = kind::unsigned_integer, .bits = 7}) == "type 0: it has no such width");
    BOOST_TEST(refusal_of({.kind = kind::floating, .bits = 16}) == "type 0: it has no such width");
    BOOST_TEST(refusal_of({.kind = kind::text, .bits = 8}) == "type 0: its kind has no width");
    BOOST_TEST(refusal_of({.kind = kind::array, .parts = parts{2}}) ==
        "type 0: its kind and count do not agree");
    BOOST_TEST(refusal_of({.kind = kind::duration, .numerator = 1, .parts = parts{2}}) ==
        "type 0: its kind and its tick do not agree");
    BOOST_TEST(
        refusal_of({.kind = kind::duration, .numerator = 1, .denominator = 0, .parts = parts{2}}) ==
        "type 0: its kind and its tick do not agree");
    BOOST_TEST(refusal_of({.kind = kind::text, .denominator = 1}) ==
        "type 0: its kind and its tick do not agree");
    BOOST_TEST(refusal_of({.kind = kind::map, .parts = parts{2}}) ==
        "type 0: it is made of another number of types");
    BOOST_TEST(
        refusal_of({.kind = kind::variant}) == "type 0: it is made of another number of types");
    BOOST_TEST(refusal_of({.kind = kind::text, .parts = parts{2}}) ==
        "type 0: it is made of another number of types");
    BOOST_TEST(refusal_of({.kind = kind::sequence, .parts = parts{4}}) ==
        "type 0: it is made of a type that is not there");
    BOOST_TEST(refusal_of({.kind = kind::text, .fields = std::vector<bs::field_document>()}) ==
        "type 0: its kind has no fields");
    BOOST_TEST(
        refusal_of({.kind = kind::text, .enumerators = std::vector<bs::enumerator_document>()}) ==
        "type 0: its kind has no enumerators");
    BOOST_TEST(refusal([](auto& d) {
        d.types.push_back({.kind = kind::structure, .name = "m"});
    }) == "type 4: its name is that of another type");
}

BOOST_AUTO_TEST_CASE(fields_and_enumerators_are_checked)
{
    auto const fields = [](std::vector<bs::field_document> list) {
        return refusal_of({.kind = kind::structure, .name = "m", .fields = std::move(list)});
    };
    BOOST_TEST(fields({{"a", 2, true, 1}, {"b", 3, false, 2}}) == "");
    BOOST_TEST(fields({{"", 2, true, 1}}) == "type 0: the name of a field is no identifier");
    BOOST_TEST(
        fields({{"a", 2, true, 1}, {"a", 2, true, 2}}) == "type 0: two fields have the same name");
    BOOST_TEST(fields({{"a", 2, true, 1}, {"b", 2, true, 1}}) ==
        "type 0: two fields have the same number");
    BOOST_TEST(fields({{"a", 2, true, 0}}) == "type 0: a field has no such number");
    BOOST_TEST(fields({{"a", 9, true, 1}}) == "type 0: a field has a type that is not there");
    BOOST_TEST(fields(std::vector<bs::field_document>(65))
                   .starts_with("type 0: it has more than 64 fields"));

    auto const enumeration = [](std::vector<bs::enumerator_document> list, kind k,
                                 std::uint32_t bits) {
        return refusal([&](schema_document& d) {
            d.types[2] = {.kind = k, .bits = bits};
            d.types[0] = {.kind = kind::enumeration,
                .name = "e",
                .parts = parts{2},
                .enumerators = std::move(list)};
        });
    };
    constexpr auto s = kind::signed_integer;
    constexpr auto u = kind::unsigned_integer;
    BOOST_TEST(enumeration({{"a", "-128"}, {"b", "127"}}, s, 8) == "");
    BOOST_TEST(enumeration({{"a", "0"}, {"b", "255"}}, u, 8) == "");
    BOOST_TEST(enumeration({{"a", "18446744073709551615"}}, u, 64) == "");
    BOOST_TEST(
        enumeration({{"a", "-9223372036854775808"}, {"b", "9223372036854775807"}}, s, 64) == "");
    std::string const no_fit = "type 0: the value of an enumerator does not fit";
    BOOST_TEST(enumeration({{"a", "-129"}}, s, 8) == no_fit);
    BOOST_TEST(enumeration({{"a", "128"}}, s, 8) == no_fit);
    BOOST_TEST(enumeration({{"a", "256"}}, u, 8) == no_fit);
    BOOST_TEST(enumeration({{"a", "-1"}}, u, 8) == no_fit);
    BOOST_TEST(enumeration({{"a", "9223372036854775808"}}, s, 64) == no_fit);
    std::string const no_number = "type 0: the value of an enumerator is no number";
    for (auto const text : {"", "x", "1x", "+1", "18446744073709551616", "-9223372036854775809"})
        BOOST_TEST(enumeration({{"a", text}}, s, 64) == no_number);
    BOOST_TEST(
        enumeration({{"", "0"}}, s, 8) == "type 0: the name of an enumerator is no identifier");
    BOOST_TEST(enumeration({{"a", "0"}, {"a", "1"}}, s, 8) ==
        "type 0: two enumerators have the same name");
    BOOST_TEST(enumeration({}, kind::floating, 64) == "type 0: it is no number");
}

BOOST_AUTO_TEST_CASE(what_a_type_is_made_of_is_checked)
{
    BOOST_TEST(refusal_of({.kind = kind::map, .parts = parts{3, 1}}) == "");
    BOOST_TEST(
        refusal_of({.kind = kind::map, .parts = parts{1, 1}}) == "type 0: its key is no key");
    BOOST_TEST(refusal([](auto& d) {
        d.types[1] = {.kind = kind::optional, .parts = parts{2}};
        d.types[0] = {.kind = kind::optional, .parts = parts{1}};
    }) == "type 0: it is an optional of an optional");
    BOOST_TEST(refusal([](auto& d) {
        d.types[1] = {.kind = kind::optional, .parts = parts{2}};
        d.types[0] = {.kind = kind::strong, .name = "s", .parts = parts{1}};
    }) == "type 0: it stands for an optional");
    BOOST_TEST(
        refusal_of({.kind = kind::duration, .numerator = 1, .denominator = 1, .parts = parts{3}}) ==
        "type 0: its ticks are no numbers");
    BOOST_TEST(refusal_of({.kind = kind::variant, .parts = parts{2, 3}}) == "");
    BOOST_TEST(refusal_of({.kind = kind::variant, .parts = parts{2, 2}}) ==
        "type 0: two alternatives have the same name");
}

BOOST_AUTO_TEST_CASE(what_contains_itself_by_value_is_refused)
{
    auto const field_of = [](std::uint32_t type) {
        return std::vector<bs::field_document>{{"self", type, true, 1}};
    };
    std::string const endless = "type 0: it contains itself, or is nested too deeply";
    BOOST_TEST(refusal([&](auto& d) { d.types[0].fields = field_of(0); }) == endless);
    BOOST_TEST(refusal([&](auto& d) { // through a sequence it ends
        d.types[1] = {.kind = kind::sequence, .parts = parts{0}};
        d.types.push_back({.kind = kind::nothing});
        d.types[0].fields = field_of(1);
        d.messages[0].response = 4;
    }) == "");
    BOOST_TEST(refusal_of({.kind = kind::sequence, .parts = parts{0}}) == endless);
    BOOST_TEST(refusal_of({.kind = kind::tuple, .parts = parts{0}}) == endless);
    BOOST_TEST(refusal_of({.kind = kind::strong, .name = "s", .parts = parts{0}}) == endless);
    // every struct twice in the next: cheap to say, and not to walk as a tree
    auto const chain = [&](std::uint32_t length) {
        return refusal([&](auto& d) {
            d.messages.clear();
            d.types.clear();
            for (std::uint32_t i = 0; i != length; ++i) {
                auto& t = d.types.emplace_back();
                t = {.kind = kind::structure, .name = "s" + std::to_string(i)};
                if (i + 1 != length)
                    t.fields = {{"a", i + 1, true, 1}, {"b", i + 1, true, 2}};
            }
        });
    };
    BOOST_TEST(chain(64) == "");
    BOOST_TEST(chain(65) == endless);
    // and without names it would be written as one
    auto const pairs = [&](std::uint32_t depth) {
        return refusal([&](auto& d) {
            d.messages.clear();
            d.types.clear();
            for (std::uint32_t i = 0; i != depth; ++i)
                d.types.push_back({.kind = kind::tuple, .parts = parts{i + 1, i + 1}});
            d.types.push_back({.kind = kind::text});
        });
    };
    BOOST_TEST(pairs(7) == "");
    BOOST_TEST(pairs(8) == endless);
    BOOST_TEST(pairs(60) == endless);
    BOOST_TEST(chain(2000) == endless);
}

BOOST_AUTO_TEST_CASE(messages_are_checked)
{
    BOOST_TEST(
        refusal([](auto& d) { d.messages[0].name = ""; }) == "message : its name is no identifier");
    BOOST_TEST(refusal([](auto& d) { d.messages.push_back(d.messages[0]); }) ==
        "message m: there is another one with this name");
    BOOST_TEST(
        refusal([](auto& d) { d.messages[0].type = 4; }) == "message m: its type is not there");
    BOOST_TEST(
        refusal([](auto& d) { d.messages[0].type = 3; }) == "message m: its type has no name");
    BOOST_TEST(refusal([](auto& d) { d.messages[0].response = 2; }) ==
        "message m: it is no request, and has a response");
    BOOST_TEST(refusal([](auto& d) { d.messages[0].role = static_cast<bs::role>(3); }) ==
        "message m: it has no role");
}

// What the fuzzers do, in small: damage either gives a reason, or a schema that can be worked with.
BOOST_AUTO_TEST_CASE(whatever_is_loaded_can_be_walked)
{
    auto const data = bb::encode_to_bytes(plain::codec(), bs::to_document(contract)).value();
    random_source random(3);
    int loaded = 0;
    for (int i = 0; i != 3000; ++i) {
        auto damaged = data;
        for (auto n = random.below(3) + 1; n != 0; --n)
            damaged[random.below(damaged.size())] = static_cast<std::byte>('0' + random.below(10));
        auto document = plain::codec().decode<schema_document>(damaged);
        if (!document)
            continue;
        auto const schema = bs::loaded_schema::load(*std::move(document));
        if (!schema)
            continue;
        ++loaded;
        auto const& there = schema->description();
        BOOST_TEST(bs::compare(contract, there).identical() ==
            (bs::structural_hash(contract) == bs::structural_hash(there)));
    }
    BOOST_TEST(loaded > 0);
}

BOOST_AUTO_TEST_SUITE_END()
