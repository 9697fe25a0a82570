// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: a message of a schema must be a struct, an enumeration or a strong typedef

#include <boost_broker/schema/describe.hpp>

#include <boost/hana/adapt_struct.hpp>

#include <vector>

struct wrapped {
    std::vector<int> numbers = {};
};
BOOST_HANA_ADAPT_STRUCT(wrapped, numbers);
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
using message = wrapped;
#else
using message = std::vector<int>;
#endif

constexpr auto contract = boost_broker::schema::describe<message>();
