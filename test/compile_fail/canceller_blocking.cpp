// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: the argument behind the fields of a request must be a completion token

#include <boost_broker/boost_broker.hpp>

namespace bb = boost_broker;

struct ask {
    using response = int;
};

void use(bb::broker_context& ctx, bb::canceller const& stop)
{
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    bb::request<ask>(ctx, stop([](bb::result<int> const&) {}));
#else
    (void)bb::request<ask>(ctx, stop(bb::blocking));
#endif
}
