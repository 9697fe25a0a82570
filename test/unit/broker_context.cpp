// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/broker_context.hpp>
#include <boost_broker/diagnostics.hpp>
#include <boost_broker/event_broker.hpp>
#include <boost_broker/multi_request_broker.hpp>
#include <boost_broker/request_broker.hpp>
#include <boost_broker/signal_broker.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace broker_context_test {

namespace bb = boost_broker;
namespace asio = boost::asio;

struct noted {
    int number = 0;
};
struct ask {
    using response = int;
};
struct command {};

// A broker_context is never made by accident, and nothing but one becomes a context_ref.
static_assert(std::is_convertible_v<bb::broker_context&, bb::context_ref>);
static_assert(std::is_convertible_v<bb::broker_context const&, bb::context_ref>);
static_assert(!std::is_convertible_v<asio::io_context&, bb::broker_context>);
static_assert(!std::is_convertible_v<asio::any_io_executor, bb::broker_context>);
static_assert(!std::is_convertible_v<asio::io_context&, bb::context_ref>);
static_assert(!std::is_constructible_v<bb::context_ref, asio::any_io_executor>);
static_assert(!std::is_copy_constructible_v<bb::broker_context>);
static_assert(std::is_nothrow_move_constructible_v<bb::broker_context>);
static_assert(std::is_nothrow_move_assignable_v<bb::broker_context>);
static_assert(std::is_nothrow_copy_constructible_v<bb::context_ref>);

std::string printed(bb::context_ref const& ctx)
{
    std::ostringstream out;
    out << ctx;
    return out.str();
}

bool is_closed(bb::failure const& f)
{
    return f == bb::errc::context_closed;
}

// Every verb that reports the use of a closed context; each tells whether its answer is right.
using verb = std::function<bool(bb::context_ref)>;
std::vector<std::pair<std::string, verb>> const verbs = {
    {"emit",
        [](auto ctx) {
            return bb::emit<noted>(ctx, 1) == bb::emit_result{0, 0};
        }},
    {"listen", [](auto ctx) { return !bb::listen<noted>(ctx, [] {}).active(); }},
    {"set_provider",
        [](auto ctx) { return is_closed(bb::set_provider<ask>(ctx, [] { return 1; }).error()); }},
    {"replace_provider",
        [](auto ctx) {
            return is_closed(bb::replace_provider<ask>(ctx, [] { return 1; }).error());
        }},
    {"request", [](auto ctx) { return is_closed(bb::request<ask>(ctx, bb::blocking).error()); }},
    {"add_provider",
        [](auto ctx) { return is_closed(bb::add_provider<ask>(ctx, [] { return 1; }).error()); }},
    {"on_signal", [](auto ctx) { return is_closed(bb::on_signal<command>(ctx, [] {}).error()); }},
    {"replace_signal_handler",
        [](auto ctx) {
            return is_closed(bb::replace_signal_handler<command>(ctx, [] {}).error());
        }},
    {"signal", [](auto ctx) { return is_closed(bb::signal<command>(ctx).error()); }},
};

} // namespace broker_context_test

BOOST_HANA_ADAPT_STRUCT(broker_context_test::noted, number);

BOOST_AUTO_TEST_SUITE(broker_context)

using namespace broker_context_test;

BOOST_AUTO_TEST_CASE(a_context_is_made_on_any_executor)
{
    asio::io_context io;
    asio::thread_pool pool(1);
    std::vector<bb::broker_context> contexts;
    contexts.emplace_back(io);
    contexts.emplace_back(io.get_executor());
    contexts.emplace_back(asio::any_io_executor(io.get_executor()));
    contexts.emplace_back(asio::make_strand(io));
    contexts.emplace_back(asio::any_io_executor(asio::make_strand(io)));
    int answers = 0;
    std::vector<bb::handle> providers;
    for (auto const& ctx : contexts) {
        providers.push_back(bb::set_provider<ask>(ctx, [] { return 1; }).value());
        bb::request<ask>(ctx, [&](bb::result<int> r) { answers += r.value(); });
    }
    BOOST_TEST(answers == 0);
    io.run();
    BOOST_TEST(answers == 5);
    bb::broker_context const on_pool(pool);
    BOOST_TEST(on_pool.is_open());
}

BOOST_AUTO_TEST_CASE(numbers_are_never_reused_and_names_are_for_people)
{
    std::uint64_t before = 0;
    {
        bb::broker_context const ctx;
        before = ctx.id();
        BOOST_TEST(before > 0u);
        BOOST_TEST(ctx.name() == "context " + std::to_string(before));
    }
    bb::broker_context ctx;
    BOOST_TEST(ctx.id() > before);
    ctx.set_name("cellar");
    BOOST_TEST(ctx.name() == "context 'cellar'");
    BOOST_TEST(ctx.ref().name() == ctx.name());
    BOOST_TEST(printed(ctx) == ctx.name());
    BOOST_TEST(ctx.ref().id() == ctx.id());
}

BOOST_AUTO_TEST_CASE(references_are_equal_if_they_name_the_same_context)
{
    bb::broker_context const a;
    bb::broker_context const b;
    bb::context_ref const ref = a;
    bb::context_ref copy = ref;
    BOOST_TEST((copy == a.ref()));
    BOOST_TEST((copy != b.ref()));
    copy = b;
    BOOST_TEST((copy == b.ref()));
    BOOST_TEST((copy != bb::context_ref()));
    BOOST_TEST((bb::context_ref() == bb::context_ref()));
}

BOOST_AUTO_TEST_CASE(a_reference_outlives_its_context_and_never_names_another)
{
    std::optional<bb::broker_context> ctx(std::in_place);
    ctx->set_name("first");
    bb::context_ref const ref = *ctx;
    auto const id = ref.id();
    ctx.reset();
    bb::broker_context next; // may use the same memory
    next.set_name("second");
    BOOST_TEST(!ref.is_open());
    BOOST_TEST(ref.id() == id);
    BOOST_TEST(ref.name() == "context " + std::to_string(id));
    BOOST_TEST((ref != next.ref()));
    BOOST_CHECK_THROW(ref.diagnostics(), bb::broker_error);
    for (auto const& [name, answers] : verbs)
        BOOST_TEST(answers(ref), name);
}

BOOST_AUTO_TEST_CASE(a_reference_to_nothing_answers_as_a_closed_context)
{
    bb::context_ref const none;
    BOOST_TEST(none.id() == 0u);
    BOOST_TEST(!none.is_open());
    BOOST_TEST(none.name() == "context 0");
    BOOST_CHECK_THROW(none.diagnostics(), bb::broker_error);
    for (auto const& [name, answers] : verbs)
        BOOST_TEST(answers(none), name);
}

BOOST_AUTO_TEST_CASE(a_moved_context_is_the_same_context)
{
    bb::broker_context first;
    bb::context_ref const ref = first;
    int calls = 0;
    bb::handle const on = bb::listen<noted>(first, [&] { ++calls; });
    bb::broker_context second(std::move(first));
    BOOST_TEST((second.ref() == ref));
    bb::emit<noted>(second, 1);
    BOOST_TEST(calls == 1);
    BOOST_TEST(!first.is_open()); // NOLINT(bugprone-use-after-move): what is left is documented
    BOOST_TEST((first.ref() == bb::context_ref()));
    BOOST_CHECK_THROW(first.diagnostics(), bb::broker_error);
    first.set_name("nobody");
    first.close();
    BOOST_TEST(second.is_open());

    bb::broker_context third;
    bb::context_ref const closed = third;
    third = std::move(second);
    BOOST_TEST(!closed.is_open());
    BOOST_TEST((third.ref() == ref));
    BOOST_TEST(on.active());
    auto& same = third;
    third = std::move(same);
    BOOST_TEST(on.active());
}

BOOST_AUTO_TEST_CASE(closing_ends_everything_and_closing_again_nothing)
{
    bb::broker_context ctx;
    auto const kept = std::make_shared<int>();
    bb::handle const listener = bb::listen<noted>(ctx, [kept] {});
    auto const provider = bb::set_provider<ask>(ctx, [kept] { return 1; });
    auto const part = bb::add_provider<ask>(ctx, [kept] { return 1; });
    auto const handler = bb::on_signal<command>(ctx, [kept] {});
    for (int i = 0; i != 2; ++i) {
        ctx.close();
        BOOST_TEST(!ctx.is_open());
        BOOST_TEST(kept.use_count() == 1);
        for (auto const* h : {&listener, &*provider, &*part, &*handler})
            BOOST_TEST(!h->active());
    }
    BOOST_TEST(!bb::is_provided<ask>(ctx));
    BOOST_TEST(!bb::has_signal_handler<command>(ctx));
}

BOOST_AUTO_TEST_CASE(every_verb_says_that_its_context_is_closed)
{
    bb::broker_context ctx;
    ctx.set_name("cellar");
    std::vector<std::string> reports;
    ctx.diagnostics().connect([&](bb::diagnostic const& d) {
        BOOST_TEST((d.kind == bb::diagnostic_kind::context_closed));
        BOOST_TEST(d.text.starts_with(std::string(d.subject) + " was used in context 'cellar'"));
        reports.emplace_back(d.subject);
    });
    ctx.close();
    for (auto const& [name, answers] : verbs) {
        reports.clear();
        BOOST_TEST(answers(ctx), name);
        BOOST_TEST(reports.size() == 1u, name);
    }
}

BOOST_AUTO_TEST_CASE(a_request_to_a_closed_context_completes_on_its_executor)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    ctx.close();
    int completions = 0;
    auto const expect = [&](auto r) { completions += is_closed(r.error()) ? 1 : 100; };
    bb::request<ask>(ctx, expect);
    bb::request_all<ask>(ctx, expect);
    bb::request_each<ask>(ctx, expect);
    BOOST_TEST(completions == 0);
    io.run();
    BOOST_TEST(completions == 3);
}

BOOST_AUTO_TEST_CASE(a_context_that_a_handler_closes_delivers_nothing_more)
{
    bb::broker_context ctx;
    int first = 0;
    int second = 0;
    bb::handle const a = bb::listen<noted>(ctx, [&] {
        ++first;
        bb::emit<noted>(ctx, 2); // queued, and then discarded
        ctx.close();
        ctx.close();
    });
    bb::handle const b = bb::listen<noted>(ctx, [&] { ++second; });
    bb::emit<noted>(ctx, 1);
    BOOST_TEST(first == 1);
    BOOST_TEST(second == 0);
    BOOST_TEST(!a.active());
}

BOOST_AUTO_TEST_SUITE_END()
