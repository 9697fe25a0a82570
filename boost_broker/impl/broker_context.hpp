// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_IMPL_BROKER_CONTEXT_HPP
#define BOOST_BROKER_IMPL_BROKER_CONTEXT_HPP

#include <boost_broker/broker_context.hpp>

namespace boost_broker {

inline broker_context::broker_context()
    : ref_(detail::context_access::make(detail::context_core::acquire(nullptr)))
{}

template<detail::executor Executor>
broker_context::broker_context(Executor executor)
    : ref_(detail::context_access::make(
          detail::context_core::acquire(detail::bind(std::move(executor)))))
{}

inline broker_context& broker_context::operator=(broker_context&& other) noexcept
{
    if (this != &other) {
        auto const old = std::exchange(ref_, std::exchange(other.ref_, context_ref()));
        if (auto* const core = detail::context_access::raw(old))
            core->release();
    }
    return *this;
}

inline broker_context::~broker_context()
{
    if (auto* const core = detail::context_access::raw(ref_))
        core->release();
}

inline void broker_context::set_name(std::string name)
{
    if (auto* const core = detail::context_access::raw(ref_))
        core->set_name(std::move(name));
}

inline void broker_context::close() noexcept
{
    if (auto* const core = detail::context_access::raw(ref_))
        core->close();
}

} // namespace boost_broker

#endif
