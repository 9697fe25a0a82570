// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// The smallest program: one event, one request, and nobody who knows anybody.

//[hello
#include <boost_broker/boost_broker.hpp>

#include <boost/asio/io_context.hpp>

#include <iostream>

namespace bb = boost_broker;

struct device_found { // an event: its fields are what a listener gets
    std::int64_t device_id = 0;
    std::string name = {};
};
struct get_name { // a request: it says what it is answered with
    using response = std::string;
    using broker_policy = bb::local<bb::synchronous>;
    std::int64_t device_id = 0;
};
BOOST_HANA_ADAPT_STRUCT(device_found, device_id, name);
BOOST_HANA_ADAPT_STRUCT(get_name, device_id);

int main()
{
    boost::asio::io_context io;
    bb::broker_context ctx(io);

    bb::handle listener =
        bb::listen<device_found>(ctx, [](std::int64_t id, std::string const& name) {
            std::cout << id << " is " << name << '\n';
        });
    bb::result<bb::handle> provider = bb::set_provider<get_name>(
        ctx, [](std::int64_t id) { return std::string(id == 7 ? "core-router" : "unknown"); });

    bb::emit<device_found>(ctx, 7, bb::request<get_name>(ctx, 7).value());
    io.run(); // 7 is core-router
}
//]
