// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// What carries messages to one executor: the order, the room, and who is to be woken.

#include <boost_broker/detail/mt/context.hpp>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <thread>
#include <vector>

namespace mt_channel_test {

using boost_broker::detail::message_channel;
using boost_broker::detail::message_slot;
using outcome = message_channel::outcome;
using state = message_channel::state;

auto const always = [] { return true; };

// The channel alone, with messages that are not run.
struct fixture {
    message_channel channel{4};

    outcome push(int value)
    {
        message_channel::node_owner node;
        auto const fill = [value](message_slot& slot) { slot.hold<int>(nullptr, value); };
        auto done = channel.push(always, fill, node);
        if (done == outcome::no_node) {
            node.reset(new message_channel::node);
            done = channel.push(always, fill, node);
        }
        return done;
    }

    int pop()
    {
        int const value = channel.front()->content<int>();
        channel.pop();
        return value;
    }
};

} // namespace mt_channel_test

BOOST_FIXTURE_TEST_SUITE(channel, mt_channel_test::fixture)

using namespace mt_channel_test;

BOOST_AUTO_TEST_CASE(only_the_first_message_asks_for_a_wake_up)
{
    BOOST_TEST((channel.current() == state::idle));
    BOOST_TEST((push(1) == outcome::wake));
    BOOST_TEST((push(2) == outcome::queued));
    BOOST_TEST(pop() == 1);
    BOOST_TEST(pop() == 2);
    BOOST_TEST((push(3) == outcome::queued)); // the consumer has not gone yet
    BOOST_TEST(pop() == 3);
    bool rests = false;
    BOOST_TEST(channel.front_or_rest(rests) == nullptr);
    BOOST_TEST(rests);
    BOOST_TEST((push(4) == outcome::wake));
    BOOST_TEST(pop() == 4);
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_into_the_ring_keeps_its_place)
{
    int sent = 0;
    int received = 0;
    for (int round = 0; round != 200; ++round) {
        for (int i = 0; i != round % 17; ++i)
            push(sent++);
        for (int i = 0; i != round % 5 && received != sent; ++i)
            BOOST_REQUIRE(pop() == received++);
    }
    while (received != sent)
        BOOST_REQUIRE(pop() == received++);
    BOOST_TEST(channel.front() == nullptr);
}

BOOST_AUTO_TEST_CASE(what_is_held_keeps_its_content_while_others_come_and_go)
{
    int sent = 0;
    for (int i = 0; i != 9; ++i) // four of them in the ring
        push(sent++);
    std::vector<int const*> contents;
    // As handlers do that are called within each other, here in the ring and in the list.
    auto const hold_and_go_on = [&](auto const& self) -> void {
        auto* const slot = channel.front();
        if (slot == nullptr)
            return;
        auto const& content = slot->content<int>();
        int const number = static_cast<int>(contents.size());
        contents.push_back(&content);
        message_channel::held const here(channel);
        if (number < 20)
            push(sent++);
        self(self);
        BOOST_TEST(content == number);
    };
    hold_and_go_on(hold_and_go_on);
    BOOST_TEST(contents.size() == 29u);
    // All of it can be used again.
    for (int round = 0; round != 3; ++round) {
        for (int i = 0; i != 4; ++i)
            push(i);
        for (int i = 0; i != 4; ++i)
            BOOST_TEST(pop() == i);
    }
    bool rests = false;
    BOOST_TEST(channel.front_or_rest(rests) == nullptr);
    BOOST_TEST(rests);
}

BOOST_AUTO_TEST_CASE(a_slot_is_free_once_it_is_not_held)
{
    message_channel::node_owner none;
    auto const fill = [](message_slot& slot) { slot.hold<int>(nullptr, 5); };
    for (int i = 0; i != 4; ++i)
        push(i);
    {
        BOOST_TEST(channel.front()->content<int>() == 0);
        message_channel::held const first(channel);
        for (int i = 1; i != 4; ++i)
            BOOST_TEST(pop() == i);
        BOOST_TEST((channel.push(always, fill, none) == outcome::no_node));
    }
    for (int i = 0; i != 4; ++i)
        BOOST_TEST((channel.push(always, fill, none) == outcome::queued));
}

BOOST_AUTO_TEST_CASE(a_full_ring_asks_for_a_node_once)
{
    for (int i = 0; i != 4; ++i)
        push(i);
    message_channel::node_owner none;
    auto const fill = [](message_slot& slot) { slot.hold<int>(nullptr, 4); };
    BOOST_TEST((channel.push(always, fill, none) == outcome::no_node));
    BOOST_TEST((push(4) == outcome::queued));
    for (int i = 0; i != 5; ++i)
        BOOST_TEST(pop() == i);
    bool rests = false;
    channel.front_or_rest(rests);
    // The node is used again.
    for (int i = 0; i != 4; ++i)
        push(i);
    BOOST_TEST((channel.push(always, fill, none) == outcome::queued));
    for (int i = 0; i != 5; ++i)
        BOOST_TEST(pop() == i);
}

BOOST_AUTO_TEST_CASE(what_is_not_admitted_is_not_queued)
{
    message_channel::node_owner none;
    auto const never = [] { return false; };
    auto const fill = [](message_slot&) { BOOST_ERROR("it must not be built"); };
    BOOST_TEST((channel.push(never, fill, none) == outcome::full));
    BOOST_TEST((channel.current() == state::idle));
}

BOOST_AUTO_TEST_CASE(a_closed_channel_takes_nothing_and_gives_what_it_has)
{
    push(1);
    BOOST_TEST((channel.close() == state::busy));
    BOOST_TEST((channel.close() == state::closed));
    BOOST_TEST((push(2) == outcome::closed));
    BOOST_TEST(pop() == 1);
    bool rests = true;
    BOOST_TEST(channel.front_or_rest(rests) == nullptr);
    BOOST_TEST(!rests);
}

BOOST_AUTO_TEST_CASE(after_a_lost_wake_up_the_next_message_asks_again)
{
    push(1);
    channel.stall();
    BOOST_TEST(!channel.claim()); // something waits
    BOOST_TEST((push(2) == outcome::wake));
    BOOST_TEST(pop() == 1);
    BOOST_TEST(pop() == 2);
}

BOOST_AUTO_TEST_CASE(one_consumer_at_a_time)
{
    BOOST_TEST(channel.claim());
    BOOST_TEST(!channel.claim());
    bool rests = false;
    channel.front_or_rest(rests);
    BOOST_TEST(channel.claim());
}

// Whoever is told to wake the consumer becomes the consumer himself, so a wake-up that is lost
// shows as messages that are left, and one too many as two consumers.
BOOST_AUTO_TEST_CASE(producers_on_many_threads_lose_no_wake_up)
{
    constexpr int threads = 4;
    constexpr std::uint64_t each = 20'000;
    struct message {
        std::uint64_t producer;
        std::uint64_t number;
    };
    std::vector<std::uint64_t> next(threads);
    std::atomic<int> consumers{0};
    std::atomic<bool> failed{false};
    auto const consume = [&] {
        for (bool rests = false; !rests;) {
            if (consumers.fetch_add(1) != 0)
                failed = true;
            while (channel.front() != nullptr) {
                auto const m = channel.front()->content<message>();
                channel.pop();
                if (next[m.producer]++ != m.number)
                    failed = true;
            }
            consumers.fetch_sub(1);
            if (channel.front_or_rest(rests) != nullptr)
                rests = false;
        }
    };
    std::vector<std::thread> producers;
    for (std::uint64_t p = 0; p != threads; ++p) {
        producers.emplace_back([&, p] {
            for (std::uint64_t i = 0; i != each; ++i) {
                auto const fill = [&](message_slot& slot) { slot.hold<message>(nullptr, p, i); };
                message_channel::node_owner node;
                auto done = channel.push(always, fill, node);
                if (done == outcome::no_node) {
                    node.reset(new message_channel::node);
                    done = channel.push(always, fill, node);
                }
                if (done == outcome::wake)
                    consume();
            }
        });
    }
    for (auto& p : producers)
        p.join();
    BOOST_TEST(!failed);
    for (auto const received : next)
        BOOST_TEST(received == each);
}

BOOST_AUTO_TEST_SUITE_END()
