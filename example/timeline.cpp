// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// A timeline: what one order sets off, on which threads, and where the time goes. No module knows
// of it; the messages say, where they are declared, who observes them.
//
// Learn here how an observer is told, and that what belongs together has one trace.

#include <boost_broker/event_broker.hpp>
#include <boost_broker/mt.hpp>
#include <boost_broker/observer.hpp>
#include <boost_broker/request_broker.hpp>
#include <boost_broker/signal_broker.hpp>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/core/lightweight_test.hpp>
#include <boost/hana/adapt_struct.hpp>

#include <chrono>
#include <future>
#include <iostream>
#include <map>
#include <mutex>

namespace asio = boost::asio;
namespace bb = boost_broker;

//[timeline_observer
struct timeline {
    static void on_emit(bb::observation const& what) noexcept { note(what, "is sent"); }
    static void on_dispatch(bb::observation const& what) noexcept { note(what, "begins"); }
    static void on_complete(bb::observation const& what) noexcept { note(what, "ends"); }

    static void note(bb::observation const& what, char const* how) noexcept
    {
        static auto const begin = std::chrono::steady_clock::now();
        std::lock_guard const lock(mutex); // messages are sent and handled on any thread
        auto const depth = depth_of[what.trace.span_id] = depth_of[what.parent_span] + 1;
        auto const since = std::chrono::steady_clock::now() - begin;
        std::cout << std::chrono::duration_cast<std::chrono::microseconds>(since).count() << " us"
                  << std::string(3 * depth, ' ') << what.message << ' ' << how << '\n';
    }

    static inline std::mutex mutex;
    static inline std::map<std::uint64_t, std::size_t> depth_of; // of each step
};
struct order_placed {
    using broker_policy = bb::mt<bb::observer<timeline>>;
    int item = 0;
};
//]

// What it prints, on a machine with two cores:
//[timeline_output
//   3 us   order_placed is sent
//  55 us   order_placed begins
//  57 us      price_of is sent
// 118 us   order_placed ends
// 120 us      price_of begins
// 121 us      price_of ends
// 127 us      send_bill is sent
// 132 us      send_bill begins
// 134 us      send_bill ends
//]

struct price_of {
    using broker_policy = bb::mt<bb::observer<timeline>>;
    using response = int;
    int item = 0;
};
struct send_bill {
    using broker_policy = bb::mt<bb::observer<timeline>>;
    int sum = 0;
};
BOOST_HANA_ADAPT_STRUCT(order_placed, item);
BOOST_HANA_ADAPT_STRUCT(price_of, item);
BOOST_HANA_ADAPT_STRUCT(send_bill, sum);

int main()
{
    asio::thread_pool threads(3);
    auto const apart = [&] { return asio::make_strand(threads); };
    bb::broker_context ctx(apart());
    std::promise<int> billed;

    auto const prices = bb::set_provider<price_of>(
        ctx, asio::bind_executor(apart(), [](int item) { return 10 * item; }));
    auto const orders = bb::listen<order_placed>(
        ctx, asio::bind_executor(apart(), [ctx = bb::context_ref(ctx)](int item) {
            bb::request<price_of>(ctx, item, [ctx](bb::result<int> const& price) {
                BOOST_TEST(bb::signal<send_bill>(ctx, price.value()).has_value());
            });
        }));
    auto const bills = bb::on_signal<send_bill>(
        ctx, asio::bind_executor(apart(), [&](int sum) { billed.set_value(sum); }));

    bb::emit<order_placed>(ctx, 7);
    BOOST_TEST_EQ(billed.get_future().get(), 70);
    return boost::report_errors();
}
