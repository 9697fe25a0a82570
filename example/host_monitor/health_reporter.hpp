// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_EXAMPLE_HOST_MONITOR_HEALTH_REPORTER_HPP
#define BOOST_BROKER_EXAMPLE_HOST_MONITOR_HEALTH_REPORTER_HPP

// What every module owns to say how it is: it answers `get_health`, and it tells everybody when a
// module begins to fail and when it works again, but not at every sample between.

#include "place.hpp"
#include "vocabulary.hpp"

#include <string>
#include <utility>

namespace host_monitor {

class health_reporter
{
public:
    health_reporter(bb::context_ref ctx, std::string module)
        : ctx_(ctx)
        , now_{std::move(module), true, {}}
        , provider_(bb::add_provider<get_health>(ctx, [this] { return now_; }).value())
    {}

    /// For a module that is not run where the context is.
    health_reporter(place const& at, std::string module)
        : ctx_(at.ctx)
        , now_{std::move(module), true, {}}
        , provider_(bb::add_provider<get_health>(at.ctx, at.here([this] { return now_; })).value())
    {}

    void works() { change(true, {}); }
    void fails(std::string why) { change(false, std::move(why)); }

private:
    void change(bool ok, std::string detail)
    {
        bool const changed = ok != now_.ok;
        now_.ok = ok;
        now_.detail = std::move(detail);
        if (changed)
            bb::emit<health_changed>(ctx_, now_);
    }

    bb::context_ref ctx_;
    health now_;
    bb::handle provider_;
};

} // namespace host_monitor

#endif
