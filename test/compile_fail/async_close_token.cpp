// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: async_close takes a completion token for void(boost_broker::close_report)

#include <boost_broker/boost_broker.hpp>

#include <chrono>

namespace bb = boost_broker;

void use(bb::broker_context& ctx)
{
    std::chrono::seconds const deadline(5);
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    ctx.async_close(deadline, [](bb::close_report const&) {});
#else
    ctx.async_close(deadline, [](bb::result<void> const&) {});
#endif
}
