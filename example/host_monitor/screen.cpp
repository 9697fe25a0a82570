// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "screen.hpp"

#include "text.hpp"

#include <algorithm>
#include <ostream>
#include <utility>

namespace host_monitor {

screen::screen(std::ostream& out, std::function<terminal_size()> size)
    : out_(out)
    , size_(std::move(size))
{}

screen::~screen()
{
    if (cursor_hidden_)
        out_ << "\x1b[?25h" << std::flush;
}

std::size_t screen::add_pane()
{
    panes_.emplace_back();
    return panes_.size() - 1;
}

terminal_size screen::pane_size() const
{
    // the last row stays empty: that is where the cursor is
    terminal_size const all = size_();
    return {all.columns, (std::max<std::size_t>(all.rows, 2) - 1) / panes_.size()};
}

bool screen::show(std::size_t pane, std::vector<std::string> lines)
{
    terminal_size const size = pane_size();
    lines.resize(std::min(lines.size(), size.rows));
    for (std::string& line : lines)
        line = clip(line, size.columns);
    panes_[pane] = std::move(lines);

    std::string frame = std::exchange(cursor_hidden_, true) ? "" : "\x1b[?25l";
    if (drawn_ > 0)
        frame += "\x1b[" + std::to_string(drawn_) + "A\r";
    drawn_ = 0;
    for (auto const& shown : panes_) {
        for (std::string const& line : shown)
            frame += line + "\x1b[K\n";
        drawn_ += shown.size();
    }
    // in one piece, so that no half-drawn frame is ever seen
    out_ << frame + "\x1b[J" << std::flush;
    return out_.good();
}

} // namespace host_monitor
