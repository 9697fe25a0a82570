// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_OVERLOAD_CHOICE_HPP
#define BOOST_BROKER_DETAIL_OVERLOAD_CHOICE_HPP

// Chooses one of several messages: the one that the arguments of a verb, or the parameters of a
// handler, fit. If several do, those count that they fit exactly.

#include <boost_broker/blocking.hpp>
#include <boost_broker/concepts.hpp>
#include <boost_broker/detail/handler_traits.hpp>
#include <boost_broker/detail/message_arguments.hpp>
#include <boost_broker/reply.hpp>

#include <boost/asio/async_result.hpp>

#include <array>
#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

namespace boost_broker::detail {

/// Exactly: each type is that of its field, or the one type is that of the message.
enum class fit { none, converting, exact };

template<class Message, class Types, std::size_t... I>
constexpr bool are_field_types(std::index_sequence<I...>) noexcept
{
    return (std::is_same_v<std::remove_cvref_t<std::tuple_element_t<I, Types>>,
                field_type<Message, I>> &&
        ...);
}

/// How the first of some arguments fit the fields of a message.
template<class Message, class Args>
constexpr fit fit_of_fields() noexcept
{
    using fields = std::make_index_sequence<reflect<Message>::size>;
    if constexpr (std::tuple_size_v<Args> < reflect<Message>::size)
        return fit::none;
    else if constexpr (!all_fields_filled<Message, Args>(fields()))
        return fit::none;
    else
        return are_field_types<Message, Args>(fields()) ? fit::exact : fit::converting;
}

template<class Message, class Args>
constexpr bool begins_with() noexcept
{
    if constexpr (std::tuple_size_v<Args> == 0)
        return false;
    else
        return std::is_same_v<std::remove_cvref_t<std::tuple_element_t<0, Args>>, Message>;
}

// The ways to fit; `of` says it of one message, and `check` whether the message can be used so.

struct fits_any_message {
    template<class Message>
    static constexpr bool check() noexcept
    {
        return check_message<Message>() && check_reflected<Message>();
    }
};
struct fits_requests {
    template<class R>
    static constexpr bool check() noexcept
    {
        return check_request<R>() && check_reflected<R>();
    }
};

/// @tparam Args The arguments of an event or a signal, as a tuple.
template<class Args>
struct fit_by_arguments : fits_any_message {
    template<class Message>
    static constexpr fit of() noexcept
    {
        constexpr auto count = std::tuple_size_v<Args>;
        if constexpr (begins_with<Message, Args>() && count == 1)
            return fit::exact;
        else if constexpr (count == reflect<Message>::size)
            return fit_of_fields<Message, Args>();
        else
            return fit::none;
    }
};

/// @tparam Signature What a completion token is for, given the request and the token.
template<template<class, class> class Signature, class Args>
struct fit_by_arguments_and_token : fits_requests {
    // Asked last: it may look into a handler, which is written for one of the responses.
    template<class R>
    static constexpr bool ends_with_token() noexcept
    {
        using last = std::remove_cvref_t<std::tuple_element_t<std::tuple_size_v<Args> - 1, Args>>;
        if constexpr (std::is_same_v<last, blocking_t>)
            return true;
        else
            return asio::completion_token_for<last, Signature<R, last>>;
    }

    template<class R>
    static constexpr fit of() noexcept
    {
        constexpr auto count = std::tuple_size_v<Args>;
        constexpr bool whole = begins_with<R, Args>();
        constexpr auto expected = whole ? 1 : reflect<R>::size;
        if constexpr (count != expected && count != expected + 1) {
            return fit::none;
        } else {
            constexpr auto found = whole ? fit::exact : fit_of_fields<R, Args>();
            if constexpr (found == fit::none || count == expected)
                return found;
            else
                return ends_with_token<R>() ? found : fit::none;
        }
    }
};

/// @tparam Call How the handler is called; behind the fields stand `Extra` parameters.
template<class H, class Message, class Call, std::size_t Extra>
constexpr fit fit_of_handler() noexcept
{
    using known = parameters_of<innermost_t<H>>;
    if constexpr (!Call::fits) {
        return fit::none;
    } else if constexpr (!known::known) {
        return fit::converting;
    } else if constexpr (Call::form == handler_form::value) {
        return fit::exact;
    } else {
        using parameters = typename known::type;
        constexpr auto fields = reflect<Message>::size;
        if constexpr (std::tuple_size_v<parameters> != fields + Extra)
            return fit::converting; // it takes nothing, and the message has fields
        else
            return are_field_types<Message, parameters>(std::make_index_sequence<fields>())
                ? fit::exact
                : fit::converting;
    }
}

template<class H>
struct fit_by_listener : fits_any_message {
    template<class E>
    static constexpr fit of() noexcept
    {
        return fit_of_handler<H, E, event_call<H, E>, 0>();
    }
};

template<class H>
struct fit_by_signal_handler : fits_any_message {
    template<class S>
    static constexpr fit of() noexcept
    {
        return fit_of_handler<H, S, signal_call<H, S&&>, 0>();
    }
};

template<class H>
struct fit_by_provider : fits_requests {
    template<class R>
    static constexpr fit of() noexcept
    {
        using returning = handler_call<H, R&&>;
        using replying = handler_call<H, R&&, reply<R>>;
        if constexpr (returning::fits)
            return fit_of_handler<H, R, returning, 0>();
        else
            return fit_of_handler<H, R, replying, 1>();
    }
};

/// The place of the one that fits best; behind the last if none fits, and one more if several do.
template<std::size_t N>
constexpr std::size_t find_best(std::array<fit, N> const& fits) noexcept
{
    std::size_t best = N;
    for (auto const wanted : {fit::exact, fit::converting}) {
        for (std::size_t i = 0; i != N; ++i) {
            if (fits[i] == wanted)
                best = best == N ? i : N + 1;
        }
        if (best != N)
            break;
    }
    return best;
}

template<class Overloads>
struct overload_set;
template<class... Messages>
struct overload_set<overloads<Messages...>> {
    static constexpr std::size_t size = sizeof...(Messages);
    template<std::size_t I>
    using at = typename std::tuple_element_t<I, std::tuple<std::type_identity<Messages>...>>::type;

    template<class Message>
    static constexpr bool is_once = (std::size_t(std::is_same_v<Message, Messages>) + ...) == 1;

    template<class Fit>
    static constexpr bool check() noexcept
    {
        constexpr bool distinct = (is_once<Messages> && ...);
        static_assert(distinct, "boost_broker: the same message stands twice in the overloads");
        return distinct && (Fit::template check<Messages>() && ...);
    }

    template<class Fit>
    static constexpr std::size_t best() noexcept
    {
        return find_best(std::array<fit, size>{Fit::template of<Messages>()...});
    }
};

// The sentences that say why nothing could be chosen.

struct about_arguments {
    template<bool SomeFit, bool OneFits>
    static constexpr void explain() noexcept
    {
        static_assert(SomeFit,
            "boost_broker: the arguments fit none of the overloads; pass all fields of one of the "
            "messages in order, or a value of it, and behind that at most a completion token if it "
            "is a request");
        static_assert(OneFits,
            "boost_broker: the arguments fit several of the overloads; pass arguments that have "
            "the types of the fields, or name one of the messages in the place of the overloads");
    }
};

struct about_handler {
    template<bool SomeFit, bool OneFits>
    static constexpr void explain() noexcept
    {
        static_assert(SomeFit,
            "boost_broker: the handler fits none of the overloads; it takes one of the messages, "
            "or the fields of one in order");
        static_assert(OneFits,
            "boost_broker: the handler fits several of the overloads; give its parameters the "
            "types of the fields, or name one of the messages in the place of the overloads");
    }
};

/// The message that fits, or `void` after a sentence.
template<class Overloads, class Fit, class About>
constexpr auto choose() noexcept
{
    using set = overload_set<Overloads>;
    std::type_identity<void> const no_message;
    if constexpr (!set::template check<Fit>()) {
        return no_message;
    } else {
        constexpr auto found = set::template best<Fit>();
        About::template explain<(found != set::size), (found != set::size + 1)>();
        if constexpr (found < set::size)
            return std::type_identity<typename set::template at<found>>();
        else
            return no_message;
    }
}

} // namespace boost_broker::detail

#endif
