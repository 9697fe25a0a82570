// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: a synchronous request returns its answer and takes no completion token

#include <boost_broker/boost_broker.hpp>

namespace bb = boost_broker;

struct half {
    using broker_policy = bb::local<bb::synchronous>;
    using response = int;
    int number = 0;
};
BOOST_HANA_ADAPT_STRUCT(half, number);

void use(bb::requester<half> const& ask)
{
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    (void)ask(1);
#else
    ask(1, [](bb::result<int> const&) {});
#endif
}
