// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_TEST_ALLOCATION_COUNTING_HPP
#define BOOST_BROKER_TEST_ALLOCATION_COUNTING_HPP

// Counts every allocation of the program whose one source includes this.

#include <boost/config.hpp>

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <new>

namespace {

std::atomic<std::size_t> allocations{0};

} // namespace

// What the C library calls its own; ours stand in front of them.
extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);

void* malloc(std::size_t size)
{
    ++allocations;
    return __libc_malloc(size);
}
void* calloc(std::size_t count, std::size_t size)
{
    ++allocations;
    return __libc_calloc(count, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size)
{
    ++allocations;
    return __libc_memalign(alignment, size);
}
int posix_memalign(void** memory, std::size_t alignment, std::size_t size)
{
    ++allocations;
    *memory = __libc_memalign(alignment, size);
    return *memory != nullptr ? 0 : ENOMEM;
}
}

// Not inline: g++ would see that the memory comes from malloc, and think delete wrong for it.
BOOST_NOINLINE void* operator new(std::size_t size)
{
    ++allocations;
    if (void* const memory = __libc_malloc(size))
        return memory;
    throw std::bad_alloc();
}
BOOST_NOINLINE void operator delete(void* memory) noexcept
{
    std::free(memory);
}
BOOST_NOINLINE void operator delete(void* memory, std::size_t) noexcept
{
    std::free(memory);
}

namespace {

/// How many allocations a piece of work makes once it has been done a few times.
template<class Work>
std::size_t allocations_of(Work work, int times = 100)
{
    for (int warm_up = 0; warm_up != times; ++warm_up)
        work();
    auto const before = allocations.load();
    for (int i = 0; i != 1000; ++i)
        work();
    return allocations.load() - before;
}

} // namespace

#endif
