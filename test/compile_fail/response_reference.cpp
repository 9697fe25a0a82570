// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: the response of a request must be void or an object type

#include <boost_broker/boost_broker.hpp>

#include <memory>
#include <optional>
#include <string>

namespace bb = boost_broker;

struct ask {
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    using response = int;
#else
    using response = int&;
#endif
};

void use(bb::broker_context& ctx)
{
    bb::clear_provider<ask>(ctx);
}
