// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Rules that only a defect in the calling program can break. Each case breaks one, and must end
// with the sentence behind its name.

#include <boost_broker/event_broker.hpp>
#include <boost_broker/mt.hpp>
#include <boost_broker/thread_context.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/hana/adapt_struct.hpp>

#include <chrono>
#include <cstdint>
#include <cstring>
#include <iostream>
#include <memory>
#include <thread>

namespace assertions_test {

namespace bb = boost_broker;

struct listening {
    std::uint16_t port = 0;
};
struct sampled {
    using broker_policy = bb::mt<bb::single_producer>;
};
struct swapped {
    std::chrono::duration<double> measured = {};
    std::chrono::duration<float> displayed = {};
};

} // namespace assertions_test

BOOST_HANA_ADAPT_STRUCT(assertions_test::listening, port);
#if defined(__clang__) // g++ refuses to compile it
BOOST_HANA_ADAPT_STRUCT(assertions_test::swapped, displayed, measured);
#endif

namespace assertions_test {

void literal_does_not_fit()
{
    bb::broker_context ctx;
    bb::handle const on = bb::listen<listening>(ctx, [] {});
    bb::emit<listening>(ctx, 70000);
}

void used_by_two_threads()
{
    bb::broker_context ctx;
    bb::handle const on = bb::listen<listening>(
        ctx, [ref = ctx.ref()] { std::thread([ref] { bb::emit<listening>(ref, 2); }).join(); });
    bb::emit<listening>(ctx, 1);
}

void scopes_end_in_the_wrong_order()
{
    bb::broker_context ctx;
    auto outer = std::make_unique<bb::scoped_context>(ctx);
    bb::scoped_context const inner(ctx);
    outer.reset();
}

void fields_in_the_wrong_order()
{
#if defined(__clang__)
    bb::broker_context ctx;
    bb::handle const on = bb::listen<swapped>(ctx, [] {});
#endif
}

// Where they meet is left to chance, so they try for a while.
void emitted_by_two_producers()
{
    boost::asio::io_context io;
    bb::broker_context ctx(bb::one_thread(io.get_executor()));
    bb::handle const on = bb::listen<sampled>(ctx, [] {});
    auto const until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    auto const emit_many = [&] {
        while (std::chrono::steady_clock::now() < until)
            bb::emit<sampled>(ctx);
    };
    std::thread one(emit_many);
    std::thread two(emit_many);
    while (std::chrono::steady_clock::now() < until) {
        io.restart();
        io.poll();
    }
    one.join();
    two.join();
}

struct test_case {
    char const* name;
    void (*run)();
};
constexpr test_case cases[] = {
    {"literal_does_not_fit", literal_does_not_fit},
    {"used_by_two_threads", used_by_two_threads},
    {"scopes_end_in_the_wrong_order", scopes_end_in_the_wrong_order},
    {"emitted_by_two_producers", emitted_by_two_producers},
    {"fields_in_the_wrong_order", fields_in_the_wrong_order},
};

} // namespace assertions_test

int main(int argc, char** argv)
{
    for (auto const& c : assertions_test::cases) {
        if (argc == 2 && std::strcmp(argv[1], c.name) == 0)
            c.run();
    }
    std::cerr << "not refused\n";
}
