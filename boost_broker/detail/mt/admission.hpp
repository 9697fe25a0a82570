// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_ADMISSION_HPP
#define BOOST_BROKER_DETAIL_MT_ADMISSION_HPP

// How many messages of one type wait in one inbox, and what happens to one that finds no room.
// Whether a message is taken is decided before it is touched, so that what is refused stays as it
// is.

#include <boost_broker/detail/mt/context.hpp>
#include <boost_broker/detail/mt/counter.hpp>
#include <boost_broker/detail/mt/room.hpp>
#include <boost_broker/policy.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <optional>
#include <utility>

namespace boost_broker::detail {

/// What becomes of a message that finds as many waiting as the policy says.
enum class mt_limit {
    none,
    tell,   // it is queued, and the diagnostics say so
    refuse, // it is refused
    wait,   // its sender waits where it may
    oldest  // the oldest makes room
};

/// What became of a message.
enum class mt_answer {
    taken,
    full,
    left,  // nobody takes messages here any more
    closed // so is the inbox
};

/// @tparam Leaves Whether somebody else may get the messages instead, who then is sent all those
/// that were not taken here before.
template<class M, mt_limit Limit, bool Leaves>
class mt_admission
{
public:
    static constexpr policy_values const& options = policy<M>;
    static constexpr mt_limit limit = Limit;
    /// Whether a message may be refused although somebody is there.
    static constexpr bool may_refuse = Limit == mt_limit::refuse || Limit == mt_limit::wait;

    mt_inbox& where() const noexcept { return *inbox_; }

    /// Whether a message may be handled at once where nothing waits: what has reached a handler in
    /// `serial` takes room, too.
    bool has_room() const noexcept { return !may_refuse || !is_full(); }

    /// Messages that wait, and those that are about to. Exact under the lock of the channel, but
    /// for those that are being taken.
    std::size_t depth() const noexcept
    {
        auto const queued = queued_.load() - given_up_.load();
        auto const taken = Limit == mt_limit::wait ? taken_.load_in_order() : taken_.load();
        constexpr auto order =
            Limit == mt_limit::wait ? std::memory_order_seq_cst : std::memory_order_relaxed;
        return static_cast<std::size_t>(queued - taken) + backlog_.load(order);
    }

    /// Messages that wait, for who only wants to know.
    std::size_t waiting() const noexcept
    {
        // What was taken comes first: so it was queued before.
        auto const done = given_up_.load() + late_.load() + taken_.load();
        std::atomic_thread_fence(std::memory_order_acquire);
        auto const queued = queued_.load();
        return queued > done ? static_cast<std::size_t>(queued - done) : 0;
    }

    /// Messages are taken, or not any more.
    void open(bool takes_messages) noexcept
    {
        inbox_->channel().locked([&] { open_ = takes_messages; });
        if (!takes_messages)
            inbox_->room().changed();
    }
    bool is_open() const noexcept { return open_; }

    /// Counts, under the lock of the channel, a message that some miss.
    void count_dropped(std::size_t receivers) noexcept
    {
        inbox_->channel().locked([&] { dropped_.add(receivers); });
    }

    /// The same for a message that was taken, and that nobody gets any more.
    void count_lost(unsigned not_counted_yet = 1) noexcept
    {
        inbox_->channel().locked([&] {
            queued_.add(not_counted_yet);
            late_.add(1);
        });
    }

protected:
    // What may be refused is counted when that is decided, everything else when it is queued.
    static constexpr bool counts_in_advance = may_refuse || Leaves;
    // Whether a queue that grows past its depth is told of.
    static constexpr bool tells =
        options.queue_depth != 0 && (Limit == mt_limit::tell || Limit == mt_limit::wait);

    explicit mt_admission(mt_inbox_ptr where) noexcept : inbox_(std::move(where)) {}
    ~mt_admission() = default;

    /// Takes a message that is to be queued, or not. May wait, where the policy says so.
    mt_answer admit()
    {
        if constexpr (!counts_in_advance) {
            return inbox_->is_closed() ? mt_answer::closed : mt_answer::taken;
        } else {
            auto answer = try_admit(true);
            if constexpr (Limit == mt_limit::wait) {
                if (answer == mt_answer::full)
                    answer = serves_others() ? try_admit(false) : wait_for_room();
            }
            return answer;
        }
    }
    /// It is not queued after all.
    void take_back() noexcept
    {
        if constexpr (counts_in_advance) {
            inbox_->channel().locked([&] { queued_.subtract(1); });
            inbox_->room().changed();
        }
    }

    /// Whether nothing waits, or is about to.
    bool all_taken() noexcept
    {
        return inbox_->channel().locked(
            [&] { return queued_.load() == taken_.load() + late_.load(); });
    }

    // Under the lock of the channel.

    /// Whether one that was not admitted in advance may be queued.
    bool admits() const noexcept { return !counts_in_advance || (open_ && has_room()); }
    void count_in() noexcept
    {
        if constexpr (tells) {
            auto const waiting = depth();
            if (waiting <= options.queue_depth / 2) {
                told_ = false;
            } else if (waiting >= options.queue_depth && !told_) {
                told_ = true;
                grown_.store(true, std::memory_order_relaxed);
            }
        }
        queued_.add(1);
    }

    /// Whether somebody has to be told that the queue has grown past its depth.
    bool take_grown() noexcept
    {
        if constexpr (tells)
            return BOOST_UNLIKELY(grown_.load(std::memory_order_relaxed)) && grown_.exchange(false);
        else
            return false;
    }

    // On the executor.

    void count_taken() noexcept
    {
        if constexpr (Limit == mt_limit::wait) {
            taken_.add_in_order(1);
            inbox_->room().changed();
        } else {
            taken_.add(1);
        }
    }
    /// Messages that were taken out of the channel, and wait for the turn of a handler.
    void set_backlog(std::size_t waiting) noexcept
    {
        backlog_.store(waiting, std::memory_order_seq_cst);
        inbox_->room().changed();
    }
    /// One that was not counted as taken yet may have to wait.
    void expect_backlog() noexcept
    {
        backlog_.store(backlog_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
    }

private:
    bool is_full() const noexcept { return depth() >= options.queue_depth; }

    mt_answer try_admit(bool only_into_room) noexcept
    {
        return inbox_->channel().locked([&] {
            if (inbox_->is_closed())
                return mt_answer::closed;
            if (!open_)
                return mt_answer::left;
            if (may_refuse && only_into_room && is_full())
                return mt_answer::full;
            count_in();
            return mt_answer::taken;
        });
    }

    BOOST_NOINLINE mt_answer wait_for_room()
    {
        constexpr auto declared = options.request_timeout;
        constexpr auto longest = declared.count() < 0 ? std::chrono::milliseconds(5000) : declared;
        std::optional<mt_room::time_point> until;
        if (longest.count() != 0)
            until = std::chrono::steady_clock::now() + longest;
        auto answer = mt_answer::full;
        inbox_->room().wait(until, [&] {
            answer = try_admit(true);
            return answer != mt_answer::full;
        });
        return answer;
    }

    mt_inbox_ptr const inbox_;
    std::atomic<bool> open_{true}; // written under the lock of the channel

    // What follows is written for each message, by one side: under the lock of the channel, ...
protected:
    alignas(64) mt_counter queued_;
    mt_counter dropped_, given_up_;
    mt_counter late_; // taken, and then the inbox closed

private:
    bool told_ = false;
    std::atomic<bool> grown_{false};

    // ... or on the executor. Each keeps to cache lines of its own, apart from what both read.
protected:
    alignas(64) mt_counter taken_;
    mt_counter discarded_;

private:
    std::atomic<std::size_t> backlog_{0};
};

} // namespace boost_broker::detail

#endif
