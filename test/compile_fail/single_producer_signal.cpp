// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: single_producer is a policy of events; whether a signal is accepted

#include <boost_broker/boost_broker.hpp>

namespace bb = boost_broker;

struct rotate {
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    using broker_policy = bb::mt<>;
#else
    using broker_policy = bb::mt<bb::single_producer>;
#endif
};

void use(bb::broker_context& ctx)
{
    (void)bb::signal<rotate>(ctx);
}
