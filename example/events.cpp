// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Events: what happened is told to whoever listens. The emitter knows nobody and waits for nobody.
//
// Learn here the three forms of a listener, the three forms of `emit`, what `emit` returns, and how
// a listener ends.

#include <boost_broker/drop.hpp>
#include <boost_broker/event_broker.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/core/lightweight_test.hpp>
#include <boost/hana/adapt_struct.hpp>

#include <string>
#include <vector>

namespace asio = boost::asio;
namespace bb = boost_broker;

//[events_message
struct device_found {
    std::int64_t id = 0;
    std::string name = {};
};
BOOST_HANA_ADAPT_STRUCT(device_found, id, name);
//]

int main()
{
    asio::io_context io;
    bb::broker_context ctx(io);
    std::vector<std::string> heard;

    //[events_listen
    bb::handle by_value = bb::listen<device_found>(
        ctx, [&](device_found const& d) { heard.push_back("value " + d.name); });
    bb::handle by_fields = bb::listen<device_found>(
        ctx, [&](std::int64_t, std::string const& name) { heard.push_back("fields " + name); });
    bb::handle as_coroutine =
        bb::listen<device_found>(ctx, [&](device_found const& d) -> asio::awaitable<void> {
            heard.push_back("coroutine " + d.name);
            co_return;
        });
    //]

    //[events_emit
    device_found const scanner{9, "scanner"};
    bb::emit<device_found>(ctx, 7, "router");                  // the fields in order
    bb::emit<device_found>(ctx, {.id = 8, .name = "printer"}); // some fields by name
    bb::emit_result const reached = bb::emit(ctx, scanner);    // a value

    BOOST_TEST_EQ(reached.accepted, 3u); // so many were called, or will be
    //]

    io.run(); // coroutines start on their executor, and here plain listeners keep in step
    BOOST_TEST_EQ(heard.size(), 9u);
    BOOST_TEST_EQ(heard.front(), "value router");
    BOOST_TEST_EQ(heard.back(), "coroutine scanner");

    //[events_drop
    by_value.stop(); // not called again; so does the destructor of a handle
    auto const done = bb::drop_listener(std::move(by_fields), bb::blocking); // ... and not running
    BOOST_TEST(done.has_value());
    BOOST_TEST_EQ(bb::emit(ctx, scanner).accepted, 1u); // the coroutine is left
    //]
    return boost::report_errors();
}
