// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_WAITER_HPP
#define BOOST_BROKER_DETAIL_MT_WAITER_HPP

// Somebody who waits in the lane `mt`: for an answer, for an event, for the end of a handler. What
// ends the waiting may come from any thread and more than once; one word says who was first, and
// only that one completes it. The memory lives until everybody has let go of it, so a late answer
// finds the word settled, and nothing else.

#include <boost_broker/detail/linked_list.hpp>
#include <boost_broker/error.hpp>

#include <boost/smart_ptr/intrusive_ptr.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <utility>

namespace boost_broker::detail {

class mt_waiter : public list_hook<mt_waiter>
{
public:
    enum class state : unsigned char {
        queued,  // nobody has begun to answer
        running, // somebody has
        settled
    };

    mt_waiter() = default;
    mt_waiter(mt_waiter const&) = delete;
    virtual ~mt_waiter() = default;

    friend void intrusive_ptr_add_ref(mt_waiter* waiter) noexcept
    {
        waiter->owners_.fetch_add(1, std::memory_order_relaxed);
    }
    friend void intrusive_ptr_release(mt_waiter* waiter) noexcept
    {
        if (waiter->owners_.fetch_sub(1, std::memory_order_acq_rel) == 1)
            delete waiter;
    }
    /// Counts an owner while no other thread knows of it, and so by a plain store.
    void add_unshared_owner() noexcept
    {
        owners_.store(owners_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
    }

    bool is_settled() const noexcept
    {
        return state_.load(std::memory_order_acquire) == state::settled;
    }
    bool is_queued() const noexcept
    {
        return state_.load(std::memory_order_acquire) == state::queued;
    }

    // Each returns whether it was the one to do it.

    bool claim() noexcept { return change(state::queued, state::running); }
    bool unclaim() noexcept { return change(state::running, state::queued); }
    bool settle_while_queued() noexcept { return change(state::queued, state::settled); }
    bool settle() noexcept
    {
        return state_.exchange(state::settled, std::memory_order_acq_rel) != state::settled;
    }

    /// Completes with a reason, unless it is settled.
    virtual void give_up(errc why) noexcept = 0;
    /// Its executor is being destroyed: it does not complete, and its handler is destroyed.
    virtual void discard() noexcept = 0;

private:
    bool change(state from, state to) noexcept
    {
        return state_.compare_exchange_strong(from, to, std::memory_order_acq_rel);
    }

    // Who answers writes both.
    std::atomic<std::uint32_t> owners_{0};
    std::atomic<state> state_{state::queued};

public:
    /// Whether it does not wait any longer than its context is open.
    bool ends_with_context = true;
    /// Who is to answer; compared only. Set before others see the waiter, and later only under the
    /// lock of the list that it is in.
    void const* answerer = nullptr;
    /// When it gives up, on the clock of its context. Under the lock of the list that it is in.
    std::chrono::nanoseconds deadline{0};
};

using mt_waiter_ptr = boost::intrusive_ptr<mt_waiter>;

/// Makes somebody who is about to wait.
template<class Waiter, class... Args>
boost::intrusive_ptr<Waiter> make_mt_waiter(Args&&... args)
{
    auto* const made = new Waiter(std::forward<Args>(args)...);
    made->add_unshared_owner();
    return {made, false};
}

/// Those who wait on one executor, by how long they want to wait: so each list is in the order of
/// the deadlines. Not locked.
class mt_waiting_lists
{
public:
    static constexpr auto never = std::chrono::nanoseconds::max();

    /// @param limit How long it waits; 0: for ever.
    /// @return Its deadline.
    std::chrono::nanoseconds add(
        mt_waiter& waiter, std::chrono::nanoseconds now, std::chrono::nanoseconds limit)
    {
        auto& to = list_of(limit);
        waiter.deadline = limit.count() > 0 ? now + limit : never;
        to.push_back(waiter);
        ++count_;
        return waiter.deadline;
    }
    /// Sees to it that the first one needs no memory.
    void reserve()
    {
        if (lists_.empty())
            lists_.emplace_back(std::chrono::nanoseconds(0));
    }
    void remove(mt_waiter& waiter) noexcept
    {
        waiter.unlink();
        --count_;
    }
    std::size_t count() const noexcept { return count_; }
    /// Calls `visit` for those that were not told yet that they wait in vain.
    template<class Visitor>
    void for_each(Visitor const& visit) const noexcept
    {
        for (auto const& some : lists_) {
            for (auto const& waiter : some.waiting)
                visit(waiter);
        }
    }
    std::size_t with_deadline() const noexcept
    {
        std::size_t sum = 0;
        for (auto const& some : lists_) {
            for (auto const& waiter : some.waiting)
                sum += waiter.deadline != never ? 1 : 0;
        }
        return sum;
    }

    /// The next of those that `chosen` says, which is not found again; null if there is none.
    template<class Chosen>
    mt_waiter_ptr take(Chosen const& chosen) noexcept
    {
        for (auto& some : lists_) {
            for (auto& waiter : some.waiting) {
                if (chosen(waiter)) {
                    waiter.unlink();
                    told_.push_back(waiter);
                    return mt_waiter_ptr(&waiter);
                }
            }
        }
        return {};
    }
    /// The next whose deadline has passed, as by `take`.
    mt_waiter_ptr take_expired(std::chrono::nanoseconds now) noexcept
    {
        for (auto& some : lists_) {
            if (!some.waiting.empty() && some.waiting.front().deadline <= now) {
                mt_waiter_ptr first(&some.waiting.front());
                first->unlink();
                told_.push_back(*first);
                return first;
            }
        }
        return {};
    }
    /// Removes one that is left, also of those that were taken.
    mt_waiter_ptr remove_any() noexcept
    {
        auto found = take([](mt_waiter const&) { return true; });
        if (found == nullptr && !told_.empty())
            found.reset(&told_.front());
        if (found != nullptr)
            remove(*found);
        return found;
    }
    std::chrono::nanoseconds next_deadline() const noexcept
    {
        auto next = never;
        for (auto const& some : lists_) {
            if (!some.waiting.empty() && some.waiting.front().deadline < next)
                next = some.waiting.front().deadline;
        }
        return next;
    }

private:
    struct same_limit {
        std::chrono::nanoseconds limit;
        linked_list<mt_waiter> waiting;
        explicit same_limit(std::chrono::nanoseconds l) noexcept : limit(l) {}
    };

    // A program has few limits; but each call may have one of its own, so empty lists are used
    // again.
    linked_list<mt_waiter>& list_of(std::chrono::nanoseconds limit)
    {
        same_limit* unused = nullptr;
        for (auto& known : lists_) {
            if (known.limit == limit)
                return known.waiting;
            if (known.waiting.empty())
                unused = &known;
        }
        if (unused == nullptr || lists_.size() < 4) {
            try {
                return lists_.emplace_back(limit).waiting;
            } catch (...) {
                if (unused == nullptr)
                    throw;
            }
        }
        unused->limit = limit;
        return unused->waiting;
    }

    std::list<same_limit> lists_;
    linked_list<mt_waiter> told_; // they are on their way out
    std::size_t count_ = 0;
};

class mt_inbox;

/// What `mt_deadlines` knows of an inbox. Under its lock.
struct mt_deadline : list_hook<mt_deadline> {
    explicit mt_deadline(mt_inbox& inbox) noexcept : of(inbox) {}

    mt_inbox& of;
    std::chrono::nanoseconds at{0}; // when it is to be asked for those who have waited too long
    std::atomic<bool> joined{false};
};

} // namespace boost_broker::detail

#endif
