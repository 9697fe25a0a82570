// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_EVENT_QUEUE_HPP
#define BOOST_BROKER_DETAIL_EVENT_QUEUE_HPP

// The events of one type that wait for the listeners of one group. They stay where they were built,
// in a ring of blocks that are used again, so that the first can be delivered while others come.

#include <boost_broker/detail/quiet.hpp>

#include <boost/config.hpp>

#include <cstddef>
#include <new>
#include <type_traits>
#include <utility>

namespace boost_broker::detail {

template<class E>
class event_queue
{
public:
    event_queue() = default;
    event_queue(event_queue const&) = delete;
    event_queue& operator=(event_queue const&) = delete;

    ~event_queue()
    {
        while (!empty()) {
            front();
            pop();
        }
        if (last_ == nullptr)
            return;
        for (auto* next = std::exchange(last_->next, nullptr); next != nullptr;)
            delete std::exchange(next, next->next);
    }

    /// Whether nothing waits. An event that is being delivered still counts.
    bool empty() const noexcept { return read_ == write_; }

    /// Builds an event at the end; throws what its constructor throws, and is then as before.
    template<class Event>
    BOOST_FORCEINLINE void push(Event&& event)
    {
        if constexpr (std::is_nothrow_constructible_v<E, Event>) {
            ::new (claim()) E(std::forward<Event>(event));
        } else if constexpr (message_copies_quietly<E>()) {
            push_made([&] { return E(std::forward<Event>(event)); });
        } else {
            E built(std::forward<Event>(event));
            ::new (claim()) E(std::move(built));
        }
    }

    /// The same for what `make` returns; it is made in its place, and that runs no code of the
    /// user's.
    template<class Make>
    BOOST_FORCEINLINE void push_made(Make&& make)
    {
        if (BOOST_UNLIKELY(write_ == write_limit_))
            next_block();
        try {
            ::new (static_cast<void*>(write_)) E(make());
        } catch (...) {
            leave_empty_block();
            throw;
        }
        ++write_;
    }

    E& front() noexcept
    {
        if (BOOST_UNLIKELY(read_ == read_limit_)) {
            first_ = first_->next;
            read_ = first_->begin();
            read_limit_ = read_ + per_block;
        }
        return *read_;
    }

    /// How many events at the front, at most, `pop` makes the first in turn without `front`.
    std::size_t at_hand() noexcept
    {
        front();
        return static_cast<std::size_t>(read_limit_ - read_);
    }
    /// The first event, if it is one of those at hand.
    E& first() noexcept { return *read_; }

    /// Destroys the first event. `front` or `at_hand` came before.
    void pop() noexcept
    {
        read_->~E(); // which may push in turn, and must not find the queue empty yet
        ++read_;
    }

    /// Begins with a block that is still in the cache. Nothing waits.
    void rewind() noexcept
    {
        if (last_ != nullptr)
            begin_block(first_ = last_);
    }

private:
    static constexpr std::size_t block_size = 4096 - sizeof(void*);
    static constexpr std::size_t per_block = sizeof(E) < block_size ? block_size / sizeof(E) : 1;

    struct block {
        alignas(E) std::byte bytes[per_block * sizeof(E)];
        block* next;

        E* begin() noexcept { return reinterpret_cast<E*>(bytes); }
    };

    void* claim()
    {
        if (BOOST_UNLIKELY(write_ == write_limit_))
            next_block();
        return write_++;
    }

    // The last block was begun for an event that was not built.
    BOOST_NOINLINE void leave_empty_block() noexcept
    {
        if (write_ != last_->begin() || last_ == first_)
            return;
        auto* before = first_;
        while (before->next != last_)
            before = before->next;
        last_ = before;
        write_ = write_limit_ = before->begin() + per_block;
    }

    BOOST_NOINLINE void next_block()
    {
        if (last_ == nullptr) {
            first_ = last_ = new block;
            last_->next = last_;
            begin_block(last_);
            return;
        }
        if (last_->next == first_) {
            auto* const added = new block;
            added->next = first_;
            last_->next = added;
        }
        last_ = last_->next;
        write_ = last_->begin();
        write_limit_ = write_ + per_block;
    }

    void begin_block(block* b) noexcept
    {
        read_ = write_ = b->begin();
        read_limit_ = write_limit_ = read_ + per_block;
    }

    // A ring: first_ ... last_ are in use, those behind last_ are free.
    E* read_ = nullptr;
    E* read_limit_ = nullptr;
    E* write_ = nullptr;
    E* write_limit_ = nullptr;
    block* first_ = nullptr;
    block* last_ = nullptr;
};

} // namespace boost_broker::detail

#endif
