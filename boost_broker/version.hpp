// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_VERSION_HPP
#define BOOST_BROKER_VERSION_HPP

/// The version of the library: `major * 100000 + minor * 100 + patch`.
/** `BOOST_BROKER_VERSION % 100` is the patch level, `BOOST_BROKER_VERSION / 100 % 1000` the minor
    version and `BOOST_BROKER_VERSION / 100000` the major version, as in `BOOST_VERSION`. */
#define BOOST_BROKER_VERSION 100

#endif
