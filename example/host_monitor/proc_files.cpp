// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "proc_files.hpp"

#include <cerrno>
#include <fstream>
#include <string>
#include <system_error>
#include <utility>

namespace host_monitor {

namespace {

/// What may not be looked at counts as missing here; reading it says why.
bool is_there(std::filesystem::path const& path)
{
    std::error_code ignored;
    return std::filesystem::exists(path, ignored);
}

} // namespace

proc_files::proc_files(place const& at, std::filesystem::path root)
    : root_(std::move(root))
    // /proc has a folder 1 as well, of the first process, but a recording has no stat
    , is_recording_(is_there(root_ / "1/stat") && !is_there(root_ / "stat"))
    , snapshot_(is_recording_ ? 1 : 0)
    , health_(at, "files")
    , on_due_(bb::listen<sample_due>(at.ctx, at.here([this](double seconds) { advance(seconds); })))
    , provider_(bb::set_provider<get_proc_file>(at.ctx, at.here([this](std::string const& name) {
        return read(name);
    })).value())
{}

std::filesystem::path proc_files::folder(int snapshot) const
{
    return snapshot > 0 ? root_ / std::to_string(snapshot) : root_;
}

bb::result<std::string> proc_files::read(std::string const& name) const
{
    errno = 0;
    std::ifstream file(folder(snapshot_) / name);
    std::string text;
    std::getline(file, text, '\0'); // to the end: none of these files has a zero byte
    // a folder can be opened, but not read
    if (!file.is_open() || file.bad())
        return bb::fail(name + ": " + std::generic_category().message(errno));
    return text;
}

void proc_files::advance(double seconds)
{
    if (is_recording() && seconds > 0 && is_there(folder(snapshot_ + 1)))
        ++snapshot_;
}

} // namespace host_monitor
