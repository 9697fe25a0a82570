// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_TEST_STRESS_STRESS_HPP
#define BOOST_BROKER_TEST_STRESS_STRESS_HPP

// What the stress tests share: how much they do, and somebody who watches that they go on.

#include <boost_broker/inspect.hpp>

#include <unistd.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <mutex>
#include <random>
#include <sstream>
#include <string>
#include <thread>
#include <utility>

namespace stress {

namespace bb = boost_broker;

/// How often something is done: as said, or so much more often as BOOST_BROKER_STRESS says of what
/// is done in `test/run --stress`.
/** @param in_check In the check of everything, which has a few seconds for all of it.
    @param in_stress With BOOST_BROKER_STRESS=1. */
inline std::uint64_t times(std::uint64_t in_check, std::uint64_t in_stress)
{
    auto const* const scale = std::getenv("BOOST_BROKER_STRESS");
    if (scale == nullptr)
        return in_check;
    auto const scaled = static_cast<double>(in_stress) * std::strtod(scale, nullptr);
    return std::max(in_check, static_cast<std::uint64_t>(scaled));
}

/// Random numbers; the same in every run, in which the threads are never the same anyway.
class dice
{
public:
    explicit dice(std::uint64_t seed) : engine_(seed) {}
    std::uint64_t below(std::uint64_t bound) { return engine_() % bound; }

private:
    std::mt19937_64 engine_;
};

/// Ends the program, and says how things stand, when nothing goes on any more.
class watchdog
{
public:
    /// @param dump Writes how things stand. Called while everything else still runs.
    explicit watchdog(std::string what, std::function<void(std::ostream&)> dump = {})
        : what_(std::move(what))
        , dump_(std::move(dump))
    {}
    watchdog(watchdog const&) = delete;
    ~watchdog()
    {
        {
            std::lock_guard const lock(mutex_);
            ended_ = true;
        }
        changed_.notify_all();
        thread_.join();
    }

    /// Something has been done.
    void step(std::uint64_t steps = 1) noexcept
    {
        steps_.fetch_add(steps, std::memory_order_relaxed);
    }

private:
    static constexpr std::chrono::seconds patience{60};

    void watch()
    {
        std::unique_lock lock(mutex_);
        for (auto last = steps_.load() - 1; last != steps_.load();) {
            last = steps_.load();
            if (changed_.wait_for(lock, patience, [this] { return ended_; }))
                return;
        }
        std::cerr << what_ << ": nothing has gone on for " << patience.count() << " seconds, after "
                  << steps_.load() << " steps\n";
        if (dump_)
            dump_(std::cerr);
        std::cerr << std::flush;
        std::abort();
    }

    std::string const what_;
    std::function<void(std::ostream&)> const dump_;
    std::atomic<std::uint64_t> steps_{0};
    std::mutex mutex_;
    std::condition_variable changed_;
    bool ended_ = false;
    std::thread thread_{[this] { watch(); }};
};

/// What the process holds.
struct holdings {
    std::ptrdiff_t descriptors = count("/proc/self/fd");
    std::ptrdiff_t threads = count("/proc/self/task");
    std::size_t resident = resident_bytes();

    static std::ptrdiff_t count(char const* folder)
    {
        return std::distance(std::filesystem::directory_iterator(folder), {});
    }
    static std::size_t resident_bytes()
    {
        std::size_t all = 0;
        std::size_t resident = 0;
        std::ifstream("/proc/self/statm") >> all >> resident;
        return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    }
};

} // namespace stress

#endif
