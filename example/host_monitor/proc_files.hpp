// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_EXAMPLE_HOST_MONITOR_PROC_FILES_HPP
#define BOOST_BROKER_EXAMPLE_HOST_MONITOR_PROC_FILES_HPP

#include "health_reporter.hpp"
#include "vocabulary.hpp"

#include <filesystem>

namespace host_monitor {

/// Answers `get_proc_file` from a folder: /proc, or what was recorded of one.
/** A recording is a folder with the snapshots 1, 2, 3, ...: each interval shows the next one, and
    the last one stays. */
class proc_files
{
public:
    proc_files(place const& at, std::filesystem::path root);

    /// Tells whether the folder is a recording, in which no time passes between the snapshots.
    bool is_recording() const { return is_recording_; }

private:
    std::filesystem::path folder(int snapshot) const;
    bb::result<std::string> read(std::string const& name) const;
    void advance(double seconds);

    std::filesystem::path root_;
    bool const is_recording_;
    int snapshot_; // 0: not a recording
    health_reporter health_;
    bb::handle on_due_;
    bb::handle provider_;
};

} // namespace host_monitor

#endif
