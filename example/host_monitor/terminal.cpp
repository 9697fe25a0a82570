// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "terminal.hpp"

#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>

namespace host_monitor {

namespace {

std::string_view environment(char const* name)
{
    char const* const value = std::getenv(name); // NOLINT(concurrency-mt-unsafe): one thread
    return value == nullptr ? std::string_view() : value;
}

} // namespace

bool output_is_terminal()
{
    return ::isatty(STDOUT_FILENO) == 1 && environment("TERM") != "dumb";
}

terminal_size size_of_terminal()
{
    winsize size = {};
    // a terminal without a size, such as a serial line, says 0
    if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0)
        return {};
    return {size.ws_col, size.ws_row};
}

text_style style_of_terminal()
{
    std::string_view locale;
    for (char const* name : {"LANG", "LC_CTYPE", "LC_ALL"}) { // the last one that is set counts
        if (std::string_view const value = environment(name); !value.empty())
            locale = value;
    }
    bool const utf8 = locale.ends_with("UTF-8") || locale.ends_with("utf8");
    return {.color = environment("NO_COLOR").empty(), .unicode = utf8};
}

bool output_reader_is_gone()
{
    pollfd output = {STDOUT_FILENO, POLLOUT, 0};
    return ::poll(&output, 1, 0) == 1 && (output.revents & (POLLERR | POLLHUP)) != 0;
}

} // namespace host_monitor
