// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Brokers as objects of the program: channels of their own, in a context that others use too.

#include <boost_broker/event_broker.hpp>
#include <boost_broker/multi_request_broker.hpp>
#include <boost_broker/request_broker.hpp>
#include <boost_broker/signal_broker.hpp>

#include <boost/test/unit_test.hpp>

#include <optional>
#include <string>
#include <vector>

namespace broker_objects_test {

namespace bb = boost_broker;

struct pulse {};
struct ask {
    using response = int;
};

} // namespace broker_objects_test

BOOST_AUTO_TEST_SUITE(broker_objects)

using namespace broker_objects_test;

BOOST_AUTO_TEST_CASE(an_object_is_a_channel_of_its_own)
{
    bb::broker_context ctx;
    bb::request_broker<ask> channel(ctx);
    auto const in_context = bb::set_provider<ask>(ctx, [] { return 1; });
    auto const in_channel = channel.set_provider([] { return 2; });
    BOOST_TEST(bb::request<ask>(ctx, bb::blocking).value() == 1);
    BOOST_TEST(channel.request_now({}).value() == 2);
    int got = 0;
    channel.request({}, [&](bb::result<int> r) { got = r.value(); });
    BOOST_TEST(got == 2);
}

BOOST_AUTO_TEST_CASE(many_providers_of_a_channel_answer_in_order)
{
    bb::broker_context ctx;
    bb::multi_request_broker<ask> channel(ctx);
    auto const a = channel.add_provider([] { return 1; });
    auto const b = channel.add_provider([] { return 2; });
    std::vector<int> all;
    channel.request_all({}, [&](bb::result<std::vector<int>> r) { all = r.value(); });
    channel.request_each({}, [&](bb::result<std::vector<bb::result<int>>> r) {
        for (auto const& answer : r.value())
            all.push_back(answer.value());
    });
    BOOST_TEST(all == (std::vector<int>{1, 2, 1, 2}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_object_may_outlive_its_context)
{
    std::optional<bb::broker_context> ctx(std::in_place);
    auto const name = ctx->name();
    bb::request_broker<ask> requests(*ctx);
    bb::multi_request_broker<ask> many(*ctx);
    bb::signal_broker<pulse> signals(*ctx);
    bb::event_broker<pulse> events(*ctx);
    bb::handle const on = events.listen([] {}).value();

    auto const refuses = [&] {
        std::vector<bb::failure> failures;
        failures.push_back(requests.request_now({}).error());
        failures.push_back(requests.set_provider([] { return 1; }).error());
        failures.push_back(many.add_provider([] { return 1; }).error());
        failures.push_back(signals.signal(pulse()).error());
        failures.push_back(signals.on_signal([] {}).error());
        failures.push_back(events.listen([] {}).error());
        requests.request({}, [&](bb::result<int> r) { failures.push_back(r.error()); });
        many.request_all(
            {}, [&](bb::result<std::vector<int>> r) { failures.push_back(r.error()); });
        BOOST_TEST(failures.size() == 8u);
        for (auto const& f : failures) {
            BOOST_TEST((f == bb::errc::context_closed));
            BOOST_TEST(f.detail().find(name) != std::string::npos);
        }
        BOOST_TEST(events.emit(pulse()).accepted == 0u);
        BOOST_TEST(!on.active());
    };
    ctx->close();
    refuses();
    ctx.reset();
    bb::broker_context stranger; // its memory is that of the first
    stranger.set_name("a stranger");
    refuses();
}

BOOST_AUTO_TEST_SUITE_END()
