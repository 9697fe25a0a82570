// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_EXAMPLE_HOST_MONITOR_PROC_REQUEST_HPP
#define BOOST_BROKER_EXAMPLE_HOST_MONITOR_PROC_REQUEST_HPP

#include "vocabulary.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <string>
#include <string_view>

namespace host_monitor {

/// Parses a file that was requested; a failure says which file it was.
template<class T>
bb::result<T> parse_file(std::string const& name, bb::result<std::string> const& text,
    bb::result<T> (*parse)(std::string_view))
{
    if (!text)
        return text.error();
    bb::result<T> parsed = parse(*text);
    if (!parsed)
        return bb::fail(name + ": " + parsed.error().message());
    return parsed;
}

/// Requests a file and parses it; a failure says which file it was.
template<class T>
boost::asio::awaitable<bb::result<T>> request_parsed(
    bb::context_ref ctx, std::string name, bb::result<T> (*parse)(std::string_view))
{
    bb::result<std::string> const text = co_await bb::request<get_proc_file>(ctx, name);
    co_return parse_file(name, text, parse);
}

} // namespace host_monitor

#endif
