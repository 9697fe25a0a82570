// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/detail/event_queue.hpp>

#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace event_queue_test {

using boost_broker::detail::message_copies_quietly;
template<class E>
using tested_queue = boost_broker::detail::event_queue<E>;

struct plain {
    int number = 0;
    std::string text;
    std::optional<std::vector<double>> values;
};

struct talkative {
    int number = 0;
    talkative() = default;
    talkative(talkative const& other) : number(other.number) {}
};
struct holds_talkative {
    talkative inner;
};

struct alignas(64) wide {
    std::uint64_t number = 0;
};

struct large {
    std::uint64_t number = 0;
    char rest[5000] = {};
};

// Throws when it is copied and told so.
struct reluctant {
    reluctant(int n, bool* r) : number(n), refuses(r) {}
    reluctant(reluctant const& other) : number(other.number), refuses(other.refuses)
    {
        if (*refuses)
            throw std::runtime_error("no");
    }
    reluctant(reluctant&&) noexcept = default;
    int number;
    bool* refuses;
};

// As reluctant as a string for which there is no memory, whose copying is none of the user's code
// either. Ten of them fill a block.
struct fragile {
    fragile(int n, bool* r) : number(n), refuses(r) {}
    fragile(fragile const& other) : number(other.number), refuses(other.refuses)
    {
        if (*refuses)
            throw std::bad_alloc();
    }
    int number;
    bool* refuses;
    char rest[384] = {};
};

template<class E>
std::vector<std::uint64_t> numbers(tested_queue<E>& queue)
{
    std::vector<std::uint64_t> all;
    while (!queue.empty()) {
        all.push_back(static_cast<std::uint64_t>(queue.front().number));
        queue.pop();
    }
    return all;
}

} // namespace event_queue_test

template<>
inline constexpr bool boost_broker::detail::copies_quietly<event_queue_test::fragile> = true;

BOOST_HANA_ADAPT_STRUCT(event_queue_test::plain, number, text, values);
BOOST_HANA_ADAPT_STRUCT(event_queue_test::holds_talkative, inner);

BOOST_AUTO_TEST_SUITE(event_queue)

using namespace event_queue_test;

static_assert(message_copies_quietly<plain>());
static_assert(message_copies_quietly<std::shared_ptr<talkative>>());
static_assert(!message_copies_quietly<talkative>());
static_assert(!message_copies_quietly<holds_talkative>());

BOOST_AUTO_TEST_CASE(events_leave_in_order_over_many_blocks_of_memory)
{
    tested_queue<plain> queue;
    int next = 0;
    int expected = 0;
    for (int round = 0; round != 7; ++round) {
        for (int i = 0; i != 300; ++i) {
            plain event;
            event.number = next++;
            event.text = "a text that is too long to fit into the string itself";
            if (i % 2 == 0)
                queue.push(event);
            else
                queue.push(std::move(event));
        }
        for (int i = 0; i != 280; ++i) {
            BOOST_TEST_REQUIRE(queue.front().number == expected++);
            queue.pop();
        }
    }
    while (!queue.empty()) {
        BOOST_TEST_REQUIRE(queue.front().number == expected++);
        queue.pop();
    }
    BOOST_TEST(expected == next);
    queue.rewind();
    queue.push(plain());
    BOOST_TEST(queue.front().number == 0); // and the destructor gets the last one
}

BOOST_AUTO_TEST_CASE(large_and_over_aligned_events_are_kept_as_they_need)
{
    tested_queue<wide> wides;
    tested_queue<large> larges;
    std::vector<std::uint64_t> expected;
    for (std::uint64_t i = 0; i != 200; ++i) {
        wides.push(wide{i});
        large one;
        one.number = i;
        larges.push(one);
        expected.push_back(i);
    }
    BOOST_TEST(reinterpret_cast<std::uintptr_t>(&wides.front()) % alignof(wide) == 0u);
    BOOST_TEST(numbers(wides) == expected, boost::test_tools::per_element());
    BOOST_TEST(numbers(larges) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_event_that_cannot_be_copied_leaves_the_queue_as_it_was)
{
    bool refuses = false;
    for (std::uint64_t before = 0; before != 600; ++before) {
        refuses = false;
        tested_queue<reluctant> queue;
        std::vector<std::uint64_t> expected;
        reluctant event(0, &refuses);
        for (std::uint64_t i = 0; i != before; ++i) {
            event.number = static_cast<int>(i);
            queue.push(event);
            expected.push_back(i);
        }
        refuses = true;
        BOOST_CHECK_THROW(queue.push(event), std::runtime_error);
        BOOST_TEST(queue.empty() == (before == 0));
        refuses = false;
        event.number = 1000;
        queue.push(event);
        expected.push_back(1000);
        BOOST_TEST(numbers(queue) == expected, boost::test_tools::per_element());
    }
}

// Wherever the first and the last event are in the ring of blocks, and whether blocks are free.
BOOST_AUTO_TEST_CASE(an_event_that_fails_where_it_is_built_leaves_the_queue_as_it_was)
{
    for (int const popped : {0, 5, 9, 10, 11, 20, 35}) {
        for (int waiting = 0; waiting != 45; ++waiting) {
            bool refuses = false;
            tested_queue<fragile> queue;
            std::vector<std::uint64_t> expected;
            auto const push = [&](int number) {
                queue.push(fragile(number, &refuses));
                expected.push_back(static_cast<std::uint64_t>(number));
            };
            for (int i = 0; i != popped; ++i)
                push(i);
            BOOST_TEST(numbers(queue) == expected, boost::test_tools::per_element());
            expected.clear();
            for (int i = 0; i != waiting; ++i)
                push(100 + i);
            fragile const event(1000, &refuses);
            refuses = true;
            for (int again = 0; again != 2; ++again)
                BOOST_CHECK_THROW(queue.push(event), std::bad_alloc);
            refuses = false;
            BOOST_TEST(queue.empty() == expected.empty());
            for (int i = 0; i != 15; ++i)
                push(2000 + i);
            BOOST_TEST(numbers(queue) == expected, boost::test_tools::per_element());
        }
    }
}

// How many are at hand is never more than wait in one block, and each is the first in its turn.
BOOST_AUTO_TEST_CASE(an_event_is_made_in_its_place)
{
    tested_queue<fragile> queue;
    bool refuses = true; // to be copied: so it is not
    auto const made = [&](int number) {
        return [&refuses, number] { return fragile(number, &refuses); };
    };
    auto const broken = []() -> fragile { throw std::bad_alloc(); };
    BOOST_CHECK_THROW(queue.push_made(broken), std::bad_alloc);
    BOOST_TEST(queue.empty());
    for (int i = 0; i != 10; ++i)
        queue.push_made(made(i));
    BOOST_CHECK_THROW(queue.push_made(broken), std::bad_alloc); // which had a block of its own
    for (int i = 10; i != 25; ++i)
        queue.push_made(made(i));
    auto const left = numbers(queue);
    BOOST_TEST(left.size() == 25U);
    BOOST_TEST(std::is_sorted(left.begin(), left.end()));
}

BOOST_AUTO_TEST_CASE(events_at_hand_need_not_be_looked_for)
{
    bool refuses = false;
    tested_queue<fragile> queue;
    int in = 0;
    int out = 0;
    for (int round = 1; round != 60; ++round) {
        for (int i = 0; i != round % 23; ++i)
            queue.push(fragile(in++, &refuses));
        while (out != in) {
            auto count = std::min(queue.at_hand(), static_cast<std::size_t>(in - out));
            BOOST_TEST_REQUIRE(count != 0u);
            BOOST_TEST(count <= 10u);
            for (; count != 0; --count) {
                BOOST_TEST(queue.first().number == out++);
                queue.pop();
            }
            if (out % 7 == 0)
                queue.push(fragile(in++, &refuses)); // while others are delivered
        }
        BOOST_TEST(queue.empty());
        if (round % 3 == 0)
            queue.rewind();
    }
}

BOOST_AUTO_TEST_SUITE_END()
