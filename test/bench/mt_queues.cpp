// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Events from threads to threads by queues of other libraries, each with a thread that sleeps in
// the queue while nothing comes.

#include "message.hpp"
#include "mt_stream.hpp"

#include <concurrentqueue/blockingconcurrentqueue.h>
#include <tbb/concurrent_queue.h>

#include <array>
#include <thread>

namespace bench::mt_queues {

constexpr std::int64_t no_more = -1; // the `id` of the last message

/// moodycamel's, as it recommends itself: with tokens, and many messages at a time.
template<std::size_t Producers>
class concurrent_queue
{
public:
    explicit concurrent_queue(std::array<receiver<Producers>, 1> const& to)
        : consumer_([this, receive = to[0]] { consume(receive); })
    {}
    concurrent_queue(concurrent_queue const&) = delete;
    ~concurrent_queue()
    {
        queue_.enqueue({no_more, 0, {}});
        consumer_.join();
    }

    struct producer {
        concurrent_queue& to;
        moodycamel::ProducerToken token{to.queue_};
        explicit producer(concurrent_queue& q) : to(q) {}
        void send(message const& m) { to.queue_.enqueue(token, m); }
    };

private:
    void consume(receiver<Producers> receive)
    {
        on_core const here(1);
        moodycamel::ConsumerToken token(queue_);
        std::array<message, 64> some;
        for (;;) {
            auto const count = queue_.wait_dequeue_bulk(token, some.begin(), some.size());
            for (std::size_t i = 0; i != count; ++i) {
                if (some[i].id == no_more)
                    return;
                receive(some[i]);
            }
        }
    }

    moodycamel::BlockingConcurrentQueue<message> queue_;
    std::thread consumer_;
};

template<std::size_t Producers>
class tbb_queue
{
public:
    explicit tbb_queue(std::array<receiver<Producers>, 1> const& to)
        : consumer_([this, receive = to[0]] { consume(receive); })
    {}
    tbb_queue(tbb_queue const&) = delete;
    ~tbb_queue()
    {
        queue_.push({no_more, 0, {}});
        consumer_.join();
    }

    struct producer {
        tbb_queue& to;
        explicit producer(tbb_queue& q) : to(q) {}
        void send(message const& m) { to.queue_.push(m); }
    };

private:
    void consume(receiver<Producers> receive)
    {
        on_core const here(1);
        message m;
        for (queue_.pop(m); m.id != no_more; queue_.pop(m))
            receive(m);
    }

    tbb::concurrent_bounded_queue<message> queue_; // the one that waits; it has no bound by itself
    std::thread consumer_;
};

#define STREAM(NAME, PRODUCERS, ...)                                                               \
    BENCHMARK(stream<__VA_ARGS__, PRODUCERS, 1>)                                                   \
        ->Name("mt_" #PRODUCERS "_to_1/" NAME)                                                     \
        ->UseRealTime()

STREAM("moodycamel", 1, concurrent_queue<1>);
STREAM("moodycamel", 4, concurrent_queue<4>);
STREAM("tbb", 1, tbb_queue<1>);
STREAM("tbb", 4, tbb_queue<4>);

} // namespace bench::mt_queues
