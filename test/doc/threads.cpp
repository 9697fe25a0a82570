// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// the snippets on messages that cross threads

#include <boost_broker/boost_broker.hpp>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <thread>

namespace asio = boost::asio;
namespace bb = boost_broker;

//[lanes_mt_types
namespace weather {

struct measured {
    using broker_policy = bb::mt<>;
    double degrees = 0;
};
struct get_average {
    using broker_policy = bb::mt<bb::linger_us<20>>;
    using response = double;
    int hours = 0;
};

} // namespace weather
//]

BOOST_HANA_ADAPT_STRUCT(weather::measured, degrees);
BOOST_HANA_ADAPT_STRUCT(weather::get_average, hours);

BOOST_AUTO_TEST_SUITE(threads)

using namespace weather;

BOOST_AUTO_TEST_CASE(a_station_and_its_sensors)
{
    double average = 0;
    //[lanes_mt
    asio::io_context io;
    auto const work = asio::make_work_guard(io);
    std::thread station([&] { io.run(); });
    {
        bb::broker_context ctx(bb::one_thread(io.get_executor()));
        double sum = 0;
        int count = 0;
        bb::handle const on = bb::listen<measured>(ctx, [&](double degrees) {
            sum += degrees; // no lock: all of this runs on the thread of the station
            ++count;
        });
        auto const provider =
            bb::set_provider<get_average>(ctx, [&](int) { return count != 0 ? sum / count : 0; });

        std::thread sensor([here = ctx.ref()] { bb::emit<measured>(here, 4.5); });
        sensor.join();
        average = bb::request<get_average>(ctx, 24, bb::blocking).value();
    }
    io.stop();
    station.join();
    //]
    BOOST_TEST(average == 4.5);
}

BOOST_AUTO_TEST_SUITE_END()
