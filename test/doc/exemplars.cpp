// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// an example of each concept that the book describes, compiled and used

#include <boost_broker/boost_broker.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <future>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace asio = boost::asio;
namespace bb = boost_broker;
using namespace std::chrono_literals;

//[concept_MessageType
namespace plant {

struct reading { // fields, each with an initialiser
    std::int64_t sensor = 0;
    double value = 0;
};

struct tick {}; // no fields: nothing to make known

} // namespace plant

BOOST_HANA_ADAPT_STRUCT(plant::reading, sensor, value);

static_assert(bb::message_type<plant::reading> && bb::message_type<plant::tick>);
static_assert(bb::message_type<std::unique_ptr<int>>); // sent as a value only
static_assert(!bb::message_type<plant::reading const> && !bb::message_type<int&>);
//]

//[concept_EventType
namespace plant {

struct overheated {
    using broker_policy = bb::local<bb::queue_depth<64>, bb::overflow<bb::drop_oldest>>;
    std::int64_t sensor = 0;
    double celsius = 0;
};

} // namespace plant

BOOST_HANA_ADAPT_STRUCT(plant::overheated, sensor, celsius);
//]

//[concept_RequestType
namespace plant {

struct average {
    using response = double; // void included
    std::int64_t sensor = 0;
    int samples = 0;
};

} // namespace plant

BOOST_HANA_ADAPT_STRUCT(plant::average, sensor, samples);

static_assert(bb::request_type<plant::average> && !bb::request_type<plant::reading>);
//]

//[concept_SignalType
namespace plant {

struct open_valve {
    using broker_policy = bb::local<bb::queue_depth<8>, bb::overflow<bb::drop_newest>>;
    std::int64_t valve = 0;
};

} // namespace plant

BOOST_HANA_ADAPT_STRUCT(plant::open_valve, valve);
//]

//[concept_ReflectedStruct
namespace plant {

struct position { // known to Hana, from outside
    double x = 0;
    double y = 0;
};

struct size { // known to Describe
    int width = 0;
    int height = 0;
};
BOOST_DESCRIBE_STRUCT(size, (), (width, height))

enum class colour { red, green };
BOOST_DESCRIBE_ENUM(colour, red, green)

} // namespace plant

BOOST_HANA_ADAPT_STRUCT(plant::position, x, y);

static_assert(bb::reflected<plant::position> && bb::reflected<plant::size>);
static_assert(bb::reflect<plant::size>::name<1>() == "height");
static_assert(bb::reflected_enum<plant::colour>);
static_assert(bb::enumerator_name(plant::colour::green) == "green");
//]

//[concept_Policy
namespace vendor {
struct sample { // cannot be changed
    double value = 0;
};
} // namespace vendor

template<>
struct boost_broker::policy_of<vendor::sample> {
    using type = bb::local<bb::share_payload>;
};
//]

namespace exemplars_test {

//[concept_Listener
struct display {
    std::ostringstream& out;

    void operator()(plant::reading const& r) const { out << r.sensor << ": " << r.value << '\n'; }
};
//]

//[concept_Listener_coroutine
struct recorder {
    double& total;

    asio::awaitable<void> operator()(std::int64_t, double value) const // the fields, in order
    {
        total += value;
        co_return;
    }
};
//]

//[concept_Provider
struct statistics {
    std::vector<double> values;

    bb::result<double> average(std::int64_t sensor, int samples) const
    {
        if (values.empty())
            return bb::fail("nothing was measured by sensor " + std::to_string(sensor));
        return values.back() / samples;
    }
};
//]

//[concept_Provider_reply
struct slow_statistics {
    std::vector<bb::reply<plant::average>> waiting;

    void operator()(plant::average const&, bb::reply<plant::average> answer)
    {
        waiting.push_back(std::move(answer)); // called later: waiting.back()(21.5)
    }
};
//]

//[concept_Predicate
struct warmer_than {
    double limit;

    bool operator()(plant::reading const& r) const { return r.value > limit; }
};
//]

} // namespace exemplars_test

BOOST_AUTO_TEST_SUITE(exemplars)

using namespace exemplars_test;

BOOST_AUTO_TEST_CASE(message_and_listener)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    std::ostringstream out;
    double total = 0;
    bb::handle const shown = bb::listen<plant::reading>(ctx, display{out});
    bb::handle const recorded = bb::listen<plant::reading>(ctx, recorder{total});
    bb::emit<plant::reading>(ctx, 7, 21.5);
    io.run();
    BOOST_TEST(out.str() == "7: 21.5\n");
    BOOST_TEST(total == 21.5);
}

BOOST_AUTO_TEST_CASE(a_message_with_the_value_form_only)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    int seen = 0;
    bb::handle const on = bb::listen<std::unique_ptr<int>>(
        ctx, [&](std::unique_ptr<int> const& number) { seen = *number; });
    bb::emit(ctx, std::make_unique<int>(7));
    BOOST_TEST(seen == 7);
}

BOOST_AUTO_TEST_CASE(event_that_drops_the_oldest)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    std::vector<std::int64_t> seen;
    bb::handle const on = bb::listen<plant::overheated>(ctx,
        asio::bind_executor(
            asio::make_strand(io), [&](std::int64_t sensor, double) { seen.push_back(sensor); }));
    for (int sensor = 0; sensor < 65; ++sensor)
        bb::emit<plant::overheated>(ctx, sensor, 99.5);
    io.run();
    BOOST_TEST(seen.size() == 64u);
    BOOST_TEST(seen.front() == 1);
}

BOOST_AUTO_TEST_CASE(request_and_providers)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    auto const owner = std::make_shared<statistics>();
    bb::result<double> answer;
    auto const ask = [&] {
        bb::request<plant::average>(ctx, 7, 2, [&](bb::result<double> r) { answer = r; });
        io.restart();
        io.run();
    };

    auto provider = bb::set_provider<plant::average>(ctx, bb::track(owner, &statistics::average));
    BOOST_TEST_REQUIRE(provider.has_value());
    ask();
    BOOST_TEST(answer.error().detail() == "nothing was measured by sensor 7");
    owner->values.push_back(43);
    ask();
    BOOST_TEST(answer.value() == 21.5);

    slow_statistics slow;
    provider = bb::replace_provider<plant::average>(ctx, std::ref(slow));
    BOOST_TEST_REQUIRE(provider.has_value());
    bb::request<plant::average>(ctx, 7, 2, [&](bb::result<double> r) { answer = r; });
    io.restart();
    io.poll();
    BOOST_TEST_REQUIRE(slow.waiting.size() == 1u);
    slow.waiting.back()(23.5);
    io.run();
    BOOST_TEST(answer.value() == 23.5);
}

BOOST_AUTO_TEST_CASE(signal_that_is_refused)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    int opened = 0;
    auto const on = bb::on_signal<plant::open_valve>(
        ctx, asio::bind_executor(asio::make_strand(io), [&] { ++opened; }));
    BOOST_TEST_REQUIRE(on.has_value());
    for (int valve = 0; valve < 8; ++valve)
        BOOST_TEST(bb::signal<plant::open_valve>(ctx, valve).has_value());
    BOOST_TEST(bb::signal<plant::open_valve>(ctx, 8).error() == bb::errc::queue_full);
    io.run();
    BOOST_TEST(opened == 8);
}

BOOST_AUTO_TEST_CASE(reflected_struct)
{
    std::string fields;
    plant::position const p{1, 2};
    bb::for_each_field(p, [&](std::string_view name, double value) {
        fields += std::string(name) + "=" + std::to_string(static_cast<int>(value)) + ";";
    });
    BOOST_TEST(fields == "x=1;y=2;");
}

BOOST_AUTO_TEST_CASE(policy_of_a_foreign_type)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    double seen = 0;
    bb::handle const on =
        bb::listen<vendor::sample>(ctx, [&](vendor::sample const& s) { seen = s.value; });
    bb::emit(ctx, vendor::sample{2.5});
    BOOST_TEST(seen == 2.5);
}

BOOST_AUTO_TEST_CASE(adaptors_nest)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    auto const strand = asio::make_strand(io);
    std::ostringstream out;
    auto const owner = std::make_shared<int>(0);
    //[concept_HandlerAdaptor
    auto handler = bb::track(owner,                      // called while the owner lives,
        bb::when(warmer_than{20},                        // for these messages only,
            asio::bind_executor(strand, display{out}))); // on the strand
    bb::handle on = bb::listen<plant::reading>(ctx, handler);
    //]
    bb::emit<plant::reading>(ctx, 7, 19.5);
    bb::emit<plant::reading>(ctx, 8, 20.5);
    io.run();
    BOOST_TEST(out.str() == "8: 20.5\n");
}

asio::awaitable<void> with_a_coroutine(bb::context_ref ctx, double& sum)
{
    //[concept_CompletionToken_awaitable
    bb::result<double> mean = co_await bb::request<plant::average>(ctx, 7, 2);
    bb::result<double> soon =
        co_await bb::request<plant::average>(ctx, 7, 2, bb::timeout(200ms, asio::use_awaitable));
    //]
    sum += mean.value() + soon.value();
}

BOOST_AUTO_TEST_CASE(completion_tokens)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    auto const provider = bb::set_provider<plant::average>(ctx, [] { return 21.5; });
    double sum = 0;
    //[concept_CompletionToken
    bb::request<plant::average>(ctx, 7, 2, [&](bb::result<double> mean) { sum += mean.value(); });
    std::future<bb::result<double>> future =
        bb::request<plant::average>(ctx, 7, 2, asio::use_future);
    bb::result<double> now = bb::request<plant::average>(ctx, 7, 2, bb::blocking);
    //]
    asio::co_spawn(io, with_a_coroutine(ctx, sum), asio::detached);
    io.run();
    BOOST_TEST(sum == 3 * 21.5);
    BOOST_TEST(future.get().value() == 21.5);
    BOOST_TEST(now.value() == 21.5);
}

BOOST_AUTO_TEST_SUITE_END()
