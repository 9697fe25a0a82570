// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_TEST_BENCH_MT_STREAM_HPP
#define BOOST_BROKER_TEST_BENCH_MT_STREAM_HPP

// How messages that go from threads to threads are measured. A channel has
//
//     explicit Channel(Receivers);    // what each thread that receives calls for each message
//     struct producer { explicit producer(Channel&); void send(message const&); };
//
// Producers stay at most `window` messages ahead of the slowest receiver, as those of a program do
// whose messages are worth something: without that, the rows would measure how fast memory grows.

#include "message.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <pthread.h>
#include <sched.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

namespace bench {

namespace asio = boost::asio;

inline void pause() noexcept
{
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#endif
}

/// Waits as a thread does that does not sleep: looks, and leaves the core to others in between.
template<class Ready>
void wait_until(Ready ready)
{
    for (unsigned looks = 0; !ready(); ++looks) {
        if (looks % 64 != 63)
            pause();
        else
            std::this_thread::yield();
    }
}

/// While it lives, the calling thread keeps to one core. Where the system puts two threads on one
/// core, or does not, is no difference between what is compared.
class on_core
{
public:
    explicit on_core(unsigned number)
    {
        pthread_getaffinity_np(pthread_self(), sizeof(before_), &before_);
        cpu_set_t only;
        CPU_ZERO(&only);
        CPU_SET(number % std::thread::hardware_concurrency(), &only);
        pthread_setaffinity_np(pthread_self(), sizeof(only), &only);
    }
    on_core(on_core const&) = delete;
    ~on_core() { pthread_setaffinity_np(pthread_self(), sizeof(before_), &before_); }

private:
    cpu_set_t before_;
};

/// A run loop with a thread of its own.
class loop
{
public:
    explicit loop(unsigned core)
        : thread_([this, core] {
            on_core const here(core);
            io.run();
        })
    {}
    loop(loop const&) = delete;
    ~loop()
    {
        work_.reset();
        thread_.join();
    }

    asio::io_context io{1};

private:
    asio::executor_work_guard<asio::io_context::executor_type> work_{io.get_executor()};
    std::thread thread_;
};

/// How many messages of each producer a receiver has got. `id` is the number of the producer.
template<std::size_t Producers>
struct receipts {
    struct alignas(64) count {
        std::atomic<std::int64_t> value{0};
    };
    std::array<count, Producers> of;

    void take(std::int64_t producer) noexcept
    {
        auto& mine = of[static_cast<std::size_t>(producer)].value;
        mine.store(mine.load(std::memory_order_relaxed) + 1, std::memory_order_release);
    }
};

/// What is called with each message.
template<std::size_t Producers>
struct receiver {
    receipts<Producers>* to;

    template<class Message>
    void operator()(Message const& m) const noexcept
    {
        to->take(m.id);
    }
};

inline constexpr std::int64_t window = 1024;
inline constexpr std::int64_t stream_batch = 1 << 16;

/// Messages from so many producers to so many receivers, each of which gets them all.
template<class Channel, std::size_t Producers, std::size_t Receivers, class Message = message>
void stream(benchmark::State& state)
{
    auto got = std::make_unique<std::array<receipts<Producers>, Receivers>>();
    std::array<receiver<Producers>, Receivers> receivers;
    for (std::size_t i = 0; i != Receivers; ++i)
        receivers[i].to = &(*got)[i];
    Channel channel(receivers);

    constexpr auto each = stream_batch / static_cast<std::int64_t>(Producers);
    constexpr auto ahead = window / static_cast<std::int64_t>(Producers);
    auto const received = [&](std::size_t producer) {
        auto least = (*got)[0].of[producer].value.load(std::memory_order_acquire);
        for (std::size_t i = 1; i != Receivers; ++i)
            least = std::min(least, (*got)[i].of[producer].value.load(std::memory_order_acquire));
        return least;
    };
    std::atomic<std::int64_t> goal{0};
    auto const produce = [&](std::size_t number, typename Channel::producer& to, std::int64_t from,
                             std::int64_t until) {
        Message m{};
        m.id = static_cast<std::int64_t>(number);
        if constexpr (requires { m.name; })
            m.name = source().name;
        auto known = received(number);
        for (auto sent = from; sent != until; ++sent) {
            if (sent - known >= ahead) {
                known = received(number);
                // Half of the window at a time: who looks for each message takes the line that the
                // receiver counts in from its core each time.
                if (sent - known >= ahead)
                    wait_until([&] { return sent - (known = received(number)) <= ahead / 2; });
            }
            to.send(std::as_const(m));
        }
    };
    std::vector<std::thread> others;
    for (std::size_t number = 1; number != Producers; ++number) {
        others.emplace_back([&, number] {
            typename Channel::producer to(channel);
            for (std::int64_t sent = 0;;) {
                goal.wait(sent);
                auto const until = goal.load();
                if (until < 0)
                    return;
                produce(number, to, sent, until);
                sent = until;
            }
        });
    }
    {
        // The receivers have the other core, or its share; more producers than one are left to the
        // system.
        std::unique_ptr<on_core> const here(Producers == 1 ? new on_core(0) : nullptr);
        typename Channel::producer to(channel);
        std::int64_t sent = 0;
        while (state.KeepRunningBatch(each * static_cast<std::int64_t>(Producers))) {
            auto const until = sent + each;
            goal.store(until);
            goal.notify_all();
            produce(0, to, sent, until);
            sent = until;
            for (std::size_t number = 0; number != Producers; ++number)
                wait_until([&] { return received(number) == until; });
        }
        goal.store(-1);
        goal.notify_all();
        for (auto& other : others)
            other.join();
    }
}

} // namespace bench

#endif
