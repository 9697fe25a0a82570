// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: the handler fits several of the overloads; give its parameters the types of the fields, or name one of the messages in the place of the overloads

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

using change = bb::overloads<moved, scaled>;

void use(bb::context_ref ctx)
{
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    (void)bb::listen<change>(ctx, [](std::int64_t) {});
#else
    (void)bb::listen<change>(ctx, [](auto) {});
#endif
}
