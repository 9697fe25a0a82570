// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: must be a completion token

#include <boost_broker/boost_broker.hpp>

#include <memory>
#include <optional>
#include <string>

namespace bb = boost_broker;

struct ask {
    using response = bool;
    int number = 0;
};
BOOST_HANA_ADAPT_STRUCT(ask, number);

void use(bb::broker_context& ctx)
{
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    (void)bb::request<ask>(ctx, 1, [](bb::result<bool>) {});
#else
    (void)bb::request<ask>(ctx, 1, 2);
#endif
}
