// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "options.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace ct = codec_tool;

BOOST_AUTO_TEST_SUITE(options)

BOOST_AUTO_TEST_CASE(without_any)
{
    auto const parsed = ct::parse_options({}).value();
    BOOST_TEST(parsed.message.empty());
    BOOST_TEST(!parsed.from.has_value());
    BOOST_TEST((parsed.target() == ct::format::diagnostic));
    BOOST_TEST(parsed.max_bytes == std::size_t{64} << 20);
    BOOST_TEST(!parsed.schema.has_value());
    BOOST_TEST(!parsed.hex);
    BOOST_TEST(!parsed.sequence);
    BOOST_TEST(!parsed.indicators);
    BOOST_TEST(!parsed.check);
    BOOST_TEST(!parsed.list);
    BOOST_TEST(!parsed.help);
}

BOOST_AUTO_TEST_CASE(with_all)
{
    auto const parsed = ct::parse_options({"--from", "json", "reading", "--to=cbor", "--hex",
                                              "--sequence", "--check", "--max-bytes", "100"})
                            .value();
    BOOST_TEST(parsed.message == "reading");
    BOOST_TEST((parsed.from == ct::format::json));
    BOOST_TEST((parsed.target() == ct::format::cbor));
    BOOST_TEST(parsed.max_bytes == 100u);
    BOOST_TEST(parsed.hex);
    BOOST_TEST(parsed.sequence);
    BOOST_TEST(parsed.check);
    BOOST_TEST(ct::parse_options({"--indicators"}).value().indicators);
    BOOST_TEST(ct::parse_options({"--list"}).value().list);
    BOOST_TEST(ct::parse_options({"--help"}).value().help);
    BOOST_TEST(ct::parse_options({"-h"}).value().help);
    BOOST_TEST((ct::parse_options({"--schema", "dot"})->schema == ct::schema_form::dot));
    BOOST_TEST((ct::parse_options({"--schema=cddl"})->schema == ct::schema_form::cddl));
    BOOST_TEST((ct::parse_options({"--from", "diag", "--to", "cbor"})->to == ct::format::cbor));
}

BOOST_AUTO_TEST_CASE(bad_ones_are_named)
{
    struct {
        std::vector<std::string_view> arguments;
        std::string expected;
    } const table[] = {
        {{"--frob"}, "unknown option '--frob'"},
        {{"-f"}, "unknown option '-f'"},
        {{""}, "unknown option ''"},
        {{"nothing"}, "unknown message 'nothing' (--list prints those that there are)"},
        {{"reading", "get_readings"}, "there is one message, not 'reading' and 'get_readings'"},
        {{"--from"}, "--from needs a value"},
        {{"--from", "--hex"}, "--from needs a value"},
        {{"--from", "xml"}, "--from has to be cbor, json, protobuf or diag, not 'xml'"},
        {{"--to="}, "--to has to be cbor, json, protobuf or diag, not ''"},
        {{"--hex=1"}, "--hex takes no value"},
        {{"--max-bytes", "1k"}, "--max-bytes has to be a number of bytes, not '1k'"},
        {{"--max-bytes", "0"}, "--max-bytes has to be a number of bytes, not '0'"},
        {{"--max-bytes"}, "--max-bytes needs a value"},
        {{"--schema", "xsd"}, "--schema has to be cddl, json-schema, proto or dot, not 'xsd'"},
        {{"--schema"}, "--schema needs a value"},
        {{"--from", "protobuf"},
            "--from protobuf needs the name of a message (--list prints them)"},
        {{"--from", "json", "--to", "cbor"},
            "--to cbor from json needs the name of a message (--list prints them)"},
        {{"reading", "--from", "json", "--to", "json", "--indicators"},
            "--indicators is for --to diag"},
    };
    for (auto const& row : table) {
        auto const parsed = ct::parse_options(row.arguments);
        BOOST_TEST_REQUIRE(!parsed.has_value(), row.expected);
        BOOST_TEST(parsed.error().message() == row.expected);
    }
}

BOOST_AUTO_TEST_SUITE_END()
