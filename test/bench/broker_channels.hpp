// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_TEST_BENCH_BROKER_CHANNELS_HPP
#define BOOST_BROKER_TEST_BENCH_BROKER_CHANNELS_HPP

// The library, as what `channels.hpp` measures.

#include "message.hpp"
#include <boost_broker/event_broker.hpp>
#if __has_include(<boost_broker/emitter.hpp>)
#include <boost_broker/emitter.hpp>
#define BOOST_BROKER_BENCH_EMITTER
#endif

#include <boost/asio/io_context.hpp>
#include <boost/hana/adapt_struct.hpp>

#include <vector>

BOOST_HANA_ADAPT_STRUCT(bench::message, id, value, name);

namespace bench {

namespace bb = boost_broker;
namespace asio = boost::asio;

/// The free verb, through a context.
struct verb {
    asio::io_context io;
    bb::broker_context ctx{io.get_executor()};
    std::vector<bb::handle> handles;

    template<class Listener>
    void listen(Listener listener)
    {
        handles.push_back(bb::listen<message>(ctx, listener));
    }
    void emit(message const& m) { bb::emit(ctx, m); }
    void emit(std::int64_t id, double value, char const* name)
    {
        bb::emit<message>(ctx, id, value, name);
    }
};

#if defined(BOOST_BROKER_BENCH_EMITTER)
/// The broker, looked up once.
struct emitter : verb {
    bb::emitter<message> out{ctx};

    void emit(message const& m) { out(m); }
    void emit(std::int64_t id, double value, char const* name) { out(id, value, name); }
};
#endif

} // namespace bench

#endif
