// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Observers of messages that cross threads: the trace goes with the message, and whatever becomes
// of one is told once. What holds on one thread, too, is in test/laws/observer.cpp.

#include "threads.hpp"
#include <boost_broker/canceller.hpp>
#include <boost_broker/close_report.hpp>
#include <boost_broker/drop.hpp>
#include <boost_broker/mt.hpp>
#include <boost_broker/observer.hpp>
#include <boost_broker/trace.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace mt_observer_test {

namespace asio = boost::asio;
namespace bb = boost_broker;
using mt_test::runner;
using mt_test::tally;

// One for each test, as its counters are static.
template<int Test>
struct counts {
    static inline std::atomic<int> emitted, enqueued, dispatched, completed, dropped;
    static void on_emit(bb::observation const&) noexcept { ++emitted; }
    static void on_enqueue(bb::observation const&) noexcept { ++enqueued; }
    static void on_dispatch(bb::observation const&) noexcept { ++dispatched; }
    static void on_complete(bb::observation const&) noexcept { ++completed; }
    static void on_drop(bb::observation const&) noexcept { ++dropped; }
};

struct steps {
    static inline std::mutex lock;
    static inline std::vector<bb::observation> sent;
    static void on_emit(bb::observation const& what) noexcept
    {
        std::lock_guard const own(lock);
        sent.push_back(what);
    }
};
struct asked {
    using broker_policy = bb::mt<bb::observer<steps>>;
    using response = int;
    int number = 0;
};
struct found {
    using broker_policy = bb::mt<bb::observer<steps>>;
    int number = 0;
};
struct stored {
    using broker_policy = bb::mt<bb::observer<steps>>;
    int number = 0;
};

struct flood {
    using broker_policy = bb::mt<bb::observer<counts<1>>>;
    int number = 0;
};
struct latest {
    using broker_policy =
        bb::mt<bb::queue_depth<4>, bb::overflow<bb::drop_oldest>, bb::observer<counts<2>>>;
    int number = 0;
};
struct bounded {
    using broker_policy = bb::mt<bb::queue_depth<4>, bb::observer<counts<3>>>;
    int number = 0;
};
struct question {
    using broker_policy = bb::mt<bb::observer<counts<4>>>;
    using response = int;
    int number = 0;
};
struct setting {
    using broker_policy = bb::mt<bb::retain_last, bb::observer<counts<5>>>;
    int number = 0;
};
struct lone {
    using broker_policy = bb::mt<bb::single_producer, bb::observer<counts<6>>>;
    int number = 0;
};

} // namespace mt_observer_test

BOOST_HANA_ADAPT_STRUCT(mt_observer_test::asked, number);
BOOST_HANA_ADAPT_STRUCT(mt_observer_test::found, number);
BOOST_HANA_ADAPT_STRUCT(mt_observer_test::stored, number);
BOOST_HANA_ADAPT_STRUCT(mt_observer_test::flood, number);
BOOST_HANA_ADAPT_STRUCT(mt_observer_test::latest, number);
BOOST_HANA_ADAPT_STRUCT(mt_observer_test::bounded, number);
BOOST_HANA_ADAPT_STRUCT(mt_observer_test::question, number);
BOOST_HANA_ADAPT_STRUCT(mt_observer_test::setting, number);
BOOST_HANA_ADAPT_STRUCT(mt_observer_test::lone, number);

BOOST_AUTO_TEST_SUITE(observer)

using namespace mt_observer_test;

BOOST_AUTO_TEST_CASE(a_trace_goes_from_thread_to_thread)
{
    runner one;
    runner two;
    runner three;
    bb::broker_context ctx;
    steps::sent.clear();
    bb::trace_context at_end;
    tally ended;
    auto const provider =
        bb::set_provider<asked>(ctx, asio::bind_executor(one.executor(), [&](int number) {
            bb::emit<found>(ctx, number);
            return number + 1;
        })).value();
    auto const listener = bb::listen<found>(
        ctx, asio::bind_executor(two.executor(), [&](found f) -> asio::awaitable<void> {
            if (f.number == 2)
                co_return;
            auto const more = co_await bb::request<asked>(ctx, 2, asio::use_awaitable);
            if (bb::signal<stored>(ctx, more.value()).has_value())
                ended.add();
        }));
    auto const handler = bb::on_signal<stored>(ctx, asio::bind_executor(three.executor(), [&](int) {
        at_end = bb::current_trace();
        ended.add();
    })).value();
    BOOST_TEST(bb::request<asked>(ctx, 1, asio::use_future).get().value() == 2);
    ended.wait_for(2);
    BOOST_TEST(!bb::current_trace());
    std::lock_guard const own(steps::lock);
    auto& sent = steps::sent;
    BOOST_TEST_REQUIRE(sent.size() == 5u);
    for (auto const& step : sent)
        BOOST_TEST((step.trace.trace_id == sent[0].trace.trace_id));
    BOOST_TEST(sent[0].parent_span == 0u);
    BOOST_TEST(sent[1].parent_span == sent[0].trace.span_id); // found 1
    BOOST_TEST(sent[2].parent_span == sent[1].trace.span_id); // asked 2
    BOOST_TEST((sent[4].trace == at_end));
    BOOST_TEST((sent[4].broker == bb::broker_kind::signal));
    BOOST_TEST(sent[4].parent_span == sent[1].trace.span_id);
}

BOOST_AUTO_TEST_CASE(events_of_many_threads_are_told_once_for_each_listener)
{
    using told = counts<1>;
    constexpr int per_thread = 2000;
    runner one;
    runner two;
    asio::thread_pool pool(2);
    bb::broker_context ctx;
    tally got;
    std::atomic<int> without_trace{0};
    auto const count = [&] {
        if (!bb::current_trace())
            ++without_trace;
        got.add();
    };
    auto const a = bb::listen<flood>(ctx, asio::bind_executor(one.executor(), count));
    auto const b = bb::listen<flood>(ctx, asio::bind_executor(two.executor(), count));
    auto const c = bb::listen<flood>(
        ctx, asio::bind_executor(pool.get_executor(), [count](flood) -> asio::awaitable<void> {
            count();
            co_return;
        }));
    std::vector<std::thread> emitters;
    for (int i = 0; i != 2; ++i)
        emitters.emplace_back([&] {
            for (int k = 0; k != per_thread; ++k)
                bb::emit<flood>(ctx, k);
        });
    for (auto& t : emitters)
        t.join();
    got.wait_for(3 * 2 * per_thread);
    pool.join();
    BOOST_TEST(without_trace == 0);
    BOOST_TEST(told::emitted == 2 * per_thread);
    BOOST_TEST(told::enqueued == 3 * 2 * per_thread);
    BOOST_TEST(told::dispatched == 3 * 2 * per_thread);
    BOOST_TEST(told::dropped == 0);
}

BOOST_AUTO_TEST_CASE(what_becomes_of_an_event_is_told_once)
{
    using told = counts<2>;
    constexpr int per_thread = 2000;
    auto io = std::make_unique<asio::io_context>();
    bb::broker_context ctx;
    auto const on = bb::listen<latest>(
        ctx, asio::bind_executor(bb::one_thread(io->get_executor()), [](int) {}));
    std::thread polls([&] {
        for (int i = 0; i != 2000; ++i) {
            io->poll();
            io->restart();
        }
    });
    std::vector<std::thread> emitters;
    for (int i = 0; i != 2; ++i)
        emitters.emplace_back([&] {
            for (int k = 0; k != per_thread; ++k)
                bb::emit<latest>(ctx, k);
        });
    polls.join();
    for (auto& t : emitters)
        t.join();
    bb::emit<latest>(ctx, 1);
    io.reset(); // with what waits there
    BOOST_TEST(told::emitted == 2 * per_thread + 1);
    BOOST_TEST(told::completed == told::dispatched);
    BOOST_TEST(told::completed + told::dropped == told::emitted);
    BOOST_TEST(told::dropped > 0);
}

BOOST_AUTO_TEST_CASE(what_becomes_of_a_signal_is_told_once)
{
    using told = counts<3>;
    constexpr int per_thread = 2000;
    runner one;
    runner two;
    bb::broker_context ctx;
    std::atomic<int> accepted{0};
    auto const on = [&](runner& there) {
        return bb::replace_signal_handler<bounded>(
            ctx, asio::bind_executor(there.executor(), [](int) {}))
            .value();
    };
    auto handler = on(one);
    std::vector<std::thread> senders;
    for (int i = 0; i != 2; ++i)
        senders.emplace_back([&] {
            for (int k = 0; k != per_thread; ++k)
                accepted += bb::signal<bounded>(ctx, k).has_value() ? 1 : 0;
        });
    for (int i = 0; i != 50; ++i) {
        auto next = on(i % 2 == 0 ? two : one);
        handler = std::move(next);
    }
    for (auto& t : senders)
        t.join();
    BOOST_TEST(bb::drop_signal_handler<bounded>(ctx, bb::blocking).has_value());
    ctx.async_close(std::chrono::seconds(5), asio::use_future).get();
    // what was refused for want of room is dropped as well; without a handler nothing is told
    BOOST_TEST(told::completed == told::dispatched);
    BOOST_TEST(told::completed <= accepted);
    BOOST_TEST(told::completed + told::dropped <= told::emitted);
    BOOST_TEST(told::completed + told::dropped >= accepted);
}

BOOST_AUTO_TEST_CASE(every_request_completes_once)
{
    using told = counts<4>;
    constexpr int requests = 2000;
    runner one;
    runner two;
    bb::broker_context ctx;
    bb::canceller stop;
    tally ended;
    auto const provider =
        bb::set_provider<question>(ctx, asio::bind_executor(one.executor(), [](int n) {
            return n;
        })).value();
    std::thread cancels([&] {
        for (int i = 0; i != 200; ++i)
            stop.cancel();
    });
    for (int i = 0; i != requests; ++i)
        bb::request<question>(ctx, i,
            stop(
                asio::bind_executor(two.executor(), [&](bb::result<int> const&) { ended.add(); })));
    cancels.join();
    ended.wait_for(requests);
    BOOST_TEST(bb::request<question>(ctx, 1, bb::blocking).value() == 1);
    BOOST_TEST(told::emitted == requests + 1);
    BOOST_TEST(told::completed == requests + 1);
    BOOST_TEST(told::dropped == 0);
}

BOOST_AUTO_TEST_CASE(what_is_kept_is_told)
{
    using told = counts<5>;
    runner one;
    bb::broker_context ctx;
    tally got;
    bb::emit<setting>(ctx, 1);
    auto const on =
        bb::listen<setting>(ctx, asio::bind_executor(one.executor(), [&](int) { got.add(); }));
    bb::emit<setting>(ctx, 2);
    got.wait_for(2);
    BOOST_TEST(told::emitted == 2);
    BOOST_TEST(told::enqueued == 1); // what was kept waits in no queue
    BOOST_TEST(told::dispatched == 2);
}

BOOST_AUTO_TEST_CASE(what_one_producer_emits_is_told)
{
    using told = counts<6>;
    auto io = std::make_unique<asio::io_context>();
    bb::broker_context ctx;
    int sum = 0;
    auto const on = bb::listen<lone>(
        ctx, asio::bind_executor(bb::one_thread(io->get_executor()), [&](int n) { sum += n; }));
    bb::emit<lone>(ctx, 1);
    bb::emit<lone>(ctx, 2);
    io->poll();
    bb::emit<lone>(ctx, 4);
    io.reset();
    BOOST_TEST(sum == 3);
    BOOST_TEST(told::emitted == 3);
    BOOST_TEST(told::enqueued == 3);
    BOOST_TEST(told::completed == 2);
    BOOST_TEST(told::dropped == 1);
}

BOOST_AUTO_TEST_SUITE_END()
