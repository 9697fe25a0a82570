// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: the arguments fit none of the overloads; pass all fields of one of the messages in order, or a value of it, and behind that at most a completion token if it is a request

#include <boost_broker/boost_broker.hpp>

namespace bb = boost_broker;

struct get_device {
    using response = int;
    std::int64_t id = 0;
};
struct get_device_by_name {
    using response = int;
    std::string name = {};
};
BOOST_HANA_ADAPT_STRUCT(get_device, id);
BOOST_HANA_ADAPT_STRUCT(get_device_by_name, name);

using find_device = bb::overloads<get_device, get_device_by_name>;

void use(bb::context_ref ctx)
{
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    bb::request<find_device>(ctx, 7, [](bb::result<int> const&) {});
#else
    bb::request<find_device>(ctx, 7, [](bb::result<std::string> const&) {});
#endif
}
