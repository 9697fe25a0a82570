// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Lets every allocation of an emit or a signal fail in turn: it throws before anything is visible.

#include <boost_broker/event_broker.hpp>
#include <boost_broker/signal_broker.hpp>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/config.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <cstddef>
#include <cstdlib>
#include <limits>
#include <new>
#include <vector>

namespace {

constexpr auto never = std::numeric_limits<std::size_t>::max();
std::size_t until_failure = never;

} // namespace

// Not inline: g++ would see that the memory comes from malloc, and think delete wrong for it.
BOOST_NOINLINE void* operator new(std::size_t size)
{
    if (until_failure != never && until_failure-- == 0) {
        until_failure = never;
        throw std::bad_alloc();
    }
    if (void* const memory = std::malloc(size))
        return memory;
    throw std::bad_alloc();
}
BOOST_NOINLINE void operator delete(void* memory) noexcept
{
    std::free(memory);
}
BOOST_NOINLINE void operator delete(void* memory, std::size_t) noexcept
{
    std::free(memory);
}

namespace failure_test {

namespace bb = boost_broker;
namespace asio = boost::asio;

// Larger than what is kept for reuse, so that every queued one is allocated.
struct picture {
    std::array<int, 1000> pixels = {};
};
struct store {
    std::array<int, 1000> pixels = {};
};

} // namespace failure_test

BOOST_HANA_ADAPT_STRUCT(failure_test::picture, pixels);
BOOST_HANA_ADAPT_STRUCT(failure_test::store, pixels);

BOOST_AUTO_TEST_SUITE(failure)

using namespace failure_test;

BOOST_AUTO_TEST_CASE(a_failed_emit_reaches_nobody_and_the_next_one_everybody)
{
    std::size_t failures = 0;
    for (std::size_t n = 0;; ++n) {
        asio::io_context io;
        bb::broker_context ctx(io);
        std::vector<int> direct;
        std::vector<int> queued;
        direct.reserve(8);
        queued.reserve(8);
        bb::handle const a =
            bb::listen<picture>(ctx, [&](picture const& p) { direct.push_back(p.pixels[0]); });
        bb::handle const b = bb::listen<picture>(ctx,
            asio::bind_executor(
                asio::make_strand(io), [&](picture const& p) { queued.push_back(p.pixels[0]); }));
        bb::handle const c = bb::listen<picture>(ctx,
            asio::bind_executor(
                asio::make_strand(io), [&](picture const& p) { queued.push_back(p.pixels[0]); }));
        bool threw = false;
        until_failure = n;
        try {
            bb::emit(ctx, picture{{1}});
        } catch (std::bad_alloc const&) {
            threw = true;
        }
        bool const reached_end = until_failure != never;
        until_failure = never;
        if (threw) {
            ++failures;
            BOOST_TEST(direct.empty());
            io.run();
            BOOST_TEST(queued.empty());
            direct.clear();
            bb::emit(ctx, picture{{1}});
        }
        io.restart();
        io.run();
        BOOST_TEST(direct == std::vector<int>{1}, boost::test_tools::per_element());
        BOOST_TEST(queued == (std::vector<int>{1, 1}), boost::test_tools::per_element());
        if (reached_end)
            break;
    }
    BOOST_TEST(failures >= 3u); // two queues and the event
}

BOOST_AUTO_TEST_CASE(a_failed_signal_is_not_accepted)
{
    std::size_t failures = 0;
    for (std::size_t n = 0;; ++n) {
        asio::io_context io;
        bb::broker_context ctx(io);
        int handled = 0;
        auto const on = bb::on_signal<store>(
            ctx, asio::bind_executor(asio::make_strand(io), [&] { ++handled; }));
        bool threw = false;
        until_failure = n;
        try {
            BOOST_TEST(bb::signal(ctx, store()).has_value());
        } catch (std::bad_alloc const&) {
            threw = true;
        }
        bool const reached_end = until_failure != never;
        until_failure = never;
        io.run();
        BOOST_TEST(handled == (threw ? 0 : 1));
        BOOST_TEST(bb::stats<bb::signal_broker<store>>(ctx).sent == (threw ? 0u : 1u));
        failures += threw ? 1 : 0;
        if (reached_end)
            break;
    }
    BOOST_TEST(failures >= 2u); // the queue and the signal
}

BOOST_AUTO_TEST_SUITE_END()
