// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Contexts, executors and requests that end in every way while they are used: nothing hangs,
// nothing is left, and each request completes once.

#include "../mt/threads.hpp"
#include "stress.hpp"
#include <boost_broker/canceller.hpp>
#include <boost_broker/close_report.hpp>
#include <boost_broker/drop.hpp>
#include <boost_broker/mt.hpp>
#include <boost_broker/timeout.hpp>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace stress_endings_test {

struct ticked {
    using broker_policy = boost_broker::mt<>;
    std::uint64_t number = 0;
};
struct add_one {
    using broker_policy = boost_broker::mt<>;
    using response = std::uint64_t;
    std::uint64_t number = 0;
};

} // namespace stress_endings_test

BOOST_HANA_ADAPT_STRUCT(stress_endings_test::ticked, number);
BOOST_HANA_ADAPT_STRUCT(stress_endings_test::add_one, number);

namespace stress_endings_test {

namespace asio = boost::asio;
namespace bb = boost_broker;
using namespace std::chrono_literals;
using mt_test::runner;
using stress::dice;

// Threads that emit and ask in whatever context there is.
class hammer
{
public:
    hammer(int threads, std::atomic<std::uint64_t>& asked, std::atomic<std::uint64_t>& answered)
        : asked_(asked)
        , answered_(answered)
    {
        for (int i = 0; i != threads; ++i)
            threads_.emplace_back([this] { strike(); });
    }
    ~hammer()
    {
        ended_ = true;
        for (auto& t : threads_)
            t.join();
    }

    void aim(bb::context_ref where)
    {
        std::lock_guard const lock(mutex_);
        where_ = where;
    }

private:
    void strike()
    {
        asio::io_context io;
        auto const here = bb::one_thread(io.get_executor());
        for (std::uint64_t i = 0; !ended_; ++i) {
            auto const where = target();
            bb::emit<ticked>(where, i);
            ++asked_;
            bb::request<add_one>(
                where, i, asio::bind_executor(here, [&](auto const&) { ++answered_; }));
            io.restart();
            io.poll();
        }
        io.restart();
        io.run();
    }
    bb::context_ref target()
    {
        std::lock_guard const lock(mutex_);
        return where_;
    }

    std::mutex mutex_;
    bb::context_ref where_;
    std::atomic<bool> ended_{false};
    std::atomic<std::uint64_t>& asked_;
    std::atomic<std::uint64_t>& answered_;
    std::vector<std::thread> threads_;
};

} // namespace stress_endings_test

BOOST_AUTO_TEST_SUITE(endings)

using namespace stress_endings_test;

// In turn: the context is closed and waited for, only closed, its execution context destroyed
// first, with what is queued there.
BOOST_AUTO_TEST_CASE(contexts_and_execution_contexts_end_under_fire)
{
    auto const rounds = stress::times(150, 10'000);
    dice die(1);
    std::uint64_t unfinished = 0;
    std::uint64_t alive = 0;
    std::atomic<std::uint64_t> asked{0};
    std::atomic<std::uint64_t> answered{0};
    {
        stress::watchdog watch("shutdown races");
        hammer hits(2, asked, answered);
        for (std::uint64_t round = 0; round != rounds; ++round) {
            auto const lives = std::make_shared<int>(0);
            auto io = std::make_unique<asio::io_context>();
            auto work = asio::make_work_guard(*io);
            auto const ex = bb::one_thread(io->get_executor());
            std::optional<bb::broker_context> ctx(std::in_place, ex);
            bb::handle const on =
                bb::listen<ticked>(*ctx, [lives](std::uint64_t) { static_cast<void>(lives); });
            auto const provider = bb::set_provider<add_one>(
                *ctx, [lives](std::uint64_t number) { return number + 1; });
            std::thread thread([&] { io->run(); });
            hits.aim(*ctx);
            for (auto spins = die.below(3'000); spins != 0; --spins)
                bb::detail::pause_core();
            switch (die.below(4)) {
            case 0: // everything in order
                unfinished += !ctx->async_close(30s, asio::use_future).get().empty();
                alive += lives.use_count() != 1;
                break;
            case 1:
                ctx->close();
                break;
            case 2:
                ctx.reset();
                break;
            case 3:
                break; // the execution context goes first
            }
            if (die.below(2) == 0)
                io->stop();
            work.reset();
            thread.join();
            io.reset();
            alive += lives.use_count() != 1;
            hits.aim({});
            watch.step();
        }
    }
    BOOST_TEST(unfinished == 0u);
    BOOST_TEST(alive == 0u);
    BOOST_TEST(asked == answered);
}

BOOST_AUTO_TEST_CASE(contexts_leave_nothing_behind)
{
    auto const rounds = stress::times(300, 10'000);
    stress::watchdog watch("context cycles");
    runner there;
    asio::thread_pool pool(2);
    auto const cycle = [&] {
        bb::broker_context ctx(there.executor());
        auto const strand = asio::make_strand(pool);
        bb::handle const on = bb::listen<ticked>(ctx, [] {});
        bb::handle const there_too = bb::listen<ticked>(ctx, asio::bind_executor(strand, [] {}));
        auto const provider = bb::set_provider<add_one>(
            ctx, asio::bind_executor(pool, [](std::uint64_t n) { return n + 1; }));
        bb::emit<ticked>(ctx, 1u);
        bool const answered = bb::request<add_one>(ctx, 1u, bb::blocking).value() == 2;
        bool const ended = ctx.async_close(30s, asio::use_future).get().empty();
        watch.step();
        return answered && ended;
    };
    std::uint64_t failed = 0;
    for (int warm_up = 0; warm_up != 100; ++warm_up)
        failed += !cycle();
    stress::holdings const before;
    for (std::uint64_t round = 0; round != rounds; ++round)
        failed += !cycle();
    stress::holdings const after;
    BOOST_TEST(failed == 0u);
    BOOST_TEST(after.descriptors == before.descriptors);
    // The one for deadlines may be there or not; one that is left behind would be, in each round.
    BOOST_TEST(after.threads <= before.threads + 1);
    // An inbox alone has 8 KiB; what a sanitizer remembers grows, too.
    BOOST_TEST(after.resident < before.resident + 16'000'000 + rounds * 500);
    pool.join();
}

// Each is answered, cancelled, too late, or its provider or its context goes away; whatever comes
// first completes it, and nothing else does.
BOOST_AUTO_TEST_CASE(each_request_completes_once)
{
    auto const requests = stress::times(20'000, 1'000'000);
    constexpr std::uint64_t per_context = 2'000;
    constexpr std::size_t requesters = 2;
    std::atomic<std::uint64_t> wrong{0};
    std::array<std::atomic<std::uint64_t>, 6> ended{};
    {
        stress::watchdog watch("requests");
        runner there;
        std::vector<std::thread> threads;
        for (std::uint64_t me = 0; me != requesters; ++me) {
            threads.emplace_back([&, me] {
                dice die(me);
                auto const mine = requests / requesters;
                std::vector<unsigned char> completions(mine);
                for (std::uint64_t begin = 0; begin < mine; begin += per_context) {
                    asio::io_context io;
                    auto const here = bb::one_thread(io.get_executor());
                    std::optional<bb::broker_context> ctx(std::in_place, there.executor());
                    bb::canceller stop;
                    std::vector<bb::reply<add_one>> kept; // the provider's
                    auto const provide = [&] {
                        return bb::set_provider<add_one>(
                            *ctx, [&kept](std::uint64_t number, bb::reply<add_one> reply) {
                                if (number % 4 == 0)
                                    kept.push_back(std::move(reply)); // till later, or never
                                else
                                    reply(number + 1);
                                if (kept.size() == 8)
                                    kept.erase(kept.begin(), kept.begin() + 4);
                            });
                    };
                    auto provider = provide();
                    auto const end = std::min(begin + per_context, mine);
                    for (auto number = begin; number != end; ++number) {
                        auto done = asio::bind_executor(
                            here, [&, number](bb::result<std::uint64_t> const& answer) {
                                if (++completions[number] != 1 || (answer && *answer != number + 1))
                                    ++wrong;
                                auto const code =
                                    answer ? boost::system::error_code() : answer.error().code();
                                ++ended[answer                        ? 0
                                        : code == bb::errc::cancelled ? 1
                                        : code == bb::errc::timed_out ? 2
                                        : code == bb::errc::provider_gone ||
                                            code == bb::errc::no_provider
                                        ? 3
                                        : code == bb::errc::provider_failed ? 4
                                                                            : 5];
                            });
                        switch (die.below(4)) {
                        case 0:
                            bb::request<add_one>(*ctx, number, stop(std::move(done)));
                            break;
                        case 1:
                            bb::request<add_one>(*ctx, number,
                                bb::timeout(std::chrono::microseconds(1 + die.below(200)),
                                    std::move(done)));
                            break;
                        default:
                            bb::request<add_one>(*ctx, number, std::move(done));
                            break;
                        }
                        if (die.below(50) == 0)
                            stop.cancel();
                        if (die.below(200) == 0) {
                            provider->stop();
                            provider = provide();
                        }
                        if (die.below(8) == 0) {
                            io.restart();
                            io.poll();
                        }
                        watch.step();
                    }
                    static_cast<void>(ctx->async_close(30s, asio::use_future).get());
                    ctx.reset();
                    io.restart();
                    io.run();
                }
                for (auto const times : completions)
                    wrong += times != 1;
            });
        }
        for (auto& t : threads)
            t.join();
    }
    BOOST_TEST(wrong == 0u);
    std::uint64_t sum = 0;
    for (auto const& count : ended)
        sum += count;
    BOOST_TEST(sum == requests / requesters * requesters);
    for (auto const& count : ended) // it was not in vain
        BOOST_TEST((&count == &ended[5] || count != 0u));
}

BOOST_AUTO_TEST_SUITE_END()
