// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/detail/queued_event.hpp>
#include <boost_broker/event_broker.hpp>
#include <boost_broker/result.hpp>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace queued_event_test {

namespace bb = boost_broker;
namespace asio = boost::asio;

struct first {
    int number = 0;
};
struct second {
    int number = 0;
};

// Runs code when it is copied, as an event of the user's may.
struct busy_copy {
    explicit busy_copy(int n) : number(n) {}
    busy_copy(busy_copy const& other) : number(other.number)
    {
        if (while_copied)
            while_copied();
    }
    busy_copy(busy_copy&&) noexcept = default;
    busy_copy& operator=(busy_copy const&) = delete;
    int number;
    static inline std::function<void()> while_copied;
};

struct alignas(64) wide {
    int number = 0;
};

// Some 100 of them fill a block of the queue, and a batch is 128.
struct wordy {
    int number = 0;
    std::string text = {};
};
struct pointing {
    std::shared_ptr<std::string> at = {};
};

struct newest {
    using broker_policy = bb::local<bb::queue_depth<2>, bb::overflow<bb::drop_oldest>>;
    int number = 0;
};

struct two_executors {
    asio::io_context io;
    asio::strand<asio::io_context::executor_type> strand = asio::make_strand(io);
    bb::broker_context ctx{io};
    std::vector<int> seen;

    template<class E>
    auto note()
    {
        return [this](E const& event) { seen.push_back(event.number); };
    }
    // A listener that is not on the context's executor: what is emitted waits for run().
    template<class E>
    bb::handle listen_elsewhere()
    {
        return bb::listen<E>(ctx, asio::bind_executor(strand, note<E>()));
    }
};

} // namespace queued_event_test

BOOST_HANA_ADAPT_STRUCT(queued_event_test::first, number);
BOOST_HANA_ADAPT_STRUCT(queued_event_test::second, number);
BOOST_HANA_ADAPT_STRUCT(queued_event_test::wide, number);
BOOST_HANA_ADAPT_STRUCT(queued_event_test::wordy, number, text);
BOOST_HANA_ADAPT_STRUCT(queued_event_test::pointing, at);
BOOST_HANA_ADAPT_STRUCT(queued_event_test::newest, number);

BOOST_AUTO_TEST_SUITE(queued_event)

using namespace queued_event_test;

BOOST_FIXTURE_TEST_CASE(events_of_different_types_keep_their_order, two_executors)
{
    bb::handle const a = listen_elsewhere<first>();
    bb::handle const b = listen_elsewhere<second>();
    std::vector<int> expected;
    for (int i = 0; i != 3000; ++i) {
        // runs of every length
        if ((i * i / 7) % 3 == 0)
            bb::emit<second>(ctx, i);
        else
            bb::emit<first>(ctx, i);
        expected.push_back(i);
    }
    BOOST_TEST(seen.empty());
    io.run();
    BOOST_TEST(seen == expected, boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(a_listener_gets_no_event_that_was_emitted_before_it, two_executors)
{
    bb::handle const one = listen_elsewhere<first>();
    bb::emit<first>(ctx, 1);
    bb::emit<first>(ctx, 2);
    std::vector<int> late;
    bb::handle const two =
        bb::listen<first>(ctx, asio::bind_executor(strand, [&](int n) { late.push_back(n); }));
    BOOST_TEST(bb::emit<first>(ctx, 3).accepted == 2u);
    io.run();
    BOOST_TEST(seen == (std::vector{1, 2, 3}), boost::test_tools::per_element());
    BOOST_TEST(late == std::vector{3}, boost::test_tools::per_element());
    BOOST_TEST(bb::stats<bb::event_broker<first>>(ctx).delivered == 4u);
}

BOOST_FIXTURE_TEST_CASE(a_handler_may_emit_into_the_run_that_delivers_it, two_executors)
{
    std::optional<bb::handle> on;
    on.emplace(bb::listen<first>(ctx, asio::bind_executor(strand, [&](int n) {
        seen.push_back(n);
        if (n < 1000)
            bb::emit<first>(ctx, n + 1);
        if (n == 1000)
            on.reset();
    })));
    bb::emit<first>(ctx, 0);
    bb::emit<first>(ctx, 2000); // after 0 and before what 0 emits
    io.run();
    BOOST_TEST_REQUIRE(seen.size() == 1002u);
    BOOST_TEST(seen[1] == 2000);
    BOOST_TEST(seen.back() == 1000);
    BOOST_TEST(bb::stats<bb::event_broker<first>>(ctx).delivered == 1002u);
}

BOOST_FIXTURE_TEST_CASE(what_waits_for_a_stopped_listener_is_not_delivered, two_executors)
{
    auto one = std::make_optional(listen_elsewhere<first>());
    bb::handle const other = listen_elsewhere<second>();
    for (int i = 0; i != 10; ++i)
        bb::emit<first>(ctx, i);
    bb::emit<second>(ctx, 10);
    one.reset();
    bb::handle const again = listen_elsewhere<first>();
    bb::emit<first>(ctx, 11);
    io.run();
    BOOST_TEST(seen == (std::vector{10, 11}), boost::test_tools::per_element());
    auto const counted = bb::stats<bb::event_broker<first>>(ctx);
    BOOST_TEST(counted.sent == 11u);
    BOOST_TEST(counted.queued == 11u);
    BOOST_TEST(counted.delivered == 1u);
}

BOOST_FIXTURE_TEST_CASE(a_burst_lets_the_executor_run_other_handlers, two_executors)
{
    bb::handle const on = listen_elsewhere<first>();
    for (int i = 0; i != 1000; ++i)
        bb::emit<first>(ctx, i);
    std::size_t before_the_other = 0;
    asio::post(io, [&] { before_the_other = seen.size(); });
    io.run();
    BOOST_TEST(before_the_other > 0u);
    BOOST_TEST(before_the_other < 1000u);
    BOOST_TEST(seen.size() == 1000u);
}

// Runs end, and batches end, at every place in a block.
BOOST_FIXTURE_TEST_CASE(a_long_run_keeps_its_order_while_it_grows, two_executors)
{
    for (int const length : {1, 101, 102, 103, 127, 128, 129, 204, 256, 400}) {
        seen.clear();
        int next = 0;
        bb::handle const on =
            bb::listen<wordy>(ctx, asio::bind_executor(strand, [&](int number, auto const&) {
                seen.push_back(number);
                if (number % 3 == 0 && next < 2 * length)
                    bb::emit<wordy>(ctx, next++, "more");
            }));
        while (next != length)
            bb::emit<wordy>(ctx, next++, "at first");
        io.restart();
        io.run();
        std::vector<int> expected(static_cast<std::size_t>(next));
        std::iota(expected.begin(), expected.end(), 0);
        BOOST_TEST(seen == expected, boost::test_tools::per_element());
    }
}

BOOST_FIXTURE_TEST_CASE(a_handler_may_stop_itself_at_any_place_of_a_run, two_executors)
{
    for (std::size_t const last : {1u, 2u, 102u, 103u, 127u, 128u, 129u, 199u, 200u}) {
        seen.clear();
        bb::handle on =
            bb::listen<wordy>(ctx, asio::bind_executor(strand, [&](int number, auto const&) {
                seen.push_back(number);
                if (seen.size() == last)
                    on.stop();
            }));
        auto const before = bb::stats<bb::event_broker<wordy>>(ctx).delivered;
        for (int i = 0; i != 200; ++i)
            bb::emit<wordy>(ctx, i, "");
        io.restart();
        io.run();
        BOOST_TEST(seen.size() == last);
        BOOST_TEST(bb::stats<bb::event_broker<wordy>>(ctx).delivered - before == last);
        BOOST_TEST((bb::emit<wordy>(ctx, 0, "") == bb::emit_result{0, 0}));
    }
}

BOOST_FIXTURE_TEST_CASE(copying_an_event_may_emit_another, two_executors)
{
    bb::handle const on = listen_elsewhere<busy_copy>();
    bool nested = false;
    busy_copy::while_copied = [&] {
        if (!std::exchange(nested, true))
            bb::emit(ctx, busy_copy(100));
    };
    busy_copy const event(1);
    bb::emit(ctx, event);
    bb::emit(ctx, event);
    busy_copy::while_copied = nullptr;
    io.run();
    // which of the two is first depends on who was built first; none is lost or seen twice
    BOOST_TEST(seen == (std::vector{100, 1, 1}), boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(an_event_whose_copy_fails_is_not_queued, two_executors)
{
    bb::handle const on = listen_elsewhere<busy_copy>();
    busy_copy const event(1);
    bb::emit(ctx, event);
    busy_copy::while_copied = [] { throw std::runtime_error("no"); };
    BOOST_CHECK_THROW(bb::emit(ctx, event), std::runtime_error);
    busy_copy::while_copied = nullptr;
    bb::emit(ctx, busy_copy(2));
    io.run();
    BOOST_TEST(seen == (std::vector{1, 2}), boost::test_tools::per_element());
    BOOST_TEST(bb::stats<bb::event_broker<busy_copy>>(ctx).queued == 2u);
}

BOOST_FIXTURE_TEST_CASE(over_aligned_events_are_aligned_wherever_they_wait, two_executors)
{
    std::vector<std::uintptr_t> offsets;
    auto const look = [&](wide const& event) {
        offsets.push_back(reinterpret_cast<std::uintptr_t>(&event) % alignof(wide));
    };
    bb::handle const one = bb::listen<wide>(ctx, asio::bind_executor(strand, look));
    for (int i = 0; i != 100; ++i)
        bb::emit<wide>(ctx, i);
    // and in a cell, which two queues share
    auto const other = asio::make_strand(io);
    bb::handle const two = bb::listen<wide>(ctx, asio::bind_executor(other, look));
    for (int i = 0; i != 100; ++i)
        bb::emit<wide>(ctx, i);
    io.run();
    BOOST_TEST(offsets.size() == 300u);
    BOOST_TEST(offsets == std::vector<std::uintptr_t>(300), boost::test_tools::per_element());
}

// Events wait as a run, shared between queues, and as the newest ones, when their broker ends.
BOOST_FIXTURE_TEST_CASE(a_broker_may_end_while_events_of_each_kind_wait, two_executors)
{
    for (bool const ctx_first : {false, true}) {
        auto const watched = std::make_shared<int>(0);
        auto here = std::make_optional<bb::broker_context>(io);
        auto broker = std::make_optional<bb::event_broker<std::shared_ptr<int>>>(*here);
        auto keeping = std::make_optional<bb::event_broker<newest>>(*here);
        auto const other = asio::make_strand(io);
        auto const ignore = [&](auto const&) { seen.push_back(-1); };
        bb::handle const one = *broker->listen(asio::bind_executor(strand, ignore));
        bb::handle const kept = *keeping->listen(asio::bind_executor(strand, ignore));
        {
            bb::handle const two = *broker->listen(asio::bind_executor(other, ignore));
            broker->emit(watched);
            broker->emit(watched);
        }
        broker->emit(watched);
        for (int i = 0; i != 3; ++i)
            keeping->emit(newest{i});
        BOOST_TEST(watched.use_count() > 2);
        if (ctx_first)
            here.reset();
        broker.reset();
        keeping.reset();
        here.reset();
        io.restart();
        io.run();
        BOOST_TEST(seen.empty());
        BOOST_TEST(watched.use_count() == 1);
    }
}

BOOST_FIXTURE_TEST_CASE(a_context_may_end_while_a_run_is_delivered_and_another_waits, two_executors)
{
    for (bool const destroys : {false, true}) {
        auto const watched =
            std::make_shared<std::string>("an event that is still being looked at");
        auto here = std::make_optional<bb::broker_context>(io);
        int calls = 0;
        bb::handle const a =
            bb::listen<pointing>(*here, asio::bind_executor(strand, [&](pointing const& event) {
                ++calls;
                if (destroys)
                    here.reset();
                else
                    here->close();
                BOOST_TEST(*event.at == "an event that is still being looked at");
            }));
        bb::handle const b = bb::listen<second>(*here, asio::bind_executor(strand, note<second>()));
        bb::emit<pointing>(*here, watched);
        bb::emit<pointing>(*here, watched);
        bb::emit<second>(*here, 1); // which ends the run
        for (int i = 0; i != 5; ++i)
            bb::emit<pointing>(*here, watched);
        io.restart();
        io.run();
        BOOST_TEST(calls == 1);
        BOOST_TEST(seen.empty());
        BOOST_TEST(watched.use_count() == 1);
    }
}

BOOST_FIXTURE_TEST_CASE(a_context_may_end_in_a_run_that_is_longer_than_a_batch, two_executors)
{
    for (bool const destroys : {false, true}) {
        auto const watched = std::make_shared<std::string>();
        auto here = std::make_optional<bb::broker_context>(io);
        int calls = 0;
        bb::handle const on = bb::listen<pointing>(*here, asio::bind_executor(strand, [&] {
            if (++calls != 3)
                return;
            if (destroys)
                here.reset();
            else
                here->close();
        }));
        for (int i = 0; i != 1000; ++i)
            bb::emit<pointing>(*here, watched);
        io.restart();
        io.run();
        BOOST_TEST(calls == 3);
        BOOST_TEST(watched.use_count() == 1);
    }
}

BOOST_AUTO_TEST_SUITE_END()
