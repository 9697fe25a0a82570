// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: next takes a completion token for void(boost_broker::result<event>)

#include <boost_broker/boost_broker.hpp>

namespace bb = boost_broker;

struct tick {};

void use(bb::broker_context& ctx)
{
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    (void)bb::next<tick>(ctx, [](bb::result<tick> const&) {});
#else
    (void)bb::next<tick>(ctx, bb::blocking);
#endif
}
