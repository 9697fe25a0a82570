// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// The lock of what crosses threads, where those who wait for it go to sleep: who lets go of it does
// so by a store alone, and must not miss them.

#include <boost_broker/detail/mt/spin_lock.hpp>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

BOOST_AUTO_TEST_SUITE(spin_lock)

namespace bb = boost_broker;

BOOST_AUTO_TEST_CASE(one_at_a_time_has_it)
{
    constexpr int rounds = 20'000;
    bb::detail::spin_lock lock;
    int sum = 0;
    auto const work = [&] {
        for (int i = 0; i != rounds; ++i) {
            std::lock_guard const here(lock);
            ++sum;
            if (i % 16 == 0)
                std::this_thread::yield(); // so long that the others fall asleep
        }
    };
    std::vector<std::thread> threads;
    for (int i = 0; i != 4; ++i)
        threads.emplace_back(work);
    for (auto& t : threads)
        t.join();
    BOOST_TEST(sum == 4 * rounds);
}

// One lets go when the other is about to fall asleep, a little earlier or later each time. Nobody
// else comes who would wake him.
BOOST_AUTO_TEST_CASE(nobody_sleeps_for_ever)
{
    constexpr int rounds = 100'000;
    bb::detail::spin_lock lock;
    std::atomic<int> locked{0};
    std::atomic<int> waiting{0};
    std::atomic<int> passed{0};
    auto const wait_for = [](std::atomic<int> const& what, int number) {
        for (unsigned looks = 1; what.load() < number; ++looks) {
            if (looks % 1024 == 0)
                std::this_thread::yield();
        }
    };
    std::thread sleeper([&] {
        for (int i = 1; i <= rounds; ++i) {
            wait_for(locked, i);
            waiting = i;
            lock.lock();
            lock.unlock();
            passed = i;
        }
    });
    for (int i = 1; i <= rounds; ++i) {
        lock.lock();
        locked = i;
        wait_for(waiting, i);
        for (int pauses = i % 128; pauses != 0; --pauses)
            bb::detail::pause_core();
        lock.unlock();
        wait_for(passed, i);
    }
    sleeper.join();
    BOOST_TEST(passed == rounds);
}

// What is asked when it has been let go of must not be in it, as it may be gone by then. That takes
// a nanosecond, in which no test comes to destroy it.
BOOST_AUTO_TEST_CASE(who_gets_it_may_destroy_it)
{
    BOOST_TEST(sizeof(bb::detail::spin_lock) == sizeof(std::atomic<std::uint32_t>));
}

BOOST_AUTO_TEST_SUITE_END()
