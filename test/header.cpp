// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// compiled once for every header, with TEST_HEADER set by the Jamfile

#include <boost/config.hpp>

#define TEST_HEADER_FILE BOOST_STRINGIZE(TEST_HEADER)
#include TEST_HEADER_FILE
#include TEST_HEADER_FILE // the include guard works
