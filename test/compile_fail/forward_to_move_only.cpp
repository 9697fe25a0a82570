// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: forward_to passes on a copy of the event where it has to be queued, so the event must be copyable

#include <boost_broker/boost_broker.hpp>

#include <memory>

namespace bb = boost_broker;

struct parcel {
    std::unique_ptr<int> content = {};
};
BOOST_HANA_ADAPT_STRUCT(parcel, content);

void use(bb::context_ref from, bb::context_ref to)
{
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    (void)bb::on_signal<parcel>(from, bb::forward_to(to)); // a signal is moved
#else
    (void)bb::listen<parcel>(from, bb::forward_to(to));
#endif
}
