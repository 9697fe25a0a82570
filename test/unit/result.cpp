// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/result.hpp>

#include <boost/system/errc.hpp>
#include <boost/test/unit_test.hpp>

#include <memory>
#include <sstream>
#include <string>
#include <type_traits>
#include <utility>

namespace result_test {

namespace bb = boost_broker;
namespace sys = boost::system;

std::string printed(auto const& value)
{
    std::ostringstream out;
    out << value;
    return out.str();
}

sys::error_code no_space()
{
    return make_error_code(sys::errc::no_space_on_device);
}

bb::result<int> half(int n)
{
    if (n == 0)
        return bb::errc::no_provider;
    if (n % 2 != 0)
        return bb::fail(std::to_string(n) + " is odd");
    return n / 2;
}

static_assert(std::is_nothrow_default_constructible_v<bb::failure>);
static_assert(std::is_nothrow_move_constructible_v<bb::failure>);
// a text alone says nothing of its code, and an aggregate would take parts in braces
static_assert(!std::is_constructible_v<bb::failure, char const*>);
static_assert(!std::is_aggregate_v<bb::failure>);
static_assert(std::is_convertible_v<bb::errc, bb::failure>);
static_assert(std::is_convertible_v<sys::error_code, bb::failure>);
static_assert(std::is_same_v<bb::result<int>::error_type, bb::failure>);

} // namespace result_test

BOOST_AUTO_TEST_SUITE(result)

using namespace result_test;

BOOST_AUTO_TEST_CASE(a_failure_is_made_of_a_code_and_a_text)
{
    struct row {
        bb::failure made;
        sys::error_code code;
        std::string detail;
        std::string message;
    };
    auto const timed_out = make_error_code(bb::errc::timed_out);
    auto const failed = make_error_code(bb::errc::provider_failed);
    row const rows[] = {
        {bb::failure(), sys::error_code(), "", sys::error_code().message()},
        {bb::errc::timed_out, timed_out, "", timed_out.message()},
        {{bb::errc::timed_out, "too late"}, timed_out, "too late", "too late"},
        {no_space(), no_space(), "", no_space().message()},
        {{no_space(), "the disk is full"}, no_space(), "the disk is full", "the disk is full"},
        {bb::fail("as it is"), failed, "as it is", "as it is"},
        {bb::fail(""), failed, "", failed.message()},
        {bb::fail(no_space()), no_space(), "", no_space().message()},
        {bb::fail(no_space(), "full"), no_space(), "full", "full"},
        {bb::fail(bb::errc::timed_out, "late"), timed_out, "late", "late"},
    };
    for (auto const& r : rows) {
        BOOST_TEST(r.made.code() == r.code);
        BOOST_TEST(r.made.detail() == r.detail);
        BOOST_TEST(r.made.message() == r.message);
        BOOST_TEST(printed(r.made) == printed(r.code) + " (" + r.message + ")");
    }
}

BOOST_AUTO_TEST_CASE(failures_compare_by_code_and_text)
{
    bb::failure const a(bb::errc::timed_out, "late");
    auto const copy = a;
    BOOST_TEST((a == copy));
    BOOST_TEST((a != bb::failure(bb::errc::timed_out)));
    BOOST_TEST((a != bb::failure(bb::errc::cancelled, "late")));
    auto moved = bb::failure(a);
    BOOST_TEST((bb::failure(std::move(moved)) == a));
}

BOOST_AUTO_TEST_CASE(a_failure_compares_with_codes_and_conditions)
{
    bb::failure const late(bb::errc::timed_out, "whatever the text says");
    BOOST_TEST((late == bb::errc::timed_out));
    BOOST_TEST((bb::errc::timed_out == late));
    BOOST_TEST((late != bb::errc::cancelled));
    BOOST_TEST((late == bb::condition::interrupted));
    BOOST_TEST((bb::condition::interrupted == late));
    BOOST_TEST((late != bb::condition::failed));
    bb::failure const full(no_space());
    BOOST_TEST((full == sys::errc::no_space_on_device));
    BOOST_TEST((full != bb::condition::failed));
}

BOOST_AUTO_TEST_CASE(a_result_is_a_value_or_a_failure)
{
    BOOST_TEST(half(4).value() == 2);
    BOOST_TEST(*half(4) == 2);
    BOOST_TEST(bool(half(4)));
    BOOST_TEST(!half(3));
    BOOST_TEST(half(3).has_error());
    BOOST_TEST(half(3).error().detail() == "3 is odd");
    BOOST_TEST((half(3).error() == bb::condition::failed));
    BOOST_TEST((half(0).error() == bb::errc::no_provider));
    BOOST_TEST((half(3) == half(3)));
    BOOST_TEST((half(3) != half(5)));
    BOOST_TEST((half(2) != half(4)));
}

BOOST_AUTO_TEST_CASE(a_result_of_nothing_is_a_success_or_a_failure)
{
    bb::result<void> r;
    BOOST_TEST(r.has_value());
    BOOST_CHECK_NO_THROW(r.value());
    r = bb::fail("read only");
    BOOST_TEST(r.has_error());
    BOOST_CHECK_THROW(r.value(), bb::broker_error);
}

BOOST_AUTO_TEST_CASE(a_result_carries_what_can_only_be_moved)
{
    bb::result<std::unique_ptr<int>> r = std::make_unique<int>(7);
    auto moved = std::move(r);
    auto const taken = std::move(moved).value();
    BOOST_TEST(*taken == 7);
}

BOOST_AUTO_TEST_CASE(a_value_that_is_not_there_is_an_exception_that_says_why)
{
    try {
        half(3).value();
        BOOST_TEST(false);
    } catch (bb::broker_error const& e) {
        BOOST_TEST((e.why() == bb::fail("3 is odd")));
        BOOST_TEST(e.code() == make_error_code(bb::errc::provider_failed));
        BOOST_TEST(std::string(e.what()).starts_with("3 is odd"));
    }
}

BOOST_AUTO_TEST_CASE(the_exception_is_one_of_the_standard_library_and_of_boost)
{
    BOOST_CHECK_THROW(half(3).value(), std::runtime_error);
    BOOST_CHECK_THROW(half(3).value(), sys::system_error);
    bb::broker_error const e{bb::failure(bb::errc::timed_out)};
    BOOST_TEST(std::string(e.what()).starts_with(e.code().message()));
    BOOST_TEST((bb::broker_error(e).why() == e.why()));
}

BOOST_AUTO_TEST_SUITE_END()
