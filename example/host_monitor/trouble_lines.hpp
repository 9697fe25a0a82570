// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_EXAMPLE_HOST_MONITOR_TROUBLE_LINES_HPP
#define BOOST_BROKER_EXAMPLE_HOST_MONITOR_TROUBLE_LINES_HPP

#include "vocabulary.hpp"
#include "wording.hpp"

#include <boost/signals2/connection.hpp>

#include <ostream>
#include <sstream>
#include <string>

namespace host_monitor {

/// Writes a line when a module begins to fail, when it works again, and when the library has caught
/// an exception of a handler or could not deliver a message, which nobody else would see.
class trouble_lines
{
public:
    trouble_lines(bb::context_ref ctx, std::ostream& errors, std::string const& monitor)
        : listener_(bb::listen<health_changed>(ctx,
              [&errors, monitor](health const& now) {
                  errors << "host_monitor: " << monitor << ": " << health_text(now) << std::endl;
              }))
        , on_told_(bb::listen<library_told>(ctx,
              [&errors, monitor](std::string const& text) {
                  errors << "host_monitor: " << monitor << ": " << text << std::endl;
              }))
        // a slot is called on the thread that something happens on; the stream is for one
        , diagnostics_(ctx.diagnostics().connect([ctx](bb::diagnostic const& found) {
            std::ostringstream text;
            text << found;
            bb::emit<library_told>(ctx, text.str());
        }))
    {}

private:
    bb::handle listener_;
    bb::handle on_told_;
    boost::signals2::scoped_connection diagnostics_;
};

} // namespace host_monitor

#endif
