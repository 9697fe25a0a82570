// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_TOKEN_LAYER_HPP
#define BOOST_BROKER_DETAIL_TOKEN_LAYER_HPP

// What the library's adaptors of completion tokens share. Each wraps the handler that the token
// inside it makes. The wrapper passes on what Asio associates with a handler; most of the adaptors
// associate one value more, such as a deadline, which is found through other adaptors in the same
// way, so that all of them nest in any order.

#include <boost/asio/associator.hpp>
#include <boost/asio/async_result.hpp>

#include <concepts>
#include <type_traits>
#include <utility>

namespace boost_broker::detail {

namespace asio = boost::asio;

/// A handler around another one, whose executor, allocator, slot and so on are its own.
template<class Handler>
class adapted_handler
{
public:
    using adapted_type = Handler;

    explicit adapted_handler(Handler handler) : handler_(std::move(handler)) {}

    Handler& inner() noexcept { return handler_; }
    Handler const& inner() const noexcept { return handler_; }

private:
    Handler handler_;
};

/// A handler with one associated value more.
/** @tparam Carried What the value is called and what it is: a struct with a member `value`. */
template<class Carried, class Handler>
class carrying_handler : public adapted_handler<Handler>
{
public:
    using carried_type = Carried;

    carrying_handler(Carried carried, Handler handler)
        : adapted_handler<Handler>(std::move(handler))
        , carried_(std::move(carried))
    {}

    template<class... Args>
    void operator()(Args&&... args)
    {
        std::move(this->inner())(std::forward<Args>(args)...);
    }

    Carried const& carried() const noexcept { return carried_; }

private:
    Carried carried_;
};

/// Makes a `carrying_handler` of a handler.
template<class Carried>
class carry
{
public:
    explicit carry(Carried carried) : carried_(std::move(carried)) {}

    template<class Handler>
    auto operator()(Handler&& handler)
    {
        return carrying_handler<Carried, std::decay_t<Handler>>(
            std::move(carried_), std::forward<Handler>(handler));
    }

private:
    Carried carried_;
};

/// An initiation that wraps the handler before it passes it on.
template<class Wrap, class Initiation>
class wrapping_initiation
{
public:
    wrapping_initiation(Wrap wrap, Initiation initiation)
        : wrap_(std::move(wrap))
        , initiation_(std::move(initiation))
    {}

    template<class Handler, class... Args>
    void operator()(Handler&& handler, Args&&... args)
    {
        std::move(initiation_)(wrap_(std::forward<Handler>(handler)), std::forward<Args>(args)...);
    }

private:
    Wrap wrap_;
    Initiation initiation_;
};

/// A completion token around another one.
template<class Token>
class token_layer
{
public:
    /// The token inside.
    using target_type = Token;

    /// Returns the token that says what happens on completion.
    Token& get() noexcept { return token_; }
    /// Returns the token that says what happens on completion.
    Token const& get() const noexcept { return token_; }

protected:
    explicit token_layer(Token token) : token_(std::move(token)) {}

private:
    Token token_;
};

/// A completion token that associates one value more with the handler of the token inside.
template<class Carried, class Token>
class carrying_token : public token_layer<Token>
{
public:
    using carried_type = Carried;

    Carried const& carried() const noexcept { return carried_; }

protected:
    carrying_token(Carried carried, Token token)
        : token_layer<Token>(std::move(token))
        , carried_(std::move(carried))
    {}

private:
    Carried carried_;
};

template<class Token>
concept is_carrying_token = std::derived_from<Token,
    carrying_token<typename Token::carried_type, typename Token::target_type>>;

/// Initiates with the token inside a layer. As the verb does with a token, it takes what is inside
/// a temporary and copies what is inside a named one.
template<class Signature, class Layer, class Wrap, class Initiation, class... Args>
decltype(auto) initiate_inside(Layer&& layer, Wrap wrap, Initiation&& initiation, Args&&... args)
{
    using inside = std::remove_reference_t<decltype(layer.get())>;
    using token = std::conditional_t<std::is_lvalue_reference_v<Layer>, inside&, inside>;
    return asio::async_initiate<token, Signature>(
        wrapping_initiation<Wrap, std::decay_t<Initiation>>(
            std::move(wrap), std::forward<Initiation>(initiation)),
        layer.get(), std::forward<Args>(args)...);
}

// Asio's binders ask the token inside them what its verb returns.
template<class Result>
struct initiation_result {};
template<class Result>
    requires requires
    {
        typename Result::return_type;
    }
struct initiation_result<Result> {
    using return_type = typename Result::return_type;
};

template<class T, class Carried>
concept carries_itself = requires
{
    requires std::same_as<typename T::carried_type, Carried>;
};

template<template<class, class> class Associated, class T, class Default>
concept associates = requires
{
    typename asio::associator<Associated, T, Default>::type;
};

/// The value that a handler carries, or one further inside; the outermost counts. A characteristic
/// `Associated` gets its members from here.
template<template<class, class> class Associated, class Carried, class T, class Default>
struct association {
    using type = Default;
    static type get(T const&, Default const& otherwise) noexcept { return otherwise; }
};
template<template<class, class> class Associated, class Carried, class T, class Default>
    requires carries_itself<T, Carried>
struct association<Associated, Carried, T, Default> {
    using type = decltype(Carried::value);
    static type get(T const& handler, Default const&) noexcept { return handler.carried().value; }
};
template<template<class, class> class Associated, class Carried, class T, class Default>
    requires(!carries_itself<T, Carried> && associates<Associated, T, Default>)
struct association<Associated, Carried, T, Default> {
    using type = typename asio::associator<Associated, T, Default>::type;
    static type get(T const& handler, Default const& otherwise) noexcept
    {
        return asio::associator<Associated, T, Default>::get(handler, otherwise);
    }
};

/// Stands for a value that a handler does not carry.
struct not_carried {};

template<template<class, class> class Associated, class Handler>
inline constexpr bool has_association =
    !std::is_same_v<typename Associated<Handler, not_carried>::type, not_carried>;

template<class H>
concept is_adapted_handler = std::derived_from<H, adapted_handler<typename H::adapted_type>>;

} // namespace boost_broker::detail

template<boost_broker::detail::is_carrying_token Token, class Signature>
class boost::asio::async_result<Token, Signature>
    : public boost_broker::detail::initiation_result<
          async_result<typename Token::target_type, Signature>>
{
public:
    template<class Initiation, class Layer, class... Args>
        requires boost::asio::completion_token_for<typename Token::target_type, Signature>
    static decltype(auto) initiate(Initiation&& initiation, Layer&& layer, Args&&... args)
    {
        using carry = boost_broker::detail::carry<typename Token::carried_type>;
        carry wrap(layer.carried());
        return boost_broker::detail::initiate_inside<Signature>(std::forward<Layer>(layer),
            std::move(wrap), std::forward<Initiation>(initiation), std::forward<Args>(args)...);
    }
};

template<template<class, class> class Associator, boost_broker::detail::is_adapted_handler H,
    class Default>
struct boost::asio::associator<Associator, H, Default>
    : Associator<typename H::adapted_type, Default> {
    using base = Associator<typename H::adapted_type, Default>;

    static typename base::type get(H const& h) noexcept { return base::get(h.inner()); }
    static decltype(auto) get(H const& h, Default const& d) noexcept
    {
        return base::get(h.inner(), d);
    }
};

#endif
