// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/event_broker.hpp>
#include <boost_broker/policy.hpp>
#include <boost_broker/request_broker.hpp>

#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>
#include <type_traits>

// What somebody else declares, and nobody here can change.
namespace policy_foreign {

struct sample {
    double value = 0;
};
struct question {
    std::string text = {};
};
// no aggregate: it has the value form only
class opaque
{
public:
    explicit opaque(int value) : value_(value) {}
    int value() const { return value_; }

private:
    int value_;
};

} // namespace policy_foreign

BOOST_HANA_ADAPT_STRUCT(policy_foreign::sample, value);
BOOST_HANA_ADAPT_STRUCT(policy_foreign::question, text);

namespace boost_broker {

template<>
struct policy_of<policy_foreign::sample> {
    using type = local<queue_depth<1>, overflow<drop_newest>>;
};
template<>
struct policy_of<policy_foreign::question> {
    using type = local<synchronous>;
};
template<>
struct response_of<policy_foreign::question> {
    using type = std::size_t;
};
template<>
struct response_of<policy_foreign::opaque> {
    using type = int;
};

} // namespace boost_broker

namespace policy_test {

namespace bb = boost_broker;
using namespace std::chrono_literals;
using mode = bb::detail::policy_values::mode;

struct plain {};
struct declared {
    using broker_policy = bb::local<bb::share_payload>;
    using response = void;
};

static_assert(std::is_same_v<bb::policy_of<plain>::type, bb::local<>>);
static_assert(std::is_same_v<bb::policy_of<int>::type, bb::local<>>);
static_assert(std::is_same_v<bb::policy_of<declared>::type, declared::broker_policy>);
static_assert(std::is_void_v<bb::response_of<declared>::type>);
static_assert(bb::request_type<declared> && bb::request_type<policy_foreign::question>);
static_assert(!bb::request_type<plain>);

constexpr auto defaults = bb::local<>::values;
static_assert(!defaults.synchronous);
static_assert(!defaults.share_payload);
static_assert(defaults.queue_depth == 0);
static_assert(defaults.overflow == mode::grow);
static_assert(defaults.request_timeout < 0ms);

static_assert(bb::local<bb::synchronous>::values.synchronous);
static_assert(bb::local<bb::share_payload>::values.share_payload);
static_assert(bb::local<bb::queue_depth<64>>::values.queue_depth == 64);
static_assert(bb::local<bb::request_timeout_ms<20>>::values.request_timeout == 20ms);
static_assert(bb::local<bb::request_timeout_ms<0>>::values.request_timeout == 0ms);

template<class Overflow>
constexpr mode of = bb::local<bb::queue_depth<1>, bb::overflow<Overflow>>::values.overflow;
static_assert(of<bb::grow> == mode::grow);
static_assert(of<bb::drop_newest> == mode::drop_newest);
static_assert(of<bb::drop_oldest> == mode::drop_oldest);
static_assert(of<bb::block> == mode::block);
// without a depth these never meet a full queue
static_assert(bb::local<bb::overflow<bb::grow>>::values.overflow == mode::grow);
static_assert(bb::local<bb::overflow<bb::block>>::values.overflow == mode::block);

// in any order
constexpr auto some = bb::local<bb::overflow<bb::drop_oldest>, bb::request_timeout_ms<7>,
    bb::share_payload, bb::queue_depth<3>>::values;
static_assert(some.overflow == mode::drop_oldest && some.request_timeout == 7ms &&
    some.share_payload && some.queue_depth == 3 && !some.synchronous);

} // namespace policy_test

BOOST_AUTO_TEST_SUITE(policy)

using namespace policy_test;
using namespace policy_foreign;

BOOST_AUTO_TEST_CASE(a_policy_is_given_to_a_foreign_type)
{
    bb::broker_context ctx;
    std::size_t dropped = 0;
    int calls = 0;
    bb::handle const on = bb::listen<sample>(ctx, [&] {
        if (calls++ == 0) {
            for (int i = 0; i != 3; ++i)
                dropped += bb::emit<sample>(ctx, 1.5).dropped;
        }
    });
    bb::emit<sample>(ctx, 0.5);
    BOOST_TEST(dropped == 2u);
    BOOST_TEST(calls == 2);
}

BOOST_AUTO_TEST_CASE(a_response_is_given_to_a_foreign_type)
{
    bb::broker_context ctx;
    auto const provider =
        bb::set_provider<question>(ctx, [](std::string const& text) { return text.size(); });
    bb::result<std::size_t> const answer = bb::request<question>(ctx, "how long?");
    BOOST_TEST(answer.value() == 9u);
}

BOOST_AUTO_TEST_CASE(a_foreign_type_without_known_fields_has_the_value_form)
{
    bb::broker_context ctx;
    int seen = 0;
    bb::handle const a = bb::listen<opaque>(ctx, [&](opaque const& o) { seen += o.value(); });
    bb::handle const b = bb::listen<opaque>(ctx, [&] { seen += 100; });
    BOOST_TEST(bb::emit(ctx, opaque(7)).accepted == 2u);
    BOOST_TEST(seen == 107);
    auto const provider = bb::set_provider<opaque>(ctx, [](opaque const& o) { return o.value(); });
    BOOST_TEST(bb::request(ctx, opaque(8), bb::blocking).value() == 8);
    BOOST_TEST(bb::request<opaque>(ctx, opaque(9), bb::blocking).value() == 9);
}

BOOST_AUTO_TEST_CASE(anything_that_can_be_moved_is_an_event)
{
    bb::broker_context ctx;
    std::string seen;
    bb::handle const a = bb::listen<std::string>(ctx, [&](std::string const& s) { seen = s; });
    bb::handle const b = bb::listen<int>(ctx, [&](int n) { seen += std::to_string(n); });
    bb::emit(ctx, std::string("text "));
    bb::emit(ctx, 7);
    BOOST_TEST(seen == "text 7");
}

BOOST_AUTO_TEST_SUITE_END()
