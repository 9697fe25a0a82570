// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_EXAMPLE_HOST_MONITOR_TEXT_HPP
#define BOOST_BROKER_EXAMPLE_HOST_MONITOR_TEXT_HPP

// Numbers and texts as a person reads them on a terminal.

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace host_monitor {

/// Tells the time of day; tests have a clock of their own.
using wall_clock = std::function<std::chrono::system_clock::time_point()>;

/// What a terminal can show.
struct text_style {
    bool color = false;
    bool unicode = false;
};

/// Returns `12.3`.
std::string fixed(double value, int digits);

/// Returns `27.4 %`.
std::string percent_text(double value);

/// Returns `1.5 MiB`.
std::string byte_size(double bytes);

/// Returns the time of day in the local time zone, `14:02:11`.
std::string time_of_day(std::chrono::system_clock::time_point when);

/// Returns the time in UTC with milliseconds, as ISO 8601 has it.
std::string timestamp(std::chrono::system_clock::time_point when);

/// Returns a bar that is filled as far as the percentage says.
std::string bar(double percent, std::size_t width, text_style style);

/// Returns one character per value, each as high as its value between 0 and 100.
std::string sparkline(std::vector<double> const& percentages, text_style style);

/// Returns the text with `?` for control characters: a name must not move the cursor.
std::string printable(std::string_view text);

/// Returns how many columns a text takes up; escape sequences for colours take up none.
std::size_t columns(std::string_view text);

/// Returns the beginning of a text that fits into so many columns.
std::string clip(std::string_view text, std::size_t width);

/// Returns the text with blanks behind it, or in front of it, to be that wide.
std::string left(std::string_view text, std::size_t width);
std::string right(std::string_view text, std::size_t width);

} // namespace host_monitor

#endif
