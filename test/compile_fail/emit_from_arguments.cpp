// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: emit_from takes a signal whose arguments are the fields of the event

#include <boost_broker/boost_broker.hpp>

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
    boost::signals2::signal<void(int, std::string)> signal;
#else
    boost::signals2::signal<void(std::string, int)> signal;
#endif
    bb::emit_from<event>(signal, ctx);
}
