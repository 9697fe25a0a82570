// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Objects whose methods are requests: each instance has a context of its own.

#include <boost_broker/event_broker.hpp>
#include <boost_broker/mock_provider.hpp>
#include <boost_broker/request_broker.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <any>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace objects_test {

namespace bb = boost_broker;
namespace asio = boost::asio;

struct add {
    using broker_policy = bb::local<bb::synchronous>;
    using response = int;
    int amount = 0;
};

} // namespace objects_test

BOOST_HANA_ADAPT_STRUCT(objects_test::add, amount);

namespace objects_test {

class counting
{
public:
    virtual ~counting() = default;
    virtual bb::result<int> count(int amount) = 0;
};

class counter : public counting
{
public:
    explicit counter(int start, std::shared_ptr<void> resource = nullptr)
        : total_(start)
        , on_(bb::set_provider<add>(ctx_, [this, resource](int n) { return total_ += n; }).value())
    {}

    bb::result<int> count(int amount) override { return bb::request<add>(ctx_, amount); }
    bb::context_ref context() const { return ctx_; }
    void close() { ctx_.close(); }

private:
    bb::broker_context ctx_;
    int total_;
    bb::handle on_;
};

struct create_counter {
    using broker_policy = bb::local<bb::synchronous>;
    using response = std::unique_ptr<counting>;
    std::any configuration = {};
};

struct changed {
    int by = 0;
};

bb::result<std::unique_ptr<counting>> make_counter(std::any const& configuration)
{
    auto const* const start = std::any_cast<int>(&configuration);
    if (start == nullptr)
        return bb::fail("the configuration of a counter is an int");
    if (*start < 0)
        throw std::invalid_argument("a counter starts at 0 or above");
    return std::make_unique<counter>(*start);
}

} // namespace objects_test

BOOST_HANA_ADAPT_STRUCT(objects_test::create_counter, configuration);
BOOST_HANA_ADAPT_STRUCT(objects_test::changed, by);

BOOST_AUTO_TEST_SUITE(objects)

using namespace objects_test;

BOOST_AUTO_TEST_CASE(check_49_each_instance_answers_with_its_own_state)
{
    counter a(10);
    counter b(20);
    BOOST_TEST(a.count(1).value() == 11);
    BOOST_TEST(b.count(2).value() == 22);
    a.close();
    BOOST_TEST(b.count(1).value() == 23);
}

BOOST_AUTO_TEST_CASE(check_50_closing_twice_is_closing_once_and_gives_the_memory_back)
{
    auto resource = std::make_shared<int>(0);
    std::weak_ptr<int> const alive = resource;
    counter a(0, std::move(resource));
    BOOST_TEST(!alive.expired());
    a.close();
    BOOST_TEST(alive.expired());
    a.close();
    BOOST_TEST(!a.context().is_open());
}

BOOST_AUTO_TEST_CASE(check_51_a_closed_object_never_reaches_another_objects_provider)
{
    auto a = std::make_unique<counter>(0);
    auto const old = a->context();
    a->close();
    BOOST_TEST((a->count(1).error() == bb::errc::context_closed));
    a.reset();
    // The next ones get the memory of the first: its references must not mean them.
    std::vector<std::unique_ptr<counter>> others;
    for (int i = 0; i != 100; ++i)
        others.push_back(std::make_unique<counter>(100));
    BOOST_TEST((bb::request<add>(old, 1).error() == bb::errc::context_closed));
    BOOST_TEST(!bb::is_provided<add>(old));
    for (auto const& other : others)
        BOOST_TEST(other->count(0).value() == 100);
}

BOOST_AUTO_TEST_CASE(check_52_a_mock_answers_for_one_instance_however_it_is_called)
{
    counter a(0);
    counter b(0);
    counting& base = a;
    {
        bb::mock_provider<add> const mock(a.context(), [] { return -1; });
        BOOST_TEST(a.count(1).value() == -1);
        BOOST_TEST(base.count(1).value() == -1);
        BOOST_TEST(b.count(1).value() == 1);
    }
    BOOST_TEST(base.count(1).value() == 1);
}

BOOST_AUTO_TEST_CASE(check_53_a_factory_that_is_missing_refuses_or_throws_says_so)
{
    bb::broker_context ctx;
    auto const none = bb::request<create_counter>(ctx, std::any(5));
    BOOST_TEST((none.error() == bb::errc::no_provider));
    auto const factory = bb::set_provider<create_counter>(ctx, &make_counter);
    BOOST_REQUIRE(factory.has_value());

    auto const wrong_type = bb::request<create_counter>(ctx, std::any(std::string("five")));
    BOOST_TEST((wrong_type.error() == bb::errc::provider_failed));
    BOOST_TEST(wrong_type.error().detail() == "the configuration of a counter is an int");

    auto const throwing = bb::request<create_counter>(ctx, std::any(-1));
    BOOST_TEST((throwing.error() == bb::errc::provider_threw));
    BOOST_TEST(throwing.error().detail() == "a counter starts at 0 or above");

    auto const made = bb::request<create_counter>(ctx, std::any(5));
    BOOST_TEST((*made)->count(1).value() == 6);
}

BOOST_AUTO_TEST_CASE(check_54_parts_of_an_object_share_its_executor_and_not_its_context)
{
    asio::io_context io;
    bb::broker_context whole(io);
    bb::broker_context left(io);
    bb::broker_context right(io);
    BOOST_TEST(left.id() != 0u);
    BOOST_TEST(left.id() != right.id());
    BOOST_TEST(left.id() != whole.id());
    std::string seen;
    bb::handle const a = bb::listen<changed>(whole, [&] { seen += "whole "; });
    bb::handle const b = bb::listen<changed>(left, [&] { seen += "left "; });
    bb::handle const c = bb::listen<changed>(right, [&] { seen += "right "; });
    bb::emit<changed>(left, 1);
    bb::emit<changed>(right, 1);
    io.run();
    BOOST_TEST(seen == "left right ");
}

BOOST_AUTO_TEST_SUITE_END()
