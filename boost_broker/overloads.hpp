// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_OVERLOADS_HPP
#define BOOST_BROKER_OVERLOADS_HPP

// One name for several messages that say the same with different fields. Prefer it where callers
// think of one verb, such as finding a device by its number or by its name; prefer the names of the
// messages where the reader should see which one is sent.

#include <boost_broker/event_broker.hpp>
#include <boost_broker/multi_request_broker.hpp>
#include <boost_broker/request_broker.hpp>
#include <boost_broker/signal_broker.hpp>

namespace boost_broker {

/// One name for several messages, of which the arguments choose one.
/** It stands in the place of a message in the verbs that send (`emit`, `publish`, `signal`,
    `request`, `request_all`, `request_each`) and in those that register a handler (`listen`,
    `on_signal`, `replace_signal_handler`, `set_provider`, `replace_provider`, `add_provider`). The
    compiler puts the one message there that fits, so nothing else is different: what is sent as one
    of the overloads reaches the handlers of that message, whichever name they were registered with.
    There are no objects of this type.

    Arguments fit a message if it can be sent with them: one for each field, in order, each
    converting implicitly and without narrowing, or a value of the message; a completion token may
    stand behind those of a request. A handler fits a message if it could be registered for it. If
    several messages fit, those count of which the arguments, or the parameters of the handler, have
    exactly the types of the fields. Exactly one must be left; otherwise the program does not
    compile, and a sentence says so. A handler with `auto` parameters, or with none, fits several
    as a rule, so name the message for it. Fields by name in braces need the name of the message,
    too.

    @tparam Messages The messages, each once. The fields of all are known. For requests each has a
    response, and they need not be the same.
    @par Example
    @code
    using find_device = bb::overloads<get_device, get_device_by_name>;
    auto by_id = bb::set_provider<find_device>(ctx, [](std::int64_t id) { ... });
    auto by_name = bb::set_provider<find_device>(ctx, [](std::string const& name) { ... });

    bb::result<device_info> a = co_await bb::request<find_device>(ctx, 7);
    bb::result<device_info> b = co_await bb::request<find_device>(ctx, "core-router");
    @endcode */
template<class... Messages>
struct overloads {
    overloads() = delete;
};

} // namespace boost_broker

#include <boost_broker/impl/overloads.hpp>

#endif
