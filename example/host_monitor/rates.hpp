// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_EXAMPLE_HOST_MONITOR_RATES_HPP
#define BOOST_BROKER_EXAMPLE_HOST_MONITOR_RATES_HPP

// Counters that only grow, turned into rates. A counter that goes backwards has been reset or has
// wrapped; nobody can tell which, so it counts as unchanged for that interval.

#include "proc_reader.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace host_monitor {

/// Returns the share of busy time between two readings, from 0 to 100.
double busy_percent(cpu_ticks before, cpu_ticks now);

/// Returns part of whole, from 0 to 100, and 0 of nothing.
double percent(std::uint64_t part, std::uint64_t whole);

/// Returns the sum of one field over all devices.
template<class Rate>
double sum(std::vector<Rate> const& rates, double Rate::*field)
{
    double total = 0;
    for (Rate const& rate : rates)
        total += rate.*field;
    return total;
}

struct device_rate {
    std::string name = {};
    double in = 0;
    double out = 0;
};

/// Remembers the last reading of a set of devices.
class rate_meter
{
public:
    /// Returns what passes through each device, in bytes per second.
    /** A device is left out until it has been read twice; there is no result at all without a
        reading before this one. */
    std::optional<std::vector<device_rate>> update(
        std::vector<device_counters> const& now, double seconds);

private:
    std::optional<std::map<std::string, device_counters>> before_;
};

} // namespace host_monitor

#endif
