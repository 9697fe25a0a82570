// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_TEST_MT_THREADS_HPP
#define BOOST_BROKER_TEST_MT_THREADS_HPP

// What the tests of the lane `mt` share: an executor with a thread of its own, and waiting without
// sleeping.

#include <boost_broker/one_thread.hpp>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <atomic>
#include <cstdint>
#include <thread>

namespace mt_test {

/// An executor that one thread runs, and the thread.
class runner
{
public:
    runner() = default;
    runner(runner const&) = delete;
    ~runner()
    {
        work_.reset();
        thread_.join();
    }

    auto executor() { return boost_broker::one_thread(io_.get_executor()); }
    boost::asio::io_context& io() noexcept { return io_; }
    std::thread::id id() const { return thread_.get_id(); }

private:
    boost::asio::io_context io_;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{
        io_.get_executor()};
    std::thread thread_{[this] { io_.run(); }};
};

/// A count that other threads wait for.
class tally
{
public:
    void add() noexcept
    {
        ++count_;
        count_.notify_all();
    }
    std::int64_t value() const noexcept { return count_; }
    void wait_for(std::int64_t value) const noexcept
    {
        for (auto now = count_.load(); now < value; now = count_.load())
            count_.wait(now);
    }

private:
    std::atomic<std::int64_t> count_{0};
};

} // namespace mt_test

#endif
