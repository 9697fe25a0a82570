// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "monitor.hpp"

#include "proc_reader.hpp"
#include "proc_request.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace asio = boost::asio;

namespace host_monitor {

monitor::monitor(asio::io_context& io, asio::io_context& workers, monitor_config const& config,
    monitor_output const& output)
    : config_(config)
    , ctx_(bb::one_thread(io.get_executor()))
    , timer_(io)
    , on_stop_(bb::on_signal<stop_monitor>(ctx_, [this] { stop(); }).value())
    , files_(place(ctx_, workers), config.proc)
    , cpu_(place(ctx_, workers))
    , memory_(place(ctx_, workers))
    , network_(place(ctx_, workers))
    , disk_(place(ctx_, workers))
    , history_(place(ctx_, workers))
    , alerts_(place(ctx_, workers), config.alerts)
{
    ctx_.set_name(config.proc.string());
    check_tree();
    if (output.table != nullptr)
        console_.emplace(ctx_, *output.table, output.style, "host_monitor " + config.proc.string());
    if (output.lines != nullptr)
        plain_console_.emplace(ctx_, *output.lines, output.label, output.now);
    if (output.json != nullptr)
        json_lines_.emplace(ctx_, *output.json, config.proc.string(), output.now);
    if (!output.log.empty())
        log_.emplace(ctx_, output.log, config.proc.string(), output.now);
    if (output.errors != nullptr)
        troubles_.emplace(ctx_, *output.errors, config.proc.string());
}

void monitor::check_tree() const
{
    auto const fail = [&](bb::failure const& why) {
        throw bb::broker_error(bb::fail(config_.proc.string() + ": " + why.message()));
    };
    auto const stat = bb::request<get_proc_file>(ctx_, "stat", bb::blocking);
    if (auto const cpu = parse_file("stat", stat, parse_stat); !cpu)
        fail(cpu.error());
    auto const meminfo = bb::request<get_proc_file>(ctx_, "meminfo", bb::blocking);
    if (auto const memory = parse_file("meminfo", meminfo, parse_meminfo); !memory)
        fail(memory.error());
}

asio::awaitable<void> monitor::run()
{
    using clock = std::chrono::steady_clock;
    using seconds = std::chrono::duration<double>;
    std::int64_t const intervals = config_.duration ? *config_.duration / config_.interval
                                                    : std::numeric_limits<std::int64_t>::max();

    clock::time_point before = clock::now();
    timer_.expires_at(before);
    co_await look(0);
    for (std::int64_t i = 0; i < intervals; ++i) {
        co_await next_interval();
        if (stopped_)
            break;
        clock::time_point const now = clock::now();
        // between the snapshots of a recording no time passes by itself
        seconds const elapsed = files_.is_recording() ? config_.interval : now - before;
        before = now;
        co_await look(elapsed.count());
        bb::emit<interval_ended>(ctx_);
    }

    bb::result<std::vector<health>> modules = co_await bb::request_all<get_health>(ctx_);
    if (modules)
        bb::emit<monitor_ended>(ctx_, *std::move(modules));
}

// The samplers run at the same time, but are heard in the order in which they were put together.
asio::awaitable<void> monitor::look(double seconds)
{
    bb::emit<sample_due>(ctx_, seconds);
    bb::result<std::vector<sample>> taken = co_await bb::request_all<take_sample>(ctx_, seconds);
    if (taken) {
        for (sample& each : *taken)
            emit_sample(ctx_, std::move(each));
    }
    bb::emit<samples_taken>(ctx_);
    // who answers has done what came to him before: the alerts belong to this interval
    (void)co_await bb::request_all<get_health>(ctx_);
}

asio::awaitable<void> monitor::next_interval()
{
    // what is missed while the process is suspended is not made up for
    timer_.expires_at(
        std::max(timer_.expiry() + config_.interval, std::chrono::steady_clock::now()));
    boost::system::error_code stopped;
    co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, stopped));
}

void monitor::stop()
{
    stopped_ = true;
    timer_.cancel();
}

} // namespace host_monitor
