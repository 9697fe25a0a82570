// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_DEPENDENT_HPP
#define BOOST_BROKER_DETAIL_DEPENDENT_HPP

// A type that a template names and whoever only includes the header does not pay for: compilers
// instantiate what does not depend on a template's arguments as soon as they read the template.

namespace boost_broker::detail {

template<class T, class Argument>
struct dependent {
    using type = T;
};

/// `T`, instantiated no sooner than what depends on the argument of a template.
template<class T, class Argument>
using dependent_t = typename dependent<T, Argument>::type;

} // namespace boost_broker::detail

#endif
