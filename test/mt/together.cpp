// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// What is made of the verbs of several brokers does the same with messages of the lane `mt`.

#include "threads.hpp"
#include <boost_broker/drop.hpp>
#include <boost_broker/emitter.hpp>
#include <boost_broker/forward_to.hpp>
#include <boost_broker/mt.hpp>
#include <boost_broker/next.hpp>
#include <boost_broker/requester.hpp>
#include <boost_broker/signals2.hpp>
#include <boost_broker/throwing.hpp>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/signals2/signal.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <exception>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace mt_together_test {

struct found {
    using broker_policy = boost_broker::mt<>;
    std::int64_t number = 0;
    std::string name = {};
};
struct rotate {
    using broker_policy = boost_broker::mt<>;
};
struct get_name {
    using broker_policy = boost_broker::mt<>;
    using response = std::string;
    std::int64_t id = 0;
};

} // namespace mt_together_test

BOOST_HANA_ADAPT_STRUCT(mt_together_test::found, number, name);
BOOST_HANA_ADAPT_STRUCT(mt_together_test::get_name, id);

namespace mt_together_test {

namespace asio = boost::asio;
namespace bb = boost_broker;
using mt_test::runner;
using mt_test::tally;
using names = std::vector<std::string>;

} // namespace mt_together_test

BOOST_AUTO_TEST_SUITE(together)

using namespace mt_together_test;

BOOST_AUTO_TEST_CASE(everything_is_passed_on_to_a_context_of_another_thread)
{
    tally events;
    tally signals;
    std::atomic<bool> elsewhere{false};
    runner one;
    runner two;
    bb::broker_context part(one.executor());
    bb::broker_context whole(two.executor());
    auto const on = bb::listen<found>(part, bb::forward_to(whole));
    auto const on_rotate = bb::on_signal<rotate>(part, bb::forward_to(whole));
    auto const name = bb::set_provider<get_name>(part, bb::forward_to(whole));
    auto const first = bb::add_provider<get_name>(part, bb::forward_to(whole));
    auto const again = bb::add_provider<get_name>(part, bb::forward_to(whole));
    BOOST_TEST((again.error() == bb::errc::provider_exists));

    auto const heard = bb::listen<found>(whole, [&](found const& f) {
        elsewhere = std::this_thread::get_id() == two.id() && f.name == "seven";
        events.add();
    });
    auto const rotated = bb::on_signal<rotate>(whole, [&] { signals.add(); });
    auto const answers =
        bb::set_provider<get_name>(whole, [](std::int64_t id) { return std::to_string(id); });
    BOOST_TEST((bb::emit<found>(part, 7, "seven") == bb::emit_result{1, 0}));
    BOOST_TEST(bb::signal<rotate>(part).has_value());
    BOOST_TEST(bb::request<get_name>(part, 7, bb::blocking).value() == "7");
    auto const all = bb::request_all<get_name>(part, 8, asio::use_future).get();
    BOOST_TEST(all.value() == names{"8"}, boost::test_tools::per_element());
    events.wait_for(1);
    signals.wait_for(1);
    BOOST_TEST(elsewhere);

    whole.close();
    BOOST_TEST((bb::request<get_name>(part, 9, bb::blocking).error() == bb::errc::context_closed));
}

BOOST_AUTO_TEST_CASE(a_signal_of_another_library_is_called_on_the_thread_of_its_handler)
{
    tally called;
    std::atomic<bool> there_only{true};
    runner there;
    bb::broker_context ctx(there.executor());
    boost::signals2::signal<void(std::int64_t, std::string const&)> incoming;
    auto outgoing = std::make_unique<boost::signals2::signal<void(found const&)>>();
    outgoing->connect([&](found const& f) {
        there_only = there_only && std::this_thread::get_id() == there.id() && f.number == 3;
        called.add();
    });
    auto const from = bb::emit_from<found>(incoming, ctx);
    auto const on = bb::listen<found>(ctx, bb::call_signal(*outgoing));
    incoming(3, "three");
    std::thread([&] { incoming(3, "three"); }).join();
    called.wait_for(2);
    BOOST_TEST(there_only);
    outgoing.reset(); // the registration ends by itself
    incoming(3, "three");
    static_cast<void>(bb::drop_all_listeners<found>(ctx, asio::use_future).get());
    BOOST_TEST(!on.active());
    BOOST_TEST(called.value() == 2);
}

BOOST_AUTO_TEST_CASE(what_is_looked_up_once_is_used_by_many_threads)
{
    tally heard;
    runner there;
    bb::broker_context ctx(there.executor());
    auto const on = bb::listen<found>(ctx, [&] { heard.add(); });
    auto const provider =
        bb::set_provider<get_name>(ctx, [](std::int64_t id) { return std::to_string(id); });
    auto const out = bb::emitter<found>(ctx);
    auto const ask = bb::requester<get_name>(ctx);
    std::atomic<int> right{0};
    auto const use = [&] {
        for (std::int64_t i = 0; i != 100; ++i) {
            out(i, "name");
            if (ask(i, bb::blocking).value() == std::to_string(i))
                ++right;
        }
    };
    std::thread another(use);
    use();
    another.join();
    heard.wait_for(200);
    BOOST_TEST(right == 200);
    ctx.close();
    BOOST_TEST((out(1, "late") == bb::emit_result()));
    BOOST_TEST((ask(1, bb::blocking).error() == bb::errc::context_closed));
}

BOOST_AUTO_TEST_CASE(failures_count_for_awaitable_operators)
{
    using namespace asio::experimental::awaitable_operators;
    runner there;
    asio::io_context here;
    bb::broker_context ctx(there.executor());
    auto const provider =
        bb::set_provider<get_name>(ctx, [](std::int64_t id) -> bb::result<std::string> {
            if (id == 0)
                return bb::fail("no such device");
            return std::to_string(id);
        });
    auto const many = bb::add_provider<get_name>(ctx, [] { return std::string("many"); });
    std::string got;
    bool refused = false;
    auto const body = [&]() -> asio::awaitable<void> {
        auto const [one, all] =
            co_await (bb::request<get_name>(ctx, 1, bb::throwing(asio::use_awaitable)) &&
                bb::request_all<get_name>(ctx, 1, bb::throwing(asio::use_awaitable)));
        got = one + all.at(0);
        try {
            co_await (bb::request<get_name>(ctx, 0, bb::throwing(asio::use_awaitable)) &&
                bb::next<found>(ctx, bb::throwing(asio::use_awaitable)));
        } catch (std::exception const&) { // of both: the other one was cancelled
            refused = true;
        }
    };
    asio::co_spawn(here, body(), asio::detached);
    here.run();
    BOOST_TEST(got == "1many");
    BOOST_TEST(refused);
}

BOOST_AUTO_TEST_SUITE_END()
