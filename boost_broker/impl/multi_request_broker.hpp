// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_IMPL_MULTI_REQUEST_BROKER_HPP
#define BOOST_BROKER_IMPL_MULTI_REQUEST_BROKER_HPP

#include <boost_broker/multi_request_broker.hpp>

#include <algorithm>
#include <utility>

namespace boost_broker {

template<class R>
multi_request_broker<R>::multi_request_broker(context_ref ctx)
    : broker_base(*detail::require_open(ctx, detail::type_name<R>))
    , counters_(new detail::call_counters)
{
    core().attach(*this);
}

template<class R>
multi_request_broker<R>::multi_request_broker(found_by_type, detail::context_core& core)
    : broker_base(core)
    , counters_(new detail::call_counters)
{
    if constexpr (reflected<R>)
        detail::assert_field_order<R>();
}

template<class R>
template<class Handler>
result<handle> multi_request_broker<R>::add_provider(Handler&& handler)
{
    auto const& function = detail::innermost_of(handler);
    for (auto const& known : providers_) {
        if (known->holds(typeid(function), &function))
            return detail::explain(errc::provider_exists, "this provider of ", detail::type_name<R>,
                &core(), " is registered already, and answers once");
    }
    auto made = detail::make_provider<R>(*this, counters_, std::forward<Handler>(handler));
    if (!made)
        return made.error();
    providers_.push_back(*made);
    return detail::handle_access::make(*made);
}

template<class R>
template<detail::fanout_fsm::mode Mode>
void multi_request_broker<R>::start(R r, typename detail::gather<R, Mode>::handler waiting)
{
    if (!is_open()) {
        waiting.complete_in_verb(detail::closed_failure(detail::type_name<R>, context_name()));
        return;
    }
    // A handler's destructor may end the context.
    detail::busy_scope const keeps(core());
    stop_expired();
    bool const later = std::any_of(providers_.begin(), providers_.end(),
        [](auto const& p) { return p->form() != detail::answer_form::returns; });
    auto const limit = detail::choose_limit<R>(waiting->timeout, timeout_, later);
    detail::gather<R, Mode>::start(std::move(r), std::vector<detail::provider_ptr<R>>(providers_),
        counters_, core(), limit, std::move(waiting));
}

template<class R>
template<class CompletionToken>
auto multi_request_broker<R>::request_all(R r, CompletionToken&& token)
{
    return initiate<detail::fanout_fsm::mode::all>(std::move(r), token);
}

template<class R>
template<class CompletionToken>
auto multi_request_broker<R>::request_each(R r, CompletionToken&& token)
{
    return initiate<detail::fanout_fsm::mode::each>(std::move(r), token);
}

template<class R>
template<detail::fanout_fsm::mode Mode, class CompletionToken>
auto multi_request_broker<R>::initiate(R r, CompletionToken& token)
{
    using answers = typename detail::gather<R, Mode>::answers_type;
    return boost::asio::async_initiate<CompletionToken, void(result<answers>)>(
        [this](auto&& waiting, R given) {
            start<Mode>(std::move(given), {std::forward<decltype(waiting)>(waiting), home()});
        },
        token, std::move(r));
}

// A provider whose owner is gone has nothing to say any more.
template<class R>
void multi_request_broker<R>::stop_expired() noexcept
{
    for (std::size_t i = providers_.size(); i != 0; i = std::min(i - 1, providers_.size())) {
        auto const p = providers_[i - 1];
        if (!p->active())
            p->stop();
    }
}

template<class R>
void multi_request_broker<R>::remove(detail::registration& stopped) noexcept
{
    std::erase_if(providers_, [&](auto const& p) { return p.get() == &stopped; });
}

template<class R>
void multi_request_broker<R>::close() noexcept
{
    while (!providers_.empty()) {
        auto const last = providers_.back();
        last->stop();
    }
}

namespace detail {

template<class R, fanout_fsm::mode Mode>
struct gather_initiation {
    using answers = typename gather<R, Mode>::answers_type;
    using signature = void(result<answers>);

    context_ref ctx;

    template<class Handler>
    void operator()(Handler&& handler, R r) const
    {
        any_handler<result<answers>> waiting(
            std::forward<Handler>(handler), context_access::last_home(ctx));
        if (auto const broker = open_broker<multi_request_broker, R>(ctx))
            (*broker)->template start<Mode>(std::move(r), std::move(waiting));
        else
            waiting.complete_in_verb(broker.error());
    }
};

template<class R, fanout_fsm::mode Mode, class Token>
auto gather_message(context_ref const& ctx, R r, Token&& token)
{
    using initiation = gather_initiation<R, Mode>;
    constexpr bool is_token =
        asio::completion_token_for<std::remove_cvref_t<Token>, typename initiation::signature>;
    static_assert(is_token,
        "boost_broker: the argument behind the fields of a request to many providers must be a "
        "completion token for void(boost_broker::result<the answers>)");
    if constexpr (is_token)
        return asio::async_initiate<Token, typename initiation::signature>(
            initiation{ctx}, token, std::move(r));
}

template<class R, fanout_fsm::mode Mode, class... Args>
auto gather_fields_and_token(context_ref const& ctx, Args&&... args)
{
    return split_fields_and_token<R>(
        [&]<class... Token>(R&& r, Token&&... token) {
            if constexpr (sizeof...(Token) == 0)
                return gather_message<R, Mode>(ctx, std::move(r), asio::deferred);
            else
                return gather_message<R, Mode>(ctx, std::move(r), std::forward<Token>(token)...);
        },
        std::forward<Args>(args)...);
}

} // namespace detail

template<class R, class Handler>
result<handle> add_provider(context_ref ctx, Handler&& handler)
{
    auto const broker = detail::open_broker<multi_request_broker, R>(ctx);
    return broker ? (*broker)->add_provider(std::forward<Handler>(handler)) : broker.error();
}
template<class R, class Handler>
[[nodiscard]] result<handle> add_provider(Handler&& handler)
{
    return boost_broker::add_provider<R>(thread_context(), std::forward<Handler>(handler));
}

template<class R>
void clear_providers(context_ref ctx) noexcept
{
    auto* const core = detail::context_access::open_core(ctx);
    auto* const broker = core != nullptr ? core->template find<multi_request_broker<R>>() : nullptr;
    if (broker != nullptr)
        broker->clear_providers();
}

// By fields.
template<class R, class... Args>
    requires(!detail::begins_with_message<R, Args...>)
[[nodiscard]] auto request_all(Args&&... args)
{
    return detail::gather_fields_and_token<R, detail::fanout_fsm::mode::all>(
        thread_context(), std::forward<Args>(args)...);
}
template<class R, detail::context_argument Context, class... Args>
    requires(!detail::begins_with_message<R, Context, Args...>)
[[nodiscard]] auto request_all(Context&& ctx, Args&&... args)
{
    return detail::gather_fields_and_token<R, detail::fanout_fsm::mode::all>(
        ctx, std::forward<Args>(args)...);
}
template<class R, class... Args>
    requires(!detail::begins_with_message<R, Args...>)
[[nodiscard]] auto request_each(Args&&... args)
{
    return detail::gather_fields_and_token<R, detail::fanout_fsm::mode::each>(
        thread_context(), std::forward<Args>(args)...);
}
template<class R, detail::context_argument Context, class... Args>
    requires(!detail::begins_with_message<R, Context, Args...>)
[[nodiscard]] auto request_each(Context&& ctx, Args&&... args)
{
    return detail::gather_fields_and_token<R, detail::fanout_fsm::mode::each>(
        ctx, std::forward<Args>(args)...);
}

// A value, or fields by name in braces.
template<class R, class Token = boost::asio::deferred_t>
[[nodiscard]] auto request_all(context_ref ctx, std::type_identity_t<R> r, Token&& token = Token())
{
    return detail::gather_message<R, detail::fanout_fsm::mode::all>(
        ctx, std::move(r), std::forward<Token>(token));
}
template<class R, class Token = boost::asio::deferred_t>
    requires(!std::is_same_v<std::remove_cvref_t<Token>, R>)
[[nodiscard]] auto request_all(std::type_identity_t<R> r, Token&& token = Token())
{
    return detail::gather_message<R, detail::fanout_fsm::mode::all>(
        thread_context(), std::move(r), std::forward<Token>(token));
}
template<class R, class Token = boost::asio::deferred_t>
[[nodiscard]] auto request_each(context_ref ctx, std::type_identity_t<R> r, Token&& token = Token())
{
    return detail::gather_message<R, detail::fanout_fsm::mode::each>(
        ctx, std::move(r), std::forward<Token>(token));
}
template<class R, class Token = boost::asio::deferred_t>
    requires(!std::is_same_v<std::remove_cvref_t<Token>, R>)
[[nodiscard]] auto request_each(std::type_identity_t<R> r, Token&& token = Token())
{
    return detail::gather_message<R, detail::fanout_fsm::mode::each>(
        thread_context(), std::move(r), std::forward<Token>(token));
}

// A value whose type says which request it is.
template<std::nullptr_t = nullptr, class R, class Token = boost::asio::deferred_t>
[[nodiscard]] auto request_all(context_ref ctx, R&& r, Token&& token = Token())
{
    return detail::gather_message<std::remove_cvref_t<R>, detail::fanout_fsm::mode::all>(
        ctx, std::forward<R>(r), std::forward<Token>(token));
}
template<std::nullptr_t = nullptr, class R, class Token = boost::asio::deferred_t>
    requires(!detail::context_argument<R>)
[[nodiscard]] auto request_all(R&& r, Token&& token = Token())
{
    return detail::gather_message<std::remove_cvref_t<R>, detail::fanout_fsm::mode::all>(
        thread_context(), std::forward<R>(r), std::forward<Token>(token));
}
template<std::nullptr_t = nullptr, class R, class Token = boost::asio::deferred_t>
[[nodiscard]] auto request_each(context_ref ctx, R&& r, Token&& token = Token())
{
    return detail::gather_message<std::remove_cvref_t<R>, detail::fanout_fsm::mode::each>(
        ctx, std::forward<R>(r), std::forward<Token>(token));
}
template<std::nullptr_t = nullptr, class R, class Token = boost::asio::deferred_t>
    requires(!detail::context_argument<R>)
[[nodiscard]] auto request_each(R&& r, Token&& token = Token())
{
    return detail::gather_message<std::remove_cvref_t<R>, detail::fanout_fsm::mode::each>(
        thread_context(), std::forward<R>(r), std::forward<Token>(token));
}

} // namespace boost_broker

#endif
