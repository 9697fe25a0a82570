// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "event_log.hpp"

#include "event_lines.hpp"

#include <sys/stat.h>

#include <cerrno>
#include <system_error>

namespace host_monitor {

namespace {

/// Tells files apart whatever they are called: device and inode.
std::pair<std::uint64_t, std::uint64_t> identity_of(std::filesystem::path const& path)
{
    struct stat found = {};
    if (::stat(path.c_str(), &found) != 0)
        return {};
    return {found.st_dev, found.st_ino};
}

} // namespace

event_log::event_log(bb::context_ref ctx, std::filesystem::path file, std::string const& monitor,
    wall_clock const& now)
    : path_(std::move(file))
    , health_(ctx, "log")
{
    open().value();
    on_rotate_ = bb::on_signal<rotate_log>(ctx, [this] { rotate(); }).value();
    listeners_ =
        listen_for_lines(ctx, monitor, now, [this](std::string const& line) { write(line); });
}

bb::result<void> event_log::open()
{
    errno = 0;
    file_ = std::ofstream(path_, std::ios::app);
    if (!file_)
        return failed(errno);
    identity_ = identity_of(path_);
    return {};
}

void event_log::write(std::string const& line)
{
    // closed by a failure, which stays until the log is rotated; trying again with each line would
    // only leave gaps that nobody notices
    if (!file_.is_open())
        return;
    errno = 0;
    file_ << line << std::endl;
    if (!file_) {
        bb::failure const why = failed(errno);
        file_.close();
        health_.fails(why.message());
    }
}

void event_log::rotate()
{
    std::error_code error;
    // a pipe or a device has to stay where it is
    if (std::filesystem::is_regular_file(path_, error) && identity_of(path_) == identity_)
        std::filesystem::rename(path_, path_.string() + ".1", error);
    else
        error.clear();
    bb::result<void> const opened = error ? failed(error.value()) : open();
    opened ? health_.works() : health_.fails(opened.error().message());
}

bb::failure event_log::failed(int error) const
{
    return bb::fail(path_.string() + ": " + std::generic_category().message(error));
}

} // namespace host_monitor
