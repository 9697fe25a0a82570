// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// What the tour shows, step by step.

#include <boost_broker/boost_broker.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <map>
#include <string>

namespace asio = boost::asio;
namespace bb = boost_broker;

//[tour_messages
namespace house {

struct temperature_measured { // an event: it happened, whoever listens
    std::string room = {};
    double celsius = 0;
};
struct get_target { // a request, answered at once
    using broker_policy = bb::local<bb::synchronous>;
    using response = double;
    std::string room = {};
};
struct read_outdoors { // a request whose answer takes a while
    using response = double;
};
struct set_heating { // a signal: one module carries it out
    std::string room = {};
    bool on = false;
};

} // namespace house

BOOST_HANA_ADAPT_STRUCT(house::temperature_measured, room, celsius);
BOOST_HANA_ADAPT_STRUCT(house::get_target, room);
BOOST_HANA_ADAPT_STRUCT(house::set_heating, room, on);
//]

namespace house {

struct port_opened {
    std::uint16_t port = 0;
    std::string protocol = "tcp";
};

namespace {

//[tour_provider
class settings
{
public:
    explicit settings(bb::context_ref ctx)
        : provider_(bb::set_provider<get_target>(
              ctx, [this](std::string const& room) -> bb::result<double> {
                  auto const found = targets_.find(room);
                  if (found == targets_.end())
                      return bb::fail("there is no room called " + room);
                  return found->second;
              }).value())
    {}

private:
    std::map<std::string, double> targets_{{"kitchen", 20.0}, {"attic", 15.0}};
    bb::handle provider_;
};
//]

//[tour_control
class heating_control
{
public:
    explicit heating_control(bb::context_ref ctx)
        : on_measured_(
              bb::listen<temperature_measured>(ctx, [ctx](std::string const& room, double celsius) {
                  if (auto const target = bb::request<get_target>(ctx, room))
                      bb::signal<set_heating>(ctx, room, celsius < *target);
              }))
    {}

private:
    bb::handle on_measured_;
};
//]

//[tour_boiler
class boiler
{
public:
    explicit boiler(bb::context_ref ctx)
        : on_set_(bb::on_signal<set_heating>(ctx, [this](std::string const& room, bool on) {
            burning_[room] = on;
        }).value())
    {}
    bool burns_for(std::string const& room) const { return burning_.at(room); }

private:
    std::map<std::string, bool> burning_;
    bb::handle on_set_; // behind what its handler uses: it ends first
};
//]

//[tour_coroutine
asio::awaitable<void> report(bb::context_ref ctx, std::string& to)
{
    bb::result<double> const outdoors = co_await bb::request<read_outdoors>(ctx);
    to = outdoors ? std::to_string(*outdoors) : outdoors.error().message();
}
//]

//[tour_gcc12
asio::awaitable<double> target_of(bb::context_ref ctx, std::string room)
{
    // g++ 12: neither an aggregate in braces nor a capturing lambda in an expression that awaits.
    read_outdoors const question{};
    bb::result<double> const outdoors = co_await bb::request(ctx, question);
    bb::result<double> const target = bb::request<get_target>(ctx, room);
    co_return target.value() - outdoors.value();
}
//]

} // namespace

} // namespace house

BOOST_HANA_ADAPT_STRUCT(house::port_opened, port, protocol);

BOOST_AUTO_TEST_SUITE(tour)

using namespace house;

BOOST_AUTO_TEST_CASE(modules_talk)
{
    //[tour_main
    asio::io_context io;
    bb::broker_context ctx(io);

    boiler const cellar(ctx);
    heating_control const control(ctx);
    settings const wishes(ctx);

    bb::emit<temperature_measured>(ctx, "kitchen", 17.5);
    BOOST_TEST(cellar.burns_for("kitchen"));
    bb::emit<temperature_measured>(ctx, "kitchen", 21.0);
    BOOST_TEST(!cellar.burns_for("kitchen"));
    //]

    //[tour_failure
    bb::result<double> const unknown = bb::request<get_target>(ctx, "cellar");
    BOOST_TEST((unknown.error() == bb::errc::provider_failed));
    BOOST_TEST(unknown.error().detail() == "there is no room called cellar");
    //]

    std::string text;
    asio::co_spawn(io, report(ctx, text), asio::detached);
    io.run();
    BOOST_TEST(text.find("read_outdoors") != std::string::npos); // what is missing is named

    //[tour_answer_later
    auto const weather = bb::set_provider<read_outdoors>(ctx, [&]() -> asio::awaitable<double> {
        co_await asio::post(io, asio::use_awaitable); // stands for asking a distant sensor
        co_return -3.5;
    });
    //]
    asio::co_spawn(io, report(ctx, text), asio::detached);
    double difference = 0;
    asio::co_spawn(
        io, target_of(ctx, "attic"), [&](std::exception_ptr, double d) { difference = d; });
    io.restart();
    io.run();
    BOOST_TEST(text == "-3.500000");
    BOOST_TEST(difference == 18.5);
}

BOOST_AUTO_TEST_CASE(arguments_fill_fields)
{
    bb::broker_context ctx;
    std::string heard;
    auto const on =
        bb::listen<port_opened>(ctx, [&](std::uint16_t port, std::string const& protocol) {
            heard = std::to_string(port) + '/' + protocol;
        });

    //[tour_arguments
    bb::emit<port_opened>(ctx, 8080, "udp");    // an int literal, if its value fits
    bb::emit<port_opened>(ctx, {.port = 8080}); // the other fields keep their initialisers
    bb::emit(ctx, port_opened{8080, "sctp"});   // the struct itself
    //]
    BOOST_TEST(heard == "8080/sctp");
}

BOOST_AUTO_TEST_SUITE_END()
