// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "alerts.hpp"

#include "rates.hpp"

#include <utility>

namespace host_monitor {

alerts::alerts(place const& at, alert_thresholds thresholds)
    : ctx_(at.ctx)
    , margin_(thresholds.margin)
    , cpu_{metric::cpu, thresholds.cpu}
    , memory_{metric::memory, thresholds.memory}
    , health_(at, "alerts")
    , on_cpu_(bb::listen<cpu_sampled>(
          at.ctx, at.here([this](cpu_sampled const& cpu) { cpu_.sampled = cpu.percent; })))
    , on_memory_(bb::listen<memory_sampled>(at.ctx, at.here([this](memory_sampled const& memory) {
        memory_.sampled = percent(memory.used, memory.total);
    })))
    , on_taken_(bb::listen<samples_taken>(at.ctx, at.here([this] {
        check(cpu_);
        check(memory_);
    })))
{}

void alerts::check(watched& rule)
{
    std::optional<double> const value = std::exchange(rule.sampled, std::nullopt);
    if (!value)
        return;
    if (!rule.raised && *value > rule.threshold) {
        rule.raised = true;
        bb::emit<alert_raised>(ctx_, rule.what, *value, rule.threshold);
    } else if (rule.raised && *value < rule.threshold - margin_) {
        rule.raised = false;
        bb::emit<alert_cleared>(ctx_, rule.what, *value, rule.threshold);
    }
}

} // namespace host_monitor
