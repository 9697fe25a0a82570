// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_EXAMPLE_HOST_MONITOR_EVENT_LINES_HPP
#define BOOST_BROKER_EXAMPLE_HOST_MONITOR_EVENT_LINES_HPP

#include "json.hpp"
#include "text.hpp"
#include "vocabulary.hpp"

#include <boost/mp11/algorithm.hpp>
#include <boost/type_index.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace host_monitor {

/// Returns the name of a message without its namespace.
template<class Message>
std::string message_name()
{
    std::string const name = boost::typeindex::type_id<Message>().pretty_name();
    return name.substr(name.rfind(':') + 1);
}

/// Returns an event as one line of JSON, without the end of the line.
template<class Event>
std::string event_line(
    Event const& event, std::string_view monitor, std::chrono::system_clock::time_point when)
{
    std::string line = "{\"type\":";
    append_json(line, message_name<Event>());
    line += ",\"monitor\":";
    append_json(line, monitor);
    line += ",\"time\":";
    append_json(line, timestamp(when));
    append_json_members(line, event, true);
    return line + '}';
}

/// Calls write(line) for every event that is worth a line.
template<class Write>
std::vector<bb::handle> listen_for_lines(
    bb::context_ref ctx, std::string const& monitor, wall_clock const& now, Write const& write)
{
    std::vector<bb::handle> listeners;
    boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, logged_events>>(
        [&]<class Event>(std::type_identity<Event>) {
            listeners.push_back(bb::listen<Event>(
                ctx, [=](Event const& event) { write(event_line(event, monitor, now())); }));
        });
    return listeners;
}

} // namespace host_monitor

#endif
