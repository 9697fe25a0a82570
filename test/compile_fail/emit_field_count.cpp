// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: wrong number of fields for this message

#include <boost_broker/boost_broker.hpp>

#include <memory>
#include <optional>
#include <string>

namespace bb = boost_broker;

struct event {
    int number = 0;
    std::string text = {};
};
BOOST_HANA_ADAPT_STRUCT(event, number, text);

void use(bb::broker_context& ctx)
{
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    bb::emit<event>(ctx, 1, "x");
#else
    bb::emit<event>(ctx, 1);
#endif
}
