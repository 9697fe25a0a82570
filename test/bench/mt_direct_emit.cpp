// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Events that are called at once where their listener runs on the thread that emits, in the lane
// `mt`: against what a program would use that must be able to do the same from any thread.

#include "mt_messages.hpp"
#include "mt_stream.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/signals2/signal.hpp>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace bench::mt_direct_emit {

/// Like the floor of the local lane.
struct function {
    std::function<void(message const&)> f;

    explicit function(adder listener) : f(listener) {}
    template<class Work>
    void run(Work work)
    {
        work();
    }
    void emit(message const& m) { f(m); }
};

struct signals2 {
    boost::signals2::signal<void(message const&)> signal;

    explicit signals2(adder listener) { signal.connect(listener); }
    template<class Work>
    void run(Work work)
    {
        work();
    }
    void emit(message const& m) { signal(m); }
};

/// A list that is copied when it changes, behind a mutex.
struct snapshot {
    using list = std::vector<std::function<void(message const&)>>;

    explicit snapshot(adder listener) : current(std::make_shared<list>(list{listener})) {}
    template<class Work>
    void run(Work work)
    {
        work();
    }
    void emit(message const& m)
    {
        std::shared_ptr<list const> now;
        {
            std::lock_guard const lock(mutex);
            now = current;
        }
        for (auto const& f : *now)
            f(m);
    }

    std::mutex mutex;
    std::shared_ptr<list const> current;
};

/// On the thread of the listener.
struct one_thread {
    asio::io_context io{1};
    bb::broker_context ctx{bb::one_thread(io.get_executor())};
    bb::handle on;

    explicit one_thread(adder listener)
        : on(bb::listen<crossing>(ctx, [listener](crossing const& m) { *listener.sum += m.id; }))
    {
        io.poll();
        io.restart();
    }
    template<class Work>
    void run(Work work)
    {
        asio::post(io, work);
        io.poll();
    }
    void emit(crossing const& m) { bb::emit(ctx, m); }
};

/// The same by a broker that was looked up once.
struct emitter : one_thread {
    using one_thread::one_thread;
    bb::emitter<crossing> out{ctx};
    void emit(crossing const& m) { out(m); }
};

/// On the strand of the listener.
struct strand {
    asio::io_context io{1};
    asio::strand<asio::io_context::executor_type> serial{io.get_executor()};
    bb::broker_context ctx{serial};
    bb::handle on;

    explicit strand(adder listener)
        : on(bb::listen<crossing>(ctx, [listener](crossing const& m) { *listener.sum += m.id; }))
    {
        io.poll();
        io.restart();
    }
    template<class Work>
    void run(Work work)
    {
        asio::post(serial, work);
        io.poll();
    }
    void emit(crossing const& m) { bb::emit(ctx, m); }
};

template<class Channel, class Message>
void emit_one(benchmark::State& state)
{
    std::array<std::int64_t, 1> sums{};
    Channel channel(adder{sums.data()});
    benchmark::DoNotOptimize(&channel);
    source const from;
    Message m{from.id, from.value, from.name};
    // Many threads: what counts owners must not find out that it need not.
    std::atomic<bool> ends{false};
    std::thread other([&] { ends.wait(false); });
    channel.run([&] {
        for (auto _ : state) {
            benchmark::DoNotOptimize(m);
            channel.emit(m);
            benchmark::ClobberMemory();
        }
    });
    ends = true;
    ends.notify_all();
    other.join();
    check(state, sums);
}

BENCHMARK(emit_one<function, message>)->Name("mt_direct/function");
BENCHMARK(emit_one<signals2, message>)->Name("mt_direct/signals2");
BENCHMARK(emit_one<snapshot, message>)->Name("mt_direct/mutex_and_shared_ptr");
BENCHMARK(emit_one<one_thread, crossing>)->Name("mt_direct/one_thread");
BENCHMARK(emit_one<emitter, crossing>)->Name("mt_direct/emitter");
BENCHMARK(emit_one<strand, crossing>)->Name("mt_direct/strand");

/// One context, and for each of the emitters a listener of another type on a thread of its own.
template<std::size_t Emitters>
void emit_on(benchmark::State& state)
{
    struct place {
        asio::io_context io{1};
        alignas(64) std::int64_t sum = 0;
    };
    std::array<place, 2> places;
    bb::broker_context ctx(bb::one_thread(places[0].io.get_executor()));
    bb::handle const first =
        bb::listen<crossing>(ctx, [sum = &places[0].sum](crossing const& m) { *sum += m.id; });
    auto second_listener = [sum = &places[1].sum](crossing_too const& m) { *sum += m.id; };
    bb::handle const second = bb::listen<crossing_too>(
        ctx, asio::bind_executor(bb::one_thread(places[1].io.get_executor()), second_listener));
    for (auto& p : places) {
        p.io.poll();
        p.io.restart();
    }
    constexpr std::int64_t each = 1 << 18;
    std::atomic<std::int64_t> goal{0}, done{0};
    auto const burst = [&]<class Message>(Message& m) {
        for (std::int64_t i = 0; i != each; ++i) {
            benchmark::DoNotOptimize(m);
            bb::emit(ctx, m);
            benchmark::ClobberMemory();
        }
    };
    source const from;
    std::thread other([&] {
        on_core const here(1);
        crossing_too m{from.id, from.value, from.name};
        asio::post(places[1].io, [&] {
            for (std::int64_t begun = 0;;) {
                wait_until([&] { return goal.load(std::memory_order_acquire) != begun; });
                begun = goal;
                if (begun < 0)
                    return;
                burst(m);
                done = begun;
            }
        });
        places[1].io.run();
    });
    on_core const here(0);
    crossing m{from.id, from.value, from.name};
    asio::post(places[0].io, [&] {
        std::int64_t begun = 0;
        while (state.KeepRunningBatch(each * static_cast<std::int64_t>(Emitters))) {
            ++begun;
            if (Emitters == 2)
                goal = begun;
            burst(m);
            if (Emitters == 2)
                wait_until([&] { return done.load(std::memory_order_acquire) == begun; });
        }
        goal = -1;
    });
    places[0].io.run();
    other.join();
    if (places[0].sum + (Emitters == 2 ? places[1].sum : 0) != state.iterations())
        state.SkipWithError("not every message arrived exactly once");
}

BENCHMARK(emit_on<1>)->Name("mt_emitters/one")->UseRealTime();
BENCHMARK(emit_on<2>)->Name("mt_emitters/two")->UseRealTime();

} // namespace bench::mt_direct_emit
