// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: must name every field of the struct

#include <boost_broker/boost_broker.hpp>

#include <memory>
#include <optional>
#include <string>

namespace bb = boost_broker;

struct event {
    int number = 0;
    std::optional<int> other = {};
};
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
BOOST_HANA_ADAPT_STRUCT(event, number, other);
#else
BOOST_HANA_ADAPT_STRUCT(event, number);
#endif

void use(bb::broker_context& ctx)
{
    bb::emit(ctx, event());
}
