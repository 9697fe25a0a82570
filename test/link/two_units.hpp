// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_TEST_LINK_TWO_UNITS_HPP
#define BOOST_BROKER_TEST_LINK_TWO_UNITS_HPP

// What the two translation units share: the message, and nothing of each other's code.

#include <boost_broker/event_broker.hpp>

#include <boost/hana/adapt_struct.hpp>

#include <string>

namespace link_test {

struct greeting {
    int number = 0;
    std::string text = {};
};

boost_broker::handle listen_in_a(boost_broker::context_ref ctx, std::string& heard);
boost_broker::emit_result emit_in_b(boost_broker::context_ref ctx);

} // namespace link_test

BOOST_HANA_ADAPT_STRUCT(link_test::greeting, number, text);

#endif
