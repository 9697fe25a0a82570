// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Rules that only a defect in the calling program can break. Each case breaks one, and must end
// with the sentence behind its name.

#include <boost_broker/event_broker.hpp>
#include <boost_broker/thread_context.hpp>

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

struct test_case {
    char const* name;
    void (*run)();
};
constexpr test_case cases[] = {
    {"literal_does_not_fit", literal_does_not_fit},
    {"used_by_two_threads", used_by_two_threads},
    {"scopes_end_in_the_wrong_order", scopes_end_in_the_wrong_order},
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
