// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: an event that cannot be copied cannot reach coroutines in the lane mt

#include <boost_broker/boost_broker.hpp>

#include <boost/asio/awaitable.hpp>

#include <memory>

namespace asio = boost::asio;
namespace bb = boost_broker;

struct frame {
    using broker_policy = bb::mt<>;
    std::unique_ptr<int> pixels;
};

void use(bb::broker_context& ctx)
{
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    bb::listen<frame>(ctx, [](frame const&) {}).detach();
#else
    bb::listen<frame>(ctx, [](frame const&) -> asio::awaitable<void> { co_return; }).detach();
#endif
}
