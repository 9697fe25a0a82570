// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_EXAMPLE_HOST_MONITOR_JSON_LINES_HPP
#define BOOST_BROKER_EXAMPLE_HOST_MONITOR_JSON_LINES_HPP

#include "health_reporter.hpp"
#include "text.hpp"
#include "vocabulary.hpp"

#include <iosfwd>
#include <string>
#include <vector>

namespace host_monitor {

/// Writes events as lines of JSON, for another program to read.
class json_lines
{
public:
    json_lines(
        bb::context_ref ctx, std::ostream& out, std::string const& monitor, wall_clock const& now);

private:
    health_reporter health_;
    std::vector<bb::handle> listeners_;
};

} // namespace host_monitor

#endif
