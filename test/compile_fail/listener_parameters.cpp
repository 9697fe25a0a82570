// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: a listener takes the event

#include <boost_broker/boost_broker.hpp>

#include <memory>
#include <optional>
#include <string>

namespace bb = boost_broker;

struct event {
    int number = 0;
    std::string text = {};
};
BOOST_HANA_ADAPT_STRUCT(event, number, text);

void use(bb::broker_context& ctx)
{
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    bb::listen<event>(ctx, [](int, std::string const&) {}).detach();
#else
    bb::listen<event>(ctx, [](std::string const&) {}).detach();
#endif
}
