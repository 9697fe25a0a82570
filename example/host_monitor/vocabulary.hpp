// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_EXAMPLE_HOST_MONITOR_VOCABULARY_HPP
#define BOOST_BROKER_EXAMPLE_HOST_MONITOR_VOCABULARY_HPP

// Everything the modules of the host monitor know of each other. A module includes this header and
// no other module's; who emits, who listens and who answers is in README.md beside it.

#include <boost_broker/boost_broker.hpp>

#include <boost/describe/enum.hpp>
#include <boost/mp11/list.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace bb = boost_broker;

namespace host_monitor {

// Time passes -------------------------------------------------------------------------------------

/// Event: time to look at the machine again. 0 seconds: there was no look before this one.
struct sample_due {
    using broker_policy = bb::mt<>;
    double seconds = 0;
};

/// Event: everything sampled in this look has been emitted.
struct samples_taken {
    using broker_policy = bb::mt<>;
};

/// Event: nothing more comes of this interval.
struct interval_ended {
    using broker_policy = bb::mt<>;
};

// What was seen -----------------------------------------------------------------------------------

/// The lengths of the run queue, averaged over 1, 5 and 15 minutes.
struct load_average {
    double one = 0;
    double five = 0;
    double fifteen = 0;
};

/// One processor core. Cores come and go, so they are known by number, not by position.
struct core_usage {
    int number = 0;
    double percent = 0;
};

/// Event.
struct cpu_sampled {
    using broker_policy = bb::mt<>;
    double percent = 0;
    std::vector<core_usage> cores = {};
    std::optional<load_average> load = {};
};

/// Event. All sizes are in bytes.
struct memory_sampled {
    using broker_policy = bb::mt<>;
    std::uint64_t total = 0;
    std::uint64_t used = 0;
    std::uint64_t swap_total = 0;
    std::uint64_t swap_used = 0;
};

/// A network interface, in bytes per second.
struct interface_rate {
    std::string name = {};
    double received = 0;
    double sent = 0;
};

/// Event.
struct network_sampled {
    using broker_policy = bb::mt<>;
    std::vector<interface_rate> interfaces = {};
};

/// A disk, in bytes per second.
struct disk_rate {
    std::string name = {};
    double read = 0;
    double written = 0;
};

/// Event.
struct disk_sampled {
    using broker_policy = bb::mt<>;
    std::vector<disk_rate> disks = {};
};

// What follows from it ----------------------------------------------------------------------------

/// What one module has sampled; nothing, where it has nothing to tell yet, or fails.
using sample =
    std::variant<std::monostate, cpu_sampled, memory_sampled, network_sampled, disk_sampled>;

/// Multi-request: every sampler looks at the machine, all of them at the same time.
struct take_sample {
    using broker_policy = bb::mt<>;
    using response = sample;
    double seconds = 0; // as in `sample_due`
};

enum class metric { cpu, memory, swap, received, sent, read, written };
BOOST_DESCRIBE_ENUM(metric, cpu, memory, swap, received, sent, read, written)

/// Event: a metric has gone above its threshold.
struct alert_raised {
    using broker_policy = bb::mt<>;
    metric what = metric::cpu;
    double value = 0;
    double threshold = 0;
};

/// Event: a metric that was above its threshold is well below it again.
struct alert_cleared {
    using broker_policy = bb::mt<>;
    metric what = metric::cpu;
    double value = 0;
    double threshold = 0;
};

/// Request: the last `count` values of a metric, the oldest first; fewer if there are no more.
struct get_history {
    using broker_policy = bb::mt<>;
    using response = std::vector<double>;
    metric what = metric::cpu;
    std::int64_t count = 0;
};

// How the modules are -----------------------------------------------------------------------------

struct health {
    std::string module = {};
    bool ok = true;
    std::string detail = {};
};

/// Multi-request: every module answers.
struct get_health {
    using broker_policy = bb::mt<>;
    using response = health;
};

/// Event: a module has begun to fail, or works again.
struct health_changed {
    using broker_policy = bb::mt<>;
    health now = {};
};

/// Event: the last one of a monitor.
struct monitor_ended {
    using broker_policy = bb::mt<>;
    std::vector<health> modules = {};
};

// What is to be done ------------------------------------------------------------------------------

/// Request: the text of a file below the root of the watched tree, such as "net/dev".
struct get_proc_file {
    using broker_policy = bb::mt<>;
    using response = std::string;
    std::string name = {};
};

/// Event: the library has something to tell that no module has done wrong, or that one has thrown.
struct library_told {
    using broker_policy = bb::mt<>;
    std::string text = {};
};

/// Signal: begin a new log file.
struct rotate_log {
    using broker_policy = bb::mt<>;
};

/// Signal: end the monitor.
struct stop_monitor {
    using broker_policy = bb::mt<>;
};

/// What is worth a line in a log.
using logged_events = boost::mp11::mp_list<cpu_sampled, memory_sampled, network_sampled,
    disk_sampled, alert_raised, alert_cleared, health_changed, monitor_ended>;

} // namespace host_monitor

BOOST_HANA_ADAPT_STRUCT(host_monitor::sample_due, seconds);
BOOST_HANA_ADAPT_STRUCT(host_monitor::load_average, one, five, fifteen);
BOOST_HANA_ADAPT_STRUCT(host_monitor::core_usage, number, percent);
BOOST_HANA_ADAPT_STRUCT(host_monitor::cpu_sampled, percent, cores, load);
BOOST_HANA_ADAPT_STRUCT(host_monitor::memory_sampled, total, used, swap_total, swap_used);
BOOST_HANA_ADAPT_STRUCT(host_monitor::interface_rate, name, received, sent);
BOOST_HANA_ADAPT_STRUCT(host_monitor::network_sampled, interfaces);
BOOST_HANA_ADAPT_STRUCT(host_monitor::disk_rate, name, read, written);
BOOST_HANA_ADAPT_STRUCT(host_monitor::disk_sampled, disks);
BOOST_HANA_ADAPT_STRUCT(host_monitor::take_sample, seconds);
BOOST_HANA_ADAPT_STRUCT(host_monitor::library_told, text);
BOOST_HANA_ADAPT_STRUCT(host_monitor::alert_raised, what, value, threshold);
BOOST_HANA_ADAPT_STRUCT(host_monitor::alert_cleared, what, value, threshold);
BOOST_HANA_ADAPT_STRUCT(host_monitor::get_history, what, count);
BOOST_HANA_ADAPT_STRUCT(host_monitor::health, module, ok, detail);
BOOST_HANA_ADAPT_STRUCT(host_monitor::health_changed, now);
BOOST_HANA_ADAPT_STRUCT(host_monitor::monitor_ended, modules);
BOOST_HANA_ADAPT_STRUCT(host_monitor::get_proc_file, name);

namespace host_monitor {

/// Lets everybody hear of a sample.
inline void emit_sample(bb::context_ref ctx, sample&& taken)
{
    std::visit(
        [ctx]<class Sample>(Sample&& each) {
            if constexpr (!std::is_same_v<Sample, std::monostate>)
                bb::emit(ctx, std::forward<Sample>(each));
        },
        std::move(taken));
}

} // namespace host_monitor

#endif
