// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_SHARED_REGISTRATION_HPP
#define BOOST_BROKER_DETAIL_SHARED_REGISTRATION_HPP

// What a handle knows of a handler that any thread may stop.

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <boost/smart_ptr/intrusive_ref_counter.hpp>

namespace boost_broker::detail {

class shared_registration : public boost::intrusive_ref_counter<shared_registration>
{
public:
    virtual ~shared_registration() = default;

    /// No call starts any more that its executor chooses after it has seen the stop.
    virtual void stop() noexcept = 0;
    virtual bool active() const noexcept = 0;
};

using shared_registration_ptr = boost::intrusive_ptr<shared_registration>;

} // namespace boost_broker::detail

#endif
