// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: an overflow that drops messages needs a queue_depth

#include <boost_broker/boost_broker.hpp>

#include <memory>
#include <optional>
#include <string>

namespace bb = boost_broker;

struct event {
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    using broker_policy = bb::local<bb::overflow<bb::drop_newest>, bb::queue_depth<4>>;
#else
    using broker_policy = bb::local<bb::overflow<bb::drop_newest>>;
#endif
};

void use(bb::broker_context& ctx)
{
    bb::emit<event>(ctx);
}
