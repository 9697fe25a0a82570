// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: a request must say what it is answered with

#include <boost_broker/boost_broker.hpp>

#include <memory>
#include <optional>
#include <string>

namespace bb = boost_broker;

struct ask {
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    using response = void;
#endif
};

void use(bb::broker_context& ctx)
{
    (void)bb::set_provider<ask>(ctx, [] {});
}
