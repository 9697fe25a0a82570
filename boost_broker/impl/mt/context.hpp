// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_IMPL_MT_CONTEXT_HPP
#define BOOST_BROKER_IMPL_MT_CONTEXT_HPP

#include <boost_broker/detail/mt/context.hpp>

#include <boost/asio/strand.hpp>

#include <algorithm>
#include <utility>

namespace boost_broker::detail {

BOOST_NOINLINE inline mt_context& mt_context::make(context_core& core)
{
    static std::mutex& making = *new std::mutex; // never destroyed, as cores are not
    std::lock_guard const lock(making);
    if (auto* const made = core.part())
        return static_cast<mt_context&>(*made);
    auto* const made = new mt_context(core);
    core.set_part(*made);
    return *made;
}

// Tables only grow, and the old ones stay: so a reader needs no more than the pointer.
inline std::atomic<mt_broker_base*>& mt_context::place_of(std::uint32_t number)
{
    auto const& all = core_.mt_brokers();
    if (number >= all.size) {
        auto grown = std::make_unique<table>();
        grown->size = std::max<std::size_t>(2 * all.size, number + 1);
        grown->places = std::make_unique<std::atomic<mt_broker_base*>[]>(grown->size);
        grown->brokers = grown->places.get();
        for (std::size_t i = 0; i != all.size; ++i)
            grown->brokers[i] = all.brokers[i].load(std::memory_order_relaxed);
        tables_.push_back(std::move(grown));
        core_.set_mt_brokers(*tables_.back());
    }
    return core_.mt_brokers().brokers[number];
}

inline bool mt_context::serves(std::uint64_t id)
{
    if (!core_.is_open(id))
        return false;
    if (id_ != id) {
        auto const& home = core_.home();
        executor_ = home.executor() != nullptr ? home.executor()->clone() : nullptr;
        home_ = home.executor_gone() ? home_state::gone
            : executor_ != nullptr   ? home_state::alive
                                     : home_state::none;
        if (executor_ != nullptr)
            join(executor_->find_hub());
        id_ = id;
    }
    return true;
}

/// A strand on an executor, of its concrete type where that is a common one.
inline executor_ptr strand_on(executor_base const& executor)
{
    executor_ptr made;
    detail::visit_executor(executor.erased(),
        [&]<class Inner>(Inner const& inner) { made = detail::bind(asio::make_strand(inner)); });
    return made;
}

inline mt_inbox_ptr mt_context::inbox_for(executor_ptr executor, bool is_coroutine)
{
    if (executor == nullptr && executor_ != nullptr)
        executor = executor_->clone();
    bool const home = executor_ != nullptr ? executor != nullptr && executor->equals(*executor_)
                                           : executor == nullptr;
    bool const serial = executor != nullptr && executor->is_serial();
    if (serial || executor == nullptr) {
        for (auto const& known : inboxes_) {
            if (executor != nullptr ? known->is_of(*executor)
                                    : !known->has_executor() && !known->is_closed()) {
                ++known->handlers;
                known->home = home;
                return known;
            }
        }
    } else if (is_coroutine) {
        executor = strand_on(*executor); // what it touches when it goes on is its inbox's
    }
    forget_unused();
    inboxes_.reserve(inboxes_.size() + 1);
    mt_inbox_ptr made(new mt_inbox(*this, std::move(executor), serial));
    inboxes_.push_back(made);
    ++inboxes_version_;
    ++made->handlers;
    made->home = home;
    return made;
}

// A strand for each connection must not add up. Those that are not used at the moment are kept as
// long as there are not many: they are used again, most often.
inline void mt_context::forget_unused() noexcept
{
    bool const many = inboxes_.size() >= many_inboxes_;
    if (many) {
        for (auto const& known : inboxes_)
            known->close_if_unused();
    }
    std::erase_if(inboxes_, [](auto const& known) { return known->is_closed(); });
    ++inboxes_version_;
    if (many)
        many_inboxes_ = std::max(few_inboxes, 2 * inboxes_.size());
}

inline mt_registration_ptr mt_context::make_registration(
    mt_broker_base& broker, executor_ptr executor, bool is_coroutine)
{
    auto const where = inbox_for(std::move(executor), is_coroutine);
    try {
        return mt_registration_ptr(new mt_registration(broker, where));
    } catch (...) {
        --where->handlers;
        throw;
    }
}

inline mt_inbox_ptr mt_context::inbox_to_wait(executor_ptr executor)
{
    if (executor == nullptr && executor_ != nullptr)
        executor = executor_->clone();
    return waiting_inbox_of(std::move(executor));
}

inline mt_inbox_ptr mt_context::waiting_inbox_of(executor_ptr executor)
{
    bool const serial = executor != nullptr && executor->is_serial();
    for (auto const& known : inboxes_) {
        if (executor == nullptr ? !known->has_executor() && !known->is_closed()
                                : (serial || known->only_waits) && known->is_of(*executor))
            return known;
    }
    forget_unused();
    inboxes_.reserve(inboxes_.size() + 1);
    mt_inbox_ptr made(new mt_inbox(*this, std::move(executor), serial));
    made->only_waits = made->has_executor() && !serial;
    inboxes_.push_back(made);
    ++inboxes_version_;
    return made;
}

// Most threads wait where they have waited before.
template<class Executor>
mt_home mt_context::find_inbox_to_wait(std::uint64_t id, Executor const& executor)
{
    constexpr bool at_home = std::is_same_v<Executor, no_executor>;
    constexpr auto on = at_home ? mt_last_wait::executor::of_context : mt_last_wait::executor::own;
    auto& last = mt_last_wait::of_thread();
    if (auto* const known = last.find(*this, id, on); known != nullptr && core_.is_open(id)) {
        bool same = false;
        if constexpr (at_home)
            same = !known->is_closed();
        else
            same = known->is_of_plain(executor);
        if (same && known->expect_if_used())
            return mt_home::expected(mt_inbox_ptr(known));
    }
    auto found = [&]() -> mt_home {
        std::lock_guard const lock(mutex_);
        if (!serves(id))
            return {};
        if constexpr (at_home)
            return mt_home::expecting(inbox_to_wait(nullptr));
        else
            return mt_home::expecting(inbox_to_wait(detail::bind(executor)));
    }();
    if (!(found == nullptr) && found->ends_with_executor())
        last.keep(*this, id, on, *found);
    return found;
}

inline mt_inbox_ptr mt_context::inbox_for_late(executor_ptr executor)
{
    bool const serial = executor != nullptr && executor->is_serial();
    std::lock_guard const lock(mutex_);
    late_.reserve(late_.size() + 1);
    late_.push_back(mt_inbox_ptr(new mt_inbox(*this, std::move(executor), serial)));
    late_.back()->is_late = true;
    ++inboxes_version_;
    return late_.back();
}

inline void mt_context::forget_late(mt_inbox& ended) noexcept
{
    std::lock_guard const lock(mutex_);
    std::erase_if(late_, [&](auto const& known) { return known.get() == &ended; });
    ++inboxes_version_;
}

inline mt_inbox_ptr mt_context::find_inbox_of_nobody(std::uint64_t id)
{
    constexpr auto on = mt_last_wait::executor::none;
    auto& last = mt_last_wait::of_thread();
    if (auto* const known = last.find(*this, id, on);
        known != nullptr && core_.is_open(id) && !known->is_closed())
        return mt_inbox_ptr(known);
    mt_inbox_ptr found;
    {
        std::lock_guard const lock(mutex_);
        if (!serves(id))
            return {};
        found = waiting_inbox_of(nullptr);
    }
    last.keep(*this, id, on, *found);
    return found;
}

template<class Visitor>
void mt_context::for_each_inbox(Visitor visit)
{
    // Without a copy, which would need memory; where the list has changed, once more.
    std::uint64_t version = 0;
    for (std::size_t i = 0;; ++i) {
        mt_inbox_ptr next;
        {
            std::lock_guard const lock(mutex_);
            if (std::exchange(version, inboxes_version_) != inboxes_version_)
                i = 0;
            if (i >= inboxes_.size() + late_.size())
                return;
            next = i < inboxes_.size() ? inboxes_[i] : late_[i - inboxes_.size()];
        }
        visit(*next);
    }
}

inline std::chrono::nanoseconds mt_context::now() const noexcept
{
    auto const* const manual = clock_.load(std::memory_order_acquire);
    return manual != nullptr ? manual->now() : mt_deadlines::now();
}

inline std::chrono::nanoseconds mt_context::begin_of_wait(
    std::chrono::nanoseconds limit) const noexcept
{
    auto const* const manual = clock_.load(std::memory_order_acquire);
    return manual != nullptr ? manual->now() : mt_deadlines::begin_of_wait(limit);
}

// A clock of a test asks all whenever it is moved.
inline void mt_context::prepare_deadlines(mt_deadline& inbox)
{
    if (BOOST_LIKELY(inbox.joined.load(std::memory_order_relaxed)) ||
        clock_.load(std::memory_order_acquire) != nullptr)
        return;
    mt_deadlines::instance().join(inbox);
    std::lock_guard const lock(mutex_);
    if (id_ != 0 && core_.is_open(id_) && !std::exchange(has_deadlines_, true))
        mt_deadlines::instance().keep();
}

inline void mt_context::arm(mt_deadline& inbox, std::chrono::nanoseconds at) noexcept
{
    if (clock_.load(std::memory_order_acquire) == nullptr)
        mt_deadlines::instance().arm(inbox, at);
}

inline void mt_context::time_moved(std::chrono::nanoseconds now) noexcept
{
    for_each_inbox([now](mt_inbox& inbox) { inbox.expire(now); });
}

inline std::size_t mt_context::pending() noexcept
{
    std::size_t sum = 0;
    for_each_inbox([&](mt_inbox& inbox) { sum += inbox.waiting_with_deadline(); });
    return sum;
}

inline void mt_context::set_clock(deadline_queue* clock) noexcept
{
    if (auto* const before = clock_.exchange(clock))
        before->unwatch(*this);
    if (clock != nullptr)
        clock->watch(*this);
}

inline mt_inbox_ptr mt_context::leave(mt_inbox& where) noexcept
{
    bool const shared = where.is_serial() || !where.has_executor();
    return --where.handlers == 0 && !shared ? mt_inbox_ptr(&where) : mt_inbox_ptr();
}

inline void mt_context::report(diagnostic_kind kind, std::string_view subject,
    std::string_view text, std::exception_ptr const& exception) noexcept
{
    diagnostic_sink_ptr to;
    {
        std::lock_guard const lock(sink_mutex_);
        to = sink_;
    }
    if (to != nullptr)
        to->report(kind, subject, text, exception);
}

inline void mt_context::set_sink(diagnostic_sink_ptr sink) noexcept
{
    std::lock_guard const lock(sink_mutex_);
    sink_.swap(sink);
}

inline void mt_context::close(std::uint64_t) noexcept
{
    std::vector<mt_inbox_ptr> closing;
    executor_ptr executor;
    linked_list<mt_broker_base> closed; // those of the program keep what they have till they end
    bool had_deadlines = false;
    {
        std::lock_guard const lock(mutex_);
        for (auto const& broker : brokers_) {
            broker->close();
            closed.push_back(*broker);
        }
        while (!attached_.empty()) {
            auto& broker = attached_.front();
            broker.unlink();
            broker.close();
        }
        closing.swap(inboxes_);
        ++inboxes_version_;
        hub_member::leave();
        executor.swap(executor_);
        home_ = home_state::none;
        had_deadlines = std::exchange(has_deadlines_, false);
    }
    // What is discarded is the user's, and may come back here.
    while (!closed.empty()) {
        auto& broker = closed.front();
        broker.unlink();
        broker.discard_kept();
    }
    for (auto const& inbox : closing)
        inbox->give_up_waiting(errc::context_closed, nullptr);
    for (auto const& inbox : closing)
        inbox->close();
    for (auto const& inbox : closing)
        mt_deadlines::instance().leave(inbox->deadline());
    if (had_deadlines)
        mt_deadlines::instance().let_go();
}

inline void mt_context::execution_context_gone() noexcept
{
    std::lock_guard const lock(mutex_);
    executor_.reset();
    home_ = home_state::gone;
}

} // namespace boost_broker::detail

#endif
