// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_IMPL_MT_INBOX_HPP
#define BOOST_BROKER_IMPL_MT_INBOX_HPP

#include <boost_broker/detail/exception_text.hpp>
#include <boost_broker/detail/mt/context.hpp>

#include <boost/asio/system_executor.hpp>

#include <thread>
#include <utility>

namespace boost_broker::detail {

inline mt_inbox::mt_inbox(mt_context& context, executor_ptr executor, bool serial)
    : context_(context)
    , serial_(serial)
    // One that serves a single handler gets less memory.
    , channel_(serial || executor == nullptr ? 128 : 16)
    , executor_(std::move(executor))
    , core_(&context_core::acquire(executor_ != nullptr ? executor_->clone() : nullptr, true))
    , storage_(executor_ != nullptr ? new wake_storage : nullptr)
{
    core_->set_name(context.name());
    core_->set_sink(new mt_sink(context));
    if (executor_ != nullptr) {
        auto* const where = executor_->find_hub();
        join(where);
        guarded_ = where != nullptr;
    }
    intrusive_ptr_add_ref(this); // given back by `finish`
}

inline mt_inbox::~mt_inbox() = default;

// Where there is no executor any more, there is nothing left to be woken for.
inline void mt_inbox::wake_executor(std::exception_ptr& refused) noexcept
{
    emit_guard const here;
    if (executor_gone_.load(std::memory_order_acquire))
        return;
    intrusive_ptr_add_ref(this); // given back by `run` or `abandon`
    try {
        executor_->wake(this, *storage_);
    } catch (...) {
        refused = std::current_exception(); // the operation was abandoned
    }
}

// Without an executor, whoever finds the inbox idle delivers, but for no longer than one batch.
BOOST_NOINLINE inline void mt_inbox::wake() noexcept
{
    if (!has_executor() && this_thread.depth < max_direct_depth)
        drain();
    else
        continue_elsewhere();
}

inline void mt_inbox::continue_elsewhere() noexcept
{
    std::exception_ptr refused;
    if (guarded_) {
        wake_executor(refused);
    } else {
        // It is the user's, perhaps, and runs what it gets in the call; or there is none.
        intrusive_ptr_add_ref(this);
        try {
            if (has_executor())
                executor_->wake(this, *storage_);
            else
                detail::execute(asio::system_executor(), this, cached_allocator<void>());
        } catch (...) {
            refused = std::current_exception();
        }
    }
    if (BOOST_UNLIKELY(refused != nullptr))
        report_not_woken(refused);
}

BOOST_NOINLINE inline void mt_inbox::report_not_woken(std::exception_ptr const& refused) noexcept
{
    context_.report(diagnostic_kind::not_woken, "an executor", exception_text(refused), refused);
}

inline void mt_inbox::run()
{
    mt_inbox_ptr const self(this, false);
    drain();
    if (BOOST_UNLIKELY(thrown_ != nullptr))
        std::rethrow_exception(std::exchange(thrown_, nullptr));
}

inline void mt_inbox::abandon() noexcept
{
    mt_inbox_ptr const self(this, false);
    channel_.stall();
}

inline void mt_inbox::drain() noexcept
{
    deliverer_.store(&this_thread, std::memory_order_relaxed);
    for (auto left = batch; left != 0; --left) {
        auto* next = channel_.front();
        if (next == nullptr) {
            for (auto& tenant : tenants_)
                tenant.inbox_rests();
            if (BOOST_UNLIKELY(linger_.load(std::memory_order_relaxed) != 0) && lingers())
                break;
            bool rests = false;
            deliverer_.store(nullptr, std::memory_order_relaxed);
            next = channel_.front_or_rest(rests);
            if (next == nullptr) {
                if (!rests) { // it is closed
                    drained_ = true;
                    finish_if_unused();
                }
                return; // and if it rests, somebody else may be here already
            }
            deliverer_.store(&this_thread, std::memory_order_relaxed);
        }
        lingers_until_ = std::chrono::nanoseconds(0);
        next->run(*this);
        if (BOOST_UNLIKELY(thrown_ != nullptr) && has_executor())
            break;
    }
    deliverer_.store(nullptr, std::memory_order_relaxed);
    continue_elsewhere();
}

// Whether the executor comes again to look for messages. Waking it would cost the sender thousands
// of times what passing a message costs. It looks for about a microsecond, and from then on leaves
// the core to others, and the thread to other handlers, between one look and the next: who only
// spins keeps the sender itself from running where there are more threads than cores.
inline bool mt_inbox::lingers() noexcept
{
    for (int looks = 0; looks != 10; ++looks) {
        if (channel_.front() != nullptr)
            return true;
        for (int pauses = 0; pauses != 4; ++pauses)
            pause_core();
    }
    auto const now = mt_deadlines::now();
    if (lingers_until_.count() == 0)
        lingers_until_ = now + std::chrono::microseconds(linger_.load(std::memory_order_relaxed));
    if (now < lingers_until_ && !is_closed()) {
        std::this_thread::yield();
        return true;
    }
    lingers_until_ = std::chrono::nanoseconds(0);
    return false;
}

inline void mt_inbox::close() noexcept
{
    auto const before = channel_.close();
    if (before != message_channel::state::idle && before != message_channel::state::stalled)
        return; // somebody is on the way, or it was closed before
    wake();
}

// Those who wait still complete on the executor, so the last of them comes here again.
inline void mt_inbox::finish_if_unused() noexcept
{
    if (!drained_)
        return;
    if (has_executor()) {
        std::lock_guard const lock(waiting_lock_);
        if (waiting_.count() != 0)
            return;
    }
    finish();
}

// On the executor, or where it is destroyed.
inline void mt_inbox::finish() noexcept
{
    if (std::exchange(finished_, true))
        return;
    core_->close();
    context_.look_at_running(*this); // of what is left, for who waits for it
    while (!tenants_.empty()) {
        auto& tenant = tenants_.front();
        tenant.unlink();
        tenant.inbox_ended();
    }
    core_->release();
    if (has_executor() && guarded_)
        drop_executor();
    intrusive_ptr_release(this);
}

inline void mt_inbox::drop_executor() noexcept
{
    if (executor_gone_.exchange(true, std::memory_order_acq_rel))
        return;
    emit_guard::wait_for_others();
    hub_member::leave();
    executor_.reset();
}

inline void mt_inbox::execution_context_gone() noexcept
{
    mt_inbox_ptr const self(this);
    channel_.close();
    end_all_waiting();
    drop_executor();
    while (auto* const next = channel_.front())
        next->run(*this);
    finish();
}

inline bool mt_inbox::execute(operation& op, completion_storage& storage) noexcept
{
    std::exception_ptr refused;
    if (guarded_) {
        emit_guard const here;
        if (executor_gone_.load(std::memory_order_acquire))
            return false;
        try {
            executor_->complete(&op, storage);
        } catch (...) {
            refused = std::current_exception(); // the operation was abandoned
        }
    } else {
        try {
            executor_->complete(&op, storage);
        } catch (...) {
            refused = std::current_exception();
        }
    }
    if (BOOST_UNLIKELY(refused != nullptr))
        report_not_woken(refused);
    return true;
}

inline executor_ptr mt_inbox::clone_executor() const
{
    emit_guard const here; // which forbids no allocation, only the user's code
    return has_executor() && !executor_gone() ? executor_->clone() : nullptr;
}

inline bool mt_inbox::begin_waiting(mt_waiter& waiter, std::chrono::nanoseconds limit)
{
    auto at = mt_waiting_lists::never;
    {
        auto const now = limit.count() > 0 ? context_.now() : limit;
        std::lock_guard const lock(waiting_lock_);
        if (waiting_ended_)
            return false;
        auto const until = waiting_.add(waiter, now, limit);
        intrusive_ptr_add_ref(&waiter); // given back by `end_waiting`
        if (has_executor() && waiting_.count() == 1)
            executor_->work_started();
        if (until < armed_)
            at = armed_ = until;
    }
    if (BOOST_UNLIKELY(at != mt_waiting_lists::never)) {
        try {
            context_.arm(*this, at);
        } catch (...) { // whoever is told so must not complete besides
            end_waiting(waiter);
            throw;
        }
    }
    return true;
}

inline void mt_inbox::end_waiting(mt_waiter& waiter) noexcept
{
    {
        std::lock_guard const lock(waiting_lock_);
        if (!waiter.is_linked())
            return;
        waiting_.remove(waiter);
        if (has_executor() && waiting_.count() == 0)
            executor_->work_finished();
    }
    intrusive_ptr_release(static_cast<mt_waiter*>(&waiter));
    if (has_executor() && BOOST_UNLIKELY(is_closed()))
        finish_if_unused();
}

inline void mt_inbox::give_up_waiting(errc why, void const* answerer) noexcept
{
    auto const chosen = [&](mt_waiter const& waiter) {
        return answerer == nullptr ? waiter.ends_with_context : waiter.answerer == answerer;
    };
    for (;;) {
        mt_waiter_ptr next;
        {
            std::lock_guard const lock(waiting_lock_);
            next = waiting_.take(chosen);
        }
        if (next == nullptr)
            return;
        next->give_up(why);
    }
}

inline void mt_inbox::expire(std::chrono::nanoseconds now) noexcept
{
    for (;;) {
        mt_waiter_ptr next;
        auto at = mt_waiting_lists::never;
        {
            std::lock_guard const lock(waiting_lock_);
            next = waiting_.take_expired(now);
            if (next == nullptr)
                at = armed_ = waiting_.next_deadline();
        }
        if (next == nullptr) {
            if (at != mt_waiting_lists::never)
                context_.arm(*this, at);
            return;
        }
        next->give_up(errc::timed_out);
    }
}

inline std::size_t mt_inbox::waiting_with_deadline() noexcept
{
    std::lock_guard const lock(waiting_lock_);
    return waiting_.with_deadline();
}

inline void mt_inbox::end_all_waiting() noexcept
{
    for (;;) {
        mt_waiter_ptr next;
        {
            std::lock_guard const lock(waiting_lock_);
            waiting_ended_ = true;
            next = waiting_.remove_any();
            if (next == nullptr)
                return;
            if (waiting_.count() == 0)
                executor_->work_finished();
        }
        next->discard();
        intrusive_ptr_release(next.get());
    }
}

} // namespace boost_broker::detail

#endif
