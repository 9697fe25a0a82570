// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_MT_HPP
#define BOOST_BROKER_MT_HPP

// Messages that cross threads. Include it where a message with the policy `mt` is used; the verbs
// are those of the lane `local`.
//
// Prefer `mt` for what several threads emit or handle; prefer `local` for what stays on one thread:
// it asks for no atomic operation.

#include <boost_broker/detail/mt/events.hpp>
#include <boost_broker/detail/mt/multi_requests.hpp>
#include <boost_broker/detail/mt/requests.hpp>
#include <boost_broker/detail/mt/signals.hpp>
#include <boost_broker/one_thread.hpp>
#include <boost_broker/policy.hpp>

#endif
