// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_DEADLINES_HPP
#define BOOST_BROKER_DETAIL_MT_DEADLINES_HPP

// One thread of the process that sleeps until the next deadline of any inbox. A request adds itself
// to a list of its inbox and leaves it again; this thread hears of it only if nothing earlier is
// known. It begins with the first deadline and ends with the last context that has had one. A timer
// on the executor of the requester would keep its run loop from ending, and costs more than the
// rest of a request.

#include <boost_broker/config.hpp>
#include <boost_broker/detail/mt/inbox.hpp>

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

namespace boost_broker::detail {

class BOOST_BROKER_VISIBLE mt_deadlines
{
public:
    // Never destroyed: contexts may be used while static objects are being destroyed.
    static mt_deadlines& instance()
    {
        static mt_deadlines& all = *new mt_deadlines;
        return all;
    }

    static std::chrono::nanoseconds now() noexcept
    {
        return std::chrono::steady_clock::now().time_since_epoch();
    }

    /// A context has deadlines from now on, until `leave`.
    void join()
    {
        std::lock_guard const lock(mutex_);
        ++contexts_;
    }
    void leave() noexcept;

    /// Sees to it that an inbox is asked for expired deadlines at a time.
    void arm(mt_inbox& where, std::chrono::nanoseconds at);

private:
    mt_deadlines() = default;
    void run(unsigned number) noexcept;

    std::mutex mutex_;
    std::condition_variable changed_;
    std::multimap<std::chrono::nanoseconds, mt_inbox_ptr> next_;
    std::size_t contexts_ = 0;
    unsigned thread_number_ = 0; // an older one ends when it sees a larger number
    std::thread thread_;
};

} // namespace boost_broker::detail

#endif
