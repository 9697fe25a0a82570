// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "network_sampler.hpp"

#include "proc_request.hpp"

#include <utility>

namespace asio = boost::asio;

namespace host_monitor {

network_sampler::network_sampler(place const& at)
    : ctx_(at.ctx)
    , health_(at, "network")
    , provider_(bb::add_provider<take_sample>(at.ctx, at.here([this](double seconds) {
        return look(seconds);
    })).value())
{}

asio::awaitable<sample> network_sampler::look(double seconds)
{
    auto const now = co_await request_parsed(ctx_, "net/dev", parse_net_dev);
    if (!now) {
        health_.fails(now.error().message());
        co_return sample();
    }
    health_.works();

    auto rates = meter_.update(*now, seconds);
    if (!rates)
        co_return sample();
    network_sampled sampled;
    for (device_rate& rate : *rates) {
        if (rate.name != "lo")
            sampled.interfaces.push_back({std::move(rate.name), rate.in, rate.out});
    }
    co_return sampled;
}

} // namespace host_monitor
