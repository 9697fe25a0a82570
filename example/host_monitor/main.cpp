// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "monitor.hpp"
#include "options.hpp"
#include "terminal.hpp"
#include "worker_threads.hpp"
#include <boost_broker/inspect.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/signal_set.hpp>

#include <csignal>
#include <exception>
#include <iostream>
#include <list>
#include <vector>

namespace asio = boost::asio;

namespace host_monitor {

namespace {

/// The monitors, and what they share: the loops, the screen and the signals.
class program
{
public:
    explicit program(options const& chosen);
    program(program const&) = delete;
    ~program() { workers_.join(); } // while the modules are still there
    int run();
    /// Says how the modules are put together, instead of running them.
    int print_topology();

private:
    void add_monitor(std::filesystem::path const& proc);
    void wait_for_signal();
    static int exit_status();

    options chosen_;
    bool on_terminal_;
    asio::io_context io_;
    asio::signal_set signals_;
    screen screen_;
    worker_threads workers_;
    std::list<monitor> monitors_;
    std::size_t running_ = 0;
};

program::program(options const& chosen)
    : chosen_(chosen)
    , on_terminal_(!chosen.json && (chosen.topology || output_is_terminal()))
    , signals_(io_, SIGINT, SIGTERM, SIGHUP)
    , screen_(std::cout, size_of_terminal)
    , workers_(chosen.threads)
{
    add_monitor(chosen.proc);
    for (std::filesystem::path const& proc : chosen.also)
        add_monitor(proc);
}

void program::add_monitor(std::filesystem::path const& proc)
{
    monitor_config config;
    config.proc = proc;
    config.interval = chosen_.interval;
    config.duration = chosen_.seconds;
    config.alerts = {.cpu = chosen_.alert_cpu, .memory = chosen_.alert_memory};

    monitor_output output;
    output.log = chosen_.log;
    if (!chosen_.also.empty())
        output.label = proc.string();
    if (on_terminal_) {
        output.table = &screen_;
        output.style = style_of_terminal();
    } else {
        (chosen_.json ? output.json : output.lines) = &std::cout;
        output.errors = &std::cerr; // the table has a place for troubles; lines of JSON have none
    }
    monitors_.emplace_back(io_, workers_.io(), config, output);
}

int program::run()
{
    wait_for_signal();
    running_ = monitors_.size();
    for (monitor& each : monitors_) {
        asio::co_spawn(io_, each.run(), [this](std::exception_ptr const& error) {
            if (--running_ == 0)
                signals_.cancel();
            if (error)
                std::rethrow_exception(error);
        });
    }
    io_.run();
    return exit_status();
}

int program::print_topology()
{
    std::vector<bb::context_info> contexts;
    for (monitor const& each : monitors_)
        contexts.push_back(bb::inspect(each.context()));
    bb::write_dot(std::cout, contexts);
    std::cout.flush();
    return exit_status();
}

int program::exit_status()
{
    if (std::cout || output_reader_is_gone())
        return 0;
    std::cerr << "host_monitor: cannot write to the standard output\n";
    return 1;
}

void program::wait_for_signal()
{
    signals_.async_wait([this](boost::system::error_code error, int number) {
        if (error)
            return;
        // SIGHUP is for the logs; where there is none, it means that the terminal is gone
        for (monitor& each : monitors_) {
            if (number != SIGHUP || !bb::signal<rotate_log>(each.context()))
                each.stop();
        }
        wait_for_signal();
    });
}

} // namespace

} // namespace host_monitor

int main(int argc, char** argv)
{
    namespace hm = host_monitor;
    // a reader that goes away shows as a failed write, which ends the program in an orderly way
    (void)std::signal(SIGPIPE, SIG_IGN);
    try {
        bb::result<hm::options> const chosen = hm::parse_options({argv + 1, argv + argc});
        if (!chosen) {
            std::cerr << "host_monitor: " << chosen.error().message() << "; see --help\n";
            return 2;
        }
        if (chosen->help) {
            std::cout << hm::usage;
            return std::cout.flush() ? 0 : 1;
        }
        hm::program program(*chosen);
        return chosen->topology ? program.print_topology() : program.run();
    } catch (bb::broker_error const& error) {
        std::cerr << "host_monitor: " << error.why().message() << '\n';
    } catch (std::exception const& error) {
        std::cerr << "host_monitor: " << error.what() << '\n';
    }
    return 1;
}
