// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_EXAMPLE_HOST_MONITOR_PLACE_HPP
#define BOOST_BROKER_EXAMPLE_HOST_MONITOR_PLACE_HPP

#include "vocabulary.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>

#include <utility>

namespace host_monitor {

/// Where a module meets the others, and what runs it: one function at a time, on whatever thread.
struct place {
    place(bb::context_ref meets_in, boost::asio::io_context& runs_on)
        : ctx(meets_in)
        , strand(boost::asio::make_strand(runs_on))
    {}

    /// Returns the handler with where it runs.
    template<class Handler>
    auto here(Handler handler) const
    {
        return boost::asio::bind_executor(strand, std::move(handler));
    }

    bb::context_ref ctx;
    boost::asio::strand<boost::asio::io_context::executor_type> strand;
};

} // namespace host_monitor

#endif
