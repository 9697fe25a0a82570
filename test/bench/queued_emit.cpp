// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Events that are queued first and delivered together. An event is queued where its listener has
// another executor, and where it is emitted inside a listener; both are measured. `asio::post` is
// measured from outside the run loop and from inside it, as that makes a difference for Asio.

#include "broker_channels.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/post.hpp>

#include <array>
#include <functional>
#include <vector>

namespace bench::queued_emit {

using function = std::function<void(message const&)>;

void run(asio::io_context& io)
{
    io.restart();
    io.poll();
}

struct vector {
    explicit vector(adder listener) : f(listener) {}

    void send(message const& m) { queue.push_back(m); }
    void send(std::int64_t id, double value, char const* name)
    {
        queue.push_back({id, value, name});
    }
    template<class Fill>
    void burst(Fill fill)
    {
        fill();
        for (auto const& m : queue)
            f(m);
        queue.clear();
    }

    function f;
    std::vector<message> queue;
};

struct post {
    explicit post(adder listener) : f(listener) {}

    void send(message const& m)
    {
        asio::post(io, [this, m] { f(m); });
    }
    template<class Fill>
    void burst(Fill fill)
    {
        fill();
        run(io);
    }

    asio::io_context io;
    function f;
};

struct post_in_loop : post {
    using post::post;

    template<class Fill>
    void burst(Fill fill)
    {
        asio::post(io, fill);
        run(io);
    }
};

/// The listener has an executor of its own.
struct to_other_executor {
    explicit to_other_executor(adder listener)
        : on(bb::listen<message>(ctx, asio::bind_executor(other.get_executor(), listener)))
    {}

    void send(message const& m) { bb::emit(ctx, m); }
    void send(std::int64_t id, double value, char const* name)
    {
        bb::emit<message>(ctx, id, value, name);
    }
    template<class Fill>
    void burst(Fill fill)
    {
        fill();
        run(other);
    }

    asio::io_context io;
    asio::io_context other;
    bb::broker_context ctx{io.get_executor()};
    bb::handle on;
};

struct begun {};

/// The events are emitted inside a listener of another one.
struct inside_listener {
    explicit inside_listener(adder listener)
        : first(bb::listen<begun>(ctx, [this](begun const&) { work(); }))
        , on(bb::listen<message>(ctx, listener))
    {}

    void send(message const& m) { bb::emit(ctx, m); }
    void send(std::int64_t id, double value, char const* name)
    {
        bb::emit<message>(ctx, id, value, name);
    }
    template<class Fill>
    void burst(Fill fill)
    {
        work = fill;
        bb::emit(ctx, begun());
        run(io); // a long burst leaves the other handlers of the executor a turn
    }

    asio::io_context io;
    bb::broker_context ctx{io.get_executor()};
    std::function<void()> work;
    bb::handle first;
    bb::handle on;
};

template<class Queue, int Length, class Send>
void bursts(benchmark::State& state, Send send)
{
    std::array<std::int64_t, 1> sums{};
    Queue queue(adder{sums.data()});
    benchmark::DoNotOptimize(&queue);
    auto const fill = [&] {
        // What is captured is read once: where a burst is filled behind a `std::function`, it would
        // be read again for each event.
        Queue& to = queue;
        Send const send_one = send;
        for (int i = 0; i != Length; ++i) {
            send_one(to);
            benchmark::ClobberMemory();
        }
    };
    while (state.KeepRunningBatch(Length))
        queue.burst(std::ref(fill));
    check(state, sums);
}

/// Each event is a copy of one that is there already.
template<class Queue, int Length>
void values(benchmark::State& state)
{
    message const m = source().make();
    benchmark::DoNotOptimize(&m);
    bursts<Queue, Length>(state, [&m](Queue& queue) { queue.send(m); });
}

/// Each event is made of its fields.
template<class Queue, int Length>
void fields(benchmark::State& state)
{
    source const from;
    bursts<Queue, Length>(
        state, [&from](Queue& queue) { queue.send(from.id, from.value, from.name); });
}

BENCHMARK(values<vector, 64>)->Name("queued_64/floor");
BENCHMARK(values<to_other_executor, 64>)->Name("queued_64/other_executor");
BENCHMARK(values<inside_listener, 64>)->Name("queued_64/inside_listener");
BENCHMARK(values<post, 64>)->Name("queued_64/asio_post");
BENCHMARK(values<post_in_loop, 64>)->Name("queued_64/asio_post_in_loop");

BENCHMARK(fields<vector, 64>)->Name("queued_64_fields/floor");
BENCHMARK(fields<to_other_executor, 64>)->Name("queued_64_fields/other_executor");
BENCHMARK(fields<inside_listener, 64>)->Name("queued_64_fields/inside_listener");

BENCHMARK(values<vector, 1000>)->Name("queued_1000/floor");
BENCHMARK(values<to_other_executor, 1000>)->Name("queued_1000/other_executor");
BENCHMARK(values<inside_listener, 1000>)->Name("queued_1000/inside_listener");
BENCHMARK(values<post, 1000>)->Name("queued_1000/asio_post");
BENCHMARK(values<post_in_loop, 1000>)->Name("queued_1000/asio_post_in_loop");

BENCHMARK(fields<vector, 1000>)->Name("queued_1000_fields/floor");
BENCHMARK(fields<to_other_executor, 1000>)->Name("queued_1000_fields/other_executor");
BENCHMARK(fields<inside_listener, 1000>)->Name("queued_1000_fields/inside_listener");

} // namespace bench::queued_emit
