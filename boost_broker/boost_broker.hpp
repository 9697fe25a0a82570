// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_BOOST_BROKER_HPP
#define BOOST_BROKER_BOOST_BROKER_HPP

// The whole library, and Hana's macros for messages. Prefer the header of the broker you use where
// compile time matters.

#include <boost_broker/blocking.hpp>
#include <boost_broker/broker_context.hpp>
#include <boost_broker/broker_kind.hpp>
#include <boost_broker/canceller.hpp>
#include <boost_broker/close_report.hpp>
#include <boost_broker/concepts.hpp>
#include <boost_broker/diagnostic_kind.hpp>
#include <boost_broker/diagnostics.hpp>
#include <boost_broker/drop.hpp>
#include <boost_broker/emitter.hpp>
#include <boost_broker/error.hpp>
#include <boost_broker/event_broker.hpp>
#include <boost_broker/forward_to.hpp>
#include <boost_broker/handle.hpp>
#include <boost_broker/handle_group.hpp>
#include <boost_broker/handler_adaptors.hpp>
#include <boost_broker/inspect.hpp>
#include <boost_broker/manual_clock.hpp>
#include <boost_broker/mock_provider.hpp>
#include <boost_broker/mt.hpp>
#include <boost_broker/multi_request_broker.hpp>
#include <boost_broker/next.hpp>
#include <boost_broker/observer.hpp>
#include <boost_broker/one_thread.hpp>
#include <boost_broker/overloads.hpp>
#include <boost_broker/policy.hpp>
#include <boost_broker/quorum.hpp>
#include <boost_broker/reflect.hpp>
#include <boost_broker/reply.hpp>
#include <boost_broker/request_broker.hpp>
#include <boost_broker/requester.hpp>
#include <boost_broker/result.hpp>
#include <boost_broker/signal_broker.hpp>
#include <boost_broker/signals2.hpp>
#include <boost_broker/stats.hpp>
#include <boost_broker/thread_context.hpp>
#include <boost_broker/throwing.hpp>
#include <boost_broker/timeout.hpp>
#include <boost_broker/trace.hpp>
#include <boost_broker/trace_context.hpp>
#include <boost_broker/version.hpp>

#include <boost/hana/adapt_struct.hpp>
#include <boost/hana/define_struct.hpp>

#endif
