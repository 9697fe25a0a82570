// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MESSAGE_QUEUE_HPP
#define BOOST_BROKER_DETAIL_MESSAGE_QUEUE_HPP

// What waits in an inbox: events, signals and requests, whose types only their own code knows. Each
// is built, delivered and destroyed in one place, in a ring of blocks that are used again; so
// nothing moves, and a handler may queue more while its message is being delivered.

#include <boost/config.hpp>

#include <cstddef>
#include <new>
#include <type_traits>
#include <utility>

namespace boost_broker::detail {

class message_queue
{
public:
    /// The largest message.
    static constexpr std::size_t capacity = 80;

    message_queue() = default;
    message_queue(message_queue const&) = delete;
    message_queue& operator=(message_queue const&) = delete;

    ~message_queue()
    {
        clear(false);
        if (last_ == nullptr)
            return;
        for (auto* next = std::exchange(last_->next, nullptr); next != nullptr;)
            delete std::exchange(next, next->next);
    }

    /// Whether nothing waits. A message that is being delivered still counts.
    bool empty() const noexcept { return read_ == write_; }

    /// Makes room, so that pushing so many messages allocates nothing.
    void reserve(std::size_t messages = 1)
    {
        auto const fit = room() / slot_size<capacity>;
        if (BOOST_UNLIKELY(fit < messages))
            provide_blocks((messages - fit + per_block - 1) / per_block);
    }

    /// Builds a message at the end; throws what its constructor throws, and is then as before.
    /** Its `discard` is called before it is destroyed if it was not delivered. Its constructor is
       the user's, perhaps, and may push in turn: until it returns, the message holds up those
       behind it.
        @param needs_executor Whether delivery has to happen on the executor itself.
        @return The message. It stays there until it is delivered. */
    template<class Message, class... Args>
    Message* push(bool needs_executor, Args&&... args)
    {
        static_assert(sizeof(Message) <= capacity && alignof(Message) <= alignment);
        auto* const made = claim(slot_size<sizeof(Message)>);
        if constexpr (std::is_nothrow_constructible_v<Message, Args...>) {
            ::new (content_of(made)) Message(std::forward<Args>(args)...);
        } else {
            try {
                ::new (content_of(made)) Message(std::forward<Args>(args)...);
            } catch (...) {
                give_up(made);
                throw;
            }
        }
        made->table = needs_executor ? &table_of<Message, true> : &table_of<Message, false>;
        return static_cast<Message*>(content_of(made));
    }

    /// Delivers the first message if that can be done now; see `push`. Not called again before it
    /// returns.
    /// @param on_executor Whether the caller runs on the executor of the inbox.
    /// @param budget How many deliveries may still be made; a message may need several.
    bool deliver_front(bool on_executor, unsigned& budget) noexcept
    {
        auto* const next = front();
        auto* const table = next->table;
        if (BOOST_UNLIKELY(table == nullptr || table->needs_executor > on_executor))
            return false;
        if (table->deliver(content_of(next), budget))
            read_ += next->size;
        return true;
    }

    /// Whether the first message is still being built.
    bool front_is_unfinished() noexcept { return front()->table == nullptr; }

    /// How many messages wait, without those that are still being built.
    /// @param but_first The first is being delivered.
    std::size_t waiting(bool but_first) const noexcept
    {
        std::size_t count = 0;
        auto const* b = first_;
        for (auto const* at = read_; at != write_;) {
            if (at == b->end) {
                b = b->next;
                at = b->bytes;
            }
            auto const* const h = reinterpret_cast<header const*>(at);
            at += h->size;
            bool const delivering = std::exchange(but_first, false);
            if (h->table != nullptr)
                count += h->table->waiting(h + 1, delivering);
        }
        return count;
    }

    /// Discards what waits, but not a message that is still being built.
    /// @param but_first Leaves the first, because it is being delivered.
    void clear(bool but_first) noexcept
    {
        bool emptied = !but_first;
        auto* b = first_;
        for (auto* at = read_; at != write_;) {
            if (at == b->end) {
                b = b->next;
                at = b->bytes;
            }
            auto* const h = reinterpret_cast<header*>(at);
            at += h->size;
            if (std::exchange(but_first, false))
                continue;
            emptied &= h->table != nullptr;
            if (h->table != nullptr)
                std::exchange(h->table, &table_of<nothing, false>)->discard(content_of(h));
        }
        if (emptied) {
            first_ = last_;
            read_ = write_;
        }
    }

private:
    static constexpr std::size_t alignment = alignof(std::max_align_t);

    struct operations {
        bool (*deliver)(void*, unsigned& budget) noexcept; // whether it is done and destroyed
        void (*discard)(void*) noexcept;
        std::size_t (*waiting)(void const*, bool delivering) noexcept;
        bool needs_executor;
    };

    struct alignas(alignment) header {
        operations const* table; // null while the message is being built
        std::size_t size;        // with the message
    };

    struct block {
        block* next;
        std::byte* end; // of what was written, once the next block is written
        alignas(alignment) std::byte bytes[4000];
    };

    static constexpr std::size_t per_block =
        sizeof(block::bytes) / (sizeof(header) + capacity); // of the largest

    struct nothing {
        void deliver() noexcept {}
        void discard() noexcept {}
        std::size_t waiting() const noexcept { return 0; }
    };

    template<class Message>
    static bool deliver(void* self, unsigned& budget) noexcept
    {
        auto& message = *static_cast<Message*>(self);
        if constexpr (requires { message.deliver(budget); }) {
            if (!message.deliver(budget))
                return false;
        } else {
            --budget;
            message.deliver();
        }
        message.~Message();
        return true;
    }
    template<class Message>
    static void discard(void* self) noexcept
    {
        auto& message = *static_cast<Message*>(self);
        message.discard();
        message.~Message();
    }

    // A message that stands for several knows how many are left of them.
    template<class Message>
    static std::size_t waiting_in([[maybe_unused]] void const* self, bool delivering) noexcept
    {
        if constexpr (requires(Message const& message) { message.waiting(); })
            return static_cast<Message const*>(self)->waiting();
        else
            return delivering ? 0 : 1;
    }

    template<class Message, bool NeedsExecutor>
    static constexpr operations table_of{
        &deliver<Message>, &discard<Message>, &waiting_in<Message>, NeedsExecutor};

    template<std::size_t Bytes>
    static constexpr std::size_t slot_size = sizeof(header) +
        (Bytes + alignment - 1) / alignment* alignment;

    static void* content_of(header* h) noexcept { return h + 1; }

    std::size_t room() const noexcept { return static_cast<std::size_t>(limit_ - write_); }

    header* front() noexcept
    {
        if (BOOST_UNLIKELY(read_ == first_->end)) {
            first_ = first_->next;
            read_ = first_->bytes;
        }
        return reinterpret_cast<header*>(read_);
    }

    header* claim(std::size_t size)
    {
        if (read_ == write_ && last_ != nullptr)
            begin_block(first_ = last_);
        if (BOOST_UNLIKELY(room() < size))
            next_block();
        auto* const made = ::new (static_cast<void*>(write_)) header{nullptr, size};
        write_ += size;
        return made;
    }

    // Where something was pushed behind it meanwhile, or a block begins with it, a message that
    // does nothing stays.
    void give_up(header* made) noexcept
    {
        auto* const begin = reinterpret_cast<std::byte*>(made);
        if (begin + made->size == write_ && (begin != last_->bytes || first_ == last_))
            write_ = begin;
        else
            made->table = &table_of<nothing, false>;
    }

    BOOST_NOINLINE void next_block()
    {
        provide_blocks(1);
        if (write_ == last_->bytes)
            return; // the first of all
        last_->end = write_;
        last_ = last_->next;
        last_->end = nullptr;
        write_ = last_->bytes;
        limit_ = write_ + sizeof last_->bytes;
    }

    /// Sees to it that so many blocks that are not in use follow the last one. The first of all
    /// counts.
    BOOST_NOINLINE void provide_blocks(std::size_t count)
    {
        if (last_ == nullptr) {
            first_ = last_ = new block;
            last_->next = last_;
            begin_block(last_);
            --count;
        }
        for (auto* before = last_; count != 0; before = before->next, --count) {
            if (before->next == first_) {
                auto* const added = new block;
                added->next = first_;
                before->next = added;
            }
        }
    }

    void begin_block(block* b) noexcept
    {
        b->end = nullptr;
        read_ = write_ = b->bytes;
        limit_ = write_ + sizeof b->bytes;
    }

    // A ring: first_ ... last_ are in use, those behind last_ are free. The bytes between read_ and
    // write_ are the messages.
    block* first_ = nullptr;
    block* last_ = nullptr;
    std::byte* read_ = nullptr;
    std::byte* write_ = nullptr;
    std::byte* limit_ = nullptr;
};

} // namespace boost_broker::detail

#endif
