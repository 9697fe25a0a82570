// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: single_producer leaves out the lock under which retain_last keeps an event; use one of them

#include <boost_broker/boost_broker.hpp>

namespace bb = boost_broker;

struct sampled {
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    using broker_policy = bb::mt<bb::retain_last>;
#else
    using broker_policy = bb::mt<bb::single_producer, bb::retain_last>;
#endif
};

void use(bb::broker_context& ctx)
{
    bb::emit(ctx, sampled());
}
