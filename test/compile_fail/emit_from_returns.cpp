// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: emit_from takes a signal whose slots return void

#include <boost_broker/boost_broker.hpp>

namespace bb = boost_broker;

struct event {
    int number = 0;
};
BOOST_HANA_ADAPT_STRUCT(event, number);

void use(bb::broker_context& ctx)
{
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    boost::signals2::signal<void(int)> signal;
#else
    boost::signals2::signal<bool(int)> signal;
#endif
    bb::emit_from<event>(signal, ctx);
}
