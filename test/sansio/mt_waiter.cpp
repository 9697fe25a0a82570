// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// The life of one who waits between threads, as a table; and who is to give up when.

#include <boost_broker/detail/mt/waiter.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

namespace mt_waiter_test {

using boost_broker::errc;
using boost_broker::detail::mt_waiter;
using boost_broker::detail::mt_waiter_ptr;
using boost_broker::detail::mt_waiting_lists;
using namespace std::chrono_literals;

struct waiter final : mt_waiter {
    void give_up(errc) noexcept override {}
    void discard() noexcept override {}
};

struct row {
    char const* name;
    std::function<bool(mt_waiter&)> event;
    // Whether the event does something in each state,
    bool when_queued;
    bool when_running;
    bool when_settled;
    // and whether it settles where it does.
    bool settles;
};

} // namespace mt_waiter_test

BOOST_AUTO_TEST_SUITE(mt_waiter)

using namespace mt_waiter_test;

BOOST_AUTO_TEST_CASE(every_event_in_every_state)
{
    using subject = boost_broker::detail::mt_waiter;
    std::vector<row> const table{
        {"its provider begins", [](subject& w) { return w.claim(); }, true, false, false, false},
        {"it goes to another", [](subject& w) { return w.unclaim(); }, false, true, false, false},
        {"answer, deadline, end", [](subject& w) { return w.settle(); }, true, true, false, true},
        {"total cancellation", [](subject& w) { return w.settle_while_queued(); }, true, false,
            false, true},
    };
    auto const expect = [](row const& r, subject& w, bool acts) {
        bool const was_queued = w.is_queued();
        bool const was_settled = w.is_settled();
        BOOST_TEST(r.event(w) == acts, r.name);
        BOOST_TEST(w.is_settled() == (was_settled || (acts && r.settles)), r.name);
        if (!acts)
            BOOST_TEST(w.is_queued() == was_queued, r.name);
    };
    for (auto const& r : table) {
        waiter queued;
        expect(r, queued, r.when_queued);

        waiter running;
        BOOST_TEST(running.claim());
        expect(r, running, r.when_running);

        waiter settled;
        BOOST_TEST(settled.settle());
        expect(r, settled, r.when_settled);

        waiter settled_while_running;
        BOOST_TEST(settled_while_running.claim());
        BOOST_TEST(settled_while_running.settle());
        expect(r, settled_while_running, r.when_settled);
    }
}

BOOST_AUTO_TEST_CASE(those_whose_deadline_has_passed_are_taken_once_and_in_order)
{
    mt_waiting_lists lists;
    std::vector<mt_waiter_ptr> all;
    auto const add = [&](std::chrono::nanoseconds now, std::chrono::nanoseconds limit) {
        all.emplace_back(new waiter);
        return lists.add(*all.back(), now, limit);
    };
    BOOST_TEST((add(0ms, 5ms) == 5ms));
    BOOST_TEST((add(1ms, 5ms) == 6ms));
    BOOST_TEST((add(1ms, 2ms) == 3ms));
    BOOST_TEST((add(2ms, 0ms) == mt_waiting_lists::never));
    BOOST_TEST(lists.count() == 4u);
    BOOST_TEST(lists.with_deadline() == 3u);
    BOOST_TEST((lists.next_deadline() == 3ms));

    BOOST_TEST((lists.take_expired(2ms) == nullptr));
    BOOST_TEST((lists.take_expired(5ms) == all[0]));
    BOOST_TEST((lists.take_expired(5ms) == all[2]));
    BOOST_TEST((lists.take_expired(5ms) == nullptr));
    BOOST_TEST((lists.next_deadline() == 6ms));
    BOOST_TEST(lists.count() == 4u); // they have been told, and still wait

    lists.remove(*all[0]);
    lists.remove(*all[2]);
    BOOST_TEST(lists.count() == 2u);
    while (lists.remove_any() != nullptr) {}
    BOOST_TEST(lists.count() == 0u);
    BOOST_TEST((lists.next_deadline() == mt_waiting_lists::never));
}

BOOST_AUTO_TEST_CASE(those_who_are_chosen_are_taken_once)
{
    mt_waiting_lists lists;
    int provider = 0;
    std::vector<mt_waiter_ptr> all;
    for (int i = 0; i != 4; ++i) {
        all.emplace_back(new waiter);
        all.back()->answerer = i % 2 == 0 ? &provider : nullptr;
        lists.add(*all.back(), 0ms, 1s);
    }
    auto const chosen = [&](boost_broker::detail::mt_waiter const& w) {
        return w.answerer == &provider;
    };
    BOOST_TEST((lists.take(chosen) == all[0]));
    BOOST_TEST((lists.take(chosen) == all[2]));
    BOOST_TEST((lists.take(chosen) == nullptr));
    BOOST_TEST((lists.take_expired(1s) == all[1])); // those who were told are not told again
    BOOST_TEST((lists.take_expired(1s) == all[3]));
    BOOST_TEST((lists.take_expired(1s) == nullptr));
    for (auto const& w : all)
        lists.remove(*w);
    BOOST_TEST(lists.count() == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
