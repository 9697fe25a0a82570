// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_EXAMPLE_HOST_MONITOR_MEMORY_SAMPLER_HPP
#define BOOST_BROKER_EXAMPLE_HOST_MONITOR_MEMORY_SAMPLER_HPP

#include "health_reporter.hpp"
#include "vocabulary.hpp"

#include <boost/asio/awaitable.hpp>

namespace host_monitor {

/// Samples `memory_sampled`.
class memory_sampler
{
public:
    explicit memory_sampler(place const& at);

private:
    boost::asio::awaitable<sample> look();

    bb::context_ref ctx_;
    health_reporter health_;
    bb::handle provider_;
};

} // namespace host_monitor

#endif
