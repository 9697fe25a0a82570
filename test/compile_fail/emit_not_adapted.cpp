// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: the fields of this message are not known here

#include <boost_broker/boost_broker.hpp>

#include <memory>
#include <optional>
#include <string>

namespace bb = boost_broker;

struct event {
    int number = 0;
};
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
BOOST_HANA_ADAPT_STRUCT(event, number);
#endif

void use(bb::broker_context& ctx)
{
    bb::emit<event>(ctx, 1);
}
