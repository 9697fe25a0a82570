// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: include boost_broker/result.hpp where an object of event_broker listens
// not precompiled

#include <boost_broker/event_broker.hpp>
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
#include <boost_broker/result.hpp>
#endif

namespace bb = boost_broker;

struct tick {};

void use(bb::broker_context& ctx)
{
    bb::event_broker<tick> channel(ctx);
    auto const on = channel.listen([] {});
}
