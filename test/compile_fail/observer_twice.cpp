// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: a message has one observer; let that one call others

#include <boost_broker/boost_broker.hpp>

namespace bb = boost_broker;

struct prints {
    static void on_emit(bb::observation const&) noexcept {}
};
struct counts {
    static void on_emit(bb::observation const&) noexcept {}
};
struct tick {
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    using broker_policy = bb::local<bb::observer<prints>>;
#else
    using broker_policy = bb::local<bb::observer<prints>, bb::observer<counts>>;
#endif
};

void use(bb::broker_context& ctx)
{
    bb::emit(ctx, tick());
}
