// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// What the chapter on contexts shows besides example/contexts.cpp.

#include <boost_broker/event_broker.hpp>
#include <boost_broker/request_broker.hpp>

#include <boost/asio/io_context.hpp>
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
    std::string from_loop;
    std::string from_verb;
    bb::request<get_size>(on_a_loop, bb::blocking); // the same in both: nothing has to wait

    bb::handle const one = bb::listen<parcel_came>(on_a_loop, [&] { from_loop += "called "; });
    bb::handle const two = bb::listen<parcel_came>(without, [&] { from_verb += "called "; });
    bb::emit<parcel_came>(on_a_loop, 1);
    bb::emit<parcel_came>(without, 1);
    BOOST_TEST(from_verb == "called "); // there is no other place to call it
    BOOST_TEST(from_loop == "called "); // this thread is that of the loop: called at once, too
    //]
}

BOOST_AUTO_TEST_SUITE_END()
