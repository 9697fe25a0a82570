// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: a field of the message is an optional of an optional

#include <boost_broker/schema/check.hpp>

#include <boost/hana/adapt_struct.hpp>

#include <memory>
#include <optional>

struct message {
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    std::optional<int> field = {};
#else
    std::optional<std::unique_ptr<int>> field = {};
#endif
};
BOOST_HANA_ADAPT_STRUCT(message, field);

static_assert(boost_broker::schema::check_mapped<message>());
