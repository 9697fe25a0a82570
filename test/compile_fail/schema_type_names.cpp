// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: two types of the schema have the same name

#include <boost_broker/schema/describe.hpp>

#include <boost/hana/adapt_struct.hpp>

namespace a {
struct message {};
} // namespace a
namespace b {
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
struct other {};
#else
struct message {};
#endif
} // namespace b
struct both {
    a::message one = {};
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    b::other two = {};
#else
    b::message two = {};
#endif
};
BOOST_HANA_ADAPT_STRUCT(both, one, two);

constexpr auto contract = boost_broker::schema::describe<both>();
