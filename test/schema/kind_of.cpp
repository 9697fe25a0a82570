// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "../codec/messages.hpp"
#include <boost_broker/schema/check.hpp>
#include <boost_broker/schema/enumerators.hpp>
#include <boost_broker/schema/fields.hpp>
#include <boost_broker/schema/initial.hpp>
#include <boost_broker/schema/kind_of.hpp>
#include <boost_broker/schema/name_of.hpp>

#include <boost/container/flat_map.hpp>
#include <boost/container/small_vector.hpp>
#include <boost/describe/class.hpp>
#include <boost/test/unit_test.hpp>

#include <any>
#include <deque>
#include <functional>
#include <list>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>

namespace kind_of_test {

using namespace codec_test;
using bs::kind;

template<class T, kind K>
constexpr bool is = bs::kind_of<T> == K&& bs::kind_of<T const> == K;

static_assert(is<void, kind::nothing> && is<std::monostate, kind::nothing>);
static_assert(is<bool, kind::boolean> && is<char, kind::character>);
static_assert(is<signed char, kind::signed_integer> && is<std::int64_t, kind::signed_integer>);
static_assert(is<long, kind::signed_integer> && is<long long, kind::signed_integer>);
static_assert(
    is<unsigned char, kind::unsigned_integer> && is<std::uint64_t, kind::unsigned_integer>);
static_assert(is<float, kind::floating> && is<double, kind::floating>);
static_assert(is<std::string, kind::text> && is<bb::bytes, kind::bytes>);
static_assert(is<std::vector<std::uint8_t>, kind::sequence>); // numbers, not bytes
static_assert(is<std::vector<bool>, kind::sequence> && is<std::deque<int>, kind::sequence>);
static_assert(is<std::list<label>, kind::sequence>);
static_assert(is<boost::container::small_vector<int, 4>, kind::sequence>);
static_assert(is<std::array<int, 0>, kind::array> && is<std::array<label, 2>, kind::array>);
static_assert(is<std::optional<int>, kind::optional> && is<std::unique_ptr<tree>, kind::optional>);
static_assert(is<std::map<int, int>, kind::map> && is<std::unordered_map<label, label>, kind::map>);
static_assert(is<boost::container::flat_map<int, int>, kind::map>);
static_assert(is<std::pair<int, int>, kind::tuple> && is<std::tuple<>, kind::tuple>);
static_assert(is<choice, kind::variant> && is<std::chrono::seconds, kind::duration>);
static_assert(is<std::chrono::sys_days, kind::time_point>);
static_assert(is<device_id, kind::strong> && is<session_id, kind::strong>);
static_assert(is<level, kind::enumeration> && is<point, kind::structure>);
static_assert(is<nothing_in_it, kind::structure>);

// what has a meaning in one process only, or none that could be guessed
enum class unnamed { one };
static_assert(is<unnamed, kind::unmapped> && is<int*, kind::unmapped>);
static_assert(is<std::string_view, kind::unmapped> && is<char const*, kind::unmapped>);
static_assert(is<wchar_t, kind::unmapped> && is<char8_t, kind::unmapped>);
static_assert(is<long double, kind::unmapped> && is<std::byte, kind::unmapped>);
static_assert(is<std::function<void()>, kind::unmapped> && is<std::any, kind::unmapped>);
static_assert(is<std::multimap<int, int>, kind::unmapped> && is<std::set<int>, kind::unmapped>);
static_assert(is<std::shared_ptr<int>, kind::unmapped>);
static_assert(is<std::unique_ptr<int[]>, kind::unmapped>);
static_assert(is<std::chrono::steady_clock::time_point, kind::unmapped>);
static_assert(!bs::mapped<std::vector<int*>> && !bs::mapped<std::map<double, int>>);
static_assert(bs::mapped<everything> && bs::mapped<void> && bs::mapped<tree>);

static_assert(std::is_same_v<bs::element_type<std::unique_ptr<tree>>, tree>);
static_assert(std::is_same_v<bs::represented_type<level>, std::int8_t>);
static_assert(std::is_same_v<bs::represented_type<label>, std::string>);

// described instead of adapted
struct described {
    int number = 7;
    std::optional<int> maybe = {};
};
BOOST_DESCRIBE_STRUCT(described, (), (number, maybe))

template<class T>
struct box {
    T content = {};
    static constexpr auto broker_schema = bb::schema::notes("Holds something.").named("box_of");
};

// notes on a type that cannot be changed
struct foreign {
    int number = 0;
};

} // namespace kind_of_test

template<>
struct boost_broker::schema::notes_of<kind_of_test::foreign> {
    static constexpr notes value{"From elsewhere.", {{.name = "number", .doc = "A number."}}};
};
BOOST_HANA_ADAPT_STRUCT(kind_of_test::foreign, number);
BOOST_HANA_ADAPT_STRUCT(kind_of_test::box<int>, content);

BOOST_AUTO_TEST_SUITE(kind_of)

using namespace kind_of_test;

BOOST_AUTO_TEST_CASE(every_kind_has_a_name_of_its_own)
{
    std::set<std::string_view> names;
    for (int i = 0; i <= static_cast<int>(kind::structure); ++i)
        names.insert(to_string(static_cast<kind>(i)));
    BOOST_TEST(names.size() == static_cast<std::size_t>(kind::structure) + 1);
    BOOST_TEST(!names.contains("unknown"));
    BOOST_TEST(to_string(static_cast<kind>(200)) == "unknown");
}

BOOST_AUTO_TEST_CASE(types_are_called_like_in_cpp_without_a_namespace)
{
    BOOST_TEST(bs::name_of<point> == "point");
    BOOST_TEST(bs::name_of<level const> == "level");
    BOOST_TEST(bs::name_of<label> == "label");
    BOOST_TEST(bs::name_of<box<int>> == "box_of");
    BOOST_TEST(bs::name_of<std::uint8_t> == "uint8");
    BOOST_TEST(bs::name_of<std::int16_t> == "int16");
    BOOST_TEST(bs::name_of<long> == "int64");
    BOOST_TEST(bs::name_of<unsigned long long> == "uint64");
    BOOST_TEST(bs::name_of<float> == "float32");
    BOOST_TEST(bs::name_of<std::string> == "text");
    BOOST_TEST(bs::alternative_names<choice>[0] == "nothing");
    BOOST_TEST(bs::alternative_names<choice>[3] == "point");
}

BOOST_AUTO_TEST_CASE(fields_are_found_by_name_and_by_place)
{
    using fields = bs::fields<get_device>;
    BOOST_TEST(fields::size == 4u);
    BOOST_TEST(fields::index_of("id") == 0u);
    BOOST_TEST(fields::index_of("reason", 3) == 3u);
    BOOST_TEST(fields::index_of("id", 3) == 0u); // out of order
    BOOST_TEST(fields::index_of("id", 4) == 0u); // after the last
    BOOST_TEST(fields::index_of("i") == fields::npos);
    BOOST_TEST(fields::index_of("") == fields::npos);
    BOOST_TEST(bs::fields<nothing_in_it>::index_of("x") == fields::npos);

    BOOST_TEST(fields::visit<std::size_t>(2, [](auto i) { return std::size_t{i}; }) == 2u);
    BOOST_TEST(!fields::visit(4, [&](auto) { return true; }));
    std::string order;
    BOOST_TEST(!fields::for_each([&](auto i) {
        order += fields::names[i];
        return i != 1;
    }));
    BOOST_TEST(order == "idfresh");
}

BOOST_AUTO_TEST_CASE(what_must_be_there_is_what_is_not_optional_and_has_no_note)
{
    using fields = bs::fields<get_device>;
    BOOST_TEST((fields::required == std::array{true, false, false, false}));
    BOOST_TEST(fields::required_mask == 1u);
    // an initialiser alone makes nothing optional, as in the wire format of nim-brokers
    BOOST_TEST(bs::fields<described>::required_mask == 1u);
    BOOST_TEST(bs::fields<tree>::required_mask == 3u);
}

BOOST_AUTO_TEST_CASE(notes_say_what_cpp_does_not)
{
    auto const& notes = bs::fields<get_device>::notes;
    BOOST_TEST(notes[0].doc == "As it came with device_found.");
    BOOST_TEST(notes[0].number == 14u);
    BOOST_TEST(notes[1].number == 9u);
    BOOST_TEST(notes[2].number == 3u); // its place
    BOOST_TEST(notes[3].name == "reason");
    BOOST_TEST(bs::notes_of<get_device>::value.doc == "Asks for a device.");
    BOOST_TEST(bs::notes_of<foreign>::value.doc == "From elsewhere.");
    BOOST_TEST(bs::fields<foreign>::notes[0].doc == "A number.");
    BOOST_TEST(bs::notes_of<point>::value.doc.empty());
}

BOOST_AUTO_TEST_CASE(enumerators_are_known_by_value_and_by_name)
{
    BOOST_TEST(bs::enumerators<level>.size() == 3u);
    BOOST_TEST(bs::is_enumerator(level::low));
    BOOST_TEST(!bs::is_enumerator(static_cast<level>(1)));
    BOOST_TEST((bs::enumerator_by_name<level>("high") == level::high));
    BOOST_TEST(!bs::enumerator_by_name<level>("High"));
    BOOST_TEST((bs::enumerator_by_name<huge>("all") == huge::all));
}

BOOST_AUTO_TEST_CASE(what_a_value_travels_as_and_back)
{
    BOOST_TEST(bs::represent(device_id{7}) == 7);
    BOOST_TEST(bs::represent(label("x")) == "x");
    BOOST_TEST(bs::represent(level::low) == -1);
    BOOST_TEST(bs::represent(std::chrono::minutes(3)) == 3);
    BOOST_TEST((bs::make_represented<device_id>(7) == device_id{7}));
    BOOST_TEST((bs::make_represented<session_id>(7u) == session_id{7}));
    auto const day = bs::make_represented<std::chrono::sys_days>(365);
    BOOST_TEST((day == std::chrono::sys_days(std::chrono::year(1971) / 1 / 1)));
    BOOST_TEST(bs::represent(day) == 365);
}

BOOST_AUTO_TEST_CASE(everything_has_an_initial_value)
{
    BOOST_TEST(bs::initial<get_device>().tries == 3); // the initialisers
    BOOST_TEST((bs::initial<label>() == label("")));
    auto const made = bs::initial<made_of_labels>();
    BOOST_TEST((made.two[1] == label("")));
    BOOST_TEST(made.either.index() == 0u);
    std::vector<label> labels;
    BOOST_TEST((bs::emplace_initial(labels) == label("")));
    std::list<point> points;
    bs::emplace_initial(points).x = 4;
    BOOST_TEST(points.front().x == 4);
    std::unique_ptr<tree> pointer;
    bs::engage(pointer).value = 5;
    BOOST_TEST(pointer->value == 5);
    std::optional<label> maybe;
    BOOST_TEST((bs::engage(maybe) == label("")));
}

BOOST_AUTO_TEST_SUITE_END()
