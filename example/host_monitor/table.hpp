// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_EXAMPLE_HOST_MONITOR_TABLE_HPP
#define BOOST_BROKER_EXAMPLE_HOST_MONITOR_TABLE_HPP

#include "screen.hpp"
#include "text.hpp"
#include "vocabulary.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace host_monitor {

/// What a table shows: the latest of everything.
struct table_content {
    std::string title = {};
    std::optional<cpu_sampled> cpu = {};
    std::vector<double> cpu_history = {};
    std::optional<memory_sampled> memory = {};
    std::vector<interface_rate> interfaces = {};
    std::vector<disk_rate> disks = {};
    std::map<metric, alert_raised> alerts = {};
    std::map<std::string, health> troubles = {}; // by module
    std::string summary = {};
};

/// Returns the lines of a table that fits into a terminal, as far as that is possible.
std::vector<std::string> draw_table(
    table_content const& content, terminal_size size, text_style style);

} // namespace host_monitor

#endif
