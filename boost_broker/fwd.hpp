// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_FWD_HPP
#define BOOST_BROKER_FWD_HPP

// Declares the names of the library without defining them. Prefer this header where a name is only
// passed on: it includes nothing of Boost.

#include <cstdint>

namespace boost::system {
template<class T, class E>
class result;
}

/// Typed events, requests and signals between modules that do not know each other.
namespace boost_broker {

enum class broker_kind;
enum class errc;
enum class condition;
enum class diagnostic_kind;
enum class handler_kind;
enum class handler_state;
enum class handler_style;

class broker_context;
class broker_error;
class canceller;
class codec_error;
class context_ref;
class diagnostic_signal;
class failure;
class handle;
class handle_group;
class manual_clock;
class scoped_context;

struct broker_info;
struct broker_stats;
struct close_report;
struct context_info;
struct decode_limits;
struct diagnostic;
struct emit_result;
struct handler_info;
struct inbox_info;
struct unfinished_handler;

/// A value, or the failure that came instead.
/** `boost::system::result` with `failure` as its error: test it like a pointer, take the value with
    `*r` or `r.value()`, the failure with `r.error()`. Include `boost_broker/result.hpp` to use it;
    the headers of requests and signals do. */
template<class T>
using result = boost::system::result<T, failure>;

namespace detail {
template<class Message>
struct lane_of;
}

template<class E, class Lane = typename detail::lane_of<E>::type>
class event_broker;
template<class R, class Lane = typename detail::lane_of<R>::type>
class request_broker;
template<class R, class Lane = typename detail::lane_of<R>::type>
class multi_request_broker;
template<class S, class Lane = typename detail::lane_of<S>::type>
class signal_broker;

template<class E>
class emitter;
template<class R>
class requester;

template<class R>
class mock_provider;
template<class S>
class mock_signal_handler;
template<class R>
class reply;

template<class... Options>
struct local;
template<class... Options>
struct mt;
template<class Executor>
class one_thread_executor;
template<class... Messages>
struct overloads;
template<class T>
struct policy_of;
template<class T>
struct reflect;
template<class R>
struct response_of;

} // namespace boost_broker

#endif
