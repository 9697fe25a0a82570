// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_TEST_CODEC_MESSAGES_HPP
#define BOOST_BROKER_TEST_CODEC_MESSAGES_HPP

// Messages that use every type that codecs carry. The tests of all codecs share them.

#include <boost_broker/schema/bytes.hpp>
#include <boost_broker/schema/notes.hpp>
#include <boost_broker/schema/strong_typedef.hpp>

#include <boost/describe/enum.hpp>
#include <boost/hana/adapt_struct.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

namespace codec_test {

namespace bb = boost_broker;
namespace bs = boost_broker::schema;

// negative, and with a hole at 1
enum class level : std::int8_t { low = -1, normal = 0, high = 2 };
BOOST_DESCRIBE_ENUM(level, low, normal, high)

enum class huge : std::uint64_t { none = 0, all = 0xFFFFFFFFFFFFFFFF };
BOOST_DESCRIBE_ENUM(huge, none, all)

// strong typedefs: an aggregate, a class without a default constructor, an enum that is an id
struct device_id {
    std::int64_t value = 0;
    friend auto operator<=>(device_id const&, device_id const&) = default;
};
class label
{
public:
    explicit label(std::string text) : text_(std::move(text)) {}
    std::string const& text() const { return text_; }
    friend auto operator<=>(label const&, label const&) = default;

private:
    std::string text_;
};
enum class session_id : std::uint32_t {};

struct nothing_in_it {
    friend bool operator==(nothing_in_it const&, nothing_in_it const&) = default;
};

struct point {
    std::int32_t x = 0;
    std::int32_t y = 0;
    friend bool operator==(point const&, point const&) = default;
};

struct scalars {
    bool flag = false;
    char letter = 'a';
    std::int8_t i8 = 0;
    std::int16_t i16 = 0;
    std::int32_t i32 = 0;
    std::int64_t i64 = 0;
    std::uint8_t u8 = 0;
    std::uint16_t u16 = 0;
    std::uint32_t u32 = 0;
    std::uint64_t u64 = 0;
    float f32 = 0;
    double f64 = 0;
    friend bool operator==(scalars const&, scalars const&) = default;
};

struct blocks {
    std::string text = {};
    bb::bytes data = {};
    friend bool operator==(blocks const&, blocks const&) = default;
};

struct lists {
    std::vector<std::int32_t> numbers = {};
    std::vector<std::string> texts = {};
    std::vector<bool> flags = {};
    std::vector<std::uint8_t> small = {}; // numbers, not bytes
    std::vector<std::vector<double>> nested = {};
    std::vector<bb::bytes> data = {};
    std::vector<point> points = {};
    std::vector<std::optional<std::int32_t>> gaps = {};
    std::vector<label> labels = {};
    std::array<std::int32_t, 3> three = {};
    std::array<std::string, 2> two = {};
    std::array<std::uint8_t, 4> address = {};
    friend bool operator==(lists const&, lists const&) = default;
};

struct maybes {
    std::optional<bool> flag = {};
    std::optional<std::int64_t> number = {};
    std::optional<std::string> text = {};
    std::optional<bb::bytes> data = {};
    std::optional<point> where = {};
    std::optional<std::vector<std::int32_t>> numbers = {};
    std::optional<level> how = {};
    std::optional<device_id> id = {};
    std::optional<nothing_in_it> pulse = {};
    friend bool operator==(maybes const&, maybes const&) = default;
};

struct maps {
    std::map<std::string, std::int32_t> by_text = {};
    std::map<std::int32_t, std::string> by_number = {};
    std::map<std::uint64_t, bool> by_unsigned = {};
    std::map<level, double> by_enum = {};
    std::map<device_id, point> by_id = {};
    std::map<label, std::int32_t> by_label = {};
    std::map<char, std::string> by_letter = {};
    std::unordered_map<std::string, std::vector<std::int32_t>> lists_by_text = {};
    std::map<std::string, std::map<std::string, std::optional<double>>> deep = {};
    friend bool operator==(maps const&, maps const&) = default;
};

struct tuples {
    std::pair<std::int32_t, std::string> two = {};
    std::tuple<bool, double, std::string> three = {};
    std::tuple<std::int32_t> one = {};
    std::tuple<> none = {};
    std::vector<std::pair<std::string, std::int64_t>> many = {};
    std::tuple<std::optional<std::int32_t>, point> mixed = {};
    friend bool operator==(tuples const&, tuples const&) = default;
};

using choice =
    std::variant<std::monostate, std::int32_t, std::string, point, std::vector<std::int32_t>>;

struct choices {
    choice one = {};
    std::vector<choice> many = {};
    std::optional<choice> maybe = {};
    std::map<std::string, choice> named = {};
    std::variant<device_id, label> strong = device_id{};
    friend bool operator==(choices const&, choices const&) = default;
};

struct times {
    std::chrono::seconds s = {};
    std::chrono::milliseconds ms = {};
    std::chrono::nanoseconds ns = {};
    std::chrono::duration<double> exact = {};
    std::chrono::duration<std::int32_t, std::ratio<1, 60>> frames = {};
    std::chrono::sys_time<std::chrono::milliseconds> at = {};
    std::chrono::sys_days day = {};
    friend bool operator==(times const&, times const&) = default;
};

struct named {
    level how = level::normal;
    huge how_much = huge::none;
    device_id id = {};
    label tag = label("");
    session_id session = {};
    nothing_in_it pulse = {};
    friend bool operator==(named const&, named const&) = default;
};

// It contains itself, by elements and by pointer.
struct tree {
    std::int32_t value = 0;
    std::vector<tree> children = {};
    std::unique_ptr<tree> next = {};

    friend bool operator==(tree const& a, tree const& b)
    {
        bool const next_equal =
            a.next && b.next ? *a.next == *b.next : static_cast<bool>(a.next) == !!b.next;
        return a.value == b.value && a.children == b.children && next_equal;
    }
};

// no default constructor, as a whole and in its parts
struct made_of_labels {
    label one;
    std::array<label, 2> two;
    std::pair<label, std::int32_t> pair;
    std::variant<label, bool> either;
    friend bool operator==(made_of_labels const&, made_of_labels const&) = default;
};

// with notes
struct get_device {
    using response = point;
    std::int64_t id = 0;
    bool fresh = false;
    std::int32_t tries = 3;
    std::optional<std::string> reason = {};

    static constexpr bb::schema::notes broker_schema{"Asks for a device.",
        {{.name = "id", .doc = "As it came with device_found.", .number = 14},
            {.name = "fresh", .may_be_absent = true, .number = 9},
            {.name = "tries", .doc = "How often.", .may_be_absent = true}}};
    friend bool operator==(get_device const&, get_device const&) = default;
};

struct only_id { // what an older program sends for get_device
    std::int64_t id = 0;
    static constexpr bb::schema::notes broker_schema{"", {{.name = "id", .number = 14}}};
};

// two versions of one message: more optional fields, one more required field
struct version_1 {
    std::int32_t id = 0;
    std::string name = {};
    friend bool operator==(version_1 const&, version_1 const&) = default;
};
struct version_2 {
    std::int32_t id = 0;
    std::string name = {};
    std::optional<std::map<std::string, std::vector<point>>> more = {};
    friend bool operator==(version_2 const&, version_2 const&) = default;
};
struct version_3 {
    std::int32_t id = 0;
    std::string name = {};
    std::int32_t needed = 0;
    friend bool operator==(version_3 const&, version_3 const&) = default;
};

struct everything {
    scalars a = {};
    blocks b = {};
    lists c = {};
    maybes d = {};
    maps e = {};
    tuples f = {};
    choices g = {};
    times h = {};
    named i = {};
    tree j = {};
    friend bool operator==(everything const&, everything const&) = default;
};

using messages =
    std::tuple<nothing_in_it, point, scalars, blocks, lists, maybes, maps, tuples, choices, times,
        named, tree, made_of_labels, get_device, version_1, version_2, version_3, everything>;

} // namespace codec_test

template<>
struct boost_broker::schema::strong_typedef<codec_test::device_id>
    : boost_broker::schema::wraps<&codec_test::device_id::value> {};
template<>
struct boost_broker::schema::strong_typedef<codec_test::label> {
    using underlying_type = std::string;
    static std::string const& get(codec_test::label const& l) { return l.text(); }
    static codec_test::label make(std::string text) { return codec_test::label(std::move(text)); }
};
template<>
struct boost_broker::schema::strong_typedef<codec_test::session_id> {
    using underlying_type = std::uint32_t;
    static std::uint32_t get(codec_test::session_id id) { return static_cast<std::uint32_t>(id); }
    static codec_test::session_id make(std::uint32_t id) { return codec_test::session_id{id}; }
};

BOOST_HANA_ADAPT_STRUCT(codec_test::point, x, y);
BOOST_HANA_ADAPT_STRUCT(
    codec_test::scalars, flag, letter, i8, i16, i32, i64, u8, u16, u32, u64, f32, f64);
BOOST_HANA_ADAPT_STRUCT(codec_test::blocks, text, data);
BOOST_HANA_ADAPT_STRUCT(codec_test::lists, numbers, texts, flags, small, nested, data, points, gaps,
    labels, three, two, address);
BOOST_HANA_ADAPT_STRUCT(
    codec_test::maybes, flag, number, text, data, where, numbers, how, id, pulse);
BOOST_HANA_ADAPT_STRUCT(codec_test::maps, by_text, by_number, by_unsigned, by_enum, by_id, by_label,
    by_letter, lists_by_text, deep);
BOOST_HANA_ADAPT_STRUCT(codec_test::tuples, two, three, one, none, many, mixed);
BOOST_HANA_ADAPT_STRUCT(codec_test::choices, one, many, maybe, named, strong);
BOOST_HANA_ADAPT_STRUCT(codec_test::times, s, ms, ns, exact, frames, at, day);
BOOST_HANA_ADAPT_STRUCT(codec_test::named, how, how_much, id, tag, session, pulse);
BOOST_HANA_ADAPT_STRUCT(codec_test::tree, value, children, next);
BOOST_HANA_ADAPT_STRUCT(codec_test::made_of_labels, one, two, pair, either);
BOOST_HANA_ADAPT_STRUCT(codec_test::get_device, id, fresh, tries, reason);
BOOST_HANA_ADAPT_STRUCT(codec_test::only_id, id);
BOOST_HANA_ADAPT_STRUCT(codec_test::version_1, id, name);
BOOST_HANA_ADAPT_STRUCT(codec_test::version_2, id, name, more);
BOOST_HANA_ADAPT_STRUCT(codec_test::version_3, id, name, needed);
BOOST_HANA_ADAPT_STRUCT(codec_test::everything, a, b, c, d, e, f, g, h, i, j);

#endif
