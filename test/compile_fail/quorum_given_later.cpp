// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: quorum must be part of the token that request_all is given

#include <boost_broker/boost_broker.hpp>

namespace bb = boost_broker;

struct ask {
    using response = int;
};

void use(bb::broker_context& ctx)
{
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    auto operation = bb::request_all<ask>(ctx, bb::quorum(1));
    std::move(operation)([](bb::result<std::vector<bb::result<int>>> const&) {});
#else
    auto operation = bb::request_all<ask>(ctx);
    std::move(operation)(bb::quorum(1, [](bb::result<std::vector<int>> const&) {}));
#endif
}
