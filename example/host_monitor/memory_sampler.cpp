// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "memory_sampler.hpp"

#include "proc_reader.hpp"
#include "proc_request.hpp"

namespace asio = boost::asio;

namespace host_monitor {

memory_sampler::memory_sampler(place const& at)
    : ctx_(at.ctx)
    , health_(at, "memory")
    , provider_(bb::add_provider<take_sample>(at.ctx, at.here([this]() { return look(); })).value())
{}

asio::awaitable<sample> memory_sampler::look()
{
    bb::result<memory_sampled> const now = co_await request_parsed(ctx_, "meminfo", parse_meminfo);
    if (!now) {
        health_.fails(now.error().message());
        co_return sample();
    }
    health_.works();
    co_return *now;
}

} // namespace host_monitor
