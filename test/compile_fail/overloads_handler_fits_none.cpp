// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker: the handler fits none of the overloads; it takes one of the messages, or the fields of one in order

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
    (void)bb::set_provider<find_device>(ctx, [](std::string const&) { return 1; });
#else
    (void)bb::set_provider<find_device>(ctx, [](std::string&) { return 1; });
#endif
}
