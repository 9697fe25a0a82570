// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: throwing stands around the token of an operation that completes with a boost_broker::result

#include <boost_broker/boost_broker.hpp>

#include <boost/asio/steady_timer.hpp>

namespace bb = boost_broker;

struct ask {
    using response = int;
};

void use(
    [[maybe_unused]] bb::broker_context& ctx, [[maybe_unused]] boost::asio::steady_timer& timer)
{
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    bb::request<ask>(ctx, bb::throwing([](std::exception_ptr, int) {}));
#else
    timer.async_wait(bb::throwing([](std::exception_ptr) {}));
#endif
}
