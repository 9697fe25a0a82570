// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: an accepted signal is never given up, so a signal cannot have the policy

#include <boost_broker/boost_broker.hpp>

namespace bb = boost_broker;

struct rotate_log {
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    using mode = bb::drop_newest;
#else
    using mode = bb::drop_oldest;
#endif
    using broker_policy = bb::local<bb::queue_depth<8>, bb::overflow<mode>>;
};

void use(bb::broker_context& ctx)
{
    auto on = bb::on_signal<rotate_log>(ctx, [] {});
}
