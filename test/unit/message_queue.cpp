// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/detail/message_queue.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <functional>
#include <stdexcept>
#include <vector>

namespace message_queue_test {

using tested_queue = boost_broker::detail::message_queue;

struct record {
    std::vector<int> delivered;
    std::vector<int> discarded;
    int alive = 0;
};

class numbered
{
public:
    numbered(record& to, int number) : log_(&to), number_(number) { ++log_->alive; }
    numbered(record& to, int number, std::function<void()> const& meanwhile) : numbered(to, number)
    {
        meanwhile();
    }
    numbered(numbered const&) = delete;
    ~numbered() { --log_->alive; }

    void deliver() noexcept { log_->delivered.push_back(number_); }
    void discard() noexcept { log_->discarded.push_back(number_); }

protected:
    record* log_;
    int number_;
};

class sized : public numbered
{
public:
    using numbered::numbered;

private:
    [[maybe_unused]] std::array<char, 60> more_{};
};

// Takes several deliveries.
class series : public numbered
{
public:
    using numbered::numbered;

    bool deliver(unsigned& budget) noexcept
    {
        for (; budget != 0 && left_ != 0; --budget, --left_)
            log_->delivered.push_back(number_);
        return left_ == 0;
    }

private:
    int left_ = 3;
};

unsigned deliver_all(tested_queue& queue, unsigned budget = 1'000'000)
{
    while (!queue.empty() && budget != 0 && queue.deliver_front(true, budget)) {}
    return budget;
}

// Stands for more than one.
class several
{
public:
    explicit several(std::size_t count) noexcept : count_(count) {}

    void deliver() noexcept {}
    void discard() noexcept {}
    std::size_t waiting() const noexcept { return count_; }

private:
    std::size_t count_;
};

} // namespace message_queue_test

BOOST_AUTO_TEST_SUITE(message_queue)

using namespace message_queue_test;

BOOST_AUTO_TEST_CASE(messages_leave_in_order_over_many_blocks_of_memory)
{
    record seen;
    tested_queue queue;
    std::vector<int> expected;
    for (int round = 0, number = 0; round != 5; ++round) {
        for (int i = 0; i != 500; ++i, ++number) {
            expected.push_back(number);
            if (i % 2 == 0)
                queue.push<numbered>(false, seen, number);
            else
                queue.push<sized>(false, seen, number);
        }
        // some stay, so that the ring begins anywhere
        deliver_all(queue, 470);
    }
    deliver_all(queue);
    BOOST_TEST(queue.empty());
    BOOST_TEST(seen.delivered == expected, boost::test_tools::per_element());
    BOOST_TEST(seen.discarded.empty());
    BOOST_TEST(seen.alive == 0);
}

BOOST_AUTO_TEST_CASE(a_message_may_need_several_deliveries)
{
    record seen;
    tested_queue queue;
    queue.push<series>(false, seen, 1);
    queue.push<numbered>(false, seen, 2);
    BOOST_TEST(deliver_all(queue, 2) == 0u);
    BOOST_TEST(seen.delivered == (std::vector{1, 1}), boost::test_tools::per_element());
    BOOST_TEST(!queue.empty());
    deliver_all(queue);
    BOOST_TEST(seen.delivered == (std::vector{1, 1, 1, 2}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_waits_is_counted_without_what_is_not_there_yet_or_any_more)
{
    record seen;
    tested_queue queue;
    BOOST_TEST(queue.waiting(false) == 0u);
    for (int number = 0; number != 500; ++number)
        queue.push<sized>(false, seen, number); // in many blocks of memory
    BOOST_TEST(queue.waiting(false) == 500u);
    BOOST_TEST(queue.waiting(true) == 499u);
    deliver_all(queue, 470);
    BOOST_TEST(queue.waiting(false) == 30u);
    queue.push<numbered>(false, seen, 1, [&] {
        queue.push<several>(false, 7u);
        BOOST_TEST(queue.waiting(false) == 37u); // one is being built
    });
    BOOST_TEST(queue.waiting(false) == 38u);
    queue.clear(false);
    BOOST_TEST(queue.waiting(false) == 0u);
    queue.push<several>(false, 7u);
    BOOST_TEST(queue.waiting(true) == 7u); // the message knows what is left of it
    queue.push<numbered>(false, seen, 1);
    queue.clear(true);
    BOOST_TEST(queue.waiting(true) == 7u); // what was discarded stays in its place
}

BOOST_AUTO_TEST_CASE(a_message_that_needs_the_executor_holds_up_those_behind_it)
{
    record seen;
    tested_queue queue;
    queue.push<numbered>(true, seen, 1);
    queue.push<numbered>(false, seen, 2);
    unsigned budget = 10;
    BOOST_TEST(!queue.deliver_front(false, budget));
    BOOST_TEST(seen.delivered.empty());
    deliver_all(queue);
    BOOST_TEST(seen.delivered == (std::vector{1, 2}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_message_under_construction_holds_up_those_behind_it)
{
    record seen;
    tested_queue queue;
    queue.push<numbered>(false, seen, 1, [&] {
        queue.push<numbered>(false, seen, 2);
        unsigned budget = 10;
        BOOST_TEST(queue.front_is_unfinished());
        BOOST_TEST(!queue.deliver_front(true, budget));
    });
    BOOST_TEST(!queue.front_is_unfinished());
    deliver_all(queue);
    BOOST_TEST(seen.delivered == (std::vector{1, 2}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_message_that_cannot_be_built_leaves_the_queue_as_it_was)
{
    // at each place of a block, and with another pushed behind it meanwhile
    for (int before = 0; before != 120; ++before) {
        for (bool const nested : {false, true}) {
            record seen;
            tested_queue queue;
            std::vector<int> expected;
            for (int i = 0; i != before; ++i) {
                queue.push<numbered>(false, seen, i);
                expected.push_back(i);
            }
            auto const fail = [&] {
                if (nested) {
                    queue.push<numbered>(false, seen, 1000);
                    expected.push_back(1000);
                }
                throw std::runtime_error("no");
            };
            BOOST_CHECK_THROW(queue.push<numbered>(false, seen, -1, fail), std::runtime_error);
            BOOST_TEST(queue.empty() == (before == 0 && !nested));
            queue.push<numbered>(false, seen, 1001);
            expected.push_back(1001);
            deliver_all(queue);
            BOOST_TEST(seen.delivered == expected, boost::test_tools::per_element());
            BOOST_TEST(seen.alive == 0);
        }
    }
}

BOOST_AUTO_TEST_CASE(what_is_cleared_is_discarded_and_destroyed)
{
    record seen;
    tested_queue queue;
    for (int i = 0; i != 200; ++i)
        queue.push<numbered>(false, seen, i);
    unsigned budget = 1;
    queue.deliver_front(true, budget);
    queue.clear(false);
    BOOST_TEST(queue.empty());
    BOOST_TEST(seen.discarded.size() == 199u);
    BOOST_TEST(seen.discarded.front() == 1);
    BOOST_TEST(seen.alive == 0);
    queue.push<numbered>(false, seen, 200);
    deliver_all(queue);
    BOOST_TEST(seen.delivered == (std::vector{0, 200}), boost::test_tools::per_element());
}

class clearing : public numbered
{
public:
    clearing(record& to, tested_queue& queue) : numbered(to, 1), queue_(queue) {}
    void deliver() noexcept
    {
        queue_.clear(true);
        numbered::deliver();
    }

private:
    tested_queue& queue_;
};

BOOST_AUTO_TEST_CASE(clearing_leaves_the_message_that_is_being_delivered)
{
    record seen;
    tested_queue queue;
    queue.push<clearing>(false, seen, queue);
    for (int i = 2; i != 100; ++i)
        queue.push<numbered>(false, seen, i);
    deliver_all(queue);
    BOOST_TEST(queue.empty());
    BOOST_TEST(seen.delivered == std::vector{1}, boost::test_tools::per_element());
    BOOST_TEST(seen.discarded.size() == 98u);
    BOOST_TEST(seen.alive == 0);
}

BOOST_AUTO_TEST_CASE(what_waits_at_the_end_is_discarded)
{
    record seen;
    {
        tested_queue queue;
        for (int i = 0; i != 100; ++i)
            queue.push<sized>(false, seen, i);
    }
    BOOST_TEST(seen.discarded.size() == 100u);
    BOOST_TEST(seen.alive == 0);
}

BOOST_AUTO_TEST_SUITE_END()
