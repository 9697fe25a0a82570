// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Lets every allocation of the verbs of events fail in turn.

#include "injection.hpp"
#include <boost_broker/diagnostics.hpp>
#include <boost_broker/drop.hpp>
#include <boost_broker/emitter.hpp>
#include <boost_broker/event_broker.hpp>
#include <boost_broker/handle_group.hpp>
#include <boost_broker/manual_clock.hpp>
#include <boost_broker/next.hpp>
#include <boost_broker/signals2.hpp>
#include <boost_broker/timeout.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/hana/adapt_struct.hpp>

#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#pragma push_macro("emit")
#undef emit

namespace failure_events_test {

namespace bb = boost_broker;
namespace asio = boost::asio;
using injection::completion;
using injection::fate;
using injection::life;
using injection::probe;
using namespace std::chrono_literals;

std::string const long_text = "long enough that a string has to allocate";

struct trigger {};
struct small { // sits in the queue
    int id = 0;
    std::string text = {};
};
struct large { // sits beside it
    int id = 0;
    std::string text = {};
    std::array<int, 300> more = {};
};
struct shared {
    using broker_policy = bb::local<bb::share_payload>;
    int id = 0;
    std::string text = {};
};
struct kept {
    using broker_policy = bb::local<bb::retain_last>;
    int id = 0;
    std::string text = {};
};
struct newest {
    using broker_policy = bb::local<bb::queue_depth<2>, bb::overflow<bb::drop_oldest>>;
    int id = 0;
    std::string text = {};
};
struct bounded {
    using broker_policy = bb::local<bb::queue_depth<2>, bb::overflow<bb::drop_newest>>;
    int id = 0;
    std::string text = {};
};

struct fixture {
    explicit fixture(probe& given) : p(given)
    {
        ctx.use_clock(clock);
        ctx.diagnostics().connect([this](bb::diagnostic const&) { ++reports; });
    }

    // Where Asio cannot complete what it has spawned, its run loop throws.
    void run()
    {
        for (bool done = false; !done;) {
            try {
                io.restart();
                io.poll();
                done = true;
            } catch (std::bad_alloc const&) {
                ++loop_threw;
            }
        }
    }

    /// Calls the verb outside of any run loop, or on the executor of the context.
    bool throws(bool inside, std::function<void()> const& verb)
    {
        bool threw = false;
        if (!inside)
            return p.throws(verb);
        asio::post(io, [&] { threw = p.throws(verb); });
        run();
        return threw;
    }

    probe& p;
    asio::io_context io;
    bb::manual_clock clock;
    bb::broker_context ctx{io};
    int reports = 0;
    // Made before: Asio does not survive a failure to make one.
    asio::strand<asio::io_context::executor_type> strand = asio::make_strand(io);
    int loop_threw = 0;
};

// Where the listeners of an emit are.
enum places : unsigned {
    home = 1,
    one_strand = 2,
    another_strand = 4,
    coroutine = 8,
    coroutine_on_strand = 16,
    serial = 32
};

template<class E>
E made(int id)
{
    E e;
    e.id = id;
    e.text = long_text;
    return e;
}

template<class E>
struct receivers {
    receivers(fixture& f, unsigned where)
    {
        auto const plain = [this](E const& e) { note(e); };
        auto const starts = [this](E const& e) -> asio::awaitable<void> {
            note(e);
            co_return;
        };
        if ((where & home) != 0)
            on.add(bb::listen<E>(f.ctx, plain));
        if ((where & one_strand) != 0)
            on.add(bb::listen<E>(f.ctx, asio::bind_executor(asio::make_strand(f.io), plain)));
        if ((where & another_strand) != 0)
            on.add(bb::listen<E>(f.ctx, asio::bind_executor(asio::make_strand(f.io), plain)));
        if ((where & coroutine) != 0)
            on.add(bb::listen<E>(f.ctx, starts));
        if ((where & coroutine_on_strand) != 0)
            on.add(bb::listen<E>(f.ctx, asio::bind_executor(asio::make_strand(f.io), starts)));
        if ((where & serial) != 0)
            on.add(bb::listen<E>(f.ctx, bb::serial(starts)));
    }

    void note(E const& e)
    {
        ++calls;
        intact = intact && e.text == long_text;
        last = e.id;
    }

    bb::handle_group on = {};
    std::size_t calls = 0;
    bool intact = true;
    int last = -1;
};

enum class form { lvalue, rvalue, fields, emitter };

template<class E>
bb::emit_result emit_as(fixture& f, form how, E& e)
{
    switch (how) {
    case form::lvalue:
        return bb::emit(f.ctx, e);
    case form::rvalue:
        return bb::emit(f.ctx, std::move(e));
    case form::emitter:
        return bb::emitter<E>(f.ctx)(std::move(e));
    case form::fields:
        break;
    }
    if constexpr (bb::reflect<E>::size == 2)
        return bb::emit<E>(f.ctx, e.id, e.text);
    else
        return bb::emit<E>(f.ctx, {.id = e.id, .text = e.text});
}

/// Either everybody gets the event, or nobody, and the emitter keeps it.
template<class E>
void emits(probe& p, unsigned where, form how, bool inside)
{
    fixture f(p);
    receivers<E> to(f, where);
    auto event = made<E>(1);
    bb::emit_result result;
    bool const threw = f.throws(inside, [&] { result = emit_as(f, how, event); });
    f.run();
    auto const counted = bb::stats<bb::event_broker<E>>(f.ctx);
    if (threw) {
        p.expect(to.calls == 0, "a failed emit reached somebody");
        p.expect(counted.sent == 0 && counted.delivered == 0 && counted.queued == 0,
            "a failed emit was counted");
        p.expect(event.text == long_text, "a failed emit took its argument");
        p.expect(f.reports == 0, "a failed emit was reported");
        emit_as(f, how, event);
        f.run();
        p.expect(to.calls == to.on.size(), "the next emit did not reach everybody");
    } else {
        // A coroutine that cannot be started counts as a handler that throws.
        p.expect(result == bb::emit_result{to.on.size(), 0}, "the result is wrong");
        p.expect(to.calls + counted.threw == to.on.size(), "an emit did not reach everybody");
        p.expect(counted.threw == 0 || p.failed(), "a listener threw");
    }
    p.expect(to.intact, "an event was damaged");
    constexpr unsigned spawned = coroutine | coroutine_on_strand | serial;
    p.expect(f.loop_threw <= ((where & spawned) != 0 ? 1 : 0), "the run loop threw");
}

/// The same behind an event that waits already, or whose listener runs.
template<class E>
void emits_behind(probe& p, unsigned where, std::size_t waiting)
{
    fixture f(p);
    receivers<E> to(f, where);
    auto event = made<E>(100);
    bool threw = false;
    bb::handle const on = bb::listen<trigger>(f.ctx, [&] {
        for (std::size_t i = 0; i != waiting; ++i)
            bb::emit(f.ctx, made<E>(static_cast<int>(i)));
        threw = p.throws([&] { bb::emit(f.ctx, std::move(event)); });
    });
    bb::emit<trigger>(f.ctx);
    f.run();
    p.expect(!threw || event.text == long_text, "a failed emit took its argument");
    p.expect(to.calls == to.on.size() * (waiting + (threw ? 0 : 1)), "not everybody was called");
    p.expect(to.last == (threw ? static_cast<int>(waiting) - 1 : 100), "the order is wrong");
    p.expect(to.intact, "an event was damaged");
}

/// A queue that is full: it keeps its events if a newer one cannot be had.
template<class E>
void emits_to_a_full_queue(probe& p, int last)
{
    fixture f(p);
    receivers<E> to(f, one_strand);
    bb::emit(f.ctx, made<E>(1));
    bb::emit(f.ctx, made<E>(2));
    bb::emit_result result;
    bool const threw = p.throws([&] { result = bb::emit(f.ctx, made<E>(3)); });
    p.expect(threw || result.dropped == 1, "nothing was dropped");
    p.expect(f.reports == (threw ? 0 : 1), "the report is wrong");
    f.run();
    p.expect(to.calls == 2, "the queue has another length");
    p.expect(to.last == (threw ? 2 : last), "the queue has other events");
}

/// The event that is kept is the one that was emitted last.
void keeps(probe& p, unsigned where)
{
    fixture f(p);
    receivers<kept> to(f, where);
    bb::emit(f.ctx, made<kept>(1));
    f.run();
    auto event = made<kept>(2);
    bool const threw = p.throws([&] { bb::emit(f.ctx, std::move(event)); });
    p.expect(bb::retained<kept>(f.ctx)->id == (threw ? 1 : 2), "another event is kept");
    p.expect(bb::retained<kept>(f.ctx)->text == long_text, "the event that is kept was damaged");
    p.expect(!threw || event.text == long_text, "a failed emit took its argument");
    f.run();
    p.expect(to.calls == to.on.size() * (threw ? 1 : 2), "an emit did not reach everybody");
}

/// A new listener gets it once, or is not registered.
template<class Register>
void listens_later(probe& p, Register listen)
{
    fixture f(p);
    bb::emit(f.ctx, made<kept>(1));
    fate handler;
    bb::handle on;
    if (p.throws([&] { on = listen(f, life(handler)); })) {
        p.expect(!on.active() && handler.alive == 0, "a failed listen left something");
        f.run();
        p.expect(handler.calls == 0, "a failed listen listens");
        on = listen(f, life(handler));
    }
    f.run();
    p.expect(on.active() && handler.calls == 1, "it did not get the event once");
    bb::emit(f.ctx, made<kept>(2));
    f.run();
    p.expect(handler.calls == 2, "it did not get the next event");
}

/// Whether a registration that fails leaves nothing and can be made again.
template<class Register>
void registers(probe& p, Register listen, unsigned others = 0)
{
    fixture f(p);
    receivers<small> const there(f, others);
    fate handler;
    bb::handle on;
    bool const threw = p.throws([&] { on = listen(f, life(handler)); });
    if (threw) {
        p.expect(!on.active(), "a failed listen is active");
        p.expect(handler.alive == 0, "a handler was kept");
        p.expect(
            bb::emit(f.ctx, made<small>(1)).accepted == there.on.size(), "a failed listen listens");
        on = listen(f, life(handler));
    }
    p.expect(on.active(), "it does not listen");
    bb::emit(f.ctx, made<small>(2));
    f.run();
    p.expect(handler.calls == 1, "it was not called once");
    on.stop();
    p.expect(handler.alive == 0, "a handler was not destroyed");
}

/// An operation that waits: its handler is called once, or destroyed if the verb throws.
template<class Start>
void waits(probe& p, Start start, bool ends = true)
{
    fate handler;
    {
        fixture f(p);
        asio::cancellation_signal cancel;
        fate others;
        bb::handle const on = bb::listen<small>(f.ctx, [l = life(others)] { l.called(); });
        bool const threw = p.throws([&] { start(f, cancel, completion(handler)); });
        p.expect(handler.calls == 0, "it completed inside the verb");
        if (threw)
            p.expect(handler.alive == 0, "the handler of a verb that threw lives");
        bb::emit(f.ctx, made<small>(1));
        f.run();
        f.clock.advance(1h); // what waits in vain has a deadline
        cancel.emit(asio::cancellation_type::terminal);
        f.run();
        p.expect(handler.calls == (threw || !ends ? 0 : 1), "it did not complete once");
        p.expect(others.calls <= 1, "somebody was called twice");
        p.expect(f.clock.pending() == 0, "a deadline is left");
    }
    p.expect(handler.alive == 0, "the handler is left");
}

} // namespace failure_events_test

BOOST_HANA_ADAPT_STRUCT(failure_events_test::small, id, text);
BOOST_HANA_ADAPT_STRUCT(failure_events_test::large, id, text, more);
BOOST_HANA_ADAPT_STRUCT(failure_events_test::shared, id, text);
BOOST_HANA_ADAPT_STRUCT(failure_events_test::kept, id, text);
BOOST_HANA_ADAPT_STRUCT(failure_events_test::newest, id, text);
BOOST_HANA_ADAPT_STRUCT(failure_events_test::bounded, id, text);

BOOST_AUTO_TEST_SUITE(failure_events)

using namespace failure_events_test;

BOOST_AUTO_TEST_CASE(an_emit_reaches_everybody_or_nobody)
{
    constexpr bool inside = true;
    constexpr bool outside = false;
    injection::run_rows({
        {"direct, a value", [](probe& p) { emits<small>(p, home, form::lvalue, inside); }, false},
        {"direct, an rvalue", [](probe& p) { emits<small>(p, home, form::rvalue, inside); }, false},
        {"direct, by fields", [](probe& p) { emits<small>(p, home, form::fields, inside); }},
        {"direct, outside of the run loop",
            [](probe& p) { emits<small>(p, home, form::lvalue, outside); }, false},
        {"a strand, a value", [](probe& p) { emits<small>(p, one_strand, form::lvalue, inside); }},
        {"a strand, an rvalue",
            [](probe& p) { emits<small>(p, one_strand, form::rvalue, outside); }},
        {"a strand, by fields",
            [](probe& p) { emits<small>(p, one_strand, form::fields, outside); }},
        {"a strand, large", [](probe& p) { emits<large>(p, one_strand, form::rvalue, inside); }},
        {"a strand, by name", [](probe& p) { emits<large>(p, one_strand, form::fields, outside); }},
        {"a strand, shared", [](probe& p) { emits<shared>(p, one_strand, form::rvalue, outside); }},
        {"a strand, drop_oldest",
            [](probe& p) { emits<newest>(p, one_strand, form::rvalue, outside); }},
        {"a strand, drop_newest",
            [](probe& p) { emits<bounded>(p, one_strand, form::rvalue, outside); }},
        {"two strands, a value",
            [](probe& p) { emits<small>(p, one_strand | another_strand, form::lvalue, outside); }},
        {"two strands, an rvalue",
            [](probe& p) { emits<small>(p, one_strand | another_strand, form::rvalue, outside); }},
        {"two strands, large",
            [](probe& p) { emits<large>(p, one_strand | another_strand, form::rvalue, outside); }},
        {"direct and a strand",
            [](probe& p) { emits<small>(p, home | one_strand, form::lvalue, inside); }},
        {"direct and a strand, an rvalue",
            [](probe& p) { emits<small>(p, home | one_strand, form::rvalue, inside); }},
        {"direct and two strands, large",
            [](probe& p) {
                emits<large>(p, home | one_strand | another_strand, form::rvalue, inside);
            }},
        {"a coroutine, direct", [](probe& p) { emits<small>(p, coroutine, form::lvalue, inside); }},
        {"a coroutine, queued",
            [](probe& p) { emits<small>(p, coroutine, form::rvalue, outside); }},
        {"a coroutine on a strand",
            [](probe& p) { emits<small>(p, coroutine_on_strand, form::rvalue, outside); }},
        {"a serial coroutine", [](probe& p) { emits<small>(p, serial, form::lvalue, inside); }},
        {"everybody", [](probe& p) { emits<small>(p, 63, form::rvalue, inside); }},
        {"behind the first", [](probe& p) { emits_behind<small>(p, home, 1); }, false},
        {"behind a block", [](probe& p) { emits_behind<small>(p, home, 102); }},
        {"behind a listener", [](probe& p) { emits_behind<small>(p, home, 0); }},
        {"behind a listener, two strands",
            [](probe& p) { emits_behind<large>(p, one_strand | another_strand, 3); }},
        {"a full queue, drop_oldest", [](probe& p) { emits_to_a_full_queue<newest>(p, 3); }},
        {"a full queue, drop_newest", [](probe& p) { emits_to_a_full_queue<bounded>(p, 2); }},
        {"an emitter, direct", [](probe& p) { emits<small>(p, home, form::emitter, inside); },
            false},
        {"an emitter, two strands",
            [](probe& p) { emits<small>(p, one_strand | another_strand, form::emitter, outside); }},
        {"making an emitter",
            [](probe& p) {
                fixture f(p);
                std::optional<bb::emitter<small>> out;
                if (p.throws([&] { out.emplace(f.ctx); }))
                    out.emplace(f.ctx);
                receivers<small> const to(f, home);
                p.expect((*out)(made<small>(1)).accepted == 1, "it does not emit");
            }},
    });
}

BOOST_AUTO_TEST_CASE(the_event_that_is_kept_is_the_last_one)
{
    constexpr bool inside = true;
    constexpr bool outside = false;
    injection::run_rows({
        {"direct", [](probe& p) { emits<kept>(p, home, form::rvalue, inside); }},
        {"direct, a value", [](probe& p) { emits<kept>(p, home, form::lvalue, inside); }},
        {"a strand", [](probe& p) { emits<kept>(p, one_strand, form::rvalue, outside); }},
        {"everybody", [](probe& p) { emits<kept>(p, 63, form::rvalue, inside); }},
        {"kept, nobody", [](probe& p) { keeps(p, 0); }},
        {"kept, direct", [](probe& p) { keeps(p, home); }},
        {"kept, two strands", [](probe& p) { keeps(p, home | one_strand | another_strand); }},
        {"the first, nobody",
            [](probe& p) {
                fixture f(p);
                auto event = made<kept>(1);
                bool const threw = p.throws([&] { bb::emit(f.ctx, std::move(event)); });
                p.expect(bb::retained<kept>(f.ctx).has_value() != threw, "it is kept, or is not");
                p.expect(!threw || event.text == long_text, "a failed emit took its argument");
            }},
        {"retained",
            [](probe& p) {
                fixture f(p);
                bb::emit(f.ctx, made<kept>(1));
                std::optional<kept> copy;
                bool const threw = p.throws([&] { copy = bb::retained<kept>(f.ctx); });
                p.expect(copy.has_value() != threw, "there is a half copy");
                p.expect(bb::retained<kept>(f.ctx)->text == long_text, "it is not kept any more");
            }},
        {"listening later",
            [](probe& p) {
                listens_later(p, [](fixture& f, life l) {
                    return bb::listen<kept>(f.ctx, [l](kept const&) { l.called(); });
                });
            }},
        {"listening later, on a strand",
            [](probe& p) {
                listens_later(p, [](fixture& f, life l) {
                    return bb::listen<kept>(
                        f.ctx, asio::bind_executor(f.strand, [l](kept const&) { l.called(); }));
                });
            }},
        {"listening later, a coroutine",
            [](probe& p) {
                listens_later(p, [](fixture& f, life l) {
                    return bb::listen<kept>(f.ctx, [l](kept) -> asio::awaitable<void> {
                        l.called();
                        co_return;
                    });
                });
            }},
    });
}

// Some of these emits need a block more for a queue.
BOOST_AUTO_TEST_CASE(an_event_that_is_kept_and_waits_behind_others)
{
    static std::size_t waiting;
    for (waiting = 0; waiting != 100; ++waiting) {
        BOOST_TEST_CONTEXT(waiting << " events wait")
        injection::run_rows({
            {"two strands",
                [](probe& p) { emits_behind<kept>(p, one_strand | another_strand, waiting); }},
        });
    }
}

BOOST_AUTO_TEST_CASE(a_listener_is_registered_or_not)
{
    injection::run_rows({
        {"of the event",
            [](probe& p) {
                registers(p, [](fixture& f, life l) {
                    return bb::listen<small>(f.ctx, [l](small const&) { l.called(); });
                });
            }},
        {"of the fields",
            [](probe& p) {
                registers(p, [](fixture& f, life l) {
                    return bb::listen<small>(f.ctx, [l](int, std::string) { l.called(); });
                });
            }},
        {"of nothing",
            [](probe& p) {
                registers(p, [](fixture& f, life l) {
                    return bb::listen<small>(f.ctx, [l] { l.called(); });
                });
            }},
        {"a std::function",
            [](probe& p) {
                registers(p, [](fixture& f, life l) {
                    std::function<void(small const&)> const g = [l](small const&) { l.called(); };
                    return bb::listen<small>(f.ctx, g);
                });
            }},
        {"a coroutine",
            [](probe& p) {
                registers(p, [](fixture& f, life l) {
                    return bb::listen<small>(f.ctx, [l]() -> asio::awaitable<void> {
                        l.called();
                        co_return;
                    });
                });
            }},
        {"a serial coroutine",
            [](probe& p) {
                registers(p, [](fixture& f, life l) {
                    return bb::listen<small>(f.ctx, bb::serial([l]() -> asio::awaitable<void> {
                        l.called();
                        co_return;
                    }));
                });
            }},
        {"on a strand",
            [](probe& p) {
                registers(p, [](fixture& f, life l) {
                    return bb::listen<small>(
                        f.ctx, asio::bind_executor(f.strand, [l] { l.called(); }));
                });
            }},
        {"on a second strand",
            [](probe& p) {
                registers(
                    p,
                    [](fixture& f, life l) {
                        return bb::listen<small>(
                            f.ctx, asio::bind_executor(f.strand, [l] { l.called(); }));
                    },
                    another_strand);
            }},
        {"tracked and filtered",
            [](probe& p) {
                auto const owner = std::make_shared<int>();
                registers(p, [owner](fixture& f, life l) {
                    return bb::listen<small>(f.ctx,
                        bb::when([](small const& s) { return s.id != 0; },
                            bb::track(owner, [l] { l.called(); })));
                });
            }},
        {"a slot of Signals2",
            [](probe& p) {
                registers(p, [](fixture& f, life l) {
                    boost::signals2::slot<void(int, std::string)> const slot(
                        [l](int, std::string const&) { l.called(); });
                    return bb::listen<small>(f.ctx, slot);
                });
            }},
    });
}

BOOST_AUTO_TEST_CASE(an_operation_completes_once_or_not_at_all)
{
    injection::run_rows({
        {"next, a callback",
            [](probe& p) {
                waits(p, [](fixture& f, auto&, completion c) { bb::next<small>(f.ctx, c); });
            }},
        {"next, another executor",
            [](probe& p) {
                waits(p, [](fixture& f, auto&, completion c) {
                    bb::next<small>(f.ctx, asio::bind_executor(f.strand, c));
                });
            }},
        {"next, with a deadline",
            [](probe& p) {
                waits(p, [](fixture& f, auto&, completion c) {
                    bb::next<small>(f.ctx, (bb::timeout)(5s, c));
                });
            }},
        {"next, with a slot",
            [](probe& p) {
                waits(p, [](fixture& f, auto& cancel, completion c) {
                    bb::next<small>(f.ctx, asio::bind_cancellation_slot(cancel.slot(), c));
                });
            }},
        {"next, filtered, with both",
            [](probe& p) {
                waits(p, [](fixture& f, auto& cancel, completion c) {
                    bb::next<small>(f.ctx,
                        bb::when([](small const& s) { return s.id == 7; },
                            (bb::timeout)(5s, asio::bind_cancellation_slot(cancel.slot(), c))));
                });
            }},
        {"next, deferred",
            [](probe& p) {
                waits(p, [](fixture& f, auto&, completion c) { bb::next<small>(f.ctx)(c); });
            }},
        {"next, a future",
            [](probe& p) {
                waits(
                    p,
                    [](fixture& f, auto&, completion) {
                        auto const future = bb::next<small>(f.ctx, asio::use_future);
                    },
                    false);
            }},
        {"next, in a closed context",
            [](probe& p) {
                waits(p, [](fixture& f, auto&, completion c) {
                    f.ctx.close();
                    bb::next<small>(f.ctx, c);
                });
            }},
    });
}

BOOST_AUTO_TEST_SUITE_END()

#pragma pop_macro("emit")
