// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Events of the lane `mt` that are kept: a listener gets the last one and everything behind it,
// whoever emits meanwhile.

#include "threads.hpp"
#include <boost_broker/diagnostics.hpp>
#include <boost_broker/mt.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace mt_retain_last_test {

namespace asio = boost::asio;
namespace bb = boost_broker;
using mt_test::runner;
using mt_test::tally;

struct level {
    using broker_policy = bb::mt<bb::retain_last>;
    int percent = 0;
};
struct note {
    using broker_policy = bb::mt<bb::retain_last>;
    std::string text = {};
};
struct fragile {
    fragile() = default;
    explicit fragile(bool t) : throws(t) {}
    fragile(fragile const& other) : throws(other.throws)
    {
        if (throws)
            throw std::runtime_error("it cannot be copied");
    }
    fragile(fragile&&) = default;
    fragile& operator=(fragile const&) = default;
    bool throws = false;
};
struct broken {
    using broker_policy = bb::mt<bb::retain_last>;
    fragile content = {};
};
// Its end is the user's code.
struct ending {
    using broker_policy = bb::mt<bb::retain_last>;
    std::shared_ptr<void> content = {};
};

std::shared_ptr<void> at_end(std::function<void()> f)
{
    return {nullptr, [f = std::move(f)](void*) { f(); }};
}

} // namespace mt_retain_last_test

BOOST_HANA_ADAPT_STRUCT(mt_retain_last_test::level, percent);
BOOST_HANA_ADAPT_STRUCT(mt_retain_last_test::note, text);
BOOST_HANA_ADAPT_STRUCT(mt_retain_last_test::broken, content);
BOOST_HANA_ADAPT_STRUCT(mt_retain_last_test::ending, content);

BOOST_AUTO_TEST_SUITE(retain_last)

using namespace mt_retain_last_test;

BOOST_AUTO_TEST_CASE(a_new_listener_first_gets_what_is_kept)
{
    asio::io_context io;
    bb::broker_context ctx(asio::make_strand(io));
    std::vector<int> seen;
    BOOST_TEST((bb::emit<level>(ctx, 1) == bb::emit_result()));
    BOOST_TEST((bb::emit(ctx, level{2}) == bb::emit_result()));
    BOOST_TEST(bb::retained<level>(ctx)->percent == 2);
    auto const on = bb::listen<level>(ctx, [&](int n) { seen.push_back(n); });
    BOOST_TEST((bb::emit<level>(ctx, 3) == bb::emit_result{1, 0}));
    auto const too =
        bb::listen<level>(ctx, [&](level const& l) { seen.push_back(10 + l.percent); });
    BOOST_TEST(seen.empty());
    io.run();
    BOOST_TEST((seen == std::vector<int>{2, 3, 13}));
    BOOST_TEST(bb::retained<level>(ctx)->percent == 3);
}

BOOST_AUTO_TEST_CASE(without_an_executor_it_gets_it_before_listen_returns)
{
    bb::broker_context ctx;
    std::vector<int> seen;
    bb::emit<level>(ctx, 1);
    auto const on = bb::listen<level>(ctx, [&](int n) {
        seen.push_back(n);
        if (n < 3)
            bb::emit<level>(ctx, n + 1); // behind this one
    });
    BOOST_TEST((seen == std::vector<int>{1, 2, 3}));
}

BOOST_AUTO_TEST_CASE(every_form_of_listener_gets_it)
{
    asio::thread_pool pool(2);
    tally count;
    std::atomic<int> sum{0};
    auto const add = [&](int n) {
        sum += n;
        count.add();
    };
    {
        bb::broker_context ctx(pool.get_executor());
        bb::emit<level>(ctx, 1);
        auto const plain = bb::listen<level>(ctx, add);
        auto const coroutine = bb::listen<level>(ctx, [&](int n) -> asio::awaitable<void> {
            add(10 * n);
            co_return;
        });
        auto const serial =
            bb::listen<level>(ctx, bb::serial([&](level const& l) -> asio::awaitable<void> {
                add(100 * l.percent);
                co_return;
            }));
        auto const wanted = bb::listen<level>(ctx,
            bb::when([](level const& l) { return l.percent == 1; }, [&](int n) { add(1000 * n); }));
        auto const unwanted =
            bb::listen<level>(ctx, bb::when([](level const& l) { return l.percent != 1; }, add));
        count.wait_for(4);
    }
    pool.join();
    BOOST_TEST(sum == 1111);
}

BOOST_AUTO_TEST_CASE(what_is_cleared_is_gone_whoever_clears_it)
{
    bb::broker_context ctx;
    int calls = 0;
    bb::emit<note>(ctx, "some text");
    std::thread([&] { bb::clear_retained<note>(ctx); }).join();
    BOOST_TEST(!bb::retained<note>(ctx).has_value());
    auto const on = bb::listen<note>(ctx, [&] { ++calls; });
    BOOST_TEST(calls == 0);
    bb::clear_retained<level>(ctx); // it has never been used
    BOOST_TEST(!bb::retained<level>(ctx).has_value());
}

BOOST_AUTO_TEST_CASE(it_ends_with_its_context_and_comes_to_no_other)
{
    auto const content = std::make_shared<int>(1);
    for (int i = 0; i != 3; ++i) {
        bb::broker_context ctx;
        bb::context_ref const ref = ctx;
        int calls = 0;
        auto const on = bb::listen<ending>(ctx, [&] { ++calls; });
        BOOST_TEST(calls == 0);
        BOOST_TEST(!bb::retained<ending>(ctx).has_value());
        bb::emit<ending>(ctx, content);
        BOOST_TEST(content.use_count() == 2);
        ctx.close();
        BOOST_TEST(content.use_count() == 1);
        BOOST_TEST(!bb::retained<ending>(ref).has_value());
        bb::emit<ending>(ref, content);
        BOOST_TEST(content.use_count() == 1);
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_longer_kept_ends_where_no_lock_is_held)
{
    bb::broker_context ctx;
    int ended = 0;
    auto const uses_all = [&] {
        ++ended;
        bb::retained<ending>(ctx);
        bb::clear_retained<level>(ctx);
        auto const on = bb::listen<level>(ctx, [] {});
        bb::emit<level>(ctx, ended);
    };
    bb::emit<ending>(ctx, at_end(uses_all));
    bb::emit<ending>(ctx, at_end(uses_all)); // in the place of the first
    BOOST_TEST(ended == 1);
    bb::clear_retained<ending>(ctx);
    BOOST_TEST(ended == 2);
    bb::emit<ending>(ctx, at_end(uses_all));
    ctx.close();
    BOOST_TEST(ended == 3);
}

BOOST_AUTO_TEST_CASE(a_listener_that_cannot_get_it_is_told_of)
{
    asio::io_context io;
    bb::broker_context ctx(asio::make_strand(io));
    std::vector<bb::diagnostic_kind> told;
    ctx.diagnostics().connect([&](bb::diagnostic const& d) { told.push_back(d.kind); });
    bb::emit<broken>(ctx, fragile(true));
    int calls = 0;
    auto const plain = bb::listen<broken>(ctx, [&] { ++calls; });
    io.run();
    BOOST_TEST(calls == 1); // it is not copied for this one
    auto const coroutine = bb::listen<broken>(ctx, [&](broken const&) -> asio::awaitable<void> {
        ++calls;
        co_return;
    });
    io.restart();
    io.run();
    BOOST_TEST(calls == 1);
    BOOST_TEST((told == std::vector{bb::diagnostic_kind::not_registered}));
    BOOST_TEST(!coroutine.active());
    BOOST_CHECK_THROW(bb::retained<broken>(ctx), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(an_object_of_the_program_keeps_its_own)
{
    bb::broker_context ctx;
    bb::event_broker<level> channel(ctx);
    channel.emit(level{7});
    BOOST_TEST(!bb::retained<level>(ctx).has_value());
    BOOST_TEST(channel.retained()->percent == 7);
    int got = 0;
    auto const on = channel.listen([&](int n) { got = n; });
    BOOST_TEST(got == 7);
    channel.clear_retained();
    BOOST_TEST(!channel.retained().has_value());
}

// Each listener sees a run of numbers without a gap, and none of them twice.
BOOST_AUTO_TEST_CASE(registering_and_getting_what_is_kept_is_one_step)
{
    constexpr int rounds = 200;
    runner here;
    runner there;
    std::atomic<bool> done{false};
    std::atomic<bool> gap{false};
    std::atomic<bool> empty{false};
    struct listener {
        int last = -1;
        tally calls;
    };
    std::deque<listener> listeners(rounds);
    {
        bb::broker_context ctx;
        bb::emit<level>(ctx, 0);
        // One thread emits, so that the numbers are in order.
        std::thread emitter([&] {
            for (int i = 1; !done; ++i) {
                bb::emit<level>(ctx, i);
                if (i % 64 == 0)
                    std::this_thread::yield();
            }
        });
        for (int i = 0; i != rounds; ++i) {
            auto& mine = listeners[static_cast<std::size_t>(i)];
            auto const handler = [&mine, &gap](int n) {
                if (mine.last != -1 && n != mine.last + 1)
                    gap = true;
                mine.last = n;
                mine.calls.add();
            };
            auto const on = bb::listen<level>(
                ctx, asio::bind_executor(i % 2 == 0 ? here.executor() : there.executor(), handler));
            mine.calls.wait_for(2);
            if (!bb::retained<level>(ctx).has_value())
                empty = true;
        }
        done = true;
        emitter.join();
    }
    BOOST_TEST(!gap);
    BOOST_TEST(!empty);
}

BOOST_AUTO_TEST_SUITE_END()
