// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: a type of the message has a name that other languages cannot write

#include <boost_broker/schema/check.hpp>

#include <boost/hana/adapt_struct.hpp>

template<class T>
struct box {};
struct box_of_int {};

struct message {
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    box_of_int field = {};
#else
    box<int> field = {};
#endif
};
BOOST_HANA_ADAPT_STRUCT(message, field);

static_assert(boost_broker::schema::check_mapped<message>());
