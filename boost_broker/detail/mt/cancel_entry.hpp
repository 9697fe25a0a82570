// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_CANCEL_ENTRY_HPP
#define BOOST_BROKER_DETAIL_MT_CANCEL_ENTRY_HPP

// What a canceller knows of an operation of the lane `mt`, which any thread cancels where it is.

#include <boost_broker/detail/cancel_registry.hpp>
#include <boost_broker/detail/mt/spin_lock.hpp>
#include <boost_broker/detail/mt/waiter.hpp>

#include <mutex>
#include <utility>

namespace boost_broker::detail {

class mt_cancel_entry final
    : public cancel_target
    , public cached_object<mt_cancel_entry>
{
public:
    using cancel_function = void (*)(mt_waiter& operation, asio::cancellation_type) noexcept;

    mt_cancel_entry(cancel_registry_ptr registry, mt_waiter& operation, cancel_function cancel)
        : cancel_target(std::move(registry))
        , operation_(&operation)
        , cancel_(cancel)
    {}

    /// The operation can be cancelled from now on, unless it has ended already.
    void begin() noexcept { enter_registry(); }
    /// The operation has completed, or its handler was destroyed.
    void end() noexcept
    {
        leave_registry();
        mt_waiter_ptr gone;
        std::lock_guard const lock(lock_);
        gone.swap(operation_);
    }

private:
    void post() noexcept override
    {
        boost::intrusive_ptr<mt_cancel_entry> const self(this, false);
        auto const type = take();
        mt_waiter_ptr target;
        {
            std::lock_guard const lock(lock_);
            target = operation_;
        }
        if (target != nullptr)
            cancel_(*target, type);
    }

    spin_lock lock_;
    mt_waiter_ptr operation_; // under the lock
    cancel_function const cancel_;
};

using mt_cancel_entry_ptr = boost::intrusive_ptr<mt_cancel_entry>;

} // namespace boost_broker::detail

#endif
