// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/canceller.hpp>
#include <boost_broker/drop.hpp>
#include <boost_broker/manual_clock.hpp>
#include <boost_broker/multi_request_broker.hpp>
#include <boost_broker/next.hpp>
#include <boost_broker/request_broker.hpp>
#include <boost_broker/throwing.hpp>
#include <boost_broker/timeout.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/associated_allocator.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <exception>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace throwing_test {

namespace bb = boost_broker;
namespace asio = boost::asio;
using namespace std::chrono_literals;

struct get_name {
    using response = std::string;
    int id = 0;
};
struct touch {
    using response = void;
    int id = 0;
};
struct noted {};

// A response that is not copied, and whose moves and destructions are told.
class token
{
public:
    explicit token(int id) : id_(std::make_unique<int>(id)) {}
    int id() const { return *id_; }

private:
    std::unique_ptr<int> id_;
};
static_assert(!std::is_default_constructible_v<token> && !std::is_copy_constructible_v<token>);
struct get_token {
    using response = token;
    int id = 0;
};
struct get_pointer {
    using response = std::unique_ptr<int>;
    int id = 0;
};

std::string const long_text = "a text that does not fit into the small buffer of a string";

// What a completion brought.
template<class T>
struct outcome {
    std::optional<T> value;
    std::optional<bb::failure> why;
    int completions = 0;

    auto keep()
    {
        return [this](std::exception_ptr e, T v) { completed(std::move(e), std::move(v)); };
    }

private:
    void completed(std::exception_ptr e, T v)
    {
        ++completions;
        value.reset();
        why.reset();
        if (!e) {
            value.emplace(std::move(v));
            return;
        }
        BOOST_TEST((v == T()));
        try {
            std::rethrow_exception(e);
        } catch (bb::broker_error const& error) {
            why = error.why();
        }
    }
};

struct fixture {
    asio::io_context io;
    bb::manual_clock clock;
    bb::broker_context ctx{io};
    std::vector<bb::handle> providers;
    outcome<std::string> got;

    auto keep() { return got.keep(); }

    template<class R, class Function>
    void provide(Function f)
    {
        providers.push_back(std::move(bb::set_provider<R>(ctx, std::move(f)).value()));
    }

    fixture()
    {
        ctx.use_clock(clock);
        provide<get_name>([](int id) -> bb::result<std::string> {
            if (id < 0)
                return bb::fail("no such device");
            return long_text + std::to_string(id);
        });
        provide<get_token>([](int id) -> bb::result<token> {
            if (id < 0)
                return bb::fail("no such token");
            return token(id);
        });
        provide<get_pointer>([](int id) -> bb::result<std::unique_ptr<int>> {
            if (id < 0)
                return bb::fail("no such pointer");
            return std::make_unique<int>(id);
        });
        provide<touch>([](int id) -> bb::result<void> {
            if (id < 0)
                return bb::fail("do not touch");
            return {};
        });
    }

    void poll()
    {
        io.restart();
        io.poll();
    }

    /// Runs a coroutine to its end.
    template<class Body>
    void run(Body body)
    {
        bool ended = false;
        asio::co_spawn(io, body(), [&](std::exception_ptr e) {
            ended = true;
            BOOST_TEST(!e);
        });
        poll();
        BOOST_TEST(ended);
    }
};

/// The text of the failure that a call throws.
template<class Call>
std::string thrown_by(Call call)
{
    try {
        call();
    } catch (bb::broker_error const& e) {
        return e.why().detail();
    }
    return "nothing";
}

} // namespace throwing_test

BOOST_HANA_ADAPT_STRUCT(throwing_test::get_name, id);
BOOST_HANA_ADAPT_STRUCT(throwing_test::touch, id);
BOOST_HANA_ADAPT_STRUCT(throwing_test::get_token, id);
BOOST_HANA_ADAPT_STRUCT(throwing_test::get_pointer, id);

BOOST_AUTO_TEST_SUITE(throwing)

using namespace throwing_test;

BOOST_FIXTURE_TEST_CASE(a_callback_gets_an_exception_or_a_value, fixture)
{
    bb::request<get_name>(ctx, 7, bb::throwing(keep()));
    BOOST_TEST(got.completions == 0);
    poll();
    BOOST_TEST(got.value.value() == long_text + "7");
    bb::request<get_name>(ctx, -7, bb::throwing(keep()));
    poll();
    BOOST_TEST((got.why.value() == bb::fail("no such device")));
    BOOST_TEST(got.completions == 2);

    std::optional<bool> failed;
    auto const note = [&](std::exception_ptr e) { failed = e != nullptr; };
    bb::request<touch>(ctx, 1, bb::throwing(note));
    poll();
    BOOST_TEST((failed == false));
    bb::request<touch>(ctx, -1, bb::throwing(note));
    poll();
    BOOST_TEST((failed == true));
}

BOOST_FIXTURE_TEST_CASE(an_awaited_request_gives_its_value_or_throws, fixture)
{
    run([&]() -> asio::awaitable<void> {
        std::string const name =
            co_await bb::request<get_name>(ctx, 7, bb::throwing(asio::use_awaitable));
        BOOST_TEST(name == long_text + "7");
        co_await bb::request<touch>(ctx, 7, bb::throwing(asio::use_awaitable));
        std::string const by_default = co_await bb::request<get_name>(ctx, 8, bb::throwing());
        BOOST_TEST(by_default == long_text + "8");
        std::string caught;
        try {
            co_await bb::request<get_name>(ctx, -7, bb::throwing(asio::use_awaitable));
        } catch (bb::broker_error const& e) {
            caught += e.why().detail();
            BOOST_TEST((e.code() == bb::errc::provider_failed));
        }
        try {
            co_await bb::request<touch>(ctx, -7, bb::throwing(asio::use_awaitable));
        } catch (bb::broker_error const& e) {
            caught += ", " + e.why().detail();
        }
        try {
            co_await bb::request<get_name>(ctx, -7, bb::throwing());
        } catch (bb::broker_error const& e) {
            caught += ", " + e.why().detail();
        }
        BOOST_TEST(caught == "no such device, do not touch, no such device");
    });
}

BOOST_FIXTURE_TEST_CASE(a_response_that_cannot_be_copied, fixture)
{
    run([&]() -> asio::awaitable<void> {
        auto const p = co_await bb::request<get_pointer>(ctx, 7, bb::throwing(asio::use_awaitable));
        BOOST_TEST(*p == 7);
        auto const q = co_await bb::request<get_pointer>(ctx, 8, bb::throwing());
        BOOST_TEST(*q == 8);
    });
    outcome<std::unique_ptr<int>> kept;
    bb::request<get_pointer>(ctx, 9, bb::throwing(kept.keep()));
    poll();
    BOOST_TEST(*kept.value.value() == 9);
    bb::request<get_pointer>(ctx, -9, bb::throwing(kept.keep()));
    poll();
    BOOST_TEST(kept.why->detail() == "no such pointer");
}

BOOST_FIXTURE_TEST_CASE(a_response_that_cannot_be_made_from_nothing, fixture)
{
    auto const strand = asio::make_strand(io);
    asio::cancellation_signal stop;
    run([&]() -> asio::awaitable<void> {
        token const t = co_await bb::request<get_token>(ctx, 7, bb::throwing(asio::use_awaitable));
        BOOST_TEST(t.id() == 7);
        std::string caught;
        try {
            co_await bb::request<get_token>(ctx, -7, bb::throwing(asio::use_awaitable));
        } catch (bb::broker_error const& e) {
            caught = e.why().detail();
        }
        BOOST_TEST(caught == "no such token");
    });
    auto good = bb::request<get_token>(ctx, 8, bb::throwing(asio::use_future));
    auto bad = bb::request<get_token>(ctx, -8, bb::throwing(asio::use_future));
    auto inside_binders = bb::request<get_token>(ctx, -9,
        bb::throwing(bb::timeout(1s,
            asio::bind_executor(strand,
                asio::bind_cancellation_slot(stop.slot(),
                    asio::bind_allocator(std::allocator<void>(), asio::use_future))))));
    poll();
    BOOST_TEST(good.get().id() == 8);
    BOOST_TEST(thrown_by([&] { bad.get(); }) == "no such token");
    BOOST_TEST(thrown_by([&] { inside_binders.get(); }) == "no such token");
}

BOOST_FIXTURE_TEST_CASE(a_future_holds_the_exception, fixture)
{
    auto good = bb::request<get_name>(ctx, 7, bb::throwing(asio::use_future));
    auto bad = bb::request<get_name>(ctx, -7, bb::throwing(asio::use_future));
    auto done = bb::request<touch>(ctx, 7, bb::throwing(asio::use_future));
    auto failed = bb::request<touch>(ctx, -7, bb::throwing(asio::use_future));
    static_assert(std::is_same_v<decltype(good), std::future<std::string>>);
    static_assert(std::is_same_v<decltype(done), std::future<void>>);
    poll();
    BOOST_TEST(good.get() == long_text + "7");
    BOOST_TEST(thrown_by([&] { bad.get(); }) == "no such device");
    done.get();
    BOOST_TEST(thrown_by([&] { failed.get(); }) == "do not touch");
}

BOOST_FIXTURE_TEST_CASE(a_lazy_operation_is_given_its_token_later, fixture)
{
    auto operation = bb::request<get_name>(ctx, -7, bb::throwing(asio::deferred));
    poll();
    BOOST_TEST(got.completions == 0);
    std::move(operation)(keep());
    poll();
    BOOST_TEST(got.why->detail() == "no such device");
    auto const later = bb::request<get_name>(ctx, -7, asio::deferred);
    later(bb::throwing(keep()));
    poll();
    BOOST_TEST(got.completions == 2);
}

BOOST_FIXTURE_TEST_CASE(what_the_handler_carries_is_found, fixture)
{
    auto const strand = asio::make_strand(io);
    asio::cancellation_signal stop;
    using allocator = std::allocator<char>;
    auto const inner = asio::bind_cancellation_slot(
        stop.slot(), asio::bind_executor(strand, asio::bind_allocator(allocator(), keep())));
    bool looked = false;
    auto const look = [&](auto handler) {
        using handler_type = decltype(handler);
        looked = asio::get_associated_executor(handler) == strand &&
            asio::get_associated_cancellation_slot(handler) == stop.slot() &&
            std::is_same_v<asio::associated_allocator_t<handler_type>, allocator> &&
            bb::associated_timeout<handler_type>::get(handler) == 1s;
    };
    auto token = bb::throwing(bb::timeout(1s, inner));
    asio::async_initiate<decltype(token)&, void(bb::result<std::string>)>(look, token);
    BOOST_TEST(looked);
    auto outside = bb::timeout(1s, bb::throwing(inner));
    looked = false;
    asio::async_initiate<decltype(outside)&, void(bb::result<std::string>)>(look, outside);
    BOOST_TEST(looked);
}

BOOST_FIXTURE_TEST_CASE(it_nests_in_any_order, fixture)
{
    std::vector<bb::reply<get_name>> waiting;
    providers.clear();
    provide<get_name>([&](int, bb::reply<get_name> r) { waiting.push_back(std::move(r)); });
    auto const strand = asio::make_strand(io);
    asio::cancellation_signal signal;
    bb::canceller stop;
    auto const ends = [&](auto&& token) {
        got = {};
        bb::request<get_name>(ctx, 7, std::forward<decltype(token)>(token));
        poll();
        clock.advance(20ms);
        poll();
        return got.completions == 1 && got.why == bb::errc::timed_out;
    };
    auto const bound = [&](auto token) { return asio::bind_executor(strand, std::move(token)); };
    auto const slotted = [&](auto token) {
        return asio::bind_cancellation_slot(signal.slot(), std::move(token));
    };
    BOOST_TEST(ends(bb::throwing(bb::timeout(20ms, bound(slotted(keep()))))));
    BOOST_TEST(ends(bb::timeout(20ms, bb::throwing(bound(slotted(keep()))))));
    BOOST_TEST(ends(bound(bb::timeout(20ms, slotted(bb::throwing(keep()))))));
    BOOST_TEST(ends(slotted(bb::throwing(bound(bb::timeout(20ms, keep()))))));
    BOOST_TEST(ends(stop(bb::throwing(bb::timeout(20ms, keep())))));
    BOOST_TEST(ends(bb::throwing(stop(bb::timeout(20ms, keep())))));
    auto const named = bb::throwing(bb::timeout(20ms, keep()));
    BOOST_TEST(ends(named));
    BOOST_TEST(ends(named));

    auto future = bb::request<get_name>(
        ctx, 7, bound(bb::throwing(bb::timeout(20ms, slotted(asio::use_future)))));
    static_assert(std::is_same_v<decltype(future), std::future<std::string>>);
    clock.advance(20ms);
    poll();
    BOOST_CHECK_THROW(future.get(), bb::broker_error);
}

BOOST_FIXTURE_TEST_CASE(a_named_token_is_copied_and_a_temporary_moved, fixture)
{
    auto const shared = std::make_shared<int>(0);
    auto named =
        bb::throwing([s = std::shared_ptr<int>(shared)](std::exception_ptr, std::string) { ++*s; });
    auto const owners = shared.use_count();
    for (int i = 0; i != 3; ++i)
        bb::request<get_name>(ctx, 7, named);
    BOOST_TEST(shared.use_count() == owners + 3);
    bb::request<get_name>(ctx, 7, std::move(named));
    BOOST_TEST(shared.use_count() == owners + 3);
    poll();
    BOOST_TEST(*shared == 4);
    bb::request<get_name>(ctx, 7,
        bb::throwing([only = std::make_unique<int>(7)](std::exception_ptr, std::string const&) {}));
    poll();
}

BOOST_FIXTURE_TEST_CASE(other_tokens_inside_get_both_arguments, fixture)
{
    run([&]() -> asio::awaitable<void> {
        auto const [why, name] = co_await bb::request<get_name>(
            ctx, -7, bb::throwing(asio::as_tuple(asio::use_awaitable)));
        BOOST_TEST((why != nullptr));
        BOOST_TEST(name.empty());
        // Outside of it there is the result.
        auto const [result] =
            co_await bb::request<get_name>(ctx, -7, asio::as_tuple(asio::use_awaitable));
        BOOST_TEST(result.error().detail() == "no such device");
    });
}

BOOST_FIXTURE_TEST_CASE(every_verb_takes_it, fixture)
{
    auto gone = bb::next<noted>(ctx, bb::throwing(bb::timeout(20ms, asio::use_future)));
    auto const added = bb::add_provider<get_name>(ctx, [] { return std::string("a"); });
    auto all = bb::request_all<get_name>(ctx, 7, bb::throwing(asio::use_future));
    auto each = bb::request_each<get_name>(ctx, 7, bb::throwing(asio::use_future));
    auto dropped = bb::drop_listener(bb::listen<noted>(ctx, [] {}), bb::throwing(asio::use_future));
    clock.advance(20ms);
    poll();
    BOOST_TEST(all.get() == std::vector<std::string>{"a"}, boost::test_tools::per_element());
    BOOST_TEST(each.get()[0].value() == "a");
    dropped.get();
    BOOST_CHECK_THROW(gone.get(), bb::broker_error);
}

BOOST_AUTO_TEST_SUITE_END()
