// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Every kind of broker between threads: in plain traffic, while its receivers are dropped and
// registered again, and while its context is closed.

#include "brokers.hpp"

#include <boost_broker/close_report.hpp>

#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <deque>
#include <memory>
#include <string>
#include <thread>
#include <type_traits>
#include <vector>

namespace stress_brokers_test {

using namespace stress;
using namespace std::chrono_literals;

enum class race {
    none,
    drop, // the receivers are dropped and come again
    close // the contexts are closed
};

struct setup {
    std::size_t producers;
    std::size_t consumers;
    race with;
};

template<class Kind>
class driver
{
public:
    driver(setup const& s, std::uint64_t messages)
        : setup_(s)
        , messages_(messages / s.producers * s.producers)
    {
        auto const places = Kind::fans_out ? 1u : s.consumers;
        for (std::size_t i = 0; i != places; ++i)
            contexts_.emplace_back();
        for (std::size_t i = 0; i != s.consumers; ++i)
            places_.emplace_back(contexts_[i % places], s.with != race::none);
    }

    /// Sends all messages, and returns what became of them when everything is quiet.
    sent run()
    {
        for (auto& p : places_)
            p.begin();
        std::vector<sent> counts(setup_.producers);
        std::vector<std::thread> threads;
        for (std::size_t p = 0; p != setup_.producers; ++p)
            threads.emplace_back([&, p] { produce(p, counts[p]); });
        if (setup_.with == race::drop)
            drop_all_the_time();
        else if (setup_.with == race::close)
            close_once();
        for (auto& t : threads)
            t.join();
        sent sum;
        for (auto const& c : counts)
            sum += c;
        while (setup_.with == race::none && received() < sum.accepted)
            std::this_thread::yield();
        for (auto& p : places_)
            p.end();
        return sum;
    }

    std::uint64_t messages() const noexcept { return messages_; }
    std::uint64_t received() const noexcept
    {
        std::uint64_t sum = 0;
        for (auto const& p : places_)
            sum += p.got.count();
        return sum;
    }
    bool reordered() const noexcept
    {
        return std::any_of(
            places_.begin(), places_.end(), [](place const& p) { return p.got.reordered(); });
    }
    bool something_lives() const noexcept
    {
        return std::any_of(places_.begin(), places_.end(),
            [](place const& p) { return p.lives.use_count() != 1; });
    }
    bool something_ran_late() const noexcept { return ran_late_; }
    bb::broker_stats stats() const
    {
        bb::broker_stats sum;
        for (auto const& ctx : contexts_)
            sum += Kind::stats(ctx);
        return sum;
    }

private:
    // A receiver, and where it lives.
    struct place {
        place(bb::broker_context& c, bool misses) : ctx(c), got(misses) {}

        void begin() { handler = Kind::receive(ctx, there.executor(), got, lives); }
        /// Waits until it was dropped; its handler is destroyed then.
        bb::result<void> drop() { return bb::drop_listener(std::move(handler), bb::blocking(60s)); }
        void end()
        {
            if (ctx.is_open())
                static_cast<void>(drop());
        }

        bb::broker_context& ctx;
        runner there;
        receiver got;
        life lives = std::make_shared<int>(0);
        bb::handle handler;
    };

    void produce(std::size_t me, sent& counts)
    {
        typename Kind::producer producer(me);
        auto const mine = messages_ / setup_.producers;
        for (std::uint64_t i = 0; i != mine; ++i) {
            ++counts.offered;
            producer.send(contexts_[i % contexts_.size()], i, i / contexts_.size(), counts);
            if (i % 64 == 0) {
                watch_.step();
                sent_.fetch_add(64, std::memory_order_relaxed);
                // Where all else is slower, the queues must not take all memory.
                while (setup_.with == race::none && Kind::fans_out && waiting(counts.offered))
                    std::this_thread::yield();
            }
        }
        producer.finish(counts);
        producing_.fetch_sub(1);
    }

    bool waiting(std::uint64_t offered) const noexcept
    {
        auto const slowest = std::min_element(places_.begin(), places_.end(),
            [](auto const& a, auto const& b) { return a.got.count() < b.got.count(); });
        return offered * setup_.producers > slowest->got.count() + 100'000;
    }

    void drop_all_the_time()
    {
        for (std::size_t next = 0; producing_ != 0; ++next) {
            auto& p = places_[next % places_.size()];
            if (!p.drop())
                ran_late_ = true;
            auto const then = p.got.count();
            if (p.lives.use_count() != 1)
                ran_late_ = true;
            std::this_thread::yield();
            if (p.got.count() != then)
                ran_late_ = true;
            p.begin();
            watch_.step();
        }
    }

    void close_once()
    {
        while (sent_ < messages_ / 2 && producing_ != 0)
            std::this_thread::yield();
        for (auto& ctx : contexts_) {
            auto report = ctx.async_close(60s, asio::use_future).get();
            if (!report.empty()) {
                std::cerr << report << '\n';
                ran_late_ = true;
            }
        }
        auto const then = received();
        while (producing_ != 0)
            std::this_thread::yield();
        if (received() != then || something_lives())
            ran_late_ = true;
    }

    void dump(std::ostream& out) const
    {
        out << producing_ << " producers still send; received:";
        for (auto const& p : places_)
            out << ' ' << p.got.count();
        out << '\n';
        for (auto const& ctx : contexts_)
            out << bb::inspect(ctx) << '\n';
    }

    setup const setup_;
    std::uint64_t const messages_;
    std::deque<bb::broker_context> contexts_;
    std::deque<place> places_;
    std::atomic<std::size_t> producing_{setup_.producers};
    std::atomic<std::uint64_t> sent_{0};
    std::atomic<bool> ran_late_{false};
    watchdog watch_{Kind::name, [this](std::ostream& out) { dump(out); }};
};

constexpr setup all_setups[] = {
    {1, 1, race::none},
    {4, 1, race::none},
    {4, 4, race::none},
    {1, 1, race::drop},
    {4, 1, race::drop},
    {4, 4, race::drop},
    {1, 1, race::close},
    {4, 1, race::close},
    {4, 4, race::close},
};

std::string text(setup const& s)
{
    return std::to_string(s.producers) + " producers, " + std::to_string(s.consumers) +
        " consumers" +
        (s.with == race::drop           ? ", dropping"
                : s.with == race::close ? ", closing"
                                        : "");
}

} // namespace stress_brokers_test

BOOST_AUTO_TEST_SUITE(brokers)

using namespace stress_brokers_test;

BOOST_AUTO_TEST_CASE_TEMPLATE(what_is_sent_arrives, Kind, kinds)
{
    for (auto const& s : all_setups) {
        BOOST_TEST_CONTEXT(Kind::name << ": " << text(s))
        {
            driver<Kind> d(s, times(4'000, 2'000'000));
            auto const all = d.run();
            BOOST_TEST(!d.reordered());
            BOOST_TEST(!d.something_ran_late());
            BOOST_TEST(!d.something_lives());
            BOOST_TEST(all.offered == d.messages());
            BOOST_TEST(all.wrong == 0u);
            constexpr bool asks =
                std::is_same_v<Kind, requests> || std::is_same_v<Kind, multi_requests>;
            if constexpr (asks) {
                BOOST_TEST(all.answered + all.failed == all.offered);
                if (s.with == race::none)
                    BOOST_TEST(all.answered == all.offered);
            }
            if constexpr (std::is_same_v<Kind, signals>)
                BOOST_TEST(all.accepted + all.refused == all.offered);
            if (s.with == race::none) {
                auto const copies = Kind::fans_out ? s.consumers : 1;
                BOOST_TEST(all.accepted == all.offered * copies);
                BOOST_TEST(d.received() == all.accepted);
            } else if (asks) {
                BOOST_TEST(d.received() >= all.accepted); // some answers come too late
            } else {
                BOOST_TEST(d.received() <= all.accepted);
            }
            if (s.with != race::close && std::is_same_v<Kind, signals>) {
                auto const counted = d.stats();
                BOOST_TEST(counted.sent == all.accepted);
                BOOST_TEST(counted.delivered == d.received());
                BOOST_TEST(counted.dropped == all.accepted - d.received());
            }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
