// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: the policy mt is for events and requests so far; signals are local

#include <boost_broker/boost_broker.hpp>

namespace bb = boost_broker;

struct rotate_log {
#if !defined(BOOST_BROKER_POSITIVE_CONTROL)
    using broker_policy = bb::mt<>;
#endif
};

bb::result<void> use(bb::broker_context& ctx)
{
    return bb::signal<rotate_log>(ctx);
}
