// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "shapes.hpp"
#include <boost_broker/drop.hpp>
#include <boost_broker/event_broker.hpp>
#include <boost_broker/signal_broker.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <functional>
#include <utility>

namespace signal_laws_test {

using namespace laws_test;
namespace asio = boost::asio;

struct pulse {};

// Every form of handler; each expects the signals of a series, from seed 0, and counts them.
template<class Signal>
class handlers
{
public:
    using set = std::function<bb::result<bb::handle>(bb::context_ref)>;

    auto by_value()
    {
        return [this](Signal const& s) { BOOST_TEST(is(s, handled++)); };
    }
    auto by_fields()
    {
        return takes_fields<Signal>([this](fields_of<Signal> const& fields) {
            auto const expected = make<Signal>(handled++);
            BOOST_TEST(same(fields, Signal::fields(expected)));
        });
    }
    auto by_nothing()
    {
        return [this] { ++handled; };
    }
    // There is no other receiver, so the signal may be taken.
    auto by_taking()
    {
        return [this](Signal&& s) {
            auto const taken = std::move(s);
            BOOST_TEST(is(taken, handled++));
        };
    }
    auto by_coroutine()
    {
        return [this](Signal const& s) -> asio::awaitable<void> {
            BOOST_TEST(is(s, handled++));
            co_return;
        };
    }

    template<class Bind>
    std::array<set, 4> plain(Bind bind)
    {
        return {setting(bind(by_value())), setting(bind(by_fields())), setting(bind(by_nothing())),
            setting(bind(by_taking()))};
    }
    set coroutine() { return setting(by_coroutine()); }

    int handled = 0;

private:
    template<class Handler>
    static set setting(Handler handler)
    {
        return [handler](bb::context_ref ctx) { return bb::on_signal<Signal>(ctx, handler); };
    }
};

// Sends a series in every way that the shape allows, and returns how many signals it has.
template<class Signal>
int send_in_every_way(bb::context_ref ctx)
{
    int seed = 0;
    BOOST_TEST(bb::signal(ctx, make<Signal>(seed++)).has_value());
    BOOST_TEST(bb::signal<Signal>(ctx, make<Signal>(seed++)).has_value());
    auto const by_fields = with_fields(make<Signal>(seed++),
        [&](auto&&... fields) { return bb::signal<Signal>(ctx, std::move(fields)...); });
    BOOST_TEST(by_fields.has_value());
    if constexpr (std::is_copy_constructible_v<Signal>) {
        auto s = make<Signal>(seed);
        BOOST_TEST(bb::signal(ctx, s).has_value());
        BOOST_TEST(is(s, seed++)); // even if its handler takes the signal
        s = make<Signal>(seed++);
        BOOST_TEST(bb::signal<Signal>(ctx, std::as_const(s)).has_value());
        s = make<Signal>(100); // what was sent stays as it was
    }
    return seed;
}

} // namespace signal_laws_test

BOOST_AUTO_TEST_SUITE(signal_laws)

using namespace signal_laws_test;

BOOST_AUTO_TEST_CASE_TEMPLATE(what_is_accepted_is_handled_once_and_in_order, Signal, shapes)
{
    handlers<Signal> h;
    for (auto const& set : h.plain([](auto handler) { return handler; })) {
        bb::broker_context ctx;
        auto const on = set(ctx);
        h.handled = 0;
        int const sent = send_in_every_way<Signal>(ctx);
        BOOST_TEST(h.handled == sent);
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(what_is_sent_in_a_handler_is_handled_after_it, Signal, shapes)
{
    handlers<Signal> h;
    for (auto const& set : h.plain([](auto handler) { return handler; })) {
        bb::broker_context ctx;
        auto const on = set(ctx);
        h.handled = 0;
        int sent = 0;
        bb::handle const outer = bb::listen<pulse>(ctx, [&] {
            sent = send_in_every_way<Signal>(ctx);
            BOOST_TEST(h.handled == 0);
        });
        bb::emit<pulse>(ctx);
        BOOST_TEST(h.handled == sent);
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(what_is_sent_to_another_executor_is_handled_there, Signal, shapes)
{
    asio::io_context io;
    auto const strand = asio::make_strand(io);
    handlers<Signal> h;
    auto const bind = [&](auto handler) { return asio::bind_executor(strand, handler); };
    for (auto const& set : h.plain(bind)) {
        bb::broker_context ctx;
        auto const on = set(ctx);
        h.handled = 0;
        int const sent = send_in_every_way<Signal>(ctx);
        BOOST_TEST(h.handled == 0);
        io.restart();
        io.run();
        BOOST_TEST(h.handled == sent);
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_coroutine_handles_what_was_sent, Signal, shapes)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    handlers<Signal> h;
    auto const on = h.coroutine()(ctx);
    int const sent = send_in_every_way<Signal>(ctx);
    io.run();
    BOOST_TEST(h.handled == sent);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(without_a_handler_the_signal_stays_with_its_sender, Signal, shapes)
{
    bb::broker_context ctx;
    auto s = make<Signal>(7);
    BOOST_TEST((bb::signal(ctx, std::move(s)).error() == bb::errc::no_handler));
    BOOST_TEST(is(s, 7));
    BOOST_TEST((bb::signal<Signal>(ctx, std::move(s)).error() == bb::errc::no_handler));
    BOOST_TEST(is(s, 7));
    bb::context_ref const ref = ctx;
    ctx.close();
    BOOST_TEST((bb::signal(ref, std::move(s)).error() == bb::errc::context_closed));
    BOOST_TEST(is(s, 7));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(what_a_full_queue_refuses_stays_with_its_sender, Shape, shapes)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    int handled = 0;
    auto const on = bb::on_signal<bounded<Shape>>(ctx,
        asio::bind_executor(
            asio::make_strand(io), [&](Shape const& what) { BOOST_TEST(is(what, handled++)); }));
    for (int seed = 0; seed != 3; ++seed) {
        bounded<Shape> accepted{make<Shape>(seed)};
        BOOST_TEST(bb::signal(ctx, std::move(accepted)).has_value());
        bounded<Shape> refused{make<Shape>(7)};
        BOOST_TEST((bb::signal(ctx, std::move(refused)).error() == bb::errc::queue_full));
        BOOST_TEST(is(refused.what, 7));
        io.restart();
        io.run();
    }
    BOOST_TEST(handled == 3);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(nothing_is_handled_after_a_drop, Signal, shapes)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    handlers<Signal> h;
    auto const strand = asio::make_strand(io);
    auto const on = bb::on_signal<Signal>(ctx, asio::bind_executor(strand, h.by_value()));
    int const sent = send_in_every_way<Signal>(ctx);
    BOOST_TEST(bb::drop_signal_handler<Signal>(ctx, bb::blocking).has_value());
    io.run();
    BOOST_TEST(h.handled == 0);
    auto const counters = bb::stats<bb::signal_broker<Signal>>(ctx);
    BOOST_TEST(counters.sent == static_cast<unsigned>(sent));
    BOOST_TEST(counters.dropped == counters.sent);
}

BOOST_AUTO_TEST_SUITE_END()
