// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// What the chapter on contexts shows besides example/contexts.cpp.

#include <boost_broker/event_broker.hpp>
#include <boost_broker/request_broker.hpp>

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

} // namespace depot

BOOST_HANA_ADAPT_STRUCT(depot::parcel_came, number);

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

BOOST_AUTO_TEST_SUITE_END()
