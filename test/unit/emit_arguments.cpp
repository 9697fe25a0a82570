// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "listening.hpp"
#include <boost_broker/event_broker.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <any>
#include <array>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace emit_arguments_test {

namespace bb = boost_broker;
namespace asio = boost::asio;
using unit_listening::listening;

// fields that could take almost anything for themselves
struct anything {
    std::string name = {};
    std::any value = {};
};
struct on_executor {
    asio::any_io_executor where = {};
};
struct about {
    bb::context_ref which = {};
};
struct point {
    int x = 0;
    int y = 0;
};
struct line {
    point from = {};
    point to = {};
};
struct pair_of {
    std::array<int, 2> both = {};
};
struct called {
    std::function<int()> back = {};
    std::optional<int> perhaps = {};
};
struct numbers {
    std::uint16_t port = 0;
    double ratio = 0;
    float part = 0;
    std::int64_t large = 0;
    std::size_t count = 0;
    std::int8_t small = 0;
};

using bb::detail::fills_field;
static_assert(fills_field<int, unsigned> && fills_field<int, std::uint16_t>);
static_assert(fills_field<int, double> && fills_field<double, float>);
static_assert(fills_field<char const (&)[3], std::string>);
static_assert(fills_field<std::unique_ptr<int>, std::unique_ptr<int>>);
static_assert(!fills_field<std::unique_ptr<int>&, std::unique_ptr<int>>);
static_assert(!fills_field<long, int> && !fills_field<double, int>);
static_assert(!fills_field<unsigned, int> && !fills_field<float, int>);
static_assert(!fills_field<int, bool> && !fills_field<char const*, bool>);
static_assert(!fills_field<int, std::string> && !fills_field<int, std::vector<int>>);
static_assert(!fills_field<int, point> && !fills_field<int, std::unique_ptr<int>>);

} // namespace emit_arguments_test

BOOST_HANA_ADAPT_STRUCT(emit_arguments_test::anything, name, value);
BOOST_HANA_ADAPT_STRUCT(emit_arguments_test::on_executor, where);
BOOST_HANA_ADAPT_STRUCT(emit_arguments_test::about, which);
BOOST_HANA_ADAPT_STRUCT(emit_arguments_test::line, from, to);
BOOST_HANA_ADAPT_STRUCT(emit_arguments_test::pair_of, both);
BOOST_HANA_ADAPT_STRUCT(emit_arguments_test::called, back, perhaps);
BOOST_HANA_ADAPT_STRUCT(emit_arguments_test::numbers, port, ratio, part, large, count, small);

BOOST_AUTO_TEST_SUITE(emit_arguments)

using namespace emit_arguments_test;

BOOST_AUTO_TEST_CASE(fields_that_could_take_everything)
{
    listening<anything> any;
    BOOST_TEST(any.reached(bb::emit<anything>(any.ctx, "x", 5)));
    BOOST_TEST(std::any_cast<int>(any.last->value) == 5);
    BOOST_TEST(any.reached(bb::emit<anything>(any.ctx, {.value = 6})));
    BOOST_TEST(std::any_cast<int>(any.last->value) == 6);
    BOOST_TEST(any.reached(bb::emit<anything>(any.ctx, "x", any.ctx.ref())));
    BOOST_TEST((std::any_cast<bb::context_ref>(any.last->value) == any.ctx.ref()));
    BOOST_TEST(any.reached_default(bb::emit<anything>("x", 7)));
    BOOST_TEST(std::any_cast<int>(any.last->value) == 7);
    BOOST_TEST(any.reached_default(bb::emit(anything{"x", 8})));
    BOOST_TEST(std::any_cast<int>(any.last->value) == 8);

    // an executor is a field here, though a context could be made of it
    asio::io_context io;
    listening<on_executor> l;
    BOOST_TEST(l.reached(bb::emit<on_executor>(l.ctx, io.get_executor())));
    BOOST_TEST(l.reached_default(bb::emit<on_executor>(io.get_executor())));
    BOOST_TEST((l.last->where == io.get_executor()));

    // the first context is the context, the second a field
    listening<about> a;
    bb::broker_context const other;
    BOOST_TEST(a.reached(bb::emit<about>(a.ctx, other.ref())));
    BOOST_TEST((a.last->which == other.ref()));
    BOOST_TEST(a.reached(bb::emit<about>(a.ctx, other)));
    BOOST_TEST((a.last->which == other.ref()));
}

BOOST_AUTO_TEST_CASE(fields_that_are_structs)
{
    listening<line> l;
    BOOST_TEST(l.reached(bb::emit<line>(l.ctx, point{1, 2}, point{3, 4})));
    BOOST_TEST(l.last->to.y == 4);
    BOOST_TEST(l.reached(bb::emit<line>(l.ctx, {{1, 2}, {3, 5}})));
    BOOST_TEST(l.last->to.y == 5);
    BOOST_TEST(l.reached(bb::emit<line>(l.ctx, {.to = {.y = 6}})));
    BOOST_TEST(l.last->to.y == 6);
    listening<pair_of> p;
    BOOST_TEST(p.reached(bb::emit<pair_of>(p.ctx, std::array{1, 2})));
    BOOST_TEST(p.last->both[1] == 2);
    BOOST_TEST(p.reached(bb::emit<pair_of>(p.ctx, {.both = {3, 4}})));
    BOOST_TEST(p.last->both[1] == 4);
}

BOOST_AUTO_TEST_CASE(arguments_convert_implicitly_and_without_narrowing)
{
    listening<called> c;
    BOOST_TEST(c.reached(bb::emit<called>(
        c.ctx, [] { return 7; }, 8)));
    BOOST_TEST(c.last->back() == 7);
    BOOST_TEST(*c.last->perhaps == 8);
    BOOST_TEST(c.reached(bb::emit<called>(c.ctx, nullptr, std::nullopt)));
    BOOST_TEST(!c.last->perhaps.has_value());
    BOOST_TEST(!c.last->back);

    listening<numbers> n;
    BOOST_TEST(n.reached(bb::emit<numbers>(n.ctx, 8080, 3, 0.5, -1, 7, -128)));
    BOOST_TEST(n.last->port == 8080u);
    BOOST_TEST(n.last->ratio == 3.0);
    BOOST_TEST(n.last->part == 0.5f);
    BOOST_TEST(n.last->large == -1);
    BOOST_TEST(n.last->count == 7u);
    BOOST_TEST(n.last->small == -128);
    auto const port = std::numeric_limits<std::uint16_t>::max();
    short const short_one = -3;
    BOOST_TEST(n.reached(bb::emit<numbers>(n.ctx, port, 1.5f, 2.0f, short_one, 65535, 127)));
    BOOST_TEST(n.last->port == port);
    BOOST_TEST(n.last->ratio == 1.5);
    BOOST_TEST(n.last->large == -3);
    BOOST_TEST(n.last->count == 65535u);
}

BOOST_AUTO_TEST_SUITE_END()
