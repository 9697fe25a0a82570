// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_CONCEPTS_HPP
#define BOOST_BROKER_CONCEPTS_HPP

// What a type must be to take part, as concepts and as the sentences a compiler prints.

#include <boost_broker/failure.hpp>
#include <boost_broker/fwd.hpp>
#include <boost_broker/policy.hpp>
#include <boost_broker/reflect.hpp>

#include <concepts>
#include <type_traits>

namespace boost_broker {

namespace detail {

template<class T>
constexpr bool is_result = false;
template<class T, class E>
constexpr bool is_result<boost::system::result<T, E>> = true;

template<class T>
constexpr bool is_good_response = std::is_void_v<T> ||
    (std::is_object_v<T> && !std::is_array_v<T> && !is_result<T> &&
        !std::is_constructible_v<failure, T> && !std::is_constructible_v<T, failure> &&
        std::is_move_constructible_v<T>);

} // namespace detail

/// A type that can be sent: an object that can be moved.
/** A struct whose fields are known can be sent by its fields and handled by its fields; any other
    object only as a value. */
template<class T>
concept message_type =
    std::is_object_v<T> && !std::is_const_v<T> && !std::is_array_v<T> && std::move_constructible<T>;

/// A message that can be a request: it says what it is answered with.
template<class R>
concept request_type = message_type<R> && requires
{
    typename response_of<R>::type;
};

/// The value that a request is answered with.
template<class R>
using response_t = typename response_of<R>::type;

namespace detail {

template<class T>
constexpr bool is_overloads = false;
template<class... Messages>
constexpr bool is_overloads<overloads<Messages...>> = true;

template<class M>
constexpr bool check_single() noexcept
{
    static_assert(!is_overloads<M>,
        "boost_broker: overloads stand for several messages, and one is needed here; name it");
    return !is_overloads<M>;
}

/// Fails to compile, with a sentence, if a type cannot be a message.
template<class M>
constexpr bool check_message() noexcept
{
    if constexpr (!check_single<M>())
        return false;
    static_assert(message_type<M>,
        "boost_broker: a message must be an object type that can be moved, without const or &");
    if constexpr (message_type<M> && reflected<M>)
        return check_fields<M>();
    return true;
}

/// Fails to compile, with a sentence, if a type cannot be a request.
template<class R>
constexpr bool check_request() noexcept
{
    if constexpr (!check_single<R>())
        return false;
    static_assert(is_overloads<R> || request_type<R>,
        "boost_broker: a request must say what it is answered with: add 'using response = ...;' "
        "(void included) to the struct, or specialise boost_broker::response_of");
    if constexpr (request_type<R>) {
        static_assert(is_good_response<response_t<R>>,
            "boost_broker: the response of a request must be void or an object type that can be "
            "moved; it must not be a reference, a result<> or a type that converts from or to "
            "boost_broker::failure");
        static_assert(!policy<R>.retain_last,
            "boost_broker: retain_last is a policy of events; a request is answered, and not kept");
        static_assert(!policy<R>.single_producer,
            "boost_broker: single_producer is a policy of events; a request is queued for one "
            "provider, and its answer takes more than the lock");
        return check_message<R>();
    }
    return true;
}

} // namespace detail

} // namespace boost_broker

#endif
