// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// the main of every test program, compiled once

#define BOOST_TEST_MODULE boost_broker
#include <boost/test/unit_test.hpp>
