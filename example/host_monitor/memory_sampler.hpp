// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_EXAMPLE_HOST_MONITOR_MEMORY_SAMPLER_HPP
#define BOOST_BROKER_EXAMPLE_HOST_MONITOR_MEMORY_SAMPLER_HPP

#include "health_reporter.hpp"
#include "vocabulary.hpp"

namespace host_monitor {

/// Emits `memory_sampled`.
class memory_sampler
{
public:
    explicit memory_sampler(bb::context_ref ctx);

private:
    void sample();

    bb::context_ref ctx_;
    health_reporter health_;
    bb::handle on_due_;
};

} // namespace host_monitor

#endif
