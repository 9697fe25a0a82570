// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_IMPL_MT_REGISTRATION_HPP
#define BOOST_BROKER_IMPL_MT_REGISTRATION_HPP

#include <boost_broker/detail/mt/context.hpp>

#include <algorithm>

namespace boost_broker::detail {

inline mt_registration::mt_registration(mt_broker_base& broker, mt_inbox_ptr where) noexcept
    : broker_(&broker)
    , inbox_(std::move(where))
    , kind_(broker.kind())
    , subject_(broker.subject())
    , answers_(kind_ == broker_kind::request || kind_ == broker_kind::multi_request)
    , context_id_(inbox_->context().served())
{
    retire_.embedded = true;
    retire_.slot.hold<mt_registration*>(&run_retire, this);
    inbox_->context().add(*this);
    broker.mark_used(context_id_);
    inbox_->expect(); // until the handler is destroyed
}

inline void mt_registration::stop() noexcept
{
    if (stopped_.exchange(true, std::memory_order_acq_rel))
        return;
    mt_registration_ptr const self(this);
    auto const unused = leave_broker();
    tell_waiting();
    intrusive_ptr_add_ref(this); // given back by `run_retire`
    if (!inbox_->push(retire_))
        intrusive_ptr_release(this);
    inbox_->room().changed();
    if (unused != nullptr)
        unused->close();
}

inline mt_inbox_ptr mt_registration::leave_broker() noexcept
{
    auto& context = inbox_->context();
    std::lock_guard const lock(context.mutex());
    if (auto* const broker = std::exchange(broker_, nullptr))
        broker->remove(*this);
    return context.leave(*inbox_);
}

inline void mt_registration::tell_waiting() noexcept
{
    if (answers_)
        inbox_->context().for_each_inbox(
            [this](mt_inbox& some) { some.give_up_waiting(errc::provider_gone, this); });
}

inline void mt_registration::handler_destroyed() noexcept
{
    mt_registration_ptr const self(this);
    if (!stopped_.exchange(true, std::memory_order_acq_rel)) { // its owner is gone, perhaps
        auto const unused = leave_broker();
        tell_waiting();
        if (unused != nullptr)
            unused->close();
    }
    ended_ = true;
    inbox_->context().remove(*this);
    if (local_ != nullptr) { // an executor may look, where there was no handler
        local_->watch_running(nullptr);
        local_.reset();
    }
    handler_begins(); // what has waited for its turn waits no more
    linked_list<mt_drop_wait> waits;
    {
        std::lock_guard const lock(mutex_);
        destroyed_ = true;
        while (!waits_.empty()) {
            auto& wait = waits_.front();
            wait.list_hook<mt_drop_wait>::unlink();
            waits.push_back(wait);
        }
    }
    while (!waits.empty()) {
        auto& wait = waits.front();
        wait.list_hook<mt_drop_wait>::unlink();
        wait.drained();
    }
    inbox_->expect_no_more();
}

// The first has begun first, but for what a drop has cancelled.
inline void mt_registration::running_changed() noexcept
{
    if (auto const* const first = local_->first_running())
        since_.store(first->started().count(), std::memory_order_relaxed);
    running_.store(local_->running(), std::memory_order_release); // who sees one knows since when
}

inline std::chrono::nanoseconds mt_registration::now() const noexcept
{
    return inbox_->context().now();
}

inline void mt_registration::look_at_running() noexcept
{
    if (local_ == nullptr)
        return;
    auto oldest = std::chrono::nanoseconds::max();
    std::size_t count = 0;
    local_->for_each_running([&](running_coroutine const& coroutine) {
        ++count;
        oldest = std::min(oldest, coroutine.started());
    });
    since_.store(oldest.count(), std::memory_order_relaxed);
    running_.store(count, std::memory_order_release);
}

inline void mt_registration::watch(mt_drop_wait& wait) noexcept
{
    if (auto const local = local_) {
        local->stop();
        local->wait_until_drained(wait);
    } else {
        wait_for_end(wait);
    }
}

inline void mt_registration::wait_for_end(mt_drop_wait& wait) noexcept
{
    {
        std::lock_guard const lock(mutex_);
        if (!destroyed_) {
            waits_.push_back(wait);
            return;
        }
    }
    wait.drained();
}

} // namespace boost_broker::detail

#endif
