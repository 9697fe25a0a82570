// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: a field of the message is a map whose key is not text

#include <boost_broker/schema/check.hpp>

#include <boost/hana/adapt_struct.hpp>

#include <map>
#include <string>

struct message {
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    std::map<std::string, int> field = {};
#else
    std::map<double, int> field = {};
#endif
};
BOOST_HANA_ADAPT_STRUCT(message, field);

static_assert(boost_broker::schema::check_mapped<message>());
