// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: a message must not have a base class

#include <boost_broker/boost_broker.hpp>

#include <memory>
#include <optional>
#include <string>

namespace bb = boost_broker;

struct base {
    int number = 0;
};
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
struct event {
    base inner = {};
    int other = 0;
};
BOOST_HANA_ADAPT_STRUCT(event, inner, other);
#else
struct event : base {
    int other = 0;
};
BOOST_HANA_ADAPT_STRUCT(event, number, other);
#endif

void use(bb::broker_context& ctx)
{
    bb::emit(ctx, event());
}
