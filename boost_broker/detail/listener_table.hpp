// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_LISTENER_TABLE_HPP
#define BOOST_BROKER_DETAIL_LISTENER_TABLE_HPP

// The listeners of one event type that share an inbox, in the order of their registration. A
// dropped listener is skipped at once and erased when no handler of the context is on the stack, so
// that handlers may listen and drop while they are being called.

#include <boost_broker/detail/delivery.hpp>
#include <boost_broker/policy.hpp>
#include <boost_broker/stats.hpp>

#include <boost/circular_buffer.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>
#include <vector>

namespace boost_broker::detail {

template<class E>
class listener_group : public local_refcount<listener_group<E>>
{
public:
    static constexpr policy_values const& options = policy<E>;
    static constexpr bool keeps_newest = options.overflow == policy_values::mode::drop_oldest;
    // A payload up to this size is moved into the queue; a larger one is put beside it, once.
    static constexpr std::size_t inline_payload = 48;
    static constexpr bool fits_inline = sizeof(E) <= inline_payload &&
        std::is_nothrow_move_constructible_v<E> && !options.share_payload && !keeps_newest;

    explicit listener_group(inbox& where) : inbox_(&where)
    {
        if constexpr (keeps_newest)
            newest_.set_capacity(options.queue_depth);
    }

    inbox& where() const noexcept { return *inbox_; }
    std::size_t live() const noexcept { return live_; }
    bool has_coroutines() const noexcept { return coroutines_ != 0; }
    bool can_deliver_directly() const noexcept
    {
        return inbox_->can_deliver_directly(has_coroutines());
    }
    bool refuses_newest() const noexcept
    {
        return options.overflow == policy_values::mode::drop_newest &&
            queued_ >= options.queue_depth;
    }
    /// Counts an event that was refused, and returns how many listeners miss it.
    std::size_t refuse() noexcept
    {
        counters_.dropped += live_;
        return live_;
    }
    broker_stats& counters() noexcept { return counters_; }

    void add(boost::intrusive_ptr<listener<E>> added)
    {
        auto const is_coroutine = added->is_coroutine();
        entries_.push_back({added->call(), std::move(added)});
        ++live_;
        coroutines_ += is_coroutine ? 1 : 0;
    }

    void remove(listener<E> const& stopped) noexcept
    {
        --live_;
        coroutines_ -= stopped.is_coroutine() ? 1 : 0;
    }

    void compact() noexcept
    {
        std::erase_if(entries_, [](entry const& e) { return e.target->stopped(); });
    }

    void stop_all() noexcept
    {
        // Backwards, because a stopped listener may be erased at once, and its handler's destructor
        // may drop others.
        for (std::size_t i = entries_.size(); i != 0; i = std::min(i - 1, entries_.size())) {
            auto const target = entries_[i - 1].target;
            target->stop();
        }
    }

    template<class Visitor>
    void for_each_live(Visitor visit) const
    {
        for (auto const& e : entries_) {
            if (!e.target->stopped())
                visit(*e.target);
        }
    }

    /// Calls the listeners that were registered up to `stamp`, and returns how many. They may
    /// change the table.
    std::size_t fan_out(event_source<E> const& source, std::uint64_t stamp) noexcept
    {
        std::size_t called = 0;
        std::size_t threw = 0;
        auto const count = entries_.size();
        for (std::size_t i = 0; i < count; ++i) {
            auto const& next = entries_[i];
            auto& target = *next.target;
            if (target.stopped())
                continue;
            if (target.id() > stamp)
                break;
            auto const outcome = next.call(target, source);
            threw += outcome == call_outcome::threw ? 1 : 0;
            called += outcome != call_outcome::skipped ? 1 : 0;
        }
        counters_.delivered += called;
        counters_.threw += threw;
        return called;
    }

    /// Queues a message for this group; there is room for it.
    template<class Content>
    void queue(Content&& content) noexcept
    {
        ++queued_;
        ++counters_.queued;
        inbox_->push({std::forward<Content>(content), has_coroutines()});
    }
    void message_taken() noexcept { --queued_; }

    /// For an event that keeps the newest: queues it, and returns whether the oldest made room.
    bool keep(cell_ptr<E> event, std::uint64_t stamp) noexcept requires keeps_newest
    {
        bool const full = newest_.full();
        newest_.push_back({std::move(event), stamp});
        return full;
    }

    std::pair<cell_ptr<E>, std::uint64_t> take_oldest() noexcept requires keeps_newest
    {
        auto taken = std::move(newest_.front());
        newest_.pop_front();
        message_taken();
        return taken;
    }

private:
    struct entry {
        typename listener<E>::call_function call;
        boost::intrusive_ptr<listener<E>> target;
    };

    inbox_ptr inbox_;
    std::vector<entry> entries_;
    std::size_t live_ = 0;
    std::size_t coroutines_ = 0;
    std::size_t queued_ = 0;
    broker_stats counters_;
    boost::circular_buffer<std::pair<cell_ptr<E>, std::uint64_t>> newest_;
};

template<class E>
using listener_group_ptr = boost::intrusive_ptr<listener_group<E>>;

} // namespace boost_broker::detail

#endif
