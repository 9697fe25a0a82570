// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: a struct of the message has a const field

#include <boost_broker/schema/check.hpp>

#include <boost/hana/adapt_struct.hpp>

struct message {
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    int field = 0;
#else
    int const field = 0;
#endif
};
BOOST_HANA_ADAPT_STRUCT(message, field);

static_assert(boost_broker::schema::check_mapped<message>());
