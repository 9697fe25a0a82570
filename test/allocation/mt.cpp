// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// A steady state of the lane `mt` makes no allocation, on whichever threads what is sent is made,
// handled and freed. Run loops are driven by hand, but for those tests that are about threads.

#include "../mt/threads.hpp"
#include "counting.hpp"
#include <boost_broker/detail/cell_pool.hpp>
#include <boost_broker/mt.hpp>
#include <boost_broker/request_broker.hpp>
#include <boost_broker/signal_broker.hpp>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace allocation_mt_test {

namespace bb = boost_broker;
namespace asio = boost::asio;

struct sample {
    using broker_policy = bb::mt<>;
    std::int64_t id = 0;
    double value = 0;
    std::string unit = {};
};
struct picture {
    using broker_policy = bb::mt<>;
    std::array<std::uint8_t, 500> pixels = {};
};
struct scan {
    using broker_policy = bb::mt<>;
    std::array<std::uint8_t, 5000> pixels = {};
};
struct rotate {
    using broker_policy = bb::mt<>;
    std::int64_t id = 0;
};
struct get_sample {
    using broker_policy = bb::mt<>;
    using response = sample;
    std::int64_t id = 0;
};

// What is made on one thread and freed on another comes back in batches, of which there are a few
// before there are enough.
constexpr int until_enough = 10'000;

/// More blocks than two threads keep without passing any on.
/** Which of the two lets go of a request last is chance, and so is who wakes whom. Blocks drift to
   one of them, and until that has enough of them to give some back, one comes from the heap now and
   then. Fewer than the rounds of a test: those would use them up if they were not given back. */
void fill_the_pool()
{
    using cache = bb::detail::block_cache;
    std::vector<void*> blocks;
    for (std::size_t index = 0; index != cache::classes; ++index) {
        auto const size = cache::size_of(index);
        for (std::size_t i = 0; i != 5 * cache::batch_of(index); ++i)
            blocks.push_back(cache::allocate(size));
        for (auto* const block : blocks)
            cache::deallocate(block, size);
        blocks.clear();
    }
}

/// Events are queued for an executor, and it is woken.
template<class Executor, class Run>
void emit_to(Executor executor, Run run)
{
    asio::io_context home;
    bb::broker_context ctx(home);
    mt_test::tally got;
    auto small = [&](sample const&) { got.add(); };
    auto large = [&](picture const&) { got.add(); };
    auto huge = [&](scan const&) { got.add(); };
    bb::handle const a = bb::listen<sample>(ctx, asio::bind_executor(executor, small));
    bb::handle const b = bb::listen<picture>(ctx, asio::bind_executor(executor, large));
    bb::handle const c = bb::listen<scan>(ctx, asio::bind_executor(executor, huge));
    picture const white{{1}};
    scan const page{{1}};
    fill_the_pool();
    // More than ever waits later.
    std::int64_t sent = 1500;
    for (int i = 0; i != 500; ++i) {
        bb::emit<sample>(ctx, i, 1.0, "mV");
        bb::emit(ctx, white);
        bb::emit(ctx, page);
    }
    run();
    got.wait_for(sent);
    BOOST_TEST(allocations_of(
                   [&] {
                       for (int i = 0; i != 10; ++i) {
                           bb::emit<sample>(ctx, i, 1.0, "mV");
                           bb::emit(ctx, white);
                           bb::emit(ctx, page);
                       }
                       sent += 30;
                       run();
                       got.wait_for(sent);
                   },
                   until_enough) == 0u);
    BOOST_TEST(got.value() == 1500 + (until_enough + 1000) * 30);
}

} // namespace allocation_mt_test

BOOST_HANA_ADAPT_STRUCT(allocation_mt_test::sample, id, value, unit);
BOOST_HANA_ADAPT_STRUCT(allocation_mt_test::picture, pixels);
BOOST_HANA_ADAPT_STRUCT(allocation_mt_test::scan, pixels);
BOOST_HANA_ADAPT_STRUCT(allocation_mt_test::rotate, id);
BOOST_HANA_ADAPT_STRUCT(allocation_mt_test::get_sample, id);

BOOST_AUTO_TEST_SUITE(steady_state_mt)

using namespace allocation_mt_test;

BOOST_AUTO_TEST_CASE(events_for_an_io_context_and_its_strand)
{
    asio::io_context io;
    auto const run = [&] {
        io.restart();
        io.run();
    };
    emit_to(io.get_executor(), run);
    emit_to(bb::one_thread(io.get_executor()), run);
    emit_to(asio::make_strand(io), run);
}

BOOST_AUTO_TEST_CASE(events_for_a_thread)
{
    mt_test::runner there;
    emit_to(there.executor(), [] {});
}

BOOST_AUTO_TEST_CASE(events_for_a_pool_and_its_strand)
{
    asio::thread_pool pool(1);
    emit_to(asio::make_strand(pool), [] {});
    emit_to(pool.get_executor(), [] {});
    pool.join();
}

BOOST_AUTO_TEST_CASE(signals)
{
    mt_test::runner there;
    bb::broker_context ctx(there.executor());
    fill_the_pool();
    mt_test::tally got;
    auto const on = bb::on_signal<rotate>(ctx, [&](std::int64_t) { got.add(); });
    std::int64_t sent = 0;
    BOOST_TEST(allocations_of(
                   [&] {
                       (void)bb::signal<rotate>(ctx, 1);
                       got.wait_for(++sent);
                   },
                   until_enough) == 0u);
}

BOOST_AUTO_TEST_CASE(requests)
{
    mt_test::runner there;
    asio::io_context here;
    bb::broker_context ctx(bb::one_thread(here.get_executor()));
    auto answer = [](std::int64_t id) { return sample{id, 1.5, "mV"}; };
    auto const by =
        bb::set_provider<get_sample>(ctx, asio::bind_executor(there.executor(), answer));
    double sum = 0;
    auto const ask = [&] {
        bb::request<get_sample>(ctx, 7, [&](bb::result<sample> const& r) { sum += r->value; });
        here.restart();
        here.run(); // a request is work
    };
    fill_the_pool();
    BOOST_TEST(allocations_of(ask, until_enough) == 0u);
    BOOST_TEST(allocations_of([&] { sum += bb::request<get_sample>(ctx, 7, bb::blocking)->value; },
                   until_enough) == 0u);
    BOOST_TEST(sum == 2 * (until_enough + 1000) * 1.5);
}

BOOST_AUTO_TEST_SUITE_END()
