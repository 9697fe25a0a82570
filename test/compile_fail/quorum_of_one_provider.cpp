// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: only request_all and request_each take a quorum

#include <boost_broker/boost_broker.hpp>

namespace bb = boost_broker;

struct ask {
    using response = int;
};

void use(bb::broker_context& ctx)
{
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    bb::request_each<ask>(
        ctx, bb::quorum(1, [](bb::result<std::vector<bb::result<int>>> const&) {}));
#else
    bb::request<ask>(ctx, bb::quorum(1, [](bb::result<int> const&) {}));
#endif
}
