// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: ignoring return value of

#include <boost_broker/boost_broker.hpp>

namespace bb = boost_broker;

struct get_count {
    using response = int;
};

#pragma GCC diagnostic error "-Wunused-result"

void provide(bb::context_ref ctx)
{
    auto const count = [] { return 1; };
#ifdef BOOST_BROKER_POSITIVE_CONTROL
    auto const kept = bb::set_provider<get_count>(ctx, count);
    static_cast<void>(kept);
#else
    bb::set_provider<get_count>(ctx, count); // it would end with the handle, at once
#endif
}
