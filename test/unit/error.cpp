// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include <boost_broker/error.hpp>

#include <boost/system/errc.hpp>
#include <boost/system/error_code.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <ios>
#include <set>
#include <sstream>
#include <string>

namespace error_test {

namespace bb = boost_broker;
namespace sys = boost::system;

struct documented {
    bb::errc code;
    int condition; // 0: of none
};

constexpr int of(bb::condition c)
{
    return static_cast<int>(c);
}

// in the order of declaration
constexpr std::array<documented, 32> codes{{
    {bb::errc::no_provider, of(bb::condition::unavailable)},
    {bb::errc::provider_exists, of(bb::condition::misuse)},
    {bb::errc::provider_gone, of(bb::condition::unavailable)},
    {bb::errc::provider_failed, of(bb::condition::failed)},
    {bb::errc::provider_threw, of(bb::condition::failed)},
    {bb::errc::no_handler, of(bb::condition::unavailable)},
    {bb::errc::handler_exists, of(bb::condition::misuse)},
    {bb::errc::empty_handler, of(bb::condition::misuse)},
    {bb::errc::queue_full, 0},
    {bb::errc::timed_out, of(bb::condition::interrupted)},
    {bb::errc::cancelled, of(bb::condition::interrupted)},
    {bb::errc::context_closed, of(bb::condition::unavailable)},
    {bb::errc::no_executor, of(bb::condition::misuse)},
    {bb::errc::would_deadlock, of(bb::condition::misuse)},
    {bb::errc::drain_timed_out, of(bb::condition::interrupted)},
    {bb::errc::owner_expired, of(bb::condition::unavailable)},
    {bb::errc::no_quorum, of(bb::condition::failed)},
    {bb::errc::not_needed, of(bb::condition::interrupted)},
    {bb::errc::truncated, of(bb::condition::bad_message)},
    {bb::errc::malformed, of(bb::condition::bad_message)},
    {bb::errc::trailing_bytes, of(bb::condition::bad_message)},
    {bb::errc::wrong_type, of(bb::condition::bad_message)},
    {bb::errc::out_of_range, of(bb::condition::bad_message)},
    {bb::errc::unknown_enumerator, of(bb::condition::bad_message)},
    {bb::errc::wrong_length, of(bb::condition::bad_message)},
    {bb::errc::missing_field, of(bb::condition::bad_message)},
    {bb::errc::duplicate_key, of(bb::condition::bad_message)},
    {bb::errc::invalid_utf8, of(bb::condition::bad_message)},
    {bb::errc::limit_exceeded, of(bb::condition::bad_message)},
    {bb::errc::buffer_too_small, 0},
    {bb::errc::not_encodable, of(bb::condition::bad_message)},
    {bb::errc::handler_threw, of(bb::condition::failed)},
}};

constexpr std::array conditions{bb::condition::unavailable, bb::condition::interrupted,
    bb::condition::failed, bb::condition::misuse, bb::condition::bad_message};

// A text for people: not only in the buffer-less form.
void check_sentence(std::string const& text, char const* unbuffered)
{
    BOOST_TEST(text == unbuffered);
    BOOST_REQUIRE(text.size() > 5u);
    BOOST_TEST(text.back() == '.');
    BOOST_TEST((text.front() >= 'A' && text.front() <= 'Z'));
}

} // namespace error_test

BOOST_AUTO_TEST_SUITE(error)

using namespace error_test;

BOOST_AUTO_TEST_CASE(codes_count_from_one_because_zero_is_success)
{
    int next = 0;
    for (auto const& c : codes) {
        sys::error_code const code = c.code;
        BOOST_TEST(code.value() == ++next);
        BOOST_TEST(code.failed());
        BOOST_TEST((code == c.code));
        BOOST_TEST((code == make_error_code(c.code)));
        BOOST_TEST((code != sys::error_code()));
    }
    // there is no further one
    BOOST_TEST(bb::broker_category().message(next + 1) == "Unknown broker error.");
}

BOOST_AUTO_TEST_CASE(every_code_has_a_sentence_of_its_own)
{
    std::set<std::string> texts;
    for (auto const& c : codes) {
        auto const code = make_error_code(c.code);
        char buffer[8] = {};
        check_sentence(code.message(), code.message(buffer, sizeof buffer));
        texts.insert(code.message());
    }
    BOOST_TEST(texts.size() == codes.size());
}

BOOST_AUTO_TEST_CASE(every_condition_has_a_sentence_of_its_own)
{
    std::set<std::string> texts;
    for (auto const c : conditions) {
        auto const condition = make_error_condition(c);
        char buffer[8] = {};
        check_sentence(condition.message(),
            bb::condition_category().message(condition.value(), buffer, sizeof buffer));
        texts.insert(condition.message());
    }
    BOOST_TEST(texts.size() == conditions.size());
    BOOST_TEST(
        bb::condition_category().message(of(conditions.back()) + 1) == "Unknown broker condition.");
}

BOOST_AUTO_TEST_CASE(a_code_belongs_to_its_condition_alone)
{
    for (auto const& c : codes) {
        auto const code = make_error_code(c.code);
        for (auto const condition : conditions) {
            BOOST_TEST((code == condition) == (c.condition == of(condition)));
            BOOST_TEST((make_error_condition(condition) == code) == (code == condition));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_code_without_a_condition_stands_for_itself)
{
    auto const code = make_error_code(bb::errc::queue_full);
    auto const condition = code.default_error_condition();
    BOOST_TEST((condition.category() == bb::broker_category()));
    BOOST_TEST(condition.value() == code.value());
}

BOOST_AUTO_TEST_CASE(other_codes_belong_to_no_condition_of_the_library)
{
    for (int value = 0; value != 20; ++value) {
        sys::error_code const code(value, sys::generic_category());
        for (auto const condition : conditions)
            BOOST_TEST((code != condition));
        BOOST_TEST((code != sys::error_code(value, bb::broker_category())));
    }
}

BOOST_AUTO_TEST_CASE(a_category_is_equal_to_itself_by_number)
{
    // as in another shared object, which has a category object of its own
    bb::detail::broker_category_impl const elsewhere;
    BOOST_TEST((elsewhere == bb::broker_category()));
    BOOST_TEST((bb::broker_category() != bb::condition_category()));
    BOOST_TEST((bb::broker_category() != sys::generic_category()));
    sys::error_code const code(static_cast<int>(bb::errc::timed_out), elsewhere);
    BOOST_TEST((code == bb::errc::timed_out));
    BOOST_TEST((code == bb::condition::interrupted));
    BOOST_TEST(std::string(bb::broker_category().name()) == "boost_broker");
    BOOST_TEST(std::string(bb::condition_category().name()) == "boost_broker.condition");
}

BOOST_AUTO_TEST_CASE(a_code_can_be_printed)
{
    std::ostringstream out;
    out << make_error_code(bb::errc::timed_out);
    BOOST_TEST(out.str() == "boost_broker:10");
}

BOOST_AUTO_TEST_SUITE_END()
