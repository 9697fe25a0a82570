// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_EXAMPLE_HOST_MONITOR_PLAIN_CONSOLE_HPP
#define BOOST_BROKER_EXAMPLE_HOST_MONITOR_PLAIN_CONSOLE_HPP

#include "health_reporter.hpp"
#include "text.hpp"
#include "vocabulary.hpp"

#include <array>
#include <iosfwd>
#include <string>

namespace host_monitor {

/// Writes a line per interval and a line per alert, where there is no terminal to draw on.
class plain_console
{
public:
    /** @param label Stands in every line, to tell several monitors apart; it may be empty. */
    plain_console(bb::context_ref ctx, std::ostream& out, std::string label, wall_clock now);

private:
    void write(std::string const& text);

    bb::context_ref ctx_;
    std::ostream& out_;
    std::string label_;
    wall_clock now_;
    std::string line_;
    health_reporter health_;
    std::array<bb::handle, 9> listeners_;
};

} // namespace host_monitor

#endif
