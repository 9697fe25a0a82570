// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Lets every allocation of the verbs of requests fail in turn.

#include "injection.hpp"
#include <boost_broker/canceller.hpp>
#include <boost_broker/diagnostics.hpp>
#include <boost_broker/manual_clock.hpp>
#include <boost_broker/mock_provider.hpp>
#include <boost_broker/multi_request_broker.hpp>
#include <boost_broker/quorum.hpp>
#include <boost_broker/request_broker.hpp>
#include <boost_broker/requester.hpp>
#include <boost_broker/throwing.hpp>
#include <boost_broker/timeout.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/hana/adapt_struct.hpp>

#include <chrono>
#include <functional>
#include <future>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace failure_requests_test {

namespace bb = boost_broker;
namespace asio = boost::asio;
using injection::completion;
using injection::fate;
using injection::life;
using injection::probe;
using namespace std::chrono_literals;

struct ask {
    using response = int;
    int id = 0;
};
struct ask_now {
    using broker_policy = bb::local<bb::synchronous>;
    using response = int;
    int id = 0;
};

} // namespace failure_requests_test

BOOST_HANA_ADAPT_STRUCT(failure_requests_test::ask, id);
BOOST_HANA_ADAPT_STRUCT(failure_requests_test::ask_now, id);

namespace failure_requests_test {

struct fixture {
    explicit fixture(probe& given) : p(given) { ctx.use_clock(clock); }

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

    probe& p;
    asio::io_context io;
    bb::manual_clock clock;
    bb::broker_context ctx{io};
    asio::cancellation_signal cancel;
    bb::canceller stop;
    std::vector<bb::reply<ask>> replies;
    fate provider;
    // Made before: Asio does not survive a failure to make one.
    asio::strand<asio::io_context::executor_type> strand = asio::make_strand(io);
    int loop_threw = 0;
};

// What answers.
using provide = bb::handle (*)(fixture&);

bb::handle nobody(fixture&)
{
    return {};
}
bb::handle a_function(fixture& f)
{
    return bb::set_provider<ask>(f.ctx, [l = life(f.provider)] {
        l.called();
        return 7;
    }).value();
}
bb::handle a_function_on_a_strand(fixture& f)
{
    return bb::set_provider<ask>(f.ctx, asio::bind_executor(f.strand, [l = life(f.provider)] {
        l.called();
        return 7;
    })).value();
}
bb::handle a_coroutine(fixture& f)
{
    return bb::set_provider<ask>(f.ctx, [l = life(f.provider)]() -> asio::awaitable<int> {
        l.called();
        co_return 7;
    }).value();
}
bb::handle a_reply(fixture& f)
{
    return bb::set_provider<ask>(f.ctx, [&f, l = life(f.provider)](ask const&, bb::reply<ask> r) {
        l.called();
        f.replies.push_back(std::move(r));
    }).value();
}

/// A request completes once, or not at all if the verb throws; the provider is not called then.
template<class Start>
void requests(probe& p, provide answers, bool inside, Start start)
{
    fate handler;
    {
        fixture f(p);
        f.replies.reserve(2);
        bb::handle const on = answers(f);
        bool threw = false;
        auto const verb = [&] {
            threw = p.throws([&] { start(f, completion(handler)); });
            p.expect(handler.calls == 0, "it completed inside the verb");
            p.expect(!threw || handler.alive == 0, "the handler of a verb that threw lives");
        };
        if (inside) {
            asio::post(f.io, verb);
            f.run();
        } else {
            verb();
        }
        f.run();
        for (auto& r : f.replies)
            std::move(r)(7);
        f.run();
        p.expect(!threw || f.provider.calls == 0, "the provider was called by a verb that threw");
        p.expect(f.provider.calls <= 1, "the provider was called twice");
        f.cancel.emit(asio::cancellation_type::terminal);
        f.clock.advance(1h);
        f.run();
        p.expect(handler.calls == (threw ? 0 : 1), "it did not complete once");
        p.expect(f.clock.pending() == 0, "a deadline is left");
        if (on.active()) {
            f.replies.clear();
            auto again = bb::request<ask>(f.ctx, 2, asio::use_future);
            f.run();
            for (auto& r : f.replies)
                std::move(r)(7);
            f.run();
            p.expect(again.get().has_value(), "the next request was not answered");
        }
    }
    p.expect(handler.alive == 0, "the handler is left");
}

void callback(fixture& f, completion c)
{
    bb::request<ask>(f.ctx, 1, c);
}
void elsewhere(fixture& f, completion c)
{
    bb::request<ask>(f.ctx, 1, asio::bind_executor(f.strand, c));
}
void with_a_deadline(fixture& f, completion c)
{
    bb::request<ask>(f.ctx, 1, (bb::timeout)(5s, c));
}
void with_a_slot(fixture& f, completion c)
{
    bb::request<ask>(f.ctx, 1, asio::bind_cancellation_slot(f.cancel.slot(), c));
}
void with_both(fixture& f, completion c)
{
    bb::request<ask>(f.ctx, 1, (bb::timeout)(5s, asio::bind_cancellation_slot(f.cancel.slot(), c)));
}
void with_a_canceller(fixture& f, completion c)
{
    bb::request<ask>(f.ctx, 1, f.stop(c));
}
void with_a_canceller_elsewhere(fixture& f, completion c)
{
    bb::request<ask>(f.ctx, 1, f.stop(asio::bind_executor(f.strand, c)));
}
void with_all_three(fixture& f, completion c)
{
    bb::request<ask>(
        f.ctx, 1, f.stop((bb::timeout)(5s, asio::bind_cancellation_slot(f.cancel.slot(), c))));
}
void throwing(fixture& f, completion c)
{
    bb::request<ask>(f.ctx, 1, bb::throwing(c));
}
void deferred(fixture& f, completion c)
{
    bb::request<ask>(f.ctx, 1)(c);
}
void by_requester(fixture& f, completion c)
{
    bb::requester<ask>(f.ctx)(1, (bb::timeout)(5s, c));
}
void by_requester_later(fixture& f, completion c)
{
    bb::requester<ask>(f.ctx)(1)(c);
}

/// A canceller cancels however little memory is left then.
void is_cancelled(probe& p, void (*start)(fixture&, completion))
{
    fate handler;
    {
        fixture f(p);
        f.replies.reserve(2);
        bb::handle const on = a_reply(f);
        start(f, completion(handler));
        start(f, completion(handler));
        p.expect(!p.throws([&] { f.stop.cancel(); }), "cancel() threw");
        p.expect(handler.calls == 0, "it completed inside cancel()");
        f.run();
        p.expect(handler.calls == 2, "it was not cancelled");
        f.replies.clear();
        f.run();
        p.expect(handler.calls == 2, "it completed twice");
        p.expect(f.clock.pending() == 0, "a deadline is left");
    }
    p.expect(handler.alive == 0, "the handler is left");
}

/// Tokens whose handlers are Asio's.
void awaits(probe& p, provide answers)
{
    fixture f(p);
    f.replies.reserve(1);
    bb::handle const on = answers(f);
    int answered = 0;
    int threw = 0;
    fate coroutine;
    asio::co_spawn(
        f.io,
        [&]() -> asio::awaitable<void> {
            life const here(coroutine);
            p.arm();
            try {
                bb::result<int> const r = co_await bb::request<ask>(f.ctx, 1, asio::use_awaitable);
                ++answered;
            } catch (std::bad_alloc const&) {
                ++threw;
            }
            p.disarm();
        },
        [](std::exception_ptr const&) {});
    f.run();
    p.disarm();
    for (auto& r : f.replies)
        std::move(r)(7);
    f.run();
    f.clock.advance(1h);
    f.run();
    // Asio destroys a coroutine whose initiation throws, and lets the run loop throw.
    p.expect(answered + threw == 1 || (answered + threw == 0 && f.loop_threw == 1),
        "the coroutine did not go on once");
    p.expect(coroutine.alive == 0, "the coroutine is left");
}

void takes_a_future(probe& p, provide answers)
{
    fixture f(p);
    f.replies.reserve(1);
    bb::handle const on = answers(f);
    std::future<bb::result<int>> future;
    bool const threw = p.throws([&] { future = bb::request<ask>(f.ctx, 1, asio::use_future); });
    f.run();
    for (auto& r : f.replies)
        std::move(r)(7);
    f.run();
    f.clock.advance(1h);
    f.run();
    p.expect(future.valid() != threw, "there is a future of a verb that threw, or none");
    if (future.valid())
        p.expect(future.wait_for(0s) == std::future_status::ready, "the future is not ready");
}

/// Those that return the answer.
template<class Ask>
void asks_now(probe& p, provide answers, Ask asks)
{
    fixture f(p);
    f.replies.reserve(1);
    bb::handle const on = answers(f);
    auto const now = bb::set_provider<ask_now>(f.ctx, [l = life(f.provider)](int id) {
        l.called();
        return id;
    });
    std::optional<bb::result<int>> answer;
    bool const threw = p.throws([&] { answer = asks(f); });
    p.expect(f.provider.calls <= 1, "the provider was called twice");
    p.expect(!threw || f.provider.calls == 0, "the provider was called by a verb that threw");
    p.expect(answer.has_value() != threw, "there is an answer of a verb that threw, or none");
    f.run();
}

/// Whether a registration that fails leaves what was there, and can be made again.
template<class R, class Register, class Prepare>
void registers(probe& p, Register provider, Prepare prepare, int before)
{
    fixture f(p);
    fate handler;
    {
        [[maybe_unused]] auto const was = prepare(f);
        auto const answer = [&f] {
            auto future = bb::request<ask>(f.ctx, 1, asio::use_future);
            f.run();
            auto const r = future.get();
            return r ? *r : 0;
        };
        R on;
        bool const threw = p.throws([&] { provider(f, on, life(handler)); });
        if (threw) {
            p.expect(handler.alive == 0, "a handler was kept");
            p.expect(answer() == before, "what was there does not answer");
            provider(f, on, life(handler));
        }
        p.expect(answer() == 8, "it does not answer");
        p.expect(handler.calls == 1, "it was not called once");
    }
    p.expect(handler.alive == 0, "a handler was not destroyed");
}

int nothing(fixture&)
{
    return 0;
}
bb::result<bb::handle> seven(fixture& f)
{
    return bb::set_provider<ask>(f.ctx, [] { return 7; });
}
auto eight(life l)
{
    return [l](ask const&) {
        l.called();
        return 8;
    };
}

/// Requests to many.
template<class Start>
void gathers(probe& p, unsigned providers, Start start)
{
    fate handler;
    {
        fixture f(p);
        f.replies.reserve(4);
        std::vector<bb::handle> on;
        on.reserve(400);
        auto const function = [l = life(f.provider)] {
            l.called();
            return 7;
        };
        if ((providers & 1) != 0)
            on.push_back(bb::add_provider<ask>(f.ctx, function).value());
        if ((providers & 2) != 0)
            on.push_back(
                bb::add_provider<ask>(f.ctx, asio::bind_executor(f.strand, function)).value());
        if ((providers & 4) != 0)
            on.push_back(
                bb::add_provider<ask>(f.ctx, [l = life(f.provider)]() -> asio::awaitable<int> {
                    l.called();
                    co_return 7;
                }).value());
        if ((providers & 8) != 0)
            on.push_back(bb::add_provider<ask>(f.ctx, [&f, l = life(f.provider)](bb::reply<ask> r) {
                l.called();
                f.replies.push_back(std::move(r));
            }).value());
        if ((providers & 16) != 0)
            on.push_back(bb::add_provider<ask>(f.ctx, [l = life(f.provider)]() -> bb::result<int> {
                l.called();
                return bb::fail("no");
            }).value());
        for (int i = 0; (providers & 32) != 0 && i != 200; ++i)
            on.push_back(
                bb::add_provider<ask>(f.ctx, asio::bind_executor(f.strand, function)).value());
        bool const threw = p.throws([&] { start(f, completion(handler)); });
        p.expect(handler.calls == 0, "it completed inside the verb");
        p.expect(!threw || handler.alive == 0, "the handler of a verb that threw lives");
        f.run();
        for (auto& r : f.replies)
            std::move(r)(7);
        f.run();
        p.expect(!threw || f.provider.calls == 0, "a provider was called by a verb that threw");
        // A coroutine that cannot be started fails.
        p.expect((providers & (4 | 16)) != 0 || handler.failures == 0, "a provider failed");
        f.cancel.emit(asio::cancellation_type::terminal);
        f.clock.advance(1h);
        f.run();
        p.expect(handler.calls == (threw ? 0 : 1), "it did not complete once");
        p.expect(f.clock.pending() == 0, "a deadline is left");
    }
    p.expect(handler.alive == 0, "the handler is left");
}

void all(fixture& f, completion c)
{
    bb::request_all<ask>(f.ctx, 1, c);
}
void two_of_them(fixture& f, completion c)
{
    bb::request_all<ask>(
        f.ctx, 1, bb::quorum(2, (bb::timeout)(5s, f.stop(asio::bind_executor(f.strand, c)))));
}
void each_until_two(fixture& f, completion c)
{
    bb::request_each<ask>(f.ctx, 1, bb::quorum(2, c));
}
void each(fixture& f, completion c)
{
    bb::request_each<ask>(
        f.ctx, 1, (bb::timeout)(5s, asio::bind_cancellation_slot(f.cancel.slot(), c)));
}

} // namespace failure_requests_test

BOOST_AUTO_TEST_SUITE(failure_requests)

using namespace failure_requests_test;

BOOST_AUTO_TEST_CASE(a_provider_is_registered_or_not)
{
    using handle = bb::handle;
    injection::run_rows({
        {"set_provider",
            [](probe& p) {
                registers<handle>(
                    p,
                    [](fixture& f, handle& on, life l) {
                        on = bb::set_provider<ask>(f.ctx, eight(l)).value();
                    },
                    nothing, 0);
            }},
        {"set_provider, on a strand",
            [](probe& p) {
                registers<handle>(
                    p,
                    [](fixture& f, handle& on, life l) {
                        on = bb::set_provider<ask>(f.ctx, asio::bind_executor(f.strand, eight(l)))
                                 .value();
                    },
                    nothing, 0);
            }},
        {"set_provider, a coroutine",
            [](probe& p) {
                registers<handle>(
                    p,
                    [](fixture& f, handle& on, life l) {
                        on = bb::set_provider<ask>(f.ctx, bb::serial([l]() -> asio::awaitable<int> {
                            l.called();
                            co_return 8;
                        })).value();
                    },
                    nothing, 0);
            }},
        {"set_provider, a reply",
            [](probe& p) {
                registers<handle>(
                    p,
                    [](fixture& f, handle& on, life l) {
                        on = bb::set_provider<ask>(f.ctx, [l](bb::reply<ask> r) {
                            l.called();
                            std::move(r)(8);
                        }).value();
                    },
                    nothing, 0);
            }},
        {"replace_provider",
            [](probe& p) {
                registers<handle>(
                    p,
                    [](fixture& f, handle& on, life l) {
                        on = bb::replace_provider<ask>(f.ctx, eight(l)).value();
                    },
                    seven, 7);
            }},
        {"mock_provider",
            [](probe& p) {
                registers<std::optional<bb::mock_provider<ask>>>(
                    p, [](fixture& f, auto& mock, life l) { mock.emplace(f.ctx, eight(l)); }, seven,
                    7);
            }},
        {"set_request_timeout",
            [](probe& p) {
                fixture f(p);
                if (p.throws([&] { bb::set_request_timeout<ask>(f.ctx, 1s); }))
                    bb::set_request_timeout<ask>(f.ctx, 1s);
            }},
    });
}

BOOST_AUTO_TEST_CASE(a_request_completes_once_or_not_at_all)
{
    constexpr bool inside = true;
    constexpr bool outside = false;
    injection::run_rows({
        {"nobody", [](probe& p) { requests(p, nobody, outside, callback); }},
        {"nobody, with both", [](probe& p) { requests(p, nobody, inside, with_both); }},
        {"a function", [](probe& p) { requests(p, a_function, outside, callback); }},
        {"a function, inside", [](probe& p) { requests(p, a_function, inside, callback); }},
        {"a function, elsewhere", [](probe& p) { requests(p, a_function, outside, elsewhere); }},
        {"a function, with both", [](probe& p) { requests(p, a_function, outside, with_both); }},
        {"a function, deferred", [](probe& p) { requests(p, a_function, outside, deferred); }},
        {"queued", [](probe& p) { requests(p, a_function_on_a_strand, outside, callback); }},
        {"queued, elsewhere",
            [](probe& p) { requests(p, a_function_on_a_strand, outside, elsewhere); }},
        {"queued, with a deadline",
            [](probe& p) { requests(p, a_function_on_a_strand, outside, with_a_deadline); }},
        {"queued, with a slot",
            [](probe& p) { requests(p, a_function_on_a_strand, outside, with_a_slot); }},
        {"queued, with both",
            [](probe& p) { requests(p, a_function_on_a_strand, inside, with_both); }},
        {"queued, deferred",
            [](probe& p) { requests(p, a_function_on_a_strand, outside, deferred); }},
        {"a coroutine", [](probe& p) { requests(p, a_coroutine, outside, callback); }},
        {"a coroutine, inside", [](probe& p) { requests(p, a_coroutine, inside, callback); }},
        {"a coroutine, with both", [](probe& p) { requests(p, a_coroutine, inside, with_both); }},
        {"a reply", [](probe& p) { requests(p, a_reply, outside, callback); }},
        {"a reply, inside", [](probe& p) { requests(p, a_reply, inside, with_a_deadline); }},
        {"a reply, with both", [](probe& p) { requests(p, a_reply, outside, with_both); }},
        {"nobody, a requester", [](probe& p) { requests(p, nobody, outside, by_requester); }},
        {"a function, a requester",
            [](probe& p) { requests(p, a_function, outside, by_requester); }},
        {"queued, a requester",
            [](probe& p) { requests(p, a_function_on_a_strand, outside, by_requester_later); }},
        {"making a requester",
            [](probe& p) {
                fixture f(p);
                std::optional<bb::requester<ask>> out;
                if (p.throws([&] { out.emplace(f.ctx); }))
                    out.emplace(f.ctx);
                bb::handle const on = a_function(f);
                p.expect((*out)(1, bb::blocking).value() == 7, "it does not ask");
            }},
        {"nobody, with all three", [](probe& p) { requests(p, nobody, inside, with_all_three); }},
        {"a function, with a canceller",
            [](probe& p) { requests(p, a_function, outside, with_a_canceller); }},
        {"queued, with a canceller",
            [](probe& p) { requests(p, a_function_on_a_strand, outside, with_a_canceller); }},
        {"queued, with a canceller, elsewhere",
            [](probe& p) {
                requests(p, a_function_on_a_strand, outside, with_a_canceller_elsewhere);
            }},
        {"a coroutine, with all three",
            [](probe& p) { requests(p, a_coroutine, inside, with_all_three); }},
        {"a reply, with all three",
            [](probe& p) { requests(p, a_reply, outside, with_all_three); }},
        {"nobody, throwing", [](probe& p) { requests(p, nobody, outside, throwing); }},
        {"a function, throwing", [](probe& p) { requests(p, a_function, outside, throwing); }},
        {"a reply, throwing", [](probe& p) { requests(p, a_reply, inside, throwing); }},
        {"nobody, awaited", [](probe& p) { awaits(p, nobody); }},
        {"a function, awaited", [](probe& p) { awaits(p, a_function); }},
        {"a coroutine, awaited", [](probe& p) { awaits(p, a_coroutine); }},
        {"nobody, a future", [](probe& p) { takes_a_future(p, nobody); }},
        {"a function, a future", [](probe& p) { takes_a_future(p, a_function); }},
        {"queued, a future", [](probe& p) { takes_a_future(p, a_function_on_a_strand); }},
        {"a reply, a future", [](probe& p) { takes_a_future(p, a_reply); }},
    });
}

BOOST_AUTO_TEST_CASE(cancelling_takes_no_memory)
{
    injection::run_rows({
        {"a callback", [](probe& p) { is_cancelled(p, with_a_canceller); }, false},
        {"a callback elsewhere", [](probe& p) { is_cancelled(p, with_a_canceller_elsewhere); },
            false},
        {"with a deadline and a slot", [](probe& p) { is_cancelled(p, with_all_three); }, false},
    });
}

BOOST_AUTO_TEST_CASE(a_request_is_answered_at_once_or_not_at_all)
{
    injection::run_rows({
        {"blocking",
            [](probe& p) {
                asks_now(p, a_function,
                    [](fixture& f) { return bb::request<ask>(f.ctx, 1, bb::blocking); });
            },
            false},
        {"blocking, a reply",
            [](probe& p) {
                asks_now(p, a_reply,
                    [](fixture& f) { return bb::request<ask>(f.ctx, 1, bb::blocking); });
            }},
        {"blocking, nobody",
            [](probe& p) {
                asks_now(
                    p, nobody, [](fixture& f) { return bb::request<ask>(f.ctx, 1, bb::blocking); });
            }},
        {"synchronous",
            [](probe& p) {
                asks_now(p, nobody, [](fixture& f) { return bb::request<ask_now>(f.ctx, 1); });
            },
            false},
        {"synchronous, a requester",
            [](probe& p) {
                asks_now(p, nobody, [](fixture& f) { return bb::requester<ask_now>(f.ctx)(1); });
            },
            false},
    });
}

BOOST_AUTO_TEST_CASE(a_request_to_many_completes_once_or_not_at_all)
{
    injection::run_rows({
        {"nobody, all", [](probe& p) { gathers(p, 0, all); }},
        {"nobody, each", [](probe& p) { gathers(p, 0, each); }},
        {"one, all", [](probe& p) { gathers(p, 1, all); }},
        {"one, each", [](probe& p) { gathers(p, 1, each); }},
        {"two, all", [](probe& p) { gathers(p, 3, all); }},
        {"two, each", [](probe& p) { gathers(p, 3, each); }},
        {"queued, all", [](probe& p) { gathers(p, 2, all); }},
        {"two hundred, queued, all", [](probe& p) { gathers(p, 32, all); }},
        {"a coroutine, each", [](probe& p) { gathers(p, 4, each); }},
        {"a reply, all", [](probe& p) { gathers(p, 8, all); }},
        {"a failure, all", [](probe& p) { gathers(p, 16, all); }},
        {"a failure behind others, all", [](probe& p) { gathers(p, 27, all); }},
        {"everybody, each", [](probe& p) { gathers(p, 31, each); }},
        {"out of reach, a quorum", [](probe& p) { gathers(p, 4, two_of_them); }},
        {"two, a quorum", [](probe& p) { gathers(p, 3, two_of_them); }},
        {"two, each until a quorum", [](probe& p) { gathers(p, 3, each_until_two); }},
        {"two replies, a quorum", [](probe& p) { gathers(p, 10, two_of_them); }},
        {"two hundred, queued, a quorum", [](probe& p) { gathers(p, 32, two_of_them); }},
        {"everybody, a quorum", [](probe& p) { gathers(p, 31, two_of_them); }},
        {"everybody, each until a quorum", [](probe& p) { gathers(p, 31, each_until_two); }},
        {"add_provider",
            [](probe& p) {
                fixture f(p);
                fate handler;
                bb::result<bb::handle> on = bb::handle();
                bb::handle const first = bb::add_provider<ask>(f.ctx, [] { return 7; }).value();
                auto const add = [&] { on = bb::add_provider<ask>(f.ctx, eight(life(handler))); };
                auto const answers = [&] {
                    auto future = bb::request_all<ask>(f.ctx, 1, asio::use_future);
                    f.run();
                    return future.get().value().size();
                };
                if (p.throws(add)) {
                    p.expect(handler.alive == 0, "a handler was kept");
                    p.expect(answers() == 1, "what was there does not answer alone");
                    add();
                }
                p.expect(answers() == 2, "it does not answer");
            }},
    });
}

BOOST_AUTO_TEST_SUITE_END()
