// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "cpu_sampler.hpp"

#include "proc_request.hpp"
#include "rates.hpp"

#include <algorithm>
#include <utility>

namespace host_monitor {

namespace {

std::vector<core_usage> usage_of_cores(
    std::vector<core_ticks> const& before, std::vector<core_ticks> const& now)
{
    std::vector<core_usage> cores;
    for (core_ticks const& core : now) {
        auto const known = std::ranges::find(before, core.number, &core_ticks::number);
        if (known != before.end()) // else it has just been plugged in
            cores.push_back({core.number, busy_percent(known->ticks, core.ticks)});
    }
    return cores;
}

} // namespace

cpu_sampler::cpu_sampler(bb::context_ref ctx)
    : ctx_(ctx)
    , health_(ctx, "cpu")
    , on_due_(bb::listen<sample_due>(ctx, [this] { sample(); }))
{}

void cpu_sampler::sample()
{
    bb::result<cpu_counters> const now = request_parsed(ctx_, "stat", parse_stat);
    if (!now)
        return health_.fails(now.error().message());
    bb::result<load_average> const load = request_parsed(ctx_, "loadavg", parse_loadavg);
    load ? health_.works() : health_.fails(load.error().message());

    std::optional<cpu_counters> const before = std::exchange(before_, *now);
    if (!before)
        return;
    cpu_sampled sampled;
    sampled.percent = busy_percent(before->total, now->total);
    sampled.cores = usage_of_cores(before->cores, now->cores);
    if (load)
        sampled.load = *load;
    bb::emit(ctx_, std::move(sampled));
}

} // namespace host_monitor
