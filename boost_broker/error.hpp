// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_ERROR_HPP
#define BOOST_BROKER_ERROR_HPP

// What can go wrong, as error codes. Prefer comparing with a `condition` when several codes call
// for the same reaction, and with an `errc` when one of them is meant.

#include <boost_broker/config.hpp>
#include <boost_broker/fwd.hpp>

#include <boost/system/error_category.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/error_condition.hpp>

#include <string>
#include <type_traits>

namespace boost_broker {

/// The error codes of the library.
enum class errc {
    /// Nobody has registered a provider for the request in this context.
    no_provider = 1,
    /// The request already has a provider in this context; the first one still answers.
    provider_exists,
    /// The provider was cleared, or its context or executor ended, before it answered.
    provider_gone,
    /// The provider answered with a failure.
    provider_failed,
    /// The provider left by an exception.
    provider_threw,
    /// Nobody has registered a handler for the signal in this context.
    no_handler,
    /// The signal already has a handler in this context.
    handler_exists,
    /// The handler that was to be registered is empty.
    empty_handler,
    /// The queue of the receiver is full.
    queue_full,
    /// The deadline passed before the operation ended.
    timed_out,
    /// The operation was cancelled.
    cancelled,
    /// The context is closed.
    context_closed,
    /// The operation needs an executor, and neither the handler nor the context has one.
    no_executor,
    /// Waiting here would wait for the waiting thread itself.
    would_deadlock,
    /// The deadline passed before the running calls of a dropped handler ended.
    drain_timed_out,
    /// The owner that the handler tracks no longer exists.
    owner_expired,
    /// So many providers failed that the quorum cannot be reached.
    no_quorum,
    /// The provider was not waited for: the request was decided without it.
    not_needed,
    /// The message ends too early.
    truncated,
    /// The message is not of the format that it is decoded from.
    malformed,
    /// Something follows the message.
    trailing_bytes,
    /// A part of the message is of another type than its field.
    wrong_type,
    /// A number does not fit its field.
    out_of_range,
    /// A number stands for none of the enumerators.
    unknown_enumerator,
    /// There are more or fewer elements than the type has.
    wrong_length,
    /// A field that must be there is missing.
    missing_field,
    /// A field or a key comes twice.
    duplicate_key,
    /// A text is not valid UTF-8.
    invalid_utf8,
    /// The message costs more than `decode_limits` allow.
    limit_exceeded,
    /// The encoded message does not fit the buffer.
    buffer_too_small,
    /// The format has no form for the value.
    not_encodable,
    /// A handler left by an exception; an observer is told so.
    handler_threw
};

/// Groups of error codes that call for the same reaction.
enum class condition {
    /// Nobody there to answer: no provider, no handler, or it went away.
    unavailable = 1,
    /// The operation ended before its answer: it timed out or was cancelled.
    interrupted,
    /// The answering side failed or threw.
    failed,
    /// The program registered or called something that cannot work.
    misuse,
    /// What came, or was to be sent, is no valid message.
    bad_message
};

/// Returns the category of `errc`.
/** Two categories compare equal by a 64-bit id, so that codes can be compared across shared
    objects.
    @par Concurrency
    Safe from any thread.
    @par Exception Safety
    Never throws. */
inline boost::system::error_category const& broker_category() noexcept;

/// Returns the category of `condition`.
inline boost::system::error_category const& condition_category() noexcept;

/// Makes an error code of an `errc`.
inline boost::system::error_code make_error_code(errc e) noexcept
{
    return {static_cast<int>(e), broker_category()};
}

/// Makes an error condition of a `condition`.
inline boost::system::error_condition make_error_condition(condition c) noexcept
{
    return {static_cast<int>(c), condition_category()};
}

} // namespace boost_broker

#if !defined(BOOST_BROKER_DOXYGEN)
template<>
struct boost::system::is_error_code_enum<boost_broker::errc> : std::true_type {};
template<>
struct boost::system::is_error_condition_enum<boost_broker::condition> : std::true_type {};
#endif

#include <boost_broker/impl/error.hpp>

#endif
