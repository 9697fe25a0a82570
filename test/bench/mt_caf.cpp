// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Events and requests from thread to thread by actors of CAF.

#include "message.hpp"
#include "mt_requests.hpp"
#include "mt_stream.hpp"

#include <caf/all.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <memory>

namespace bench {

/// CAF wants to know how to send it to other processes.
template<class Inspector>
auto inspect(Inspector& f, message& m)
{
    return f(caf::meta::type_name("message"), m.id, m.value, m.name);
}

} // namespace bench

namespace bench::mt_caf {

/// An actor system with so many threads for its actors.
struct threads {
    caf::actor_system_config config;
    caf::actor_system system;

    explicit threads(std::size_t count)
        : system((config.set("scheduler.max-threads", count), config))
    {}
};

/// An actor on the only thread, which sleeps while nothing comes.
template<std::size_t Producers>
struct actor {
    threads one{1};
    caf::actor consumer;

    explicit actor(std::array<receiver<Producers>, 1> const& to)
        : consumer(one.system.spawn([receive = to[0]](caf::event_based_actor*) -> caf::behavior {
            thread_local on_core const here(1);
            return {[receive](message const& m) { receive(m); }};
        }))
    {}
    actor(actor const&) = delete;
    ~actor() { caf::anon_send_exit(consumer, caf::exit_reason::user_shutdown); }

    struct producer {
        actor& to;
        explicit producer(actor& a) : to(a) {}
        void send(message const& m) { caf::anon_send(to.consumer, m); }
    };
};

BENCHMARK(stream<actor<1>, 1, 1>)->Name("mt_1_to_1/caf")->UseRealTime();
BENCHMARK(stream<actor<4>, 4, 1>)->Name("mt_4_to_1/caf")->UseRealTime();

/// Asks the next when it has an answer; told up to which number.
struct chain {
    caf::event_based_actor* self;
    caf::actor provider;
    ledger& book;
    std::atomic<std::int64_t>& done;
    source from{};
    std::int64_t goal = 0;

    void next()
    {
        self->request(provider, caf::infinite, book.next<message>(from))
            .then([this](message const& answer) {
                book.take(answer);
                if (book.asked != goal) {
                    next();
                } else if (book.answers == goal) {
                    done = goal;
                    done.notify_all();
                }
            });
    }
};

// An actor that is detached has a thread of its own. The others share two, and the scheduler may
// well put both actors on one of them, which is on a core that the system chooses.
template<caf::spawn_options Options>
void keep_to(unsigned core)
{
    if constexpr (caf::has_detach_flag(Options))
        thread_local on_core const here(core);
}

template<int Outstanding, caf::spawn_options Options>
void ask(benchmark::State& state)
{
    constexpr auto batch = request_batch(Outstanding);
    ledger book;
    std::atomic<std::int64_t> done{0};
    {
        threads two(2);
        auto const provider = two.system.spawn<Options>(
            [answer = book.provider()](caf::event_based_actor*) -> caf::behavior {
                keep_to<Options>(1);
                return {[answer](message const& q) { return answer(q); }};
            });
        auto const requester =
            two.system.spawn<Options>([&, provider](caf::event_based_actor* self) -> caf::behavior {
                keep_to<Options>(0);
                std::shared_ptr<chain> const asks(new chain{self, provider, book, done});
                return {[asks](std::int64_t goal) {
                    asks->goal = goal;
                    for (int i = 0; i != Outstanding; ++i)
                        asks->next();
                }};
            });
        std::int64_t goal = 0;
        while (state.KeepRunningBatch(batch)) {
            goal += batch;
            caf::anon_send(requester, goal);
            for (auto now = done.load(); now != goal; now = done.load())
                done.wait(now);
        }
        caf::anon_send_exit(requester, caf::exit_reason::user_shutdown);
        caf::anon_send_exit(provider, caf::exit_reason::user_shutdown);
    }
    book.check(state);
}

#define ASK(NAME, OUTSTANDING, OPTIONS)                                                            \
    BENCHMARK(ask<OUTSTANDING, OPTIONS>)->Name("mt_requests_" #OUTSTANDING "/" NAME)->UseRealTime()

ASK("caf", 1, caf::no_spawn_options);
ASK("caf_detached", 1, caf::detached);
ASK("caf", 8, caf::no_spawn_options);
ASK("caf", 64, caf::no_spawn_options);
ASK("caf_detached", 64, caf::detached);

} // namespace bench::mt_caf
