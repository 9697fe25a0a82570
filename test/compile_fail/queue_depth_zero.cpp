// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// acceptance check 81
// expect: boost_broker: a queue_depth of 0 could never hold a message

#include <boost_broker/boost_broker.hpp>

#include <memory>
#include <optional>
#include <string>

namespace bb = boost_broker;

struct event {
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    using broker_policy = bb::local<bb::queue_depth<1>>;
#else
    using broker_policy = bb::local<bb::queue_depth<0>>;
#endif
};

void use(bb::broker_context& ctx)
{
    bb::emit<event>(ctx);
}
