// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/broker_kind.hpp>

#include <boost/test/unit_test.hpp>

#include <sstream>

namespace broker_kind_test {

namespace bb = boost_broker;

} // namespace broker_kind_test

BOOST_AUTO_TEST_SUITE(broker_kind)

using namespace broker_kind_test;

BOOST_AUTO_TEST_CASE(a_kind_is_printed_as_people_call_it)
{
    std::ostringstream out;
    out << bb::broker_kind::event << ' ' << bb::broker_kind::request << ' '
        << bb::broker_kind::multi_request << ' ' << bb::broker_kind::signal;
    BOOST_TEST(out.str() == "event request multi-request signal");
}

BOOST_AUTO_TEST_SUITE_END()
