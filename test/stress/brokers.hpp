// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_TEST_STRESS_BROKERS_HPP
#define BOOST_BROKER_TEST_STRESS_BROKERS_HPP

// The kinds of brokers as the one driver of the stress tests sees them: how a receiver is
// registered, how a message is sent, and what has to hold when all is quiet. A kind that is to be
// tested besides needs a class here, and its name in `kinds`.

#include "../mt/threads.hpp"
#include "stress.hpp"
#include <boost_broker/drop.hpp>
#include <boost_broker/mt.hpp>
#include <boost_broker/stats.hpp>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/hana/adapt_struct.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <tuple>
#include <utility>
#include <vector>

namespace stress {

constexpr std::size_t most_producers = 16;

struct ticked {
    using broker_policy = boost_broker::mt<>;
    std::uint64_t producer = 0;
    std::uint64_t number = 0;
};
struct rung {
    using broker_policy = boost_broker::mt<>;
    std::uint64_t producer = 0;
    std::uint64_t number = 0;
};
struct add_one {
    using broker_policy = boost_broker::mt<boost_broker::request_timeout_ms<0>>;
    using response = std::uint64_t;
    std::uint64_t producer = 0;
    std::uint64_t number = 0;
};

struct add_all {
    using broker_policy = boost_broker::mt<boost_broker::request_timeout_ms<0>>;
    using response = std::uint64_t;
    std::uint64_t producer = 0;
    std::uint64_t number = 0;
};

} // namespace stress

BOOST_HANA_ADAPT_STRUCT(stress::ticked, producer, number);
BOOST_HANA_ADAPT_STRUCT(stress::rung, producer, number);
BOOST_HANA_ADAPT_STRUCT(stress::add_one, producer, number);
BOOST_HANA_ADAPT_STRUCT(stress::add_all, producer, number);

namespace stress {

namespace asio = boost::asio;
using mt_test::runner;

/// What one receiver has got. Its handler alone writes.
class receiver
{
public:
    /// @param misses Whether it may miss messages, as when it is dropped meanwhile.
    explicit receiver(bool misses) noexcept : misses_(misses) {}

    /// What each producer sends comes in order.
    void got(std::uint64_t producer, std::uint64_t number) noexcept
    {
        auto& next = next_[producer];
        if (misses_ ? number < next : number != next)
            reordered_.store(true, std::memory_order_relaxed);
        next = number + 1;
        count_.store(count_.load(std::memory_order_relaxed) + 1, std::memory_order_release);
    }

    std::uint64_t count() const noexcept { return count_.load(std::memory_order_acquire); }
    bool reordered() const noexcept { return reordered_.load(std::memory_order_relaxed); }

private:
    bool const misses_;
    std::array<std::uint64_t, most_producers> next_{};
    std::atomic<std::uint64_t> count_{0};
    std::atomic<bool> reordered_{false};
};

/// What one producer has sent, and what became of it.
struct sent {
    std::uint64_t offered = 0;
    std::uint64_t accepted = 0; // once for each receiver
    std::uint64_t refused = 0;
    std::uint64_t answered = 0;
    std::uint64_t failed = 0;
    std::uint64_t wrong = 0; // an answer that is none, or comes twice

    sent& operator+=(sent const& other) noexcept
    {
        offered += other.offered;
        accepted += other.accepted;
        refused += other.refused;
        answered += other.answered;
        failed += other.failed;
        wrong += other.wrong;
        return *this;
    }
};

/// A part of a handler that says whether the handler lives.
using life = std::shared_ptr<int>;

struct events {
    static constexpr char const* name = "events";
    /// Whether all receivers are in one context, and each gets what is sent there.
    static constexpr bool fans_out = true;

    template<class Executor>
    static bb::handle receive(
        bb::context_ref ctx, Executor const& where, receiver& to, life const& lives)
    {
        return bb::listen<ticked>(ctx, asio::bind_executor(where, [&to, lives](ticked const& e) {
            to.got(e.producer, e.number);
        }));
    }
    static bb::broker_stats stats(bb::context_ref ctx)
    {
        return bb::stats<bb::event_broker<ticked>>(ctx);
    }

    class producer
    {
    public:
        explicit producer(std::uint64_t number) noexcept : me_(number) {}
        /// @param index Of all that it sends.
        /// @param number Of those that it sends to this context.
        void send(bb::context_ref ctx, std::uint64_t, std::uint64_t number, sent& counts)
        {
            auto const reached = bb::emit<ticked>(ctx, me_, number);
            counts.accepted += reached.accepted;
            counts.refused += reached.dropped;
        }
        void finish(sent&) noexcept {}

    private:
        std::uint64_t const me_;
    };
};

struct signals {
    static constexpr char const* name = "signals";
    static constexpr bool fans_out = false;

    template<class Executor>
    static bb::handle receive(
        bb::context_ref ctx, Executor const& where, receiver& to, life const& lives)
    {
        auto added = bb::on_signal<rung>(ctx,
            asio::bind_executor(where, [&to, lives](rung&& s) { to.got(s.producer, s.number); }));
        return added ? std::move(*added) : bb::handle();
    }
    static bb::broker_stats stats(bb::context_ref ctx)
    {
        return bb::stats<bb::signal_broker<rung>>(ctx);
    }

    class producer
    {
    public:
        explicit producer(std::uint64_t number) noexcept : me_(number) {}
        void send(bb::context_ref ctx, std::uint64_t, std::uint64_t number, sent& counts)
        {
            ++(bb::signal<rung>(ctx, me_, number) ? counts.accepted : counts.refused);
        }
        void finish(sent&) noexcept {}

    private:
        std::uint64_t const me_;
    };
};

/// A producer that asks, with a run loop of its own, in which its answers arrive, and never more
/// than a few in flight.
template<class Kind>
class asking
{
public:
    explicit asking(std::uint64_t number) noexcept : me_(number) {}
    void send(bb::context_ref ctx, std::uint64_t index, std::uint64_t number, sent& counts)
    {
        auto& flight = flights_[index % flights_.size()];
        run_until([&] { return !flight.flies; });
        flight = {number, true};
        Kind::ask(ctx, me_, number,
            asio::bind_executor(here_, [&flight, &counts, number](auto const& answer) {
                if (!std::exchange(flight.flies, false) || flight.number != number ||
                    (answer && !Kind::is_right(*answer, number)))
                    ++counts.wrong;
                ++(answer ? counts.answered : counts.failed);
                counts.accepted += Kind::handled(answer);
            }));
    }
    void finish(sent&)
    {
        for (auto const& flight : flights_)
            run_until([&] { return !flight.flies; });
    }

private:
    struct in_flight {
        std::uint64_t number = 0;
        bool flies = false;
    };

    template<class Done>
    void run_until(Done const& done)
    {
        while (!done()) {
            io_.restart();
            io_.run_one();
        }
    }

    std::uint64_t const me_;
    asio::io_context io_;
    bb::one_thread_executor<asio::io_context::executor_type> here_ =
        bb::one_thread(io_.get_executor());
    std::array<in_flight, 64> flights_{};
};

struct requests {
    static constexpr char const* name = "requests";
    static constexpr bool fans_out = false;

    template<class Executor>
    static bb::handle receive(
        bb::context_ref ctx, Executor const& where, receiver& to, life const& lives)
    {
        auto added = bb::set_provider<add_one>(
            ctx, asio::bind_executor(where, [&to, lives](std::uint64_t from, std::uint64_t number) {
                to.got(from, number);
                return number + 1;
            }));
        return added ? std::move(*added) : bb::handle();
    }
    template<class Token>
    static void ask(bb::context_ref ctx, std::uint64_t me, std::uint64_t number, Token&& token)
    {
        bb::request<add_one>(ctx, me, number, std::forward<Token>(token));
    }
    static bool is_right(std::uint64_t answer, std::uint64_t number) noexcept
    {
        return answer == number + 1;
    }
    /// How many have handled it at least, as far as that can be told.
    static std::uint64_t handled(bb::result<std::uint64_t> const& answer) noexcept
    {
        return answer.has_value();
    }
    static bb::broker_stats stats(bb::context_ref ctx)
    {
        return bb::stats<bb::request_broker<add_one>>(ctx);
    }
    using producer = asking<requests>;
};

struct multi_requests {
    static constexpr char const* name = "multi-requests";
    static constexpr bool fans_out = true;
    using answers = std::vector<std::uint64_t>;

    template<class Executor>
    static bb::handle receive(
        bb::context_ref ctx, Executor const& where, receiver& to, life const& lives)
    {
        auto added = bb::add_provider<add_all>(
            ctx, asio::bind_executor(where, [&to, lives](std::uint64_t from, std::uint64_t number) {
                to.got(from, number);
                return number + 1;
            }));
        return added ? std::move(*added) : bb::handle();
    }
    template<class Token>
    static void ask(bb::context_ref ctx, std::uint64_t me, std::uint64_t number, Token&& token)
    {
        bb::request_all<add_all>(ctx, me, number, std::forward<Token>(token));
    }
    static bool is_right(answers const& all, std::uint64_t number) noexcept
    {
        return std::all_of(all.begin(), all.end(), [=](auto one) { return one == number + 1; });
    }
    static std::uint64_t handled(bb::result<answers> const& all) noexcept
    {
        return all ? all->size() : 0;
    }
    static bb::broker_stats stats(bb::context_ref) { return {}; }
    using producer = asking<multi_requests>;
};

using kinds = std::tuple<events, signals, requests, multi_requests>;

} // namespace stress

#endif
