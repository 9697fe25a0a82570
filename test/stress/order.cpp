// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// What reaches one serial executor comes in a causal order, across senders and types.

#include "../mt/threads.hpp"
#include "stress.hpp"
#include <boost_broker/mt.hpp>

#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <atomic>
#include <cstdint>
#include <thread>
#include <vector>

namespace stress_order_test {

struct first {
    using broker_policy = boost_broker::mt<>;
    std::uint64_t round = 0;
};
struct second {
    using broker_policy = boost_broker::mt<>;
    std::uint64_t round = 0;
};
struct third { // a signal
    using broker_policy = boost_broker::mt<>;
    std::uint64_t round = 0;
};
struct numbered {
    using broker_policy = boost_broker::mt<>;
    std::uint64_t producer = 0;
    std::uint64_t number = 0;
};

} // namespace stress_order_test

BOOST_HANA_ADAPT_STRUCT(stress_order_test::first, round);
BOOST_HANA_ADAPT_STRUCT(stress_order_test::second, round);
BOOST_HANA_ADAPT_STRUCT(stress_order_test::third, round);
BOOST_HANA_ADAPT_STRUCT(stress_order_test::numbered, producer, number);

namespace stress_order_test {

namespace bb = boost_broker;
using mt_test::runner;

// The rounds that a thread has done, for the next one.
class baton
{
public:
    void pass(std::uint64_t round) noexcept { round_.store(round, std::memory_order_release); }
    std::uint64_t wait_for(std::uint64_t round) const noexcept
    {
        auto now = round_.load(std::memory_order_acquire);
        for (int tries = 0; now < round; now = round_.load(std::memory_order_acquire)) {
            if (++tries % 64 == 0)
                std::this_thread::yield();
        }
        return now;
    }

private:
    alignas(64) std::atomic<std::uint64_t> round_{0};
};

} // namespace stress_order_test

BOOST_AUTO_TEST_SUITE(order)

using namespace stress_order_test;

BOOST_AUTO_TEST_CASE(what_is_sent_after_something_was_told_comes_behind_it)
{
    auto const rounds = stress::times(20'000, 1'000'000);
    stress::watchdog watch("causal order");
    baton told_second;
    baton told_third;
    baton handled; // so that the queue does not grow without end
    std::array<std::uint64_t, 3> last{};
    std::uint64_t reversed = 0;
    {
        runner there;
        bb::broker_context ctx(there.executor());
        bb::handle const one = bb::listen<first>(ctx, [&](std::uint64_t round) {
            reversed += round != last[0] + 1;
            last[0] = round;
        });
        bb::handle const two = bb::listen<second>(ctx, [&](std::uint64_t round) {
            reversed += round != last[1] + 1 || last[0] < round;
            last[1] = round;
        });
        auto const three = bb::on_signal<third>(ctx, [&](std::uint64_t round) {
            reversed += round != last[2] + 1 || last[1] < round;
            last[2] = round;
            handled.pass(round);
        });
        std::thread a([&] {
            for (std::uint64_t round = 1; round <= rounds; ++round) {
                if (round > 1'000)
                    handled.wait_for(round - 1'000);
                bb::emit<first>(ctx, round);
                told_second.pass(round);
                watch.step();
            }
        });
        std::thread b([&] {
            for (std::uint64_t round = 1; round <= rounds; ++round) {
                told_second.wait_for(round);
                bb::emit<second>(ctx, round);
                told_third.pass(round);
            }
        });
        std::thread c([&] {
            for (std::uint64_t round = 1; round <= rounds; ++round) {
                told_third.wait_for(round);
                static_cast<void>(bb::signal<third>(ctx, round));
            }
        });
        a.join();
        b.join();
        c.join();
        handled.wait_for(rounds);
    }
    BOOST_TEST(reversed == 0u);
    BOOST_TEST(last[0] == rounds);
    BOOST_TEST(last[1] == rounds);
}

BOOST_AUTO_TEST_CASE(each_of_many_producers_keeps_its_order)
{
    constexpr std::uint64_t producers = 16;
    auto const each = stress::times(2'000, 10'000);
    stress::watchdog watch("order of each producer");
    std::array<std::uint64_t, producers> next{};
    std::uint64_t reversed = 0;
    mt_test::tally got;
    runner there;
    bb::broker_context ctx(there.executor());
    bb::handle const on =
        bb::listen<numbered>(ctx, [&](std::uint64_t producer, std::uint64_t number) {
            reversed += number != next[producer]++;
            got.add();
            watch.step();
        });
    std::vector<std::thread> threads;
    for (std::uint64_t p = 0; p != producers; ++p) {
        threads.emplace_back([&, p] {
            for (std::uint64_t i = 0; i != each; ++i)
                bb::emit<numbered>(ctx, p, i);
        });
    }
    for (auto& t : threads)
        t.join();
    got.wait_for(static_cast<std::int64_t>(producers * each));
    BOOST_TEST(reversed == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
