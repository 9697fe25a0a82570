// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_HOME_HPP
#define BOOST_BROKER_DETAIL_MT_HOME_HPP

// Where somebody waits, and how long that has to be there.

#include <boost_broker/detail/mt/inbox.hpp>

#include <chrono>
#include <cstddef>
#include <utility>

namespace boost_broker::detail {

/// The inbox of somebody who is about to wait there. It could be closed, and end, before he begins.
class mt_home
{
public:
    mt_home() = default;
    /// @param where Ends after whoever is given it has begun to wait.
    mt_home(mt_inbox_ptr where) noexcept : inbox_(std::move(where)) {} // NOLINT: implicit
    /// Under the mutex under which it was found open.
    static mt_home expecting(mt_inbox_ptr where) noexcept
    {
        where->expect();
        return expected(std::move(where));
    }
    /// The inbox expects somebody already.
    static mt_home expected(mt_inbox_ptr where) noexcept
    {
        mt_home home(std::move(where));
        home.expected_ = true;
        return home;
    }
    mt_home(mt_home&& other) noexcept
        : inbox_(std::move(other.inbox_))
        , expected_(std::exchange(other.expected_, false))
    {}
    mt_home& operator=(mt_home&&) = delete;
    ~mt_home()
    {
        if (expected_ && inbox_ != nullptr) // the second of which g++ does not conclude itself
            inbox_->expect_no_more();
    }

    /// See `mt_inbox::begin_waiting`.
    bool begin_waiting(mt_waiter& waiter, std::chrono::nanoseconds limit)
    {
        bool const waits = inbox_->begin_waiting(waiter, limit, expected_);
        expected_ = false;
        return waits;
    }

    mt_inbox_ptr const& get() const noexcept { return inbox_; }
    mt_inbox& operator*() const noexcept { return *inbox_; }
    mt_inbox* operator->() const noexcept { return inbox_.get(); }
    friend bool operator==(mt_home const& home, std::nullptr_t) noexcept
    {
        return home.inbox_ == nullptr;
    }

private:
    mt_inbox_ptr inbox_;
    bool expected_ = false;
};

/// Lets an inbox that was made for one who waits end when he does.
struct closed_at_last {
    mt_inbox_ptr inbox;

    explicit closed_at_last(mt_inbox& where) noexcept : inbox(&where) {}
    closed_at_last(closed_at_last const&) = delete;
    ~closed_at_last() { inbox->close(); }
};

} // namespace boost_broker::detail

#endif
