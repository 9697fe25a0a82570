// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Events from threads to threads: the library against a post for each message, and against queues
// that wake their consumer no more often than the library does. Other libraries are in files of
// their own: mt_caf.cpp, mt_qt.cpp, mt_queues.cpp, mt_zeromq.cpp.

#include "mt_stream.hpp"

#include "mt_messages.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/execution/allocator.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/require.hpp>
#include <boost/asio/strand.hpp>
#include <boost/lockfree/queue.hpp>
#include <boost/lockfree/spsc_queue.hpp>

#include <deque>
#include <memory>
#include <optional>

namespace bench::mt_stream {

template<class Receivers>
inline constexpr std::size_t count_of = std::tuple_size_v<Receivers>;

// A thread for each receiver.
template<std::size_t N>
struct loops {
    std::deque<loop> all;
    loops()
    {
        for (unsigned i = 0; i != N; ++i)
            all.emplace_back(i + 1);
    }
    auto executor(std::size_t i) { return all[i].io.get_executor(); }
};

/// The library.
template<class Message, std::size_t Receivers, std::size_t Producers>
struct broker {
    loops<Receivers> threads;
    bb::broker_context ctx{bb::one_thread(threads.executor(0))};
    std::vector<bb::handle> handles;

    explicit broker(std::array<receiver<Producers>, Receivers> const& receivers)
    {
        for (std::size_t i = 0; i != Receivers; ++i) {
            auto listener = [to = receivers[i]](Message const& m) { to(m); };
            handles.push_back(bb::listen<Message>(
                ctx, asio::bind_executor(bb::one_thread(threads.executor(i)), listener)));
        }
    }
    struct producer {
        bb::context_ref ctx;
        explicit producer(broker& to) : ctx(to.ctx) {}
        void send(Message const& m) { bb::emit(ctx, m); }
    };
};

/// The library with a context for each receiver: what is sent is copied for each.
template<class Message, std::size_t Receivers, std::size_t Producers>
struct brokers {
    loops<Receivers> threads;
    std::deque<bb::broker_context> contexts;
    std::vector<bb::handle> handles;

    explicit brokers(std::array<receiver<Producers>, Receivers> const& receivers)
    {
        for (std::size_t i = 0; i != Receivers; ++i) {
            contexts.emplace_back(bb::one_thread(threads.executor(i)));
            handles.push_back(bb::listen<Message>(
                contexts.back(), [to = receivers[i]](Message const& m) { to(m); }));
        }
    }
    struct producer {
        std::deque<bb::broker_context>& contexts;
        explicit producer(brokers& to) : contexts(to.contexts) {}
        void send(Message const& m)
        {
            for (auto& ctx : contexts)
                bb::emit(ctx, m);
        }
    };
};

/// A post for each message.
template<class Message, std::size_t Receivers, std::size_t Producers>
struct post {
    loops<Receivers> threads;
    std::array<receiver<Producers>, Receivers> receivers;

    explicit post(std::array<receiver<Producers>, Receivers> const& to) : receivers(to) {}
    struct producer {
        post& to;
        explicit producer(post& p) : to(p) {}
        void send(Message const& m)
        {
            for (std::size_t i = 0; i != Receivers; ++i)
                asio::post(to.threads.executor(i), [receive = to.receivers[i], m] { receive(m); });
        }
    };
};

/// The same for a payload that is large: each copy is made once, and not moved with the function,
/// which Asio does three times.
template<class Message, std::size_t Receivers>
struct post_copies : post<Message, Receivers, 1> {
    using post<Message, Receivers, 1>::post;
    struct producer {
        post_copies& to;
        explicit producer(post_copies& p) : to(p) {}
        void send(Message const& m)
        {
            for (std::size_t i = 0; i != Receivers; ++i) {
                asio::post(to.threads.executor(i),
                    [receive = to.receivers[i], copy = std::make_unique<Message>(m)] {
                        receive(*copy);
                    });
            }
        }
    };
};

template<class Message, std::size_t Producers>
struct strand_post {
    loops<1> threads;
    asio::strand<asio::io_context::executor_type> strand{threads.executor(0)};
    receiver<Producers> receive;

    explicit strand_post(std::array<receiver<Producers>, 1> const& to) : receive(to[0]) {}
    struct producer {
        strand_post& to;
        explicit producer(strand_post& p) : to(p) {}
        void send(Message const& m)
        {
            asio::post(to.strand, [receive = to.receive, m] { receive(m); });
        }
    };
};

/// Wakes a consumer that sleeps, with memory of its own, as the library does.
template<class Queue>
class waking
{
public:
    explicit waking(Queue& queue) : queue_(queue) {}

    void sent()
    {
        std::atomic_thread_fence(std::memory_order_seq_cst);
        if (sleeps_.load(std::memory_order_relaxed) && sleeps_.exchange(false))
            wake();
    }

private:
    struct allocator_base {
        alignas(16) std::byte bytes[256];
    };
    template<class T>
    struct allocator {
        using value_type = T;
        allocator_base* memory;
        explicit allocator(allocator_base* m) : memory(m) {}
        template<class U>
        allocator(allocator<U> const& o) : memory(o.memory) // NOLINT
        {}
        T* allocate(std::size_t) { return reinterpret_cast<T*>(memory->bytes); }
        void deallocate(T*, std::size_t) {}
        friend bool operator==(allocator const& a, allocator const& b)
        {
            return a.memory == b.memory;
        }
    };

    void wake()
    {
        asio::prefer(asio::require(queue_.executor(), asio::execution::blocking.never),
            asio::execution::allocator(allocator<void>(&memory_)))
            .execute([this] { drain(); });
    }
    void drain()
    {
        for (int batches = 0; batches != 16; ++batches) {
            if (queue_.take_some() != 0)
                continue;
            sleeps_.store(true);
            std::atomic_thread_fence(std::memory_order_seq_cst);
            if (queue_.is_empty() || !sleeps_.exchange(false))
                return;
        }
        wake();
    }

    Queue& queue_;
    alignas(64) std::atomic<bool> sleeps_{true};
    allocator_base memory_;
};

/// What one producer cannot do without.
template<class Message>
struct spsc {
    boost::lockfree::spsc_queue<Message> queue{2048};
    receiver<1> receive;
    waking<spsc> wakes{*this};
    loops<1> threads;

    explicit spsc(std::array<receiver<1>, 1> const& to) : receive(to[0]) {}

    auto executor() { return threads.executor(0); }
    std::size_t take_some() { return queue.consume_all(receive); }
    bool is_empty() const { return queue.read_available() == 0; }
    struct producer {
        spsc& to;
        explicit producer(spsc& p) : to(p) {}
        void send(Message const& m)
        {
            while (!to.queue.push(m))
                pause();
            to.wakes.sent();
        }
    };
};

/// Boost's queue for many producers takes pointers.
template<class Message, std::size_t Producers>
struct lockfree_queue {
    boost::lockfree::queue<Message*> queue{2048};
    receiver<Producers> receive;
    waking<lockfree_queue> wakes{*this};
    loops<1> threads;

    explicit lockfree_queue(std::array<receiver<Producers>, 1> const& to) : receive(to[0]) {}

    auto executor() { return threads.executor(0); }
    std::size_t take_some()
    {
        return queue.consume_all([this](Message* m) {
            std::unique_ptr<Message> const keeps(m);
            receive(*m);
        });
    }
    bool is_empty() const { return queue.empty(); }
    struct producer {
        lockfree_queue& to;
        explicit producer(lockfree_queue& p) : to(p) {}
        void send(Message const& m)
        {
            to.queue.push(new Message(m));
            to.wakes.sent();
        }
    };
};

#define STREAM(NAME, PRODUCERS, RECEIVERS, MESSAGE, ...)                                           \
    BENCHMARK(stream<__VA_ARGS__, PRODUCERS, RECEIVERS, MESSAGE>)->Name(NAME)->UseRealTime()

STREAM("mt_1_to_1/broker", 1, 1, crossing, broker<crossing, 1, 1>);
STREAM("mt_1_to_1/broker_lingers", 1, 1, lingering, broker<lingering, 1, 1>);
STREAM("mt_1_to_1/broker_single_producer", 1, 1, alone, broker<alone, 1, 1>);
STREAM("mt_1_to_1/spsc_queue", 1, 1, message, spsc<message>);
STREAM("mt_1_to_1/lockfree_queue", 1, 1, message, lockfree_queue<message, 1>);
STREAM("mt_1_to_1/asio_post", 1, 1, message, post<message, 1, 1>);
STREAM("mt_1_to_1/asio_post_strand", 1, 1, message, strand_post<message, 1>);

STREAM("mt_2_to_1/broker", 2, 1, crossing, broker<crossing, 1, 2>);
STREAM("mt_2_to_1/asio_post", 2, 1, message, post<message, 1, 2>);
STREAM("mt_4_to_1/broker", 4, 1, crossing, broker<crossing, 1, 4>);
STREAM("mt_4_to_1/broker_lingers", 4, 1, lingering, broker<lingering, 1, 4>);
STREAM("mt_4_to_1/lockfree_queue", 4, 1, message, lockfree_queue<message, 4>);
STREAM("mt_4_to_1/asio_post", 4, 1, message, post<message, 1, 4>);
STREAM("mt_8_to_1/broker", 8, 1, crossing, broker<crossing, 1, 8>);
STREAM("mt_8_to_1/asio_post", 8, 1, message, post<message, 1, 8>);

STREAM("mt_1_to_2/broker", 1, 2, crossing, broker<crossing, 2, 1>);
STREAM("mt_1_to_2/asio_post", 1, 2, message, post<message, 2, 1>);
STREAM("mt_1_to_4/broker", 1, 4, crossing, broker<crossing, 4, 1>);
STREAM("mt_1_to_4/asio_post", 1, 4, message, post<message, 4, 1>);

#define PAYLOAD(BYTES)                                                                             \
    STREAM("mt_payload_" #BYTES "/broker", 1, 2, block<BYTES>, broker<block<BYTES>, 2, 1>);        \
    STREAM("mt_payload_" #BYTES "/copied_twice", 1, 2, block<BYTES>, brokers<block<BYTES>, 2, 1>); \
    STREAM("mt_payload_" #BYTES "/asio_post", 1, 2, block<BYTES>, post<block<BYTES>, 2, 1>);       \
    STREAM("mt_payload_" #BYTES "/asio_post_of_copies", 1, 2, block<BYTES>,                        \
        post_copies<block<BYTES>, 2>)
PAYLOAD(16);
PAYLOAD(256);
PAYLOAD(1024);
PAYLOAD(4096);

} // namespace bench::mt_stream
