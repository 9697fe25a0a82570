// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "alerts.hpp"

#include "rates.hpp"

namespace host_monitor {

alerts::alerts(bb::context_ref ctx, alert_thresholds thresholds)
    : ctx_(ctx)
    , margin_(thresholds.margin)
    , cpu_{metric::cpu, thresholds.cpu}
    , memory_{metric::memory, thresholds.memory}
    , health_(ctx, "alerts")
    , on_cpu_(bb::listen<cpu_sampled>(
          ctx, [this](cpu_sampled const& sampled) { check(cpu_, sampled.percent); }))
    , on_memory_(bb::listen<memory_sampled>(ctx, [this](memory_sampled const& sampled) {
        check(memory_, percent(sampled.used, sampled.total));
    }))
{}

void alerts::check(watched& rule, double value)
{
    if (!rule.raised && value > rule.threshold) {
        rule.raised = true;
        bb::emit<alert_raised>(ctx_, rule.what, value, rule.threshold);
    } else if (rule.raised && value < rule.threshold - margin_) {
        rule.raised = false;
        bb::emit<alert_cleared>(ctx_, rule.what, value, rule.threshold);
    }
}

} // namespace host_monitor
