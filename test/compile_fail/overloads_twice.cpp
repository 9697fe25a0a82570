// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: the same message stands twice in the overloads

#include <boost_broker/boost_broker.hpp>

namespace bb = boost_broker;

struct moved {
    std::int64_t distance = 0;
};
struct scaled {
    double factor = 0;
};
BOOST_HANA_ADAPT_STRUCT(moved, distance);
BOOST_HANA_ADAPT_STRUCT(scaled, factor);

#if defined(BOOST_BROKER_POSITIVE_CONTROL)
using change = bb::overloads<moved, scaled>;
#else
using change = bb::overloads<moved, scaled, moved>;
#endif

void use(bb::context_ref ctx)
{
    bb::emit<change>(ctx, 0.5);
}
