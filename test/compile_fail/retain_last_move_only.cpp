// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: an event with the policy retain_last is kept for later listeners

#include <boost_broker/boost_broker.hpp>

#include <memory>

namespace bb = boost_broker;

struct parcel {
#if !defined(BOOST_BROKER_POSITIVE_CONTROL)
    using broker_policy = bb::local<bb::retain_last>;
#endif
    std::unique_ptr<int> content = {};
};

void use(bb::broker_context& ctx)
{
    bb::emit(ctx, parcel());
}
