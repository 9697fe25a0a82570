// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: an observer has a static function on_emit, on_enqueue, on_dispatch, on_complete or on_drop

#include <boost_broker/boost_broker.hpp>

namespace bb = boost_broker;

struct prints {
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    static void on_drop(bb::observation const&) noexcept {}
#else
    static void on_dropped(bb::observation const&) noexcept {}
#endif
};
struct tick {
    using broker_policy = bb::local<bb::observer<prints>>;
};

void use(bb::broker_context& ctx)
{
    bb::emit(ctx, tick());
}
