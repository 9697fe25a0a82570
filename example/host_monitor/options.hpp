// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_EXAMPLE_HOST_MONITOR_OPTIONS_HPP
#define BOOST_BROKER_EXAMPLE_HOST_MONITOR_OPTIONS_HPP

#include <boost_broker/result.hpp>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

namespace bb = boost_broker;

namespace host_monitor {

/// What the command line asks for.
struct options {
    std::filesystem::path proc = "/proc";
    std::vector<std::filesystem::path> also = {};
    std::optional<std::chrono::seconds> seconds = {}; // none: until it is stopped
    std::chrono::milliseconds interval{1000};
    double alert_cpu = 90;
    double alert_memory = 90;
    std::filesystem::path log = {}; // empty: none
    int threads = 4;
    bool json = false;
    bool topology = false;
    bool help = false;
};

/// What `--help` prints.
extern std::string_view const usage;

/// Parses the arguments behind the name of the program.
/** A failure names the option at fault. */
bb::result<options> parse_options(std::vector<std::string_view> const& arguments);

} // namespace host_monitor

#endif
