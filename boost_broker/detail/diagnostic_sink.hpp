// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_DIAGNOSTIC_SINK_HPP
#define BOOST_BROKER_DETAIL_DIAGNOSTIC_SINK_HPP

// Where the brokers report what nobody else would see. The signal behind it is in diagnostics.hpp,
// so that only a program that listens pays for Boost.Signals2.

#include <boost_broker/diagnostic_kind.hpp>

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <boost/smart_ptr/intrusive_ref_counter.hpp>

#include <exception>
#include <string_view>

namespace boost_broker {

namespace detail {

class diagnostic_sink : public boost::intrusive_ref_counter<diagnostic_sink>
{
public:
    virtual ~diagnostic_sink() = default;
    virtual void report(diagnostic_kind kind, std::string_view subject, std::string_view text,
        std::exception_ptr const& exception) noexcept = 0;
};

using diagnostic_sink_ptr = boost::intrusive_ptr<diagnostic_sink>;

} // namespace detail

} // namespace boost_broker

#endif
