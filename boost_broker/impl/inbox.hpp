// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_IMPL_INBOX_HPP
#define BOOST_BROKER_IMPL_INBOX_HPP

#include <boost_broker/detail/context_core.hpp>
#include <boost_broker/detail/exception_text.hpp>

namespace boost_broker::detail {

inline inbox::inbox(context_core& core, std::unique_ptr<executor_base> executor, bool is_home)
    : core_(&core)
    , executor_(std::move(executor))
    , storage_(executor_ != nullptr ? new wake_storage : nullptr)
    , is_home_(is_home)
{
    if (executor_ != nullptr)
        join(executor_->find_hub());
}

inline inbox::turn::turn(inbox& where) noexcept : inbox_(&where), core_(*where.core_)
{
    core_.enter();
    ++direct_depth;
}

inline inbox::turn::~turn()
{
    if (--direct_depth == 0 && pending_ != nullptr)
        drain_pending();
    core_.leave();
}

inline inbox::delivery_scope::delivery_scope(inbox& where) noexcept : turn(where)
{
    inbox_->delivering_ = true;
}

inline inbox::delivery_scope::~delivery_scope()
{
    inbox_->delivering_ = false;
    // Handlers may have queued something meanwhile: it runs before the outermost emit returns.
    if (!inbox_->queue_.empty())
        inbox_->drain(inbox_->runs_here());
}

inline void inbox::push(message m) noexcept
{
    queue_.push_back(std::move(m));
    if (!delivering_)
        schedule();
}

inline void inbox::schedule() noexcept
{
    if (std::exchange(scheduled_, true))
        return;
    intrusive_ptr_add_ref(this); // given back by run(), abandon() or drain_pending()
    if (executor_ == nullptr) {
        next_pending_ = std::exchange(pending_, this);
        return;
    }
    try {
        executor_->execute_in(this, *storage_);
    } catch (...) {
        // Only an executor that does not use the storage given to it comes here. It has abandoned
        // the wake-up; what is queued waits for the next one.
        if (core_ != nullptr)
            core_->report(diagnostic_kind::not_woken, "an executor of " + core_->name(),
                exception_text(std::current_exception()), std::current_exception());
    }
}

inline void inbox::run()
{
    inbox_ptr const self(this, false);
    scheduled_ = false;
    // Another turn of this inbox may be on the stack below: it goes on when it gets there.
    if (!delivering_ && core_ != nullptr && !queue_.empty()) {
        turn const here(*this);
        drain(true);
    }
}

inline void inbox::abandon() noexcept
{
    inbox_ptr const self(this, false);
    scheduled_ = false;
}

inline void inbox::drain_pending() noexcept
{
    while (pending_ != nullptr) {
        inbox_ptr const next(pending_, false);
        pending_ = std::exchange(next->next_pending_, nullptr);
        next->scheduled_ = false;
        next->drain_here();
    }
}

inline void inbox::drain_here() noexcept
{
    if (!delivering_ && core_ != nullptr && !queue_.empty()) {
        turn const here(*this);
        drain(runs_here());
    }
}

// The caller holds a turn, so neither the inbox nor its context can end meanwhile.
inline void inbox::drain(bool on_executor) noexcept
{
    delivering_ = true;
    for (unsigned done = 0; !queue_.empty(); ++done) {
        if (executor_ != nullptr && done == batch)
            break;
        if (!on_executor && queue_.front().needs_executor())
            break;
        message next = std::move(queue_.front());
        queue_.pop_front();
        next.deliver();
    }
    delivering_ = false;
    if (!queue_.empty())
        schedule();
}

inline void inbox::close() noexcept
{
    core_ = nullptr;
    queue_.clear();
}

inline void inbox::forget_registrations() noexcept
{
    for (auto& r : bound_)
        r.forget_context();
}

inline void inbox::execution_context_gone() noexcept
{
    inbox_ptr const self(this);
    executor_gone_ = true;
    while (!bound_.empty()) {
        registration_ptr const r(&bound_.front());
        r->unlink();
        r->stop();
    }
    close();
    executor_.reset();
}

} // namespace boost_broker::detail

#endif
