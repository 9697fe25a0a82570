// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: a message must not have an array field

#include <boost_broker/boost_broker.hpp>

#include <array>
#include <memory>
#include <optional>
#include <string>

namespace bb = boost_broker;

struct event {
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    std::array<int, 2> numbers = {};
#else
    int numbers[2] = {};
#endif
};
BOOST_HANA_ADAPT_STRUCT(event, numbers);

void use(bb::broker_context& ctx)
{
    bb::emit(ctx, event());
}
