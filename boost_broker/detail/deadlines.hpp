// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_DEADLINES_HPP
#define BOOST_BROKER_DETAIL_DEADLINES_HPP

// Deadlines: on a timer of the waiting handler's executor, or on the manual clock of a context.

#include <boost_broker/detail/clock.hpp>
#include <boost_broker/detail/context_core.hpp>
#include <boost_broker/detail/dependent.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace boost_broker::detail {

/// Somebody who has deadlines of his own, of other threads.
class deadline_watcher : public list_hook<deadline_watcher>
{
public:
    virtual void time_moved(std::chrono::nanoseconds now) noexcept = 0;
    /// The deadlines that have not passed.
    virtual std::size_t pending() noexcept = 0;

protected:
    ~deadline_watcher() = default;
};

/// The deadlines of a manual clock, in the order in which they pass.
class deadline_queue
{
public:
    class entry : public list_hook<entry>
    {
        friend class deadline_queue;
        std::chrono::nanoseconds at_{};
        std::function<void()> passed_;
    };

    void add(entry& e, std::chrono::nanoseconds after, std::function<void()> passed)
    {
        e.at_ = time_->now() + after;
        e.passed_ = std::move(passed);
        auto position = entries_.end();
        for (auto before = position; before != entries_.begin(); position = before) {
            if ((--before)->at_ <= e.at_)
                break;
        }
        entries_.insert(position, e);
    }

    // Defined where there is a manual clock.
    inline void advance(std::chrono::nanoseconds by);
    inline std::size_t pending() const noexcept;

    manual_time_ptr const& time() const noexcept { return time_; }
    std::chrono::nanoseconds now() const noexcept { return time_->now(); }

    // Any thread.

    void watch(deadline_watcher& watcher) noexcept
    {
        std::lock_guard const lock(mutex_);
        watchers_.push_back(watcher);
    }
    void unwatch(deadline_watcher& watcher) noexcept
    {
        std::lock_guard const lock(mutex_);
        if (watcher.is_linked())
            watcher.unlink();
    }

private:
    inline std::vector<deadline_watcher*> watchers() const;

    manual_time_ptr const time_{new manual_time};
    linked_list<entry> entries_;
    mutable std::mutex mutex_;
    mutable linked_list<deadline_watcher> watchers_;
};

/// One deadline. Stopped when it is destroyed.
template<class Timer>
class basic_deadline
{
public:
    /// @param passed Called once, on the executor or by the clock; it keeps its owner alive itself.
    void start(deadline_queue* clock, asio::any_io_executor const& where,
        std::chrono::nanoseconds after, std::function<void()> passed)
    {
        if (clock != nullptr) {
            clock->add(entry_, after, std::move(passed));
        } else if (where) {
            timer_.emplace(where, std::chrono::ceil<typename Timer::duration>(after));
            timer_->async_wait([passed = std::move(passed)](boost::system::error_code ec) {
                if (!ec)
                    passed();
            });
        }
    }

    void stop() noexcept
    {
        if (entry_.is_linked())
            entry_.unlink();
        timer_.reset();
    }

private:
    deadline_queue::entry entry_;
    std::optional<Timer> timer_;
};

/// Compiled where its owner is, as a timer takes longer to compile than all that is in here.
template<class Owner>
using deadline = basic_deadline<dependent_t<asio::steady_timer, Owner>>;

} // namespace boost_broker::detail

#endif
