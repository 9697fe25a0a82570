// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Verbs that are awaited with positional arguments. g++ 12 destroys some temporaries of an
// expression with co_await twice; the forms here are promised to work. The texts are too long for
// the small buffer of a string: destroying one of those twice would go unnoticed.

#include <boost_broker/drop.hpp>
#include <boost_broker/event_broker.hpp>
#include <boost_broker/multi_request_broker.hpp>
#include <boost_broker/request_broker.hpp>
#include <boost_broker/signal_broker.hpp>
#include <boost_broker/timeout.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <exception>
#include <string>
#include <utility>
#include <vector>

namespace awaited_verbs_test {

namespace bb = boost_broker;
namespace asio = boost::asio;
using namespace std::chrono_literals;

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
struct get_length {
    using response = std::size_t;
    std::string text = {};
};
struct store {
    using response = void;
    std::string text = {};
};
struct told {
    std::string text = {};
};

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

card card_of(std::string const& name, std::string const& town)
{
    return {name + "!", town + "?"};
}

bool is_card(bb::result<card> const& r, std::string const& name, std::string const& town)
{
    return r && r->name == name + "!" && r->address == town + "?";
}

asio::awaitable<card> card_later(std::string name, std::string town)
{
    auto const executor = co_await asio::this_coro::executor;
    co_await asio::post(executor, asio::use_awaitable);
    card const made = card_of(name, town);
    co_return made;
}

// Runs each test with a provider that answers at once and with one that answers later.
struct desk {
    asio::io_context io;
    bb::broker_context ctx{io};

    template<class Body>
    void run(Body const& body)
    {
        bool ended = false;
        io.restart();
        asio::co_spawn(io, body(), [&](std::exception_ptr const& thrown) {
            ended = true;
            if (thrown != nullptr)
                std::rethrow_exception(thrown);
        });
        io.run();
        BOOST_TEST(ended);
    }

    template<class Body>
    void run_with_both_providers(Body const& body)
    {
        auto const at_once = bb::set_provider<get_card>(ctx, &card_of);
        BOOST_TEST(at_once.has_value());
        run(body);
        auto const later = bb::replace_provider<get_card>(ctx, &card_later);
        BOOST_TEST(later.has_value());
        run(body);
    }
};

} // namespace awaited_verbs_test

BOOST_HANA_ADAPT_STRUCT(awaited_verbs_test::get_card, name, town);
BOOST_HANA_ADAPT_STRUCT(awaited_verbs_test::get_note, topic);
BOOST_HANA_ADAPT_STRUCT(awaited_verbs_test::get_length, text);
BOOST_HANA_ADAPT_STRUCT(awaited_verbs_test::store, text);
BOOST_HANA_ADAPT_STRUCT(awaited_verbs_test::told, text);

BOOST_AUTO_TEST_SUITE(awaited_verbs)

using namespace awaited_verbs_test;

BOOST_FIXTURE_TEST_CASE(a_request_with_each_kind_of_argument, desk)
{
    run_with_both_providers([&]() -> asio::awaitable<void> {
        bb::result<card> const named = co_await bb::request<get_card>(ctx, a, b);
        BOOST_TEST(is_card(named, a, b));
        bb::result<card> const temporary =
            co_await bb::request<get_card>(ctx, long_text('x'), a + b);
        BOOST_TEST(is_card(temporary, long_text('x'), a + b));
        std::string moved_from = b;
        bb::result<card> const moved =
            co_await bb::request<get_card>(ctx, std::move(moved_from), a);
        BOOST_TEST(is_card(moved, b, a));
        bb::result<card> const converted = co_await bb::request<get_card>(
            ctx, "a literal that is far too long for the small buffer of a string, all of it", a);
        BOOST_TEST(is_card(converted,
            "a literal that is far too long for the small buffer of a string, all of it", a));
    });
}

BOOST_FIXTURE_TEST_CASE(a_request_that_was_named_first, desk)
{
    run_with_both_providers([&]() -> asio::awaitable<void> {
        get_card const named{a, b};
        bb::result<card> const by_value = co_await bb::request<get_card>(ctx, named);
        BOOST_TEST(is_card(by_value, a, b));
        bb::result<card> const deduced = co_await bb::request(ctx, named);
        BOOST_TEST(is_card(deduced, a, b));
        get_card given_away{b, a};
        bb::result<card> const moved =
            co_await bb::request(ctx, std::move(given_away), asio::use_awaitable);
        BOOST_TEST(is_card(moved, b, a));
    });
}

BOOST_FIXTURE_TEST_CASE(a_request_with_each_token, desk)
{
    run_with_both_providers([&]() -> asio::awaitable<void> {
        bb::result<card> const awaitable =
            co_await bb::request<get_card>(ctx, a, b, asio::use_awaitable);
        BOOST_TEST(is_card(awaitable, a, b));
        bb::result<card> const deferred = co_await bb::request<get_card>(ctx, b, a, asio::deferred);
        BOOST_TEST(is_card(deferred, b, a));
        bb::result<card> const limited =
            co_await bb::request<get_card>(ctx, a, b, bb::timeout(1h, asio::use_awaitable));
        BOOST_TEST(is_card(limited, a, b));
        bb::result<card> const limited_and_deferred =
            co_await bb::request<get_card>(ctx, b, a, bb::timeout(1h));
        BOOST_TEST(is_card(limited_and_deferred, b, a));
        auto const [tuple] =
            co_await bb::request<get_card>(ctx, a, b, asio::as_tuple(asio::use_awaitable));
        BOOST_TEST(is_card(tuple, a, b));
        auto const [inner] = co_await bb::request<get_card>(
            ctx, b, a, asio::as_tuple(bb::timeout(1h, asio::use_awaitable)));
        BOOST_TEST(is_card(inner, b, a));
        auto const [outer] = co_await bb::request<get_card>(
            ctx, a, b, bb::timeout(1h, asio::as_tuple(asio::use_awaitable)));
        BOOST_TEST(is_card(outer, a, b));
    });
}

BOOST_FIXTURE_TEST_CASE(a_request_within_a_larger_expression, desk)
{
    auto const provider =
        bb::set_provider<get_note>(ctx, [](std::string const& topic) { return "about " + topic; });
    BOOST_TEST(provider.has_value());
    auto const joined = [](std::string first, std::string const& second) {
        return std::move(first) + second;
    };
    run([&]() -> asio::awaitable<void> {
        std::string const value = (co_await bb::request<get_note>(ctx, a)).value();
        BOOST_TEST(value == "about " + a);
        std::string const sum = (co_await bb::request<get_note>(ctx, a)).value() +
            (co_await bb::request<get_note>(ctx, b, asio::use_awaitable)).value();
        BOOST_TEST(sum == "about " + a + "about " + b);
        std::string const passed = joined((co_await bb::request<get_note>(ctx, b)).value(), a);
        BOOST_TEST(passed == "about " + b + a);
        std::string const nested =
            (co_await bb::request<get_note>(ctx, *co_await bb::request<get_note>(ctx, a))).value();
        BOOST_TEST(nested == "about about " + a);
        if (auto const tested = co_await bb::request<get_note>(ctx, a + b))
            BOOST_TEST(*tested == "about " + a + b);
        else
            BOOST_TEST(tested.has_value());
        std::string all;
        for (char const first : {'k', 'l', 'm'})
            all += *co_await bb::request<get_note>(ctx, long_text(first));
        BOOST_TEST(all ==
            "about " + long_text('k') + "about " + long_text('l') + "about " + long_text('m'));
        co_return;
    });
}

BOOST_FIXTURE_TEST_CASE(a_request_that_answers_no_text, desk)
{
    std::string stored;
    auto const lengths =
        bb::set_provider<get_length>(ctx, [](std::string const& text) { return text.size(); });
    auto const stores =
        bb::set_provider<store>(ctx, [&](std::string text) { stored = std::move(text); });
    BOOST_TEST((lengths.has_value() && stores.has_value()));
    run([&]() -> asio::awaitable<void> {
        bb::result<std::size_t> const length = co_await bb::request<get_length>(ctx, a + b);
        BOOST_TEST(length.value() == 200u);
        bb::result<void> const done = co_await bb::request<store>(ctx, b, asio::use_awaitable);
        BOOST_TEST(done.has_value());
        BOOST_TEST(stored == b);
        co_await bb::request<store>(ctx, a);
        BOOST_TEST(stored == a);
    });
}

BOOST_FIXTURE_TEST_CASE(a_request_that_fails, desk)
{
    run([&]() -> asio::awaitable<void> {
        bb::result<std::string> const nobody = co_await bb::request<get_note>(ctx, a);
        BOOST_TEST((nobody.error() == bb::errc::no_provider));

        auto const refusing = [](std::string const& topic) -> bb::result<std::string> {
            return bb::fail("nothing about " + topic);
        };
        auto const provider = bb::set_provider<get_note>(ctx, refusing);
        bb::result<std::string> const failed = co_await bb::request<get_note>(ctx, b);
        BOOST_TEST((failed.error() == bb::errc::provider_failed));
        BOOST_TEST(failed.error().detail() == "nothing about " + b);
        bb::failure const why = (co_await bb::request<get_note>(ctx, a)).error();
        BOOST_TEST(why.detail() == "nothing about " + a);

        std::string thrown;
        try {
            (co_await bb::request<get_note>(ctx, b, asio::use_awaitable)).value();
        } catch (bb::broker_error const& e) {
            thrown = e.why().detail();
        }
        BOOST_TEST(thrown == "nothing about " + b);
    });
}

BOOST_FIXTURE_TEST_CASE(a_request_to_many_providers, desk)
{
    auto const first = bb::add_provider<get_note>(
        ctx, [](std::string const& topic) { return "first about " + topic; });
    auto const second =
        bb::add_provider<get_note>(ctx, [](std::string topic) -> asio::awaitable<std::string> {
            auto const executor = co_await asio::this_coro::executor;
            co_await asio::post(executor, asio::use_awaitable);
            co_return "second about " + topic;
        });
    BOOST_TEST((first.has_value() && second.has_value()));
    run([&]() -> asio::awaitable<void> {
        bb::result<std::vector<std::string>> const all =
            co_await bb::request_all<get_note>(ctx, long_text('y'));
        BOOST_TEST_REQUIRE(all.value().size() == 2u);
        BOOST_TEST(all->front() == "first about " + long_text('y'));
        BOOST_TEST(all->back() == "second about " + long_text('y'));
        bb::result<std::vector<std::string>> const limited =
            co_await bb::request_all<get_note>(ctx, a, bb::timeout(1h, asio::use_awaitable));
        BOOST_TEST_REQUIRE(limited.value().size() == 2u);
        BOOST_TEST(limited->back() == "second about " + a);
        bb::result<std::vector<bb::result<std::string>>> const each =
            co_await bb::request_each<get_note>(ctx, b);
        BOOST_TEST_REQUIRE(each.value().size() == 2u);
        BOOST_TEST(each->front().value() == "first about " + b);
        BOOST_TEST(each->back().value() == "second about " + b);
        auto const [tuple] =
            co_await bb::request_each<get_note>(ctx, a + b, asio::as_tuple(asio::use_awaitable));
        BOOST_TEST_REQUIRE(tuple.value().size() == 2u);
        BOOST_TEST(tuple->back().value() == "second about " + a + b);
    });
}

BOOST_FIXTURE_TEST_CASE(a_request_to_many_providers_that_fails, desk)
{
    auto const failing = bb::add_provider<get_note>(
        ctx, [](std::string const& topic) -> bb::result<std::string> { return bb::fail(topic); });
    BOOST_TEST(failing.has_value());
    run([&]() -> asio::awaitable<void> {
        bb::result<std::vector<std::string>> const all = co_await bb::request_all<get_note>(ctx, a);
        BOOST_TEST((all.error() == bb::errc::provider_failed));
        BOOST_TEST(all.error().detail().ends_with(a));
        bb::result<std::vector<bb::result<std::string>>> const each =
            co_await bb::request_each<get_note>(ctx, b, asio::use_awaitable);
        BOOST_TEST_REQUIRE(each.value().size() == 1u);
        BOOST_TEST(each->front().error().detail() == b);
    });
}

BOOST_FIXTURE_TEST_CASE(the_end_of_a_registration, desk)
{
    std::string heard;
    auto const keeping = [&heard, kept = a](std::string const& text) { heard = kept + text; };
    auto const later = [&heard, kept = b](std::string const& text) -> asio::awaitable<void> {
        auto const executor = co_await asio::this_coro::executor;
        co_await asio::post(executor, asio::use_awaitable);
        heard = kept + text;
    };
    run([&]() -> asio::awaitable<void> {
        bb::handle first = bb::listen<told>(ctx, keeping);
        bb::emit<told>(ctx, b);
        bb::result<void> const one = co_await bb::drop_listener(std::move(first));
        BOOST_TEST(one.has_value());
        BOOST_TEST(heard == a + b);

        bb::handle second = bb::listen<told>(ctx, later);
        bb::emit<told>(ctx, a);
        bb::result<void> const two =
            co_await bb::drop_listener(std::move(second), bb::timeout(1h, asio::use_awaitable));
        BOOST_TEST(two.has_value());
        BOOST_TEST(heard == b + a);

        bb::handle const third = bb::listen<told>(ctx, later);
        bb::emit<told>(ctx, b);
        bb::result<void> const all = co_await bb::drop_all_listeners<told>(ctx);
        BOOST_TEST(all.has_value());
        BOOST_TEST(heard == b + b);
        BOOST_TEST(!third.active());

        auto const fourth = bb::on_signal<told>(ctx, keeping);
        bb::result<void> const sent = bb::signal<told>(ctx, a);
        BOOST_TEST((fourth.has_value() && sent.has_value()));
        bb::result<void> const ended =
            co_await bb::drop_signal_handler<told>(ctx, asio::use_awaitable);
        BOOST_TEST(ended.has_value());
        BOOST_TEST(heard == a + a);
    });
}

BOOST_AUTO_TEST_SUITE_END()
