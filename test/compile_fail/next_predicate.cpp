// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: the predicate given to when must take the message (by const reference) and return bool

#include <boost_broker/boost_broker.hpp>

namespace bb = boost_broker;

struct tick {};

void use(bb::broker_context& ctx)
{
    auto const handler = [](bb::result<tick> const&) {};
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    (void)bb::next<tick>(ctx, bb::when([](tick const&) { return true; }, handler));
#else
    (void)bb::next<tick>(ctx, bb::when([](int) { return true; }, handler));
#endif
}
