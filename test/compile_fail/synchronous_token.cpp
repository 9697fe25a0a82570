// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: a synchronous request returns its answer and takes no completion token

#include <boost_broker/boost_broker.hpp>

#include <memory>
#include <optional>
#include <string>

namespace bb = boost_broker;

struct ask {
    using broker_policy = bb::local<bb::synchronous>;
    using response = int;
};

void use(bb::broker_context& ctx)
{
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    (void)bb::request<ask>(ctx);
#else
    (void)bb::request<ask>(ctx, [](bb::result<int>) {});
#endif
}
