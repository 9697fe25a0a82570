// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// The lane `mt` as programs use it, where the order of threads decides: who emits and who drops,
// who answers and who gives up, who sends and who destroys where it goes to.

#include "not_explored.hpp"

#include <boost/asio/bind_executor.hpp>

#include <algorithm>

// from here on threads are explored
#include "shared.hpp"

// and this is what they share
#include <boost_broker/canceller.hpp>
#include <boost_broker/detail/cell_pool.hpp>
#include <boost_broker/drop.hpp>
#include <boost_broker/manual_clock.hpp>
#include <boost_broker/mt.hpp>
#include <boost_broker/one_thread.hpp>
#include <boost_broker/signal_broker.hpp>

namespace model_lane_test {

struct ticked {
    using broker_policy = boost_broker::mt<>;
    int number = 0;
};
struct add_one {
    using broker_policy = boost_broker::mt<>;
    using response = int;
    int number = 0;
};
struct store {
    using broker_policy = boost_broker::mt<>;
    int number = 0;
};

} // namespace model_lane_test

BOOST_HANA_ADAPT_STRUCT(model_lane_test::ticked, number);
BOOST_HANA_ADAPT_STRUCT(model_lane_test::add_one, number);
BOOST_HANA_ADAPT_STRUCT(model_lane_test::store, number);

namespace model_lane_test {

namespace asio = boost::asio;
namespace bb = boost_broker;
using namespace std::chrono_literals;
using model::explorer;
using threads = std::vector<explorer::body>;
using check = std::function<std::string()>;

void poll(asio::io_context& io)
{
    io.restart();
    io.poll();
}

// The objects of one run. Everything is over when it is destroyed.
struct world {
    std::unique_ptr<asio::io_context> there = std::make_unique<asio::io_context>();
    asio::io_context here;
    bb::manual_clock clock;
    bb::one_thread_executor<asio::io_context::executor_type> on_there =
        bb::one_thread(there->get_executor());
    bb::one_thread_executor<asio::io_context::executor_type> on_here =
        bb::one_thread(here.get_executor());
    bb::broker_context ctx;
    bb::canceller stop;
    bb::handle handler;
    bb::handle second;
    std::shared_ptr<int> const life = std::make_shared<int>(0);
    std::size_t accepted = 0;
    int calls = 0;
    int completions = 0;
    std::string wrong;

    world() { ctx.use_clock(clock); }

    void listen()
    {
        handler =
            bb::listen<ticked>(ctx, asio::bind_executor(on_there, [this, l = life] { ++calls; }));
        poll(*there);
    }
    void provide()
    {
        handler = bb::set_provider<add_one>(
            ctx, asio::bind_executor(on_there, [this, l = life](int number) {
                ++calls;
                return number + 1;
            })).value();
        poll(*there);
    }
    void handle_signals()
    {
        auto const on = asio::bind_executor(on_there, [this, l = life] { ++calls; });
        handler = bb::on_signal<store>(ctx, on).value();
        poll(*there);
    }
    void ask()
    {
        bb::request<add_one>(
            ctx, 1, stop(asio::bind_executor(on_here, [this](bb::result<int> const& answer) {
                ++completions;
                if (answer && *answer != 2)
                    wrong = "the answer is wrong";
            })));
    }
    void run_all()
    {
        for (int i = 0; i != 3; ++i) {
            if (there != nullptr)
                poll(*there);
            poll(here);
        }
    }
};

template<class Make>
void explore(unsigned bound, Make const& make)
{
    explorer e(std::getenv("BOOST_BROKER_STRESS") != nullptr ? std::max(bound, 2u) : bound);
    auto const wrong = e.explore([&] {
        // what earlier runs have left would change the way of this one
        bb::detail::block_cache::trim();
        auto const w = std::make_shared<world>();
        return make(*w, w);
    });
    BOOST_TEST(wrong == "");
    BOOST_TEST_MESSAGE(e.runs() << " runs");
    BOOST_TEST(e.runs() > 10u);
}

} // namespace model_lane_test

BOOST_AUTO_TEST_SUITE(lane)

using namespace model_lane_test;

BOOST_AUTO_TEST_CASE(who_emits_and_who_is_called)
{
    explore(1, [](world& w, auto keeps) {
        w.listen();
        auto const emits = [&w] { w.accepted += bb::emit<ticked>(w.ctx, 1).accepted; };
        auto const handles = [&w] {
            poll(*w.there);
            poll(*w.there);
        };
        return std::pair(threads{emits, emits, handles}, check([&w, keeps]() -> std::string {
            w.run_all();
            return w.calls == 2 && w.accepted == 2 ? "" : "an event is lost";
        }));
    });
}

BOOST_AUTO_TEST_CASE(who_emits_and_who_drops)
{
    explore(1, [](world& w, auto keeps) {
        w.listen();
        auto const emits = [&w] {
            for (int i = 0; i != 2; ++i)
                w.accepted += bb::emit<ticked>(w.ctx, 1).accepted;
        };
        auto const drops = [&w] {
            bb::drop_listener(std::move(w.handler),
                asio::bind_executor(w.on_here, [&w](bb::result<void> const& r) {
                    ++w.completions;
                    if (!r || w.life.use_count() != 1)
                        w.wrong = "what was dropped lives";
                }));
            poll(w.here);
        };
        auto const handles = [&w] {
            poll(*w.there);
            poll(*w.there);
        };
        return std::pair(threads{emits, drops, handles}, check([&w, keeps]() -> std::string {
            w.run_all();
            return !w.wrong.empty()                              ? w.wrong
                : w.completions != 1                             ? "the drop has not completed once"
                : static_cast<std::size_t>(w.calls) > w.accepted ? "what was not accepted came"
                                                                 : "";
        }));
    });
}

BOOST_AUTO_TEST_CASE(who_emits_and_who_closes)
{
    explore(1, [](world& w, auto keeps) {
        w.listen();
        auto const emits = [&w] { w.accepted += bb::emit<ticked>(w.ctx, 1).accepted; };
        auto const closes = [&w] { w.ctx.close(); };
        auto const handles = [&w] { poll(*w.there); };
        return std::pair(threads{emits, closes, handles}, check([&w, keeps]() -> std::string {
            w.run_all();
            return w.life.use_count() != 1                       ? "the listener lives"
                : static_cast<std::size_t>(w.calls) > w.accepted ? "what was not accepted came"
                                                                 : "";
        }));
    });
}

BOOST_AUTO_TEST_CASE(who_answers_and_who_gives_up)
{
    explore(1, [](world& w, auto keeps) {
        w.provide();
        w.ask();
        auto const answers = [&w] { poll(*w.there); };
        auto const is_too_late = [&w] { w.clock.advance(1h); };
        auto const cancels = [&w] { w.stop.cancel(); };
        return std::pair(
            threads{answers, is_too_late, cancels}, check([&w, keeps]() -> std::string {
                w.run_all();
                return !w.wrong.empty()         ? w.wrong
                    : w.completions != 1        ? "it has not completed once"
                    : w.clock.pending() != 0    ? "a deadline is left"
                    : w.here.stopped() == false ? "work is left"
                                                : "";
            }));
    });
}

BOOST_AUTO_TEST_CASE(who_asks_and_who_stops_the_provider)
{
    explore(1, [](world& w, auto keeps) {
        w.provide();
        auto const asks = [&w] { w.ask(); };
        auto const stops = [&w] { w.handler.stop(); };
        auto const answers = [&w] { poll(*w.there); };
        return std::pair(threads{asks, stops, answers}, check([&w, keeps]() -> std::string {
            w.run_all();
            return !w.wrong.empty()       ? w.wrong
                : w.completions != 1      ? "it has not completed once"
                : w.life.use_count() != 1 ? "the provider lives"
                                          : "";
        }));
    });
}

BOOST_AUTO_TEST_CASE(who_asks_and_who_closes)
{
    explore(1, [](world& w, auto keeps) {
        w.provide();
        auto const asks = [&w] { w.ask(); };
        auto const closes = [&w] { w.ctx.close(); };
        auto const runs = [&w] {
            poll(w.here);
            poll(*w.there);
        };
        return std::pair(threads{asks, closes, runs}, check([&w, keeps]() -> std::string {
            w.run_all();
            return !w.wrong.empty()       ? w.wrong
                : w.completions != 1      ? "it has not completed once"
                : w.life.use_count() != 1 ? "the provider lives"
                                          : "";
        }));
    });
}

BOOST_AUTO_TEST_CASE(who_sends_and_who_destroys_where_it_goes_to)
{
    explore(1, [](world& w, auto keeps) {
        w.provide();
        auto const listener = std::make_shared<bb::handle>(bb::listen<ticked>(
            w.ctx, asio::bind_executor(w.on_there, [&w, l = w.life] { ++w.calls; })));
        poll(*w.there);
        auto const sends = [&w] {
            w.accepted += bb::emit<ticked>(w.ctx, 1).accepted;
            w.ask();
        };
        auto const destroys = [&w] { w.there.reset(); };
        return std::pair(threads{sends, destroys}, check([&w, keeps, listener]() -> std::string {
            w.run_all();
            return !w.wrong.empty()       ? w.wrong
                : w.completions != 1      ? "it has not completed once"
                : w.life.use_count() != 1 ? "a handler lives"
                                          : "";
        }));
    });
}

BOOST_AUTO_TEST_CASE(who_sets_a_deadline_and_who_closes)
{
    explore(1, [](world& w, auto keeps) {
        w.provide();
        auto const sets = [&w] { bb::set_request_timeout<add_one>(w.ctx, 1s); };
        auto const closes = [&w] { w.ctx.close(); };
        return std::pair(threads{sets, closes}, check([&w, keeps]() -> std::string {
            w.run_all();
            w.ctx = bb::broker_context(); // whose memory is used again
            bb::broker_context next;
            next.use_clock(w.clock);
            auto const provider = bb::set_provider<add_one>(
                next, asio::bind_executor(w.on_there, [](int number) { return number; }));
            poll(*w.there);
            bb::request<add_one>(next, 1,
                asio::bind_executor(w.on_here, [&w](bb::result<int> const&) { ++w.completions; }));
            w.clock.advance(2s);
            poll(w.here);
            auto const too_early = w.completions;
            w.run_all();
            return too_early != 0    ? "the deadline is that of another context"
                : w.completions != 1 ? "it has not completed once"
                                     : "";
        }));
    });
}

BOOST_AUTO_TEST_CASE(who_sends_and_who_replaces_the_handler)
{
    explore(1, [](world& w, auto keeps) {
        w.handle_signals();
        auto const sends = [&w] { w.accepted += bb::signal<store>(w.ctx, 1).has_value(); };
        sends();
        auto const replaces = [&w] {
            auto const on = asio::bind_executor(w.on_here, [&w, l = w.life] { ++w.calls; });
            w.second = bb::replace_signal_handler<store>(w.ctx, on).value();
        };
        auto const handles = [&w] { poll(*w.there); };
        return std::pair(threads{sends, replaces, handles}, check([&w, keeps]() -> std::string {
            w.run_all();
            return w.accepted != 2   ? "a signal was refused"
                : w.calls != 2       ? "a signal is lost"
                : w.handler.active() ? "the handler that was replaced is there"
                : !w.second.active() ? "the handler that came last is not there"
                                     : "";
        }));
    });
}

BOOST_AUTO_TEST_SUITE_END()
