// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_EXCEPTION_TEXT_HPP
#define BOOST_BROKER_DETAIL_EXCEPTION_TEXT_HPP

// What an exception says.

#include <exception>
#include <string>

namespace boost_broker::detail {

/// Returns `what()` of an exception, or nothing if there is no memory for it. Call it inside a
/// handler or with a pointer from there.
inline std::string exception_text(std::exception_ptr const& exception) noexcept
{
    try {
        try {
            std::rethrow_exception(exception);
        } catch (std::exception const& e) {
            return e.what();
        } catch (...) {
            return "an exception that is not derived from std::exception";
        }
    } catch (...) {
        return {};
    }
}

} // namespace boost_broker::detail

#endif
