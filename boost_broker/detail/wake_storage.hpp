// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_WAKE_STORAGE_HPP
#define BOOST_BROKER_DETAIL_WAKE_STORAGE_HPP

// Memory in which an executor keeps the wake-up of an inbox, so that waking never fails for want of
// memory. An executor may give a block back long after the inbox has ended, so every block that is
// taken keeps the storage alive.

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <boost/smart_ptr/intrusive_ref_counter.hpp>

#include <array>
#include <atomic>
#include <cstddef>

namespace boost_broker::detail {

class wake_storage : public boost::intrusive_ref_counter<wake_storage>
{
public:
    /// Hands out a block, and heap memory where none is free or large enough.
    void* allocate(std::size_t bytes)
    {
        for (auto& b : blocks_) {
            if (bytes <= sizeof(b.bytes) && !b.taken.exchange(true, std::memory_order_acquire)) {
                intrusive_ptr_add_ref(this);
                return b.bytes;
            }
        }
        return ::operator new(bytes);
    }

    void deallocate(void* memory) noexcept
    {
        for (auto& b : blocks_) {
            if (memory == b.bytes) {
                b.taken.store(false, std::memory_order_release);
                intrusive_ptr_release(this);
                return;
            }
        }
        ::operator delete(memory);
    }

private:
    struct block {
        std::atomic<bool> taken = false;
        alignas(std::max_align_t) std::byte bytes[224];
    };
    // A strand has two at once: what waits in it, and what it has posted to run that.
    std::array<block, 2> blocks_;
};

/// Allocates from a storage; whoever allocates keeps the storage alive meanwhile.
template<class T>
class wake_allocator
{
public:
    using value_type = T;

    explicit wake_allocator(wake_storage& storage) noexcept : storage_(&storage) {}
    template<class U>
    wake_allocator(wake_allocator<U> const& other) noexcept // NOLINT: implicit by requirement
        : storage_(other.storage_)
    {}

    T* allocate(std::size_t n)
    {
        static_assert(alignof(T) <= alignof(std::max_align_t));
        return static_cast<T*>(storage_->allocate(n * sizeof(T)));
    }
    void deallocate(T* memory, std::size_t) noexcept { storage_->deallocate(memory); }

    friend bool operator==(wake_allocator const& a, wake_allocator const& b) noexcept
    {
        return a.storage_ == b.storage_;
    }

private:
    template<class>
    friend class wake_allocator;

    wake_storage* storage_;
};

} // namespace boost_broker::detail

#endif
