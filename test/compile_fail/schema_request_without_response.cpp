// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: a request must say what it is answered with

#include <boost_broker/schema/describe.hpp>

#include <boost/hana/adapt_struct.hpp>

struct ask {
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    using response = void;
#endif
};

constexpr auto contract = boost_broker::schema::describe<boost_broker::schema::requests<ask>>();
