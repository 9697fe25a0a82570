// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_SERIAL_QUEUE_HPP
#define BOOST_BROKER_DETAIL_SERIAL_QUEUE_HPP

// What waits for its turn while a coroutine of a handler in `serial` runs.

#include <boost_broker/detail/context_core.hpp>
#include <boost_broker/detail/ring.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace boost_broker::detail {

template<class Message>
class serial_queue
{
public:
    /// Whether a message has to wait.
    bool must_wait(registration const& owner) const noexcept
    {
        return starting_ || owner.running() != 0;
    }

    void push(Message m) { waiting_.push_back(std::move(m)); }

    /// Calls the handler for those whose turn has come now that a coroutine has ended.
    template<class Call>
    void start_next(registration const& owner, running_coroutine& before, Call call) noexcept
    {
        before.ended();
        // A coroutine that ends at once comes here inside `call`; the loop below goes on then, so
        // that the stack does not grow.
        if (starting_ || waiting_.empty() || owner.stopped())
            return;
        busy_scope const keeps(*owner.core()); // a predicate may stop the handler it belongs to
        starting_ = true;
        while (!waiting_.empty() && !owner.stopped() && owner.running() == 0) {
            auto const next = take();
            call(next);
        }
        starting_ = false;
    }

    /// Takes out what has waited longest.
    Message take() noexcept { return waiting_.take_front(); }

    std::size_t size() const noexcept { return waiting_.size(); }
    void clear() noexcept { waiting_.clear(); }

private:
    ring<Message> waiting_;
    bool starting_ = false;
};

/// Stands in where a handler is not serial.
struct no_serial_queue {
    static constexpr bool must_wait(registration const&) noexcept { return false; }
    static constexpr std::size_t size() noexcept { return 0; }
    void clear() noexcept {}
};

template<class Message, bool Serial>
using serial_queue_if = std::conditional_t<Serial, serial_queue<Message>, no_serial_queue>;

} // namespace boost_broker::detail

#endif
