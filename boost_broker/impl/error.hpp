// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_IMPL_ERROR_HPP
#define BOOST_BROKER_IMPL_ERROR_HPP

#include <boost_broker/error.hpp>

namespace boost_broker {
namespace detail {

class BOOST_BROKER_VISIBLE broker_category_impl final : public boost::system::error_category
{
public:
    // Random; it makes the category equal to itself in every shared object.
    constexpr broker_category_impl() noexcept : error_category(0x7c15d2a84be3f096u) {}

    char const* name() const noexcept override { return "boost_broker"; }

    std::string message(int value) const override { return text(value); }

    char const* message(int value, char*, std::size_t) const noexcept override
    {
        return text(value);
    }

    boost::system::error_condition default_error_condition(int value) const noexcept override
    {
        switch (static_cast<errc>(value)) {
        case errc::no_provider:
        case errc::provider_gone:
        case errc::no_handler:
        case errc::context_closed:
        case errc::owner_expired:
            return make_error_condition(condition::unavailable);
        case errc::timed_out:
        case errc::cancelled:
        case errc::drain_timed_out:
        case errc::not_needed:
            return make_error_condition(condition::interrupted);
        case errc::provider_failed:
        case errc::provider_threw:
        case errc::no_quorum:
        case errc::handler_threw:
            return make_error_condition(condition::failed);
        case errc::provider_exists:
        case errc::handler_exists:
        case errc::empty_handler:
        case errc::no_executor:
        case errc::would_deadlock:
            return make_error_condition(condition::misuse);
        case errc::truncated:
        case errc::malformed:
        case errc::trailing_bytes:
        case errc::wrong_type:
        case errc::out_of_range:
        case errc::unknown_enumerator:
        case errc::wrong_length:
        case errc::missing_field:
        case errc::duplicate_key:
        case errc::invalid_utf8:
        case errc::limit_exceeded:
        case errc::not_encodable:
            return make_error_condition(condition::bad_message);
        case errc::queue_full:
        case errc::buffer_too_small:
            break;
        }
        return {value, *this};
    }

private:
    static char const* text(int value) noexcept
    {
        switch (static_cast<errc>(value)) {
        case errc::no_provider:
            return "No provider is registered for the request.";
        case errc::provider_exists:
            return "The request already has a provider.";
        case errc::provider_gone:
            return "The provider went away before it answered.";
        case errc::provider_failed:
            return "The provider answered with a failure.";
        case errc::provider_threw:
            return "The provider left by an exception.";
        case errc::no_handler:
            return "No handler is registered for the signal.";
        case errc::handler_exists:
            return "The signal already has a handler.";
        case errc::empty_handler:
            return "The handler to register is empty.";
        case errc::queue_full:
            return "The queue of the receiver is full.";
        case errc::timed_out:
            return "The deadline passed before the operation ended.";
        case errc::cancelled:
            return "The operation was cancelled.";
        case errc::context_closed:
            return "The context is closed.";
        case errc::no_executor:
            return "The operation needs an executor, and there is none.";
        case errc::would_deadlock:
            return "Waiting here would wait for this thread itself.";
        case errc::drain_timed_out:
            return "The deadline passed before the running calls of the handler ended.";
        case errc::owner_expired:
            return "The owner that the handler tracks no longer exists.";
        case errc::no_quorum:
            return "Too many providers failed for the quorum to be reached.";
        case errc::not_needed:
            return "The provider was not waited for, as the request was decided without it.";
        case errc::truncated:
            return "The message ends too early.";
        case errc::malformed:
            return "The message is not of the format that it is decoded from.";
        case errc::trailing_bytes:
            return "Something follows the message.";
        case errc::wrong_type:
            return "A part of the message is of another type than its field.";
        case errc::out_of_range:
            return "A number in the message does not fit its field.";
        case errc::unknown_enumerator:
            return "A number in the message stands for none of the enumerators.";
        case errc::wrong_length:
            return "A part of the message has more or fewer elements than its type.";
        case errc::missing_field:
            return "A field that must be there is missing in the message.";
        case errc::duplicate_key:
            return "A field or a key comes twice in the message.";
        case errc::invalid_utf8:
            return "A text in the message is not valid UTF-8.";
        case errc::limit_exceeded:
            return "The message costs more than the limits of decoding allow.";
        case errc::buffer_too_small:
            return "The encoded message does not fit the buffer.";
        case errc::not_encodable:
            return "The format has no form for a value in the message.";
        case errc::handler_threw:
            return "The handler left by an exception.";
        }
        return "Unknown broker error.";
    }
};

class BOOST_BROKER_VISIBLE condition_category_impl final : public boost::system::error_category
{
public:
    constexpr condition_category_impl() noexcept : error_category(0x91e04f6d3b27ac58u) {}

    char const* name() const noexcept override { return "boost_broker.condition"; }

    std::string message(int value) const override { return text(value); }

    char const* message(int value, char*, std::size_t) const noexcept override
    {
        return text(value);
    }

private:
    static char const* text(int value) noexcept
    {
        switch (static_cast<condition>(value)) {
        case condition::unavailable:
            return "Nobody is there to answer.";
        case condition::interrupted:
            return "The operation ended before its answer.";
        case condition::failed:
            return "The answering side failed.";
        case condition::misuse:
            return "The program used a broker in a way that cannot work.";
        case condition::bad_message:
            return "What came, or was to be sent, is no valid message.";
        }
        return "Unknown broker condition.";
    }
};

inline constexpr broker_category_impl broker_category_instance;
inline constexpr condition_category_impl condition_category_instance;

} // namespace detail

inline boost::system::error_category const& broker_category() noexcept
{
    return detail::broker_category_instance;
}

inline boost::system::error_category const& condition_category() noexcept
{
    return detail::condition_category_instance;
}

} // namespace boost_broker

#endif
