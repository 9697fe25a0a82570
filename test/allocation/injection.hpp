// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_TEST_ALLOCATION_INJECTION_HPP
#define BOOST_BROKER_TEST_ALLOCATION_INJECTION_HPP

// Lets the allocations of a verb fail in turn. Replaces the allocator of the program, so it is
// included by one source of it.
//
// A test is a table of rows. The function of a row prepares what it needs, calls its verb once,
// inside `probe::throws` (or between `probe::arm` and `probe::disarm`), and says what it expects of
// both outcomes with `probe::expect`. `run_rows` calls it again and again, each time with one
// allocation later that fails, until none does. Each run has a thread of its own, because what the
// library and Asio keep for reuse ends with the thread: so every run allocates what the first one
// did, and what is left afterwards is a leak.

#include <boost_broker/detail/cell_pool.hpp>

#include <boost/config.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <initializer_list>
#include <limits>
#include <new>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace injection {

constexpr auto never = std::numeric_limits<std::size_t>::max();
inline thread_local std::size_t until_failure = never;
inline thread_local bool fired = false;
inline std::atomic<std::ptrdiff_t> live{0};

inline bool fails() noexcept
{
    if (until_failure == never || until_failure-- != 0)
        return false;
    until_failure = never;
    fired = true;
    return true;
}

inline void* counted(void* memory) noexcept
{
    if (memory != nullptr)
        live.fetch_add(1, std::memory_order_relaxed);
    return memory;
}

} // namespace injection

#if defined(__SANITIZE_ADDRESS__)
#define BOOST_BROKER_TEST_SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define BOOST_BROKER_TEST_SANITIZED
#endif
#endif

// A sanitizer needs the functions of C for itself; what only uses operator new fails there too.
#if defined(BOOST_BROKER_TEST_SANITIZED)
namespace injection {
constexpr bool sees_everything = false; // not what Asio obtains for a handler
}
#define BOOST_BROKER_TEST_MALLOC(size) std::malloc(size)
#define BOOST_BROKER_TEST_FREE(memory) std::free(memory)
#else
namespace injection {
constexpr bool sees_everything = true;
}
#define BOOST_BROKER_TEST_MALLOC(size) __libc_malloc(size)
#define BOOST_BROKER_TEST_FREE(memory) __libc_free(memory)

// What the C library calls its own; ours stand in front of them.
extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);
void __libc_free(void*);

void* malloc(std::size_t size)
{
    return injection::fails() ? nullptr : injection::counted(__libc_malloc(size));
}
void* calloc(std::size_t count, std::size_t size)
{
    return injection::fails() ? nullptr : injection::counted(__libc_calloc(count, size));
}
void* realloc(void* memory, std::size_t size)
{
    if (injection::fails())
        return nullptr;
    auto* const moved = __libc_realloc(memory, size);
    return memory == nullptr ? injection::counted(moved) : moved;
}
void* aligned_alloc(std::size_t alignment, std::size_t size)
{
    return injection::fails() ? nullptr : injection::counted(__libc_memalign(alignment, size));
}
int posix_memalign(void** memory, std::size_t alignment, std::size_t size)
{
    *memory = injection::fails() ? nullptr : injection::counted(__libc_memalign(alignment, size));
    return *memory != nullptr ? 0 : ENOMEM;
}
void free(void* memory)
{
    if (memory != nullptr)
        injection::live.fetch_sub(1, std::memory_order_relaxed);
    __libc_free(memory);
}
}
#endif

// Not inline: g++ would see that the memory comes from malloc, and think delete wrong for it.
BOOST_NOINLINE void* operator new(std::size_t size)
{
    if (!injection::fails()) {
        if (void* const memory = injection::counted(BOOST_BROKER_TEST_MALLOC(size)))
            return memory;
    }
    throw std::bad_alloc();
}
BOOST_NOINLINE void operator delete(void* memory) noexcept
{
    if (memory != nullptr)
        injection::live.fetch_sub(1, std::memory_order_relaxed);
    BOOST_BROKER_TEST_FREE(memory);
}
BOOST_NOINLINE void operator delete(void* memory, std::size_t) noexcept
{
    ::operator delete(memory);
}

namespace injection {

/// What happened to a handler, whichever of its copies.
struct fate {
    int calls = 0;
    int failures = 0; // calls with a result that is one
    int alive = 0;
};

/// A part of a handler, which says whether the handler lives.
class life
{
public:
    explicit life(fate& f) noexcept : fate_(&f) { ++fate_->alive; }
    life(life const& other) noexcept : life(*other.fate_) {}
    life& operator=(life const&) = delete;
    ~life() { --fate_->alive; }

    void called() const noexcept { ++fate_->calls; }
    void failed() const noexcept { ++fate_->failures; }

private:
    fate* fate_;
};

/// A completion handler of any operation.
class completion
{
public:
    explicit completion(fate& f) noexcept : life_(f) {}

    template<class... Args>
    void operator()(Args const&... args) const noexcept
    {
        life_.called();
        (note(args), ...);
    }

private:
    template<class Arg>
    void note(Arg const& arg) const noexcept
    {
        if constexpr (requires { arg.has_value(); }) {
            if (!arg.has_value())
                life_.failed();
        }
    }

    life life_;
};

/// One run of a row.
class probe
{
public:
    explicit probe(std::size_t n) noexcept : n_(n) {}

    void arm() noexcept
    {
        fired = false;
        until_failure = n_;
    }
    void disarm() noexcept
    {
        fired_ = fired_ || fired;
        until_failure = never;
    }

    /// Calls `verb`, whose allocation number n fails, and returns whether it threw.
    template<class Verb>
    bool throws(Verb&& verb)
    {
        bool threw = false;
        arm();
        try {
            std::forward<Verb>(verb)();
        } catch (std::bad_alloc const&) {
            threw = true;
        }
        disarm();
        return threw;
    }

    /// Whether an allocation has failed.
    bool failed() const noexcept { return fired_; }

    void expect(bool ok, char const* what)
    {
        if (!ok)
            broken_.push_back(what);
    }
    std::vector<std::string> const& broken() const noexcept { return broken_; }

private:
    std::size_t n_;
    bool fired_ = false;
    std::vector<std::string> broken_;
};

struct row {
    char const* name;
    void (*run)(probe&);
    /// Whether the verb allocates at all; what does not, as a direct emit, must not begin to.
    bool allocates = true;
};

struct running {
    char const* row = "";
    std::size_t n = 0;
};
inline running now_running;

[[noreturn]] inline void report_and_abort()
{
    until_failure = never;
    std::fprintf(stderr, "terminated: row '%s', allocation %zu\n", now_running.row, now_running.n);
    std::abort();
}

using boost_broker::detail::block_cache;
constexpr auto not_kept = block_cache::size_of(block_cache::classes - 1) + 1;

/// One run, and how much memory is left behind.
inline std::ptrdiff_t run_once(row const& r, std::size_t n, bool& failed)
{
    now_running = {r.name, n};
    block_cache::trim(); // or there would be nothing to allocate
    auto const before = live.load();
    std::vector<std::string> broken;
    {
        std::thread thread([&] {
            // The C library cannot do without the memory for the destructor of a thread_local.
            block_cache::deallocate(block_cache::allocate(not_kept), not_kept);
            probe p(n);
            r.run(p);
            failed = p.failed();
            broken = p.broken();
        });
        thread.join();
    }
    block_cache::trim();
    for (auto const& what : broken)
        BOOST_ERROR(std::string(r.name) + ", allocation " + std::to_string(n) + ": " + what);
    broken = std::vector<std::string>();
    return live.load() - before;
}

/// Runs every row until no allocation of its verb fails any more.
inline void run_rows(std::initializer_list<row> rows)
{
    std::set_terminate(report_and_abort);
    for (auto const& r : rows) {
        bool failed = false;
        for (int warm_up = 0; warm_up != 3; ++warm_up)
            run_once(r, never, failed);
        std::size_t n = 0;
        for (;; ++n) {
            auto left = run_once(r, n, failed);
            if (left > 0) // what is kept for ever, as the memory of contexts is, is there now
                left = run_once(r, n, failed);
            if (left != 0)
                BOOST_ERROR(std::string(r.name) + ", allocation " + std::to_string(n) + ": " +
                    std::to_string(left) + " blocks of memory are left");
            if (!failed)
                break;
        }
        bool const allocates = n != 0 || (r.allocates && !sees_everything);
        BOOST_TEST(allocates == r.allocates, r.name);
    }
}

} // namespace injection

#endif
