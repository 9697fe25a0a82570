// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "json_lines.hpp"

#include "event_lines.hpp"

#include <ostream>

namespace host_monitor {

json_lines::json_lines(
    bb::context_ref ctx, std::ostream& out, std::string const& monitor, wall_clock const& now)
    : health_(ctx, "json")
    , listeners_(listen_for_lines(ctx, monitor, now, [ctx, &out](std::string const& line) {
        // flushed line by line: the reader may be a pipe that somebody watches
        out << line << std::endl;
        if (!out)
            (void)bb::signal<stop_monitor>(ctx);
    }))
{}

} // namespace host_monitor
