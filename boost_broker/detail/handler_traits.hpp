// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_HANDLER_TRAITS_HPP
#define BOOST_BROKER_DETAIL_HANDLER_TRAITS_HPP

// Which form a handler has - the message, its fields in order, or nothing - and how to call it. A
// handler with one call operator decides by its parameters; of a generic one the first form that
// can be called is taken.

#include <boost_broker/detail/handler_layers.hpp>
#include <boost_broker/reflect.hpp>

#include <boost/asio/awaitable.hpp>

#include <tuple>
#include <type_traits>
#include <utility>

namespace boost_broker::detail {

namespace asio = boost::asio;

enum class handler_form { none_fits, value, fields, nothing };

// The parameters of a callable that has exactly one call operator.
template<class F>
struct signature;
template<class R, class... A>
struct signature<R(A...)> {
    using parameters = std::tuple<A...>;
};
template<class R, class... A>
struct signature<R(A...) noexcept> : signature<R(A...)> {};
template<class R, class... A>
struct signature<R (*)(A...)> : signature<R(A...)> {};
template<class R, class... A>
struct signature<R (*)(A...) noexcept> : signature<R(A...)> {};
template<class C, class R, class... A>
struct signature<R (C::*)(A...)> : signature<R(A...)> {};
template<class C, class R, class... A>
struct signature<R (C::*)(A...) const> : signature<R(A...)> {};
template<class C, class R, class... A>
struct signature<R (C::*)(A...) noexcept> : signature<R(A...)> {};
template<class C, class R, class... A>
struct signature<R (C::*)(A...) const noexcept> : signature<R(A...)> {};

template<class F>
concept has_signature = requires
{
    typename signature<F>::parameters;
};
template<class F>
concept has_one_call_operator = has_signature<decltype(&F::operator())>;
template<class F>
concept is_member_call = has_signature<typename F::member_type>;

template<class F>
struct parameters_of {
    static constexpr bool known = false;
};
template<has_signature F>
struct parameters_of<F> {
    static constexpr bool known = true;
    using type = typename signature<F>::parameters;
};
template<has_one_call_operator F>
struct parameters_of<F> : parameters_of<decltype(&F::operator())> {};
template<is_member_call F>
struct parameters_of<F> : parameters_of<typename F::member_type> {};

template<class T>
struct awaitable_traits {
    static constexpr bool is_awaitable = false;
    using value = T;
};
template<class T, class Executor>
struct awaitable_traits<asio::awaitable<T, Executor>> {
    static constexpr bool is_awaitable = true;
    static constexpr bool has_any_executor = std::is_same_v<Executor, asio::any_io_executor>;
    using value = T;
};

/// How a handler H takes messages of type M, passed as `M const&` or `M&&`, with Extra behind.
template<class H, class Passed, class... Extra>
class handler_call
{
    using message = std::remove_cvref_t<Passed>;
    using function = innermost_t<H>;

    template<handler_form Form>
    static constexpr bool callable() noexcept
    {
        if constexpr (Form == handler_form::value) {
            return std::is_invocable_v<function&, Passed, Extra...>;
        } else if constexpr (Form == handler_form::nothing) {
            return std::is_invocable_v<function&, Extra...>;
        } else if constexpr (reflected<message>) {
            return []<std::size_t... I>(std::index_sequence<I...>)
            {
                return std::is_invocable_v<function&,
                    decltype(reflect<message>::template get<I>(std::declval<Passed>()))...,
                    Extra...>;
            }
            (std::make_index_sequence<reflect<message>::size>());
        } else {
            return false;
        }
    }

    static constexpr std::size_t field_count() noexcept
    {
        if constexpr (reflected<message>)
            return reflect<message>::size;
        else
            return static_cast<std::size_t>(-1);
    }

    static constexpr handler_form find_form() noexcept
    {
        constexpr auto none = handler_form::none_fits;
        constexpr bool forced = has_layer<H, layer_kind::by_fields>;
        if constexpr (forced) {
            return callable<handler_form::fields>() ? handler_form::fields : none;
        } else if constexpr (parameters_of<function>::known) {
            using parameters = typename parameters_of<function>::type;
            constexpr auto count = std::tuple_size_v<parameters>;
            constexpr auto extra = sizeof...(Extra);
            if constexpr (count == 1 + extra) {
                if constexpr (std::is_same_v<
                                  std::remove_cvref_t<std::tuple_element_t<0, parameters>>,
                                  message>)
                    return callable<handler_form::value>() ? handler_form::value : none;
            }
            if constexpr (count == extra)
                return callable<handler_form::nothing>() ? handler_form::nothing : none;
            else if constexpr (count == field_count() + extra)
                return callable<handler_form::fields>() ? handler_form::fields : none;
            else
                return none;
        } else {
            return callable<handler_form::value>()  ? handler_form::value
                : callable<handler_form::fields>()  ? handler_form::fields
                : callable<handler_form::nothing>() ? handler_form::nothing
                                                    : none;
        }
    }

public:
    static constexpr handler_form form = find_form();
    static constexpr bool fits = form != handler_form::none_fits;

    static decltype(auto) invoke(H& handler, Passed m, Extra... extra)
    {
        auto& f = innermost_of(handler);
        if constexpr (form == handler_form::value) {
            return std::invoke(f, static_cast<Passed>(m), std::forward<Extra>(extra)...);
        } else if constexpr (form == handler_form::fields) {
            return [&]<std::size_t... I>(std::index_sequence<I...>)->decltype(auto)
            {
                return std::invoke(f, reflect<message>::template get<I>(static_cast<Passed>(m))...,
                    std::forward<Extra>(extra)...);
            }
            (std::make_index_sequence<reflect<message>::size>());
        } else {
            return std::invoke(f, std::forward<Extra>(extra)...);
        }
    }

private:
    static auto find_result()
    {
        if constexpr (fits)
            return std::type_identity<decltype(invoke(
                std::declval<H&>(), std::declval<Passed>(), std::declval<Extra>()...))>();
        else
            return std::type_identity<void>();
    }

public:
    using result_type = typename decltype(find_result())::type;
    static constexpr bool is_coroutine = awaitable_traits<result_type>::is_awaitable;
    using value_type = typename awaitable_traits<result_type>::value;
};

// What a handler is registered for; told to one that does not do the same with an event and a
// signal.
struct as_event {};
struct as_signal {};

template<class F>
concept asks_role = requires
{
    typename F::asks_role;
};

/// A `handler_call` in a role, which stands behind the message where the handler asks for it.
template<class H, class Role, class Passed>
class role_call : public handler_call<H, Passed>
{};
template<class H, class Role, class Passed>
    requires asks_role<innermost_t<H>>
class role_call<H, Role, Passed> : public handler_call<H, Passed, Role>
{
public:
    static decltype(auto) invoke(H& handler, Passed m)
    {
        return handler_call<H, Passed, Role>::invoke(handler, static_cast<Passed>(m), Role());
    }
};

template<class H, class E>
using event_call = role_call<H, as_event, E const&>;
template<class H, class Passed>
using signal_call = role_call<H, as_signal, Passed>;

} // namespace boost_broker::detail

#endif
