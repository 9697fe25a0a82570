// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/detail/event_queue.hpp>

#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <memory>
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

BOOST_AUTO_TEST_SUITE_END()
