// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: a request must say what it is answered with: add 'using response = ...;' (void included) to the struct, or specialise boost_broker::response_of

#include <boost_broker/boost_broker.hpp>

namespace bb = boost_broker;

struct get_device {
    using response = int;
    std::int64_t id = 0;
};
struct get_device_by_name {
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    using response = int;
#endif
    std::string name = {};
};
BOOST_HANA_ADAPT_STRUCT(get_device, id);
BOOST_HANA_ADAPT_STRUCT(get_device_by_name, name);

using find_device = bb::overloads<get_device, get_device_by_name>;

void use(bb::context_ref ctx)
{
    bb::request<find_device>(ctx, 7, [](bb::result<int> const&) {});
}
