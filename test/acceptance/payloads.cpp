// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/event_broker.hpp>
#include <boost_broker/request_broker.hpp>

#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// a type of somebody else's, which knows nothing of brokers and is no aggregate
namespace elsewhere {

class temperature
{
public:
    explicit temperature(double celsius) : celsius_(celsius) {}
    double celsius() const { return celsius_; }

private:
    double celsius_;
};

} // namespace elsewhere

namespace payloads_test {

namespace bb = boost_broker;

struct shared {
    std::shared_ptr<std::string const> text = {};
};
struct scalar {
    std::int32_t value = 0;
};
struct pulse {};
struct discovered {
    std::int64_t id = 0;
    std::string name = {};
};
struct get_shared {
    using broker_policy = bb::local<bb::synchronous>;
    using response = std::shared_ptr<int>;
};
struct get_owned {
    using broker_policy = bb::local<bb::synchronous>;
    using response = std::unique_ptr<int>;
};
struct get_optional {
    using broker_policy = bb::local<bb::synchronous>;
    using response = std::optional<int>;
};

} // namespace payloads_test

BOOST_HANA_ADAPT_STRUCT(payloads_test::shared, text);
BOOST_HANA_ADAPT_STRUCT(payloads_test::scalar, value);
BOOST_HANA_ADAPT_STRUCT(payloads_test::discovered, id, name);

BOOST_AUTO_TEST_SUITE(payloads)

using namespace payloads_test;

BOOST_AUTO_TEST_CASE(check_6_every_payload_arrives_with_its_value)
{
    bb::broker_context ctx;
    std::shared_ptr<std::string const> text;
    std::int32_t value = 0;
    double celsius = 0;
    int pulses = 0;
    bb::handle const a = bb::listen<shared>(ctx, [&](shared const& e) { text = e.text; });
    bb::handle const b = bb::listen<scalar>(ctx, [&](std::int32_t v) { value = v; });
    bb::handle const c = bb::listen<elsewhere::temperature>(
        ctx, [&](elsewhere::temperature const& t) { celsius = t.celsius(); });
    bb::handle const d = bb::listen<pulse>(ctx, [&] { ++pulses; });

    auto const sent = std::make_shared<std::string const>("the same object, not a copy of it");
    bb::emit<shared>(ctx, sent);
    bb::emit<scalar>(ctx, -7);
    bb::emit(ctx, elsewhere::temperature(36.6));
    bb::emit<pulse>(ctx);
    BOOST_TEST(text == sent);
    BOOST_TEST(value == -7);
    BOOST_TEST(celsius == 36.6);
    BOOST_TEST(pulses == 1);
}

BOOST_AUTO_TEST_CASE(check_7_fields_arrive_as_the_object_that_they_make)
{
    bb::broker_context ctx;
    std::vector<std::pair<std::int64_t, std::string>> seen;
    bb::handle const on =
        bb::listen<discovered>(ctx, [&](discovered const& e) { seen.emplace_back(e.id, e.name); });
    bb::emit<discovered>(ctx, 7, "core-router");
    bb::emit<discovered>(ctx, {.name = "edge-router"});
    bb::emit<discovered>(ctx, {});
    BOOST_REQUIRE(seen.size() == 3u);
    BOOST_TEST(seen[0].first == 7);
    BOOST_TEST(seen[0].second == "core-router");
    BOOST_TEST(seen[1].first == 0);
    BOOST_TEST(seen[1].second == "edge-router");
    BOOST_TEST(seen[2].second.empty());
}

BOOST_AUTO_TEST_CASE(check_26_a_null_pointer_is_no_answer)
{
    bb::broker_context ctx;
    int value = 7;
    auto const a = bb::set_provider<get_shared>(ctx, [] { return std::shared_ptr<int>(); });
    auto const b = bb::set_provider<get_owned>(
        ctx, []() -> bb::result<std::unique_ptr<int>> { return std::unique_ptr<int>(); });
    auto const c = bb::set_provider<get_optional>(ctx, [] { return std::optional<int>(); });

    auto const shared_answer = bb::request<get_shared>(ctx);
    BOOST_REQUIRE(shared_answer.has_error());
    BOOST_TEST((shared_answer.error() == bb::errc::provider_failed));
    BOOST_TEST(shared_answer.error().detail().find("null pointer") != std::string::npos);
    BOOST_TEST((bb::request<get_owned>(ctx).error() == bb::errc::provider_failed));

    // whoever may have nothing to give says so in the type
    auto const nothing = bb::request<get_optional>(ctx);
    BOOST_REQUIRE(nothing.has_value());
    BOOST_TEST(!nothing->has_value());

    auto const d = bb::replace_provider<get_shared>(
        ctx, [&] { return std::shared_ptr<int>(std::shared_ptr<int>(), &value); });
    BOOST_TEST(*bb::request<get_shared>(ctx).value() == 7);
}

BOOST_AUTO_TEST_SUITE_END()
