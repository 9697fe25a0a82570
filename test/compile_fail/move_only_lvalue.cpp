// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: an event that cannot be copied must be emitted as an rvalue

#include <boost_broker/boost_broker.hpp>

#include <memory>
#include <optional>
#include <string>

namespace bb = boost_broker;

struct event {
    std::unique_ptr<int> content = {};
};
BOOST_HANA_ADAPT_STRUCT(event, content);

void use(bb::broker_context& ctx)
{
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    event e;
    bb::emit(ctx, std::move(e));
#else
    event e;
    bb::emit(ctx, e);
#endif
}
