// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: the fields of this message are not known here; add BOOST_HANA_ADAPT_STRUCT(the_struct, its, fields) behind it, at global scope and before its first use, or pass a value of the message

#include <boost_broker/boost_broker.hpp>

namespace bb = boost_broker;

struct moved {
    std::int64_t distance = 0;
};
struct scaled {
    double factor = 0;
};
BOOST_HANA_ADAPT_STRUCT(moved, distance);
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
BOOST_HANA_ADAPT_STRUCT(scaled, factor);
#endif

using change = bb::overloads<moved, scaled>;

void use(bb::context_ref ctx)
{
    bb::emit<change>(ctx, 0.5);
}
