// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// the snippets of the chapter "Inspecting a running program"

#include <boost_broker/boost_broker.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <fstream>
#include <optional>
#include <ostream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace asio = boost::asio;
namespace bb = boost_broker;
using namespace std::chrono_literals;

namespace house {

struct measured {
    int room = 0;
    double degrees = 0;
};
struct get_forecast {
    using response = std::string;
};
struct describe_yourself {};

struct opened {
    using broker_policy = bb::mt<>;
    int door = 0;
};

} // namespace house

BOOST_HANA_ADAPT_STRUCT(house::measured, room, degrees);
BOOST_HANA_ADAPT_STRUCT(house::opened, door);

namespace house {

class thermostat
{
public:
    explicit thermostat(bb::context_ref ctx)
        : on_measured_(bb::listen<measured>(ctx, [this](int, double degrees) { last_ = degrees; }))
    {}

private:
    double last_ = 0;
    bb::handle on_measured_;
};

class doorman
{
public:
    doorman(bb::context_ref ctx, asio::io_context& io)
        : on_opened_(bb::listen<opened>(
              ctx, asio::bind_executor(asio::make_strand(io), [this](int door) { last_ = door; })))
    {}

private:
    int last_ = 0;
    bb::handle on_opened_;
};

// The station that it asks does not answer.
class weather
{
public:
    weather(bb::context_ref ctx, asio::io_context& io)
        : station_(io, asio::steady_timer::time_point::max())
        , provider_(bb::set_provider<get_forecast>(ctx, [this] { return ask(); }).value())
    {}
    void give_up() { station_.cancel(); }

private:
    asio::awaitable<bb::result<std::string>> ask()
    {
        boost::system::error_code error;
        co_await station_.async_wait(asio::redirect_error(asio::use_awaitable, error));
        co_return bb::fail("no answer");
    }

    asio::steady_timer station_;
    bb::handle provider_;
};

struct fixture {
    asio::io_context io;
    bb::manual_clock clock;
    bb::broker_context ctx{io};
    std::optional<thermostat> one{ctx};
    std::optional<weather> two;

    fixture()
    {
        ctx.set_name("house");
        ctx.use_clock(clock);
        two.emplace(ctx, io);
        bb::set_request_timeout<get_forecast>(ctx, 1min);
        bb::emit<measured>(ctx, 1, 20.5);
        bb::emit<measured>(ctx, 2, 18.0);
        bb::request<get_forecast>(ctx, [](bb::result<std::string> const&) {});
        io.poll();
        clock.advance(7500ms);
    }
    ~fixture() { two->give_up(); }
};

// The comments that a snippet of this file consists of, as the book shows them.
std::string comments_of(std::string const& snippet)
{
    std::ifstream file(__FILE__);
    std::string text;
    bool inside = false;
    for (std::string line; std::getline(file, line);) {
        if (inside && line.ends_with("/]"))
            break;
        if (inside)
            text += line.substr(line.find("// ") + 3) + '\n';
        inside = inside || line.ends_with("/[" + snippet);
    }
    return text;
}

} // namespace house

BOOST_FIXTURE_TEST_SUITE(inspecting, house::fixture)

using namespace house;

BOOST_AUTO_TEST_CASE(text)
{
    std::ostringstream log;
    //[inspecting_text
    log << bb::inspect(ctx);
    //]
    // clang-format off
    //[inspecting_text_output
    // context 'house', open
    //   event house::measured: sent 2, delivered 2
    //     listener of house::measured: house::thermostat::thermostat(boost_broker::context_ref)::{lambda(int, double)#1}
    //   request house::get_forecast: sent 1, delivered 1, queued 1, 1 in flight
    //     provider of house::get_forecast (coroutine, 1 in flight, 1 running for 7.5 s): house::weather::weather(boost_broker::context_ref, boost::asio::io_context&)::{lambda()#1}
    //   inbox 0: io_context, the context's own
    //]
    // clang-format on
    BOOST_TEST(log.str() == comments_of("inspecting_text_output"));
}

BOOST_AUTO_TEST_CASE(from_another_thread)
{
    doorman const here(ctx, io);
    io.poll();
    bb::emit<opened>(ctx, 1);
    std::ostringstream log;
    std::thread watchdog([&] {
        //[inspecting_threads
        log << bb::inspect_mt(ctx);
        //]
    });
    watchdog.join();
    // clang-format off
    //[inspecting_threads_output
    // context 'house', open
    //   event house::opened: sent 1, queued 1, 1 waiting
    //     listener of house::opened (inbox 1): house::doorman::doorman(boost_broker::context_ref, boost::asio::io_context&)::{lambda(int)#1}
    //   inbox 0: io_context, the context's own
    //   inbox 1: strand<io_context>, mt, 1 waiting
    //]
    // clang-format on
    BOOST_TEST(log.str() == comments_of("inspecting_threads_output"));
}

BOOST_AUTO_TEST_CASE(looking_for_something)
{
    std::ostringstream log;
    //[inspecting_search
    for (bb::broker_info const& broker : bb::inspect(ctx).brokers) {
        for (bb::handler_info const& handler : broker.handlers) {
            if (handler.oldest > 5s)
                log << handler << '\n';
        }
    }
    //]
    BOOST_TEST(log.str().find("provider of house::get_forecast") == 0u);
}

BOOST_AUTO_TEST_CASE(a_program_that_answers)
{
    std::ostringstream file;
    //[inspecting_json
    auto const reporter = bb::on_signal<describe_yourself>(
        ctx, [&file, here = ctx.ref()] { bb::write_json(file, bb::inspect(here)); });
    //]
    BOOST_TEST(bb::signal<describe_yourself>(ctx).has_value());
    BOOST_TEST(file.str().find(R"("message":"house::get_forecast")") != std::string::npos);
    // it sees itself being called
    BOOST_TEST(file.str().find(R"("delivering":true)") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_graph)
{
    bb::broker_context garden;
    std::ostringstream file;
    //[inspecting_dot
    std::vector<bb::context_info> const contexts{bb::inspect(ctx), bb::inspect(garden)};
    bb::write_dot(file, contexts); // or bb::inspect(ctx) alone
    //]
    BOOST_TEST(file.str().find("house::thermostat") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
