// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_IMPL_MULTI_REQUEST_BROKER_HPP
#define BOOST_BROKER_IMPL_MULTI_REQUEST_BROKER_HPP

#include <boost_broker/multi_request_broker.hpp>

#include <algorithm>
#include <optional>
#include <type_traits>
#include <utility>

namespace boost_broker {

namespace detail {

// What a request to many providers completes with depends on whether there is a quorum.
template<fanout_fsm::mode Mode, class Token>
inline constexpr fanout_fsm::mode mode_for =
    Mode == fanout_fsm::mode::all&& has_quorum<Token> ? fanout_fsm::mode::quorum : Mode;

template<fanout_fsm::mode Mode, class Handler>
std::optional<std::size_t> quorum_of(Handler const& handler) noexcept
{
    constexpr bool carried = has_association<associated_quorum, Handler>;
    static_assert(carried || Mode != fanout_fsm::mode::quorum,
        "boost_broker: a token between quorum and the verb hides the quorum from it; put quorum "
        "around that one");
    static_assert(!carried || Mode != fanout_fsm::mode::all,
        "boost_broker: quorum must be part of the token that request_all is given, as it decides "
        "what the request completes with");
    if constexpr (carried)
        return associated_quorum<Handler>::get(handler);
    else
        return std::nullopt;
}

} // namespace detail

template<class R, class Lane>
multi_request_broker<R, Lane>::multi_request_broker(context_ref ctx)
    : broker_base(*detail::require_open(ctx, detail::type_name<R>))
    , counters_(new detail::call_counters)
{
    core().attach(*this);
}

template<class R, class Lane>
multi_request_broker<R, Lane>::multi_request_broker(found_by_type, detail::context_core& core)
    : broker_base(core)
    , counters_(new detail::call_counters)
{
    if constexpr (reflected<R>)
        detail::assert_field_order<R>();
}

template<class R, class Lane>
template<class Handler>
result<handle> multi_request_broker<R, Lane>::add_provider(Handler&& handler)
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

template<class R, class Lane>
template<detail::fanout_fsm::mode Mode>
void multi_request_broker<R, Lane>::start(
    R r, std::optional<std::size_t> wanted, typename detail::gather<R, Mode>::handler waiting)
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
        counters_, core(), limit, wanted, std::move(waiting));
}

template<class R, class Lane>
template<class CompletionToken>
auto multi_request_broker<R, Lane>::request_all(R r, CompletionToken&& token)
{
    return initiate<detail::fanout_fsm::mode::all>(std::move(r), token);
}

template<class R, class Lane>
template<class CompletionToken>
auto multi_request_broker<R, Lane>::request_each(R r, CompletionToken&& token)
{
    return initiate<detail::fanout_fsm::mode::each>(std::move(r), token);
}

template<class R, class Lane>
template<detail::fanout_fsm::mode Mode, class CompletionToken>
auto multi_request_broker<R, Lane>::initiate(R r, CompletionToken& token)
{
    constexpr auto mode = detail::mode_for<Mode, std::remove_cvref_t<CompletionToken>>;
    using answers = typename detail::gather<R, mode>::answers_type;
    return boost::asio::async_initiate<CompletionToken, void(result<answers>)>(
        [this](auto&& waiting, R given) {
            auto const wanted = detail::quorum_of<mode>(waiting);
            start<mode>(std::move(given), wanted,
                {detail::with_trace<R>(std::forward<decltype(waiting)>(waiting)), home()});
        },
        token, std::move(r));
}

// A provider whose owner is gone has nothing to say any more.
template<class R, class Lane>
void multi_request_broker<R, Lane>::stop_expired() noexcept
{
    for (std::size_t i = providers_.size(); i != 0; i = std::min(i - 1, providers_.size())) {
        auto const p = providers_[i - 1];
        if (!p->active())
            p->stop();
    }
}

template<class R, class Lane>
void multi_request_broker<R, Lane>::remove(detail::registration& stopped) noexcept
{
    std::erase_if(providers_, [&](auto const& p) { return p.get() == &stopped; });
}

template<class R, class Lane>
void multi_request_broker<R, Lane>::close() noexcept
{
    while (!providers_.empty()) {
        auto const last = providers_.back();
        last->stop();
    }
}

namespace detail {

template<class R, fanout_fsm::mode Mode>
struct gather_initiation {
    using answers = typename gathered<R, Mode>::type;
    using signature = void(result<answers>);

    context_ref ctx;

    template<class Handler>
    void operator()(Handler&& handler, R r) const
    {
        auto const wanted = quorum_of<Mode>(handler);
        if constexpr (check_lane<R>() && is_mt<R>) {
            mt_multi_requests<R>::template start<Mode>(
                ctx, std::move(r), wanted, with_trace<R>(std::forward<Handler>(handler)));
        } else {
            any_handler<result<answers>> waiting(
                with_trace<R>(std::forward<Handler>(handler)), context_access::last_home(ctx));
            if (auto const broker = open_broker<multi_request_broker<R>, R>(ctx))
                (*broker)->template start<Mode>(std::move(r), wanted, std::move(waiting));
            else
                waiting.complete_in_verb(broker.error());
        }
    }
};

template<class R, fanout_fsm::mode Mode, class Token>
auto gather_message(context_ref const& ctx, R r, Token&& token)
{
    using plain = std::remove_cvref_t<Token>;
    using initiation = gather_initiation<R, mode_for<Mode, plain>>;
    constexpr bool is_token = asio::completion_token_for<plain, typename initiation::signature>;
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
    if constexpr (detail::check_lane<R>() && detail::is_mt<R>) {
        return detail::mt_multi_requests<R>::add_provider(ctx, std::forward<Handler>(handler));
    } else {
        auto const broker = detail::open_broker<multi_request_broker<R>, R>(ctx);
        return broker ? (*broker)->add_provider(std::forward<Handler>(handler)) : broker.error();
    }
}
template<class R, class Handler>
[[nodiscard]] result<handle> add_provider(Handler&& handler)
{
    return boost_broker::add_provider<R>(thread_context(), std::forward<Handler>(handler));
}

template<class R>
void clear_providers(context_ref ctx) noexcept
{
    if constexpr (detail::check_lane<R>() && detail::is_mt<R>) {
        detail::mt_multi_requests<R>::clear_providers(ctx);
    } else {
        auto* const core = detail::context_access::open_core(ctx);
        auto* const broker =
            core != nullptr ? core->template find<multi_request_broker<R>>() : nullptr;
        if (broker != nullptr)
            broker->clear_providers();
    }
}

// By fields.
template<class R, class... Args>
    requires(detail::request_by_fields<R, Args...>)
[[nodiscard]] auto request_all(Args&&... args)
{
    return detail::gather_fields_and_token<R, detail::fanout_fsm::mode::all>(
        thread_context(), std::forward<Args>(args)...);
}
template<class R, detail::context_argument Context, class... Args>
    requires(detail::request_by_fields<R, Context, Args...>)
[[nodiscard]] auto request_all(Context&& ctx, Args&&... args)
{
    return detail::gather_fields_and_token<R, detail::fanout_fsm::mode::all>(
        ctx, std::forward<Args>(args)...);
}
template<class R, class... Args>
    requires(detail::request_by_fields<R, Args...>)
[[nodiscard]] auto request_each(Args&&... args)
{
    return detail::gather_fields_and_token<R, detail::fanout_fsm::mode::each>(
        thread_context(), std::forward<Args>(args)...);
}
template<class R, detail::context_argument Context, class... Args>
    requires(detail::request_by_fields<R, Context, Args...>)
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
