// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "listening.hpp"
#include <boost_broker/event_broker.hpp>

#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace emit_overloads_test {

namespace bb = boost_broker;
using unit_listening::listening;

struct pulse {};
struct found {
    std::int64_t id = 7;
    std::string name = "unnamed";
};
struct label {
    std::string text = {};
};
struct parcel {
    std::unique_ptr<int> content = {};
};

bool is(std::optional<found> const& e, std::int64_t id, std::string const& name)
{
    return e && e->id == id && e->name == name;
}

} // namespace emit_overloads_test

BOOST_HANA_ADAPT_STRUCT(emit_overloads_test::found, id, name);
BOOST_HANA_ADAPT_STRUCT(emit_overloads_test::label, text);
BOOST_HANA_ADAPT_STRUCT(emit_overloads_test::parcel, content);

BOOST_AUTO_TEST_SUITE(emit_overloads)

using namespace emit_overloads_test;

BOOST_AUTO_TEST_CASE(fields_in_order)
{
    listening<found> l;
    bb::context_ref const ref = l.ctx;
    auto const& const_ctx = l.ctx;
    std::string const name = "x";
    BOOST_TEST((l.reached(bb::emit<found>(l.ctx, 1, "x")) && is(l.last, 1, "x")));
    BOOST_TEST((l.reached(bb::emit<found>(const_ctx, 2, name)) && is(l.last, 2, "x")));
    BOOST_TEST((l.reached(bb::emit<found>(ref, 3, std::string("y"))) && is(l.last, 3, "y")));
    BOOST_TEST((l.reached(bb::emit<found>(l.ctx.ref(), 4, "x")) && is(l.last, 4, "x")));
    BOOST_TEST((l.reached(bb::publish<found>(l.ctx, 5, "x")) && is(l.last, 5, "x")));
    BOOST_TEST((l.reached(bb::publish<found>(ref, 6, "x")) && is(l.last, 6, "x")));
    BOOST_TEST((l.reached_default(bb::emit<found>(7, "x")) && is(l.last, 7, "x")));
    BOOST_TEST((l.reached_default(bb::publish<found>(8, "x")) && is(l.last, 8, "x")));
}

BOOST_AUTO_TEST_CASE(fields_by_name_and_in_braces)
{
    listening<found> l;
    bb::context_ref const ref = l.ctx;
    BOOST_TEST((l.reached(bb::emit<found>(l.ctx, {.id = 1, .name = "x"})) && is(l.last, 1, "x")));
    BOOST_TEST((l.reached(bb::emit<found>(ref, {.id = 2})) && is(l.last, 2, "unnamed")));
    BOOST_TEST((l.reached(bb::emit<found>(l.ctx, {.name = "y"})) && is(l.last, 7, "y")));
    BOOST_TEST((l.reached(bb::emit<found>(l.ctx, {3, "z"})) && is(l.last, 3, "z")));
    BOOST_TEST((l.reached(bb::emit<found>(l.ctx, {})) && is(l.last, 7, "unnamed")));
    BOOST_TEST((l.reached(bb::publish<found>(l.ctx, {.id = 4})) && is(l.last, 4, "unnamed")));
    BOOST_TEST((l.reached_default(bb::emit<found>({.id = 5})) && is(l.last, 5, "unnamed")));
    BOOST_TEST((l.reached_default(bb::publish<found>({.id = 6})) && is(l.last, 6, "unnamed")));
    BOOST_TEST((l.reached_default(bb::emit<found>({})) && is(l.last, 7, "unnamed")));
}

BOOST_AUTO_TEST_CASE(a_value)
{
    listening<found> l;
    bb::context_ref const ref = l.ctx;
    found lvalue{1, "x"};
    found const constant{2, "x"};
    BOOST_TEST((l.reached(bb::emit(l.ctx, lvalue)) && is(l.last, 1, "x")));
    BOOST_TEST((l.reached(bb::emit<found>(l.ctx, lvalue)) && is(l.last, 1, "x")));
    BOOST_TEST((l.reached(bb::emit(ref, constant)) && is(l.last, 2, "x")));
    BOOST_TEST((l.reached(bb::emit<found>(ref, constant)) && is(l.last, 2, "x")));
    BOOST_TEST((l.reached(bb::emit(l.ctx, std::move(constant))) && is(l.last, 2, "x"))); // NOLINT
    BOOST_TEST((l.reached(bb::emit(l.ctx, found{3, "x"})) && is(l.last, 3, "x")));
    BOOST_TEST((l.reached(bb::emit<found>(l.ctx, found{4, "x"})) && is(l.last, 4, "x")));
    BOOST_TEST((l.reached(bb::publish(l.ctx, lvalue)) && is(l.last, 1, "x")));
    BOOST_TEST((l.reached(bb::publish<found>(l.ctx, constant)) && is(l.last, 2, "x")));
    BOOST_TEST((l.reached_default(bb::emit(lvalue)) && is(l.last, 1, "x")));
    BOOST_TEST((l.reached_default(bb::emit<found>(constant)) && is(l.last, 2, "x")));
    BOOST_TEST((l.reached_default(bb::emit<found>(found{5, "x"})) && is(l.last, 5, "x")));
    BOOST_TEST((l.reached_default(bb::publish(found{6, "x"})) && is(l.last, 6, "x")));
    BOOST_TEST((l.reached_default(bb::publish<found>(lvalue)) && is(l.last, 1, "x")));
    BOOST_TEST(lvalue.name == "x");
}

BOOST_AUTO_TEST_CASE(an_event_without_fields)
{
    listening<pulse> l;
    BOOST_TEST(l.reached(bb::emit<pulse>(l.ctx)));
    BOOST_TEST(l.reached(bb::emit<pulse>(l.ctx.ref())));
    BOOST_TEST(l.reached(bb::emit<pulse>(l.ctx, {})));
    BOOST_TEST(l.reached(bb::emit<pulse>(l.ctx, pulse())));
    BOOST_TEST(l.reached(bb::emit(l.ctx, pulse())));
    BOOST_TEST(l.reached(bb::publish<pulse>(l.ctx)));
    BOOST_TEST(l.reached_default(bb::emit<pulse>()));
    BOOST_TEST(l.reached_default(bb::emit<pulse>({})));
    BOOST_TEST(l.reached_default(bb::emit(pulse())));
    BOOST_TEST(l.reached_default(bb::publish<pulse>()));
}

BOOST_AUTO_TEST_CASE(what_can_only_be_moved)
{
    bb::broker_context ctx;
    int sum = 0;
    auto const add = [&](parcel const& p) { sum += *p.content; };
    bb::handle const in_ctx = bb::listen<parcel>(ctx, add);
    bb::handle const in_default = bb::listen<parcel>(add);
    parcel named{std::make_unique<int>(1)};
    std::size_t accepted = bb::emit(ctx, std::move(named)).accepted;
    accepted += bb::emit<parcel>(ctx, parcel{std::make_unique<int>(10)}).accepted;
    accepted += bb::emit<parcel>(ctx, std::make_unique<int>(100)).accepted;
    accepted += bb::emit<parcel>(ctx, {.content = std::make_unique<int>(1000)}).accepted;
    accepted += bb::emit<parcel>(std::make_unique<int>(10000)).accepted;
    accepted += bb::emit(parcel{std::make_unique<int>(100000)}).accepted;
    accepted += bb::publish<parcel>(ctx, std::make_unique<int>(1000000)).accepted;
    BOOST_TEST(accepted == 7u);
    BOOST_TEST(sum == 1111111);
}

BOOST_AUTO_TEST_CASE(a_value_that_is_delivered_directly_is_the_value_itself)
{
    bb::broker_context ctx;
    label const event{"x"};
    label const* seen = nullptr;
    std::string const* field = nullptr;
    bb::handle const a = bb::listen<label>(ctx, [&](label const& e) { seen = &e; });
    bb::handle const b = bb::listen<label>(ctx, [&](std::string const& s) { field = &s; });
    bb::emit(ctx, event);
    BOOST_TEST(seen == &event);
    BOOST_TEST(field == &event.text);
}

BOOST_AUTO_TEST_SUITE_END()
