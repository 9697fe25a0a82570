// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// An emit that calls its listeners at once: the library against a loop over functions, and against
// what a program would use instead. Qt is in qt_signals.cpp.

#include "broker_channels.hpp"
#include "channels.hpp"

#include <boost/signals2/dummy_mutex.hpp>
#include <boost/signals2/signal_type.hpp>

#include <sigc++/sigc++.h>

#include <functional>
#include <vector>

namespace bench::direct_emit {

struct floor {
    std::vector<std::function<void(message const&)>> functions;

    void listen(adder listener) { functions.emplace_back(listener); }
    void emit(message const& m)
    {
        for (auto const& f : functions)
            f(m);
    }
    void emit(std::int64_t id, double value, char const* name) { emit(message{id, value, name}); }
};

template<class Mutex>
struct signals2_signal {
    using keywords = boost::signals2::keywords::mutex_type<Mutex>;
    typename boost::signals2::signal_type<void(message const&), keywords>::type signal;

    void listen(adder listener) { signal.connect(listener); }
    void emit(message const& m) { signal(m); }
    void emit(std::int64_t id, double value, char const* name) { signal(message{id, value, name}); }
};

struct sigc_signal {
    sigc::signal<void, message const&> signal;

    void listen(adder listener) { signal.connect(listener); }
    void emit(message const& m) { signal.emit(m); }
    void emit(std::int64_t id, double value, char const* name)
    {
        signal.emit(message{id, value, name});
    }
};

// without listeners: what an emit of something that nobody needs costs, against one call
void call_one_function(benchmark::State& state)
{
    std::array<std::int64_t, 1> sums{};
    std::function<void(message const&)> f = adder{sums.data()};
    benchmark::DoNotOptimize(&f);
    message m = source().make();
    for (auto _ : state) {
        benchmark::DoNotOptimize(m);
        f(m);
        benchmark::ClobberMemory();
    }
    check(state, sums);
}

/// Its only listener is gone again, but the context knows the event.
struct abandoned : verb {
    abandoned()
    {
        listen(adder{});
        handles.clear();
    }
};

using dummy = signals2_signal<boost::signals2::dummy_mutex>;
using locking = signals2_signal<boost::signals2::mutex>;

BENCHMARK(emit_value<floor, 1>)->Name("direct_1/floor");
BENCHMARK(emit_value<verb, 1>)->Name("direct_1/verb");
BENCHMARK(emit_value<dummy, 1>)->Name("direct_1/signals2_dummy_mutex");
BENCHMARK(emit_value<locking, 1>)->Name("direct_1/signals2");
BENCHMARK(emit_value<sigc_signal, 1>)->Name("direct_1/sigc++");

BENCHMARK(emit_fields<floor, 1>)->Name("direct_1_fields/floor");
BENCHMARK(emit_fields<verb, 1>)->Name("direct_1_fields/verb");
BENCHMARK(emit_fields<dummy, 1>)->Name("direct_1_fields/signals2_dummy_mutex");
BENCHMARK(emit_fields<sigc_signal, 1>)->Name("direct_1_fields/sigc++");

BENCHMARK(emit_value<floor, 64>)->Name("direct_64/floor");
BENCHMARK(emit_value<verb, 64>)->Name("direct_64/verb");
BENCHMARK(emit_value<dummy, 64>)->Name("direct_64/signals2_dummy_mutex");
BENCHMARK(emit_value<sigc_signal, 64>)->Name("direct_64/sigc++");

BENCHMARK(call_one_function)->Name("no_listener/function_call");
BENCHMARK(emit_value<verb, 0>)->Name("no_listener/verb");
BENCHMARK(emit_value<abandoned, 0>)->Name("no_listener/verb_after_the_last");
BENCHMARK(emit_fields<verb, 0>)->Name("no_listener/verb_fields");
BENCHMARK(emit_fields<abandoned, 0>)->Name("no_listener/verb_fields_after_the_last");

#if defined(BOOST_BROKER_BENCH_EMITTER)
BENCHMARK(emit_value<emitter, 1>)->Name("direct_1/emitter");
BENCHMARK(emit_fields<emitter, 1>)->Name("direct_1_fields/emitter");
BENCHMARK(emit_value<emitter, 64>)->Name("direct_64/emitter");
BENCHMARK(emit_value<emitter, 0>)->Name("no_listener/emitter");
#endif

} // namespace bench::direct_emit
