// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "history.hpp"

#include "rates.hpp"

#include <algorithm>

namespace host_monitor {

history::history(place const& at, std::size_t capacity)
    : capacity_(capacity)
    , health_(at, "history")
    , provider_(
          bb::set_provider<get_history>(at.ctx, at.here([this](metric what, std::int64_t count) {
              return last(what, count);
          })).value())
{
    listeners_ = {
        bb::listen<cpu_sampled>(
            at.ctx, at.here([this](cpu_sampled const& cpu) { keep(metric::cpu, cpu.percent); })),
        bb::listen<memory_sampled>(at.ctx, at.here([this](memory_sampled const& memory) {
            keep(metric::memory, percent(memory.used, memory.total));
            keep(metric::swap, percent(memory.swap_used, memory.swap_total));
        })),
        bb::listen<network_sampled>(
            at.ctx, at.here([this](std::vector<interface_rate> const& interfaces) {
                keep(metric::received, sum(interfaces, &interface_rate::received));
                keep(metric::sent, sum(interfaces, &interface_rate::sent));
            })),
        bb::listen<disk_sampled>(at.ctx, at.here([this](std::vector<disk_rate> const& disks) {
            keep(metric::read, sum(disks, &disk_rate::read));
            keep(metric::written, sum(disks, &disk_rate::written));
        })),
    };
}

void history::keep(metric what, double value)
{
    values_.try_emplace(what, capacity_).first->second.push_back(value);
}

bb::result<std::vector<double>> history::last(metric what, std::int64_t count) const
{
    if (count <= 0)
        return bb::fail("the count must be positive");
    auto const known = values_.find(what);
    if (known == values_.end())
        return std::vector<double>();
    auto const& values = known->second;
    auto const length = std::min(count, static_cast<std::int64_t>(values.size()));
    return std::vector<double>(values.end() - length, values.end());
}

} // namespace host_monitor
