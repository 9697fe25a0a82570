// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// acceptance check 81
// expect: local takes the options synchronous, queue_depth, overflow,

#include <boost_broker/boost_broker.hpp>

namespace bb = boost_broker;

struct tick {
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    using broker_policy = bb::local<bb::share_payload>;
#else
    using broker_policy = bb::local<int>;
#endif
};

void use(bb::broker_context& ctx)
{
    bb::emit(ctx, tick());
}
