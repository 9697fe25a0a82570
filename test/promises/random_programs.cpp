// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Programs made up of random steps, whose handlers take such steps, too: they send, listen, drop,
// throw, run executors and close contexts while something else of theirs is on the stack. What is
// promised must hold at each moment. A program that fails can be repeated by its number.

#include <boost_broker/event_broker.hpp>
#include <boost_broker/request_broker.hpp>
#include <boost_broker/signal_broker.hpp>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <cstddef>
#include <deque>
#include <optional>
#include <random>
#include <stdexcept>
#include <utility>
#include <vector>

namespace random_programs_test {

namespace bb = boost_broker;
namespace asio = boost::asio;

struct small { // waits in the queue itself
    int id = 0;
};
struct large { // waits beside it
    int id = 0;
    std::array<char, 200> bytes = {};
};
struct order {
    int id = 0;
};
struct question {
    using response = int;
    int id = 0;
};

} // namespace random_programs_test

BOOST_HANA_ADAPT_STRUCT(random_programs_test::small, id);
BOOST_HANA_ADAPT_STRUCT(random_programs_test::large, id, bytes);
BOOST_HANA_ADAPT_STRUCT(random_programs_test::order, id);
BOOST_HANA_ADAPT_STRUCT(random_programs_test::question, id);

namespace random_programs_test {

/// What runs on one executor for one context: one handler at a time, in the order of sending.
struct lane {
    bool busy = false;
    int last_id = 0;
};

/// A context, and who has to get what is sent in it. Ids count up over all types.
struct world {
    std::optional<bb::broker_context> context;
    bool open = true;
    int last_id = 0;
    std::array<lane, 3> lanes;
};

/// A handler that gets exactly what was sent for it, until it is dropped.
struct receiver {
    world* in = nullptr;
    std::size_t lane = 0;
    bool active = true;
    std::vector<int> expected = {};
    std::size_t received = 0;
    bb::handle handle = {};
};

class program
{
public:
    explicit program(unsigned number) : random_(number)
    {
        begin_world();
        begin_world();
    }

    void run()
    {
        for (int i = 0; i != 150; ++i)
            step();
        run_executors();
        for (auto const* all : {&small_listeners_, &large_listeners_, &order_handlers_}) {
            for (auto const& r : *all) {
                if (r.active)
                    BOOST_REQUIRE_EQUAL(r.received, r.expected.size());
            }
        }
        depth_ = max_depth; // no more steps in handlers
        for (auto& w : worlds_)
            end(w);
        while (!held_.empty())
            settle_one();
        run_executors();
        for (auto const completions : completions_)
            BOOST_REQUIRE_EQUAL(completions, 1);
    }

private:
    static constexpr std::size_t places = 3;
    static constexpr int max_depth = 4;

    std::size_t below(std::size_t end) { return random_() % end; }
    bool once_in(std::size_t count) { return below(count) == 0; }

    void begin_world()
    {
        auto& w = worlds_.emplace_back();
        if (worlds_.size() % 2 == 0)
            w.context.emplace();
        else
            w.context.emplace(home_.get_executor());
    }

    world& any_world() { return worlds_[worlds_.size() - 1 - below(2)]; }

    void end(world& w)
    {
        if (!w.open)
            return;
        w.open = false;
        ++dropped_;
        for (auto* all : {&small_listeners_, &large_listeners_, &order_handlers_, &providers_}) {
            for (auto& r : *all)
                r.active &= r.in != &w;
        }
        if (once_in(2))
            w.context->close();
        else
            w.context.reset();
    }

    void run_executors()
    {
        home_.restart();
        other_.restart();
        while (home_.poll() + other_.poll() != 0) {
            home_.restart();
            other_.restart();
        }
    }

    /// Calls `use` with a handler that runs at the place given: home, another executor, a strand.
    template<class Handler, class Use>
    auto place(std::size_t where, Handler handler, Use use)
    {
        switch (where) {
        case 1:
            return use(asio::bind_executor(other_.get_executor(), std::move(handler)));
        case 2:
            return use(asio::bind_executor(strand_, std::move(handler)));
        default:
            return use(std::move(handler));
        }
    }

    /// A handler of `r` is called with what was sent as `id`.
    void receive(receiver& r, int id)
    {
        BOOST_REQUIRE(r.active);
        BOOST_REQUIRE(r.received < r.expected.size());
        BOOST_REQUIRE_EQUAL(r.expected[r.received], id);
        ++r.received;
        auto& here = r.in->lanes[r.lane];
        BOOST_REQUIRE(!here.busy);
        BOOST_REQUIRE(here.last_id <= id);
        here.last_id = id;
        here.busy = true;
        steps_inside();
        here.busy = false;
        if (once_in(10))
            throw std::runtime_error("a handler may fail");
    }

    void steps_inside()
    {
        if (depth_ == max_depth)
            return;
        ++depth_;
        for (auto count = below(3); count != 0; --count)
            step();
        --depth_;
    }

    void step()
    {
        switch (below(16)) {
        case 0:
        case 1:
        case 2:
            return emit<small>(any_world(), small_listeners_);
        case 3:
        case 4:
            return emit<large>(any_world(), large_listeners_);
        case 5:
            return send_order(any_world());
        case 6:
            return ask(any_world());
        case 7:
            return listen<small>(any_world(), small_listeners_);
        case 8:
            return listen<large>(any_world(), large_listeners_);
        case 9:
            return handle_orders(any_world());
        case 10:
            return provide(any_world());
        case 11:
            return drop_one();
        case 12:
            return settle_one();
        case 13:
            home_.restart();
            home_.poll_one();
            return;
        case 14:
            other_.restart();
            other_.poll_one();
            return;
        default:
            if (once_in(12)) {
                end(any_world());
                begin_world();
            }
        }
    }

    template<class E>
    void emit(world& w, std::deque<receiver>& listeners)
    {
        auto const id = ++w.last_id;
        std::size_t reached = 0;
        for (auto& r : listeners) {
            if (r.active && r.in == &w) {
                r.expected.push_back(id);
                ++reached;
            }
        }
        E event;
        event.id = id;
        auto const dropped_before = dropped_;
        bb::context_ref const ctx = w.context ? bb::context_ref(*w.context) : closed_;
        auto const result = once_in(2) ? bb::emit(ctx, event) : bb::emit(ctx, E(event));
        BOOST_REQUIRE(result.accepted <= reached);
        if (dropped_ == dropped_before)
            BOOST_REQUIRE_EQUAL(result.accepted, reached);
        BOOST_REQUIRE_EQUAL(result.dropped, 0u);
    }

    template<class E>
    void listen(world& w, std::deque<receiver>& listeners)
    {
        if (!w.open)
            return;
        auto& r = listeners.emplace_back();
        r.in = &w;
        r.lane = below(places);
        r.handle = place(
            r.lane, [this, &r](E const& event) { receive(r, event.id); },
            [&](auto handler) { return bb::listen<E>(*w.context, std::move(handler)); });
        BOOST_REQUIRE(r.handle.active());
    }

    receiver* active_in(world& w, std::deque<receiver>& handlers)
    {
        for (auto& r : handlers) {
            if (r.active && r.in == &w)
                return &r;
        }
        return nullptr;
    }

    void handle_orders(world& w)
    {
        if (!w.open || active_in(w, order_handlers_) != nullptr)
            return;
        auto& r = order_handlers_.emplace_back();
        r.in = &w;
        r.lane = below(places);
        r.handle = place(
            r.lane, [this, &r](int id) { receive(r, id); },
            [&](auto handler) {
                return bb::on_signal<order>(*w.context, std::move(handler)).value();
            });
    }

    void send_order(world& w)
    {
        auto const id = ++w.last_id;
        auto* const to = active_in(w, order_handlers_);
        if (to != nullptr)
            to->expected.push_back(id);
        bb::context_ref const ctx = w.context ? bb::context_ref(*w.context) : closed_;
        auto const sent = bb::signal<order>(ctx, id);
        BOOST_REQUIRE_EQUAL(sent.has_value(), to != nullptr);
    }

    void provide(world& w)
    {
        if (!w.open || active_in(w, providers_) != nullptr)
            return;
        auto& r = providers_.emplace_back();
        r.in = &w;
        r.lane = below(places);
        auto const plain = [this, &r](int id) {
            serve(r, id);
            return 2 * id;
        };
        auto const replying = [this, &r](int id, bb::reply<question> reply) {
            serve(r, id);
            held_.emplace_back(id, std::move(reply));
        };
        auto const set = [&](auto handler) {
            return bb::set_provider<question>(*w.context, std::move(handler)).value();
        };
        r.handle = once_in(2) ? place(r.lane, plain, set) : place(r.lane, replying, set);
    }

    // A request may be given up before its turn comes, so only those that come are known.
    void serve(receiver& r, int id)
    {
        r.expected.push_back(id);
        r.received = r.expected.size() - 1;
        receive(r, id);
    }

    void ask(world& w)
    {
        auto const id = ++w.last_id;
        auto const number = completions_.size();
        completions_.push_back(0);
        bb::context_ref const ctx = w.context ? bb::context_ref(*w.context) : closed_;
        bb::request<question>(ctx, id, [this, number, id](bb::result<int> r) {
            BOOST_REQUIRE_EQUAL(++completions_[number], 1);
            if (r)
                BOOST_REQUIRE_EQUAL(*r, 2 * id);
            steps_inside();
        });
    }

    void settle_one()
    {
        if (held_.empty())
            return;
        auto [id, reply] = std::move(held_.front());
        held_.pop_front();
        switch (below(3)) {
        case 0:
            return reply(2 * id);
        case 1:
            return reply(bb::fail("no answer"));
        default:
            break; // dropped
        }
    }

    void drop_one()
    {
        std::array const all{&small_listeners_, &large_listeners_, &order_handlers_, &providers_};
        auto& receivers = *all[below(all.size())];
        if (receivers.empty())
            return;
        auto& r = receivers[below(receivers.size())];
        r.active = false;
        ++dropped_;
        r.handle.stop();
    }

    std::mt19937 random_;
    int depth_ = 0;
    std::size_t dropped_ = 0;
    bb::context_ref const closed_ = [] { return bb::broker_context().ref(); }();
    std::deque<int> completions_;
    std::deque<receiver> small_listeners_, large_listeners_, order_handlers_, providers_;
    std::deque<std::pair<int, bb::reply<question>>> held_;
    std::deque<world> worlds_;
    asio::io_context home_, other_;
    asio::strand<asio::io_context::executor_type> strand_{home_.get_executor()};
};

} // namespace random_programs_test

BOOST_AUTO_TEST_SUITE(random_programs)

BOOST_AUTO_TEST_CASE(order_and_lifetime_hold_whatever_handlers_do)
{
    for (unsigned number = 0; number != 400; ++number) {
        BOOST_TEST_CONTEXT("program " << number)
        random_programs_test::program(number).run();
    }
}

BOOST_AUTO_TEST_SUITE_END()
