// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// acceptance check 79
// expect: a provider takes the request, its fields in order, or nothing

#include <boost_broker/boost_broker.hpp>

namespace bb = boost_broker;

struct get_count {
    using response = int;
};

void use(bb::broker_context& ctx)
{
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    auto on = bb::set_provider<get_count>(ctx, [] { return 7; });
#else
    auto on = bb::set_provider<get_count>(ctx, [](int) { return 7; });
#endif
}
