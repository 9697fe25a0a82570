// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_EXAMPLE_HOST_MONITOR_PROC_READER_HPP
#define BOOST_BROKER_EXAMPLE_HOST_MONITOR_PROC_READER_HPP

// The texts below /proc, parsed. Nothing here opens a file: a text goes in; values come out, or a
// failure that names the line at fault.

#include "vocabulary.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace host_monitor {

/// What a processor has done since the machine was started, in ticks.
struct cpu_ticks {
    std::uint64_t busy = 0;
    std::uint64_t idle = 0;
};

struct core_ticks {
    int number = 0;
    cpu_ticks ticks = {};
};

struct cpu_counters {
    cpu_ticks total = {};
    std::vector<core_ticks> cores = {};
};

/// The bytes that went into and out of a device since it appeared.
struct device_counters {
    std::string name = {};
    std::uint64_t in = 0;
    std::uint64_t out = 0;
};

/// Parses `stat`.
bb::result<cpu_counters> parse_stat(std::string_view text);

/// Parses `meminfo`.
bb::result<memory_sampled> parse_meminfo(std::string_view text);

/// Parses `net/dev`: in is received, out is sent.
bb::result<std::vector<device_counters>> parse_net_dev(std::string_view text);

/// Parses `diskstats`: in is read, out is written.
bb::result<std::vector<device_counters>> parse_diskstats(std::string_view text);

/// Parses `loadavg`.
bb::result<load_average> parse_loadavg(std::string_view text);

} // namespace host_monitor

#endif
