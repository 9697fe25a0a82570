// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// What a request from one thread to another cannot do without: the payload in memory that both
// see, and one of the ways in which the other is told.

#include "mt_requests.hpp"
#include "mt_stream.hpp"

#include <linux/futex.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <system_error>
#include <thread>

namespace bench::mt_exchange {

/// Looks without a pause, for least time; yet whoever shares the core gets it now and then.
class spinning
{
public:
    void tell(int number) noexcept { number_.store(number, std::memory_order_release); }
    void wait_for(int number) noexcept
    {
        for (unsigned looks = 1; number_.load(std::memory_order_acquire) != number; ++looks) {
            if (looks % (1 << 14) == 0)
                std::this_thread::yield();
        }
    }

private:
    std::atomic<int> number_{0};
};

class by_eventfd
{
public:
    by_eventfd() : fd_(::eventfd(0, EFD_CLOEXEC))
    {
        if (fd_ < 0)
            throw std::system_error(errno, std::generic_category(), "eventfd");
    }
    by_eventfd(by_eventfd const&) = delete;
    ~by_eventfd() { ::close(fd_); }

    void tell(int)
    {
        std::uint64_t const one = 1;
        if (::write(fd_, &one, sizeof(one)) != sizeof(one))
            throw std::system_error(errno, std::generic_category(), "write");
    }
    void wait_for(int)
    {
        std::uint64_t count = 0;
        if (::read(fd_, &count, sizeof(count)) != sizeof(count))
            throw std::system_error(errno, std::generic_category(), "read");
    }

private:
    int fd_;
};

/// Sleeps whenever there is nothing.
class futex
{
public:
    void tell(int number) noexcept
    {
        number_.store(number, std::memory_order_release);
        call(FUTEX_WAKE_PRIVATE, 1);
    }
    void wait_for(int number) noexcept
    {
        while (number_.load(std::memory_order_acquire) != number)
            call(FUTEX_WAIT_PRIVATE, number - 1);
    }

private:
    void call(int what, int value) noexcept
    {
        ::syscall(SYS_futex, &number_, what, value, nullptr, nullptr, 0);
    }

    static_assert(sizeof(std::atomic<int>) == sizeof(int));
    std::atomic<int> number_{0};
};

/// The same by the standard library, which looks for about a microsecond before it sleeps: so two
/// threads that answer each other at once may never do.
class atomic_wait
{
public:
    void tell(int number) noexcept
    {
        number_.store(number, std::memory_order_release);
        number_.notify_one();
    }
    void wait_for(int number) noexcept { number_.wait(number - 1, std::memory_order_acquire); }

private:
    std::atomic<int> number_{0};
};

/// What is told and what it is about share a line, which is what moves from core to core.
template<class Signal>
struct alignas(64) box {
    Signal full;
    message content;
};

template<class Signal>
class exchange
{
public:
    explicit exchange(answerer provider)
        : thread_([this, provider] {
            on_core const here(1);
            for (int number = 1;; ++number) {
                there_.full.wait_for(number);
                if (there_.content.id < 0)
                    return;
                back_.content = provider(there_.content);
                back_.full.tell(number);
            }
        })
    {}
    exchange(exchange const&) = delete;
    ~exchange()
    {
        there_.content.id = -1;
        there_.full.tell(number_ + 1);
        thread_.join();
    }

    message ask(message q)
    {
        ++number_;
        there_.content = std::move(q);
        there_.full.tell(number_);
        back_.full.wait_for(number_);
        return std::move(back_.content);
    }

private:
    box<Signal> there_, back_;
    alignas(64) int number_ = 0; // the requester's
    std::thread thread_;
};

template<class Signal>
void ask(benchmark::State& state)
{
    constexpr auto batch = request_batch(1);
    ledger book;
    {
        on_core const here(0);
        exchange<Signal> way(book.provider());
        source const from;
        while (state.KeepRunningBatch(batch)) {
            for (std::int64_t i = 0; i != batch; ++i)
                book.take(way.ask(book.next<message>(from)));
        }
    }
    book.check(state);
}

BENCHMARK(ask<spinning>)->Name("mt_requests_1/spinning")->UseRealTime();
BENCHMARK(ask<by_eventfd>)->Name("mt_requests_1/eventfd")->UseRealTime();
BENCHMARK(ask<futex>)->Name("mt_requests_1/futex")->UseRealTime();
BENCHMARK(ask<atomic_wait>)->Name("mt_requests_1/atomic_wait")->UseRealTime();

} // namespace bench::mt_exchange
