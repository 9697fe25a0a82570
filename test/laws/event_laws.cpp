// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "shapes.hpp"
#include <boost_broker/drop.hpp>
#include <boost_broker/event_broker.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace event_laws_test {

using namespace laws_test;
namespace asio = boost::asio;

struct pulse {};

using words = std::vector<std::string>;
using handles = std::vector<bb::handle>;

// Writes down in which form an event came, and whether it is the next one of the series.
class form_log
{
public:
    template<class Event>
    auto by_value()
    {
        return [this, seed = 0](Event const& e) mutable { note("value", is(e, seed++)); };
    }
    template<class Event>
    auto by_fields()
    {
        return takes_fields<Event>([this, seed = 0](fields_of<Event> const& fields) mutable {
            auto const expected = make<Event>(seed++);
            note("fields", same(fields, Event::fields(expected)));
        });
    }
    auto by_nothing()
    {
        return [this] { note("nothing", true); };
    }
    template<class Event>
    auto by_coroutine()
    {
        return [this, seed = 0](Event const& e) mutable { return started(e, seed++); };
    }

    words seen = {};

private:
    void note(std::string const& form, bool equal)
    {
        seen.push_back(equal ? form : form + " of another event");
    }
    template<class Event>
    asio::awaitable<void> started(Event const& e, int seed)
    {
        note("coroutine", is(e, seed));
        co_return;
    }
};

auto const as_it_is = [](auto handler) { return handler; };

template<class Event, class Bind>
handles listen_in_every_form(bb::context_ref ctx, form_log& log, Bind bind)
{
    handles all;
    all.push_back(bb::listen<Event>(ctx, bind(log.by_value<Event>())));
    all.push_back(bb::listen<Event>(ctx, bind(log.by_fields<Event>())));
    all.push_back(bb::listen<Event>(ctx, bind(log.by_nothing())));
    return all;
}

// Emits a series in every way that the shape allows, and returns how many events it has.
template<class Event>
std::size_t emit_in_every_way(bb::context_ref ctx, std::size_t listeners)
{
    int seed = 0;
    bb::emit_result const all{listeners, 0};
    BOOST_TEST((bb::emit(ctx, make<Event>(seed++)) == all));
    BOOST_TEST((bb::emit<Event>(ctx, make<Event>(seed++)) == all));
    BOOST_TEST((with_fields(make<Event>(seed++), [&](auto&&... fields) {
        return bb::emit<Event>(ctx, std::move(fields)...);
    }) == all));
    if constexpr (std::is_copy_constructible_v<Event>) {
        auto event = make<Event>(seed);
        BOOST_TEST((bb::emit(ctx, event) == all));
        BOOST_TEST(is(event, seed++));
        event = make<Event>(seed);
        BOOST_TEST((bb::publish<Event>(ctx, std::as_const(event)) == all));
        event = make<Event>(100); // what was emitted stays as it was
        ++seed;
    }
    return static_cast<std::size_t>(seed);
}

words repeated(words const& series, std::size_t times)
{
    words all;
    for (std::size_t i = 0; i != times; ++i)
        all.insert(all.end(), series.begin(), series.end());
    return all;
}

words const every_form = {"value", "fields", "nothing"};

} // namespace event_laws_test

BOOST_AUTO_TEST_SUITE(event_laws)

using namespace event_laws_test;
using boost::test_tools::per_element;

BOOST_AUTO_TEST_CASE_TEMPLATE(what_is_emitted_arrives_directly_and_in_order, Event, shapes)
{
    bb::broker_context ctx;
    form_log log;
    handles const all = listen_in_every_form<Event>(ctx, log, as_it_is);
    auto const events = emit_in_every_way<Event>(ctx, 3);
    BOOST_TEST(log.seen == repeated(every_form, events), per_element());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(what_is_emitted_in_a_listener_arrives_after_it, Event, shapes)
{
    bb::broker_context ctx;
    form_log log;
    handles const all = listen_in_every_form<Event>(ctx, log, as_it_is);
    std::size_t events = 0;
    bb::handle const outer = bb::listen<pulse>(ctx, [&] {
        events = emit_in_every_way<Event>(ctx, 3);
        BOOST_TEST(log.seen.empty());
    });
    bb::emit<pulse>(ctx);
    BOOST_TEST(log.seen == repeated(every_form, events), per_element());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(what_is_emitted_arrives_on_another_executor, Event, shapes)
{
    asio::io_context io;
    bb::broker_context ctx;
    form_log log;
    auto const strand = asio::make_strand(io);
    auto const bind = [&](auto handler) { return asio::bind_executor(strand, handler); };
    handles const all = listen_in_every_form<Event>(ctx, log, bind);
    auto const events = emit_in_every_way<Event>(ctx, 3);
    BOOST_TEST(log.seen.empty());
    io.run();
    BOOST_TEST(log.seen == repeated(every_form, events), per_element());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_coroutine_sees_what_was_emitted, Event, shapes)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    form_log log;
    bb::handle const on = bb::listen<Event>(ctx, log.by_coroutine<Event>());
    auto const events = emit_in_every_way<Event>(ctx, 1);
    io.run();
    BOOST_TEST(log.seen == words(events, "coroutine"), per_element());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(direct_and_queued_listeners_see_the_same, Event, shapes)
{
    asio::io_context io;
    bb::broker_context ctx;
    form_log direct;
    form_log queued;
    form_log started;
    auto const bind = [&](auto handler) {
        return asio::bind_executor(io.get_executor(), std::move(handler));
    };
    auto const to_strand = [&](auto handler) {
        return asio::bind_executor(asio::make_strand(io), std::move(handler));
    };
    handles const a = listen_in_every_form<Event>(ctx, direct, as_it_is);
    handles const b = listen_in_every_form<Event>(ctx, queued, bind);
    bb::handle const c = bb::listen<Event>(ctx, to_strand(started.by_coroutine<Event>()));
    auto const events = emit_in_every_way<Event>(ctx, 7);
    BOOST_TEST(direct.seen == repeated(every_form, events), per_element());
    io.run();
    BOOST_TEST(queued.seen == direct.seen, per_element());
    BOOST_TEST(started.seen == words(events, "coroutine"), per_element());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(nothing_arrives_after_a_drop, Event, shapes)
{
    asio::io_context io;
    bb::broker_context ctx;
    form_log log;
    auto const bind = [&](auto handler) {
        return asio::bind_executor(io.get_executor(), std::move(handler));
    };
    handles direct = listen_in_every_form<Event>(ctx, log, as_it_is);
    handles queued = listen_in_every_form<Event>(ctx, log, bind);
    for (auto& on : direct)
        BOOST_TEST(bb::drop_listener(std::move(on), bb::blocking).has_value());
    emit_in_every_way<Event>(ctx, 3);
    queued.clear(); // before what is queued has arrived
    io.run();
    BOOST_TEST(log.seen.empty());
    emit_in_every_way<Event>(ctx, 0);
    BOOST_TEST(bb::stats<bb::event_broker<Event>>(ctx).delivered == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
