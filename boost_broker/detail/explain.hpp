// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_EXPLAIN_HPP
#define BOOST_BROKER_DETAIL_EXPLAIN_HPP

// Failures with a sentence that names the message and the context and says what to do.

#include <boost_broker/detail/context_core.hpp>
#include <boost_broker/detail/sentence.hpp>
#include <boost_broker/failure.hpp>

#include <string_view>

namespace boost_broker::detail {

/// A failure that reads `before`, the subject, " in ", the context, `after`. Without memory for the
/// sentence the code alone has to do.
inline failure explain(errc code, std::string_view before, std::string_view subject,
    context_core const* core, std::string_view after) noexcept
{
    try {
        if (core == nullptr)
            return {code, sentence({before, subject, after})};
        return {code, sentence({before, subject, " in ", core->name(), after})};
    } catch (...) {
        return failure(code);
    }
}

} // namespace boost_broker::detail

#endif
