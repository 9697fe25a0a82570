// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "rates.hpp"

#include <algorithm>
#include <utility>

namespace host_monitor {

namespace {

std::uint64_t growth(std::uint64_t before, std::uint64_t now)
{
    return now > before ? now - before : 0;
}

} // namespace

double busy_percent(cpu_ticks before, cpu_ticks now)
{
    std::uint64_t const busy = growth(before.busy, now.busy);
    return percent(busy, busy + growth(before.idle, now.idle));
}

double percent(std::uint64_t part, std::uint64_t whole)
{
    if (whole == 0)
        return 0;
    return std::min(100.0, 100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

std::optional<std::vector<device_rate>> rate_meter::update(
    std::vector<device_counters> const& now, double seconds)
{
    std::map<std::string, device_counters> latest;
    for (device_counters const& device : now)
        latest.emplace(device.name, device);
    auto const before = std::exchange(before_, std::move(latest));
    if (!before || seconds <= 0)
        return std::nullopt;

    std::vector<device_rate> rates;
    for (device_counters const& device : now) {
        auto const known = before->find(device.name);
        if (known == before->end())
            continue;
        auto const per_second = [seconds](std::uint64_t from, std::uint64_t to) {
            return static_cast<double>(growth(from, to)) / seconds;
        };
        rates.push_back({device.name, per_second(known->second.in, device.in),
            per_second(known->second.out, device.out)});
    }
    return rates;
}

} // namespace host_monitor
