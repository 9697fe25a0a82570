// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_IMPL_REGISTRATION_HPP
#define BOOST_BROKER_IMPL_REGISTRATION_HPP

#include <boost_broker/detail/context_core.hpp>

namespace boost_broker::detail {

inline running_coroutine::running_coroutine(registration_ptr owner)
    : owner_(std::move(owner))
    , started_(owner_->now())
{
    ++owner_->running_;
    owner_->coroutines_.push_back(*this);
    owner_->tell_running();
}

inline running_coroutine::~running_coroutine()
{
    ended();
}

inline void running_coroutine::ended() noexcept
{
    if (std::exchange(ended_, true))
        return;
    unlink();
    --owner_->running_;
    if (closing())
        --owner_->closing_;
    owner_->tell_running();
    owner_->settle_waits();
    if (owner_->stopped_)
        owner_->retire_when_unused();
    else
        owner_->stop_if_idle();
}

inline void running_coroutine::begin_closing() noexcept
{
    if (closing_++ == 0 && !ended_)
        ++owner_->closing_;
}

inline void running_coroutine::end_closing() noexcept
{
    if (--closing_ == 0 && !ended_)
        --owner_->closing_;
}

inline std::chrono::nanoseconds registration::now() const noexcept
{
    return watched_by_ != nullptr ? watched_by_->now()
        : core_ != nullptr        ? core_->now()
                                  : time_now(nullptr);
}

inline registration::registration(broker_base& broker, context_core& core, inbox& where)
    : id_(core.next_stamp())
    , broker_(&broker)
    , core_(&core)
    , inbox_(&where)
    , kind_(broker.kind())
{
    where.add(*this);
}

inline registration::~registration() = default;

inline void registration::stop() noexcept
{
    if (std::exchange(stopped_, true))
        return;
    registration_ptr const self(this);
    if (broker_ != nullptr)
        std::exchange(broker_, nullptr)->remove(*this);
    abandon_callers();
    settle_waits();
    retire_when_unused();
}

inline void registration::retire_when_unused() noexcept
{
    if (retired_ || retiring_later_ || running_ != 0)
        return;
    // A call of the handler may be on the stack below.
    if (core_ != nullptr && core_->busy()) {
        retiring_later_ = true;
        core_->retire_later(*this);
    } else {
        retire();
    }
}

inline void registration::retire() noexcept
{
    retiring_later_ = false;
    if (retired_ || running_ != 0)
        return;
    retired_ = true;
    registration_ptr const self(this);
    if (is_linked())
        unlink();
    core_ = nullptr;
    destroy_handler();
    settle_waits();
}

inline void registration::settle_waits() noexcept
{
    registration_ptr const self(this);
    for (auto next = waits_.begin(); next != waits_.end();) {
        auto& wait = *next;
        ++next;
        if (is_drained_for(wait)) {
            wait.unlink();
            wait.drained();
            next = waits_.begin();
        }
    }
}

inline void registration::wait_until_drained(drain_wait& wait) noexcept
{
    waits_.push_back(wait);
    settle_waits();
}

inline running_coroutine* registration::find_running(coroutine_mark const& mark) noexcept
{
    for (auto& coroutine : coroutines_) {
        if (coroutine.mark() == mark)
            return &coroutine;
    }
    return nullptr;
}

inline void registration::choose_to_cancel(drain_wait const& wait) noexcept
{
    for (auto& coroutine : coroutines_) {
        if (wait.waits_for(coroutine))
            coroutine.to_be_cancelled_ = true;
    }
}

inline void registration::cancel_chosen() noexcept
{
    registration_ptr const self(this);
    linked_list<running_coroutine> chosen; // any of them may end while one is cancelled
    for (auto next = coroutines_.begin(); next != coroutines_.end();) {
        auto& coroutine = *next;
        ++next;
        if (std::exchange(coroutine.to_be_cancelled_, false)) {
            coroutine.unlink();
            chosen.push_back(coroutine);
        }
    }
    while (!chosen.empty()) {
        boost::intrusive_ptr<running_coroutine> const next(&chosen.front());
        next->unlink();
        coroutines_.push_back(*next);
        try {
            next->cancel();
        } catch (...) { // NOLINT(bugprone-empty-catch): it goes on then, and nobody waits for it
        }
    }
}

inline void registration::forget_context() noexcept
{
    broker_ = nullptr;
    core_ = nullptr;
}

} // namespace boost_broker::detail

#endif
