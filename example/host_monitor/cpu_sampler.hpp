// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_EXAMPLE_HOST_MONITOR_CPU_SAMPLER_HPP
#define BOOST_BROKER_EXAMPLE_HOST_MONITOR_CPU_SAMPLER_HPP

#include "health_reporter.hpp"
#include "proc_reader.hpp"
#include "vocabulary.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>

namespace host_monitor {

/// Samples `cpu_sampled`, from the second look on. Without `loadavg` it goes on without the load.
class cpu_sampler
{
public:
    explicit cpu_sampler(place const& at);

private:
    boost::asio::awaitable<sample> look();

    bb::context_ref ctx_;
    health_reporter health_;
    std::optional<cpu_counters> before_;
    bb::handle provider_;
};

} // namespace host_monitor

#endif
