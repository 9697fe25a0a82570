// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// acceptance check 79
// expect: a signal handler returns void or asio::awaitable<void>

#include <boost_broker/boost_broker.hpp>

namespace bb = boost_broker;

struct rotate_log {};

void use(bb::broker_context& ctx)
{
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    auto on = bb::on_signal<rotate_log>(ctx, [] {});
#else
    auto on = bb::on_signal<rotate_log>(ctx, [] { return 7; });
#endif
}
