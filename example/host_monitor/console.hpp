// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_EXAMPLE_HOST_MONITOR_CONSOLE_HPP
#define BOOST_BROKER_EXAMPLE_HOST_MONITOR_CONSOLE_HPP

#include "health_reporter.hpp"
#include "screen.hpp"
#include "table.hpp"
#include "vocabulary.hpp"

#include <boost/asio/awaitable.hpp>

#include <array>

namespace host_monitor {

/// Draws a live table in a pane of the screen, after each interval and at each alert.
class console
{
public:
    console(bb::context_ref ctx, screen& where, text_style style, std::string title);

private:
    boost::asio::awaitable<void> draw();

    bb::context_ref ctx_;
    screen& screen_;
    std::size_t pane_;
    text_style style_;
    table_content content_;
    health_reporter health_;
    std::array<bb::handle, 10> listeners_;
};

} // namespace host_monitor

#endif
