// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Defects of the lane for threads of the library that this one succeeds, by their number in the
// list of them. Each test fails on the defect.

#include "../mt/threads.hpp"
#include <boost_broker/drop.hpp>
#include <boost_broker/manual_clock.hpp>
#include <boost_broker/mt.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <cstdint>
#include <future>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace mt_seed_defects_test {

struct held {
    using broker_policy = boost_broker::mt<>;
    std::shared_ptr<int> object = {};
};
struct stop {
    using broker_policy = boost_broker::mt<>;
    std::shared_ptr<int> object = {};
};
struct bounded {
    using broker_policy = boost_broker::mt<boost_broker::queue_depth<1>,
        boost_broker::overflow<boost_broker::drop_newest>>;
    std::int64_t number = 0;
};
struct get_number {
    using broker_policy = boost_broker::mt<>;
    using response = std::int64_t;
    std::int64_t number = 0;
};
/// Cannot be copied, and says so late.
struct fragile {
    fragile() = default;
    fragile(fragile&&) = default;
    fragile(fragile const&) { throw std::runtime_error("it breaks"); }
};
struct get_fragile {
    using broker_policy = boost_broker::mt<>;
    using response = fragile;
};

} // namespace mt_seed_defects_test

BOOST_HANA_ADAPT_STRUCT(mt_seed_defects_test::held, object);
BOOST_HANA_ADAPT_STRUCT(mt_seed_defects_test::stop, object);
BOOST_HANA_ADAPT_STRUCT(mt_seed_defects_test::bounded, number);
BOOST_HANA_ADAPT_STRUCT(mt_seed_defects_test::get_number, number);

namespace mt_seed_defects_test {

namespace bb = boost_broker;
namespace asio = boost::asio;
using namespace std::chrono_literals;
using mt_test::runner;
using mt_test::tally;
using number = bb::result<std::int64_t>;

} // namespace mt_seed_defects_test

BOOST_AUTO_TEST_SUITE(mt_seed_defects)

using namespace mt_seed_defects_test;

// A requester that had given up went on to read its slot, which was somebody else's by then.
BOOST_AUTO_TEST_CASE(defect_6_who_has_given_up_takes_no_answer_of_another)
{
    bb::manual_clock clock;
    asio::io_context there;
    asio::io_context here;
    bb::broker_context ctx(bb::one_thread(there.get_executor()));
    ctx.use_clock(clock);
    std::vector<bb::reply<get_number>> replies;
    auto const provider = bb::set_provider<get_number>(
        ctx, [&](std::int64_t, bb::reply<get_number> r) { replies.push_back(std::move(r)); });
    int wrong = 0;
    int completions = 0;
    auto const ask = [&](std::int64_t n, bool gives_up) {
        bb::request<get_number>(ctx, n, asio::bind_executor(here, [&, n, gives_up](number r) {
            ++completions;
            bool const right = gives_up ? !r && r.error() == bb::errc::timed_out : r && *r == n;
            wrong += right ? 0 : 1;
        }));
        there.restart();
        there.poll();
    };
    for (std::int64_t n = 0; n != 200; n += 2) {
        ask(n, true);
        clock.advance(5s);
        ask(n + 1, false); // may be where the other was
        replies[std::size_t(n)](n);
        replies[std::size_t(n) + 1](n + 1);
        here.restart();
        here.poll();
    }
    BOOST_TEST(completions == 200);
    BOOST_TEST(wrong == 0);
}

// What a cleared provider had was freed after a fixed time, used or not, or not before its thread
// ended; and a request that could not be passed was not answered at all.
BOOST_AUTO_TEST_CASE(defect_7_a_provider_is_freed_when_it_has_ended)
{
    runner there;
    bb::broker_context ctx(there.executor());
    for (int cycle = 0; cycle != 200; ++cycle) {
        auto const object = std::make_shared<int>(1);
        auto provider =
            bb::set_provider<get_number>(ctx, [object](std::int64_t n) { return n + *object; });
        BOOST_TEST(bb::request<get_number>(ctx, cycle, bb::blocking).value() == cycle + 1);
        auto waits = bb::request<get_number>(ctx, cycle, asio::use_future);
        BOOST_TEST(bb::drop_listener(std::move(*provider), bb::blocking).has_value());
        BOOST_TEST(object.use_count() == 1);
        auto const got = waits.get(); // answered before, or told
        BOOST_TEST((got ? *got == cycle + 1 : got.error() == bb::errc::provider_gone));
    }
    auto const breaks =
        bb::set_provider<get_fragile>(ctx, [made = std::make_shared<fragile>()]() -> fragile {
            return fragile(std::as_const(*made));
        });
    BOOST_TEST((bb::request<get_fragile>(ctx, bb::blocking).error() == bb::errc::provider_threw));
}

// A deadline was one for all contexts, and set without regard to other threads.
BOOST_AUTO_TEST_CASE(defect_8_a_deadline_is_of_its_context_or_of_one_request)
{
    bb::manual_clock clock;
    asio::io_context there; // nobody runs it
    asio::io_context here;
    bb::broker_context short_one(bb::one_thread(there.get_executor()));
    bb::broker_context other(bb::one_thread(there.get_executor()));
    short_one.use_clock(clock);
    other.use_clock(clock);
    auto const a = bb::set_provider<get_number>(short_one, [](std::int64_t n) { return n; });
    auto const b = bb::set_provider<get_number>(other, [](std::int64_t n) { return n; });
    std::thread another([&] { bb::set_request_timeout<get_number>(short_one, 1s); });
    bb::set_request_timeout<get_number>(short_one, 1s);
    another.join();
    std::vector<int> expired;
    auto const notes = [&](int which) {
        return asio::bind_executor(here, [&, which](number const&) { expired.push_back(which); });
    };
    bb::request<get_number>(other, 1, notes(5));
    bb::request<get_number>(short_one, 1, notes(1));
    bb::request<get_number>(short_one, 1, bb::timeout(2s, notes(2)));
    for (int second = 1; second != 6; ++second) {
        clock.advance(1s);
        here.restart();
        here.poll();
    }
    BOOST_TEST(expired == (std::vector<int>{1, 2, 5}), boost::test_tools::per_element());
}

// Nobody noticed that the thread of a provider had ended, and each request waited for its deadline.
BOOST_AUTO_TEST_CASE(defect_9_the_end_of_a_providers_thread_is_noticed)
{
    bb::manual_clock clock; // no deadline passes
    bb::broker_context ctx;
    ctx.use_clock(clock);
    for (int round = 0; round != 3; ++round) {
        bb::result<bb::handle> provider;
        std::optional<std::future<number>> waits;
        auto const object = std::make_shared<int>(1);
        std::thread([&] {
            asio::io_context there;
            provider = bb::set_provider<get_number>(ctx,
                asio::bind_executor(
                    bb::one_thread(there.get_executor()), [object](std::int64_t n) { return n; }));
            waits = bb::request<get_number>(ctx, 1, asio::use_future);
        }).join();
        BOOST_TEST((waits->get().error() == bb::errc::provider_gone));
        BOOST_TEST(
            (bb::request<get_number>(ctx, 1, bb::blocking).error() == bb::errc::no_provider));
        BOOST_TEST(object.use_count() == 1);
    }
}

// What had been handled was kept in a list for ever.
BOOST_AUTO_TEST_CASE(defect_10_nothing_is_kept_of_what_was_handled)
{
    tally handled;
    runner there;
    bb::broker_context ctx(there.executor());
    auto const object = std::make_shared<int>(1);
    auto const on = bb::listen<held>(ctx, [&](held) -> asio::awaitable<void> {
        handled.add();
        co_return;
    });
    auto const on_stop = bb::on_signal<stop>(ctx, [&](stop) -> asio::awaitable<void> {
        handled.add();
        co_return;
    });
    for (int i = 0; i != 500; ++i) {
        bb::emit<held>(ctx, object);
        BOOST_TEST(bb::signal<stop>(ctx, object).has_value());
    }
    handled.wait_for(1000);
    // The handlers are still registered; what comes behind the last of them is behind its end, too.
    auto const behind = bb::set_provider<get_number>(ctx, [](std::int64_t n) { return n; });
    BOOST_TEST(bb::request<get_number>(ctx, 1, asio::use_future).get().value() == 1);
    BOOST_TEST(object.use_count() == 1);
}

// "Drop all" was a message, which was lost where the queue was full, and took with it whoever had
// begun to listen before it arrived.
BOOST_AUTO_TEST_CASE(defect_11_dropping_all_needs_no_room_and_spares_who_comes_later)
{
    asio::io_context there;
    bb::broker_context ctx(bb::one_thread(there.get_executor()));
    int before = 0;
    int later = 0;
    auto const a = bb::listen<bounded>(ctx, [&] { ++before; });
    BOOST_TEST(bb::emit<bounded>(ctx, 1).accepted == 1u);
    BOOST_TEST(bb::emit<bounded>(ctx, 2).dropped == 1u); // it is full
    std::optional<bool> dropped;
    bb::drop_all_listeners<bounded>(ctx,
        asio::bind_executor(there, [&](bb::result<void> const& r) { dropped = r.has_value(); }));
    auto const b = bb::listen<bounded>(ctx, [&] { ++later; });
    there.run();
    BOOST_TEST(dropped.value());
    BOOST_TEST(before == 0);
    BOOST_TEST(!a.active());
    BOOST_TEST(b.active());
    BOOST_TEST(bb::emit<bounded>(ctx, 3).accepted == 1u);
    there.restart();
    there.run();
    BOOST_TEST(later == 1);
}

// An event that was lost was lost in silence.
BOOST_AUTO_TEST_CASE(defect_12_an_emit_says_who_gets_the_event)
{
    asio::io_context one;
    asio::io_context two;
    bb::broker_context ctx;
    int heard = 0;
    auto const listen_on = [&](asio::io_context& io) {
        return bb::listen<bounded>(
            ctx, asio::bind_executor(bb::one_thread(io.get_executor()), [&] { ++heard; }));
    };
    auto const a = listen_on(one);
    auto const b = listen_on(two);
    BOOST_TEST((bb::emit<bounded>(ctx, 1) == bb::emit_result{2, 0}));
    one.run();
    BOOST_TEST((bb::emit<bounded>(ctx, 2) == bb::emit_result{1, 1}));
    one.restart();
    one.run();
    two.run();
    BOOST_TEST(heard == 3);
}

// Every emit and request took the mutex that registering holds. While a handler is copied, which is
// the program's code, everybody else goes on.
BOOST_AUTO_TEST_CASE(defect_13_registering_holds_up_nobody)
{
    struct slow_copy {
        tally& entered;
        tally& may_go_on;
        slow_copy(tally& e, tally& m) : entered(e), may_go_on(m) {}
        slow_copy(slow_copy&&) = default;
        slow_copy(slow_copy const& other) : entered(other.entered), may_go_on(other.may_go_on)
        {
            entered.add();
            may_go_on.wait_for(1);
        }
        void operator()(held const&) const {}
    };
    tally heard;
    tally entered;
    tally may_go_on;
    runner there;
    bb::broker_context ctx(there.executor());
    auto const on = bb::listen<held>(ctx, [&] { heard.add(); });
    auto const provider = bb::set_provider<get_number>(ctx, [](std::int64_t n) { return n; });
    slow_copy const slow(entered, may_go_on);
    bb::handle registered;
    std::thread registering([&] { registered = bb::listen<held>(ctx, slow); });
    entered.wait_for(1);
    BOOST_TEST(bb::emit<held>(ctx, nullptr).accepted == 1u);
    heard.wait_for(1);
    BOOST_TEST(bb::request<get_number>(ctx, 3, bb::blocking).value() == 3);
    auto const another = bb::listen<held>(ctx, [] {});
    may_go_on.add();
    registering.join();
    BOOST_TEST(registered.active());
    BOOST_TEST(bb::emit<held>(ctx, nullptr).accepted == 3u);
}

BOOST_AUTO_TEST_SUITE_END()
