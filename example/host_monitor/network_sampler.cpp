// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "network_sampler.hpp"

#include "proc_request.hpp"

#include <utility>

namespace host_monitor {

network_sampler::network_sampler(bb::context_ref ctx)
    : ctx_(ctx)
    , health_(ctx, "network")
    , on_due_(bb::listen<sample_due>(ctx, [this](double seconds) { sample(seconds); }))
{}

void network_sampler::sample(double seconds)
{
    auto const now = request_parsed(ctx_, "net/dev", parse_net_dev);
    if (!now)
        return health_.fails(now.error().message());
    health_.works();

    auto rates = meter_.update(*now, seconds);
    if (!rates)
        return;
    network_sampled sampled;
    for (device_rate& rate : *rates) {
        if (rate.name != "lo")
            sampled.interfaces.push_back({std::move(rate.name), rate.in, rate.out});
    }
    bb::emit(ctx_, std::move(sampled));
}

} // namespace host_monitor
