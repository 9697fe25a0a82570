// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: two fields of a struct have the same number

#include <boost_broker/schema/check.hpp>

#include <boost/hana/adapt_struct.hpp>

struct message {
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    int field = 0;
    static constexpr boost_broker::schema::notes broker_schema{
        "", {{.name = "field", .number = 20'000}}};
#else
    int field = 0;
    static constexpr boost_broker::schema::notes broker_schema{
        "", {{.name = "field", .number = 19'000}}};
#endif
};
BOOST_HANA_ADAPT_STRUCT(message, field);

static_assert(boost_broker::schema::check_mapped<message>());
