// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_EXAMPLE_HOST_MONITOR_WORDING_HPP
#define BOOST_BROKER_EXAMPLE_HOST_MONITOR_WORDING_HPP

// What the table and the plain lines say in the same words.

#include "vocabulary.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace host_monitor {

/// Returns `cpu 95.0 % is above 90.0 %`.
std::string alert_text(alert_raised const& alert);

/// Returns `load 0.52 0.61 0.58`.
std::string load_text(std::optional<load_average> const& load);

/// Returns `disk: diskstats: No such file or directory`, or `disk: ok`.
std::string health_text(health const& of);

/// Returns `all 7 modules ok`, or which are not.
std::string health_summary(std::vector<health> const& modules);

} // namespace host_monitor

#endif
