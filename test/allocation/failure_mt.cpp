// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Lets every allocation of the verbs of the lane `mt` fail in turn, on one thread that runs all
// executors by hand.

#include "injection.hpp"
#include <boost_broker/canceller.hpp>
#include <boost_broker/close_report.hpp>
#include <boost_broker/diagnostics.hpp>
#include <boost_broker/drop.hpp>
#include <boost_broker/manual_clock.hpp>
#include <boost_broker/mt.hpp>
#include <boost_broker/next.hpp>
#include <boost_broker/one_thread.hpp>
#include <boost_broker/quorum.hpp>
#include <boost_broker/stats.hpp>
#include <boost_broker/timeout.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/hana/adapt_struct.hpp>

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace failure_mt_test {

namespace bb = boost_broker;
namespace asio = boost::asio;
using injection::completion;
using injection::fate;
using injection::life;
using injection::probe;
using namespace std::chrono_literals;

struct ticked { // fits into a message
    using broker_policy = bb::mt<>;
    int number = 0;
};
struct told { // does not
    using broker_policy = bb::mt<>;
    std::array<char, 100> text = {};
};
struct kept {
    using broker_policy = bb::mt<bb::retain_last>;
    int number = 0;
};
struct limited {
    using broker_policy = bb::mt<bb::queue_depth<4>, bb::overflow<bb::drop_oldest>>;
    int number = 0;
};
struct rung {
    using broker_policy = bb::mt<>;
    int number = 0;
};
struct ask {
    using broker_policy = bb::mt<>;
    using response = int;
    int id = 0;
};

} // namespace failure_mt_test

BOOST_HANA_ADAPT_STRUCT(failure_mt_test::ticked, number);
BOOST_HANA_ADAPT_STRUCT(failure_mt_test::told, text);
BOOST_HANA_ADAPT_STRUCT(failure_mt_test::kept, number);
BOOST_HANA_ADAPT_STRUCT(failure_mt_test::limited, number);
BOOST_HANA_ADAPT_STRUCT(failure_mt_test::rung, number);
BOOST_HANA_ADAPT_STRUCT(failure_mt_test::ask, id);

namespace failure_mt_test {

// The context lives on `there`, what waits on `here`.
struct fixture {
    explicit fixture(probe& given) : p(given)
    {
        ctx.use_clock(clock);
        // The C library does not survive a failure to remember what a thread has to destroy.
        bb::detail::emit_guard const once_for_each_thread;
        bb::detail::mt_last_wait::of_thread();
    }

    // Where Asio cannot complete what it has spawned, its run loop throws.
    static void run(asio::io_context& io)
    {
        for (bool done = false; !done;) {
            try {
                io.restart();
                io.poll();
                done = true;
            } catch (std::bad_alloc const&) {}
        }
    }
    void run()
    {
        run(there);
        run(here);
    }

    probe& p;
    asio::io_context there;
    asio::io_context here;
    // Made before: Asio does not survive a failure to make one.
    asio::strand<asio::io_context::executor_type> strand = asio::make_strand(here);
    bb::manual_clock clock;
    bb::broker_context ctx{bb::one_thread(there.get_executor())};
    bb::canceller stop;
    std::vector<bb::reply<ask>> replies;
    fate handler; // one that is registered already
};

using setting = bb::handle (*)(fixture&);

/// @param at_once Whether there is nothing between the emitter and the listener.
template<class E>
void emits(probe& p, std::vector<setting> listeners, bool inside, unsigned waiting = 0)
{
    fixture f(p);
    std::vector<bb::handle> on;
    for (auto const listen : listeners)
        on.push_back(listen(f));
    f.run();
    bb::emit(f.ctx, E()); // what the thread remembers of it; see `fixture`
    f.run();
    auto const before = f.handler.calls;
    for (unsigned i = 0; i != waiting; ++i)
        bb::emit(f.ctx, E());
    bool threw = false;
    bb::emit_result reached;
    auto const verb = [&] {
        bb::detail::block_cache::trim();
        threw = p.throws([&] { reached = bb::emit(f.ctx, E()); });
    };
    if (inside) {
        asio::post(f.there, verb);
        fixture::run(f.there);
    } else {
        verb();
    }
    f.run();
    auto const called = static_cast<std::size_t>(f.handler.calls - before);
    if (threw)
        p.expect(called == waiting * on.size(), "an emit that threw has reached somebody");
    else
        p.expect(reached.accepted + reached.dropped == on.size(), "an emit forgot somebody");
    bb::emit(f.ctx, E());
    f.run();
    p.expect(static_cast<std::size_t>(f.handler.calls - before) == called + on.size(),
        "the next event did not arrive once");
    // A coroutine may miss what there was no memory for, and that is counted.
    auto const counted = bb::stats<bb::event_broker<E>>(f.ctx);
    p.expect(threw ||
            called + reached.dropped + counted.dropped + counted.threw >= (waiting + 1) * on.size(),
        "an event is lost");
}

template<class E>
bb::handle a_function(fixture& f)
{
    return bb::listen<E>(f.ctx, [l = life(f.handler)] { l.called(); });
}
template<class E>
bb::handle a_function_elsewhere(fixture& f)
{
    return bb::listen<E>(
        f.ctx, asio::bind_executor(f.strand, [l = life(f.handler)] { l.called(); }));
}
template<class E>
bb::handle a_coroutine(fixture& f)
{
    return bb::listen<E>(f.ctx, [l = life(f.handler)]() -> asio::awaitable<void> {
        l.called();
        co_return;
    });
}

void signals(probe& p, bool inside, unsigned waiting = 0)
{
    fixture f(p);
    auto const on = bb::on_signal<rung>(f.ctx, [l = life(f.handler)] { l.called(); });
    f.run();
    p.expect(bb::has_signal_handler<rung>(f.ctx), "there is no handler"); // see `fixture`
    for (unsigned i = 0; i != waiting; ++i)
        static_cast<void>(bb::signal<rung>(f.ctx, 1));
    bool threw = false;
    bool accepted = false;
    auto const verb = [&] {
        threw = p.throws([&] { accepted = bb::signal<rung>(f.ctx, 1).has_value(); });
    };
    if (inside) {
        asio::post(f.there, verb);
        fixture::run(f.there);
    } else {
        verb();
    }
    f.run();
    p.expect(accepted != threw, "a signal was neither accepted nor threw");
    p.expect(f.handler.calls == static_cast<int>(waiting + accepted), "a signal is lost, or new");
}

bb::handle provides(fixture& f)
{
    return bb::set_provider<ask>(f.ctx, [l = life(f.handler)] {
        l.called();
        return 7;
    }).value();
}
bb::handle provides_later(fixture& f)
{
    return bb::set_provider<ask>(f.ctx, [&f, l = life(f.handler)](ask const&, bb::reply<ask> r) {
        l.called();
        f.replies.push_back(std::move(r));
    }).value();
}
bb::handle provides_as_coroutine(fixture& f)
{
    return bb::set_provider<ask>(f.ctx, [l = life(f.handler)]() -> asio::awaitable<int> {
        l.called();
        co_return 7;
    }).value();
}
bb::handle nobody(fixture&)
{
    return {};
}

/// A request completes once, or not at all if the verb throws; the provider is not called then.
template<class Start>
void requests(probe& p, setting answers, bool inside, Start start, unsigned waiting = 0)
{
    fate handler;
    {
        fixture f(p);
        f.replies.reserve(300);
        bb::handle const on = answers(f);
        f.run();
        static_cast<void>(bb::is_provided<ask>(f.ctx)); // see `fixture`
        fate others;
        for (unsigned i = 0; i != waiting; ++i)
            bb::request<ask>(f.ctx, 1, asio::bind_executor(f.strand, completion(others)));
        bool threw = false;
        auto const verb = [&] {
            threw = p.throws([&] { start(f, completion(handler)); });
            p.expect(handler.calls == 0, "it completed inside the verb");
            p.expect(!threw || handler.alive == 0, "the handler of a verb that threw lives");
        };
        if (inside) {
            asio::post(f.there, verb);
            fixture::run(f.there);
        } else {
            verb();
        }
        f.run();
        for (auto& r : f.replies)
            std::move(r)(7);
        f.run();
        p.expect(f.handler.calls <= static_cast<int>(waiting + !threw), "it was asked too often");
        f.clock.advance(1h);
        f.run();
        p.expect(handler.calls == (threw ? 0 : 1), "it did not complete once");
        p.expect(others.calls == static_cast<int>(waiting), "others did not complete once");
        p.expect(f.clock.pending() == 0, "a deadline is left");
        p.expect(f.here.poll() == 0 && f.here.stopped(), "work is left");
    }
    p.expect(handler.alive == 0, "the handler is left");
}

void callback(fixture& f, completion c)
{
    bb::request<ask>(f.ctx, 1, asio::bind_executor(f.strand, c));
}
void callback_there(fixture& f, completion c)
{
    bb::request<ask>(f.ctx, 1, c);
}
void with_a_deadline(fixture& f, completion c)
{
    bb::request<ask>(f.ctx, 1, (bb::timeout)(5s, asio::bind_executor(f.strand, c)));
}
void with_a_canceller(fixture& f, completion c)
{
    bb::request<ask>(f.ctx, 1, f.stop(asio::bind_executor(f.strand, c)));
}

/// A request to many completes once, or not at all if the verb throws; no provider is called then.
template<class Start>
void asks_many(probe& p, Start start)
{
    fate handler;
    {
        fixture f(p);
        auto const plain = bb::add_provider<ask>(f.ctx, [l = life(f.handler)] {
            l.called();
            return 7;
        }).value();
        auto const coroutine = bb::add_provider<ask>(
            f.ctx, asio::bind_executor(f.strand, [l = life(f.handler)]() -> asio::awaitable<int> {
                l.called();
                co_return 8;
            })).value();
        f.run();
        bb::request_each<ask>(f.ctx, 0, [](auto const&) {}); // see `fixture`
        f.run();
        f.handler.calls = 0;
        bool const threw = p.throws([&] { start(f, completion(handler)); });
        p.expect(handler.calls == 0, "it completed inside the verb");
        p.expect(!threw || handler.alive == 0, "the handler of a verb that threw lives");
        f.run();
        f.clock.advance(1h);
        f.run();
        p.expect(handler.calls == (threw ? 0 : 1), "it did not complete once");
        p.expect(f.handler.calls <= (threw ? 0 : 2), "it was asked too often");
        p.expect(f.clock.pending() == 0, "a deadline is left");
        p.expect(f.here.poll() == 0 && f.here.stopped(), "work is left");
    }
    p.expect(handler.alive == 0, "the handler is left");
}

void asks_now(probe& p, setting answers)
{
    fixture f(p);
    f.replies.reserve(1);
    bb::handle const on = answers(f);
    f.run();
    static_cast<void>(bb::is_provided<ask>(f.ctx)); // see `fixture`
    std::optional<bb::result<int>> answer;
    asio::post(f.there, [&] {
        bool const threw =
            p.throws([&] { answer = bb::request<ask>(f.ctx, 1, bb::blocking(1ms)); });
        p.expect(answer.has_value() != threw, "there is an answer of a verb that threw, or none");
    });
    f.run();
}

void waits_for_the_next(probe& p)
{
    fate handler;
    {
        fixture f(p);
        bool const threw = p.throws(
            [&] { bb::next<ticked>(f.ctx, asio::bind_executor(f.strand, completion(handler))); });
        p.expect(handler.calls == 0, "it completed inside the verb");
        p.expect(!threw || handler.alive == 0, "the handler of a verb that threw lives");
        f.run();
        p.expect(!threw || f.here.stopped(), "work is left of a verb that threw");
        bb::emit<ticked>(f.ctx, 1);
        f.run();
        p.expect(handler.calls == (threw ? 0 : 1), "it did not complete once");
    }
    p.expect(handler.alive == 0, "the handler is left");
}

/// Whether a registration that fails leaves nothing, and can be made again.
template<class Register>
void registers(probe& p, Register add)
{
    fate handler;
    {
        fixture f(p);
        bb::handle on;
        bool const threw = p.throws([&] { on = add(f, handler); });
        p.expect(!threw || handler.alive == 0, "the handler of a verb that threw lives");
        f.run();
        bb::handle again;
        if (!on.active()) {
            p.expect(handler.alive == 0, "the handler that was not registered lives");
            again = add(f, handler);
            f.run();
            p.expect(again.active(), "it could not be registered again");
        }
        p.expect(handler.alive == 1, "there is not one handler");
    }
    p.expect(handler.alive == 0, "the handler is left");
}

/// Who is to be replaced goes on, if the verb throws, and ends if it does not.
template<class Replace, class Use>
void replaces(probe& p, setting earlier, Replace replace, Use use)
{
    fate handler;
    {
        fixture f(p);
        bb::handle const before = earlier(f);
        f.run();
        bb::handle on;
        bool const threw = p.throws([&] { on = replace(f, handler); });
        f.run();
        use(f);
        f.run();
        p.expect(f.handler.calls == (threw ? 1 : 0), "who was replaced is used, or who was not");
        p.expect(handler.calls == (threw ? 0 : 1), "who takes the place is not used");
        p.expect(f.handler.alive == (threw ? 1 : 0), "who was replaced is left, or who was not");
        p.expect(handler.alive == (threw ? 0 : 1), "there is not one handler");
    }
    p.expect(handler.alive == 0, "the handler is left");
}

bb::handle handles_signals(fixture& f)
{
    return bb::on_signal<rung>(f.ctx, [l = life(f.handler)] { l.called(); }).value();
}

/// A thread that drops what runs on it does not wait.
void drops_here(probe& p)
{
    fixture f(p);
    bb::handle on = a_function<ticked>(f);
    f.run();
    asio::post(f.there, [&] {
        bool dropped = false;
        bool const threw =
            p.throws([&] { dropped = bb::drop_listener(std::move(on), bb::blocking).has_value(); });
        p.expect(dropped != threw, "it was not dropped by a verb that did not throw");
    });
    f.run();
    on.stop(); // if the verb threw early
    f.run();
    p.expect(f.handler.alive == 0, "what was dropped lives");
}

template<class Drop>
void drops(probe& p, Drop drop)
{
    fate handler;
    {
        fixture f(p);
        bb::handle on = a_function<ticked>(f);
        f.run();
        bool const threw = p.throws([&] { drop(f, std::move(on), completion(handler)); });
        p.expect(handler.calls == 0, "it completed inside the verb");
        on.stop(); // if the verb threw early
        f.run();
        p.expect(handler.calls == (threw ? 0 : 1), "it did not complete once");
        p.expect(f.handler.alive == 0, "what was dropped lives");
        p.expect(f.here.poll() == 0 && f.here.stopped(), "work is left");
    }
    p.expect(handler.alive == 0, "the handler is left");
}

void closes(probe& p)
{
    fate handler;
    {
        fixture f(p);
        bb::handle const on = a_function<ticked>(f);
        f.run();
        bool const threw = p.throws(
            [&] { f.ctx.async_close(5s, asio::bind_executor(f.strand, completion(handler))); });
        f.run();
        p.expect(handler.calls == (threw ? 0 : 1), "it did not complete once");
        p.expect(threw || f.handler.alive == 0, "a handler lives in a closed context");
    }
    p.expect(handler.alive == 0, "the handler is left");
}

} // namespace failure_mt_test

BOOST_AUTO_TEST_SUITE(failure_mt)

using namespace failure_mt_test;

BOOST_AUTO_TEST_CASE(events)
{
    injection::run_rows({
        {"emit at once", [](probe& p) { emits<ticked>(p, {a_function<ticked>}, true); }, false},
        {"emit", [](probe& p) { emits<ticked>(p, {a_function<ticked>}, false); }, false},
        {"emit behind many", [](probe& p) { emits<ticked>(p, {a_function<ticked>}, false, 1030); }},
        {"emit to several",
            [](probe& p) {
                emits<ticked>(p, {a_function<ticked>, a_function_elsewhere<ticked>}, false);
            }},
        {"emit here and there",
            [](probe& p) {
                emits<ticked>(p, {a_function<ticked>, a_function_elsewhere<ticked>}, true);
            }},
        {"emit to a coroutine here and somebody there",
            [](probe& p) {
                emits<ticked>(p, {a_coroutine<ticked>, a_function_elsewhere<ticked>}, true);
            }},
        {"emit at once to a coroutine",
            [](probe& p) { emits<ticked>(p, {a_coroutine<ticked>}, true); }},
        {"emit what is large", [](probe& p) { emits<told>(p, {a_function<told>}, false); }},
        {"emit what is large to several",
            [](probe& p) {
                emits<told>(p, {a_function<told>, a_function_elsewhere<told>}, false);
            }},
        {"emit what is kept", [](probe& p) { emits<kept>(p, {a_function<kept>}, false); }},
        {"emit what is limited", [](probe& p) { emits<limited>(p, {a_function<limited>}, false); }},
        {"next", waits_for_the_next},
    });
}

BOOST_AUTO_TEST_CASE(signal_verbs)
{
    injection::run_rows({
        {"signal at once", [](probe& p) { signals(p, true); }},
        {"signal", [](probe& p) { signals(p, false); }},
        {"signal behind many", [](probe& p) { signals(p, false, 1030); }},
    });
}

BOOST_AUTO_TEST_CASE(request_verbs)
{
    injection::run_rows({
        {"request", [](probe& p) { requests(p, provides, false, callback); }},
        {"request behind many", [](probe& p) { requests(p, provides, false, callback, 1030); }},
        {"request on the executor", [](probe& p) { requests(p, provides, true, callback); }},
        {"request at once", [](probe& p) { requests(p, provides, true, callback_there); }},
        {"request of nobody", [](probe& p) { requests(p, nobody, false, callback); }},
        {"request of a coroutine",
            [](probe& p) { requests(p, provides_as_coroutine, false, callback); }},
        {"request answered later", [](probe& p) { requests(p, provides_later, false, callback); }},
        {"request with a deadline",
            [](probe& p) { requests(p, provides_later, false, with_a_deadline); }},
        {"request with a canceller",
            [](probe& p) { requests(p, provides_later, false, with_a_canceller); }},
        {"blocking request", [](probe& p) { asks_now(p, provides); }, false},
        {"blocking request answered later", [](probe& p) { asks_now(p, provides_later); }},
        {"blocking request of nobody", [](probe& p) { asks_now(p, nobody); }},
    });
}

BOOST_AUTO_TEST_CASE(requests_to_many)
{
    injection::run_rows({
        {"request_all",
            [](probe& p) {
                asks_many(p, [](fixture& f, completion c) {
                    bb::request_all<ask>(f.ctx, 1, asio::bind_executor(f.strand, c));
                });
            }},
        {"request_each",
            [](probe& p) {
                asks_many(p, [](fixture& f, completion c) { bb::request_each<ask>(f.ctx, 1, c); });
            }},
        {"request_all with a quorum",
            [](probe& p) {
                asks_many(p, [](fixture& f, completion c) {
                    bb::request_all<ask>(f.ctx, 1, bb::quorum(1, asio::bind_executor(f.strand, c)));
                });
            }},
    });
}

BOOST_AUTO_TEST_CASE(replacing)
{
    injection::run_rows({
        {"replace_provider",
            [](probe& p) {
                replaces(
                    p, provides,
                    [](fixture& f, fate& h) {
                        return bb::replace_provider<ask>(f.ctx, [l = life(h)] {
                            l.called();
                            return 8;
                        }).value();
                    },
                    [](fixture& f) { bb::request<ask>(f.ctx, 1, [](bb::result<int> const&) {}); });
            }},
        {"replace_signal_handler",
            [](probe& p) {
                replaces(
                    p, handles_signals,
                    [](fixture& f, fate& h) {
                        return bb::replace_signal_handler<rung>(f.ctx, [l = life(h)] {
                            l.called();
                        }).value();
                    },
                    [](fixture& f) { static_cast<void>(bb::signal<rung>(f.ctx, 1)); });
            }},
    });
}

BOOST_AUTO_TEST_CASE(registering)
{
    injection::run_rows({
        {"listen",
            [](probe& p) {
                registers(p, [](fixture& f, fate& h) {
                    return bb::listen<ticked>(f.ctx, [l = life(h)] { l.called(); });
                });
            }},
        {"listen elsewhere",
            [](probe& p) {
                registers(p, [](fixture& f, fate& h) {
                    return bb::listen<ticked>(
                        f.ctx, asio::bind_executor(f.strand, [l = life(h)] { l.called(); }));
                });
            }},
        {"listen for what is kept",
            [](probe& p) {
                registers(p, [](fixture& f, fate& h) {
                    return bb::listen<kept>(f.ctx, [l = life(h)] { l.called(); });
                });
            }},
        {"set_provider",
            [](probe& p) {
                registers(p, [](fixture& f, fate& h) {
                    auto added = bb::set_provider<ask>(f.ctx, [l = life(h)] { return 1; });
                    return added ? std::move(*added) : bb::handle();
                });
            }},
        {"add_provider",
            [](probe& p) {
                registers(p, [](fixture& f, fate& h) {
                    auto added = bb::add_provider<ask>(f.ctx, [l = life(h)] { return 1; });
                    return added ? std::move(*added) : bb::handle();
                });
            }},
        {"on_signal",
            [](probe& p) {
                registers(p, [](fixture& f, fate& h) {
                    auto added = bb::on_signal<rung>(f.ctx, [l = life(h)] { l.called(); });
                    return added ? std::move(*added) : bb::handle();
                });
            }},
    });
}

BOOST_AUTO_TEST_CASE(ending)
{
    injection::run_rows({
        {"drop_listener",
            [](probe& p) {
                drops(p, [](fixture& f, bb::handle&& h, completion c) {
                    bb::drop_listener(std::move(h), asio::bind_executor(f.strand, c));
                });
            }},
        {"drop_listener without an executor",
            [](probe& p) {
                drops(p, [](fixture&, bb::handle&& h, completion c) {
                    bb::drop_listener(std::move(h), c);
                });
            }},
        {"blocking drop_listener", drops_here},
        {"async_close", closes},
    });
}

BOOST_AUTO_TEST_SUITE_END()
