// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Handlers that are coroutines, and verbs in coroutines that are not awaited. g++ 12 destroys some
// temporaries of an expression with co_await twice, and so does its co_return of some braces; the
// forms here are promised to work. The texts are too long for the small buffer of a string:
// destroying one of those twice would go unnoticed.

#include <boost_broker/drop.hpp>
#include <boost_broker/event_broker.hpp>
#include <boost_broker/handler_adaptors.hpp>
#include <boost_broker/request_broker.hpp>
#include <boost_broker/signal_broker.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace coroutine_handlers_test {

namespace bb = boost_broker;
namespace asio = boost::asio;

struct card {
    std::string name = {};
    std::string address = {};
};
struct get_card {
    using response = card;
    std::string name = {};
    std::string town = {};
};
struct get_note {
    using response = std::string;
    std::string topic = {};
};
struct told {
    std::string who = {};
    std::string what = {};
};
struct ordered {
    std::string text = {};
};

using texts = std::vector<std::string>;

// 100 bytes that differ from place to place, and from one text to another.
std::string long_text(char first)
{
    std::string text;
    while (text.size() != 100)
        text += static_cast<char>(' ' + (first + static_cast<int>(text.size())) % 95);
    return text;
}

std::string const a = long_text('a');
std::string const b = long_text('b');

/// Lets everything else run that is ready.
asio::awaitable<void> step_aside()
{
    auto const executor = co_await asio::this_coro::executor;
    co_await asio::post(executor, asio::use_awaitable);
}

struct desk {
    asio::io_context io;
    bb::broker_context ctx{io};
    texts seen;

    /// Runs what is ready, until nothing is.
    void run()
    {
        io.restart();
        io.run();
    }

    template<class Body>
    void run(Body const& body)
    {
        bool ended = false;
        asio::co_spawn(io, body(), [&](std::exception_ptr const& thrown) {
            ended = true;
            if (thrown != nullptr)
                std::rethrow_exception(thrown);
        });
        run();
        BOOST_TEST(ended);
    }

    template<class Provider>
    bb::result<card> ask_for_card(Provider const& provider)
    {
        auto const registered = bb::set_provider<get_card>(ctx, provider);
        BOOST_TEST(registered.has_value());
        std::optional<bb::result<card>> got;
        bb::request<get_card>(ctx, a, b, [&](bb::result<card> r) { got = std::move(r); });
        run();
        BOOST_TEST_REQUIRE(got.has_value());
        return std::move(*got);
    }

    template<class Provider>
    bb::result<std::string> ask_for_note(Provider const& provider)
    {
        auto const registered = bb::set_provider<get_note>(ctx, provider);
        BOOST_TEST(registered.has_value());
        std::optional<bb::result<std::string>> got;
        bb::request<get_note>(ctx, a, [&](bb::result<std::string> r) { got = std::move(r); });
        run();
        BOOST_TEST_REQUIRE(got.has_value());
        return std::move(*got);
    }

    /// Emits twice before anything runs, so that the two coroutines overlap.
    template<class Listener>
    void tell(Listener const& listener)
    {
        seen.clear();
        bb::handle const on = bb::listen<told>(ctx, listener);
        BOOST_TEST(bb::emit<told>(ctx, a, b).accepted == 1u);
        BOOST_TEST(bb::emit<told>(ctx, b, a).accepted == 1u);
        run();
    }
};

struct service {
    texts heard;
    std::string const prefix = long_text('s');

    asio::awaitable<void> on_told(std::string who, std::string const& what)
    {
        co_await step_aside();
        heard.push_back(prefix + who + what);
    }
};

} // namespace coroutine_handlers_test

BOOST_HANA_ADAPT_STRUCT(coroutine_handlers_test::get_card, name, town);
BOOST_HANA_ADAPT_STRUCT(coroutine_handlers_test::get_note, topic);
BOOST_HANA_ADAPT_STRUCT(coroutine_handlers_test::told, who, what);
BOOST_HANA_ADAPT_STRUCT(coroutine_handlers_test::ordered, text);

BOOST_AUTO_TEST_SUITE(coroutine_handlers)

using namespace coroutine_handlers_test;

BOOST_FIXTURE_TEST_CASE(a_provider_returns_what_it_named_first, desk)
{
    auto const of_result = [](std::string name,
                               std::string const& town) -> asio::awaitable<bb::result<card>> {
        co_await step_aside();
        bb::result<card> made = card{name + "!", town + "?"};
        co_return made;
    };
    auto const from_result = ask_for_card(of_result);
    BOOST_TEST(from_result.value().name == a + "!");
    BOOST_TEST(from_result.value().address == b + "?");

    auto const of_value = [](get_card const& r) -> asio::awaitable<card> {
        card made{r.name + "!", {}};
        co_await step_aside();
        made.address = r.town + "?";
        co_return made;
    };
    auto const from_value = ask_for_card(of_value);
    BOOST_TEST(from_value.value().name == a + "!");
    BOOST_TEST(from_value.value().address == b + "?");

    auto const moving = [](get_card r) -> asio::awaitable<bb::result<card>> {
        co_await step_aside();
        card made;
        made.name = std::move(r.name);
        made.address = std::move(r.town);
        co_return std::move(made);
    };
    auto const moved = ask_for_card(moving);
    BOOST_TEST(moved.value().name == a);
    BOOST_TEST(moved.value().address == b);
}

BOOST_FIXTURE_TEST_CASE(a_provider_returns_an_expression, desk)
{
    auto const sum = ask_for_note([](std::string const& topic) -> asio::awaitable<std::string> {
        co_await step_aside();
        co_return "about " + topic + b;
    });
    BOOST_TEST(sum.value() == "about " + a + b);
    auto const parameter = ask_for_note([](std::string topic) -> asio::awaitable<std::string> {
        co_await step_aside();
        co_return topic;
    });
    BOOST_TEST(parameter.value() == a);
    auto const called =
        ask_for_note([](std::string const& topic) -> asio::awaitable<bb::result<std::string>> {
            co_await step_aside();
            co_return topic + long_text('c');
        });
    BOOST_TEST(called.value() == a + long_text('c'));
}

BOOST_FIXTURE_TEST_CASE(a_provider_returns_a_failure, desk)
{
    auto const by_fail =
        ask_for_card([](std::string name, std::string const&) -> asio::awaitable<bb::result<card>> {
            co_await step_aside();
            co_return bb::fail("nobody is called " + name);
        });
    BOOST_TEST(by_fail.error().detail() == "nobody is called " + a);

    auto const by_class = ask_for_note([](std::string) -> asio::awaitable<bb::result<std::string>> {
        co_await step_aside();
        co_return bb::failure(bb::errc::queue_full, b);
    });
    BOOST_TEST((by_class.error() == bb::failure(bb::errc::queue_full, b)));

    auto const named =
        ask_for_note([](std::string const& topic) -> asio::awaitable<bb::result<std::string>> {
            bb::failure const why(make_error_code(boost::system::errc::no_space_on_device), topic);
            co_await step_aside();
            co_return why;
        });
    BOOST_TEST(named.error().code() == make_error_code(boost::system::errc::no_space_on_device));
    BOOST_TEST(named.error().detail() == a);

    auto const chosen =
        ask_for_note([](std::string const& topic) -> asio::awaitable<bb::result<std::string>> {
            if (topic == b)
                co_return topic;
            co_await step_aside();
            co_return bb::fail(boost::system::error_code(bb::errc::cancelled), topic + topic);
        });
    BOOST_TEST((chosen.error() == bb::failure(bb::errc::cancelled, a + a)));
}

BOOST_FIXTURE_TEST_CASE(a_provider_throws, desk)
{
    auto const thrown = ask_for_note([](std::string topic) -> asio::awaitable<std::string> {
        co_await step_aside();
        if (!topic.empty())
            throw std::runtime_error("cannot tell about " + topic);
        co_return topic;
    });
    BOOST_TEST((thrown.error() == bb::errc::provider_threw));
    BOOST_TEST(thrown.error().detail() == "cannot tell about " + a);
}

BOOST_FIXTURE_TEST_CASE(a_provider_asks_another, desk)
{
    auto const notes =
        bb::set_provider<get_note>(ctx, [](std::string topic) -> asio::awaitable<std::string> {
            co_await step_aside();
            co_return "about " + topic;
        });
    BOOST_TEST(notes.has_value());
    bb::context_ref const here = ctx;
    auto const asking = [here](std::string name,
                            std::string const& town) -> asio::awaitable<bb::result<card>> {
        bb::result<std::string> note = co_await bb::request<get_note>(here, name + town);
        if (!note)
            co_return note.error();
        card made;
        made.name = std::move(*note);
        made.address = (co_await bb::request<get_note>(here, town)).value();
        co_return made;
    };
    auto const got = ask_for_card(asking);
    BOOST_TEST(got.value().name == "about " + a + b);
    BOOST_TEST(got.value().address == "about " + b);

    bb::clear_provider<get_note>(ctx);
    auto const failed = ask_for_card(asking);
    BOOST_TEST((failed.error() == bb::errc::no_provider));
}

BOOST_FIXTURE_TEST_CASE(a_listener_keeps_its_arguments_while_it_is_suspended, desk)
{
    texts const both{a + b, b + a};
    tell([&](std::string who, std::string what) -> asio::awaitable<void> {
        co_await step_aside();
        seen.push_back(who + what);
    });
    BOOST_TEST(seen == both, boost::test_tools::per_element());
    tell([&](std::string const& who, std::string const& what) -> asio::awaitable<void> {
        co_await step_aside();
        seen.push_back(who + what);
    });
    BOOST_TEST(seen == both, boost::test_tools::per_element());
    tell([&](told e) -> asio::awaitable<void> {
        co_await step_aside();
        seen.push_back(std::move(e.who) + std::move(e.what));
    });
    BOOST_TEST(seen == both, boost::test_tools::per_element());
    tell([&](told const& e) -> asio::awaitable<void> {
        co_await step_aside();
        seen.push_back(e.who + e.what);
    });
    BOOST_TEST(seen == both, boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(a_listener_keeps_its_captures_when_it_is_stopped, desk)
{
    bool started = false;
    auto handler = [&, kept = long_text('k')](
                       std::string who, std::string const& what) -> asio::awaitable<void> {
        started = true;
        co_await step_aside();
        seen.push_back(kept + who + what);
    };
    bb::handle on = bb::listen<told>(ctx, std::move(handler));
    bb::emit<told>(ctx, a, b);
    while (!started && io.run_one() != 0) {}
    BOOST_TEST(started);
    BOOST_TEST(seen.empty());
    on.stop();
    run();
    BOOST_TEST(seen == texts{long_text('k') + a + b}, boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(a_signal_handler_keeps_its_arguments_while_it_is_suspended, desk)
{
    auto const send = [&](bb::result<bb::handle> const& on) {
        BOOST_TEST(on.has_value());
        BOOST_TEST(bb::signal<ordered>(ctx, a).has_value());
        BOOST_TEST(bb::signal<ordered>(ctx, {.text = b}).has_value());
        run();
    };
    send(bb::on_signal<ordered>(ctx, [&](std::string text) -> asio::awaitable<void> {
        co_await step_aside();
        seen.push_back("value " + text);
    }));
    send(bb::on_signal<ordered>(ctx, [&](std::string const& text) -> asio::awaitable<void> {
        co_await step_aside();
        seen.push_back("reference " + text);
    }));
    send(bb::on_signal<ordered>(ctx, [&](ordered s) -> asio::awaitable<void> {
        co_await step_aside();
        seen.push_back("signal " + std::move(s.text));
    }));
    texts const expected{"value " + a, "value " + b, "reference " + a, "reference " + b,
        "signal " + a, "signal " + b};
    BOOST_TEST(seen == expected, boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(verbs_in_a_coroutine_that_are_not_awaited, desk)
{
    bb::handle const on = bb::listen<told>(
        ctx, [&](std::string const& who, std::string const& what) { seen.push_back(who + what); });
    auto const handler =
        bb::on_signal<ordered>(ctx, [&](std::string text) { seen.push_back(std::move(text)); });
    BOOST_TEST(handler.has_value());
    run([&]() -> asio::awaitable<void> {
        bb::emit<told>(ctx, a, b);
        bb::emit<told>(ctx, {.who = b, .what = a});
        co_await step_aside();
        bb::emit<told>(ctx, long_text('e'), a + b);
        bb::emit<told>(ctx, {.who = long_text('f'), .what = a + b});
        told const event{a, a};
        bb::emit(ctx, event);
        bb::emit(ctx, told{b, b});
        bb::result<void> const accepted = bb::signal<ordered>(ctx, {.text = a});
        BOOST_TEST(accepted.has_value());
        bb::signal<ordered>(ctx, long_text('g'));
        co_await step_aside();
    });
    texts const expected{a + b, b + a, long_text('e') + a + b, long_text('f') + a + b, a + a, b + b,
        a, long_text('g')};
    BOOST_TEST(seen == expected, boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(adaptors_around_named_lambdas_that_capture_by_copy, desk)
{
    auto owner = std::make_shared<std::string>(long_text('o'));
    auto const keeping = [this, kept = long_text('k')](
                             std::string who, std::string const& what) -> asio::awaitable<void> {
        co_await step_aside();
        seen.push_back(kept + who + what);
    };
    auto const generic = [this, kept = long_text('k')](
                             auto who, auto const& what) -> asio::awaitable<void> {
        co_await step_aside();
        seen.push_back(kept + who + what);
    };
    auto const wanted = [who = a](told const& e) { return e.who == who; };
    texts const both{long_text('k') + a + b, long_text('k') + b + a};
    texts const first{long_text('k') + a + b};

    tell(bb::track(owner, keeping));
    BOOST_TEST(seen == both, boost::test_tools::per_element());
    tell(bb::serial(keeping));
    BOOST_TEST(seen == both, boost::test_tools::per_element());
    tell(bb::when(wanted, keeping));
    BOOST_TEST(seen == first, boost::test_tools::per_element());
    tell(bb::by_fields(generic));
    BOOST_TEST(seen == both, boost::test_tools::per_element());
    tell(bb::track(owner, bb::when(wanted, bb::serial(bb::by_fields(generic)))));
    BOOST_TEST(seen == first, boost::test_tools::per_element());
    tell(asio::bind_executor(asio::make_strand(io), bb::serial(bb::track(owner, keeping))));
    BOOST_TEST(seen == both, boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(adaptors_are_registered_inside_a_coroutine, desk)
{
    auto owner = std::make_shared<service>();
    auto const keeping = [this, kept = long_text('k')](std::string const& who,
                             std::string const& what) { seen.push_back(kept + who + what); };
    auto const wanted = [who = a](told const& e) { return e.who == who; };
    run([&]() -> asio::awaitable<void> {
        bb::handle plain = bb::listen<told>(ctx, bb::when(wanted, bb::track(owner, keeping)));
        bb::handle member = bb::listen<told>(ctx, bb::track(owner, &service::on_told));
        bb::emit<told>(ctx, a, b);
        bb::emit<told>(ctx, b, a);
        bb::result<void> const one = co_await bb::drop_listener(std::move(plain));
        bb::result<void> const two =
            co_await bb::drop_listener(std::move(member), asio::use_awaitable);
        BOOST_TEST((one.has_value() && two.has_value()));
    });
    BOOST_TEST(seen == texts{long_text('k') + a + b}, boost::test_tools::per_element());
    texts const heard{long_text('s') + a + b, long_text('s') + b + a};
    BOOST_TEST(owner->heard == heard, boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(a_tracked_provider_keeps_its_owner_while_it_is_suspended, desk)
{
    bool started = false;
    auto owner = std::make_shared<std::string>(long_text('o'));
    auto const asked = [&started, kept = owner.get(), more = long_text('m')](
                           std::string topic) -> asio::awaitable<bb::result<std::string>> {
        started = true;
        co_await step_aside();
        std::string made = *kept + more + topic;
        co_return made;
    };
    auto const registered = bb::set_provider<get_note>(ctx, bb::track(owner, bb::serial(asked)));
    BOOST_TEST(registered.has_value());
    std::optional<bb::result<std::string>> got;
    bb::request<get_note>(ctx, a, [&](bb::result<std::string> r) { got = std::move(r); });
    while (!started && io.run_one() != 0) {}
    BOOST_TEST(started);
    BOOST_TEST(!got.has_value());
    owner.reset();
    run();
    BOOST_TEST_REQUIRE(got.has_value());
    BOOST_TEST(got->value() == long_text('o') + long_text('m') + a);
}

BOOST_AUTO_TEST_SUITE_END()
