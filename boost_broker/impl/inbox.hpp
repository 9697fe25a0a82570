// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_IMPL_INBOX_HPP
#define BOOST_BROKER_IMPL_INBOX_HPP

#include <boost_broker/detail/context_core.hpp>
#include <boost_broker/detail/exception_text.hpp>
#include <boost_broker/detail/sentence.hpp>

#include <limits>

namespace boost_broker::detail {

inline inbox::inbox(context_core& core, executor_ptr executor, bool is_home)
    : core_(&core)
    , executor_(std::move(executor))
    , storage_(executor_ != nullptr ? new wake_storage : nullptr)
    , is_home_(is_home)
{
    if (executor_ != nullptr)
        join(executor_->find_hub());
}

inline inbox::turn::turn(inbox& where) noexcept
    : inbox_(&where)
    , core_(*where.core_)
    , outermost_(this_thread.outermost == nullptr)
{
    core_.enter();
    ++this_thread.depth;
    if (outermost_)
        this_thread.outermost = &this_thread;
}

inline inbox::turn::~turn()
{
    --this_thread.depth;
    if (outermost_) {
        this_thread.outermost = nullptr;
        drain_pending();
    }
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

inline bool inbox::home_scope::applies(context_core const& core) noexcept
{
    return BOOST_LIKELY(core.activity() == 0) && BOOST_LIKELY(this_thread.outermost == nullptr);
}

// One word says who is outermost, and one what else there is to do: counters that each emit changes
// twice would make each wait for the one before it.
inline inbox::home_scope::home_scope(context_core& core) noexcept : core_(core)
{
    core_.mark_user(&this_thread);
    this_thread.outermost = &core_;
}

inline inbox::home_scope::~home_scope()
{
    if (BOOST_UNLIKELY(core_.activity() != 0)) {
        settle(core_); // behind it, the core may serve another context already
    } else {
        this_thread.outermost = nullptr;
        core_.mark_user(nullptr);
    }
}

BOOST_NOINLINE inline void inbox::home_scope::settle(context_core& core) noexcept
{
    this_thread.outermost = nullptr;
    core.clear(context_core::others_waiting);
    core.enter();
    core.home().drain_here();
    drain_pending();
    core.leave();
}

inline bool inbox::delivering() const noexcept
{
    return delivering_ || (is_home_ && core_ != nullptr && core_->calls_at_home());
}

inline void inbox::schedule() noexcept
{
    if (is_home_ && core_ != nullptr)
        core_->mark(context_core::home_waiting);
    if (delivering() || std::exchange(scheduled_, true))
        return;
    intrusive_ptr_add_ref(this); // given back by run(), abandon() or drain_pending()
    if (executor_ == nullptr) {
        next_pending_ = std::exchange(pending_, this);
        if (this_thread.outermost == nullptr)
            drain_pending();
        else if (this_thread.outermost != &this_thread)
            static_cast<context_core*>(this_thread.outermost)->mark(context_core::others_waiting);
        return;
    }
    try {
        executor_->wake(this, *storage_);
    } catch (...) {
        // Only an executor that does not use the storage given to it comes here. It has abandoned
        // the wake-up; what is queued waits for the next one.
        if (core_ != nullptr)
            core_->report(diagnostic_kind::not_woken, sentence({"an executor of ", core_->name()}),
                exception_text(std::current_exception()), std::current_exception());
    }
}

inline void inbox::run()
{
    inbox_ptr const self(this, false);
    scheduled_ = false;
    if (can_drain()) {
        turn const here(*this);
        drain(true);
    }
}

inline void inbox::abandon() noexcept
{
    inbox_ptr const self(this, false);
    scheduled_ = false;
    take_no_more(); // the next message asks for a wake-up
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
    if (can_drain()) {
        turn const here(*this);
        drain(runs_here());
    }
}

// The caller holds a turn, so neither the inbox nor its context can end meanwhile.
inline void inbox::drain(bool on_executor) noexcept
{
    delivering_ = draining_ = true;
    unsigned budget = executor_ != nullptr ? batch : std::numeric_limits<unsigned>::max();
    while (!queue_.empty() && budget != 0) {
        if (!queue_.deliver_front(on_executor, budget))
            break;
    }
    delivering_ = draining_ = false;
    if (queue_.empty()) {
        if (is_home_ && core_ != nullptr)
            core_->clear(context_core::home_waiting);
    } else if (!queue_.front_is_unfinished()) {
        schedule(); // a message that is still being built does so itself when it is done
    }
}

inline void inbox::close() noexcept
{
    closing_ = true;
    core_ = nullptr;
    take_no_more();
    queue_.clear(draining_);
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

inline void inbox::report_exception(std::string_view subject) const noexcept
{
    if (core_ == nullptr)
        return;
    auto const exception = std::current_exception();
    core_->report(diagnostic_kind::handler_threw, subject, exception_text(exception), exception);
}

} // namespace boost_broker::detail

#endif
