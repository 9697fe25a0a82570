// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// expect: boost_broker::when stands around the whole token

#include <boost_broker/boost_broker.hpp>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/system_executor.hpp>

namespace bb = boost_broker;
namespace asio = boost::asio;

struct tick {};

void use(bb::broker_context& ctx)
{
    auto const wanted = [](tick const&) { return true; };
    auto const handler = [](bb::result<tick> const&) {};
    asio::system_executor const where;
#if defined(BOOST_BROKER_POSITIVE_CONTROL)
    (void)bb::next<tick>(ctx, bb::when(wanted, asio::bind_executor(where, handler)));
#else
    (void)bb::next<tick>(ctx, asio::bind_executor(where, bb::when(wanted, handler)));
#endif
}
