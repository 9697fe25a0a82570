// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_HANDLER_ADAPTORS_HPP
#define BOOST_BROKER_HANDLER_ADAPTORS_HPP

// What can be said about a handler where it is registered: whose life it depends on (`track`),
// which messages it wants (`when`), that its coroutines run one at a time (`serial`), and that it
// takes the fields (`by_fields`). The adaptors nest in any order, with each other and with Asio's
// binders.
//
// Prefer `track` when the handler uses an object that somebody else may destroy. Prefer `when` to a
// test inside the handler where the test is a reusable predicate.

#include <boost_broker/detail/handler_layers.hpp>

#include <memory>
#include <type_traits>
#include <utility>

namespace boost_broker {

/// Ties a handler to the life of an object.
/** The handler is called only while the object exists, and keeps it alive during the call; a
    coroutine keeps it alive until it ends. When the object is gone the registration stops by
   itself.

    @param owner A `std::shared_ptr` or `std::weak_ptr`; it is kept as a `weak_ptr`.
    @param handler The handler, or a pointer to a member function of the object.
    @par Concurrency
    Safe wherever the handler is. */
template<class Owner, class Handler>
[[nodiscard]] auto track(std::weak_ptr<Owner> owner, Handler&& handler)
{
    using function = std::decay_t<Handler>;
    if constexpr (std::is_member_function_pointer_v<function>) {
        using call = detail::member_call<Owner, function>;
        auto* const object = owner.lock().get();
        return detail::tracked_handler<Owner, call>(std::move(owner), call(object, handler));
    } else {
        return detail::tracked_handler<Owner, function>(
            std::move(owner), std::forward<Handler>(handler));
    }
}

#if !defined(BOOST_BROKER_DOXYGEN)
template<class Owner, class Handler>
[[nodiscard]] auto track(std::shared_ptr<Owner> const& owner, Handler&& handler)
{
    return boost_broker::track(std::weak_ptr<Owner>(owner), std::forward<Handler>(handler));
}
#endif

/// Calls a handler only for messages that satisfy a predicate.
/** @param predicate Called with `Message const&` where the handler would run, just before it.
    @param handler The handler.
    @par Exception Safety
    A predicate that throws counts as a handler that throws. */
template<class Predicate, class Handler>
[[nodiscard]] auto when(Predicate&& predicate, Handler&& handler)
{
    return detail::filtered_handler<std::decay_t<Predicate>, std::decay_t<Handler>>(
        std::forward<Predicate>(predicate), std::forward<Handler>(handler));
}

/// Runs the coroutines of a handler one at a time: the next starts when the one before has ended.
/** Plain handlers are serial in any case. */
template<class Handler>
[[nodiscard]] auto serial(Handler&& handler)
{
    return detail::serial_handler<std::decay_t<Handler>>(
        std::in_place, std::forward<Handler>(handler));
}

/// Says that a handler takes the fields of the message, where its parameters do not tell.
/** Prefer it for generic lambdas (`auto const&...`), which could take the struct as well. */
template<class Handler>
[[nodiscard]] auto by_fields(Handler&& handler)
{
    return detail::by_fields_handler<std::decay_t<Handler>>(
        std::in_place, std::forward<Handler>(handler));
}

} // namespace boost_broker

#endif
