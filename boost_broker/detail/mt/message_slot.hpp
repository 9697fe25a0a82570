// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_MT_MESSAGE_SLOT_HPP
#define BOOST_BROKER_DETAIL_MT_MESSAGE_SLOT_HPP

// Where a message lies while it waits, whatever its type.

#include <cstddef>
#include <cstring>
#include <new>
#include <utility>

namespace boost_broker::detail {

class mt_inbox;

/// One message: a function that knows its type, and its content.
class message_slot
{
public:
    static constexpr std::size_t capacity = 56;

    /// Takes the content out of the slot, calls `pop` of the inbox's channel, and then handles it,
    /// or discards it if the inbox is closed.
    using function = void (*)(message_slot& slot, mt_inbox& to) noexcept;

    message_slot() noexcept = default;
    template<class Fill>
        requires requires(Fill fill, message_slot& slot)
        {
            fill(slot);
        }
    explicit message_slot(Fill const& fill) noexcept { fill(*this); }

    template<class T, class... Args>
    void hold(function handle, Args&&... args) noexcept
    {
        static_assert(sizeof(T) <= capacity && // NOLINT(bugprone-sizeof-expression)
            alignof(T) <= alignof(std::max_align_t));
        run_ = handle;
        ::new (static_cast<void*>(content_)) T{std::forward<Args>(args)...};
    }
    template<class T>
    T& content() noexcept
    {
        return *std::launder(reinterpret_cast<T*>(content_));
    }

    void run(mt_inbox& to) noexcept { run_(*this, to); }
    bool is_run_by(function f) const noexcept { return run_ == f; }

    /// Becomes the copy of one whose content is a pointer.
    void copy_pointer_of(message_slot const& other) noexcept
    {
        run_ = other.run_;
        std::memcpy(content_, other.content_, sizeof(void*));
    }

private:
    function run_ = nullptr;
    alignas(8) std::byte content_[capacity]; // NOLINT: filled by whoever builds it
};

/// Where one lies in a ring: by itself in a cache line.
struct alignas(64) ring_slot final : message_slot {
    using message_slot::message_slot;
    ring_slot(ring_slot const&) = delete;
    /// Does nothing: what the ring copies when it gets slots back has ended where it lay.
    ring_slot& operator=(ring_slot const&) noexcept { return *this; } // NOLINT: whatever it gets
};

} // namespace boost_broker::detail

#endif
