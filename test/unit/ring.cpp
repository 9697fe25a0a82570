// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/detail/ring.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <utility>

namespace ring_test {

/// Does something when it is destroyed, as what a cell keeps may.
struct last_word {
    std::function<void()> say;

    last_word() = default;
    explicit last_word(std::function<void()> f) : say(std::move(f)) {}
    last_word(last_word&& other) noexcept : say(std::exchange(other.say, nullptr)) {}
    last_word& operator=(last_word&& other) noexcept
    {
        std::swap(say, other.say);
        return *this;
    }
    ~last_word()
    {
        if (say)
            say();
    }
};

} // namespace ring_test

BOOST_AUTO_TEST_SUITE(ring)

using namespace ring_test;

BOOST_AUTO_TEST_CASE(what_comes_first_goes_first_whatever_the_ring_grows_to)
{
    boost_broker::detail::ring<int> queue;
    int in = 0;
    int out = 0;
    for (int round = 1; round != 50; ++round) {
        for (int i = 0; i != round; ++i)
            queue.push_back(in++);
        for (int i = 0; i != round / 2; ++i)
            BOOST_TEST(queue.take_front() == out++);
        BOOST_TEST(queue.size() == static_cast<std::size_t>(in - out));
    }
    while (!queue.empty())
        BOOST_TEST(queue.take_front() == out++);
    BOOST_TEST(out == in);
}

BOOST_AUTO_TEST_CASE(making_room_keeps_what_is_there)
{
    boost_broker::detail::ring<int> queue;
    for (int i = 0; i != 3; ++i)
        queue.push_back(i);
    queue.take_front();
    for (std::size_t const room : {1u, 3u, 9u, 2u, 0u})
        queue.reserve(room);
    queue.push_back(3);
    for (int i = 1; i != 4; ++i)
        BOOST_TEST(queue.take_front() == i);
    BOOST_TEST(queue.empty());
}

BOOST_AUTO_TEST_CASE(a_free_place_keeps_nothing_alive)
{
    boost_broker::detail::ring<std::shared_ptr<int>> queue;
    auto const kept = std::make_shared<int>(1);
    queue.push_back(kept);
    queue.push_back(kept);
    BOOST_TEST(kept.use_count() == 3);
    queue.take_front();
    BOOST_TEST(kept.use_count() == 2);
    queue.clear();
    BOOST_TEST(kept.use_count() == 1);
    BOOST_TEST(queue.empty());
}

BOOST_AUTO_TEST_CASE(what_is_destroyed_may_enter_more)
{
    int said = 0;
    boost_broker::detail::ring<last_word> queue;
    queue.push_back(last_word([&] {
        ++said;
        queue.push_back(last_word([&] { ++said; }));
    }));
    queue.clear();
    BOOST_TEST(said == 2);
    BOOST_TEST(queue.empty());
}

BOOST_AUTO_TEST_SUITE_END()
