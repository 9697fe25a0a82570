// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_HANDLER_LAYERS_HPP
#define BOOST_BROKER_DETAIL_HANDLER_LAYERS_HPP

// A handler as the user wrote it is a function inside layers: Asio's binders and the library's own
// adaptors. All have the members `target_type` and `get()`, which is how layers are taken off; what
// has not is described by `foreign_layer`.

#include <boost_broker/detail/foreign_layer.hpp>

#include <boost/asio/associator.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <functional>
#include <memory>
#include <type_traits>
#include <typeinfo>
#include <utility>

namespace boost_broker::detail {

enum class layer_kind { tracked, filtered, serial, by_fields, traced };

template<class Handler>
class handler_layer
{
public:
    using target_type = Handler;

    template<class H>
    explicit handler_layer(std::in_place_t, H&& handler) : handler_(std::forward<H>(handler))
    {}

    Handler& get() noexcept { return handler_; }
    Handler const& get() const noexcept { return handler_; }

private:
    Handler handler_;
};

template<class Owner, class Handler>
class tracked_handler : public handler_layer<Handler>
{
public:
    static constexpr layer_kind kind = layer_kind::tracked;

    template<class H>
    tracked_handler(std::weak_ptr<Owner> owner, H&& handler)
        : handler_layer<Handler>(std::in_place, std::forward<H>(handler))
        , owner_(std::move(owner))
    {}

    std::shared_ptr<dependent_t<void const, Owner>> lock() const noexcept { return owner_.lock(); }
    bool expired() const noexcept { return owner_.expired(); }

private:
    std::weak_ptr<Owner> owner_;
};

template<class Predicate, class Handler>
class filtered_handler : public handler_layer<Handler>
{
public:
    static constexpr layer_kind kind = layer_kind::filtered;

    template<class P, class H>
    filtered_handler(P&& predicate, H&& handler)
        : handler_layer<Handler>(std::in_place, std::forward<H>(handler))
        , predicate_(std::forward<P>(predicate))
    {}

    template<class Message>
    bool admits(Message const& message)
    {
        static_assert(std::is_invocable_r_v<bool, Predicate&, Message const&>,
            "boost_broker: the predicate given to when must take the message (by const reference) "
            "and return bool");
        return std::invoke(predicate_, message);
    }

    Predicate&& predicate() && noexcept { return std::move(predicate_); }
    Predicate const& predicate() const& noexcept { return predicate_; }

private:
    Predicate predicate_;
};

template<class Handler>
class serial_handler : public handler_layer<Handler>
{
public:
    static constexpr layer_kind kind = layer_kind::serial;

    template<class H>
    serial_handler(std::in_place_t, H&& handler)
        : handler_layer<Handler>(std::in_place, std::forward<H>(handler))
    {}
};

template<class Handler>
class by_fields_handler : public handler_layer<Handler>
{
public:
    static constexpr layer_kind kind = layer_kind::by_fields;

    template<class H>
    by_fields_handler(std::in_place_t, H&& handler)
        : handler_layer<Handler>(std::in_place, std::forward<H>(handler))
    {}
};

/// A member function together with the object that a `tracked_handler` around it keeps alive.
template<class Owner, class Member>
class member_call
{
public:
    using member_type = Member;

    member_call(Owner* object, Member member) noexcept : object_(object), member_(member) {}

    template<class... Args>
        requires std::invocable<Member, Owner*, Args...>
    decltype(auto) operator()(Args&&... args) const
    {
        return std::invoke(member_, object_, std::forward<Args>(args)...);
    }

    friend bool operator==(member_call const& a, member_call const& b) noexcept
    {
        return a.object_ == b.object_ && a.member_ == b.member_;
    }

private:
    Owner* object_;
    Member member_;
};

/// Whether functions of a type can be copied and compared, and that runs no code of the user's.
template<class Function>
inline constexpr bool compares_quietly = std::is_function_v<std::remove_pointer_t<Function>>;
template<class Owner, class Member>
inline constexpr bool compares_quietly<member_call<Owner, Member>> = true;

template<class H>
concept own_layered = requires(H& h)
{
    typename H::target_type;
    {
        h.get()
        } -> std::convertible_to<typename H::target_type const&>;
};

template<class H>
concept layered = own_layered<H> || foreign_layered<std::remove_const_t<H>>;

template<class H>
struct layer_target {
    using type = typename foreign_layer<std::remove_const_t<H>>::target_type;
};
template<own_layered H>
struct layer_target<H> {
    using type = typename H::target_type;
};

/// What is inside a layer: the next one, or the function.
template<layered H>
auto& inside(H& layer) noexcept
{
    if constexpr (own_layered<H>)
        return layer.get();
    else
        return foreign_layer<std::remove_const_t<H>>::get(layer);
}

template<class H>
struct innermost {
    using type = H;
};
template<layered H>
struct innermost<H> : innermost<typename layer_target<H>::type> {};

/// The function inside all layers.
template<class H>
using innermost_t = typename innermost<H>::type;

template<class H>
auto& innermost_of(H& handler) noexcept
{
    if constexpr (layered<H>)
        return innermost_of(inside(handler));
    else
        return handler;
}

// What says most of a function: a member function, and not the object that makes it a handler.
template<class Function>
struct telling_type {
    using type = Function;
};
template<class Owner, class Member>
struct telling_type<member_call<Owner, Member>> {
    using type = Member;
};

/// The type of the function inside all layers, for people.
template<class H>
std::type_info const& type_of_function() noexcept
{
    return typeid(typename telling_type<std::remove_cv_t<innermost_t<H>>>::type);
}

template<class H, layer_kind Kind>
constexpr std::size_t count_layers() noexcept
{
    if constexpr (layered<H>) {
        std::size_t here = 0;
        if constexpr (requires {
                          {
                              H::kind
                              } -> std::convertible_to<layer_kind>;
                      })
            here = H::kind == Kind ? 1 : 0;
        else if constexpr (foreign_layered<H>)
            here = Kind == layer_kind::tracked ? 1 : 0;
        return here + count_layers<typename layer_target<H>::type, Kind>();
    } else {
        return 0;
    }
}

template<class H, layer_kind Kind>
inline constexpr bool has_layer = count_layers<H, Kind>() != 0;

/// The owners of a handler, locked while it runs.
template<class H>
using owner_locks = std::array<std::shared_ptr<void const>, count_layers<H, layer_kind::tracked>()>;

/// Locks the owners; false if one of them is gone.
template<class H, class Locks>
bool lock_owners(H const& handler, Locks& locks, std::size_t next = 0)
{
    if constexpr (layered<H>) {
        if constexpr (foreign_layered<H> || requires { handler.lock(); }) {
            if constexpr (foreign_layered<H>)
                locks[next] = foreign_layer<H>::lock(handler);
            else
                locks[next] = handler.lock();
            if (locks[next] == nullptr)
                return false;
            ++next;
        }
        return lock_owners(inside(handler), locks, next);
    } else {
        return true;
    }
}

/// Whether an owner of a handler is gone.
template<class H>
bool owner_is_gone(H const& handler) noexcept
{
    if constexpr (layered<H const>) {
        if constexpr (foreign_layered<H>) {
            if (foreign_layer<H>::expired(handler))
                return true;
        } else if constexpr (requires { handler.expired(); }) {
            if (handler.expired())
                return true;
        }
        return owner_is_gone(inside(handler));
    } else {
        return false;
    }
}

/// Whether all predicates of a handler want a message.
template<class H, class Message>
bool admits(H& handler, Message const& message)
{
    if constexpr (layered<H>) {
        if constexpr (requires { handler.admits(message); }) {
            if (!handler.admits(message))
                return false;
        }
        return admits(inside(handler), message);
    } else {
        return true;
    }
}

/// Whether all predicates of a handler want a message, and none of them has stopped the handler.
template<class H, class Message, class Registration>
bool admits_to(Registration const& owner, H& handler, Message const& message)
{
    if constexpr (has_layer<H, layer_kind::filtered>)
        return admits(handler, message) && !owner.stopped();
    else
        return true;
}

/// Whether there is nothing to call: a null function pointer, an empty `std::function` or
/// `boost::function`. The last compares unequal to `nullptr` even if it is empty, so what can be
/// compared is asked for its value.
template<class H>
bool is_empty_handler(H const& handler) noexcept
{
    auto const& function = innermost_of(handler);
    if constexpr (std::is_function_v<std::remove_reference_t<decltype(function)>>)
        return false;
    else if constexpr (requires {
                           {
                               function == nullptr
                               } -> std::convertible_to<bool>;
                           static_cast<bool>(function);
                       })
        return !static_cast<bool>(function);
    else
        return false;
}

} // namespace boost_broker::detail

// Executors, allocators and slots are found through the layers, as through Asio's own adaptors.
template<template<class, class> class Associator, class H, class Default>
    requires requires
    {
        {
            H::kind
            } -> std::convertible_to<boost_broker::detail::layer_kind>;
    }
struct boost::asio::associator<Associator, H, Default>
    : Associator<typename H::target_type, Default> {
    using base = Associator<typename H::target_type, Default>;

    static typename base::type get(H const& h) noexcept { return base::get(h.get()); }
    static decltype(auto) get(H const& h, Default const& d) noexcept
    {
        return base::get(h.get(), d);
    }
};

#endif
