// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_EXAMPLE_HOST_MONITOR_SCREEN_HPP
#define BOOST_BROKER_EXAMPLE_HOST_MONITOR_SCREEN_HPP

#include <cstddef>
#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

namespace host_monitor {

struct terminal_size {
    std::size_t columns = 80;
    std::size_t rows = 24;
};

/// Redraws some lines of a terminal in place. Several panes stand one above the other.
/** The cursor is hidden from the first line drawn until the screen is destroyed. */
class screen
{
public:
    screen(std::ostream& out, std::function<terminal_size()> size);
    screen(screen const&) = delete;
    screen& operator=(screen const&) = delete;
    ~screen();

    /// Adds a pane below the others and returns its number.
    std::size_t add_pane();

    /// Returns how much each pane may show.
    terminal_size pane_size() const;

    /// Replaces what a pane shows. Returns false if the terminal is gone.
    bool show(std::size_t pane, std::vector<std::string> lines);

private:
    std::ostream& out_;
    std::function<terminal_size()> size_;
    std::vector<std::vector<std::string>> panes_;
    std::size_t drawn_ = 0;
    bool cursor_hidden_ = false;
};

} // namespace host_monitor

#endif
