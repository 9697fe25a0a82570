// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: two alternatives of a variant have the same name

#include <boost_broker/schema/check.hpp>

#include <boost/hana/adapt_struct.hpp>

#include <variant>
#include <vector>

struct message {
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    std::variant<std::vector<int>, int, bool> field = {};
#else
    std::variant<std::vector<int>, std::vector<bool>> field = {};
#endif
};
BOOST_HANA_ADAPT_STRUCT(message, field);

static_assert(boost_broker::schema::check_mapped<message>());
