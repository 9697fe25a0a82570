// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_CONFIG_HPP
#define BOOST_BROKER_CONFIG_HPP

// What differs between compilers and builds, in one place.

#include <boost/assert.hpp>
#include <boost/config.hpp>

// A broker type is the same in every shared object of a process: what identifies it stays visible
// even in a library that is built with hidden visibility.
#define BOOST_BROKER_VISIBLE BOOST_SYMBOL_VISIBLE

// A rule that only a defect in the calling program can break.
#define BOOST_BROKER_ASSERT(condition, message)                                                    \
    BOOST_ASSERT_MSG(condition, "boost_broker: " message)

#endif
