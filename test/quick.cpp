// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// the smallest program that sends an event and asks for an answer, for the tests of the packaging

#include <boost_broker/boost_broker.hpp>

#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <string>

namespace bb = boost_broker;

namespace quick {

struct device_found {
    std::int64_t device_id = 0;
    std::string name = {};
};

struct get_name {
    using broker_policy = bb::local<bb::synchronous>;
    using response = std::string;
    std::int64_t device_id = 0;
};

} // namespace quick

BOOST_HANA_ADAPT_STRUCT(quick::device_found, device_id, name);
BOOST_HANA_ADAPT_STRUCT(quick::get_name, device_id);

int main()
{
    boost::asio::io_context io;
    bb::broker_context ctx(io.get_executor());

    std::string seen;
    bb::handle listener = bb::listen<quick::device_found>(
        ctx, [&seen](quick::device_found const& event) { seen = event.name; });
    bb::result<bb::handle> provider = bb::set_provider<quick::get_name>(
        ctx, [](std::int64_t id) { return "device " + std::to_string(id); });

    bb::result<std::string> const name = bb::request<quick::get_name>(ctx, 7);
    if (!provider || !name)
        return 1;
    bb::emit<quick::device_found>(ctx, 7, *name);
    io.run();
    return seen == "device 7" ? 0 : 1;
}
