// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// What the chapter on contexts shows besides example/contexts.cpp.

#include <boost_broker/diagnostics.hpp>
#include <boost_broker/event_broker.hpp>
#include <boost_broker/forward_to.hpp>
#include <boost_broker/request_broker.hpp>
#include <boost_broker/signal_broker.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <string>

namespace asio = boost::asio;
namespace bb = boost_broker;

namespace depot {

struct parcel_came {
    int number = 0;
};
struct get_size {
    using broker_policy = bb::local<bb::synchronous>;
    using response = int;
};

struct weigh {
    using response = double;
};
struct order {
    std::string depot = {};
};
struct open_gate {};

} // namespace depot

BOOST_HANA_ADAPT_STRUCT(depot::parcel_came, number);
BOOST_HANA_ADAPT_STRUCT(depot::order, depot);

BOOST_AUTO_TEST_SUITE(contexts)

using namespace depot;

BOOST_AUTO_TEST_CASE(a_context_has_a_name)
{
    //[contexts_name
    bb::broker_context north;
    north.set_name("depot north");
    bb::failure const nobody = bb::request<get_size>(north).error();
    BOOST_TEST(nobody.message().find("depot north") != std::string::npos);
    //]
}

BOOST_AUTO_TEST_CASE(with_and_without_an_executor)
{
    //[contexts_executor
    asio::io_context io;
    bb::broker_context on_a_loop(io);
    bb::broker_context without;
    auto const one = bb::set_provider<weigh>(on_a_loop, [] { return 2.5; });
    auto const two = bb::set_provider<weigh>(without, [] { return 3.5; });
    double by_loop = 0;
    double by_verb = 0;
    bb::request<weigh>(on_a_loop, [&](bb::result<double> r) { by_loop = r.value(); });
    bb::request<weigh>(without, [&](bb::result<double> r) { by_verb = r.value(); });

    BOOST_TEST(by_verb == 3.5); // there is no other place to complete
    BOOST_TEST(by_loop == 0.0);
    io.run();
    BOOST_TEST(by_loop == 2.5);
    //]
}

BOOST_AUTO_TEST_CASE(two_contexts_are_connected)
{
    bb::broker_context program;
    int heard = 0;
    auto const counter = bb::listen<parcel_came>(program, [&] { ++heard; });
    auto const scales = bb::set_provider<get_size>(program, [] { return 12; });
    //[contexts_forward
    bb::broker_context north; // has modules of its own

    bb::handle const out = bb::listen<parcel_came>(north, bb::forward_to(program));
    auto const in = bb::set_provider<get_size>(north, bb::forward_to(program));

    bb::emit<parcel_came>(north, 7); // is heard by the program
    BOOST_TEST(heard == 1);
    BOOST_TEST(bb::request<get_size>(north).value() == 12); // is answered by the program
    //]
    //[contexts_forward_when
    auto const is_for_north = [](order const& o) { return o.depot == "north"; };
    bb::handle const orders =
        bb::listen<order>(program, bb::when(is_for_north, bb::forward_to(north)));
    //]
    std::string arrived;
    auto const desk = bb::listen<order>(north, [&](std::string const& to) { arrived += to; });
    bb::emit<order>(program, "south");
    bb::emit<order>(program, "north");
    BOOST_TEST(arrived == "north");
    //[contexts_forward_refused
    std::string report;
    north.diagnostics().connect([&](bb::diagnostic const& d) { report = d.text; });

    auto const gate = bb::on_signal<open_gate>(north, bb::forward_to(program));
    BOOST_TEST(bb::signal<open_gate>(north).has_value()); // this handler takes every signal
    BOOST_TEST(report.find("no handler is registered") != std::string::npos);
    //]
}

BOOST_AUTO_TEST_SUITE_END()
