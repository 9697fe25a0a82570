// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_EXAMPLE_HOST_MONITOR_EVENT_LOG_HPP
#define BOOST_BROKER_EXAMPLE_HOST_MONITOR_EVENT_LOG_HPP

#include "health_reporter.hpp"
#include "text.hpp"
#include "vocabulary.hpp"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

namespace host_monitor {

/// Appends events to a file and handles `rotate_log`: the file becomes FILE.1, and a new one
/// begins.
/** Several logs may share a file. The one that is told first moves it; the others notice that
    their file is not in its place any more, and only open the new one. So does a log whose file
    another program has moved. */
class event_log
{
public:
    /// Opens the file. Throws bb::broker_error if that fails.
    event_log(bb::context_ref ctx, std::filesystem::path file, std::string const& monitor,
        wall_clock const& now);

private:
    bb::result<void> open();
    void write(std::string const& line);
    void rotate();
    bb::failure failed(int error) const;

    std::filesystem::path path_;
    std::ofstream file_;
    std::pair<std::uint64_t, std::uint64_t> identity_ = {};
    health_reporter health_;
    bb::handle on_rotate_;
    std::vector<bb::handle> listeners_;
};

} // namespace host_monitor

#endif
