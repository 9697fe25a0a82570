// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "../codec/random_value.hpp"
#include <boost_broker/cbor/detail/floating.hpp>
#include <boost_broker/cbor/detail/number.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>

BOOST_AUTO_TEST_SUITE(floating)

namespace detail = boost_broker::cbor::detail;

double as_double(std::uint64_t bits)
{
    return std::bit_cast<double>(bits);
}

// by the definition of the format
double half_value(unsigned bits)
{
    auto const sign = (bits & 0x8000) != 0 ? -1.0 : 1.0;
    auto const exponent = static_cast<int>(bits >> 10 & 31);
    auto const fraction = static_cast<int>(bits & 0x3FF);
    return sign *
        (exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(fraction + 1024, exponent - 25));
}

BOOST_AUTO_TEST_CASE(every_number_of_16_bits)
{
    for (unsigned bits = 0; bits != 0x10000; ++bits) {
        auto const wide = detail::half::widen(bits);
        BOOST_REQUIRE(detail::half::narrow(wide).value() == bits);
        if ((bits >> 10 & 31) == 31)
            BOOST_REQUIRE(std::isfinite(as_double(wide)) == false);
        else
            BOOST_REQUIRE(as_double(wide) == half_value(bits));
        BOOST_REQUIRE(detail::shortest_floating(wide).info == 25);
    }
}

BOOST_AUTO_TEST_CASE(numbers_of_32_bits_agree_with_the_processor)
{
    codec_test::random_source random(1);
    for (int i = 0; i != 200'000; ++i) {
        auto bits = static_cast<std::uint32_t>(random.next());
        if (i % 4 == 0)
            bits &= 0x807FFFFF; // subnormal
        auto const wide = detail::single::widen(bits);
        BOOST_REQUIRE(detail::single::narrow(wide).value() == bits);
        auto const value = std::bit_cast<float>(bits);
        if (!std::isnan(value))
            BOOST_REQUIRE(as_double(wide) == double{value});
    }
}

BOOST_AUTO_TEST_CASE(what_is_not_exact_is_not_narrowed)
{
    codec_test::random_source random(2);
    for (int i = 0; i != 200'000; ++i) {
        auto bits = random.next();
        if (i % 2 == 0) // near what a float has
            bits = detail::single::widen(bits & 0xFFFFFFFF) + random.below(2);
        auto const value = as_double(bits);
        if (!std::isfinite(value))
            continue;
        bool const exact = std::abs(value) <= std::numeric_limits<float>::max() &&
            double{static_cast<float>(value)} == value;
        BOOST_REQUIRE(detail::single::narrow(bits).has_value() == exact);
        auto const [info, narrow] = detail::shortest_floating(bits);
        BOOST_REQUIRE(detail::widen_floating(info, narrow) == bits);
    }
    BOOST_TEST(!detail::half::narrow(std::bit_cast<std::uint64_t>(65520.0)));
    BOOST_TEST(!detail::half::narrow(std::bit_cast<std::uint64_t>(std::ldexp(1.0, -25))));
    BOOST_TEST(!detail::single::narrow(std::bit_cast<std::uint64_t>(std::ldexp(1.0, -150))));
    BOOST_TEST(!detail::single::narrow(1));                  // the smallest double
    BOOST_TEST(!detail::single::narrow(0x7FF0000000000001)); // NaN with a long payload
}

BOOST_AUTO_TEST_CASE(integers_and_doubles)
{
    using detail::integer;
    for (std::uint64_t const argument :
        {std::uint64_t{0}, std::uint64_t{1}, (std::uint64_t{1} << 53) - 1, std::uint64_t{1} << 53,
            std::uint64_t{1} << 63, 0xFFFFFFFFFFFFF800}) {
        auto const value = detail::exact_double({false, argument});
        BOOST_REQUIRE(value);
        BOOST_TEST(detail::whole_number(*value)->argument == argument);
        BOOST_TEST(!detail::whole_number(*value)->negative);
    }
    for (std::uint64_t const argument : {std::uint64_t{0}, (std::uint64_t{1} << 53) - 1,
             (std::uint64_t{1} << 63) - 1, ~std::uint64_t{0}}) {
        auto const value = detail::exact_double({true, argument});
        BOOST_REQUIRE(value);
        BOOST_TEST(detail::whole_number(*value)->argument == argument);
        BOOST_TEST(detail::whole_number(*value)->negative);
    }
    BOOST_TEST(!detail::exact_double({false, (std::uint64_t{1} << 53) + 1}));
    BOOST_TEST(!detail::exact_double({true, std::uint64_t{1} << 53}));
    BOOST_TEST(!detail::exact_double({false, ~std::uint64_t{0}}));
    BOOST_TEST(!detail::whole_number(0.5));
    BOOST_TEST(!detail::whole_number(18446744073709551616.0));
    BOOST_TEST(!detail::whole_number(-18446744073709555712.0));
}

BOOST_AUTO_TEST_SUITE_END()
