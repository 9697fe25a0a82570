// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "plain_console.hpp"

#include "rates.hpp"
#include "wording.hpp"

#include <ostream>
#include <utility>
#include <vector>

namespace host_monitor {

namespace {

std::string column(std::string_view label, std::string_view value, std::size_t width)
{
    return "  " + std::string(label) + right(value, width);
}

template<class Rate>
std::string column(std::string_view label, std::vector<Rate> const& rates, double Rate::*value)
{
    return column(label, byte_size(sum(rates, value)) + "/s", 13);
}

} // namespace

plain_console::plain_console(
    bb::context_ref ctx, std::ostream& out, std::string label, wall_clock now)
    : ctx_(ctx)
    , out_(out)
    , label_(std::move(label))
    , now_(std::move(now))
    , health_(ctx, "console")
{
    listeners_ = {
        // what the samplers emit at this event comes after it
        bb::listen<sample_due>(ctx, [this] { line_.clear(); }),
        bb::listen<cpu_sampled>(ctx,
            [this](cpu_sampled const& cpu) {
                line_ += column("cpu", percent_text(cpu.percent), 8);
                if (cpu.load)
                    line_ += column("load", fixed(cpu.load->one, 2), 6);
            }),
        bb::listen<memory_sampled>(ctx,
            [this](memory_sampled const& memory) {
                line_ += column("memory", percent_text(percent(memory.used, memory.total)), 8);
            }),
        bb::listen<network_sampled>(ctx,
            [this](network_sampled const& network) {
                line_ += column("received", network.interfaces, &interface_rate::received);
                line_ += column("sent", network.interfaces, &interface_rate::sent);
            }),
        bb::listen<disk_sampled>(ctx,
            [this](disk_sampled const& disk) {
                line_ += column("read", disk.disks, &disk_rate::read);
                line_ += column("written", disk.disks, &disk_rate::written);
            }),
        bb::listen<interval_ended>(ctx, [this] { write(line_); }),
        bb::listen<alert_raised>(
            ctx, [this](alert_raised const& alert) { write("  alert: " + alert_text(alert)); }),
        bb::listen<alert_cleared>(ctx,
            [this](metric what, double value, double) {
                write("  alert over: " + std::string(bb::enumerator_name(what)) + ' ' +
                    percent_text(value));
            }),
        bb::listen<monitor_ended>(ctx,
            [this](std::vector<health> const& modules) {
                write("  ended: " + health_summary(modules));
            }),
    };
}

void plain_console::write(std::string const& text)
{
    out_ << time_of_day(now_()) << (label_.empty() ? "" : "  ") << label_ << text << std::endl;
    if (!out_)
        (void)bb::signal<stop_monitor>(ctx_);
}

} // namespace host_monitor
