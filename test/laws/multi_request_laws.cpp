// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "shapes.hpp"
#include <boost_broker/multi_request_broker.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/test/unit_test.hpp>

#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace multi_request_laws_test {

using namespace laws_test;
namespace asio = boost::asio;

template<class Response>
using answers = std::vector<Response>;
template<class Response>
using results = std::vector<bb::result<Response>>;

// Providers of every form, whose answers come in another order than they were registered.
template<class Response>
class five_providers
{
public:
    using request = of_many<Response>;

    five_providers(bb::context_ref ctx, asio::io_context& io)
    {
        auto const later = [this](bb::reply<request> reply) { last_.emplace(std::move(reply)); };
        auto const coroutine = [](int seed) -> asio::awaitable<Response> {
            co_return make<Response>(seed + 1);
        };
        auto const elsewhere = asio::bind_executor(
            asio::make_strand(io), [](request const& r) { return make<Response>(r.seed + 2); });
        auto const at_once = [](int seed) -> bb::result<Response> {
            return make<Response>(seed + 3);
        };
        auto const reply = [this](request const& r, bb::reply<request> now) {
            now(make<Response>(r.seed + 4));
            (*last_)(make<Response>(r.seed)); // the first provider answers last
        };
        add(bb::add_provider<request>(ctx, later));
        add(bb::add_provider<request>(ctx, coroutine));
        add(bb::add_provider<request>(ctx, elsewhere));
        add(bb::add_provider<request>(ctx, at_once));
        add(bb::add_provider<request>(ctx, reply));
    }

private:
    void add(bb::result<bb::handle> added) { handles_.push_back(std::move(added.value())); }

    std::optional<bb::reply<request>> last_;
    std::vector<bb::handle> handles_;
};

template<class Response>
void check_all(bb::result<answers<Response>> const& all, int seed)
{
    BOOST_REQUIRE(all.has_value());
    BOOST_REQUIRE(all->size() == 5u);
    for (auto const& answer : *all)
        BOOST_TEST(is(answer, seed++));
}

template<class Response>
void check_each(bb::result<results<Response>> const& each, int seed)
{
    BOOST_REQUIRE(each.has_value());
    BOOST_REQUIRE(each->size() == 5u);
    for (auto const& answer : *each) {
        BOOST_REQUIRE(answer.has_value());
        BOOST_TEST(is(*answer, seed++));
    }
}

} // namespace multi_request_laws_test

BOOST_AUTO_TEST_SUITE(multi_request_laws)

using namespace multi_request_laws_test;

BOOST_AUTO_TEST_CASE_TEMPLATE(a_callback_gets_all_answers_in_order, Response, shapes)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    five_providers<Response> const providers(ctx, io);
    int completions = 0;
    bb::request_all<of_many<Response>>(ctx, 7, [&](bb::result<answers<Response>> all) {
        ++completions;
        check_all(all, 7);
    });
    BOOST_TEST(completions == 0);
    io.run();
    bb::request_each<of_many<Response>>(ctx, {8}, [&](bb::result<results<Response>> each) {
        ++completions;
        check_each(each, 8);
    });
    io.restart();
    io.run();
    BOOST_TEST(completions == 2);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_coroutine_gets_all_answers_in_order, Response, shapes)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    five_providers<Response> const providers(ctx, io);
    bool ended = false;
    auto const body = [&]() -> asio::awaitable<void> {
        auto const all = co_await bb::request_all<of_many<Response>>(ctx, 7);
        check_all<Response>(all, 7);
        auto const each = co_await bb::request_each<of_many<Response>>(ctx, 8);
        check_each<Response>(each, 8);
        ended = true;
    };
    asio::co_spawn(io, body(), asio::detached);
    io.run();
    BOOST_TEST(ended);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(each_answer_stands_beside_a_failure, Response, shapes)
{
    using request = of_many<Response>;
    bb::broker_context ctx;
    auto const a = bb::add_provider<request>(ctx, [](int seed) { return make<Response>(seed); });
    auto const b = bb::add_provider<request>(ctx, [] { return bb::fail("out of ink"); });
    auto const c = bb::add_provider<request>(ctx, [](int seed) { return make<Response>(seed); });
    std::optional<bb::result<results<Response>>> each;
    bb::request_each<request>(
        ctx, 7, [&](bb::result<results<Response>> r) { each.emplace(std::move(r)); });
    BOOST_REQUIRE(each.has_value());
    BOOST_REQUIRE((*each)->size() == 3u);
    BOOST_TEST(is((**each)[0].value(), 7));
    BOOST_TEST(((**each)[1].error() == bb::fail("out of ink")));
    BOOST_TEST(is((**each)[2].value(), 7));
    std::optional<bb::result<answers<Response>>> all;
    bb::request_all<request>(
        ctx, 7, [&](bb::result<answers<Response>> r) { all.emplace(std::move(r)); });
    BOOST_REQUIRE(all.has_value());
    BOOST_TEST((all->error() == bb::errc::provider_failed));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(every_provider_sees_what_was_asked, Request, shapes)
{
    // a request to many is copied for each of them
    if constexpr (std::is_copy_constructible_v<Request>) {
        bb::broker_context ctx;
        int asked = 0;
        auto const by_value = [&](Request r) {
            ++asked;
            BOOST_TEST(is(r, 7));
            return r;
        };
        auto const by_fields = takes_fields<Request>([&](fields_of<Request> const& fields) {
            auto const expected = make<Request>(7);
            ++asked;
            BOOST_TEST(same(fields, Request::fields(expected)));
            return make<Request>(8);
        });
        auto const a = bb::add_provider<Request>(ctx, by_value);
        auto const b = bb::add_provider<Request>(ctx, by_fields);
        auto const c = bb::add_provider<Request>(ctx, by_value);
        std::optional<bb::result<answers<Request>>> all;
        auto const keep = [&](bb::result<answers<Request>> r) { all.emplace(std::move(r)); };
        bb::request_all<Request>(ctx, make<Request>(7), keep);
        BOOST_REQUIRE(all.has_value());
        BOOST_REQUIRE((*all)->size() == 3u);
        BOOST_TEST(is((**all)[1], 8));
        BOOST_TEST(is((**all)[2], 7));
        with_fields(make<Request>(7),
            [&](auto&&... fields) { bb::request_all<Request>(ctx, std::move(fields)..., keep); });
        BOOST_TEST(asked == 6);
    }
}

BOOST_AUTO_TEST_SUITE_END()
