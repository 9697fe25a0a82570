// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_CELL_POOL_HPP
#define BOOST_BROKER_DETAIL_CELL_POOL_HPP

// Memory for what lives from an emit to its delivery or from a request to its answer. Freed blocks
// stay with the thread that freed them and are used again, so that a steady state allocates
// nothing.

#include <boost/config.hpp>
#include <boost/smart_ptr/intrusive_ptr.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <new>
#include <utility>

namespace boost_broker::detail {

class block_cache
{
public:
    static constexpr std::size_t granularity = 64;
    static constexpr std::size_t classes = 16; // blocks of up to 1 KiB are kept
    static constexpr std::size_t kept_per_class = 256;

    static void* allocate(std::size_t bytes)
    {
        auto const index = class_of(bytes);
        if (auto* cache = current(); cache != nullptr && index < classes) {
            if (block* found = cache->free_[index].first) {
                cache->free_[index].first = found->next;
                --cache->free_[index].count;
                return found;
            }
        }
        return ::operator new(index < classes ? (index + 1) * granularity : bytes);
    }

    static void deallocate(void* memory, std::size_t bytes) noexcept
    {
        auto const index = class_of(bytes);
        if (auto* cache = current();
            cache != nullptr && index < classes && cache->free_[index].count < kept_per_class) {
            cache->free_[index].first = ::new (memory) block{cache->free_[index].first};
            ++cache->free_[index].count;
            return;
        }
        ::operator delete(memory);
    }

private:
    struct block {
        block* next;
    };

    struct free_list {
        block* first = nullptr;
        std::size_t count = 0;
    };

    // Ends with its thread; what is freed later goes straight to the heap.
    struct owner;

    block_cache() = default;

    ~block_cache()
    {
        for (auto& list : free_) {
            while (list.first != nullptr)
                ::operator delete(std::exchange(list.first, list.first->next));
        }
    }

    static std::size_t class_of(std::size_t bytes) noexcept { return (bytes - 1) / granularity; }

    static inline block_cache* current();

    std::array<free_list, classes> free_{};
    static inline thread_local block_cache* current_ = nullptr;
};

struct block_cache::owner {
    block_cache cache;
    owner() noexcept { current_ = &cache; }
    ~owner() { current_ = nullptr; }
};

inline block_cache* block_cache::current()
{
    thread_local owner const ensure_owner;
    return current_;
}

/// A standard allocator over the block cache.
template<class T>
struct cached_allocator {
    using value_type = T;

    cached_allocator() = default;
    template<class U>
    cached_allocator(cached_allocator<U> const&) noexcept // NOLINT: implicit by requirement
    {}

    T* allocate(std::size_t n)
    {
        static_assert(alignof(T) <= alignof(std::max_align_t));
        return static_cast<T*>(block_cache::allocate(n * sizeof(T)));
    }
    void deallocate(T* memory, std::size_t n) noexcept
    {
        block_cache::deallocate(memory, n * sizeof(T));
    }

    friend bool operator==(cached_allocator, cached_allocator) noexcept { return true; }
};

/// Gives a class its memory from the block cache.
template<class Derived>
struct cached_object {
    static void* operator new(std::size_t bytes) { return block_cache::allocate(bytes); }
    static void operator delete(void* memory, std::size_t bytes) noexcept
    {
        block_cache::deallocate(memory, bytes);
    }
    // What needs a stricter alignment than the heap gives is not kept.
    static void* operator new(std::size_t bytes, std::align_val_t alignment)
    {
        return ::operator new(bytes, alignment);
    }
    static void operator delete(void* memory, std::size_t, std::align_val_t alignment) noexcept
    {
        ::operator delete(memory, alignment);
    }
};

/// A count of owners without atomics, for the `local` lane.
template<class Derived>
class local_refcount
{
public:
    local_refcount(local_refcount const&) = delete;
    local_refcount& operator=(local_refcount const&) = delete;

    std::uint32_t use_count() const noexcept { return owners_; }

    friend void intrusive_ptr_add_ref(Derived* object) noexcept
    {
        ++static_cast<local_refcount*>(object)->owners_;
    }
    friend void intrusive_ptr_release(Derived* object) noexcept
    {
        if (--static_cast<local_refcount*>(object)->owners_ == 0)
            destroy(object);
    }

protected:
    local_refcount() = default;
    ~local_refcount() = default;

private:
    // Not inline: where g++ 12 sees the end of an object, it takes later uses of pointers that keep
    // it alive for mistakes (-Wuse-after-free).
    BOOST_NOINLINE static void destroy(Derived* object) noexcept { delete object; }

    std::uint32_t owners_ = 0;
};

/// A payload that several receivers share.
template<class T>
struct cell final
    : local_refcount<cell<T>>
    , cached_object<cell<T>> {
    template<class... Args>
    explicit cell(Args&&... args) : value(std::forward<Args>(args)...)
    {}
    T value;
};

template<class T>
using cell_ptr = boost::intrusive_ptr<cell<T>>;

} // namespace boost_broker::detail

#endif
