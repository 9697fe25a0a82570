// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: next hands out a copy of the event, because others may listen

#include <boost_broker/boost_broker.hpp>

#include <memory>

namespace bb = boost_broker;

struct event {
    std::unique_ptr<int> content = {};
};
BOOST_HANA_ADAPT_STRUCT(event, content);

void use(bb::broker_context& ctx)
{
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    bb::listen<event>(ctx, [](event const&) {}).detach();
#else
    bb::next<event>(ctx, [](bb::result<event> const&) {});
#endif
}
