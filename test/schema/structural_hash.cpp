// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "../codec/messages.hpp"
#include <boost_broker/schema/structural_hash.hpp>

#include <boost/test/unit_test.hpp>

#include <deque>
#include <set>
#include <string>
#include <string_view>
#include <tuple>

namespace structural_hash_test {

using namespace codec_test;
using bs::structural_hash;

bs::hash128 fnv(std::string_view text)
{
    bs::detail::fnv1a_128 hash;
    hash(text);
    return hash.value();
}

template<class T>
std::string canonical()
{
    return bs::canonical_text(bs::describe<T>(), bs::describe<T>().messages[0].type);
}

// One change each to `base`, apart from its name.
namespace base {
struct message {
    std::int32_t id = 0;
    std::vector<std::string> tags = {};
};
} // namespace base
namespace other_name {
struct message {
    std::int32_t ident = 0;
    std::vector<std::string> tags = {};
};
} // namespace other_name
namespace other_type {
struct message {
    std::uint32_t id = 0;
    std::vector<std::string> tags = {};
};
} // namespace other_type
namespace other_width {
struct message {
    std::int64_t id = 0;
    std::vector<std::string> tags = {};
};
} // namespace other_width
namespace other_element {
struct message {
    std::int32_t id = 0;
    std::vector<bb::bytes> tags = {};
};
} // namespace other_element
namespace other_order {
struct message {
    std::vector<std::string> tags = {};
    std::int32_t id = 0;
};
} // namespace other_order
namespace optional_field {
struct message {
    std::int32_t id = 0;
    std::optional<std::vector<std::string>> tags = {};
};
} // namespace optional_field
namespace absent_field {
struct message {
    std::int32_t id = 0;
    std::vector<std::string> tags = {};
    static constexpr bb::schema::notes broker_schema{"", {{.name = "tags", .may_be_absent = true}}};
};
} // namespace absent_field
namespace other_number {
struct message {
    std::int32_t id = 0;
    std::vector<std::string> tags = {};
    static constexpr bb::schema::notes broker_schema{"", {{.name = "tags", .number = 3}}};
};
} // namespace other_number
namespace one_more {
struct message {
    std::int32_t id = 0;
    std::vector<std::string> tags = {};
    bool more = false;
};
} // namespace one_more
namespace strong_field {
struct message {
    device_id id = {};
    std::vector<std::string> tags = {};
};
} // namespace strong_field

// nothing that counts
namespace same {
struct message {
    std::int32_t id = 42;
    std::deque<std::string> tags = {"x"};
    static constexpr bb::schema::notes broker_schema{"Some words.", {{.name = "id", .doc = "x"}}};
};
} // namespace same

using changed = std::tuple<other_name::message, other_type::message, other_width::message,
    other_element::message, other_order::message, optional_field::message, absent_field::message,
    other_number::message, one_more::message, strong_field::message>;

} // namespace structural_hash_test

BOOST_HANA_ADAPT_STRUCT(structural_hash_test::base::message, id, tags);
BOOST_HANA_ADAPT_STRUCT(structural_hash_test::other_name::message, ident, tags);
BOOST_HANA_ADAPT_STRUCT(structural_hash_test::other_type::message, id, tags);
BOOST_HANA_ADAPT_STRUCT(structural_hash_test::other_width::message, id, tags);
BOOST_HANA_ADAPT_STRUCT(structural_hash_test::other_element::message, id, tags);
BOOST_HANA_ADAPT_STRUCT(structural_hash_test::other_order::message, tags, id);
BOOST_HANA_ADAPT_STRUCT(structural_hash_test::optional_field::message, id, tags);
BOOST_HANA_ADAPT_STRUCT(structural_hash_test::absent_field::message, id, tags);
BOOST_HANA_ADAPT_STRUCT(structural_hash_test::other_number::message, id, tags);
BOOST_HANA_ADAPT_STRUCT(structural_hash_test::one_more::message, id, tags, more);
BOOST_HANA_ADAPT_STRUCT(structural_hash_test::strong_field::message, id, tags);
BOOST_HANA_ADAPT_STRUCT(structural_hash_test::same::message, id, tags);

namespace structural_hash_test {

// by the compiler
static_assert(structural_hash<base::message>() == structural_hash<same::message>());
static_assert(structural_hash<base::message>() != structural_hash<one_more::message>());

} // namespace structural_hash_test

BOOST_AUTO_TEST_SUITE(structural_hash)

using namespace structural_hash_test;

BOOST_AUTO_TEST_CASE(the_hash_is_the_published_one)
{
    // the vectors of the authors of FNV
    BOOST_TEST(to_string(fnv("")) == "6c62272e07bb014262b821756295c58d");
    BOOST_TEST(to_string(fnv("a")) == "d228cb696f1a8caf78912b704e4a8964");
    BOOST_TEST(to_string(fnv("foobar")) == "343e1662793c64bf6f0d3597ba446f18");
}

BOOST_AUTO_TEST_CASE(a_hash_can_be_written_and_read)
{
    bs::hash128 const hash{0x0123456789ABCDEF, 0xFEDCBA9876543210};
    BOOST_TEST(to_string(hash) == "0123456789abcdeffedcba9876543210");
    BOOST_TEST((bs::parse_hash("0123456789abcdefFEDCBA9876543210") == hash));
    BOOST_TEST(!bs::parse_hash("0123456789abcdef"));
    BOOST_TEST(!bs::parse_hash("0123456789abcdeffedcba987654321g"));
}

BOOST_AUTO_TEST_CASE(the_canonical_form_says_all_that_counts)
{
    BOOST_TEST(
        canonical<point>() == "structure point{x:1!signed_integer 32;y:2!signed_integer 32;}");
    BOOST_TEST(canonical<get_device>() ==
        "structure get_device{id:14!signed_integer 64;fresh:9?boolean;tries:3?signed_integer 32;"
        "reason:4?optional(text);}");
    BOOST_TEST(canonical<tree>() ==
        "structure tree{value:1!signed_integer 32;children:2!sequence(@0);next:3?optional(@0);}");
    BOOST_TEST(canonical<named>() ==
        "structure named{how:1!enumeration level(signed_integer 8){low=-1;normal=0;high=2;};"
        "how_much:2!enumeration huge(unsigned_integer 64){none=0;all=18446744073709551615;};"
        "id:3!strong device_id(signed_integer 64);tag:4!strong label(text);"
        "session:5!strong session_id(unsigned_integer 32);pulse:6!structure nothing_in_it{};}");
    BOOST_TEST(canonical<times>() ==
        "structure times{s:1!duration 1/1(signed_integer 64);ms:2!duration 1/1000(signed_integer "
        "64);ns:3!duration 1/1000000000(signed_integer 64);exact:4!duration 1/1(floating "
        "64);frames:5!duration 1/60(signed_integer 32);at:6!time_point 1/1000(signed_integer "
        "64);day:7!time_point 86400/1(signed_integer 64);}");
    BOOST_TEST(canonical<tuples>().starts_with(
        "structure tuples{two:1!tuple(signed_integer 32,text);three:2!tuple(boolean,floating "
        "64,text);one:3!tuple(signed_integer 32);none:4!tuple();"));
}

// If this fails, the hashes of all programs change: they would no longer agree with their peers.
BOOST_AUTO_TEST_CASE(the_hashes_are_those_of_every_compiler_and_version)
{
    BOOST_TEST(to_string(bs::structural_hash<point>()) == "9d622b6fe6cde840b315d99bb01e1e7a");
    BOOST_TEST(to_string(bs::structural_hash<everything>()) == "e0a2f7bad9dcd7cb398b94fa9a0f6bf7");
    BOOST_TEST(to_string(bs::structural_hash<void>()) == "5b29cd01a54ff78d826f721341c79a7a");
    auto const schema = bs::describe<get_device, tree, bs::signals<everything>>();
    BOOST_TEST(to_string(bs::structural_hash(schema)) == "04953b8601fa260a5f2664d615211687");
}

BOOST_AUTO_TEST_CASE(every_change_that_counts_changes_the_hash)
{
    std::set<std::string> hashes{to_string(bs::structural_hash<base::message>())};
    std::apply(
        [&](auto... message) {
            (hashes.insert(to_string(bs::structural_hash<decltype(message)>())), ...);
        },
        changed());
    BOOST_TEST(hashes.size() == 1 + std::tuple_size_v<changed>);
}

BOOST_AUTO_TEST_CASE(a_type_has_one_hash_in_all_schemas)
{
    auto const alone = bs::structural_hash<point>();
    auto const schema = bs::describe<everything, point>();
    BOOST_TEST((bs::structural_hash(schema, schema.messages[1].type) == alone));
    auto const tree_hash = bs::structural_hash<tree>();
    BOOST_TEST((bs::structural_hash(schema,
                    static_cast<bs::type_index>(schema.find_type("tree") - schema.types.data())) ==
        tree_hash));
}

BOOST_AUTO_TEST_CASE(a_schema_is_a_set_of_messages)
{
    auto const hash = bs::structural_hash(bs::describe<point, tree>());
    BOOST_TEST((bs::structural_hash(bs::describe<tree, point>()) == hash));
    BOOST_TEST((bs::structural_hash(bs::describe<tree>()) != hash));
    BOOST_TEST((bs::structural_hash(bs::describe<bs::signals<tree>, point>()) != hash));
    BOOST_TEST((bs::structural_hash(bs::describe<bs::events<get_device>>()) !=
        bs::structural_hash(bs::describe<get_device>())));
}

BOOST_AUTO_TEST_SUITE_END()
