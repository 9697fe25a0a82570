// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/diagnostics.hpp>
#include <boost_broker/event_broker.hpp>
#include <boost_broker/multi_request_broker.hpp>
#include <boost_broker/request_broker.hpp>
#include <boost_broker/signal_broker.hpp>
#include <boost_broker/thread_context.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace thread_context_test {

namespace bb = boost_broker;
namespace asio = boost::asio;

struct noted {
    int number = 0;
};
struct ask {
    using response = int;
    int number = 0;
};
struct ask_now {
    using broker_policy = bb::local<bb::synchronous>;
    using response = int;
    int number = 0;
};
struct command {
    int number = 0;
};

} // namespace thread_context_test

BOOST_HANA_ADAPT_STRUCT(thread_context_test::noted, number);
BOOST_HANA_ADAPT_STRUCT(thread_context_test::ask, number);
BOOST_HANA_ADAPT_STRUCT(thread_context_test::ask_now, number);
BOOST_HANA_ADAPT_STRUCT(thread_context_test::command, number);

BOOST_AUTO_TEST_SUITE(thread_context)

using namespace thread_context_test;

BOOST_AUTO_TEST_CASE(the_default_context_is_one_and_always_open)
{
    auto const ref = bb::default_context();
    BOOST_TEST(ref.is_open());
    BOOST_TEST(ref.name() == "context 'default'");
    BOOST_TEST((ref == bb::default_context()));
    BOOST_TEST((ref == bb::thread_context()));
    std::optional<bb::context_ref> elsewhere;
    std::thread([&] { elsewhere = bb::thread_context(); }).join();
    BOOST_TEST((elsewhere == ref));
}

BOOST_AUTO_TEST_CASE(scopes_nest_and_end)
{
    bb::broker_context a;
    bb::broker_context b;
    {
        bb::scoped_context const outer(a);
        BOOST_TEST((bb::thread_context() == a.ref()));
        {
            bb::scoped_context const inner(b);
            BOOST_TEST((bb::thread_context() == b.ref()));
            bb::scoped_context const again(a.ref());
            BOOST_TEST((bb::thread_context() == a.ref()));
        }
        BOOST_TEST((bb::thread_context() == a.ref()));
        std::optional<bb::context_ref> elsewhere;
        std::thread([&] { elsewhere = bb::thread_context(); }).join();
        BOOST_TEST((elsewhere == bb::default_context()));
    }
    BOOST_TEST((bb::thread_context() == bb::default_context()));
}

// The verbs of every broker, without a context, in whatever context the thread has.
void check_every_verb()
{
    int sum = 0;
    auto const add = [&](int n) {
        sum += n;
        return sum;
    };
    auto const note = [&](int n) { sum += n; };

    bb::handle const on = bb::listen<noted>(note);
    bb::emit<noted>(1);
    bb::emit<noted>({.number = 1});
    bb::emit<noted>(noted{1});
    bb::emit(noted{1});
    noted const event{1};
    bb::emit(event);
    bb::publish<noted>(1);
    BOOST_TEST(bb::publish(event).accepted == 1u);
    BOOST_TEST(sum == 7);

    sum = 0;
    BOOST_TEST(!bb::is_provided<ask>());
    auto provider = bb::set_provider<ask>([] { return 100; });
    provider = bb::replace_provider<ask>(add);
    auto const now = bb::set_provider<ask_now>(add);
    BOOST_TEST(bb::is_provided<ask>());
    auto const keep = [&](bb::result<int> r) { BOOST_TEST(r.value() == sum); };
    bb::request<ask>(1, keep);
    bb::request<ask>({.number = 1}, keep);
    bb::request<ask>(ask{1}, keep);
    BOOST_TEST(bb::request<ask>(1, bb::blocking).value() == 4);
    BOOST_TEST(bb::request<ask_now>(1).value() == 5);
    BOOST_TEST(bb::request<ask_now>({.number = 1}).value() == 6);
    bb::clear_provider<ask>();
    BOOST_TEST((bb::request<ask>(1, bb::blocking).error() == bb::errc::no_provider));

    auto const one = bb::add_provider<ask>([](int n) { return n; });
    auto const two = bb::add_provider<ask>([](int n) { return 2 * n; });
    int completions = 0;
    bb::request_all<ask>(3, [&](bb::result<std::vector<int>> r) {
        ++completions;
        BOOST_TEST(r.value() == (std::vector<int>{3, 6}), boost::test_tools::per_element());
    });
    bb::request_each<ask>(3, [&](bb::result<std::vector<bb::result<int>>> r) {
        ++completions;
        BOOST_TEST(r->size() == 2u);
    });
    BOOST_TEST(completions == 2);
    bb::clear_providers<ask>();
    BOOST_TEST(!one->active());

    sum = 0;
    auto handler = bb::on_signal<command>([] {});
    handler = bb::replace_signal_handler<command>(note);
    BOOST_TEST(bb::has_signal_handler<command>());
    BOOST_TEST(bb::signal<command>(1).has_value());
    BOOST_TEST(bb::signal<command>({.number = 1}).has_value());
    BOOST_TEST(bb::signal<command>(command{1}).has_value());
    command const c{1};
    BOOST_TEST(bb::signal(c).has_value());
    BOOST_TEST(bb::signal(command{1}).has_value());
    BOOST_TEST(sum == 5);
}

BOOST_AUTO_TEST_CASE(every_verb_works_without_a_context)
{
    check_every_verb();
    bb::broker_context ctx;
    bb::scoped_context const scope(ctx);
    check_every_verb();
    BOOST_TEST(bb::stats<bb::event_broker<noted>>(ctx).sent == 7u);
}

BOOST_AUTO_TEST_CASE(a_closed_scope_does_not_fall_through_to_the_default_context)
{
    int calls = 0;
    bb::handle const on = bb::listen<noted>(bb::default_context(), [&] { ++calls; });
    bb::broker_context ctx;
    bb::scoped_context const scope(ctx);
    ctx.close();
    BOOST_TEST((bb::emit<noted>(1) == bb::emit_result{0, 0}));
    BOOST_TEST((bb::signal<command>(1).error() == bb::errc::context_closed));
    BOOST_TEST((bb::request<ask>(1, bb::blocking).error() == bb::errc::context_closed));
    BOOST_TEST(!bb::listen<noted>([] {}).active());
    BOOST_TEST(calls == 0);
}

BOOST_AUTO_TEST_CASE(local_brokers_of_the_default_context_are_one_per_thread)
{
    std::vector<std::string> seen;
    bb::handle const here = bb::listen<noted>([&] { seen.emplace_back("here"); });
    std::thread([&] {
        BOOST_TEST(bb::emit<noted>(1).accepted == 0u);
        bb::handle const there = bb::listen<noted>([&] { seen.emplace_back("there"); });
        BOOST_TEST(bb::emit<noted>(1).accepted == 1u);
    }).join();
    BOOST_TEST(bb::emit<noted>(1).accepted == 1u);
    BOOST_TEST(
        seen == (std::vector<std::string>{"there", "here"}), boost::test_tools::per_element());
}

// It counts its owners without atomics.
BOOST_AUTO_TEST_CASE(threads_do_not_share_the_inbox_of_the_default_context)
{
    auto const inbox = [] { return bb::detail::context_access::last_home(bb::default_context()); };
    auto const mine = inbox();
    BOOST_TEST(mine == inbox());
    bool shared = true;
    std::thread([&] { shared = inbox() == mine; }).join();
    BOOST_TEST(!shared);
}

BOOST_AUTO_TEST_CASE(a_handle_of_the_default_context_may_outlive_its_thread)
{
    bb::handle left;
    std::thread([&] { left = bb::listen<noted>([] {}); }).join();
    BOOST_TEST(!left.active());
    left.stop();
}

BOOST_AUTO_TEST_CASE(the_default_context_has_no_executor_and_says_so)
{
    std::string report;
    boost::signals2::scoped_connection const connection(
        bb::default_context().diagnostics().connect([&](bb::diagnostic const& d) {
            BOOST_TEST((d.kind == bb::diagnostic_kind::not_registered));
            report = d.text;
        }));
    bb::handle const on = bb::listen<noted>([](int) -> asio::awaitable<void> { co_return; });
    BOOST_TEST(!on.active());
    BOOST_TEST(report.find("context 'default' has none") != std::string::npos);
    auto const provider = bb::set_provider<ask>([](int) -> asio::awaitable<int> { co_return 1; });
    BOOST_TEST((provider.error() == bb::errc::no_executor));
}

BOOST_AUTO_TEST_CASE(while_a_thread_ends_its_default_context_is_closed)
{
    struct last_words {
        bb::emit_result emitted{7, 7};
        bool listens = true;
        void* report = nullptr;

        // Not by reference: whether it converts to one is asked while copying is looked for.
        explicit last_words(std::optional<last_words>* out) : report(out) {}
        ~last_words()
        {
            if (report == nullptr)
                return;
            emitted = bb::emit<noted>(1);
            bb::handle const on = bb::listen<noted>([](int) {});
            listens = on.active();
            auto& out = *static_cast<std::optional<last_words>*>(std::exchange(report, nullptr));
            out.emplace(*this);
        }
    };
    std::optional<last_words> said;
    std::thread([&] {
        thread_local last_words const ends_after_the_brokers(&said);
        (void)&ends_after_the_brokers;
        bb::listen<noted>([](int) {}).detach();
        BOOST_TEST(bb::emit<noted>(1).accepted == 1u);
    }).join();
    BOOST_REQUIRE(said.has_value());
    BOOST_TEST((said->emitted == bb::emit_result{0, 0}));
    BOOST_TEST(!said->listens);
}

BOOST_AUTO_TEST_SUITE_END()
