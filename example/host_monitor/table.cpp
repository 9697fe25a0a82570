// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "table.hpp"

#include "rates.hpp"
#include "wording.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <string_view>
#include <utility>

namespace host_monitor {

namespace {

using lines = std::vector<std::string>;

constexpr std::size_t label_width = 10;

std::string row(std::string_view label, std::string const& rest)
{
    return left(label, label_width) + rest;
}

std::string meter(double percent, std::size_t width, text_style style)
{
    return bar(percent, width, style) + right(percent_text(percent), 8);
}

std::string usage_row(std::string_view label, std::uint64_t used, std::uint64_t total,
    std::size_t bar_width, text_style style)
{
    return row(label,
        meter(percent(used, total), bar_width, style) + "  " +
            byte_size(static_cast<double>(used)) + " of " + byte_size(static_cast<double>(total)));
}

/// As many cores in a row as fit, and not more rows than that.
lines draw_cores(
    std::vector<core_usage> const& cores, std::size_t width, std::size_t rows, text_style style)
{
    constexpr std::size_t cell_width = 28;
    std::size_t const per_row = std::max<std::size_t>(1, (width - label_width) / cell_width);
    lines drawn;
    for (std::size_t i = 0; i < cores.size(); ++i) {
        if (i % per_row == 0 && drawn.size() == rows) {
            drawn.back() = row("", "and " + std::to_string(cores.size() - i + per_row) + " more");
            break;
        }
        if (i % per_row == 0)
            drawn.push_back(row("", ""));
        std::string const cell =
            left(std::to_string(cores[i].number), 4) + meter(cores[i].percent, 12, style);
        drawn.back() += left(cell, cell_width);
    }
    return drawn;
}

/// The busiest devices, a line each.
template<class Rate>
lines draw_rates(std::string_view label, std::vector<Rate> rates, std::string_view in_label,
    double Rate::*in, std::string_view out_label, double Rate::*out)
{
    constexpr std::size_t most = 4;
    std::ranges::stable_sort(
        rates, std::greater(), [=](Rate const& rate) { return rate.*in + rate.*out; });
    rates.resize(std::min(rates.size(), most));

    lines drawn;
    auto const column = [](double rate, std::string_view what) {
        return right(byte_size(rate) + "/s ", 14) + left(what, 12);
    };
    for (Rate const& rate : rates) {
        drawn.push_back(row(label,
            left(clip(printable(rate.name), 14), 14) + column(rate.*in, in_label) +
                column(rate.*out, out_label)));
    }
    return drawn;
}

void append(lines& to, lines from)
{
    std::ranges::move(from, std::back_inserter(to));
}

} // namespace

std::vector<std::string> draw_table(
    table_content const& content, terminal_size size, text_style style)
{
    std::size_t const width = std::max<std::size_t>(size.columns, 40);
    std::size_t const bar_width = std::min<std::size_t>((width - label_width) / 2, 40);

    lines head{printable(content.title)};
    if (content.cpu) {
        head.push_back(row("cpu",
            meter(content.cpu->percent, bar_width, style) + "  " + load_text(content.cpu->load)));
    }
    if (!content.cpu_history.empty())
        head.push_back(row("", sparkline(content.cpu_history, style)));

    lines tail;
    if (auto const& memory = content.memory) {
        tail.push_back(usage_row("memory", memory->used, memory->total, bar_width, style));
        if (memory->swap_total > 0)
            tail.push_back(
                usage_row("swap", memory->swap_used, memory->swap_total, bar_width, style));
    }
    append(tail,
        draw_rates("network", content.interfaces, "received", &interface_rate::received, "sent",
            &interface_rate::sent));
    append(tail,
        draw_rates(
            "disk", content.disks, "read", &disk_rate::read, "written", &disk_rate::written));
    for (auto const& [what, alert] : content.alerts)
        tail.push_back(row("alert", alert_text(alert)));
    for (auto const& [module, trouble] : content.troubles)
        tail.push_back(row("trouble", health_text(trouble)));
    if (!content.summary.empty())
        tail.push_back(row("ended", content.summary));

    // there may be more cores than rows: they get what the others leave
    std::size_t const used = head.size() + tail.size();
    std::size_t const rows = size.rows > used ? size.rows - used : 1;
    if (content.cpu)
        append(head, draw_cores(content.cpu->cores, width, rows, style));
    append(head, std::move(tail));
    return head;
}

} // namespace host_monitor
