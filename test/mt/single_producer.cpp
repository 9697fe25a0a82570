// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Events with the policy `single_producer`, which are queued without a lock.

#include "threads.hpp"
#include <boost_broker/diagnostics.hpp>
#include <boost_broker/drop.hpp>
#include <boost_broker/mt.hpp>
#include <boost_broker/stats.hpp>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace mt_single_producer_test {

struct sampled {
    using broker_policy = boost_broker::mt<boost_broker::single_producer>;
    std::int64_t number = 0;
};
struct held { // does not fit into a message
    using broker_policy = boost_broker::mt<boost_broker::single_producer>;
    std::shared_ptr<int> object = {};
    std::string name = {};
    std::int64_t number = 0;
};
struct marked {
    using broker_policy =
        boost_broker::mt<boost_broker::single_producer, boost_broker::queue_depth<4>>;
    std::int64_t number = 0;
};
struct other {
    using broker_policy = boost_broker::mt<>;
};

} // namespace mt_single_producer_test

BOOST_HANA_ADAPT_STRUCT(mt_single_producer_test::sampled, number);
BOOST_HANA_ADAPT_STRUCT(mt_single_producer_test::held, object, name, number);
BOOST_HANA_ADAPT_STRUCT(mt_single_producer_test::marked, number);

namespace mt_single_producer_test {

namespace asio = boost::asio;
namespace bb = boost_broker;
using mt_test::runner;
using mt_test::tally;
using numbers = std::vector<std::int64_t>;

numbers first(std::int64_t count, std::int64_t from = 0)
{
    numbers all;
    for (std::int64_t i = 0; i != count; ++i)
        all.push_back(from + i);
    return all;
}

// An executor that runs when the test says so.
struct by_hand {
    asio::io_context there;
    bb::broker_context ctx{bb::one_thread(there.get_executor())};
    numbers got;

    void run()
    {
        there.restart();
        there.run();
    }
    auto keep()
    {
        return [this](std::int64_t number) { got.push_back(number); };
    }
};

} // namespace mt_single_producer_test

BOOST_AUTO_TEST_SUITE(single_producer)

using namespace mt_single_producer_test;

BOOST_AUTO_TEST_CASE(every_event_arrives_in_order)
{
    constexpr std::int64_t count = 50'000;
    tally heard;
    int reversed = 0;
    std::int64_t next = 0;
    runner there;
    bb::broker_context ctx(there.executor());
    auto const on = bb::listen<sampled>(ctx, [&](std::int64_t number) {
        reversed += number == next++ ? 0 : 1;
        heard.add();
    });
    std::thread([&] {
        for (std::int64_t i = 0; i != count; ++i)
            bb::emit<sampled>(ctx, i);
    }).join();
    heard.wait_for(count);
    BOOST_TEST(reversed == 0);
    BOOST_TEST(heard.value() == count);
}

// The producer often finds that nothing waits just as the consumer comes to rest.
BOOST_AUTO_TEST_CASE(no_wake_up_is_lost)
{
    tally heard;
    runner there;
    bb::broker_context ctx(there.executor());
    auto const on = bb::listen<sampled>(ctx, [&] { heard.add(); });
    for (std::int64_t i = 1; i != 3000; ++i) {
        bb::emit<sampled>(ctx, i);
        if (i % 3 == 0)
            heard.wait_for(i);
    }
    heard.wait_for(2999);
}

BOOST_FIXTURE_TEST_CASE(the_queue_grows_past_its_ring, by_hand)
{
    auto const on = bb::listen<sampled>(ctx, keep());
    for (auto const i : first(1000))
        bb::emit<sampled>(ctx, i);
    there.run_one();
    for (auto const i : first(500, 1000))
        bb::emit<sampled>(ctx, i);
    run();
    BOOST_TEST(got == first(1500), boost::test_tools::per_element());
    auto const seen = bb::stats<bb::event_broker<sampled>>(ctx);
    BOOST_TEST(seen.queued == 1500u);
    BOOST_TEST(seen.delivered == 1500u);
}

BOOST_AUTO_TEST_CASE(listeners_on_several_executors_get_everything)
{
    constexpr std::int64_t count = 2000;
    tally heard;
    std::array<std::int64_t, 3> sums{};
    asio::thread_pool pool(2);
    {
        runner there;
        bb::broker_context ctx(pool.get_executor());
        auto const add = [&](std::size_t which) {
            return [&, which](std::int64_t number, std::string const& name) {
                sums[which] += name == "a name that is not short at all" ? number : 0;
                heard.add();
            };
        };
        auto const numbered = [add](std::size_t which) {
            return [f = add(which)](held const& e) { f(e.number, e.name); };
        };
        auto const a = bb::listen<held>(ctx, numbered(0));
        auto const b = bb::listen<held>(ctx, numbered(1));
        auto const c = bb::listen<held>(ctx, asio::bind_executor(there.executor(), numbered(2)));
        for (std::int64_t i = 0; i != count; ++i)
            bb::emit<held>(ctx, nullptr, "a name that is not short at all", i);
        heard.wait_for(3 * count);
    }
    pool.join();
    for (auto const sum : sums)
        BOOST_TEST(sum == count * (count - 1) / 2);
}

BOOST_FIXTURE_TEST_CASE(who_comes_while_something_waits_gets_what_comes_later, by_hand)
{
    numbers later;
    auto const a = bb::listen<sampled>(ctx, keep());
    for (auto const i : first(3))
        bb::emit<sampled>(ctx, i);
    auto const b = bb::listen<sampled>(ctx, [&](std::int64_t number) { later.push_back(number); });
    for (auto const i : first(200, 3))
        bb::emit<sampled>(ctx, i);
    run();
    BOOST_TEST(got == first(203), boost::test_tools::per_element());
    BOOST_TEST(later == first(200, 3), boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(who_comes_when_no_room_is_left_gets_what_comes_later, by_hand)
{
    numbers later;
    auto const a = bb::listen<sampled>(ctx, keep());
    for (auto const i : first(1024)) // with what says who listens, more than have room
        bb::emit<sampled>(ctx, i);
    auto const b = bb::listen<sampled>(ctx, [&](std::int64_t number) { later.push_back(number); });
    for (auto const i : first(100, 1024))
        bb::emit<sampled>(ctx, i);
    run();
    BOOST_TEST(got == first(1124), boost::test_tools::per_element());
    BOOST_TEST(later == first(100, 1024), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(listeners_come_and_go_while_events_are_emitted)
{
    std::atomic<std::int64_t> emitted{0};
    std::atomic<bool> ends{false};
    std::atomic<int> missed{0};
    runner there;
    bb::broker_context ctx(there.executor());
    std::thread producer([&] {
        while (!ends) {
            bb::emit<sampled>(ctx, emitted.load());
            ++emitted;
        }
    });
    for (int round = 0; round != 200; ++round) {
        struct seen {
            std::int64_t next = -1;
            tally count;
        } got;
        auto on = bb::listen<sampled>(ctx, [&](std::int64_t number) {
            missed += got.next == -1 || got.next == number ? 0 : 1;
            got.next = number + 1;
            got.count.add();
        });
        auto const from = emitted.load(); // it is registered, so it gets the next after this one
        got.count.wait_for(2);
        if (!bb::drop_listener(std::move(on), bb::blocking))
            ++missed;
        missed += got.next - got.count.value() <= from + 1 ? 0 : 1;
    }
    ends = true;
    producer.join();
    BOOST_TEST(missed == 0);
}

BOOST_FIXTURE_TEST_CASE(others_get_their_turn, by_hand)
{
    auto const a = bb::listen<sampled>(ctx, keep());
    std::size_t before = 0;
    auto const b = bb::listen<other>(ctx, [&] { before = got.size(); });
    for (auto const i : first(1000))
        bb::emit<sampled>(ctx, i);
    bb::emit<other>(ctx);
    run();
    BOOST_TEST(before < 100u);
    BOOST_TEST(got.size() == 1000u);
}

BOOST_FIXTURE_TEST_CASE(on_the_executor_itself_it_is_a_call, by_hand)
{
    auto const on = bb::listen<sampled>(ctx, keep());
    there.run();
    std::size_t at_once = 0;
    asio::post(there, [&] {
        bb::emit<sampled>(ctx, 0);
        at_once = got.size();
    });
    run();
    BOOST_TEST(at_once == 1u);
    bb::emit<sampled>(ctx, 1);
    asio::post(there, [&] { bb::emit<sampled>(ctx, 2); });
    run();
    BOOST_TEST(got == first(3), boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(what_a_listener_reads_stays_while_it_emits_more, by_hand)
{
    bb::handle on = bb::listen<sampled>(ctx, [&](sampled const& s) {
        auto const before = s.number;
        if (got.empty()) {
            for (auto const i : first(3000, 1)) // more than have room in the ring
                bb::emit<sampled>(ctx, i);
        }
        BOOST_TEST(s.number == before);
        got.push_back(s.number);
    });
    bb::emit<sampled>(ctx, 0);
    run();
    BOOST_TEST(got == first(3001), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(without_an_executor_the_producer_calls)
{
    bb::broker_context ctx;
    numbers got;
    auto const on = bb::listen<sampled>(ctx, [&, here = ctx.ref()](std::int64_t number) {
        if (number < 300)
            bb::emit<sampled>(here, number + 100);
        got.push_back(number);
    });
    bb::emit<sampled>(ctx, 1);
    bb::emit<sampled>(ctx, 301);
    BOOST_TEST(got == (numbers{1, 101, 201, 301, 301}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_waits_in_a_context_that_closes_is_discarded)
{
    auto const object = std::make_shared<int>(1);
    for (int round = 0; round != 50; ++round) {
        runner there;
        bb::broker_context ctx(there.executor());
        tally begun;
        auto const on = bb::listen<held>(ctx, [] {});
        std::thread producer([&] {
            for (std::int64_t i = 0; i != 500; ++i) {
                bb::emit<held>(ctx, object, "name", i);
                begun.add();
            }
        });
        begun.wait_for(round * 5);
        ctx.close();
        producer.join();
    }
    BOOST_TEST(object.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(an_execution_context_that_ends_takes_what_waits_along)
{
    auto const object = std::make_shared<int>(1);
    for (int round = 0; round != 50; ++round) {
        bb::broker_context ctx;
        std::optional<asio::io_context> there(std::in_place);
        tally begun;
        auto const on = bb::listen<held>(
            ctx, asio::bind_executor(bb::one_thread(there->get_executor()), [] {}));
        std::thread producer([&] {
            for (std::int64_t i = 0; i != 500; ++i) {
                bb::emit<held>(ctx, object, "name", i);
                begun.add();
            }
        });
        begun.wait_for(round * 5);
        there.reset();
        producer.join();
        BOOST_TEST(object.use_count() == 1);
    }
}

BOOST_FIXTURE_TEST_CASE(a_queue_that_grows_past_its_mark_is_told_once, by_hand)
{
    std::vector<bb::diagnostic_kind> told;
    auto const c =
        ctx.diagnostics().connect([&](bb::diagnostic const& d) { told.push_back(d.kind); });
    auto const on = bb::listen<marked>(ctx, keep());
    for (auto const i : first(20))
        bb::emit<marked>(ctx, i);
    BOOST_TEST((told == std::vector{bb::diagnostic_kind::queue_grew}));
    run();
    for (auto const i : first(20, 20))
        bb::emit<marked>(ctx, i);
    BOOST_TEST((told == std::vector(2, bb::diagnostic_kind::queue_grew)));
    run();
    BOOST_TEST(got == first(40), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
