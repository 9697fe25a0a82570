// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// The checks of requests, signals and objects with messages that cross threads, by their number.

#include "../mt/threads.hpp"
#include <boost_broker/drop.hpp>
#include <boost_broker/manual_clock.hpp>
#include <boost_broker/mock_provider.hpp>
#include <boost_broker/mt.hpp>
#include <boost_broker/stats.hpp>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace mt_requests_test {

struct get_name {
    using broker_policy = boost_broker::mt<>;
    using response = std::string;
};
struct get_name_by_id {
    using broker_policy = boost_broker::mt<>;
    using response = std::string;
    std::int64_t id = 0;
};
struct touch {
    using broker_policy = boost_broker::mt<>;
    using response = void;
    bool works = true;
};
struct get_shared {
    using broker_policy = boost_broker::mt<>;
    using response = std::shared_ptr<int>;
};
struct reverse {
    using broker_policy = boost_broker::mt<>;
    using response = std::string;
    std::string text = {};
};
struct rotate {
    using broker_policy = boost_broker::mt<>;
};
struct bounded {
    using broker_policy = boost_broker::mt<boost_broker::queue_depth<3>,
        boost_broker::overflow<boost_broker::drop_newest>>;
    std::int64_t number = 0;
};

} // namespace mt_requests_test

BOOST_HANA_ADAPT_STRUCT(mt_requests_test::get_name_by_id, id);
BOOST_HANA_ADAPT_STRUCT(mt_requests_test::touch, works);
BOOST_HANA_ADAPT_STRUCT(mt_requests_test::reverse, text);
BOOST_HANA_ADAPT_STRUCT(mt_requests_test::bounded, number);

namespace mt_requests_test {

namespace bb = boost_broker;
namespace asio = boost::asio;
using namespace std::chrono_literals;
using mt_test::runner;
using mt_test::tally;

std::string name_of(std::int64_t id)
{
    return "a name that is long enough to be elsewhere, number " + std::to_string(id);
}

// A context whose handlers run on a thread of their own.
struct another_thread {
    runner there;
    bb::broker_context ctx{there.executor()};
};

// A context whose handlers run when the test says so, and a requester likewise.
struct by_hand {
    bb::manual_clock clock;
    asio::io_context there;
    asio::io_context here;
    bb::broker_context ctx{bb::one_thread(there.get_executor())};
    std::vector<bb::result<std::string>> answers;

    auto keep()
    {
        return asio::bind_executor(
            here, [this](bb::result<std::string> r) { answers.push_back(std::move(r)); });
    }
    void poll_here()
    {
        here.restart();
        here.poll();
    }
};

} // namespace mt_requests_test

BOOST_AUTO_TEST_SUITE(mt_requests)

using namespace mt_requests_test;

BOOST_FIXTURE_TEST_CASE(check_21_without_a_provider_there_is_a_failure, another_thread)
{
    auto const now = bb::request<get_name>(ctx, bb::blocking);
    auto const later = bb::request<get_name>(ctx, asio::use_future).get();
    BOOST_TEST((now.error() == bb::errc::no_provider));
    BOOST_TEST((later.error() == bb::errc::no_provider));
}

BOOST_FIXTURE_TEST_CASE(check_22_a_second_provider_is_refused, another_thread)
{
    auto const a = bb::set_provider<get_name>(ctx, [] { return std::string("a"); });
    auto const b = bb::set_provider<get_name>(ctx, [] { return std::string("b"); });
    BOOST_TEST((b.error() == bb::errc::provider_exists));
    BOOST_TEST(bb::request<get_name>(ctx, bb::blocking).value() == "a");
}

BOOST_FIXTURE_TEST_CASE(check_23_requests_with_and_without_parameters_are_two, another_thread)
{
    auto const a = bb::set_provider<get_name>(ctx, [] { return std::string("nobody"); });
    auto const b = bb::set_provider<get_name_by_id>(ctx, name_of);
    BOOST_TEST(bb::request<get_name>(ctx, bb::blocking).value() == "nobody");
    BOOST_TEST(bb::request<get_name_by_id>(ctx, 7, bb::blocking).value() == name_of(7));
    bb::clear_provider<get_name>(ctx);
    bb::clear_provider<get_name_by_id>(ctx);
    BOOST_TEST(!bb::is_provided<get_name>(ctx));
    BOOST_TEST(!bb::is_provided<get_name_by_id>(ctx));
}

BOOST_FIXTURE_TEST_CASE(check_24_what_a_provider_throws_is_told, another_thread)
{
    auto const a =
        bb::set_provider<get_name>(ctx, []() -> std::string { throw std::runtime_error("boom"); });
    auto const got = bb::request<get_name>(ctx, bb::blocking);
    BOOST_TEST((got.error() == bb::errc::provider_threw));
    BOOST_TEST(got.error().detail() == "boom");
}

BOOST_FIXTURE_TEST_CASE(check_25_a_failure_arrives_as_it_is, another_thread)
{
    auto const a = bb::set_provider<get_name>(
        ctx, []() -> bb::result<std::string> { return bb::fail("no such device"); });
    auto const from_elsewhere = bb::request<get_name>(ctx, bb::blocking);
    std::promise<bb::result<std::string>> from_there;
    asio::post(there.io(), [&] { from_there.set_value(bb::request<get_name>(ctx, bb::blocking)); });
    BOOST_TEST(from_elsewhere.error().detail() == "no such device");
    BOOST_TEST((from_there.get_future().get().error() == from_elsewhere.error()));
}

BOOST_FIXTURE_TEST_CASE(check_26_a_null_pointer_is_no_answer, another_thread)
{
    auto const a = bb::set_provider<get_shared>(ctx, [] { return std::shared_ptr<int>(); });
    auto const got = bb::request<get_shared>(ctx, bb::blocking);
    BOOST_REQUIRE(!got);
    BOOST_TEST((got.error() == bb::errc::provider_failed));
    BOOST_TEST(got.error().detail().find("null pointer") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(check_27_an_answer_without_a_value_is_success_or_failure, another_thread)
{
    auto const a = bb::set_provider<touch>(ctx, [](bool works) -> bb::result<void> {
        if (!works)
            return bb::fail("it does not move");
        return {};
    });
    BOOST_TEST(bb::request<touch>(ctx, true, bb::blocking).has_value());
    auto const got = bb::request<touch>(ctx, false, bb::blocking);
    BOOST_TEST(got.error().detail() == "it does not move");
}

BOOST_AUTO_TEST_CASE(check_28_the_failure_names_request_and_context)
{
    runner there;
    bb::broker_context a(there.executor());
    bb::broker_context b(there.executor());
    bb::broker_context c(there.executor());
    c.set_name("fleet");
    auto const on_a = bb::set_provider<get_name>(a, [] { return std::string("a"); });
    auto const on_b = bb::set_provider<get_name>(b, [] { return std::string("b"); });
    auto const detail = bb::request<get_name>(c, bb::blocking).error().detail();
    BOOST_TEST(detail.find("get_name in context 'fleet'") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(check_29_a_mock_ends_with_its_scope, another_thread)
{
    auto const a = bb::set_provider<get_name>(ctx, [] { return std::string("real"); });
    try {
        bb::mock_provider<get_name> const mock(ctx, [] { return std::string("mock"); });
        BOOST_TEST(bb::request<get_name>(ctx, bb::blocking).value() == "mock");
        throw std::runtime_error("the body fails");
    } catch (std::runtime_error const&) { // NOLINT(bugprone-empty-catch)
    }
    BOOST_TEST(bb::request<get_name>(ctx, bb::blocking).value() == "real");
}

BOOST_FIXTURE_TEST_CASE(check_30_a_mock_that_ends_leaves_the_other_request_alone, another_thread)
{
    auto const a = bb::set_provider<get_name_by_id>(ctx, name_of);
    {
        bb::mock_provider<get_name> const mock(ctx, [] { return std::string("mock"); });
        BOOST_TEST(bb::request<get_name>(ctx, bb::blocking).value() == "mock");
    }
    BOOST_TEST(!bb::is_provided<get_name>(ctx));
    BOOST_TEST(bb::request<get_name_by_id>(ctx, 7, bb::blocking).value() == name_of(7));
}

BOOST_FIXTURE_TEST_CASE(check_31_replacing_by_nothing_clears, another_thread)
{
    auto const a = bb::set_provider<get_name>(ctx, [] { return std::string("a"); });
    auto const none = bb::replace_provider<get_name>(ctx, std::function<std::string()>());
    BOOST_TEST(none.has_value());
    auto const b = bb::set_provider<get_name>(ctx, [] { return std::string("b"); });
    BOOST_REQUIRE(b.has_value());
    BOOST_TEST(bb::request<get_name>(ctx, bb::blocking).value() == "b");
}

BOOST_FIXTURE_TEST_CASE(check_32_also_a_provider_of_another_thread_is_refused, another_thread)
{
    runner other;
    auto const a = bb::set_provider<get_name>(ctx, [] { return std::string("a"); });
    bb::result<bb::handle> b;
    std::thread([&] {
        b = bb::set_provider<get_name>(
            ctx, asio::bind_executor(other.executor(), [] { return std::string("b"); }));
    }).join();
    BOOST_TEST((b.error() == bb::errc::provider_exists));
    BOOST_TEST(bb::request<get_name>(ctx, bb::blocking).value() == "a");
}

BOOST_FIXTURE_TEST_CASE(check_33_every_answer_matches_its_request, another_thread)
{
    auto const a = bb::set_provider<get_name_by_id>(ctx, name_of);
    std::atomic<int> right{0};
    std::vector<std::thread> threads;
    for (std::int64_t first = 0; first != 3; ++first)
        threads.emplace_back([&, first] {
            for (std::int64_t id = first; id < 600; id += 3) {
                auto const got = bb::request<get_name_by_id>(ctx, id, bb::blocking);
                right += got && *got == name_of(id) ? 1 : 0;
            }
        });
    for (auto& thread : threads)
        thread.join();
    BOOST_TEST(right == 600);
}

BOOST_FIXTURE_TEST_CASE(check_34_a_deadline_ends_the_waiting, by_hand)
{
    ctx.use_clock(clock);
    auto const a = bb::set_provider<get_name>(ctx, [&] {
        clock.advance(2s); // it is slow
        return std::string("a");
    });
    bb::request<get_name>(ctx, bb::timeout(200ms, keep()));
    clock.advance(200ms - 1ns);
    poll_here();
    BOOST_TEST(answers.empty());
    clock.advance(1ns);
    poll_here();
    BOOST_REQUIRE(answers.size() == 1u);
    BOOST_TEST((answers[0].error() == bb::errc::timed_out));
    // Where the requester is on the executor of the provider it is a call, which ends when it ends.
    asio::post(there, [&] { answers.push_back(bb::request<get_name>(ctx, bb::blocking(200ms))); });
    there.run();
    BOOST_REQUIRE(answers.size() == 2u);
    BOOST_TEST(answers[1].value() == "a");
}

BOOST_FIXTURE_TEST_CASE(check_35_a_late_answer_reaches_nobody_else, by_hand)
{
    ctx.use_clock(clock);
    std::vector<bb::reply<get_name_by_id>> replies;
    auto const a = bb::set_provider<get_name_by_id>(
        ctx, [&](std::int64_t, bb::reply<get_name_by_id> r) { replies.push_back(std::move(r)); });
    auto const ask = [&](std::int64_t id) {
        bb::request<get_name_by_id>(ctx, id, keep());
        there.restart();
        there.poll();
    };
    for (std::size_t i = 0; i != 25; ++i) {
        ask(1);
        clock.advance(5s);
        ask(2); // may be where the first was
        replies[2 * i](name_of(1));
        replies[2 * i + 1](name_of(2));
        poll_here();
    }
    BOOST_REQUIRE(answers.size() == 50u);
    for (std::size_t i = 0; i != 50; i += 2) {
        BOOST_TEST((answers[i].error() == bb::errc::timed_out));
        BOOST_TEST(answers[i + 1].value() == name_of(2));
    }
    BOOST_TEST(bb::stats<bb::request_broker<get_name_by_id>>(ctx).late_answers == 25u);
}

BOOST_FIXTURE_TEST_CASE(check_36_who_waits_for_a_cleared_provider_is_told_at_once, by_hand)
{
    auto const a = bb::set_provider<get_name>(ctx, [] { return std::string("a"); });
    for (int i = 0; i != 3; ++i)
        bb::request<get_name>(ctx, keep());
    std::thread([&] { bb::clear_provider<get_name>(ctx); }).join();
    here.run();
    BOOST_TEST(answers.size() == 3u);
    for (auto const& answer : answers)
        BOOST_TEST((answer.error() == bb::errc::provider_gone));
}

BOOST_AUTO_TEST_CASE(check_37_the_thread_of_the_provider_has_ended)
{
    bb::broker_context ctx;
    bb::result<bb::handle> a;
    std::optional<std::future<bb::result<std::string>>> waits;
    std::thread([&] {
        asio::io_context there; // ends with its thread
        a = bb::set_provider<get_name>(ctx,
            asio::bind_executor(
                bb::one_thread(there.get_executor()), [] { return std::string("a"); }));
        waits = bb::request<get_name>(ctx, asio::use_future);
    }).join();
    BOOST_TEST((waits->get().error() == bb::errc::provider_gone));
    BOOST_TEST((bb::request<get_name>(ctx, bb::blocking).error() == bb::errc::no_provider));
}

BOOST_FIXTURE_TEST_CASE(check_38_large_requests_and_answers_are_exact, another_thread)
{
    std::string sent(1'500'000, '\0');
    for (std::size_t i = 0; i != sent.size(); ++i)
        sent[i] = static_cast<char>(i * 7 % 251);
    auto const a = bb::set_provider<reverse>(
        ctx, [](std::string const& text) { return std::string(text.rbegin(), text.rend()); });
    auto const got = bb::request<reverse>(ctx, sent, bb::blocking);
    BOOST_TEST((got.value() == std::string(sent.rbegin(), sent.rend())));
}

BOOST_FIXTURE_TEST_CASE(check_44_without_a_handler_a_signal_is_refused, another_thread)
{
    auto const sent = bb::signal<rotate>(ctx);
    BOOST_TEST((sent.error() == bb::errc::no_handler));
    BOOST_TEST(!bb::has_signal_handler<rotate>(ctx));
}

BOOST_AUTO_TEST_CASE(check_45_a_second_handler_is_refused)
{
    tally first;
    another_thread at;
    auto const a = bb::on_signal<rotate>(at.ctx, [&] { first.add(); });
    auto const b = bb::on_signal<rotate>(at.ctx, [] {});
    BOOST_TEST((b.error() == bb::errc::handler_exists));
    BOOST_TEST(bb::signal<rotate>(at.ctx).has_value());
    first.wait_for(1);
}

BOOST_AUTO_TEST_CASE(check_46_accepted_is_not_handled)
{
    tally called;
    another_thread at;
    auto const a = bb::on_signal<rotate>(at.ctx, [&] {
        called.add();
        throw std::runtime_error("boom");
    });
    BOOST_TEST(bb::signal<rotate>(at.ctx).has_value());
    BOOST_TEST(bb::signal<rotate>(at.ctx).has_value());
    called.wait_for(2);
}

BOOST_FIXTURE_TEST_CASE(check_47_what_is_accepted_is_delivered, by_hand)
{
    std::vector<std::int64_t> handled;
    auto const a = bb::on_signal<bounded>(ctx, [&](std::int64_t n) { handled.push_back(n); });
    std::vector<std::int64_t> accepted;
    for (std::int64_t n = 0; n != 5; ++n) {
        auto const sent = bb::signal<bounded>(ctx, n);
        if (sent)
            accepted.push_back(n);
        else
            BOOST_TEST((sent.error() == bb::errc::queue_full));
    }
    BOOST_TEST(accepted.size() == 3u);
    there.run();
    BOOST_TEST(handled == accepted, boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(check_48_after_a_drop_a_signal_is_refused, another_thread)
{
    auto const a = bb::on_signal<rotate>(ctx, [] {});
    BOOST_TEST(bb::drop_signal_handler<rotate>(ctx, bb::blocking).has_value());
    BOOST_TEST((bb::signal<rotate>(ctx).error() == bb::errc::no_handler));
    auto const b = bb::on_signal<rotate>(ctx, [] {});
    auto const none = bb::replace_signal_handler<rotate>(ctx, std::function<void()>());
    BOOST_TEST(none.has_value());
    BOOST_TEST(!bb::has_signal_handler<rotate>(ctx));
}

BOOST_AUTO_TEST_CASE(check_55_a_method_runs_on_the_thread_of_its_object)
{
    class device
    {
    public:
        explicit device(runner& owner)
            : ctx_(owner.executor())
            , on_(bb::set_provider<get_name_by_id>(ctx_, [this](std::int64_t id) {
                ran = std::this_thread::get_id();
                return name_of(id);
            }).value())
        {}

        bb::result<std::string> name(std::int64_t id)
        {
            return bb::request<get_name_by_id>(ctx_, id, bb::blocking);
        }

        std::thread::id ran;

    private:
        bb::broker_context ctx_;
        bb::handle on_;
    };

    runner there;
    device object(there);
    BOOST_TEST(object.name(7).value() == name_of(7));
    BOOST_TEST((object.ran == there.id()));
}

BOOST_AUTO_TEST_SUITE_END()
