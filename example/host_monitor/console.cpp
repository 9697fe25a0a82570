// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "console.hpp"

#include "wording.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace asio = boost::asio;

namespace host_monitor {

console::console(bb::context_ref ctx, screen& where, text_style style, std::string title)
    : ctx_(ctx)
    , screen_(where)
    , pane_(where.add_pane())
    , style_(style)
    , health_(ctx, "console")
{
    content_.title = std::move(title);
    listeners_ = {
        // The samples that are emitted at this event come after it. A module that fails emits
        // none, and its last one must not stay on the screen as if it were new.
        bb::listen<sample_due>(ctx,
            [this] {
                content_.cpu.reset();
                content_.memory.reset();
                content_.interfaces.clear();
                content_.disks.clear();
            }),
        bb::listen<cpu_sampled>(ctx, [this](cpu_sampled const& cpu) { content_.cpu = cpu; }),
        bb::listen<memory_sampled>(
            ctx, [this](memory_sampled const& memory) { content_.memory = memory; }),
        bb::listen<network_sampled>(ctx,
            [this](network_sampled const& network) { content_.interfaces = network.interfaces; }),
        bb::listen<disk_sampled>(
            ctx, [this](disk_sampled const& disk) { content_.disks = disk.disks; }),
        bb::listen<interval_ended>(ctx, [this] { return draw(); }),
        bb::listen<alert_raised>(ctx,
            [this](alert_raised const& alert) {
                content_.alerts[alert.what] = alert;
                return draw();
            }),
        bb::listen<alert_cleared>(ctx,
            [this](alert_cleared const& alert) {
                content_.alerts.erase(alert.what);
                return draw();
            }),
        bb::listen<health_changed>(ctx,
            [this](health const& now) {
                if (now.ok)
                    content_.troubles.erase(now.module);
                else
                    content_.troubles[now.module] = now;
            }),
        bb::listen<monitor_ended>(ctx,
            [this](std::vector<health> const& modules) {
                content_.summary = health_summary(modules);
                return draw();
            }),
    };
}

asio::awaitable<void> console::draw()
{
    // the history is on another thread, and what comes meanwhile belongs to the next interval
    table_content content = content_;
    terminal_size const size = screen_.pane_size();
    auto const points = static_cast<std::int64_t>(size.columns / 2);
    // without a provider the table simply has no history
    bb::result<std::vector<double>> history =
        co_await bb::request<get_history>(ctx_, metric::cpu, points);
    if (history)
        content.cpu_history = *std::move(history);
    if (!screen_.show(pane_, draw_table(content, size, style_)))
        (void)bb::signal<stop_monitor>(ctx_); // nobody to stop: then somebody else decides
}

} // namespace host_monitor
