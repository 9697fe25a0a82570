// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_CELL_POOL_HPP
#define BOOST_BROKER_DETAIL_CELL_POOL_HPP

// Memory for what lives from an emit to its delivery or from a request to its answer. Freed blocks
// stay with the thread that freed them and are used again, and what is too many for one thread is
// there for the others, so that a steady state allocates nothing.

#include <boost_broker/detail/message_trace.hpp>

#include <boost/config.hpp>
#include <boost/smart_ptr/intrusive_ptr.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <new>
#include <type_traits>
#include <utility>

namespace boost_broker::detail {

class block_cache
{
public:
    static constexpr std::size_t granularity = 64;
    // Messages that cross threads are aligned to cache lines, and come from here too.
    static constexpr std::align_val_t alignment{granularity};
    // Blocks of up to 64 KiB are kept: up to 1 KiB in steps of the granularity, above in four steps
    // for each power of two, so that at most a fifth of a block is not used.
    static constexpr std::size_t small_classes = 16;
    static constexpr std::size_t largest_small = small_classes * granularity;
    static constexpr std::size_t classes = small_classes + 24;
    static constexpr std::size_t batches_in_depot = 64; // of each class

    static void* allocate(std::size_t bytes)
    {
        auto const index = class_of(bytes);
        if (auto* cache = current(); cache != nullptr && index < classes) {
            auto& list = cache->free_[index];
            if (list.first == nullptr)
                list.fetch(index);
            if (block* found = list.first) {
                list.first = found->next;
                --list.count;
                return found;
            }
        }
        return index < classes ? ::operator new(size_of(index), alignment) : ::operator new(bytes);
    }

    static void deallocate(void* memory, std::size_t bytes) noexcept
    {
        auto const index = class_of(bytes);
        if (auto* cache = current(); cache != nullptr && index < classes) {
            auto& list = cache->free_[index];
            if (list.count == batch_of(index))
                list.put_away(index);
            list.first = ::new (memory) block{list.first, nullptr};
            ++list.count;
        } else if (index < classes) {
            ::operator delete(memory, alignment);
        } else {
            ::operator delete(memory);
        }
    }

    /// Gives the heap what this thread keeps for reuse, and what no thread does.
    static void trim() noexcept;

    /// The number of the smallest blocks that are large enough, or more if none is.
    static constexpr std::size_t class_of(std::size_t bytes) noexcept
    {
        auto const last = bytes - 1;
        if (last < largest_small)
            return last / granularity;
        auto const power = static_cast<std::size_t>(std::bit_width(last)) - 1;
        return small_classes + (power - power_above_small) * 4 + (last >> (power - 2)) % 4;
    }
    /// How large the blocks of a class are.
    static constexpr std::size_t size_of(std::size_t index) noexcept
    {
        if (index < small_classes)
            return (index + 1) * granularity;
        auto const step = index - small_classes;
        return (5 + step % 4) << (power_above_small + step / 4 - 2);
    }
    /// How many blocks of a class threads pass on at a time: 64 KiB of large ones.
    static constexpr std::size_t batch_of(std::size_t index) noexcept
    {
        return size_of(index) < 512 ? 128 : (std::size_t(1) << 16) / size_of(index);
    }

    /// Whether blocks of that size are aligned so.
    static constexpr bool aligns(std::size_t bytes, std::align_val_t to) noexcept
    {
        return class_of(bytes) < classes && to <= alignment;
    }

private:
    struct block {
        block* next;
        block* next_batch;
    };

    // Where blocks wait that one thread has no use for, and others may: what is allocated on one
    // thread and freed on another would else come from the heap each time.
    class depot
    {
    public:
        static depot& of(std::size_t index) noexcept;
        /// A full batch, or null.
        block* take() noexcept
        {
            std::lock_guard const lock(mutex_);
            auto* const found = first_;
            if (found != nullptr) {
                first_ = found->next_batch;
                --count_;
            }
            return found;
        }
        /// False if there are enough.
        bool give(block* full) noexcept
        {
            std::lock_guard const lock(mutex_);
            if (count_ == batches_in_depot)
                return false;
            full->next_batch = first_;
            first_ = full;
            ++count_;
            return true;
        }

    private:
        std::mutex mutex_;
        block* first_ = nullptr;
        std::size_t count_ = 0;
    };

    struct free_list {
        block* first = nullptr;
        std::size_t count = 0;
        block* full = nullptr; // a batch besides

        BOOST_NOINLINE void fetch(std::size_t index)
        {
            first = full != nullptr ? std::exchange(full, nullptr) : depot::of(index).take();
            count = first != nullptr ? batch_of(index) : 0;
        }
        BOOST_NOINLINE void put_away(std::size_t index) noexcept
        {
            auto* const before = std::exchange(full, std::exchange(first, nullptr));
            count = 0;
            if (before != nullptr && !depot::of(index).give(before))
                free(before);
        }
    };

    static void free(block* list) noexcept
    {
        while (list != nullptr)
            ::operator delete(std::exchange(list, list->next), alignment);
    }

    struct all_depots;

    // Ends with its thread; what is freed later goes straight to the heap.
    struct owner;

    block_cache() = default;

    ~block_cache()
    {
        for (auto& list : free_) {
            free(list.first);
            free(list.full);
        }
    }

    static constexpr std::size_t power_above_small = 10; // 2 to the 10th is `largest_small`

    static inline block_cache* current();

    std::array<free_list, classes> free_{};
    static inline thread_local block_cache* current_ = nullptr;
};

// Made before anything runs, and never destroyed: threads may end while static objects are.
struct block_cache::all_depots {
    static inline constinit std::array<depot, classes> of_class{};
    static_assert(std::is_trivially_destructible_v<depot>);
};

inline block_cache::depot& block_cache::depot::of(std::size_t index) noexcept
{
    return all_depots::of_class[index];
}

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

inline void block_cache::trim() noexcept
{
    if (auto* const cache = current(); cache != nullptr) {
        for (auto& list : cache->free_) {
            free(std::exchange(list.first, nullptr));
            free(std::exchange(list.full, nullptr));
            list.count = 0;
        }
    }
    for (auto& one : all_depots::of_class) {
        while (auto* const full = one.take())
            free(full);
    }
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
    static void* operator new(std::size_t bytes, std::align_val_t to)
    {
        return block_cache::aligns(bytes, to) ? block_cache::allocate(bytes)
                                              : ::operator new(bytes, to);
    }
    static void operator delete(void* memory, std::size_t bytes, std::align_val_t to) noexcept
    {
        if (block_cache::aligns(bytes, to))
            block_cache::deallocate(memory, bytes);
        else
            ::operator delete(memory, to);
    }
    // g++ 12 looks for this one alone when a constructor throws, and leaks without it.
    static void operator delete(void* memory, std::align_val_t alignment) noexcept
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
    [[no_unique_address]] message_trace<T> trace;
};

template<class T>
using cell_ptr = boost::intrusive_ptr<cell<T>>;

} // namespace boost_broker::detail

#endif
