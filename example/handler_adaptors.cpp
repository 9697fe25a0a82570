// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Handler adaptors: what can be said about a handler where it is registered.
//
// Learn here to tie a handler to the life of an object (`track`), to filter (`when`), to run
// coroutines one at a time (`serial`), to force the field form (`by_fields`), and to choose the
// executor (Asio's `bind_executor`). They nest in any order.

#include <boost_broker/event_broker.hpp>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/core/lightweight_test.hpp>
#include <boost/hana/adapt_struct.hpp>

#include <map>
#include <memory>
#include <string>

namespace asio = boost::asio;
namespace bb = boost_broker;

struct reading {
    int sensor = 0;
    double value = 0;
};
BOOST_HANA_ADAPT_STRUCT(reading, sensor, value);

namespace {

//[adaptors_tracked_class
class display
{
public:
    void show(int sensor, double value) { shown_[sensor] = value; }
    std::map<int, double> const& shown() const { return shown_; }

private:
    std::map<int, double> shown_;
};
//]

} // namespace

int main()
{
    asio::io_context io;
    bb::broker_context ctx(io);

    //[adaptors_track
    auto screen = std::make_shared<display>();
    bb::handle const shown = bb::listen<reading>(ctx, bb::track(screen, &display::show));
    //]

    //[adaptors_when
    int alarms = 0;
    auto const is_hot = [](reading const& r) { return r.value > 90; };
    bb::handle const alarm = bb::listen<reading>(ctx, bb::when(is_hot, [&] { ++alarms; }));
    //]

    //[adaptors_by_fields
    double sum = 0;
    bb::handle const total = bb::listen<reading>(
        ctx, bb::by_fields([&](auto const& sensor, auto const& value) { sum += sensor * value; }));
    //]

    bb::emit<reading>(ctx, 1, 20.0);
    bb::emit<reading>(ctx, 2, 95.0);
    BOOST_TEST_EQ(screen->shown().size(), 2u);
    BOOST_TEST_EQ(alarms, 1);
    BOOST_TEST_EQ(sum, 210.0);

    //[adaptors_expired
    screen.reset();
    BOOST_TEST(!shown.active()); // nobody is left to show it
    //]

    //[adaptors_serial
    std::string log;
    auto const strand = asio::make_strand(io);
    auto const store = [&](int sensor, double) -> asio::awaitable<void> {
        log += "begin " + std::to_string(sensor) + ' ';
        co_await asio::post(strand, asio::use_awaitable); // stands for writing to a file
        log += "end " + std::to_string(sensor) + ' ';
    };
    bb::handle const stored =
        bb::listen<reading>(ctx, bb::serial(asio::bind_executor(strand, store)));
    //]
    bb::emit<reading>(ctx, 3, 1.0);
    bb::emit<reading>(ctx, 4, 1.0);
    io.run();
    BOOST_TEST_EQ(log, "begin 3 end 3 begin 4 end 4 "); // without serial: both begin first
    return boost::report_errors();
}
