// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// acceptance check 81
// expect: overflow takes grow, drop_newest, drop_oldest or block

#include <boost_broker/boost_broker.hpp>

namespace bb = boost_broker;

struct tick {
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    using mode = bb::drop_newest;
#else
    using mode = int;
#endif
    using broker_policy = bb::local<bb::queue_depth<8>, bb::overflow<mode>>;
};

void use(bb::broker_context& ctx)
{
    bb::emit(ctx, tick());
}
