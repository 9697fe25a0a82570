// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_TO_RESULT_HPP
#define BOOST_BROKER_DETAIL_TO_RESULT_HPP

// Turns what a provider returned into the answer. A value converts implicitly and without
// narrowing, never by direct initialisation, so that a text never becomes `true`.

#include <boost_broker/concepts.hpp>
#include <boost_broker/detail/message_arguments.hpp>
#include <boost_broker/result.hpp>

#include <concepts>
#include <type_traits>
#include <utility>

namespace boost_broker::detail {

template<class Value>
inline constexpr bool is_failure_like = std::is_same_v<Value, failure> ||
    std::is_same_v<Value, errc> || std::is_same_v<Value, boost::system::error_code>;

template<class Value, class Response>
constexpr bool answers() noexcept
{
    using value = std::remove_cvref_t<Value>;
    if constexpr (is_failure_like<value> || std::is_same_v<value, result<Response>>)
        return true;
    else if constexpr (std::is_void_v<value> || std::is_void_v<Response>)
        return std::is_void_v<value> && std::is_void_v<Response>;
    else if constexpr (is_result<value>)
        return false;
    else
        return converts_without_narrowing<Value, Response>;
}

template<class T>
concept pointer_like = std::is_pointer_v<T> || requires(T const& pointer)
{
    typename T::element_type;
    {
        pointer == nullptr
        } -> std::convertible_to<bool>;
};

/// A requester that gets a pointer may follow it: null is no answer but a failure.
template<pointer_like Response>
result<Response> refuse_null(result<Response> answer)
{
    if (answer && *answer == nullptr)
        return failure(errc::provider_failed,
            "the provider answered with a null pointer; let it return a failure, or declare "
            "the response as a std::optional");
    return answer;
}

/// Converts to what a function returns, so that an object can be built from it where it stays.
template<class Function>
struct returned_by {
    Function& function;
    operator std::invoke_result_t<Function&>() { return function(); }
};

/// Whether a response is built in its result as a provider returns it, without being moved. Any
/// class but an aggregate might have a constructor that takes a `returned_by` for something else.
template<class Value, class Response>
inline constexpr bool builds_in_place =
    !pointer_like<Response> && std::is_aggregate_v<Response> && std::is_same_v<Value, Response>;

template<class Response, class Value>
result<Response> to_result(Value&& value)
{
    static_assert(answers<Value, Response>(),
        "boost_broker: a provider must return the response of the request, a result of it or a "
        "failure; other types must convert to the response implicitly and without narrowing");
    using plain = std::remove_cvref_t<Value>;
    if constexpr (!answers<Value, Response>()) {
        std::abort();
    } else if constexpr (is_failure_like<plain>) {
        return failure(std::forward<Value>(value));
    } else if constexpr (std::is_same_v<plain, result<Response>>) {
        if constexpr (pointer_like<Response>)
            return refuse_null<Response>(std::forward<Value>(value));
        else
            return std::forward<Value>(value);
    } else if constexpr (std::is_same_v<plain, Response> && !pointer_like<Response>) {
        return result<Response>(boost::system::in_place_value, std::forward<Value>(value));
    } else {
        Response response = std::forward<Value>(value);
        result<Response> answer(boost::system::in_place_value, std::move(response));
        if constexpr (pointer_like<Response>)
            return refuse_null<Response>(std::move(answer));
        else
            return answer;
    }
}

} // namespace boost_broker::detail

#endif
