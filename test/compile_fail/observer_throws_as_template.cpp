// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: on_drop of an observer take boost_broker::observation const& and are noexcept

#include <boost_broker/boost_broker.hpp>

namespace bb = boost_broker;

struct prints {
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    static void on_drop(auto const&) noexcept {}
#else
    static void on_drop(auto const&) {}
#endif
};
struct tick {
    using broker_policy = bb::mt<bb::observer<prints>>;
};

void use(bb::broker_context& ctx)
{
    bb::emit(ctx, tick());
}
