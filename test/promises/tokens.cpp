// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/drop.hpp>
#include <boost_broker/event_broker.hpp>
#include <boost_broker/handle_group.hpp>
#include <boost_broker/manual_clock.hpp>
#include <boost_broker/multi_request_broker.hpp>
#include <boost_broker/next.hpp>
#include <boost_broker/request_broker.hpp>
#include <boost_broker/signal_broker.hpp>
#include <boost_broker/timeout.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/mp11/list.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

// Every verb that completes later, with every token and everything that a handler can carry.

namespace tokens_test {

namespace bb = boost_broker;
namespace asio = boost::asio;
using namespace std::chrono_literals;

struct pulse {};
struct get_name {
    using response = std::string;
};

using names = std::vector<std::string>;
using result_of_each = std::vector<bb::result<std::string>>;

struct place {
    static constexpr auto at_the_deadline = bb::errc::timed_out;

    place() { ctx.use_clock(clock); }

    asio::io_context io;
    bb::manual_clock clock;
    bb::broker_context ctx{io};
};

/// A request that is answered when the test says so.
struct requests : place {
    using value = std::string;
    std::vector<bb::reply<get_name>> waiting;
    bb::result<bb::handle> provider = bb::set_provider<get_name>(
        ctx, [this](bb::reply<get_name> r) { waiting.push_back(std::move(r)); });

    template<class Token>
    decltype(auto) start(Token&& token)
    {
        return bb::request<get_name>(ctx, std::forward<Token>(token));
    }
    void finish()
    {
        for (auto& reply : std::exchange(waiting, {}))
            reply(std::string("a name that is longer than the buffer of a string"));
    }
};

struct gathering : place {
    std::vector<bb::reply<get_name>> waiting;
    bb::result<bb::handle> provider = bb::add_provider<get_name>(
        ctx, [this](bb::reply<get_name> r) { waiting.push_back(std::move(r)); });
    void finish()
    {
        for (auto& reply : std::exchange(waiting, {}))
            reply(std::string("a name that is longer than the buffer of a string"));
    }
};
struct requests_to_all : gathering {
    using value = names;
    template<class Token>
    decltype(auto) start(Token&& token)
    {
        return bb::request_all<get_name>(ctx, std::forward<Token>(token));
    }
};
struct requests_to_each : gathering {
    using value = result_of_each;
    template<class Token>
    decltype(auto) start(Token&& token)
    {
        return bb::request_each<get_name>(ctx, std::forward<Token>(token));
    }
};

struct next_events : place {
    using value = pulse;
    template<class Token>
    decltype(auto) start(Token&& token)
    {
        return bb::next<pulse>(ctx, std::forward<Token>(token));
    }
    void finish() { bb::emit<pulse>(ctx); }
};

/// Drops a handler whose coroutine runs until the test says so.
struct dropping : place {
    using value = void;
    static constexpr auto at_the_deadline = bb::errc::drain_timed_out;

    asio::steady_timer gate{io, asio::steady_timer::time_point::max()};

    auto handler()
    {
        return [this]() -> asio::awaitable<void> {
            co_await gate.async_wait(asio::as_tuple(asio::use_awaitable));
        };
    }
    bb::handle listening()
    {
        auto on = bb::listen<pulse>(ctx, handler());
        bb::emit<pulse>(ctx);
        begin();
        return on;
    }
    void begin()
    {
        io.restart();
        io.poll();
    }
    void finish() { gate.cancel(); }
};
struct drops : dropping {
    template<class Token>
    decltype(auto) start(Token&& token)
    {
        return bb::drop_listener(listening(), std::forward<Token>(token));
    }
};
struct drops_of_all : dropping {
    template<class Token>
    decltype(auto) start(Token&& token)
    {
        listening().detach();
        return bb::drop_all_listeners<pulse>(ctx, std::forward<Token>(token));
    }
};
struct drops_of_signals : dropping {
    template<class Token>
    decltype(auto) start(Token&& token)
    {
        bb::on_signal<pulse>(ctx, handler()).value().detach();
        BOOST_TEST(bb::signal<pulse>(ctx).has_value());
        begin();
        return bb::drop_signal_handler<pulse>(ctx, std::forward<Token>(token));
    }
};
struct drops_of_groups : dropping {
    template<class Token>
    decltype(auto) start(Token&& token)
    {
        bb::handle_group group;
        group.add(listening());
        group.add(bb::listen<get_name>(ctx, [] {}));
        return bb::drop(std::move(group), std::forward<Token>(token));
    }
};

using verbs = boost::mp11::mp_list<requests, requests_to_all, requests_to_each, next_events, drops,
    drops_of_all, drops_of_signals, drops_of_groups>;

// It does not wait: a coroutine may start its next operation, which nobody finishes.
template<class Verb>
void run(Verb& verb)
{
    verb.io.restart();
    verb.io.poll();
    verb.finish();
    verb.io.restart();
    verb.io.poll();
}

// How an operation was given up; `request_each` says it of each provider.
template<class T>
bb::errc given_up(bb::result<T> const& r)
{
    return r ? bb::errc() : static_cast<bb::errc>(r.error().code().value());
}
bb::errc given_up(bb::result<result_of_each> const& r)
{
    return r && r->size() == 1 ? given_up(r->front()) : bb::errc();
}

struct counts {
    std::size_t taken = 0;
    std::size_t given_back = 0;
};
template<class T>
struct counting_allocator {
    using value_type = T;
    counts* counted;

    explicit counting_allocator(counts& c) noexcept : counted(&c) {}
    template<class U>
    counting_allocator(counting_allocator<U> const& other) noexcept : counted(other.counted)
    {}
    T* allocate(std::size_t n)
    {
        ++counted->taken;
        return std::allocator<T>().allocate(n);
    }
    void deallocate(T* memory, std::size_t n)
    {
        ++counted->given_back;
        std::allocator<T>().deallocate(memory, n);
    }
    friend bool operator==(counting_allocator const&, counting_allocator const&) = default;
};

} // namespace tokens_test

BOOST_AUTO_TEST_SUITE(tokens)

using namespace tokens_test;

BOOST_AUTO_TEST_CASE_TEMPLATE(a_callback, Verb, verbs)
{
    Verb verb;
    int completions = 0;
    verb.start([&](bb::result<typename Verb::value> const& r) { completions += r ? 1 : 100; });
    BOOST_TEST(completions == 0);
    run(verb);
    BOOST_TEST(completions == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_deferred_operation, Verb, verbs)
{
    Verb verb;
    int completions = 0;
    auto operation = verb.start(asio::deferred);
    std::move(operation)(
        [&](bb::result<typename Verb::value> const& r) { completions += r ? 1 : 100; });
    run(verb);
    BOOST_TEST(completions == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(an_awaited_operation, Verb, verbs)
{
    Verb verb;
    int completions = 0;
    auto const body = [&]() -> asio::awaitable<void> {
        bb::result<typename Verb::value> const r = co_await verb.start(asio::use_awaitable);
        completions += r ? 1 : 100;
        auto const [other] = co_await verb.start(asio::as_tuple(asio::use_awaitable));
        completions += other ? 1 : 100;
        bb::result<typename Verb::value> const last = co_await verb.start(asio::deferred);
        completions += last ? 1 : 100;
    };
    asio::co_spawn(verb.io, body(), asio::detached);
    for (int i = 0; i != 3; ++i)
        run(verb);
    BOOST_TEST(completions == 3);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_stackful_coroutine, Verb, verbs)
{
    Verb verb;
    int completions = 0;
    asio::spawn(
        verb.io,
        [&](asio::yield_context yield) {
            bb::result<typename Verb::value> const r = verb.start(yield);
            completions += r ? 1 : 100;
        },
        asio::detached);
    run(verb);
    BOOST_TEST(completions == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_future_and_nobody, Verb, verbs)
{
    Verb verb;
    auto future = verb.start(asio::use_future);
    verb.start(asio::detached);
    run(verb);
    BOOST_TEST(future.get().has_value());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(what_a_handler_carries_is_used_in_any_order, Verb, verbs)
{
    for (bool const other_order : {false, true}) {
        Verb verb;
        auto const strand = asio::make_strand(verb.io);
        counts counted;
        counting_allocator<void> const allocator(counted);
        asio::cancellation_signal stop;
        int completions = 0;
        auto handler = [&](bb::result<typename Verb::value> const& r) {
            BOOST_TEST((given_up(r) == bb::errc::cancelled));
            ++completions;
            BOOST_TEST(strand.running_in_this_thread());
        };
        if (other_order)
            verb.start(asio::bind_cancellation_slot(stop.slot(),
                asio::bind_allocator(allocator, asio::bind_executor(strand, handler))));
        else
            verb.start(asio::bind_executor(strand,
                asio::bind_allocator(
                    allocator, asio::bind_cancellation_slot(stop.slot(), handler))));
        verb.io.restart();
        verb.io.poll();
        BOOST_TEST(completions == 0);
        stop.emit(asio::cancellation_type::terminal);
        BOOST_TEST(completions == 0);
        run(verb);
        BOOST_TEST(completions == 1);
        BOOST_TEST(counted.taken != 0u);
        BOOST_TEST(counted.taken == counted.given_back);
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_deadline_around_and_inside_the_token, Verb, verbs)
{
    Verb verb;
    int completions = 0;
    auto const strand = asio::make_strand(verb.io);
    auto const handler = [&](bb::result<typename Verb::value> const& r) {
        BOOST_TEST((given_up(r) == Verb::at_the_deadline));
        BOOST_TEST(strand.running_in_this_thread());
        ++completions;
    };
    verb.start(bb::timeout(1s, asio::bind_executor(strand, handler)));
    verb.io.poll();
    BOOST_TEST(completions == 0);
    verb.clock.advance(1s);
    verb.io.restart();
    verb.io.poll();
    BOOST_TEST(completions == 1);
    verb.start(asio::bind_executor(strand, bb::timeout(1s, handler)));
    verb.clock.advance(1s);
    verb.io.restart();
    verb.io.poll();
    BOOST_TEST(completions == 2);
    run(verb);
    BOOST_TEST(completions == 2);
}

BOOST_AUTO_TEST_SUITE_END()
