// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// What the chapter on requests shows besides example/requests.cpp.

#include <boost_broker/request_broker.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <cerrno>
#include <chrono>
#include <stdexcept>
#include <string>

namespace asio = boost::asio;
namespace bb = boost_broker;
using namespace std::chrono_literals;

namespace shelf {

struct find_book {
    using response = std::string;
    int number = 0;
};
struct open_file {
    using broker_policy = bb::local<bb::synchronous>;
    using response = int;
    std::string path = {};
};

} // namespace shelf

BOOST_HANA_ADAPT_STRUCT(shelf::find_book, number);
BOOST_HANA_ADAPT_STRUCT(shelf::open_file, path);

BOOST_AUTO_TEST_SUITE(requests)

using namespace shelf;

BOOST_AUTO_TEST_CASE(how_failures_travel)
{
    bb::broker_context ctx;
    //[requests_failures
    auto const provider =
        bb::set_provider<open_file>(ctx, [](std::string const& path) -> bb::result<int> {
            if (path.empty())
                return bb::fail("the path is empty"); // errc::provider_failed and this text
            if (path == "/secret")
                return bb::fail({EACCES, boost::system::generic_category()}); // a code of one's own
            if (path == "/broken")
                throw std::runtime_error("the disk is broken"); // errc::provider_threw
            return 3;
        });

    BOOST_TEST(bb::request<open_file>(ctx, "/etc/hosts").value() == 3);
    BOOST_TEST((bb::request<open_file>(ctx, "").error() == bb::errc::provider_failed));
    BOOST_TEST(
        (bb::request<open_file>(ctx, "/secret").error() == boost::system::errc::permission_denied));
    bb::failure const threw = bb::request<open_file>(ctx, "/broken").error();
    BOOST_TEST((threw == bb::errc::provider_threw));
    BOOST_TEST(threw.detail() == "the disk is broken");
    //]

    //[requests_value
    try {
        bb::request<open_file>(ctx, "").value(); // for code that prefers exceptions
    } catch (bb::broker_error const& e) {
        BOOST_TEST(e.why().detail() == "the path is empty");
    }
    //]
}

BOOST_AUTO_TEST_CASE(one_provider_at_a_time)
{
    bb::broker_context ctx;
    //[requests_replace
    auto first = bb::set_provider<open_file>(ctx, [] { return 1; });
    auto const second = bb::set_provider<open_file>(ctx, [] { return 2; });
    BOOST_TEST((second.error() == bb::errc::provider_exists)); // the first still answers

    first = bb::replace_provider<open_file>(ctx, [] { return 2; }); // on purpose
    BOOST_TEST(bb::request<open_file>(ctx, "x").value() == 2);

    bb::clear_provider<open_file>(ctx);
    BOOST_TEST(!bb::is_provided<open_file>(ctx));
    BOOST_TEST((bb::request<open_file>(ctx, "x").error() == bb::errc::no_provider));
    //]
}

BOOST_AUTO_TEST_CASE(code_without_a_loop)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    auto const provider = bb::set_provider<find_book>(ctx, [](int) { return "Emma"; });
    //[requests_blocking
    bb::result<std::string> const book = bb::request<find_book>(ctx, 7, bb::blocking);
    BOOST_TEST(book.value() == "Emma");
    //]
}

BOOST_AUTO_TEST_SUITE_END()
