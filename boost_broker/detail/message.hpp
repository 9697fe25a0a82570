// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MESSAGE_HPP
#define BOOST_BROKER_DETAIL_MESSAGE_HPP

// What waits in an inbox: an event, a signal or a request, whose type only its own code knows. It
// is as large as one cache line can make it, so that a queue of messages is one block of memory.

#include <cstddef>
#include <new>
#include <type_traits>
#include <utility>

namespace boost_broker::detail {

class message
{
public:
    static constexpr std::size_t capacity = 80;

    /// @param content Called with no arguments to deliver; destroyed uncalled to discard.
    /// @param needs_executor Whether delivery has to happen on the executor itself.
    template<class Content>
    message(Content&& content, bool needs_executor) noexcept
        : table_(&table_of<std::decay_t<Content>>)
        , needs_executor_(needs_executor)
    {
        using type = std::decay_t<Content>;
        static_assert(sizeof(type) <= capacity && alignof(type) <= alignof(std::max_align_t));
        static_assert(std::is_nothrow_move_constructible_v<type>);
        ::new (static_cast<void*>(storage_)) type(std::forward<Content>(content));
    }

    message(message&& other) noexcept : table_(other.table_), needs_executor_(other.needs_executor_)
    {
        table_->move(storage_, other.storage_);
    }

    message& operator=(message&& other) noexcept
    {
        if (this != &other) {
            this->~message();
            ::new (this) message(std::move(other));
        }
        return *this;
    }

    ~message() { table_->destroy(storage_); }

    bool needs_executor() const noexcept { return needs_executor_; }

    void deliver() noexcept { table_->deliver(storage_); }

private:
    struct operations {
        void (*deliver)(void*) noexcept;
        void (*move)(void* to, void* from) noexcept;
        void (*destroy)(void*) noexcept;
    };

    template<class T>
    static constexpr operations table_of{
        [](void* self) noexcept { (*static_cast<T*>(self))(); },
        [](void* to, void* from) noexcept { ::new (to) T(std::move(*static_cast<T*>(from))); },
        [](void* self) noexcept { static_cast<T*>(self)->~T(); },
    };

    operations const* table_;
    bool needs_executor_;
    alignas(std::max_align_t) std::byte storage_[capacity];
};

} // namespace boost_broker::detail

#endif
