// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "listening.hpp"
#include <boost_broker/diagnostics.hpp>
#include <boost_broker/emitter.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace emitter_test {

namespace bb = boost_broker;
namespace asio = boost::asio;
using unit_listening::listening;

struct pulse {};
struct found {
    std::int64_t id = 7;
    std::string name = "unnamed";
};
struct port {
    std::uint16_t number = 0;
};
struct parcel {
    std::unique_ptr<int> content = {};
};
struct unnamed_fields {
    explicit unnamed_fields(int n) : number(n) {}
    int number;
};
struct full {
    using broker_policy = bb::local<bb::queue_depth<1>, bb::overflow<bb::drop_newest>>;
    std::unique_ptr<int> content = {};
};

bool is(std::optional<found> const& e, std::int64_t id, std::string const& name)
{
    return e && e->id == id && e->name == name;
}

constexpr bb::emit_result nobody{0, 0};

} // namespace emitter_test

BOOST_HANA_ADAPT_STRUCT(emitter_test::found, id, name);
BOOST_HANA_ADAPT_STRUCT(emitter_test::port, number);
BOOST_HANA_ADAPT_STRUCT(emitter_test::parcel, content);
BOOST_HANA_ADAPT_STRUCT(emitter_test::full, content);

BOOST_AUTO_TEST_SUITE(emitter)

using namespace emitter_test;

static_assert(std::copyable<bb::emitter<found>>);
static_assert(!std::convertible_to<bb::context_ref, bb::emitter<found>>);

BOOST_AUTO_TEST_CASE(takes_every_form_of_the_verb)
{
    listening<found> l;
    auto const out = bb::emitter<found>(l.ctx);
    found event{3, "lvalue"};
    auto const& const_event = event;
    std::string const name = "x";
    BOOST_TEST((l.reached(out(1, "x")) && is(l.last, 1, "x")));
    BOOST_TEST((l.reached(out(std::int64_t(2), name)) && is(l.last, 2, "x")));
    BOOST_TEST((l.reached(out({.id = 4})) && is(l.last, 4, "unnamed")));
    BOOST_TEST((l.reached(out({.id = 5, .name = "y"})) && is(l.last, 5, "y")));
    BOOST_TEST((l.reached(out({})) && is(l.last, 7, "unnamed")));
    BOOST_TEST((l.reached(out(event)) && is(l.last, 3, "lvalue")));
    BOOST_TEST((l.reached(out(const_event)) && is(l.last, 3, "lvalue")));
    BOOST_TEST((l.reached(out(std::move(event))) && is(l.last, 3, "lvalue")));
    BOOST_TEST((l.reached(out(found{6, "z"})) && is(l.last, 6, "z")));

    listening<port> p;
    BOOST_TEST((p.reached(bb::emitter<port>(p.ctx)(8080)) && p.last->number == 8080));
    listening<pulse> empty;
    BOOST_TEST(empty.reached(bb::emitter<pulse>(empty.ctx)()));
    BOOST_TEST(empty.reached(bb::emitter<pulse>(empty.ctx)(pulse())));
}

BOOST_AUTO_TEST_CASE(emits_values_whose_fields_nobody_knows)
{
    bb::broker_context ctx;
    int got = 0;
    bb::handle const on =
        bb::listen<unnamed_fields>(ctx, [&](unnamed_fields const& u) { got = u.number; });
    auto const out = bb::emitter<unnamed_fields>(ctx);
    out(unnamed_fields(3));
    BOOST_TEST(got == 3);
}

BOOST_AUTO_TEST_CASE(moves_events_that_cannot_be_copied)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    int got = 0;
    bb::handle const on = bb::listen<parcel>(ctx, [&](parcel const& p) { got = *p.content; });
    auto const out = bb::emitter<parcel>(ctx);
    out(std::make_unique<int>(1));
    io.poll();
    BOOST_TEST(got == 1);
    out(parcel{std::make_unique<int>(2)});
    io.restart();
    io.poll();
    BOOST_TEST(got == 2);
}

BOOST_AUTO_TEST_CASE(leaves_the_arguments_of_a_refused_event)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    auto const out = bb::emitter<full>(ctx);
    bb::handle const on = bb::listen<full>(ctx, [](full const&) {});
    bb::handle const again = bb::listen<full>(ctx, [&](full const& f) {
        if (*f.content != 1)
            return;
        BOOST_TEST((out(std::make_unique<int>(2)) == bb::emit_result{2, 0}));
        auto third = std::make_unique<int>(3);
        BOOST_TEST((out(std::move(third)) == bb::emit_result{0, 2}));
        BOOST_TEST(third != nullptr);
    });
    out(std::make_unique<int>(1));
    io.poll();
    BOOST_TEST(bb::stats<bb::event_broker<full>>(ctx).delivered == 4u);
}

BOOST_AUTO_TEST_CASE(may_be_made_before_anybody_listens)
{
    bb::broker_context ctx;
    auto const out = bb::emitter<found>(ctx);
    BOOST_TEST((out(1, "x") == nobody));
    BOOST_TEST((out(found()) == nobody));
    std::vector<std::int64_t> seen;
    bb::handle on =
        bb::listen<found>(ctx, [&](std::int64_t id, auto const&) { seen.push_back(id); });
    auto const copy = out;
    out(1, "x");
    copy(2, "x");
    on.stop();
    BOOST_TEST((out(3, "x") == nobody));
    BOOST_TEST(seen == (std::vector<std::int64_t>{1, 2}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(answers_like_the_verb_when_the_context_is_closed)
{
    bb::broker_context ctx;
    bb::handle const on = bb::listen<found>(ctx, [](found const&) { BOOST_ERROR("called"); });
    std::vector<bb::diagnostic_kind> told;
    ctx.diagnostics().connect([&](bb::diagnostic const& d) { told.push_back(d.kind); });
    auto const out = bb::emitter<found>(ctx);
    ctx.close();
    BOOST_TEST((out(1, "x") == nobody));
    BOOST_TEST((out({.id = 1}) == nobody));
    BOOST_TEST((bb::emitter<found>(ctx)(found()) == nobody));
    BOOST_TEST(told.size() == 3u);
    BOOST_TEST((told.front() == bb::diagnostic_kind::context_closed));
    BOOST_TEST((bb::emitter<found>(bb::context_ref())(1, "x") == nobody));
}

BOOST_AUTO_TEST_CASE(never_reaches_another_context)
{
    std::optional<bb::broker_context> first(std::in_place);
    auto const* const core = bb::detail::context_access::raw(*first);
    auto const out = bb::emitter<found>(*first);
    bb::context_ref const ended = *first;
    first.reset();
    bb::broker_context second;
    BOOST_REQUIRE(bb::detail::context_access::raw(second) == core); // its memory is used again
    int calls = 0;
    bb::handle const on = bb::listen<found>(second, [&](found const&) { ++calls; });
    BOOST_TEST((out(1, "x") == nobody));
    BOOST_TEST((out(found()) == nobody));
    BOOST_TEST(calls == 0);
    BOOST_TEST((out.context() == ended));
    bb::emitter<found> other(second);
    BOOST_TEST((other(1, "x") == bb::emit_result{1, 0}));
    other = out;
    BOOST_TEST((other(1, "x") == nobody));
}

BOOST_AUTO_TEST_CASE(finds_the_listeners_of_each_thread_in_the_default_context)
{
    listening<found> l;
    bb::emitter<found> const out;
    BOOST_TEST((out.context() == bb::default_context()));
    BOOST_TEST((l.reached_default(out(1, "x")) && is(l.last, 1, "x")));
    std::thread([&] {
        BOOST_TEST((out(2, "x") == nobody));
        int calls = 0;
        bb::handle const on = bb::listen<found>([&](found const&) { ++calls; });
        BOOST_TEST((out(3, "x") == bb::emit_result{1, 0}));
        BOOST_TEST(calls == 1);
    }).join();
    BOOST_TEST((!l.got_by_default));
}

BOOST_AUTO_TEST_CASE(stays_with_the_context_of_its_thread)
{
    listening<found> l;
    std::optional<bb::emitter<found>> out;
    {
        bb::scoped_context const scope(l.ctx);
        out.emplace();
    }
    BOOST_TEST((l.reached((*out)(1, "x")) && is(l.last, 1, "x")));
}

BOOST_AUTO_TEST_CASE(may_end_its_context)
{
    std::optional<bb::broker_context> ctx(std::in_place);
    auto const out = bb::emitter<found>(*ctx);
    bb::handle const on = bb::listen<found>(*ctx, [&](found const&) {
        ctx.reset();
        BOOST_TEST((out(2, "x") == nobody));
    });
    out(1, "x");
    BOOST_TEST((out(3, "x") == nobody));
}

BOOST_AUTO_TEST_SUITE_END()
