// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// the snippets of the chapter "Errors"

#include <boost_broker/boost_broker.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <sstream>
#include <stdexcept>
#include <string>

namespace bb = boost_broker;

namespace errors_test {

struct load_file {
    using response = std::string;
    using broker_policy = bb::local<bb::synchronous>;
    std::string path = {};
};

struct saved {};

} // namespace errors_test

BOOST_HANA_ADAPT_STRUCT(errors_test::load_file, path);

BOOST_AUTO_TEST_SUITE(errors)

using namespace errors_test;

BOOST_AUTO_TEST_CASE(a_result_holds_a_value_or_a_failure)
{
    boost::asio::io_context io;
    bb::broker_context ctx(io);
    std::ostringstream out;

    //[errors_result
    bb::result<std::string> text = bb::request<load_file>(ctx, "notes.txt");
    if (text)
        out << *text;
    else
        out << text.error(); // the code, and the explanation in parentheses
    //]
    BOOST_TEST(text.error() == bb::errc::no_provider);
    BOOST_TEST(out.str().find("set_provider") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_failure_is_compared_with_a_code_or_a_condition)
{
    boost::asio::io_context io;
    bb::broker_context ctx(io);
    bool one = false;
    bool several = false;

    //[errors_compare
    bb::result<std::string> text = bb::request<load_file>(ctx, "notes.txt");
    if (text.has_error()) {
        one = text.error() == bb::errc::no_provider;
        several = text.error() == bb::condition::unavailable; // no provider, or it went away, ...
    }
    //]
    BOOST_TEST(one);
    BOOST_TEST(several);
}

BOOST_AUTO_TEST_CASE(value_throws)
{
    boost::asio::io_context io;
    bb::broker_context ctx(io);
    std::ostringstream out;

    //[errors_throw
    try {
        std::string const text = bb::request<load_file>(ctx, "notes.txt").value();
        out << text;
    } catch (bb::broker_error const& e) {
        out << e.why().detail(); // also a boost::system::system_error: e.code(), e.what()
    }
    //]
    BOOST_TEST(out.str().find("no provider is registered") == 0u);
}

BOOST_AUTO_TEST_CASE(a_provider_answers_with_a_failure)
{
    boost::asio::io_context io;
    bb::broker_context ctx(io);

    //[errors_fail
    auto provider =
        bb::set_provider<load_file>(ctx, [](std::string const& path) -> bb::result<std::string> {
            if (path.empty())
                return bb::fail("a path is needed");
            if (path != "notes.txt")
                return bb::fail(
                    make_error_code(boost::system::errc::no_such_file_or_directory), path);
            return "buy milk";
        });
    //]
    BOOST_TEST_REQUIRE(provider.has_value());
    BOOST_TEST(bb::request<load_file>(ctx, "notes.txt").value() == "buy milk");
    auto const empty = bb::request<load_file>(ctx, "");
    BOOST_TEST(empty.error() == bb::errc::provider_failed);
    BOOST_TEST(empty.error().detail() == "a path is needed");
    auto const other = bb::request<load_file>(ctx, "other.txt");
    BOOST_TEST((other.error().code() == boost::system::errc::no_such_file_or_directory));
    BOOST_TEST(other.error().detail() == "other.txt");
}

BOOST_AUTO_TEST_CASE(diagnostics_tell_what_nobody_asked_about)
{
    boost::asio::io_context io;
    bb::broker_context ctx(io);
    std::ostringstream log;

    //[errors_diagnostics
    boost::signals2::scoped_connection reports =
        ctx.diagnostics().connect([&](bb::diagnostic const& d) { log << d << '\n'; });
    bb::handle on = bb::listen<saved>(ctx, [] { throw std::runtime_error("the disk is full"); });
    bb::emit<saved>(ctx); // returns as if nothing had happened
    //]
    io.run();
    BOOST_TEST(log.str().find("the disk is full") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
