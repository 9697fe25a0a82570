// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: include boost_broker/observer.hpp where a message with the policy observer is declared
// not precompiled

#include <boost_broker/event_broker.hpp>
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
#include <boost_broker/observer.hpp>
#endif

namespace bb = boost_broker;

namespace boost_broker {
struct observation;
}

struct prints {
    static void on_emit(bb::observation const&) noexcept {}
};
struct tick {
    using broker_policy = bb::local<bb::observer<prints>>;
};

void use(bb::broker_context& ctx)
{
    bb::emit(ctx, tick());
}
