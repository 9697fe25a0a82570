// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: retain_last is a policy of events; a request is answered

#include <boost_broker/boost_broker.hpp>

namespace bb = boost_broker;

struct get_level {
#if !defined(BOOST_BROKER_POSITIVE_CONTROL)
    using broker_policy = bb::local<bb::retain_last>;
#endif
    using response = int;
};

void use(bb::broker_context& ctx)
{
    (void)bb::request<get_level>(ctx, [](bb::result<int> const&) {});
}
