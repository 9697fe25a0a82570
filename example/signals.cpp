// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Signals: a command that exactly one module carries out. The sender learns whether somebody has
// accepted it, not what became of it.
//
// Learn here how a handler is set and replaced, what a sender sees when nobody or nothing is left
// to accept, and that a refused signal keeps its arguments.

#include <boost_broker/signal_broker.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/core/lightweight_test.hpp>
#include <boost/hana/adapt_struct.hpp>

#include <memory>
#include <string>
#include <vector>

namespace asio = boost::asio;
namespace bb = boost_broker;

//[signals_messages
struct print {
    using broker_policy = bb::local<bb::queue_depth<2>, bb::overflow<bb::drop_newest>>;
    std::unique_ptr<std::string> page = {}; // there is one receiver, so nothing has to be copied
};
BOOST_HANA_ADAPT_STRUCT(print, page);
//]

int main()
{
    asio::io_context io;
    bb::broker_context ctx(io);
    auto page = std::make_unique<std::string>("title");

    //[signals_refused
    bb::result<void> const nobody = bb::signal<print>(ctx, std::move(page));
    BOOST_TEST(nobody.error() == bb::errc::no_handler);
    BOOST_TEST(page != nullptr); // what is refused stays with the sender
    //]

    //[signals_handler
    std::vector<std::string> printed;
    bb::result<bb::handle> printer =
        bb::on_signal<print>(ctx, [&](std::unique_ptr<std::string> p) -> asio::awaitable<void> {
            printed.push_back(*p);
            co_return;
        });
    BOOST_TEST(bb::signal<print>(ctx, std::move(page)).has_value()); // accepted, not handled yet
    BOOST_TEST(printed.empty());
    //]

    //[signals_full
    BOOST_TEST(bb::signal<print>(ctx, std::make_unique<std::string>("page 1")).has_value());
    auto const full = bb::signal<print>(ctx, std::make_unique<std::string>("page 2"));
    BOOST_TEST(full.error() == bb::errc::queue_full);
    //]
    io.run();
    BOOST_TEST_EQ(printed.size(), 2u);

    //[signals_replace
    bb::result<bb::handle> const second = bb::on_signal<print>(ctx, [] {});
    BOOST_TEST(second.error() == bb::errc::handler_exists);
    printer = bb::replace_signal_handler<print>(ctx, [] {}); // on purpose
    //]
    BOOST_TEST(bb::has_signal_handler<print>(ctx));
    return boost::report_errors();
}
