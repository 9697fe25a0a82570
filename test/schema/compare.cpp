// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "../codec/messages.hpp"
#include <boost_broker/schema/compare.hpp>
#include <boost_broker/schema/describe.hpp>
#include <boost_broker/schema/structural_hash.hpp>
#include <boost_broker/schema/type_text.hpp>

#include <boost/describe/class.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <variant>

namespace compare_test {

using namespace codec_test;
using bs::impact;

// `before` and one change each, in the field that the name says
namespace before {
enum class mode { off = 0, on = 1 };
BOOST_DESCRIBE_ENUM(mode, off, on)
struct part {
    std::int32_t x = 0;
    std::vector<std::string> tags = {};
    friend auto operator<=>(part const&, part const&) = default;
};
struct message {
    using response = part;
    std::int32_t id = 0;
    mode how = mode::off;
    std::optional<std::string> note = {};
    std::map<std::string, std::vector<part>> parts = {};
    std::variant<std::int32_t, part> either = {};
    std::pair<std::int32_t, std::string> pair = {};
};
struct node {
    std::vector<node> children = {};
    std::int32_t value = 0;
};
BOOST_DESCRIBE_STRUCT(part, (), (x, tags))
BOOST_DESCRIBE_STRUCT(message, (), (id, how, note, parts, either, pair))
BOOST_DESCRIBE_STRUCT(node, (), (children, value))
} // namespace before

namespace after {
enum class mode { off = 0, enabled = 1, automatic = 2 };
BOOST_DESCRIBE_ENUM(mode, off, enabled, automatic)
struct part {
    std::int32_t x = 0;
    std::vector<bb::bytes> tags = {};
    std::optional<double> more = {};
    friend auto operator<=>(part const&, part const&) = default;
};
struct message {
    using response = part;
    device_id id = {};
    mode how = mode::off;
    std::string note = {};
    std::map<std::string, std::vector<part>> parts = {};
    std::variant<part, std::int32_t, bool> either = {};
    std::pair<std::int32_t, double> pair = {};
    bool needed = false;
};
struct node {
    std::vector<node> children = {};
    std::int64_t value = 0;
};
BOOST_DESCRIBE_STRUCT(part, (), (x, tags, more))
BOOST_DESCRIBE_STRUCT(message, (), (id, how, note, parts, either, pair, needed))
BOOST_DESCRIBE_STRUCT(node, (), (children, value))
} // namespace after

namespace renamed {
struct dot {
    std::int32_t x = 0;
    std::int32_t y = 0;
};
BOOST_DESCRIBE_STRUCT(dot, (), (x, y))
struct holder {
    dot at = {};
    std::int64_t id = 0;
    std::monostate none = {};
};
BOOST_DESCRIBE_STRUCT(holder, (), (at, id, none))
} // namespace renamed
namespace original {
struct holder {
    point at = {};
    device_id id = {};
    nothing_in_it none = {};
};
BOOST_DESCRIBE_STRUCT(holder, (), (at, id, none))
} // namespace original

// one setting, in three ways
namespace maybe_a {
struct setting {
    std::optional<std::int32_t> tries = {};
};
BOOST_DESCRIBE_STRUCT(setting, (), (tries))
} // namespace maybe_a
namespace maybe_b {
struct setting {
    std::int32_t tries = 3;
    static constexpr bb::schema::notes broker_schema{
        "", {{.name = "tries", .may_be_absent = true}}};
};
BOOST_DESCRIBE_STRUCT(setting, (), (tries))
} // namespace maybe_b
namespace maybe_c {
struct setting {
    std::int32_t tries = 3;
    static constexpr bb::schema::notes broker_schema{
        "", {{.name = "tries", .may_be_absent = true, .number = 5}}};
};
BOOST_DESCRIBE_STRUCT(setting, (), (tries))
} // namespace maybe_c

std::string all_of(bs::comparison const& found)
{
    std::string text;
    for (auto const& d : found.differences)
        ((((text += to_string(d.impact)) += ' ') += d.where) += ": ") += d.what + '\n';
    return text;
}

} // namespace compare_test

BOOST_AUTO_TEST_SUITE(compare)

using namespace compare_test;

BOOST_AUTO_TEST_CASE(a_schema_is_identical_to_itself)
{
    constexpr auto schema = bs::describe<everything, get_device, tree>();
    auto const found = bs::compare(schema, schema);
    BOOST_TEST(found.identical());
    BOOST_TEST(found.compatible());
    BOOST_TEST(found.first() == nullptr);
    BOOST_TEST(found.message() == "");
}

BOOST_AUTO_TEST_CASE(a_new_message_and_a_new_optional_field_are_additive)
{
    auto const one = bs::describe<version_1>();
    auto const two = bs::describe<version_2>();
    std::vector<bs::message_description> messages(two.messages.begin(), two.messages.end());
    messages[0].name = "version_1";
    bs::description const newer{two.types, messages}; // the same message, a version later
    auto const found = bs::compare(one, newer);
    BOOST_TEST(all_of(found) ==
        "naming version_1: the type is called version_2, and was called version_1\n"
        "additive version_1.more: the field is new, and may be absent\n");
    BOOST_TEST(found.compatible());
    BOOST_TEST(!found.identical());
    BOOST_TEST(found.first()->where == "version_1.more");
    // the other way round something is lost
    auto const back = bs::compare(newer, one);
    BOOST_TEST(!back.compatible());
    BOOST_TEST(back.message() == "version_1.more: the field is gone");

    auto const more = bs::compare(one, bs::describe<point, version_1>());
    BOOST_TEST(all_of(more) == "additive point: the message is new\n");
    auto const less = bs::compare(bs::describe<point, version_1>(), one);
    BOOST_TEST(all_of(less) == "breaking point: the message is gone\n");
}

BOOST_AUTO_TEST_CASE(every_change_is_named_where_it_is)
{
    auto const found = bs::compare(bs::describe<before::message>(), bs::describe<after::message>());
    BOOST_TEST(all_of(found) ==
        "breaking message.id: the type is device_id (int64), and was int32\n"
        "naming message.how: the enumerator enabled was called on\n"
        "breaking message.how: the enumerator automatic is new, and refused by who does not know "
        "it\n"
        "breaking message.note: the field is required, and was allowed to be absent\n"
        "breaking message.parts[][].tags[]: the type is bytes, and was text\n"
        "additive message.parts[][].more: the field is new, and may be absent\n"
        "breaking message.either: the alternative part is at another place, which is what Protobuf "
        "knows it by\n"
        "breaking message.either: the alternative int32 is at another place, which is what "
        "Protobuf knows it by\n"
        "breaking message.either: the alternative bool is new, and refused by who does not know "
        "it\n"
        "breaking message.pair<1>: the type is float64, and was text\n"
        "breaking message.needed: the field is new and required\n"
        "breaking message:response.tags[]: the type is bytes, and was text\n"
        "additive message:response.more: the field is new, and may be absent\n");
    BOOST_TEST(!found.compatible());
    BOOST_TEST(found.message() == "message.id: the type is device_id (int64), and was int32");

    // Protobuf's numbers are not everybody's concern
    auto const by_name = bs::compare(
        bs::describe<before::message>(), bs::describe<after::message>(), {.numbers = false});
    BOOST_TEST(by_name.differences.size() == found.differences.size() - 2);
    auto const back =
        all_of(bs::compare(bs::describe<after::message>(), bs::describe<before::message>()));
    BOOST_TEST(back.find("the enumerator automatic is gone") != std::string::npos);
    BOOST_TEST(back.find("the alternative bool is gone") != std::string::npos);
    BOOST_TEST(back.find("note: the field may be absent, and was required") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_field_that_may_be_absent_travels_like_an_optional_one)
{
    auto const found =
        bs::compare(bs::describe<maybe_a::setting>(), bs::describe<maybe_b::setting>());
    BOOST_TEST(
        all_of(found) == "naming setting.tries: the type is int32, and was optional int32\n");
}

BOOST_AUTO_TEST_CASE(a_number_counts_for_protobuf_alone)
{
    auto const a = bs::describe<maybe_b::setting>();
    auto const b = bs::describe<maybe_c::setting>();
    BOOST_TEST(all_of(bs::compare(a, b)) ==
        "breaking setting.tries: the field has the number 5, and had 1, which is what Protobuf "
        "knows "
        "it by\n");
    BOOST_TEST(bs::compare(a, b, {.numbers = false}).identical());
}

BOOST_AUTO_TEST_CASE(a_recursive_type_is_compared_once)
{
    auto const found = bs::compare(bs::describe<before::node>(), bs::describe<after::node>());
    BOOST_TEST(all_of(found) == "breaking node.value: the type is int64, and was int32\n");
}

BOOST_AUTO_TEST_CASE(names_that_do_not_travel_do_not_break)
{
    auto const found =
        bs::compare(bs::describe<original::holder>(), bs::describe<renamed::holder>());
    BOOST_TEST(all_of(found) ==
        "naming holder.at: the type is called dot, and was called point\n"
        "naming holder.id: the type is called int64, and was called device_id (int64)\n"
        "naming holder.none: the type is called nothing, and was called nothing_in_it\n");
    BOOST_TEST(found.compatible());
    BOOST_TEST(found.first()->where == "holder.at");
}

BOOST_AUTO_TEST_CASE(another_role_breaks)
{
    auto const found = bs::compare(bs::describe<get_device, point>(),
        bs::describe<bs::events<get_device>, bs::signals<point>>());
    BOOST_TEST(all_of(found) ==
        "breaking get_device: the message is sent as event, and was sent as request\n"
        "breaking point: the message is sent as signal, and was sent as event\n");
}

BOOST_AUTO_TEST_CASE(types_are_told_in_words)
{
    constexpr auto schema = bs::describe<everything>();
    std::string texts;
    for (auto const name : {"lists", "maps", "tuples", "choices", "times"}) {
        for (auto const& f : schema.find_type(name)->fields)
            texts += bs::type_text(schema, f.type) + '\n';
    }
    BOOST_TEST(texts ==
        "sequence of int32\n"
        "sequence of text\n"
        "sequence of bool\n"
        "sequence of uint8\n"
        "sequence of sequence of float64\n"
        "sequence of bytes\n"
        "sequence of point\n"
        "sequence of optional int32\n"
        "sequence of label (text)\n"
        "array of 3 int32\n"
        "array of 2 text\n"
        "array of 4 uint8\n"
        "map of text to int32\n"
        "map of int32 to text\n"
        "map of uint64 to bool\n"
        "map of level to float64\n"
        "map of device_id (int64) to point\n"
        "map of label (text) to int32\n"
        "map of char to text\n"
        "map of text to sequence of int32\n"
        "map of text to map of text to optional float64\n"
        "tuple of int32 and text\n"
        "tuple of bool, float64 and text\n"
        "tuple of int32\n"
        "tuple\n"
        "sequence of tuple of text and int64\n"
        "tuple of optional int32 and point\n"
        "variant of nothing, int32, text, point and sequence of int32\n"
        "sequence of variant of nothing, int32, text, point and sequence of int32\n"
        "optional variant of nothing, int32, text, point and sequence of int32\n"
        "map of text to variant of nothing, int32, text, point and sequence of int32\n"
        "variant of device_id (int64) and label (text)\n"
        "duration in ticks of 1 s (int64)\n"
        "duration in ticks of 1/1000 s (int64)\n"
        "duration in ticks of 1/1000000000 s (int64)\n"
        "duration in ticks of 1 s (float64)\n"
        "duration in ticks of 1/60 s (int32)\n"
        "time point in ticks of 1/1000 s (int64)\n"
        "time point in ticks of 86400 s (int64)\n");
}

BOOST_AUTO_TEST_SUITE_END()
