// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Mocking: a module is tested alone, because it knows the others only by their messages.
//
// Learn here to stand in for a provider and for the handler of a signal, and to let a deadline pass
// without waiting for it.

#include <boost_broker/boost_broker.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <utility>

namespace bb = boost_broker;
using namespace std::chrono_literals;

struct get_stock { // a request to the warehouse
    using response = int;
    std::string item = {};
};
struct order_more { // a signal to the buyers
    std::string item = {};
};
struct check_stock { // an event of the clerk, which is the module to test
    std::string item = {};
};
BOOST_HANA_ADAPT_STRUCT(get_stock, item);
BOOST_HANA_ADAPT_STRUCT(order_more, item);
BOOST_HANA_ADAPT_STRUCT(check_stock, item);

//[mocking_module
class clerk
{
public:
    explicit clerk(bb::context_ref ctx)
        : on_check_(bb::listen<check_stock>(ctx, [ctx](std::string const& item) {
            bb::request<get_stock>(ctx, item, [ctx, item](bb::result<int> stock) {
                if (!stock || *stock < 10) // also if the warehouse does not answer
                    bb::signal<order_more>(ctx, item);
            });
        }))
    {}

private:
    bb::handle on_check_;
};
//]

//[mocking_fixture
struct alone { // the clerk in a world of its own
    boost::asio::io_context io;
    bb::manual_clock clock; // before the context, which uses it until its end
    bb::broker_context ctx{io};
    clerk subject{ctx};
    std::string ordered;
    bb::mock_signal_handler<order_more> buyers{
        ctx, [this](std::string const& item) { ordered = item; }};

    alone() { ctx.use_clock(clock); }
};
//]

BOOST_FIXTURE_TEST_SUITE(mocking, alone)

//[mocking_cases
BOOST_AUTO_TEST_CASE(orders_when_little_is_left)
{
    bb::mock_provider<get_stock> warehouse(ctx, [](std::string const&) { return 3; });
    bb::emit<check_stock>(ctx, "tea");
    io.run();
    BOOST_TEST(ordered == "tea");
}

BOOST_AUTO_TEST_CASE(leaves_it_when_there_is_enough)
{
    bb::mock_provider<get_stock> warehouse(ctx, [](std::string const&) { return 30; });
    bb::emit<check_stock>(ctx, "tea");
    io.run();
    BOOST_TEST(ordered.empty());
}
//]

//[mocking_clock
BOOST_AUTO_TEST_CASE(orders_when_the_warehouse_is_silent)
{
    std::optional<bb::reply<get_stock>> unanswered;
    bb::mock_provider<get_stock> warehouse(
        ctx, [&](std::string const&, bb::reply<get_stock> r) { unanswered = std::move(r); });
    bb::emit<check_stock>(ctx, "tea");
    io.poll();
    BOOST_TEST(ordered.empty());
    clock.advance(5s); // the default deadline, without waiting for it
    io.poll();
    BOOST_TEST(ordered == "tea");
}
//]

BOOST_AUTO_TEST_SUITE_END()
