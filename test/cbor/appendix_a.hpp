// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_TEST_CBOR_APPENDIX_A_HPP
#define BOOST_BROKER_TEST_CBOR_APPENDIX_A_HPP

// The examples of RFC 8949, appendix A, and simple(24) of its predecessor, RFC 7049. Those that an
// encoder would write so from the value alone are marked.

#include <string_view>

namespace cbor_test {

struct example {
    std::string_view diagnostic;
    std::string_view hex;
    bool round_trip;
};

// clang-format off
constexpr example appendix_a[] = {
    {"0", "00", true},
    {"1", "01", true},
    {"10", "0a", true},
    {"23", "17", true},
    {"24", "1818", true},
    {"25", "1819", true},
    {"100", "1864", true},
    {"1000", "1903e8", true},
    {"1000000", "1a000f4240", true},
    {"1000000000000", "1b000000e8d4a51000", true},
    {"18446744073709551615", "1bffffffffffffffff", true},
    {"18446744073709551616", "c249010000000000000000", true},
    {"-18446744073709551616", "3bffffffffffffffff", true},
    {"-18446744073709551617", "c349010000000000000000", true},
    {"-1", "20", true},
    {"-10", "29", true},
    {"-100", "3863", true},
    {"-1000", "3903e7", true},
    {"0.0", "f90000", true},
    {"-0.0", "f98000", true},
    {"1.0", "f93c00", true},
    {"1.1", "fb3ff199999999999a", true},
    {"1.5", "f93e00", true},
    {"65504.0", "f97bff", true},
    {"100000.0", "fa47c35000", true},
    {"3.4028234663852886e+38", "fa7f7fffff", true},
    {"1.0e+300", "fb7e37e43c8800759c", true},
    {"5.960464477539063e-8", "f90001", true},
    {"0.00006103515625", "f90400", true},
    {"-4.0", "f9c400", true},
    {"-4.1", "fbc010666666666666", true},
    {"Infinity", "f97c00", true},
    {"NaN", "f97e00", true},
    {"-Infinity", "f9fc00", true},
    {"Infinity", "fa7f800000", false},
    {"NaN", "fa7fc00000", false},
    {"-Infinity", "faff800000", false},
    {"Infinity", "fb7ff0000000000000", false},
    {"NaN", "fb7ff8000000000000", false},
    {"-Infinity", "fbfff0000000000000", false},
    {"false", "f4", true},
    {"true", "f5", true},
    {"null", "f6", true},
    {"undefined", "f7", true},
    {"simple(16)", "f0", true},
    {"simple(24)", "f818", true},
    {"simple(255)", "f8ff", true},
    {"0(\"2013-03-21T20:04:00Z\")", "c074323031332d30332d32315432303a30343a30305a", true},
    {"1(1363896240)", "c11a514b67b0", true},
    {"1(1363896240.5)", "c1fb41d452d9ec200000", true},
    {"23(h'01020304')", "d74401020304", true},
    {"24(h'6449455446')", "d818456449455446", true},
    {"32(\"http://www.example.com\")", "d82076687474703a2f2f7777772e6578616d706c652e636f6d", true},
    {"h''", "40", true},
    {"h'01020304'", "4401020304", true},
    {"\"\"", "60", true},
    {"\"a\"", "6161", true},
    {"\"IETF\"", "6449455446", true},
    {"\"\\\"\\\\\"", "62225c", true},
    {"\"\xC3\xBC\"", "62c3bc", true},
    {"\"\xE6\xB0\xB4\"", "63e6b0b4", true},
    {"\"\xF0\x90\x85\x91\"", "64f0908591", true},
    {"[]", "80", true},
    {"[1, 2, 3]", "83010203", true},
    {"[1, [2, 3], [4, 5]]", "8301820203820405", true},
    {"[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25]", "98190102030405060708090a0b0c0d0e0f101112131415161718181819", true},
    {"{}", "a0", true},
    {"{1: 2, 3: 4}", "a201020304", true},
    {"{\"a\": 1, \"b\": [2, 3]}", "a26161016162820203", true},
    {"[\"a\", {\"b\": \"c\"}]", "826161a161626163", true},
    {"{\"a\": \"A\", \"b\": \"B\", \"c\": \"C\", \"d\": \"D\", \"e\": \"E\"}", "a56161614161626142616361436164614461656145", true},
    {"(_ h'0102', h'030405')", "5f42010243030405ff", true},
    {"(_ \"strea\", \"ming\")", "7f657374726561646d696e67ff", true},
    {"[_ ]", "9fff", false},
    {"[_ 1, [2, 3], [_ 4, 5]]", "9f018202039f0405ffff", false},
    {"[_ 1, [2, 3], [4, 5]]", "9f01820203820405ff", false},
    {"[1, [2, 3], [_ 4, 5]]", "83018202039f0405ff", false},
    {"[1, [_ 2, 3], [4, 5]]", "83019f0203ff820405", false},
    {"[_ 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25]", "9f0102030405060708090a0b0c0d0e0f101112131415161718181819ff", false},
    {"{_ \"a\": 1, \"b\": [_ 2, 3]}", "bf61610161629f0203ffff", false},
    {"[\"a\", {_ \"b\": \"c\"}]", "826161bf61626163ff", false},
    {"{_ \"Fun\": true, \"Amt\": -2}", "bf6346756ef563416d7421ff", false},
};
// clang-format on

} // namespace cbor_test

#endif
