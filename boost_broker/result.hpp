// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_RESULT_HPP
#define BOOST_BROKER_RESULT_HPP

// What a request answers: a value or a failure. Prefer `failure.hpp` where there is only a failure.

#include <boost_broker/failure.hpp>

#include <boost/assert/source_location.hpp>
#include <boost/system/result.hpp>

namespace boost_broker {

/// Throws `broker_error`; found by `boost::system::result`.
[[noreturn]] inline void throw_exception_from_error(
    failure const& why, boost::source_location const& where)
{
    boost::throw_with_location(broker_error(why), where);
}

} // namespace boost_broker

#endif
