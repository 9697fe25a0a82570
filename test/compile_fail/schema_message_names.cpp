// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: two messages of the schema have the same name in snake_case

#include <boost_broker/schema/describe.hpp>

#include <boost/hana/adapt_struct.hpp>

struct get_status {};
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
struct SetStatus {};
#else
struct GetStatus {};
using SetStatus = GetStatus;
#endif

constexpr auto contract = boost_broker::schema::describe<get_status, SetStatus>();
