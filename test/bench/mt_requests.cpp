// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Requests from one thread to another and back: the library against a post there and a post back,
// and against what two threads can exchange at all. CAF's are in mt_caf.cpp.

#include "mt_requests.hpp"

#include "mt_stream.hpp"
#include <boost_broker/mt.hpp>
#include <boost_broker/request_broker.hpp>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/hana/adapt_struct.hpp>

#include <chrono>
#include <string>
#include <thread>
#include <utility>

namespace bench::mt_requests {

namespace bb = boost_broker;

struct question {
    using broker_policy = bb::mt<>;
    using response = message;
    std::int64_t id = 0;
    double value = 0;
    std::string name = {};
};
/// The same, between threads that look for more before they sleep.
struct lingering_question {
    using broker_policy = bb::mt<bb::linger_us<20>>;
    using response = message;
    std::int64_t id = 0;
    double value = 0;
    std::string name = {};
};

} // namespace bench::mt_requests

BOOST_HANA_ADAPT_STRUCT(bench::mt_requests::question, id, value, name);
BOOST_HANA_ADAPT_STRUCT(bench::mt_requests::lingering_question, id, value, name);

namespace bench::mt_requests {

// A way to ask has `here`, the run loop of the requester, and `ask(request, then)`. The answer is
// handled in that loop.

struct run_loops {
    loop there{1};
    asio::io_context here{1};
    asio::executor_work_guard<asio::io_context::executor_type> work{here.get_executor()};
};

struct nothing_added {
    template<class Handler>
    static Handler wrap(Handler handler)
    {
        return handler;
    }
};
template<int Seconds>
struct limited_to {
    template<class Handler>
    static auto wrap(Handler handler)
    {
        return bb::timeout(std::chrono::seconds(Seconds), std::move(handler));
    }
};

/// The library.
template<class Question, class Token = nothing_added>
struct broker : run_loops {
    using request = Question;

    explicit broker(answerer provider)
        : on(*bb::set_provider<Question>(ctx,
              asio::bind_executor(bb::one_thread(there.io.get_executor()),
                  [provider](Question const& q) { return provider(q); })))
    {}
    template<class Then>
    void ask(Question q, Then then)
    {
        bb::request(ctx, std::move(q),
            Token::wrap([then](bb::result<message> answer) { then(answer.value()); }));
    }

    bb::broker_context ctx{bb::one_thread(here.get_executor())};
    bb::handle on;
};

/// A post there, which posts the answer back.
struct post : run_loops {
    using request = message;

    explicit post(answerer p) : provider(p) {}
    template<class Then>
    void ask(message q, Then then)
    {
        asio::post(there.io, [this, then, q = std::move(q)] {
            asio::post(here, [then, answer = provider(q)] { then(answer); });
        });
    }

    answerer provider;
};

/// Asks the next when it has an answer.
template<class Way>
struct chain {
    Way& way;
    ledger& book;
    source from{};
    std::int64_t goal = 0;

    void next()
    {
        way.ask(book.next<typename Way::request>(from), [this](message const& answer) {
            book.take(answer);
            if (book.asked != goal)
                next();
            else if (book.answers == goal)
                way.here.stop(); // without what the loop would linger for
        });
    }
};

template<class Way, int Outstanding>
void ask(benchmark::State& state)
{
    constexpr auto batch = request_batch(Outstanding);
    ledger book;
    {
        on_core const here(0);
        Way way(book.provider());
        chain<Way> asks{way, book};
        while (state.KeepRunningBatch(batch)) {
            asks.goal += batch;
            asio::post(way.here, [&] {
                for (int i = 0; i != Outstanding; ++i)
                    asks.next();
            });
            way.here.restart();
            way.here.run();
        }
    }
    book.check(state);
}

// What waits on its thread has `ask(request)`, which returns the answer.

template<class Question>
struct blocking_broker {
    using request = Question;

    explicit blocking_broker(answerer provider)
        : on(*bb::set_provider<Question>(
              ctx, [provider](Question const& q) { return provider(q); }))
    {}
    message ask(Question q) { return bb::request(ctx, std::move(q), bb::blocking).value(); }

    loop there{1};
    bb::broker_context ctx{bb::one_thread(there.io.get_executor())};
    bb::handle on;
};

template<class Way>
void wait(benchmark::State& state)
{
    constexpr auto batch = request_batch(1);
    ledger book;
    {
        on_core const here(0);
        Way way(book.provider());
        source const from;
        while (state.KeepRunningBatch(batch)) {
            for (std::int64_t i = 0; i != batch; ++i)
                book.take(way.ask(book.next<typename Way::request>(from)));
        }
    }
    book.check(state);
}

#define ASK(NAME, OUTSTANDING, ...)                                                                \
    BENCHMARK(ask<__VA_ARGS__, OUTSTANDING>)                                                       \
        ->Name("mt_requests_" #OUTSTANDING "/" NAME)                                               \
        ->UseRealTime()
#define ASK_BY(OUTSTANDING)                                                                        \
    ASK("broker", OUTSTANDING, broker<question>);                                                  \
    ASK("broker_lingers", OUTSTANDING, broker<lingering_question>);                                \
    ASK("asio_post", OUTSTANDING, post)

ASK_BY(1);
ASK_BY(8);
ASK_BY(64);

// Where threads wake each other, that is all that can be seen; so these linger.
ASK("broker_lingers_5_s", 64, broker<lingering_question, limited_to<5>>);
ASK("broker_lingers_no_deadline", 64, broker<lingering_question, limited_to<0>>);

#define WAIT(NAME, ...) BENCHMARK(wait<__VA_ARGS__>)->Name("mt_requests_1/" NAME)->UseRealTime()

WAIT("broker_blocking", blocking_broker<question>);
WAIT("broker_blocking_lingers", blocking_broker<lingering_question>);

} // namespace bench::mt_requests
