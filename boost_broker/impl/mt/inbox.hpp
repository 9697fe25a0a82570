// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_IMPL_MT_INBOX_HPP
#define BOOST_BROKER_IMPL_MT_INBOX_HPP

#include <boost_broker/detail/exception_text.hpp>
#include <boost_broker/detail/mt/context.hpp>

#include <boost/asio/system_executor.hpp>

#include <thread>
#include <type_traits>
#include <typeinfo>
#include <utility>

namespace boost_broker::detail {

inline mt_inbox::mt_inbox(mt_context& context, executor_ptr executor, bool serial)
    : context_(context)
    , loop_(serial && executor != nullptr ? executor->loop() : nullptr)
    , serial_(serial)
    , serial_executor_(executor != nullptr && executor->is_serial())
    // One that serves a single handler gets less memory.
    , channel_(serial || executor == nullptr ? 1024 : 16)
    , executor_(std::move(executor))
    , storage_(executor_ != nullptr ? new wake_storage : nullptr)
{
    // Nothing fails any more once there is a core, which has to be given back.
    auto* const where = executor_ != nullptr ? executor_->find_hub() : nullptr;
    auto name = context.name();
    diagnostic_sink_ptr sink(new mt_sink(context));
    core_ = &context_core::acquire(executor_ != nullptr ? executor_->clone() : nullptr, true);
    core_->set_name(std::move(name));
    core_->set_sink(std::move(sink));
    join(where);
    guarded_ = where != nullptr;
    intrusive_ptr_add_ref(this); // given back by `finish`
}

inline mt_inbox::~mt_inbox()
{
    mt_deadlines::instance().leave(deadline_);
}

template<class Executor>
bool mt_inbox::is_of_plain(Executor const& executor) const noexcept
{
    if constexpr (std::is_same_v<Executor, asio::any_io_executor>) {
        bool is = false;
        detail::visit_executor(executor, [&]<class Inner>(Inner const& inner) {
            if constexpr (!std::is_same_v<Inner, asio::any_io_executor>)
                is = is_of_plain(inner);
        });
        return is;
    } else {
        emit_guard const here;
        return !is_closed() && has_executor() && executor_->is(typeid(Executor), &executor);
    }
}

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
    if (!has_executor() && this_thread.depth < max_direct_depth) {
        mt_inbox_ptr const self(this); // who closes it may end it as soon as it is idle
        drain();
    } else {
        continue_elsewhere();
    }
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
            for (auto at = tenants_.begin(); at != tenants_.end();) {
                auto& tenant = *at;
                ++at;
                tenant.inbox_rests();
            }
            if (BOOST_UNLIKELY(linger_.load(std::memory_order_relaxed) != 0)) {
                next = look_for_more();
                if (next == nullptr && lingers())
                    break;
            }
        }
        if (next == nullptr && since_rest_ >= stream && has_executor())
            next = look_after_others();
        if (next == nullptr) {
            bool rests = false;
            since_rest_ = 0;
            deliverer_.store(nullptr, std::memory_order_relaxed);
            next = channel_.front_or_rest(rests);
            if (next == nullptr) {
                if (!rests) { // it is closed
                    finish_if_unused(true);
                }
                return; // and if it rests, somebody else may be here already
            }
            deliverer_.store(&this_thread, std::memory_order_relaxed);
        }
        lingers_until_ = std::chrono::nanoseconds(0);
        ++since_rest_;
        next->run(*this);
        if (BOOST_UNLIKELY(thrown_ != nullptr) && has_executor())
            break;
    }
    deliverer_.store(nullptr, std::memory_order_relaxed);
    continue_elsewhere();
}

// Waking the executor would cost the sender thousands of times what passing a message costs. So it
// looks for about a microsecond whether there is one more, ...
inline message_slot* mt_inbox::look_for_more() noexcept
{
    return short_spin([this] { return channel_.has_more(); }) ? channel_.front() : nullptr;
}

// ... and, if this says so, comes again. Between one look and the next it leaves the core to
// others, and the thread to other handlers: who only spins keeps the sender itself from running
// where there are more threads than cores.
inline bool mt_inbox::lingers() noexcept
{
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

// Behind a stream the executor leaves the core to others once before it rests. Where they are the
// senders, there is more then; and where they are other receivers, each goes on when the next has
// caught up, and none has to be woken.
inline message_slot* mt_inbox::look_after_others() noexcept
{
    since_rest_ = 0;
    std::this_thread::yield();
    return channel_.front();
}

inline void mt_inbox::close() noexcept
{
    auto const before = channel_.close();
    room_.changed();
    if (before != message_channel::state::idle && before != message_channel::state::stalled)
        return; // somebody is on the way, or it was closed before
    wake();
}

inline void mt_inbox::close_if_unused() noexcept
{
    if (!guarded_ || handlers != 0 || channel_.current() != message_channel::state::idle)
        return;
    {
        std::lock_guard const lock(waiting_lock_);
        if (waiting_.count() != 0 || expected_ != 0)
            return;
        unused_ = true;
    }
    close();
}

// Handlers end as soon as nothing waits for them. Those who wait for something else, and coroutines
// that go on, still need the executor; so the last of them comes here again.
inline void mt_inbox::finish_if_unused(bool now_drained) noexcept
{
    if (now_drained)
        end_tenants();
    {
        std::lock_guard const lock(waiting_lock_);
        drained_ = drained_ || now_drained;
        if (!is_unused())
            return;
        unused_ = true;
    }
    finish();
}

// Under the lock of those who wait. They need no inbox where they have no executor.
inline bool mt_inbox::is_unused() const noexcept
{
    return drained_ &&
        (!has_executor() || executor_gone() || (waiting_.count() == 0 && expected_ == 0));
}

inline void mt_inbox::expect_no_more() noexcept
{
    bool unused = false;
    {
        std::lock_guard const lock(waiting_lock_);
        --expected_;
        unused = is_unused();
    }
    if (unused)
        continue_elsewhere(); // it ends on its executor
}

// On the executor, or where it is destroyed.
inline void mt_inbox::end_tenants() noexcept
{
    if (std::exchange(ended_, true))
        return;
    core_->close();
    context_.look_at_running(*this); // of what is left, for who waits for it
    while (!tenants_.empty()) {
        auto& tenant = tenants_.front();
        tenant.unlink();
        tenant.inbox_ended();
    }
    core_->release();
}

inline void mt_inbox::finish() noexcept
{
    if (finished_.exchange(true))
        return;
    mt_deadlines::instance().leave(deadline_);
    if (has_executor() && guarded_)
        drop_executor();
    if (is_late)
        context_.forget_late(*this);
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
    room_.changed();
    end_all_waiting();
    drop_executor();
    while (auto* const next = channel_.front())
        next->run(*this);
    finish_if_unused(true);
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

inline bool mt_inbox::execute(operation& op) noexcept
{
    std::exception_ptr refused;
    {
        emit_guard const here;
        if (!has_executor() || executor_gone() || !executor_->is_serial())
            return false;
        try {
            executor_->wake(&op, *storage_);
        } catch (...) {
            refused = std::current_exception(); // the operation was abandoned
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

} // namespace boost_broker::detail

#endif
