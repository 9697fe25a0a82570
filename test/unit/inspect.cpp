// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/drop.hpp>
#include <boost_broker/event_broker.hpp>
#include <boost_broker/inspect.hpp>
#include <boost_broker/manual_clock.hpp>
#include <boost_broker/mock_provider.hpp>
#include <boost_broker/multi_request_broker.hpp>
#include <boost_broker/next.hpp>
#include <boost_broker/request_broker.hpp>
#include <boost_broker/signal_broker.hpp>
#include <boost_broker/thread_context.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/property_tree/json_parser.hpp>
#include <boost/property_tree/ptree.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <iomanip>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#pragma push_macro("emit")
#undef emit

namespace inspect_test {

namespace bb = boost_broker;
namespace asio = boost::asio;
using namespace std::chrono_literals;

struct noted {
    int number = 0;
};
struct large {
    std::array<std::string, 4> text = {};
};
struct newest {
    using broker_policy = bb::local<bb::queue_depth<2>, bb::overflow<bb::drop_oldest>>;
};
struct kept {
    using broker_policy = bb::local<bb::retain_last>;
};
struct ask {
    using response = int;
    int number = 0;
};
struct command {};

template<class T>
std::string printed(T const& value)
{
    std::ostringstream out;
    out << value;
    return out.str();
}
std::string json(bb::context_info const& info)
{
    std::ostringstream out;
    bb::write_json(out, info);
    return out.str();
}
template<class Info>
std::string dot(Info const& info)
{
    std::ostringstream out;
    bb::write_dot(out, info);
    return out.str();
}

// A module, as programs have them.
class module
{
public:
    explicit module(bb::context_ref ctx) : on_(bb::listen<noted>(ctx, [](int) {})) {}
    void handle(noted const&) {}

private:
    bb::handle on_;
};

struct fixture {
    asio::io_context io;
    asio::strand<asio::io_context::executor_type> strand = asio::make_strand(io);
    asio::steady_timer timer{io, asio::steady_timer::time_point::max()};
    bb::manual_clock clock;
    std::optional<bb::broker_context> ctx{std::in_place, io};

    fixture()
    {
        ctx->use_clock(clock);
        ctx->set_name("house");
    }

    auto there(auto handler) const { return asio::bind_executor(strand, handler); }
    /// A handler that runs until the timer is cancelled.
    auto waits()
    {
        return [this]() -> asio::awaitable<void> {
            boost::system::error_code ec;
            co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ec));
        };
    }
    auto answers_late()
    {
        return [this]() -> asio::awaitable<int> {
            boost::system::error_code ec;
            co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ec));
            co_return 1;
        };
    }
    void run()
    {
        io.restart();
        io.poll();
    }
    bb::context_info look() const { return bb::inspect(*ctx); }
};

constexpr auto nothing = [](auto const&) {};

} // namespace inspect_test

BOOST_HANA_ADAPT_STRUCT(inspect_test::noted, number);
BOOST_HANA_ADAPT_STRUCT(inspect_test::large, text);
BOOST_HANA_ADAPT_STRUCT(inspect_test::ask, number);

BOOST_TEST_DONT_PRINT_LOG_VALUE(std::chrono::nanoseconds)

BOOST_FIXTURE_TEST_SUITE(inspect, inspect_test::fixture)

using namespace inspect_test;

BOOST_AUTO_TEST_CASE(a_context_in_which_nothing_was_done)
{
    auto const info = look();
    BOOST_TEST(info.id == ctx->id());
    BOOST_TEST(info.name == "context 'house'");
    BOOST_TEST(info.open);
    BOOST_TEST(info.brokers.empty());
    BOOST_TEST(info.stopped.empty());
    BOOST_TEST_REQUIRE(info.inboxes.size() == 1u);
    BOOST_TEST(printed(info.inboxes[0]) == "io_context, the context's own");
    BOOST_TEST(
        printed(bb::inspect(bb::broker_context()).inboxes[0]) == "no executor, the context's own");
}

BOOST_AUTO_TEST_CASE(listeners_in_the_order_of_their_registration)
{
    auto const owner = std::make_shared<module>(bb::context_ref());
    module const first(*ctx);
    bb::handle const second = bb::listen<noted>(*ctx, there(std::function<void()>([] {})));
    bb::handle const third = bb::listen<noted>(*ctx, bb::track(owner, &module::handle));
    bb::next<noted>(*ctx, [](bb::result<noted> const&) {});
    auto const info = look();
    BOOST_TEST_REQUIRE(info.brokers.size() == 1u);
    BOOST_TEST((info.brokers[0].kind == bb::broker_kind::event));
    BOOST_TEST(info.brokers[0].message == "inspect_test::noted");
    BOOST_TEST(!info.brokers[0].own_object);
    auto const& handlers = info.brokers[0].handlers;
    BOOST_TEST_REQUIRE(handlers.size() == 4u);
    for (auto const& handler : handlers) {
        BOOST_TEST(handler.message == "inspect_test::noted");
        BOOST_TEST(handler.style == bb::handler_style::function);
        BOOST_TEST(handler.state == bb::handler_state::active);
        BOOST_TEST(!handler.mock);
    }
    BOOST_TEST(printed(handlers[0]) ==
        "listener of inspect_test::noted: "
        "inspect_test::module::module(boost_broker::context_ref)::{lambda(int)#1}");
    BOOST_TEST(printed(handlers[1]) ==
        "listener of inspect_test::noted (inbox 1): std::function<void ()>");
    BOOST_TEST(printed(handlers[2]) ==
        "listener of inspect_test::noted: void (inspect_test::module::*)(inspect_test::noted "
        "const&)");
    BOOST_TEST(printed(handlers[3]) == "next of inspect_test::noted");
    BOOST_TEST_REQUIRE(info.inboxes.size() == 2u);
    BOOST_TEST(info.inboxes[1].executor == "strand<io_context>");
    BOOST_TEST(!info.inboxes[1].home);
}

BOOST_AUTO_TEST_CASE(events_that_wait)
{
    bb::handle const a = bb::listen<noted>(*ctx, there([] {}));
    bb::handle const b = bb::listen<large>(*ctx, there([] {}));
    bb::handle const c = bb::listen<newest>(*ctx, there([] {}));
    for (int n = 0; n != 5; ++n) {
        bb::emit<noted>(*ctx, n);
        bb::emit<newest>(*ctx);
    }
    bb::emit<large>(*ctx, {});
    bb::emit<noted>(*ctx, 6); // a second run
    auto const info = look();
    BOOST_TEST_REQUIRE(info.brokers.size() == 3u);
    for (auto const& broker : info.brokers) {
        BOOST_TEST(broker.waiting ==
            (broker.message == "inspect_test::noted"           ? 6u
                    : broker.message == "inspect_test::newest" ? 2u
                                                               : 1u));
        BOOST_TEST(broker.in_flight == 0u);
        BOOST_TEST(broker.handlers[0].waiting == 0u); // for all listeners together
    }
    BOOST_TEST(info.inboxes[0].waiting == 0u);
    BOOST_TEST(info.inboxes[1].waiting == 9u);
    run();
    auto const later = look();
    BOOST_TEST(later.inboxes[1].waiting == 0u);
    for (auto const& broker : later.brokers)
        BOOST_TEST(broker.waiting == 0u);
    BOOST_TEST(info.inboxes[1].waiting == 9u); // a snapshot
}

BOOST_AUTO_TEST_CASE(a_message_that_is_being_delivered_does_not_wait)
{
    std::vector<std::size_t> waiting;
    auto const count = [&] { waiting.push_back(look().inboxes[1].waiting); };
    bb::handle const a = bb::listen<noted>(*ctx, there(count));
    bb::handle const b = bb::listen<large>(*ctx, there(count));
    bb::emit<noted>(*ctx, 1);
    bb::emit<noted>(*ctx, 2);
    bb::emit<large>(*ctx, {});
    bb::emit<large>(*ctx, {});
    run();
    BOOST_TEST((waiting == std::vector<std::size_t>{3, 2, 1, 0}));
}

BOOST_AUTO_TEST_CASE(inside_a_handler)
{
    std::optional<bb::context_info> info;
    bb::handle const on = bb::listen<noted>(*ctx, [&] {
        bb::emit<noted>(*ctx, 2);
        if (!info)
            info = look();
    });
    bb::emit<noted>(*ctx, 1);
    BOOST_TEST(info->inboxes[0].delivering);
    BOOST_TEST(info->inboxes[0].waiting == 1u);
    BOOST_TEST(info->brokers[0].waiting == 1u);
    BOOST_TEST(!look().inboxes[0].delivering);
}

BOOST_AUTO_TEST_CASE(the_event_that_is_kept_waits_for_a_new_listener)
{
    bb::emit<kept>(*ctx);
    bb::handle const on = bb::listen<kept>(*ctx, [] {});
    BOOST_TEST(look().inboxes[0].waiting == 1u);
    run();
    BOOST_TEST(look().inboxes[0].waiting == 0u);
}

BOOST_AUTO_TEST_CASE(coroutines_and_for_how_long_they_have_run)
{
    bb::handle on = bb::listen<noted>(*ctx, waits());
    bb::emit<noted>(*ctx, 1);
    run();
    clock.advance(2s);
    bb::emit<noted>(*ctx, 2);
    run();
    clock.advance(5500ms);
    auto const running = look();
    BOOST_TEST_REQUIRE(running.brokers[0].handlers.size() == 1u);
    auto const& handler = running.brokers[0].handlers[0];
    BOOST_TEST(handler.style == bb::handler_style::coroutine);
    BOOST_TEST(handler.coroutines == 2u);
    BOOST_TEST(handler.oldest == 7500ms);
    BOOST_TEST(printed(handler).find("(coroutine, 2 running, the oldest for 7.5 s): ") !=
        std::string::npos);

    on.stop();
    auto const stopped = look();
    BOOST_TEST(stopped.brokers[0].handlers.empty());
    BOOST_TEST_REQUIRE(stopped.stopped.size() == 1u);
    BOOST_TEST(stopped.stopped[0].state == bb::handler_state::stopped);
    BOOST_TEST(stopped.stopped[0].message == "inspect_test::noted");
    BOOST_TEST(stopped.stopped[0].coroutines == 2u);
    ctx->close();
    auto const closed = look();
    BOOST_TEST(!closed.open);
    BOOST_TEST(closed.stopped == stopped.stopped, boost::test_tools::per_element());
    timer.cancel();
    run();
    BOOST_TEST(look().stopped.empty());
}

BOOST_AUTO_TEST_CASE(a_handler_in_serial_has_messages_of_its_own)
{
    bb::handle const on = bb::listen<noted>(*ctx, bb::serial(waits()));
    auto const p = bb::set_provider<ask>(*ctx, bb::serial(answers_late()));
    auto const h = bb::on_signal<command>(*ctx, bb::serial(waits()));
    for (int n = 0; n != 3; ++n) {
        bb::emit<noted>(*ctx, n);
        bb::request<ask>(*ctx, n, nothing);
        BOOST_TEST(bb::signal<command>(*ctx).has_value());
    }
    run();
    auto const info = look();
    BOOST_TEST_REQUIRE(info.brokers.size() == 3u);
    for (auto const& broker : info.brokers) {
        BOOST_TEST(broker.waiting == 2u, broker.message);
        BOOST_TEST(broker.handlers[0].waiting == 2u, broker.message);
        BOOST_TEST(broker.handlers[0].coroutines == 1u, broker.message);
        BOOST_TEST(broker.in_flight == (broker.kind == bb::broker_kind::request ? 3u : 0u));
    }
    BOOST_TEST(info.inboxes[0].waiting == 0u);
    for (int n = 0; n != 3; ++n) {
        timer.cancel();
        run();
    }
    for (auto const& broker : look().brokers)
        BOOST_TEST(broker.waiting + broker.in_flight == 0u);
}

BOOST_AUTO_TEST_CASE(requests_in_flight)
{
    std::vector<bb::reply<ask>> replies;
    auto const p = bb::set_provider<ask>(
        *ctx, [&](int, bb::reply<ask> r) { replies.push_back(std::move(r)); });
    bb::request<ask>(*ctx, 1, nothing);
    run();
    bb::request<ask>(*ctx, 2, nothing); // answered directly, or queued
    auto const waiting = look().brokers[0].waiting;
    auto const info = look();
    BOOST_TEST(info.brokers[0].in_flight == 2u);
    auto const& provider = info.brokers[0].handlers[0];
    BOOST_TEST(provider.kind == bb::handler_kind::provider);
    BOOST_TEST(provider.style == bb::handler_style::reply);
    BOOST_TEST(provider.in_flight == 2u);
    BOOST_TEST(provider.waiting == waiting);
    run();
    BOOST_TEST_REQUIRE(replies.size() == 2u);
    BOOST_TEST(look().brokers[0].waiting == 0u);
    replies[0](1);
    BOOST_TEST(look().brokers[0].in_flight == 1u);
    clock.advance(1h);
    BOOST_TEST(look().brokers[0].in_flight == 0u);
}

BOOST_AUTO_TEST_CASE(a_request_is_in_flight_while_a_plain_provider_answers_it)
{
    std::vector<std::size_t> in_flight;
    auto const p = bb::set_provider<ask>(*ctx, [&] {
        in_flight.push_back(look().brokers[0].in_flight);
        return 1;
    });
    (void)bb::request<ask>(*ctx, 1, bb::blocking); // in the verb
    auto const q = bb::replace_provider<ask>(*ctx, there([&] {
        in_flight.push_back(look().brokers[0].in_flight);
        return 1;
    }));
    bb::request<ask>(*ctx, 1, nothing); // queued
    bb::request<ask>(*ctx, 1, nothing);
    BOOST_TEST(look().brokers[0].waiting == 2u);
    BOOST_TEST(look().brokers[0].in_flight == 2u);
    run();
    BOOST_TEST((in_flight == std::vector<std::size_t>{1, 2, 1}));
    BOOST_TEST(look().brokers[0].in_flight == 0u);
}

BOOST_AUTO_TEST_CASE(providers_that_were_replaced_and_mocks)
{
    auto const first = bb::set_provider<ask>(*ctx, answers_late());
    bb::request<ask>(*ctx, 1, nothing);
    run();
    auto const second = bb::replace_provider<ask>(*ctx, [] { return 2; });
    bb::mock_provider<ask> const mock(*ctx, [] { return 3; });
    bb::mock_signal_handler<command> const signal_mock(*ctx, [] {});
    auto const info = look();
    BOOST_TEST_REQUIRE(info.brokers.size() == 2u);
    auto const& handlers = info.brokers[0].handlers;
    BOOST_TEST_REQUIRE(handlers.size() == 3u);
    BOOST_TEST(handlers[0].state == bb::handler_state::replaced);
    BOOST_TEST(!handlers[0].mock);
    BOOST_TEST(handlers[0].in_flight == 1u);
    BOOST_TEST(handlers[1].state == bb::handler_state::active);
    BOOST_TEST(!handlers[1].mock);
    BOOST_TEST(handlers[2].mock);
    BOOST_TEST(info.brokers[1].handlers[0].mock);
    BOOST_TEST(printed(handlers[2]).find("(mock): ") != std::string::npos);
    BOOST_TEST(
        printed(handlers[0]).find("(replaced, coroutine, 1 in flight, 1 running for 0 ms)") !=
        std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_handler_whose_object_is_gone)
{
    auto owner = std::make_shared<int>();
    bb::handle const on = bb::listen<noted>(*ctx, bb::track(owner, [](noted const&) {}));
    owner.reset();
    BOOST_TEST(look().brokers[0].handlers[0].state == bb::handler_state::expired);
    bb::emit<noted>(*ctx, 1);
    BOOST_TEST(look().brokers[0].handlers.empty());
}

BOOST_AUTO_TEST_CASE(providers_of_multi_requests)
{
    auto const a = bb::add_provider<ask>(*ctx, [] { return 1; });
    auto const b = bb::add_provider<ask>(*ctx, answers_late());
    bb::request_all<ask>(*ctx, 1, nothing);
    run();
    auto const info = look();
    BOOST_TEST_REQUIRE(info.brokers.size() == 1u);
    BOOST_TEST((info.brokers[0].kind == bb::broker_kind::multi_request));
    BOOST_TEST(info.brokers[0].in_flight == 1u);
    BOOST_TEST_REQUIRE(info.brokers[0].handlers.size() == 2u);
    BOOST_TEST(info.brokers[0].handlers[0].kind == bb::handler_kind::multi_provider);
    BOOST_TEST(info.brokers[0].handlers[0].in_flight == 0u);
    BOOST_TEST(info.brokers[0].handlers[1].in_flight == 1u);
}

BOOST_AUTO_TEST_CASE(signals_that_wait)
{
    auto const h = bb::on_signal<command>(*ctx, there([] {}));
    BOOST_TEST(bb::signal<command>(*ctx).has_value());
    BOOST_TEST(bb::signal<command>(*ctx).has_value());
    auto const info = look();
    BOOST_TEST(info.brokers[0].waiting == 2u);
    BOOST_TEST(info.brokers[0].stats.sent == 2u);
    BOOST_TEST(info.brokers[0].handlers[0].kind == bb::handler_kind::signal_handler);
    BOOST_TEST(info.brokers[0].handlers[0].waiting == 2u);
    BOOST_TEST(info.inboxes[1].waiting == 2u);
}

BOOST_AUTO_TEST_CASE(brokers_that_are_objects_of_the_program)
{
    bb::handle const one = bb::listen<noted>(*ctx, [] {});
    bb::event_broker<noted> own(*ctx);
    auto const two = own.listen([] {});
    auto const three = own.listen([] {});
    own.emit(noted{1});
    auto const info = look();
    BOOST_TEST_REQUIRE(info.brokers.size() == 2u);
    BOOST_TEST(info.brokers[0].handlers.size() == 1u);
    BOOST_TEST(info.brokers[1].own_object);
    BOOST_TEST(info.brokers[1].handlers.size() == 2u);
    BOOST_TEST((info.brokers[1].stats == own.stats()));
    BOOST_TEST(printed(info.brokers[1]) ==
        "event inspect_test::noted: an object of the program, sent 1, delivered 2");
}

BOOST_AUTO_TEST_CASE(a_context_that_has_ended_or_is_none)
{
    bb::context_ref const ref = *ctx;
    bb::handle const on = bb::listen<noted>(*ctx, [] {});
    ctx.reset();
    bb::broker_context const next; // which is in the same place, perhaps
    auto const info = bb::inspect(ref);
    BOOST_TEST(info.id == ref.id());
    BOOST_TEST(printed(info) == "context " + std::to_string(ref.id()) + ", closed\n");
    BOOST_TEST((bb::inspect(bb::context_ref()) == bb::context_info{0, "context 0"}));
}

BOOST_AUTO_TEST_CASE(without_a_context_it_is_that_of_the_thread)
{
    bb::handle const on = bb::listen<command>([] {});
    auto const info = bb::inspect();
    BOOST_TEST(info.name == "context 'default'");
    BOOST_TEST(info.id == bb::default_context().id());
    BOOST_TEST(info.open);
    BOOST_TEST(printed(info).find("listener of inspect_test::command: ") != std::string::npos);
    bb::scoped_context const scope(*ctx);
    BOOST_TEST(bb::inspect().name == "context 'house'");
}

BOOST_AUTO_TEST_CASE(an_executor_that_was_destroyed)
{
    auto other = std::make_unique<asio::io_context>();
    bb::handle const on = bb::listen<noted>(*ctx, asio::bind_executor(*other, [] {}));
    other.reset();
    auto const info = look();
    BOOST_TEST(info.brokers[0].handlers.empty());
    BOOST_TEST_REQUIRE(info.inboxes.size() == 2u);
    BOOST_TEST(info.inboxes[1].executor_gone);
    BOOST_TEST(printed(info.inboxes[1]) == "an executor that was destroyed");
}

BOOST_AUTO_TEST_CASE(what_it_returns_owns_its_data)
{
    auto own = std::make_optional<bb::event_broker<noted>>(*ctx);
    auto on = std::make_optional(own->listen(waits()));
    own->emit(noted{1});
    run();
    auto const info = look();
    auto const text = printed(info);
    BOOST_TEST((look() == info));
    on.reset();
    own.reset();
    timer.cancel();
    run();
    BOOST_TEST((look() != info));
    ctx.reset();
    BOOST_TEST(printed(info) == text);
}

BOOST_AUTO_TEST_CASE(text_for_people)
{
    module const listening(*ctx);
    auto const answering = bb::set_provider<ask>(*ctx, there(static_cast<int (*)(int)>(&std::abs)));
    bb::emit<noted>(*ctx, 1);
    bb::request<ask>(*ctx, 1, nothing);
    BOOST_TEST(printed(look()) ==
        "context 'house', open\n"
        "  event inspect_test::noted: sent 1, delivered 1\n"
        "    listener of inspect_test::noted: "
        "inspect_test::module::module(boost_broker::context_ref)::{lambda(int)#1}\n"
        "  request inspect_test::ask: sent 1, queued 1, 1 waiting, 1 in flight\n"
        "    provider of inspect_test::ask (1 waiting, 1 in flight, inbox 1): int (*)(int)\n"
        "  inbox 0: io_context, the context's own\n"
        "  inbox 1: strand<io_context>, 1 waiting\n");
}

BOOST_AUTO_TEST_CASE(the_words_of_the_enumerations)
{
    using kind = bb::handler_kind;
    BOOST_TEST(printed(kind::listener) == "listener");
    BOOST_TEST(printed(kind::next) == "next");
    BOOST_TEST(printed(kind::provider) == "provider");
    BOOST_TEST(printed(kind::multi_provider) == "multi-provider");
    BOOST_TEST(printed(kind::signal_handler) == "signal handler");
    BOOST_TEST(printed(bb::handler_style::function) == "function");
    BOOST_TEST(printed(bb::handler_style::coroutine) == "coroutine");
    BOOST_TEST(printed(bb::handler_style::reply) == "reply");
    BOOST_TEST(printed(bb::handler_state::active) == "active");
    BOOST_TEST(printed(bb::handler_state::expired) == "expired");
    BOOST_TEST(printed(bb::handler_state::replaced) == "replaced");
    BOOST_TEST(printed(bb::handler_state::stopped) == "stopped");
}

BOOST_AUTO_TEST_CASE(json_of_all_members)
{
    bb::context_info info;
    info.id = 3;
    info.name = "a \"b\"\n";
    BOOST_TEST(json(info) ==
        R"({"id":3,"name":"a \"b\"\n","open":false,"brokers":[],"stopped":[],"inboxes":[]})");
    bb::handler_info handler;
    handler.kind = bb::handler_kind::multi_provider;
    handler.message = "x";
    handler.function = "f";
    handler.style = bb::handler_style::reply;
    handler.state = bb::handler_state::replaced;
    handler.mock = true;
    handler.inbox = 1;
    handler.waiting = 2;
    handler.in_flight = 3;
    handler.coroutines = 4;
    handler.oldest = 5ns;
    info.stopped = {handler, handler};
    std::string const object =
        R"({"kind":"multi-provider","message":"x","function":"f","style":"reply",)"
        R"("state":"replaced","mock":true,"inbox":1,"waiting":2,"in_flight":3,"coroutines":4,)"
        R"("oldest_ns":5})";
    BOOST_TEST(json(info).find("\"stopped\":[" + object + ',' + object + ']') != std::string::npos);
}

BOOST_AUTO_TEST_CASE(another_parser_understands_the_json)
{
    ctx->set_name("\"\\\x01\xff");
    module const listening(*ctx);
    auto const provider = bb::set_provider<ask>(*ctx, answers_late());
    bb::emit<noted>(*ctx, 1);
    bb::request<ask>(*ctx, 1, nothing);
    run();
    clock.advance(3s);
    std::istringstream text(json(look()));
    boost::property_tree::ptree parsed;
    boost::property_tree::read_json(text, parsed);
    BOOST_TEST(parsed.get<std::string>("name") == "context '\"\\\x01\xEF\xBF\xBD'");
    auto const& brokers = parsed.get_child("brokers");
    BOOST_TEST_REQUIRE(brokers.size() == 2u);
    auto const& event = brokers.front().second;
    BOOST_TEST(event.get<std::string>("kind") == "event");
    BOOST_TEST(event.get<int>("stats.sent") == 1);
    auto const& request = brokers.back().second;
    auto const& handler = request.get_child("handlers").front().second;
    BOOST_TEST(handler.get<std::string>("style") == "coroutine");
    BOOST_TEST(handler.get<std::uint64_t>("oldest_ns") == 3'000'000'000u);
    BOOST_TEST(parsed.get_child("inboxes").front().second.get<bool>("home"));
}

BOOST_AUTO_TEST_CASE(a_graph_of_messages_and_handlers)
{
    module const listening(*ctx);
    bb::handle const again = bb::listen<noted>(*ctx, [] {});
    auto const answering = bb::set_provider<ask>(*ctx, there(static_cast<int (*)(int)>(&std::abs)));
    bb::handle signalled = bb::listen<command>(*ctx, there([] {}));
    signalled.stop();
    bb::emit<noted>(*ctx, 1);
    bb::next<noted>(*ctx, [](bb::result<noted> const&) {});
    auto const text = dot(look());
    auto const body = text.substr(text.find("  subgraph"));
    BOOST_TEST(body == R"graph(  subgraph cluster_c0 {
    label="context 'house'";
    c0m0 [shape=ellipse, label="inspect_test::noted\nevent\nsent 1, delivered 2"];
    c0h0 [shape=box, label="inspect_test::module"];
    c0h1 [shape=box, label="inspect::a_graph_of_messages_and_handlers::test_method"];
    c0h2 [shape=box, label="next"];
    c0m0 -> c0h0;
    c0m0 -> c0h1;
    c0m0 -> c0h2 [label="next"];
    c0m1 [shape=ellipse, label="inspect_test::ask\nrequest"];
    c0m1 -> c0h3;
    c0m2 [shape=ellipse, style=dashed, label="inspect_test::command\nevent"];
    subgraph cluster_c0i1 {
    label="inbox 1: strand<io_context>";
    style=dashed;
    c0h3 [shape=box, label="int (*)(int)"];
    }
  }
}
)graph");
}

BOOST_AUTO_TEST_CASE(handlers_of_one_module_are_one_box)
{
    bb::handle const a = bb::listen<noted>(*ctx, [] {});
    bb::handle const b = bb::listen<command>(*ctx, [] {});
    bb::handle const c = bb::listen<command>(*ctx, there([] {})); // elsewhere
    bb::handle const d = bb::listen<command>(*ctx, std::function<void()>([] {}));
    bb::handle const e = bb::listen<command>(*ctx, std::function<void()>([] {})); // anybody's
    auto const text = dot(look());
    std::size_t boxes = 0;
    for (auto at = text.find("shape=box"); at != std::string::npos;
         at = text.find("shape=box", at + 1))
        ++boxes;
    BOOST_TEST(boxes == 4u);
    bb::handle const f = bb::listen<noted>(*ctx, [] {});
    BOOST_TEST(dot(look()).find("c0m0 -> c0h0 [label=\"2 handlers\"];") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_graph_of_several_contexts_and_of_what_was_stopped)
{
    bb::handle on = bb::listen<noted>(*ctx, waits());
    bb::emit<noted>(*ctx, 1);
    run();
    on.stop();
    ctx->close();
    bb::broker_context other;
    other.set_name("\\N");
    std::vector<bb::context_info> const both{look(), bb::inspect(other)};
    auto const text = dot(both);
    BOOST_TEST(text.starts_with("digraph boost_broker {\n"));
    BOOST_TEST(text.find("label=\"context 'house', closed\";") != std::string::npos);
    BOOST_TEST(text.find("c0h0 [shape=box, style=dashed, label=\"inspect_test::fixture::waits"
                         "\\nstopped, coroutine, 1 running for 0 ms\"];") != std::string::npos);
    BOOST_TEST(text.find("subgraph cluster_c1 {\n    label=\"context '\\\\N'\";\n  }\n}\n") !=
        std::string::npos);
    timer.cancel();
    run();
}

BOOST_AUTO_TEST_CASE(the_state_of_the_stream_does_not_matter)
{
    auto const info = look();
    std::ostringstream out;
    out << std::setfill('*') << std::setw(2000) << std::hex << std::showbase;
    bb::write_json(out, info);
    BOOST_TEST(out.str() == json(info));
    out.str("");
    bb::write_dot(out, info);
    BOOST_TEST(out.str() == dot(info));
}

BOOST_AUTO_TEST_SUITE_END()

#pragma pop_macro("emit")
