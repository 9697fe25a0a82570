// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "../codec/laws.hpp"
#include "../codec/plain.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(codec)

BOOST_AUTO_TEST_CASE_TEMPLATE(the_least_codec_obeys_the_laws, T, codec_test::messages)
{
    codec_test::obeys_the_laws<T>(plain::codec());
}

BOOST_AUTO_TEST_CASE(the_least_codec_has_what_is_asked_of_all)
{
    codec_test::versions_understand_each_other(plain::codec());
    codec_test::nesting_is_limited(plain::codec());
    codec_test::budgets_are_limited(plain::codec());
    codec_test::refuses_to_write_what_is_not_read(plain::codec());
}

BOOST_AUTO_TEST_SUITE_END()
