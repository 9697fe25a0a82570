// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_EXAMPLE_HOST_MONITOR_ALERTS_HPP
#define BOOST_BROKER_EXAMPLE_HOST_MONITOR_ALERTS_HPP

#include "health_reporter.hpp"
#include "vocabulary.hpp"

#include <optional>

namespace host_monitor {

/// Above which percentage to raise an alert, and how far below it to clear the alert again.
struct alert_thresholds {
    double cpu = 90;
    double memory = 90;
    double margin = 5;
};

/// Turns samples into `alert_raised` and `alert_cleared`.
/** Between the threshold and the margin below it nothing changes, so that a value that wavers about
    the threshold does not raise an alert each time. An alert comes behind all samples of its look,
    so that who hears it knows them. */
class alerts
{
public:
    explicit alerts(place const& at, alert_thresholds thresholds = {});

private:
    struct watched {
        metric what;
        double threshold;
        bool raised = false;
        std::optional<double> sampled = {};
    };
    void check(watched& rule);

    bb::context_ref ctx_;
    double margin_;
    watched cpu_;
    watched memory_;
    health_reporter health_;
    bb::handle on_cpu_;
    bb::handle on_memory_;
    bb::handle on_taken_;
};

} // namespace host_monitor

#endif
