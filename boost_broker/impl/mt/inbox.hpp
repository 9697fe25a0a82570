// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_IMPL_MT_INBOX_HPP
#define BOOST_BROKER_IMPL_MT_INBOX_HPP

#include <boost_broker/detail/exception_text.hpp>
#include <boost_broker/detail/mt/context.hpp>

#include <boost/asio/system_executor.hpp>

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
}

inline void mt_inbox::abandon() noexcept
{
    mt_inbox_ptr const self(this, false);
    channel_.stall();
}

inline void mt_inbox::drain() noexcept
{
    for (auto left = batch; left != 0; --left) {
        auto* next = channel_.front();
        if (next == nullptr) {
            for (auto& tenant : tenants_)
                tenant.inbox_rests();
            bool rests = false;
            next = channel_.front_or_rest(rests);
            if (next == nullptr) {
                if (!rests) // it is closed
                    finish();
                return; // and if it rests, somebody else may be here already
            }
        }
        next->run(*this);
    }
    continue_elsewhere();
}

inline void mt_inbox::close() noexcept
{
    auto const before = channel_.close();
    if (before != message_channel::state::idle && before != message_channel::state::stalled)
        return; // somebody is on the way, or it was closed before
    wake();
}

// On the executor, or where it is destroyed.
inline void mt_inbox::finish() noexcept
{
    if (std::exchange(finished_, true))
        return;
    core_->close();
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
    drop_executor();
    while (auto* const next = channel_.front())
        next->run(*this);
    finish();
}

} // namespace boost_broker::detail

#endif
