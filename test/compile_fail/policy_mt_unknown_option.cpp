// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: mt takes the options queue_depth, overflow, request_timeout_ms, linger_us, single_producer, share_payload, retain_last and observer only; a synchronous request is local

#include <boost_broker/boost_broker.hpp>

namespace bb = boost_broker;

struct tick {
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    using broker_policy = bb::mt<bb::share_payload>;
#else
    using broker_policy = bb::mt<bb::synchronous>;
#endif
};

void use(bb::broker_context& ctx)
{
    bb::emit(ctx, tick());
}
