// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: single_producer leaves out the lock under which a full queue is found full; its queue can only grow

#include <boost_broker/boost_broker.hpp>

namespace bb = boost_broker;

struct sampled {
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    using broker_policy = bb::mt<bb::single_producer, bb::queue_depth<8>>;
#else
    using broker_policy =
        bb::mt<bb::single_producer, bb::queue_depth<8>, bb::overflow<bb::drop_newest>>;
#endif
};

void use(bb::broker_context& ctx)
{
    bb::emit(ctx, sampled());
}
