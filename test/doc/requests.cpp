// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// What the chapter on requests shows besides example/requests.cpp.

#include <boost_broker/overloads.hpp>
#include <boost_broker/request_broker.hpp>
#include <boost_broker/requester.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <cerrno>
#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

namespace asio = boost::asio;
namespace bb = boost_broker;
using namespace std::chrono_literals;

namespace shelf {

struct find_book {
    using response = std::string;
    int number = 0;
};
//[requests_overloads_messages
struct find_author { // the same question in other words is another message
    using response = std::string;
    std::string title = {};
};
struct find_edition {
    using response = std::string;
    std::string title = {};
    int year = 0;
};

using find = bb::overloads<find_book, find_author, find_edition>;
//]
struct open_file {
    using broker_policy = bb::local<bb::synchronous>;
    using response = int;
    std::string path = {};
};

} // namespace shelf

BOOST_HANA_ADAPT_STRUCT(shelf::find_book, number);
BOOST_HANA_ADAPT_STRUCT(shelf::find_author, title);
BOOST_HANA_ADAPT_STRUCT(shelf::find_edition, title, year);
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

BOOST_AUTO_TEST_CASE(one_name_for_several_requests)
{
    asio::io_context io;
    bb::broker_context ctx(io);
    //[requests_overloads
    auto const books = bb::set_provider<find>(ctx, [](int number) { // find_book
        return number == 7 ? "Emma" : "Persuasion";
    });
    auto const authors = bb::set_provider<find_author>(ctx, [] { return "Austen"; });

    std::vector<std::string> found;
    auto const add = [&](bb::result<std::string> const& r) { found.push_back(r ? *r : "?"); };
    bb::request<find>(ctx, 7, add);            // find_book
    bb::request<find>(ctx, "Emma", add);       // find_author
    bb::request<find>(ctx, "Emma", 1815, add); // find_edition, which nobody provides
    bb::request<find>(ctx, find_book{8}, add); // a value says it itself
    io.run();
    BOOST_TEST((found == std::vector<std::string>{"Emma", "Austen", "?", "Persuasion"}));
    //]
}

BOOST_AUTO_TEST_CASE(a_loop_that_asks)
{
    bb::broker_context ctx;
    auto const provider = bb::set_provider<open_file>(
        ctx, [](std::string const& path) { return static_cast<int>(path.size()); });
    std::vector<std::string> const paths{"a", "bc"};
    //[requests_requester
    int sum = 0;
    auto const open = bb::requester<open_file>(ctx); // looks up its broker here
    for (auto const& path : paths)
        sum += open(path).value();
    //]
    BOOST_TEST(sum == 3);
}

BOOST_AUTO_TEST_SUITE_END()
