// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_QUEUED_EVENT_HPP
#define BOOST_BROKER_DETAIL_QUEUED_EVENT_HPP

// What waits in an inbox for the listeners of one group. The group outlives its broker, so that a
// broker may end while events wait.

#include <boost_broker/detail/listener_table.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>

namespace boost_broker::detail {

/// A message in an inbox: the next so many of the events that wait in a group. So a burst costs no
/// more than a queue of its own would, and yet everything in the inbox has one order.
template<class E>
class event_run
{
public:
    event_run(listener_group<E>& to, std::uint64_t stamp) noexcept
        : to_(&to)
        , stamp_(stamp)
        , begin_(to.only_here_ - 1) // the first is queued already
    {
        to.run_ = this;
    }

    /// Whether it is the last message of its inbox; see `inbox::take_no_more`.
    bool& takes_more() const noexcept { return to_->run_takes_more_; }
    /// No more is added.
    /// @param end How many events of the group have been queued until now.
    void close(std::uint64_t end) noexcept { end_ = end; }

    bool deliver(unsigned& budget) noexcept
    {
        auto& to = *to_;
        to.delivers_run_ = true;
        // More may be added while handlers are called, but none is taken away.
        while (budget != 0 && to.only_here_taken_ != end()) {
            auto count = budget;
            if (auto const waiting = end() - to.only_here_taken_; waiting < count)
                count = static_cast<unsigned>(waiting);
            if (auto const at_hand = to.events_.at_hand(); at_hand < count)
                count = static_cast<unsigned>(at_hand);
            budget -= count;
            for (; count != 0; --count) {
                ++to.only_here_taken_;
                to.call_earlier(to.events_.first(), nullptr, stamp_);
                to.events_.pop();
            }
        }
        to.delivers_run_ = false;
        if (to.where().closed())
            to.discard_events(to.only_here_); // nobody comes for the rest
        else if (to.only_here_taken_ != end())
            return false;
        to.end_run(*this);
        return true;
    }

    void discard() noexcept
    {
        // Where a handler has closed the context, the events of the run that it is called by are in
        // front of these; that run discards all when the handler has returned.
        if (!to_->delivers_run_)
            to_->discard_events(end());
        to_->end_run(*this);
    }

    /// How many events are left of it.
    std::size_t waiting() const noexcept
    {
        auto const taken = to_->only_here_taken_;
        return static_cast<std::size_t>(end() - (begin_ < taken ? taken : begin_));
    }

private:
    std::uint64_t end() const noexcept { return to_->run_ == this ? to_->only_here_ : end_; }

    listener_group_ptr<E> to_;
    std::uint64_t stamp_;
    std::uint64_t begin_; // how many of the group's events were queued before
    std::uint64_t end_ = 0;
};

/// An event that several queues or coroutines share.
template<class E>
class queued_shared_event
{
public:
    queued_shared_event(
        listener_group<E>& to, std::uint64_t stamp, cell_ptr<E> const& event) noexcept
        : to_(to)
        , stamp_(stamp)
        , event_(event)
    {}

    void deliver() noexcept
    {
        to_.message_taken();
        to_.call_earlier(event_->value, event_.get(), stamp_);
        to_.message_done();
    }

    void discard() noexcept
    {
        event_->trace.dropped(errc::context_closed);
        to_.message_taken();
        to_.message_done();
    }

private:
    listener_group<E>& to_;
    std::uint64_t stamp_;
    cell_ptr<E> event_;
};

/// The event that the broker has kept, for a listener that is new.
template<class E>
class retained_event
{
public:
    retained_event(listener_ptr<E> to, cell_ptr<E> event) noexcept
        : to_(std::move(to))
        , event_(std::move(event))
    {}

    void deliver() noexcept
    {
        if (!to_->stopped())
            to_->group().call_one(*to_, event_->value, event_.get());
    }

    void discard() noexcept { event_->trace.dropped(errc::context_closed); }

private:
    listener_ptr<E> to_;
    cell_ptr<E> event_;
};

/// The oldest of the events that the group keeps.
template<class E>
class queued_oldest_event
{
public:
    explicit queued_oldest_event(listener_group<E>& to) noexcept : to_(to) {}

    void deliver() noexcept
    {
        auto const [event, stamp] = to_.take_oldest();
        to_.message_taken();
        to_.call_earlier(event->value, event.get(), stamp);
        to_.message_done();
    }

    void discard() noexcept
    {
        to_.take_oldest().first->trace.dropped(errc::context_closed);
        to_.message_taken();
        to_.message_done();
    }

private:
    listener_group<E>& to_;
};

} // namespace boost_broker::detail

#endif
