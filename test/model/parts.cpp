// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// The parts of the lane `mt` that threads share, each in every order of its steps. CMakeLists.txt
// builds this also with errors in those parts, each of which has to be found.

#include <boost/align/aligned_allocator.hpp>
#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <boost/smart_ptr/intrusive_ref_counter.hpp>
#include <boost/system/error_code.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <chrono>
#include <functional>
#include <iterator>
#include <list>
#include <memory>
#include <new>
#include <string>
#include <tuple>
#include <vector>

// from here on threads are explored
#include "shared.hpp"

// and this is what they share
#include <boost_broker/detail/cell_pool.hpp>
#include <boost_broker/detail/mt/emit_guard.hpp>
#include <boost_broker/detail/mt/message_channel.hpp>
#include <boost_broker/detail/mt/published.hpp>
#include <boost_broker/detail/mt/waiter.hpp>

namespace model_parts_test {

using namespace boost_broker::detail;
using model::explorer;
using outcome = message_channel::outcome;
using threads = std::vector<explorer::body>;
using check = std::function<std::string()>;

// As an inbox does it: whoever is to wake the consumer is the consumer here.
class traffic
{
public:
    explicit traffic(std::size_t capacity) : channel_(capacity) {}

    void send(int producer, int number)
    {
        auto const fill = [&](message_slot& slot) {
            slot.hold<message>(nullptr, producer, number);
        };
        message_channel::node_owner node;
        auto done = channel_.push([] { return true; }, fill, node);
        if (done == outcome::no_node) {
            node.reset(new message_channel::node);
            done = channel_.push([] { return true; }, fill, node);
        }
        if (done != outcome::closed)
            ++accepted_;
        if (done == outcome::wake)
            consume();
    }
    void close()
    {
        if (channel_.close() == message_channel::state::idle)
            consume();
    }

    std::string check(bool all_idle) const
    {
        if (!wrong_.empty())
            return wrong_;
        if (received_ != accepted_)
            return "messages are left";
        if (all_idle && channel_.current() != message_channel::state::idle)
            return "it is not idle";
        return {};
    }

private:
    struct message {
        int producer;
        int number;
    };

    void consume()
    {
        if (consumers_++ != 0)
            wrong_ = "there are two consumers";
        for (;;) {
            auto* next = channel_.front();
            if (next == nullptr) {
                bool rests = false;
                --consumers_; // when it rests, somebody else may be here already
                next = channel_.front_or_rest(rests);
                if (next == nullptr)
                    return;
                ++consumers_;
            }
            auto const m = next->content<message>();
            channel_.pop();
            if (m.number != next_[static_cast<std::size_t>(m.producer)]++)
                wrong_ = "the messages of a producer are out of order";
            ++received_;
        }
    }

    message_channel channel_;
    int consumers_ = 0;
    int accepted_ = 0;
    int received_ = 0;
    std::array<int, 3> next_{};
    std::string wrong_;
};

unsigned preemptions(unsigned in_check)
{
    auto const* const more = std::getenv("BOOST_BROKER_STRESS");
    return in_check + (more != nullptr ? 1 : 0);
}

template<class Make>
void explore(unsigned bound, Make const& make)
{
    explorer e(preemptions(bound));
    auto const wrong = e.explore([&] {
        block_cache::trim(); // what earlier runs have left would change the way of this one
        return make();
    });
    BOOST_TEST(wrong == "");
    BOOST_TEST_MESSAGE(e.runs() << " runs");
    BOOST_TEST(e.runs() > 10u);
}

} // namespace model_parts_test

BOOST_AUTO_TEST_SUITE(parts)

using namespace model_parts_test;

BOOST_AUTO_TEST_CASE(senders_and_the_consumer_that_rests)
{
    for (std::size_t const capacity : {1u, 4u}) {
        explore(2, [capacity] {
            auto const t = std::make_shared<traffic>(capacity);
            auto const producer = [t](int me) {
                return [t, me] {
                    for (int i = 0; i != 3; ++i)
                        t->send(me, i);
                };
            };
            return std::pair(
                threads{producer(0), producer(1)}, check([t] { return t->check(true); }));
        });
    }
}

BOOST_AUTO_TEST_CASE(senders_and_who_closes)
{
    explore(1, [] {
        auto const t = std::make_shared<traffic>(1);
        auto const producer = [t](int me) {
            return [t, me] {
                for (int i = 0; i != 2; ++i)
                    t->send(me, i);
            };
        };
        return std::pair(threads{producer(0), producer(1), [t] { t->close(); }},
            check([t] { return t->check(false); }));
    });
}

BOOST_AUTO_TEST_CASE(whatever_ends_the_waiting_does_so_once)
{
    struct waits final : mt_waiter {
        void give_up(boost_broker::errc) noexcept override { completed += settle() ? 1 : 0; }
        void discard() noexcept override {}
        int completed = 0;
    };
    explore(3, [] {
        boost::intrusive_ptr<waits> const w(new waits);
        auto const provider = [w] {
            if (w->claim())
                w->completed += w->settle() ? 1 : 0; // it answers
        };
        auto const deadline = [w] { w->give_up(boost_broker::errc::timed_out); };
        auto const cancel = [w] { w->completed += w->settle_while_queued() ? 1 : 0; };
        return std::pair(threads{provider, deadline, cancel}, check([w]() -> std::string {
            return w->completed == 1 ? ""
                                     : "it completes " + std::to_string(w->completed) + " times";
        }));
    });
}

// As an inbox lets go of its executor.
BOOST_AUTO_TEST_CASE(who_emits_and_who_destroys_the_executor)
{
    struct inbox {
        std::atomic<bool> gone{false};
        bool executor = true;
        bool used_late = false;
    };
    explore(2, [] {
        auto const i = std::make_shared<inbox>();
        auto const emits = [i] {
            emit_guard const here;
            if (!i->gone.load(std::memory_order_acquire)) {
                explorer::point();
                i->used_late = i->used_late || !i->executor;
            }
        };
        auto const destroys = [i] {
            i->gone.exchange(true, std::memory_order_acq_rel);
            emit_guard::wait_for_others();
            i->executor = false;
        };
        return std::pair(threads{emits, emits, destroys}, check([i]() -> std::string {
            return i->used_late ? "the executor is used when it is gone" : "";
        }));
    });
}

BOOST_AUTO_TEST_CASE(who_sleeps_for_a_lock_and_who_lets_go_of_it)
{
    struct section {
        spin_lock lock;
        int inside = 0;
        int passed = 0;
        std::string wrong;
    };
    explore(2, [] {
        auto const s = std::make_shared<section>();
        auto const enters = [s] {
            std::lock_guard const lock(s->lock);
            if (s->inside++ != 0)
                s->wrong = "two have the lock";
            explorer::point();
            --s->inside;
            ++s->passed;
        };
        return std::pair(threads{enters, enters, enters},
            check([s]() -> std::string { return s->passed != 3 ? "somebody is left" : s->wrong; }));
    });
}

BOOST_AUTO_TEST_CASE(who_reads_and_who_publishes)
{
    struct value : boost::intrusive_ref_counter<value> {
        explicit value(int n, int& c) : number(n), count(c) { ++count; }
        ~value() { --count; }
        int number;
        int& count;
    };
    struct state {
        published<value> now;
        std::atomic<int> last{0}; // what was published, and told
        int alive = 0;
        std::string wrong;
    };
    explore(2, [] {
        auto const s = std::make_shared<state>();
        s->now.publish(boost::intrusive_ptr<value const>(new value(1, s->alive)));
        s->last = 1;
        auto const reads = [s] {
            for (int n = 0; n != 2; ++n) {
                auto const before = s->last.load();
                auto const* const found = s->now.read();
                if (found == nullptr && s->last.load() < 3)
                    s->wrong = "nothing is found";
                if (found != nullptr && found->number < (before == 3 ? 2 : before))
                    s->wrong = "something is found that was replaced or withdrawn";
            }
        };
        auto const writes = [s] {
            s->now.publish(boost::intrusive_ptr<value const>(new value(2, s->alive)));
            s->last = 2;
            s->last = 3; // from here on nothing may be found,
            s->now.publish(nullptr);
            s->last = 4; // and from here on nothing is
        };
        return std::pair(threads{reads, writes}, check([s]() -> std::string {
            return !s->wrong.empty() ? s->wrong : s->alive != 0 ? "a value is left" : "";
        }));
    });
}

BOOST_AUTO_TEST_SUITE_END()
