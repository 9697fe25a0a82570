// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "hex_reader.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

namespace hex_reader_test {

// The same whatever the parts are that it comes in.
std::string bytes_of(std::string_view dump)
{
    std::string results[2];
    for (std::size_t const size : {dump.size() + 1, std::size_t{1}}) {
        codec_tool::hex_reader reader;
        bb::bytes bytes;
        bool ok = true;
        for (std::size_t i = 0; ok && i < dump.size(); i += size)
            ok = reader.read(dump.substr(i, size), bytes);
        ok = ok && reader.finish(bytes);
        results[size == 1] = ok ? std::string(bb::as_text(bytes)) : reader.error();
    }
    BOOST_TEST(results[0] == results[1]);
    return results[0];
}

} // namespace hex_reader_test

BOOST_AUTO_TEST_SUITE(hex_reader)

using namespace hex_reader_test;

BOOST_AUTO_TEST_CASE(plain_digits)
{
    BOOST_TEST(bytes_of("") == "");
    BOOST_TEST(bytes_of("616263") == "abc");
    BOOST_TEST(bytes_of("61 62\n63\r\n") == "abc");
    BOOST_TEST(bytes_of("0x61, 0X62,0x63") == "abc");
    BOOST_TEST(bytes_of("6A 4b\n\n\t4C") == "jKL");
    BOOST_TEST(bytes_of("61626364 65") == "abcde");
    BOOST_TEST(bytes_of("6162636465666768696a6b6c6d6e6f70717273") == "abcdefghijklmnopqrs");
    BOOST_TEST(bytes_of("61626364\n65666768") == "abcdefgh");
}

BOOST_AUTO_TEST_CASE(of_xxd)
{
    BOOST_TEST(
        bytes_of("00000000: 6162 6364 6566 6768 696a 6b6c 6d6e 6f70  abcdefghijklmnop\n"
                 "00000010: 71                                       q\n") == "abcdefghijklmnopq");
    // letters that look like bytes
    BOOST_TEST(bytes_of("00000000: 3631  61\n") == "61");
}

BOOST_AUTO_TEST_CASE(of_hexdump)
{
    BOOST_TEST(bytes_of("00000000  61 62 63 64 65 66 67 68  69 6a 6b 6c 6d 6e 6f 70  "
                        "|abcdefghijklmnop|\n"
                        "00000010  71                                                |q|\n"
                        "00000011\n") == "abcdefghijklmnopq");
}

BOOST_AUTO_TEST_CASE(of_od)
{
    BOOST_TEST(bytes_of("0000000 61 62 63 64 65 66 67 68 69 6a 6b 6c 6d 6e 6f 70\n"
                        "0000020 71\n0000021\n") == "abcdefghijklmnopq");
}

BOOST_AUTO_TEST_CASE(what_is_refused)
{
    BOOST_TEST(bytes_of("616") == "line 1 of the hex dump: a byte has two hexadecimal digits");
    BOOST_TEST(bytes_of("61 6 2") == "line 1 of the hex dump: a byte has two hexadecimal digits");
    BOOST_TEST(bytes_of("61\n6|") == "line 2 of the hex dump: a byte has two hexadecimal digits");
    BOOST_TEST(bytes_of("61\n\n6g") ==
        "line 3 of the hex dump: there is something else than hexadecimal digits");
    BOOST_TEST(bytes_of(":61") ==
        "line 1 of the hex dump: there is something else than hexadecimal digits");
    BOOST_TEST(bytes_of("1x61") ==
        "line 1 of the hex dump: there is something else than hexadecimal digits");
}

BOOST_AUTO_TEST_SUITE_END()
