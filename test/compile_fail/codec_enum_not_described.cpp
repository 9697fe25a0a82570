// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: a field of the message is an enumeration whose enumerators are not known

#include <boost_broker/schema/check.hpp>

#include <boost/describe/enum.hpp>
#include <boost/hana/adapt_struct.hpp>

enum class plain { one };
enum class described { one };
BOOST_DESCRIBE_ENUM(described, one)

struct message {
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    described field = {};
#else
    plain field = {};
#endif
};
BOOST_HANA_ADAPT_STRUCT(message, field);

static_assert(boost_broker::schema::check_mapped<message>());
