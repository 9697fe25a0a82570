// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_FAILURE_HPP
#define BOOST_BROKER_FAILURE_HPP

// Why something did not succeed. Prefer `fail("...")` in a provider to an exception: the text
// reaches the requester as it is.

#include <boost_broker/error.hpp>
#include <boost_broker/fwd.hpp>

#include <boost/system/system_error.hpp>

#include <iosfwd>
#include <string>
#include <utility>

namespace boost_broker {

namespace detail {

template<class Enum>
concept code_or_condition = boost::system::is_error_code_enum<Enum>::value ||
    boost::system::is_error_condition_enum<Enum>::value;

} // namespace detail

/// Why an operation did not succeed: an error code and a text for people.
/** @par Thread Safety
    Distinct objects: safe. Shared objects: unsafe. */
class failure
{
public:
    /// Constructs a failure that stands for "no error".
    failure() noexcept = default;

    /// Constructs a failure from one of the library's codes, with an optional explanation.
    failure(errc code, std::string detail = {}) noexcept // NOLINT: implicit by design
        : code_(code)
        , detail_(std::move(detail))
    {}

    /// Constructs a failure from any error code, with an optional explanation.
    failure(boost::system::error_code code, std::string detail = {}) noexcept // NOLINT: implicit
        : code_(code)
        , detail_(std::move(detail))
    {}

    /// Returns the error code.
    boost::system::error_code code() const noexcept { return code_; }

    /// Returns the explanation: what failed, where, and what to do. It may be empty.
    std::string const& detail() const noexcept { return detail_; }

    /// Returns a text for people: the explanation, or the message of the code where there is none.
    std::string message() const { return detail_.empty() ? code_.message() : detail_; }

    /// Tells whether code and explanation are equal.
    friend bool operator==(failure const& a, failure const& b) noexcept
    {
        return a.code_ == b.code_ && a.detail_ == b.detail_;
    }

    /// Tells whether the failure has this code or belongs to this condition.
    template<detail::code_or_condition Enum>
    friend bool operator==(failure const& f, Enum e) noexcept
    {
        return f.code_ == e;
    }

private:
    boost::system::error_code code_;
    std::string detail_;
};

/// Writes `boost_broker:7 (The provider ... )`: the code and the message.
template<class Char, class Traits>
std::basic_ostream<Char, Traits>& operator<<(
    std::basic_ostream<Char, Traits>& out, failure const& f)
{
    return out << f.code() << " (" << f.message() << ')';
}

/// The exception that `result<T>::value()` throws when there is no value.
class BOOST_BROKER_VISIBLE broker_error : public boost::system::system_error
{
public:
    /// Constructs the exception from a failure; `what()` begins with its message.
    explicit broker_error(failure why)
        : system_error(why.code(), why.message())
        , why_(std::move(why))
    {}

    /// Returns the failure.
    failure const& why() const noexcept { return why_; }

private:
    failure why_;
};

#if defined(BOOST_BROKER_DOXYGEN)
/// Makes a failure, to be returned by a provider.
/** Two forms: `fail(text)` makes an `errc::provider_failed`, and `fail(code, text)` takes a code of
    the provider's choice.

    @param code The code; the requester receives it unchanged.
    @param text What went wrong. The requester finds it, unchanged, in `failure::detail()`. */
failure fail(boost::system::error_code code, std::string text = {}) noexcept;
#else
[[nodiscard]] inline failure fail(std::string text) noexcept
{
    return failure(errc::provider_failed, std::move(text));
}
[[nodiscard]] inline failure fail(boost::system::error_code code, std::string text = {}) noexcept
{
    return failure(code, std::move(text));
}
#endif

} // namespace boost_broker

#endif
