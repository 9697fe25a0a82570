// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_EXAMPLE_HOST_MONITOR_WORKER_THREADS_HPP
#define BOOST_BROKER_EXAMPLE_HOST_MONITOR_WORKER_THREADS_HPP

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <thread>
#include <vector>

namespace host_monitor {

/// A loop, and the threads that run it.
class worker_threads
{
public:
    explicit worker_threads(int count)
    {
        for (int i = 0; i != count; ++i)
            threads_.emplace_back([this] { io_.run(); });
    }
    worker_threads(worker_threads const&) = delete;
    ~worker_threads() { join(); }

    boost::asio::io_context& io() { return io_; }

    /// Waits until nothing is left to do. To be called before the modules end that work here.
    void join()
    {
        work_.reset();
        for (std::thread& each : threads_)
            each.join();
        threads_.clear();
    }

private:
    boost::asio::io_context io_;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{
        io_.get_executor()};
    std::vector<std::thread> threads_;
};

} // namespace host_monitor

#endif
