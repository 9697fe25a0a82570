// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_EXAMPLE_HOST_MONITOR_TERMINAL_HPP
#define BOOST_BROKER_EXAMPLE_HOST_MONITOR_TERMINAL_HPP

// What the program asks the system about its standard output.

#include "screen.hpp"
#include "text.hpp"

namespace host_monitor {

/// Tells whether the standard output is a terminal on which lines can be redrawn.
bool output_is_terminal();

/// Returns the size of the terminal, as it is now.
terminal_size size_of_terminal();

/// Returns what the terminal can show: colours unless NO_COLOR forbids them, and blocks where the
/// locale is one of UTF-8.
text_style style_of_terminal();

/// Tells whether whoever read the standard output has stopped reading.
bool output_reader_is_gone();

} // namespace host_monitor

#endif
