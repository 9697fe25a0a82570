// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: must name the fields in the order of their declaration

#include <boost_broker/boost_broker.hpp>

#include <memory>
#include <optional>
#include <string>

namespace bb = boost_broker;

struct event {
    int first = 0;
    int second = 0;
};
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
BOOST_HANA_ADAPT_STRUCT(event, first, second);
#else
BOOST_HANA_ADAPT_STRUCT(event, second, first);
#endif

void use(bb::broker_context& ctx)
{
    bb::emit(ctx, event());
}
