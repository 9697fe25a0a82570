// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: the last field of this request could be taken for a completion token

#include <boost_broker/boost_broker.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace bb = boost_broker;

struct ask {
    using response = int;
    std::function<void(bb::result<int>)> report = {};
};
BOOST_HANA_ADAPT_STRUCT(ask, report);

void use(bb::broker_context& ctx)
{
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    (void)bb::request<ask>(ctx, ask(), [](bb::result<int>) {});
#else
    (void)bb::request<ask>(ctx, std::function<void(bb::result<int>)>());
#endif
}
