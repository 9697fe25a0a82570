// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/detail/to_result.hpp>
#include <boost_broker/request_broker.hpp>

#include <boost/test/unit_test.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

namespace to_result_test {

namespace bb = boost_broker;
// The suite has the name of the function.
template<class Response, class Value>
bb::result<Response> answer_of(Value&& value)
{
    return bb::detail::to_result<Response>(std::forward<Value>(value));
}

struct counts_moves {
    counts_moves() = default;
    counts_moves(counts_moves&&) noexcept { ++moves; }
    counts_moves& operator=(counts_moves&&) noexcept = default;
    static inline int moves = 0;
};

struct report { // an aggregate
    std::string text = {};
    counts_moves moved = {};
};
struct get_report {
    using broker_policy = bb::local<bb::synchronous>;
    using response = report;
};

struct base {
    virtual ~base() = default;
};
struct derived : base {};
using base_ptr = std::shared_ptr<base>;

} // namespace to_result_test

BOOST_AUTO_TEST_SUITE(to_result)

using namespace to_result_test;

BOOST_AUTO_TEST_CASE(an_aggregate_is_built_in_the_answer)
{
    bb::broker_context ctx;
    auto const provider = bb::set_provider<get_report>(ctx, [] { return report{"text"}; });
    counts_moves::moves = 0;
    auto const answer = bb::request<get_report>(ctx);
    BOOST_TEST(answer.value().text == "text");
    BOOST_TEST(counts_moves::moves == 0);
}

BOOST_AUTO_TEST_CASE(a_provider_that_throws_leaves_no_half_of_an_answer)
{
    bb::broker_context ctx;
    auto const provider =
        bb::set_provider<get_report>(ctx, []() -> report { throw std::runtime_error("no paper"); });
    auto const answer = bb::request<get_report>(ctx);
    BOOST_TEST((answer.error() == bb::errc::provider_threw));
    BOOST_TEST(answer.error().detail() == "no paper");
    BOOST_TEST(bb::stats<bb::request_broker<get_report>>(ctx).threw == 1u);
}

BOOST_AUTO_TEST_CASE(what_stands_for_a_failure_is_one)
{
    auto const full = make_error_code(boost::system::errc::no_space_on_device);
    BOOST_TEST((answer_of<report>(bb::errc::no_provider).error() == bb::errc::no_provider));
    BOOST_TEST((answer_of<report>(full).error().code() == full));
    auto const failed = answer_of<int>(bb::failure(full, "the disk is full"));
    BOOST_TEST((failed.error().code() == full));
    BOOST_TEST(failed.error().detail() == "the disk is full");
}

BOOST_AUTO_TEST_CASE(null_is_no_answer_however_it_is_returned)
{
    BOOST_TEST((answer_of<base_ptr>(base_ptr()).error() == bb::errc::provider_failed));
    BOOST_TEST(
        (answer_of<base_ptr>(std::shared_ptr<derived>()).error() == bb::errc::provider_failed));
    BOOST_TEST((answer_of<base_ptr>(nullptr).error() == bb::errc::provider_failed));
    BOOST_TEST((answer_of<base_ptr>(bb::result<base_ptr>(base_ptr())).error() ==
        bb::errc::provider_failed));
    BOOST_TEST(
        (answer_of<base_ptr>(bb::result<base_ptr>(bb::fail("none"))).error().detail() == "none"));
    auto const made = std::make_shared<derived>();
    BOOST_TEST(answer_of<base_ptr>(made).value() == made);
    BOOST_TEST(answer_of<base_ptr>(bb::result<base_ptr>(made)).value() == made);
}

BOOST_AUTO_TEST_SUITE_END()
