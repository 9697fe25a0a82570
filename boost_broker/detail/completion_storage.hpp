// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_COMPLETION_STORAGE_HPP
#define BOOST_BROKER_DETAIL_COMPLETION_STORAGE_HPP

// One piece of memory for a completion handler, its result and what the executor needs to run them:
// obtained when the operation starts, so that completing it cannot fail. The executor may hold its
// part longer than the handler lives, so whoever is last gives the memory back. An operation
// completes once, and one step of that follows the other, which is why nothing here is atomic.

#include <array>
#include <cstddef>
#include <memory>
#include <new>
#include <utility>

namespace boost_broker::detail {

class completion_storage
{
public:
    using free_function = void (*)(completion_storage&) noexcept;

    explicit completion_storage(free_function free) noexcept : free_(free) {}
    completion_storage(completion_storage const&) = delete;
    completion_storage& operator=(completion_storage const&) = delete;

    /// Hands out a block, and heap memory where none is free or large enough.
    void* allocate(std::size_t bytes)
    {
        for (auto& b : blocks_) {
            if (!b.taken && bytes <= sizeof b.bytes) {
                b.taken = true;
                ++owners_;
                return b.bytes;
            }
        }
        return ::operator new(bytes);
    }

    void deallocate(void* memory) noexcept
    {
        for (auto& b : blocks_) {
            if (memory == b.bytes) {
                b.taken = false;
                release();
                return;
            }
        }
        ::operator delete(memory);
    }

    /// The handler is gone, or a block has come back.
    void release() noexcept
    {
        if (--owners_ == 0)
            free_(*this);
    }

protected:
    ~completion_storage() = default;

private:
    struct block {
        bool taken = false;
        alignas(std::max_align_t) std::byte bytes[112];
    };

    free_function free_;
    unsigned owners_ = 1; // the handler
    // A strand has two at once: what waits in it, and what it has posted to run that.
    std::array<block, 2> blocks_;
};

/// Allocates from the storage of one completion.
template<class T>
class completion_allocator
{
public:
    using value_type = T;

    explicit completion_allocator(completion_storage& storage) noexcept : storage_(&storage) {}
    template<class U>
    completion_allocator(completion_allocator<U> const& other) noexcept // NOLINT: by requirement
        : storage_(other.storage_)
    {}

    T* allocate(std::size_t n)
    {
        static_assert(alignof(T) <= alignof(std::max_align_t));
        return static_cast<T*>(storage_->allocate(n * sizeof(T)));
    }
    void deallocate(T* memory, std::size_t) noexcept { storage_->deallocate(memory); }

    friend bool operator==(completion_allocator const& a, completion_allocator const& b) noexcept
    {
        return a.storage_ == b.storage_;
    }

private:
    template<class>
    friend class completion_allocator;

    completion_storage* storage_;
};

/// A handler together with its storage, in one allocation of the handler's own allocator.
template<class Node, class Allocator>
class stored_completion final : public completion_storage
{
    using own_allocator =
        typename std::allocator_traits<Allocator>::template rebind_alloc<stored_completion>;
    using traits = std::allocator_traits<own_allocator>;

public:
    /// Obtains the memory and builds the node in it; its first argument is the storage.
    template<class... Args>
    static Node* make(Allocator const& allocator, Args&&... args)
    {
        own_allocator own(allocator);
        auto* const memory = traits::allocate(own, 1);
        auto* const made = ::new (static_cast<void*>(memory)) stored_completion(own);
        try {
            return ::new (static_cast<void*>(made->node_)) Node(*made, std::forward<Args>(args)...);
        } catch (...) {
            made->release();
            throw;
        }
    }

private:
    explicit stored_completion(own_allocator const& allocator) noexcept
        : completion_storage(&free)
        , allocator_(allocator)
    {}

    static void free(completion_storage& storage) noexcept
    {
        auto& self = static_cast<stored_completion&>(storage);
        auto allocator = self.allocator_;
        self.~stored_completion();
        traits::deallocate(allocator, &self, 1);
    }

    own_allocator allocator_;
    alignas(Node) std::byte node_[sizeof(Node)];
};

} // namespace boost_broker::detail

#endif
