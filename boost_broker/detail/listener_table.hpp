// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_LISTENER_TABLE_HPP
#define BOOST_BROKER_DETAIL_LISTENER_TABLE_HPP

// The listeners of one event type that share an inbox, in the order of their registration. A
// dropped listener is skipped at once and erased when no handler of the context is on the stack, so
// that handlers may listen and drop while they are being called.

#include <boost_broker/detail/delivery.hpp>
#include <boost_broker/detail/event_queue.hpp>
#include <boost_broker/detail/ring.hpp>
#include <boost_broker/policy.hpp>
#include <boost_broker/stats.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>
#include <vector>

namespace boost_broker::detail {

template<class E>
class event_run;
template<class E>
class retained_event;

template<class E>
class listener_group : public local_refcount<listener_group<E>>
{
public:
    static constexpr policy_values const& options = policy<E>;
    // In front of the lane `mt` it has been decided already which events come here.
    static constexpr bool may_refuse =
        !is_mt<E> && options.overflow == policy_values::mode::drop_newest;
    static constexpr bool keeps_newest =
        !is_mt<E> && options.overflow == policy_values::mode::drop_oldest;
    // A payload up to this size is moved into the queue; a larger one is put beside it, once.
    static constexpr std::size_t inline_payload = 48;
    static constexpr bool fits_inline = sizeof(E) <= inline_payload &&
        std::is_nothrow_move_constructible_v<E> && !options.share_payload && !keeps_newest &&
        !observed<E>;

    explicit listener_group(inbox& where) : inbox_(&where)
    {
        if constexpr (keeps_newest)
            newest_.reserve(options.queue_depth);
    }

    inbox& where() const noexcept { return *inbox_; }
    std::size_t live() const noexcept { return live_; }
    /// With those that were dropped and are still to be erased.
    std::size_t entries() const noexcept { return entries_.size(); }
    bool has_coroutines() const noexcept { return coroutines_ != 0; }
    bool can_deliver_directly() const noexcept
    {
        return inbox_->can_deliver_directly(has_coroutines());
    }
    bool refuses_newest() const noexcept
    {
        if constexpr (may_refuse)
            return depth() + longest_backlog() >= options.queue_depth;
        else
            return false;
    }
    /// Counts an event that was refused, and returns how many listeners miss it.
    std::size_t miss_one() noexcept
    {
        counters_.dropped += live_;
        return live_;
    }
    void add(listener_ptr<E> added)
    {
        auto const is_coroutine = added->is_coroutine();
        entries_.push_back({added->call(), added});
        added->join(*this);
        newest_listener_ = added->id();
        close_run(); // those that wait are not for this one
        ++live_;
        coroutines_ += is_coroutine ? 1 : 0;
    }

    /// The listener is not called any more; its entry stays until nobody iterates.
    void remove(listener<E> const& stopped) noexcept
    {
        for (auto& e : entries_) {
            if (e.target.get() == &stopped)
                e.call = &skip;
        }
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
        for (std::size_t i = entries_.size(); i != 0;) {
            auto const target = entries_[--i].target;
            target->stop();
            if (i > entries_.size())
                i = entries_.size();
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

    // A call counts as a delivery before it is made, so that whoever makes it has nothing to do
    // behind it; a listener that was not called after all takes that back.
    void count_skipped() noexcept { --counters_.delivered; }
    void count_exception() noexcept { ++counters_.threw; }
    void count_given_up() noexcept
    {
        count_skipped();
        ++counters_.dropped;
    }

    /// What an emit calls to reach all listeners; the caller counts the deliveries.
    struct route {
        typename listener<E>::call_function call = nullptr;
        void* target = nullptr;
    };
    route route_to_all() noexcept
    {
        if (entries_.size() == 1)
            return {entries_.front().call, entries_.front().target.get()};
        return {&call_group, this};
    }

    /// Calls the listeners there are, and returns how many. They may change the table.
    std::size_t call_all(E const& event, cell<E>* shared) noexcept
    {
        counters_.delivered += entries_.size();
        return call_first(entries_.size(), event, shared);
    }

    /// Calls the listeners that were registered up to `stamp`, when an event was queued.
    std::size_t call_earlier(E const& event, cell<E>* shared, std::uint64_t stamp) noexcept
    {
        auto const count =
            BOOST_LIKELY(newest_listener_ <= stamp) ? entries_.size() : entries_until(stamp);
        counters_.delivered += count;
        if (BOOST_LIKELY(count == 1))
            return entries_.front().call(entries_.front().target.get(), event, shared);
        return call_first(count, event, shared);
    }

    // Events that are for this group alone; each counts as an emit too.

    /// Whether the last message in the inbox is a run of this group's events, to which one more can
    /// be added. Then somebody has seen to it already that they are delivered.
    bool can_extend_run() const noexcept { return run_takes_more_; }
    template<class Event>
    BOOST_FORCEINLINE void extend_run(Event&& event)
    {
        events_.push(std::forward<Event>(event));
        ++only_here_;
    }
    /// The same for an event that is made in its place, which runs no code of the user's.
    template<class Make>
    void extend_run_by(Make& make)
    {
        events_.push_made(make);
        ++only_here_;
    }
    template<class Event>
    void start_run(std::uint64_t stamp, Event&& event)
    {
        inbox_->reserve();
        if (events_.empty())
            events_.rewind();
        events_.push(std::forward<Event>(event));
        close_run();
        ++only_here_;
        inbox_->push<event_run<E>>(false, *this, stamp);
    }

    /// Queues an event that others get too.
    template<class Message, class... Args>
    void queue_shared(Args&&... args) noexcept
    {
        ++counters_.queued;
        inbox_->push<Message>(has_coroutines(), *this, std::forward<Args>(args)...);
    }

    /// Queues the event that the broker has kept, for one listener that is new. The inbox has room
    /// for it. It takes none from later events, so that a new listener makes nobody miss one.
    void queue_retained(listener_ptr<E> to, cell_ptr<E> event) noexcept
    {
        ++retained_;
        event->trace.enqueued();
        bool const is_coroutine = to->is_coroutine();
        inbox_->push<retained_event<E>>(is_coroutine, std::move(to), std::move(event));
    }
    void call_one(listener<E>& to, E const& event, cell<E>* shared) noexcept
    {
        ++counters_.delivered;
        to.call()(&to, event, shared);
    }

    /// Events that wait.
    std::size_t depth() const noexcept
    {
        return static_cast<std::size_t>(only_here_ - only_here_taken_) + shared_depth();
    }
    /// A message does not take room any more ...
    void message_taken() noexcept { ++shared_taken_; }
    /// ... and does not need the group any more.
    void message_done() noexcept
    {
        if (BOOST_UNLIKELY(orphaned_) && shared_depth() == 0 && std::exchange(orphaned_, false))
            intrusive_ptr_release(this);
    }
    /// The broker has ended; the group lives until nothing waits for it. A run sees to that itself.
    void orphan() noexcept
    {
        if (shared_depth() != 0 && !std::exchange(orphaned_, true))
            intrusive_ptr_add_ref(this);
    }

    broker_stats counters() const noexcept
    {
        auto all = counters_;
        all.sent += only_here_;
        all.queued += only_here_ + retained_;
        return all;
    }

    /// For an event that keeps the newest: queues it, and returns whether the oldest made room.
    bool keep(cell_ptr<E> event, std::uint64_t stamp) noexcept requires keeps_newest
    {
        bool const full = newest_.size() == options.queue_depth;
        cell_ptr<E> oldest; // its end is the user's code, which may emit: so that comes last
        if (full)
            oldest = take_oldest().first;
        newest_.push_back({std::move(event), stamp});
        if (full)
            oldest->trace.dropped(errc::queue_full);
        return full;
    }

    std::pair<cell_ptr<E>, std::uint64_t> take_oldest() noexcept requires keeps_newest
    {
        return newest_.take_front();
    }

private:
    friend class event_run<E>;

    std::size_t shared_depth() const noexcept
    {
        return static_cast<std::size_t>(counters_.queued - shared_taken_);
    }

    struct entry {
        typename listener<E>::call_function call;
        listener_ptr<E> target;
    };

    // What waits for its turn with a handler in `serial` waits, too.
    std::size_t longest_backlog() const noexcept
    {
        std::size_t longest = 0;
        if (has_coroutines()) {
            for (auto const& e : entries_) {
                auto const waiting = e.target->waiting_turn();
                longest = waiting > longest ? waiting : longest;
            }
        }
        return longest;
    }

    BOOST_NOINLINE std::size_t entries_until(std::uint64_t stamp) const noexcept
    {
        auto count = entries_.size();
        while (count != 0 && entries_[count - 1].target->id() > stamp)
            --count;
        return count;
    }

    // Stands in for a listener that was dropped.
    static std::size_t skip(void* target, E const&, cell<E>*) noexcept
    {
        // Events may wait for a group whose broker has ended.
        auto& dropped = *static_cast<listener<E>*>(target);
        if (!dropped.left_group())
            dropped.group().count_skipped();
        return 0;
    }

    static std::size_t call_group(void* self, E const& event, cell<E>* shared) noexcept
    {
        auto& group = *static_cast<listener_group*>(self);
        return group.call_first(group.entries_.size(), event, shared);
    }

    // A listener may add others meanwhile, which moves the table, but none is erased. Counting in
    // bytes, and four listeners in each turn, saves four instructions of fifteen for each.
    BOOST_NOINLINE std::size_t call_first(
        std::size_t count, E const& event, cell<E>* shared) noexcept
    {
        std::size_t skipped = 0; // few are, so that a sum of the others would cost more
        auto const call_at = [&](std::size_t at) {
            auto const* const table = reinterpret_cast<std::byte const*>(entries_.data());
            auto const& next = *reinterpret_cast<entry const*>(table + at);
            if (BOOST_UNLIKELY(next.call(next.target.get(), event, shared) == 0))
                ++skipped;
        };
        std::size_t const end = count * sizeof(entry);
        std::size_t at = 0;
        for (; end - at >= 4 * sizeof(entry); at += 4 * sizeof(entry)) {
            call_at(at);
            call_at(at + sizeof(entry));
            call_at(at + 2 * sizeof(entry));
            call_at(at + 3 * sizeof(entry));
        }
        for (; at != end; at += sizeof(entry))
            call_at(at);
        return count - skipped;
    }

    void close_run() noexcept
    {
        if (run_takes_more_)
            inbox_->take_no_more();
        if (run_ != nullptr)
            std::exchange(run_, nullptr)->close(only_here_);
    }
    void discard_events(std::uint64_t until) noexcept
    {
        for (; only_here_taken_ != until; ++only_here_taken_) {
            events_.front();
            events_.pop();
        }
    }
    void end_run(event_run<E> const& ended) noexcept
    {
        if (run_ == &ended) {
            if (run_takes_more_)
                inbox_->take_no_more();
            run_ = nullptr;
        }
    }

    inbox_ptr inbox_;
    std::vector<entry> entries_;
    std::size_t live_ = 0;
    std::size_t coroutines_ = 0;
    event_queue<E> events_;       // those that are for this group alone
    event_run<E>* run_ = nullptr; // the last one
    bool run_takes_more_ = false;
    std::uint64_t only_here_ = 0; // how many there were
    std::uint64_t only_here_taken_ = 0;
    std::uint64_t shared_taken_ = 0;
    std::uint64_t retained_ = 0; // how many were queued for new listeners
    bool orphaned_ = false;
    bool delivers_run_ = false;
    std::uint64_t newest_listener_ = 0;
    broker_stats counters_;
    ring<std::pair<cell_ptr<E>, std::uint64_t>> newest_;
};

template<class E>
using listener_group_ptr = boost::intrusive_ptr<listener_group<E>>;

} // namespace boost_broker::detail

#endif
