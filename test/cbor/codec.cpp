// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#include "../codec/laws.hpp"
#include <boost_broker/cbor/codec.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(codec)

namespace cbor = boost_broker::cbor;

BOOST_AUTO_TEST_CASE_TEMPLATE(every_message_obeys_the_laws, T, codec_test::messages)
{
    codec_test::obeys_the_laws<T>(cbor::codec());
    codec_test::obeys_the_laws<T>(cbor::codec{.deterministic = true}, true, 2, 40);
    codec_test::obeys_the_laws<T>(
        cbor::codec{.definite_maps = true, .typed_arrays = true}, true, 3, 40);
}

BOOST_AUTO_TEST_CASE(it_has_what_is_asked_of_all_codecs)
{
    codec_test::versions_understand_each_other(cbor::codec());
    codec_test::nesting_is_limited(cbor::codec());
    codec_test::budgets_are_limited(cbor::codec());
    codec_test::refuses_to_write_what_is_not_read(cbor::codec());
    codec_test::refuses_to_write_what_is_not_read(cbor::codec{.deterministic = true});
}

BOOST_AUTO_TEST_SUITE_END()
