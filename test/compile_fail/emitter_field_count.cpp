// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: wrong number of fields for this message

#include <boost_broker/boost_broker.hpp>

namespace bb = boost_broker;

struct point {
    int x = 0;
    int y = 0;
};
BOOST_HANA_ADAPT_STRUCT(point, x, y);

void use(bb::emitter<point> const& out)
{
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    out(1, 2);
#else
    out(1);
#endif
}
