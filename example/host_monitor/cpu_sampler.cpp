// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "cpu_sampler.hpp"

#include "proc_request.hpp"
#include "rates.hpp"

#include <algorithm>
#include <utility>

namespace asio = boost::asio;

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

cpu_sampler::cpu_sampler(place const& at)
    : ctx_(at.ctx)
    , health_(at, "cpu")
    , provider_(bb::add_provider<take_sample>(at.ctx, at.here([this]() { return look(); })).value())
{}

asio::awaitable<sample> cpu_sampler::look()
{
    bb::result<cpu_counters> const now = co_await request_parsed(ctx_, "stat", parse_stat);
    if (!now) {
        health_.fails(now.error().message());
        co_return sample();
    }
    bb::result<load_average> const load = co_await request_parsed(ctx_, "loadavg", parse_loadavg);
    load ? health_.works() : health_.fails(load.error().message());

    std::optional<cpu_counters> const before = std::exchange(before_, *now);
    if (!before)
        co_return sample();
    cpu_sampled sampled;
    sampled.percent = busy_percent(before->total, now->total);
    sampled.cores = usage_of_cores(before->cores, now->cores);
    if (load)
        sampled.load = *load;
    co_return sampled;
}

} // namespace host_monitor
