// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/event_broker.hpp>
#include <boost_broker/mock_provider.hpp>
#include <boost_broker/request_broker.hpp>
#include <boost_broker/stats.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <functional>
#include <memory>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace request_broker_test {

namespace bb = boost_broker;
namespace asio = boost::asio;

struct get_name {
    using response = std::string;
    int id = 0;
};
struct get_count {
    using broker_policy = bb::local<bb::synchronous>;
    using response = int;
    int id = 0;
};
struct changed {
    int id = 0;
};

// Counts its copies, and fails to be copied when told so.
struct counted {
    explicit counted(int* c) noexcept : copies(c) {}
    counted(counted const& other) : copies(other.copies), text(other.text)
    {
        if (++*copies > 9)
            throw std::runtime_error("no copy");
    }
    counted(counted&&) noexcept = default;
    counted& operator=(counted const&) = default;
    counted& operator=(counted&&) noexcept = default;

    int* copies;
    std::string text = "kept";
};
struct measure {
    using broker_policy = bb::local<bb::synchronous>;
    using response = std::string;
    counted what;
    int factor = 1;
};
struct measure_later {
    using response = std::string;
    counted what;
};

std::string const long_text(100, 'x');

// Refuses everything that is posted to it.
struct refusing_executor {
    asio::io_context* io;

    asio::execution_context& query(asio::execution::context_t) const noexcept { return *io; }
    static constexpr asio::execution::blocking_t query(asio::execution::blocking_t) noexcept
    {
        return asio::execution::blocking.never;
    }
    refusing_executor require(asio::execution::blocking_t::never_t) const noexcept { return *this; }
    template<class F>
    void execute(F const&) const
    {
        throw std::bad_alloc();
    }
    friend bool operator==(refusing_executor const&, refusing_executor const&) = default;
};

} // namespace request_broker_test

BOOST_HANA_ADAPT_STRUCT(request_broker_test::get_name, id);
BOOST_HANA_ADAPT_STRUCT(request_broker_test::get_count, id);
BOOST_HANA_ADAPT_STRUCT(request_broker_test::measure, what, factor);
BOOST_HANA_ADAPT_STRUCT(request_broker_test::measure_later, what);
BOOST_HANA_ADAPT_STRUCT(request_broker_test::changed, id);

namespace request_broker_test {

BOOST_AUTO_TEST_SUITE(request_broker)

// Every request is answered without leaving the coroutine; a stack that grew would end here.
BOOST_AUTO_TEST_CASE(awaited_requests_that_are_answered_at_once_do_not_nest)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    auto const provider = bb::set_provider<get_name>(ctx, [] { return long_text; });
    std::size_t answered = 0;
    auto const ask = [&]() -> asio::awaitable<void> {
        for (int i = 0; i != 300'000; ++i) {
            auto const r = co_await bb::request<get_name>(ctx, i, asio::use_awaitable);
            answered += r->size() == long_text.size() ? 1 : 0;
        }
    };
    asio::co_spawn(io, ask, asio::detached);
    io.run();
    BOOST_TEST(answered == 300'000u);
    auto const stats = bb::stats<bb::request_broker<get_name>>(ctx);
    BOOST_TEST(stats.sent == answered);
    BOOST_TEST(stats.delivered == answered);
    BOOST_TEST(stats.answered == answered);
    BOOST_TEST(stats.queued == 0u);
}

BOOST_AUTO_TEST_CASE(an_awaited_request_asks_when_it_is_awaited)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    int calls = 0;
    auto const provider = bb::set_provider<get_name>(ctx, [&](int id) {
        ++calls;
        return std::to_string(id);
    });
    std::vector<std::string> answers;
    auto const ask = [&]() -> asio::awaitable<void> {
        auto first = bb::request<get_name>(ctx, 1, asio::use_awaitable);
        auto second = bb::request<get_name>(ctx, 2, asio::use_awaitable);
        BOOST_TEST(calls == 0);
        answers.push_back((co_await std::move(second)).value());
        answers.push_back((co_await std::move(first)).value());
    };
    asio::co_spawn(io, ask, asio::detached);
    io.run();
    BOOST_TEST(answers == (std::vector<std::string>{"2", "1"}));
}

BOOST_AUTO_TEST_CASE(an_awaited_request_that_has_to_wait_waits)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    std::vector<std::string> log;
    std::optional<bb::reply<get_name>> waiting;
    auto const provider = bb::set_provider<get_name>(
        ctx, [&](int, bb::reply<get_name> r) { waiting.emplace(std::move(r)); });
    auto const ask = [&]() -> asio::awaitable<void> {
        auto const r = co_await bb::request<get_name>(ctx, 1, asio::use_awaitable);
        log.push_back(r.value());
    };
    asio::co_spawn(io, ask, asio::detached);
    io.poll();
    BOOST_TEST(log.empty());
    (*waiting)(long_text);
    BOOST_TEST(log.empty()); // it completes by a post
    io.poll();
    BOOST_TEST(log == std::vector<std::string>{long_text});
}

// The provider is on the stack of the synchronous request, so the other one comes afterwards.
BOOST_AUTO_TEST_CASE(a_provider_that_answers_at_once_is_not_entered_again)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    int depth = 0;
    int deepest = 0;
    bb::context_ref const here = ctx;
    auto const provider = bb::set_provider<get_name>(ctx, [&](int id) {
        deepest = std::max(deepest, ++depth);
        if (id == 1)
            bb::request<get_name>(here, 2, [](auto const&) {});
        --depth;
        return std::to_string(id);
    });
    BOOST_TEST(bb::request<get_name>(ctx, 1, bb::blocking).value() == "1");
    io.run();
    BOOST_TEST(deepest == 1);
    BOOST_TEST(bb::stats<bb::request_broker<get_name>>(ctx).answered == 2u);
}

BOOST_AUTO_TEST_CASE(a_synchronous_provider_that_asks_itself_is_told)
{
    bb::broker_context ctx;
    bb::context_ref const here = ctx;
    bb::result<int> inner = 0;
    auto const provider = bb::set_provider<get_count>(ctx, [&](int id) {
        if (id == 1)
            inner = bb::request<get_count>(here, 2);
        return id;
    });
    BOOST_TEST(bb::request<get_count>(ctx, 1).value() == 1);
    BOOST_TEST((inner.error() == bb::errc::would_deadlock));
}

// What a provider emits while it answers comes behind the answer, and before the verb returns.
BOOST_AUTO_TEST_CASE(what_a_provider_emits_is_delivered_behind_it)
{
    bb::broker_context ctx;
    bb::context_ref const here = ctx;
    std::vector<std::string> log;
    bb::handle const on =
        bb::listen<changed>(ctx, [&](int id) { log.push_back("listener " + std::to_string(id)); });
    auto const provider = bb::set_provider<get_count>(ctx, [&](int id) {
        bb::emit<changed>(here, id);
        log.push_back("provider " + std::to_string(id));
        return id;
    });
    BOOST_TEST(bb::request<get_count>(ctx, 1).value() == 1);
    BOOST_TEST(log == (std::vector<std::string>{"provider 1", "listener 1"}));
}

BOOST_AUTO_TEST_CASE(a_synchronous_request_inside_a_handler_is_answered_there)
{
    bb::broker_context ctx;
    bb::context_ref const here = ctx;
    int got = 0;
    auto const provider = bb::set_provider<get_count>(ctx, [](int id) { return id * 2; });
    bb::handle const on =
        bb::listen<changed>(ctx, [&](int id) { got = bb::request<get_count>(here, id).value(); });
    bb::emit<changed>(ctx, 4);
    BOOST_TEST(got == 8);
}

BOOST_AUTO_TEST_CASE(failures_at_once_are_counted_as_what_they_are)
{
    bb::broker_context ctx;
    auto const provider = bb::set_provider<get_count>(ctx, [](int id) -> bb::result<int> {
        if (id == 1)
            return bb::fail("no");
        if (id == 2)
            throw std::runtime_error("broken");
        return id;
    });
    BOOST_TEST((bb::request<get_count>(ctx, 1).error() == bb::errc::provider_failed));
    BOOST_TEST((bb::request<get_count>(ctx, 2).error() == bb::errc::provider_threw));
    BOOST_TEST(bb::request<get_count>(ctx, 3).value() == 3);
    auto const stats = bb::stats<bb::request_broker<get_count>>(ctx);
    BOOST_TEST(stats.sent == 3u);
    BOOST_TEST(stats.delivered == 3u);
    BOOST_TEST(stats.answered == 1u);
    BOOST_TEST(stats.failed == 2u);
    BOOST_TEST(stats.threw == 1u);
}

BOOST_AUTO_TEST_CASE(a_provider_that_is_not_called_is_not_counted_as_called)
{
    bb::broker_context ctx;
    auto owner = std::make_shared<int>(0);
    auto const is_even = [](get_count const& r) { return r.id % 2 == 0; };
    auto const provider = bb::set_provider<get_count>(
        ctx, bb::track(owner, bb::when(is_even, [](int id) { return id; })));
    BOOST_TEST((bb::request<get_count>(ctx, 1).error() == bb::errc::provider_failed));
    BOOST_TEST(bb::request<get_count>(ctx, 2).value() == 2);
    owner.reset();
    BOOST_TEST((bb::request<get_count>(ctx, 2).error() == bb::errc::no_provider));
    auto const stats = bb::stats<bb::request_broker<get_count>>(ctx);
    BOOST_TEST(stats.sent == 2u);
    BOOST_TEST(stats.delivered == 1u);
}

BOOST_AUTO_TEST_CASE(a_predicate_refuses_for_providers_that_answer_later_too)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    auto const is_even = [](get_name const& r) { return r.id % 2 == 0; };
    bool called = false;
    auto const provider =
        bb::set_provider<get_name>(ctx, bb::when(is_even, [&](int, bb::reply<get_name> answer) {
            called = true;
            answer(long_text);
        }));
    std::vector<bb::result<std::string>> answers;
    auto const keep = [&](bb::result<std::string> r) { answers.push_back(std::move(r)); };
    bb::request<get_name>(ctx, 1, keep);
    io.run();
    BOOST_TEST(!called);
    bb::request<get_name>(ctx, 2, keep);
    io.restart();
    io.run();
    BOOST_TEST_REQUIRE(answers.size() == 2u);
    BOOST_TEST((answers[0].error() == bb::errc::provider_failed));
    BOOST_TEST(answers[0].error().detail().find("refused") != std::string::npos);
    BOOST_TEST(answers[1].value() == long_text);
}

BOOST_AUTO_TEST_CASE(a_provider_whose_owner_goes_while_it_fails_makes_room)
{
    bb::broker_context ctx;
    auto owner = std::make_shared<int>(0);
    auto const provider =
        bb::set_provider<get_count>(ctx, bb::track(owner, [&](int) -> bb::result<int> {
            owner.reset();
            return bb::fail("for the last time");
        }));
    BOOST_TEST(bb::request<get_count>(ctx, 1).error().detail() == "for the last time");
    BOOST_TEST(!provider->active());
    BOOST_TEST((bb::request<get_count>(ctx, 1).error() == bb::errc::no_provider));
    BOOST_TEST(bb::set_provider<get_count>(ctx, [](int id) { return id; }).has_value());
}

// What waits for the provider is delivered before a request that blocks, and may take its owner.
BOOST_AUTO_TEST_CASE(a_provider_whose_owner_goes_before_a_blocking_request_is_gone)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    auto owner = std::make_shared<int>(0);
    auto const strand = asio::make_strand(io);
    auto const provider = bb::set_provider<get_name>(ctx,
        asio::bind_executor(strand, bb::track(owner, [](int) { return std::string("here"); })));
    bb::handle const on =
        bb::listen<changed>(ctx, asio::bind_executor(strand, [&] { owner.reset(); }));
    bb::emit<changed>(ctx, 1);
    BOOST_TEST(bb::is_provided<get_name>(ctx));
    BOOST_TEST((bb::request<get_name>(ctx, 1, bb::blocking).error() == bb::errc::provider_gone));
    BOOST_TEST(!bb::is_provided<get_name>(ctx));
    io.run();
}

// Whatever changes who answers changes it for the next request.
// A request that is given as a value stays as it is, whatever its provider does; and it is copied
// only if the provider might move from it.
BOOST_AUTO_TEST_CASE(a_request_is_not_copied_for_a_provider_that_only_reads)
{
    bb::broker_context ctx;
    int copies = 0;
    measure const asked{counted(&copies)};
    measure changeable{counted(&copies)};
    auto const copies_for = [&](auto function) {
        auto const provider = bb::set_provider<measure>(ctx, std::move(function));
        copies = 0;
        BOOST_TEST(bb::request(ctx, asked).value() == "kept");
        auto const once = copies;
        BOOST_TEST(bb::request(ctx, changeable).value() == "kept");
        BOOST_TEST(bb::request<measure>(ctx, asked).value() == "kept");
        BOOST_TEST(bb::request(ctx, asked, bb::blocking).value() == "kept");
        bb::scoped_context const here(ctx);
        BOOST_TEST(bb::request(asked).value() == "kept");
        BOOST_TEST(bb::request<measure>(changeable).value() == "kept");
        BOOST_TEST(copies == 6 * once);
        BOOST_TEST(asked.what.text == "kept");
        BOOST_TEST(changeable.what.text == "kept");
        BOOST_TEST(bb::stats<bb::request_broker<measure>>(ctx).failed == 0U);
        return once;
    };
    BOOST_TEST(copies_for([](measure const& m) { return m.what.text; }) == 0);
    BOOST_TEST(copies_for([](counted const& what, int) { return what.text; }) == 0);
    BOOST_TEST(copies_for([] { return "kept"; }) == 0);
    BOOST_TEST(copies_for(std::function<std::string(measure const&)>(
                   [](measure const& m) { return m.what.text; })) == 0);
    BOOST_TEST(copies_for(bb::when([](measure const& m) { return m.factor == 1; },
                   [](counted const& what, int) { return what.text; })) == 0);
    BOOST_TEST(copies_for([](measure m) { return std::move(m.what.text); }) == 1);
    BOOST_TEST(copies_for([](measure&& m) { return std::move(m.what.text); }) == 1);
    BOOST_TEST(copies_for([](counted what, int) { return std::move(what.text); }) == 1);
    BOOST_TEST(copies_for([](counted&& what, int) { return std::move(what.text); }) == 1);
    // of a generic one nobody knows what it does
    auto const generic = []<class M>(M && m) requires(std::is_same_v<std::decay_t<M>, measure>)
    {
        return std::string(m.what.text);
    };
    BOOST_TEST(copies_for(generic) == 1);
}

BOOST_AUTO_TEST_CASE(a_request_that_cannot_be_copied_is_told_before_the_provider_is_called)
{
    bb::broker_context ctx;
    int copies = 9;
    measure const asked{counted(&copies)};
    int calls = 0;
    bb::result<bb::handle> provider = bb::set_provider<measure>(ctx, [&](counted what, int) {
        ++calls;
        return std::move(what.text);
    });
    BOOST_CHECK_THROW((void)bb::request(ctx, asked), std::runtime_error);
    BOOST_TEST(calls == 0);
    BOOST_TEST(bb::stats<bb::request_broker<measure>>(ctx).sent == 0U);

    provider = bb::replace_provider<measure>(ctx, [&](counted const& what, int) {
        ++calls;
        return what.text;
    });
    BOOST_TEST(bb::request(ctx, asked).value() == "kept");
    BOOST_TEST(calls == 1);
    BOOST_TEST(bb::stats<bb::request_broker<measure>>(ctx).answered == 1U);
}

BOOST_AUTO_TEST_CASE(a_request_that_is_read_is_answered_inside_a_handler_too)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    int copies = 0;
    measure const asked{counted(&copies)};
    auto const provider =
        bb::set_provider<measure>(ctx, [](measure const& m) { return m.what.text; });
    std::string answer;
    bb::handle const on =
        bb::listen<changed>(ctx, [&] { answer = bb::request(ctx, asked).value(); });
    bb::emit<changed>(ctx, 1);
    BOOST_TEST(answer == "kept");

    auto const other =
        bb::set_provider<measure_later>(ctx, [](measure_later const& m) { return m.what.text; });
    measure_later const later{counted(&copies)};
    bb::request(ctx, later, [&](bb::result<std::string> const& r) { answer = *r + " later"; });
    io.run();
    BOOST_TEST(answer == "kept later");
    BOOST_TEST(later.what.text == "kept");
}

BOOST_AUTO_TEST_CASE(failures_of_a_provider_that_only_reads_are_told)
{
    bb::broker_context ctx;
    int copies = 0;
    measure const asked{counted(&copies)};
    bb::result<bb::handle> provider = bb::set_provider<measure>(
        ctx, [](measure const&) -> std::string { throw std::runtime_error("broken"); });
    BOOST_TEST(bb::request(ctx, asked).error() == bb::failure(bb::errc::provider_threw, "broken"));
    provider = bb::replace_provider<measure>(
        ctx, [](measure const&) -> bb::result<std::string> { return bb::fail("refused"); });
    BOOST_TEST(
        bb::request(ctx, asked).error() == bb::failure(bb::errc::provider_failed, "refused"));
    provider = bb::replace_provider<measure>(ctx,
        bb::when([](measure const&) { return false; }, [](measure const&) { return "never"; }));
    BOOST_TEST(bb::request(ctx, asked).has_error());
    auto const counts = bb::stats<bb::request_broker<measure>>(ctx);
    BOOST_TEST(counts.failed == 3U);
    BOOST_TEST(counts.delivered == 2U);
    BOOST_TEST(counts.threw == 1U);

    // and one that asks itself, as it is still on the stack
    provider = bb::replace_provider<measure>(ctx, [&](measure const& m) {
        return m.factor == 2 ? bb::request(ctx, asked) : bb::result<std::string>("inner");
    });
    measure const outer{counted(&copies), 2};
    BOOST_TEST(bb::request(ctx, outer).error().code() == bb::errc::would_deadlock);
    BOOST_TEST(bb::request(ctx, asked).value() == "inner");
    BOOST_TEST(copies == 1);
}

BOOST_AUTO_TEST_CASE(the_way_at_once_follows_the_provider)
{
    bb::broker_context ctx;
    auto const answer = [](int value) { return [value] { return value; }; };
    BOOST_TEST((bb::request<get_count>(ctx, 0).error() == bb::errc::no_provider));
    auto first = bb::set_provider<get_count>(ctx, answer(1));
    BOOST_TEST(bb::request<get_count>(ctx, 0).value() == 1);
    auto second = bb::replace_provider<get_count>(ctx, answer(2));
    BOOST_TEST(bb::request<get_count>(ctx, 0).value() == 2);
    {
        bb::mock_provider<get_count> const mock(ctx, answer(3));
        BOOST_TEST(bb::request<get_count>(ctx, 0).value() == 3);
    }
    BOOST_TEST(bb::request<get_count>(ctx, 0).value() == 2);
    second->stop();
    BOOST_TEST((bb::request<get_count>(ctx, 0).error() == bb::errc::no_provider));
    ctx.close();
    BOOST_TEST((bb::request<get_count>(ctx, 0).error() == bb::errc::context_closed));
}

BOOST_AUTO_TEST_CASE(a_provider_may_end_its_context_while_it_answers_at_once)
{
    auto ctx = std::make_unique<bb::broker_context>();
    bb::context_ref const here = *ctx;
    auto const provider = bb::set_provider<get_count>(*ctx, [&](int id) {
        ctx.reset();
        return id;
    });
    BOOST_TEST(bb::request<get_count>(here, 7).value() == 7);
    BOOST_TEST(!here.is_open());
}

BOOST_AUTO_TEST_CASE(a_request_completes_on_the_executor_of_its_handler)
{
    asio::io_context io;
    asio::io_context other;
    asio::thread_pool pool(1);
    bb::broker_context ctx(io);
    auto const provider = bb::set_provider<get_name>(ctx, [] { return long_text; });
    int completed = 0;
    auto const count = [&](bb::result<std::string> const& r) {
        completed += r.value() == long_text ? 1 : 0;
    };
    bb::request<get_name>(ctx, 1, count);
    bb::request<get_name>(ctx, 1, asio::bind_executor(other.get_executor(), count));
    bb::request<get_name>(ctx, 1, asio::bind_executor(asio::make_strand(other), count));
    bb::request<get_name>(
        ctx, 1, asio::bind_executor(asio::any_io_executor(asio::make_strand(other)), count));
    bb::request<get_name>(ctx, 1,
        asio::bind_executor(asio::make_strand(asio::any_io_executor(other.get_executor())), count));
    BOOST_TEST(completed == 0);
    io.run();
    BOOST_TEST(completed == 1);
    other.run();
    BOOST_TEST(completed == 5);
    bb::request<get_name>(ctx, 1, asio::bind_executor(pool.get_executor(), count));
    pool.join();
    BOOST_TEST(completed == 6);
}

// Its memory was obtained with the handler's; the executor keeps a part of it until it ends, too.
BOOST_AUTO_TEST_CASE(a_completion_may_outlive_its_run_loop)
{
    bb::result<bb::handle> provider = bb::handle();
    auto const held = std::make_shared<int>(0);
    {
        asio::io_context io;
        bb::broker_context ctx(io);
        auto const strand = asio::make_strand(io);
        provider = bb::set_provider<get_name>(ctx, [] { return long_text; });
        auto const complete = [held](bb::result<std::string> const&) {};
        bb::request<get_name>(ctx, 1, complete);
        bb::request<get_name>(ctx, 1, asio::bind_executor(strand, complete));
        bb::request<get_name>(ctx, 1, asio::bind_executor(strand, complete));
    }
    BOOST_TEST(held.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(an_executor_that_refuses_is_seen_by_the_requester)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    auto const held = std::make_shared<int>(0);
    auto const refused = [&] {
        return asio::bind_executor(
            refusing_executor{&io}, [held](bb::result<std::string> const&) {});
    };
    BOOST_CHECK_THROW(bb::request<get_name>(ctx, 1, refused()), std::bad_alloc);
    auto const provider = bb::set_provider<get_name>(ctx, [] { return long_text; });
    BOOST_CHECK_THROW(bb::request<get_name>(ctx, 1, refused()), std::bad_alloc);
    BOOST_TEST(held.use_count() == 1); // `refused` refers to it
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace request_broker_test
