// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_EXAMPLE_HOST_MONITOR_MONITOR_HPP
#define BOOST_BROKER_EXAMPLE_HOST_MONITOR_MONITOR_HPP

// The only place that knows all modules. It puts them into a context, where they find each other.

#include "alerts.hpp"
#include "console.hpp"
#include "cpu_sampler.hpp"
#include "disk_sampler.hpp"
#include "event_log.hpp"
#include "history.hpp"
#include "json_lines.hpp"
#include "memory_sampler.hpp"
#include "network_sampler.hpp"
#include "plain_console.hpp"
#include "proc_files.hpp"
#include "trouble_lines.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>

namespace host_monitor {

/// Where a monitor shows what it sees. What is null is not used.
struct monitor_output {
    std::ostream* lines = nullptr;
    std::ostream* json = nullptr;
    std::ostream* errors = nullptr;
    screen* table = nullptr;
    text_style style = {};
    std::string label = {};
    std::filesystem::path log = {};
    wall_clock now = &std::chrono::system_clock::now;
};

struct monitor_config {
    std::filesystem::path proc = "/proc";
    std::chrono::milliseconds interval{1000};
    std::optional<std::chrono::seconds> duration = {};
    alert_thresholds alerts = {};
};

/// One context with all its modules, and the clock that drives them.
class monitor
{
public:
    /// Throws bb::broker_error if the machine cannot be watched or the log cannot be written.
    /** @param io Where the monitor itself runs, and whatever writes; one thread runs it.
        @param workers Where the other modules run, each one function at a time. It is being run
       already. */
    monitor(boost::asio::io_context& io, boost::asio::io_context& workers,
        monitor_config const& config, monitor_output const& output);

    /// Looks at the machine again and again until the duration is over or the monitor is stopped.
    boost::asio::awaitable<void> run();

    /// Ends `run` soon.
    void stop();

    /// Returns where the modules of this monitor meet.
    bb::context_ref context() const { return ctx_; }

private:
    void check_tree() const;
    boost::asio::awaitable<void> look(double seconds);
    boost::asio::awaitable<void> next_interval();

    monitor_config config_;
    bb::broker_context ctx_;
    boost::asio::steady_timer timer_;
    bool stopped_ = false;
    bb::handle on_stop_;

    // the modules, in the order in which they say how they are
    proc_files files_;
    cpu_sampler cpu_;
    memory_sampler memory_;
    network_sampler network_;
    disk_sampler disk_;
    history history_;
    alerts alerts_;
    std::optional<console> console_;
    std::optional<plain_console> plain_console_;
    std::optional<json_lines> json_lines_;
    std::optional<event_log> log_;
    std::optional<trouble_lines> troubles_;
};

} // namespace host_monitor

#endif
