// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/event_broker.hpp>
#include <boost_broker/reflect.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/hana/define_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace reflect_test {

namespace bb = boost_broker;

// the same fields, made known in each way
struct adapted {
    int number = 7;
    std::string name = "unnamed";
};
struct defined {
    BOOST_HANA_DEFINE_STRUCT(defined, (int, number), (std::string, name));
};
struct described {
    int number = 7;
    std::string name = "unnamed";
};
BOOST_DESCRIBE_STRUCT(described, (), (number, name))

using models = std::tuple<adapted, defined, described>;

struct empty {};
struct holds_empty {
    BOOST_HANA_DEFINE_STRUCT(holds_empty, (empty, nothing));
};
struct unknown {
    int number = 0;
};
class not_an_aggregate
{
public:
    not_an_aggregate() {}
};
struct derived : described {
    int more = 0;
};
BOOST_DESCRIBE_STRUCT(derived, (described), (more))

enum class colour { red = 1, green = 4 };
BOOST_DESCRIBE_ENUM(colour, red, green)
enum plain { first };
BOOST_DEFINE_ENUM(defined_enum, one, two)
enum class unnamed { one };

struct parcel {
    std::unique_ptr<int> content = {};
};

using pairs = std::vector<std::pair<std::string, std::string>>;

pairs fields_of(auto const& object)
{
    pairs found;
    bb::for_each_field(object, [&]<class T>(std::string_view name, T const& value) {
        if constexpr (std::is_same_v<T, std::string>)
            found.emplace_back(name, value);
        else
            found.emplace_back(name, std::to_string(value));
    });
    return found;
}

} // namespace reflect_test

BOOST_HANA_ADAPT_STRUCT(reflect_test::adapted, number, name);
BOOST_HANA_ADAPT_STRUCT(reflect_test::parcel, content);

namespace reflect_test {

static_assert(bb::reflected<adapted> && bb::reflected<defined> && bb::reflected<described>);
static_assert(bb::reflected<empty> && bb::reflect<empty>::size == 0);
static_assert(!bb::reflected<unknown> && !bb::reflected<int> && !bb::reflected<std::string>);
static_assert(!bb::reflected<not_an_aggregate>);
static_assert(bb::reflected_enum<colour> && bb::reflected_enum<defined_enum>);
static_assert(!bb::reflected_enum<plain> && !bb::reflected_enum<unnamed>);
static_assert(!bb::reflected_enum<int> && !bb::reflected_enum<described>);

// at compile time
static_assert(bb::reflect<parcel>::name<0>() == "content");
static_assert(std::is_same_v<bb::field_type<parcel, 0>, std::unique_ptr<int>>);
static_assert(bb::enumerator_name(colour::green) == "green");

} // namespace reflect_test

BOOST_AUTO_TEST_SUITE(reflect)

using namespace reflect_test;

BOOST_AUTO_TEST_CASE_TEMPLATE(every_model_knows_count_names_and_types, T, models)
{
    using fields = bb::reflect<T>;
    BOOST_TEST(fields::size == 2u);
    BOOST_TEST(fields::template name<0>() == "number");
    BOOST_TEST(fields::template name<1>() == "name");
    BOOST_TEST((std::is_same_v<bb::field_type<T, 0>, int>));
    BOOST_TEST((std::is_same_v<bb::field_type<T, 1>, std::string>));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(every_model_reads_writes_and_moves_fields, T, models)
{
    using fields = bb::reflect<T>;
    T object{1, "a name that no small buffer holds, not even a large one"};
    fields::template get<0>(object) = 2;
    BOOST_TEST(fields::template get<0>(std::as_const(object)) == 2);
    BOOST_TEST((std::is_same_v<decltype(fields::template get<1>(object)), std::string&>));
    BOOST_TEST((std::is_same_v<decltype(fields::template get<1>(std::as_const(object))),
        std::string const&>));
    BOOST_TEST(
        (std::is_same_v<decltype(fields::template get<1>(std::move(object))), std::string&&>));
    std::string const taken = fields::template get<1>(std::move(object));
    BOOST_TEST(taken.starts_with("a name"));
    BOOST_TEST(object.name.empty());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(every_model_is_visited_in_the_order_of_declaration, T, models)
{
    BOOST_TEST((fields_of(T{1, "x"}) == pairs{{"number", "1"}, {"name", "x"}}));
    T object{1, "x"};
    bb::for_each_field(object, [](std::string_view, auto& value) { value = {}; });
    BOOST_TEST((fields_of(object) == pairs{{"number", "0"}, {"name", ""}}));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(every_model_is_a_message, T, models)
{
    bb::broker_context ctx;
    pairs seen;
    bb::handle const a = bb::listen<T>(ctx, [&](T const& e) { seen = fields_of(e); });
    bb::handle const b = bb::listen<T>(ctx, [&](int number, std::string const& name) {
        seen.emplace_back(name, std::to_string(number));
    });
    BOOST_TEST(bb::emit<T>(ctx, 3, "x").accepted == 2u);
    BOOST_TEST((seen == pairs{{"number", "3"}, {"name", "x"}, {"x", "3"}}));
}

BOOST_AUTO_TEST_CASE(default_member_initialisers_stay)
{
    BOOST_TEST((fields_of(adapted()) == pairs{{"number", "7"}, {"name", "unnamed"}}));
    BOOST_TEST((fields_of(described()) == pairs{{"number", "7"}, {"name", "unnamed"}}));
    bb::broker_context ctx;
    pairs seen;
    bb::handle const a = bb::listen<adapted>(ctx, [&](adapted const& e) { seen = fields_of(e); });
    bb::handle const b =
        bb::listen<described>(ctx, [&](described const& e) { seen = fields_of(e); });
    bb::emit<adapted>(ctx, {.name = "x"});
    BOOST_TEST((seen == pairs{{"number", "7"}, {"name", "x"}}));
    bb::emit<described>(ctx, {.number = 1});
    BOOST_TEST((seen == pairs{{"number", "1"}, {"name", "unnamed"}}));
}

BOOST_AUTO_TEST_CASE(an_empty_struct_needs_nothing)
{
    int visited = 0;
    bb::for_each_field(empty(), [&](auto&&...) { ++visited; });
    BOOST_TEST(visited == 0);
    BOOST_TEST(bb::reflect<holds_empty>::size == 1u);
}

BOOST_AUTO_TEST_CASE(described_bases_are_visited_first)
{
    derived const object{{1, "x"}, 2};
    BOOST_TEST((fields_of(object) == pairs{{"number", "1"}, {"name", "x"}, {"more", "2"}}));
}

BOOST_AUTO_TEST_CASE(enumerators_have_names)
{
    BOOST_TEST(bb::enumerator_name(colour::red) == "red");
    BOOST_TEST(bb::enumerator_name(two) == "two");
    BOOST_TEST(bb::enumerator_name(static_cast<colour>(2)).empty());
}

BOOST_AUTO_TEST_SUITE_END()
