// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "memory_sampler.hpp"

#include "proc_reader.hpp"
#include "proc_request.hpp"

namespace host_monitor {

memory_sampler::memory_sampler(bb::context_ref ctx)
    : ctx_(ctx)
    , health_(ctx, "memory")
    , on_due_(bb::listen<sample_due>(ctx, [this] { sample(); }))
{}

void memory_sampler::sample()
{
    bb::result<memory_sampled> const now = request_parsed(ctx_, "meminfo", parse_meminfo);
    if (!now)
        return health_.fails(now.error().message());
    health_.works();
    bb::emit(ctx_, *now);
}

} // namespace host_monitor
