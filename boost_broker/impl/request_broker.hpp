// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_IMPL_REQUEST_BROKER_HPP
#define BOOST_BROKER_IMPL_REQUEST_BROKER_HPP

#include <boost_broker/request_broker.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace boost_broker {

namespace detail {

/// A request whose requester waits on the stack.
template<class R>
class now_call final : public call<R>
{
public:
    using call<R>::call;

    std::optional<result<response_t<R>>> answer;

private:
    void settle(result<response_t<R>>&& given) noexcept override
    {
        answer.emplace(std::move(given));
    }
};

} // namespace detail

template<class R, class Lane>
request_broker<R, Lane>::request_broker(context_ref ctx)
    : broker_base(*detail::require_open(ctx, detail::type_name<R>))
    , counters_(new detail::call_counters)
{
    core().attach(*this);
}

template<class R, class Lane>
request_broker<R, Lane>::request_broker(found_by_type, detail::context_core& core)
    : broker_base(core)
    , counters_(new detail::call_counters)
{
    if constexpr (reflected<R>)
        detail::assert_field_order<R>();
}

template<class R, class Lane>
request_broker<R, Lane>::~request_broker()
{
    close();
}

template<class R, class Lane>
template<class Handler>
result<handle> request_broker<R, Lane>::set_provider(Handler&& handler)
{
    detail::stopped_at_last const expired(
        provider_ != nullptr && !provider_->active() ? std::move(provider_) : provider_ptr());
    if (is_open() && provider_ != nullptr)
        return already_provided();
    auto made = detail::make_provider<R>(*this, counters_, std::forward<Handler>(handler));
    if (!made)
        return made.error();
    if (provider_ != nullptr) // the handler has registered another while it was copied
        return already_provided();
    provider_ = *made;
    choose_route();
    return detail::handle_access::make(*made);
}

template<class R, class Lane>
failure request_broker<R, Lane>::already_provided() const
{
    return detail::explain(errc::provider_exists, "", detail::type_name<R>, &core(),
        " already has a provider, which still answers; use replace_provider to change it");
}

template<class R, class Lane>
template<class Handler>
result<handle> request_broker<R, Lane>::replace_provider(Handler&& handler)
{
    if (is_open() && detail::is_empty_handler(handler)) {
        clear_provider();
        return handle();
    }
    auto made = detail::make_provider<R>(*this, counters_, std::forward<Handler>(handler));
    if (!made)
        return made.error();
    // The earlier one still serves what it has accepted.
    replaced_.reserve(replaced_.size() + 1);
    auto const earlier = std::exchange(provider_, *made);
    choose_route();
    if (earlier != nullptr) {
        replaced_.push_back(earlier);
        earlier->stop_when_idle(); // its destructor may end the context
    }
    return detail::handle_access::make(*made);
}

template<class R, class Lane>
void request_broker<R, Lane>::clear_provider() noexcept
{
    if (auto const cleared = provider_)
        cleared->stop();
}

template<class R, class Lane>
failure request_broker<R, Lane>::nobody_answers() const
{
    if (!is_open())
        return detail::closed_failure(detail::type_name<R>, context_name());
    return detail::explain(errc::no_provider, "no provider is registered for ",
        detail::type_name<R>, &core(), "; register one with set_provider");
}

template<class R, class Lane>
void request_broker<R, Lane>::add_mock(provider_ptr const& mock)
{
    mocks_.push_back(mock);
    choose_route();
}

template<class R, class Lane>
void request_broker<R, Lane>::choose_route() noexcept
{
    auto* const found = chosen();
    bool const at_once = found != nullptr && found->form() == detail::answer_form::returns &&
        !found->has_owner() && found->where().is_home();
    at_once_ = at_once ? found : nullptr;
    functions_ = at_once ? found->at_once() : detail::answer_functions<R>();
}

// Where nothing of the context is on the stack, the provider is not, either.
template<class R, class Lane>
BOOST_FORCEINLINE bool request_broker<R, Lane>::answers_at_once() const noexcept
{
    return BOOST_LIKELY(at_once_ != nullptr) && detail::inbox::home_scope::applies(core());
}

template<class R, class Lane>
BOOST_FORCEINLINE auto request_broker<R, Lane>::answer_at_once(R&& r) noexcept -> result<response>
{
    detail::inbox::home_scope const here(core());
    ++counters_->answered_at_once;
    return functions_.take(*at_once_, std::move(r));
}

template<class R, class Lane>
BOOST_FORCEINLINE auto request_broker<R, Lane>::read_at_once(R const& r) noexcept
    -> result<response>
{
    detail::inbox::home_scope const here(core());
    ++counters_->answered_at_once;
    return functions_.read(*at_once_, r);
}

template<class R, class Lane>
template<class CompletionToken>
auto request_broker<R, Lane>::request(R r, CompletionToken&& token)
{
    return boost::asio::async_initiate<CompletionToken, void(result<response>)>(
        [this](auto&& waiting, R given) {
            detail::refuse_quorum<std::decay_t<decltype(waiting)>>();
            this->start(
                std::move(given), detail::with_trace<R>(std::forward<decltype(waiting)>(waiting)));
        },
        token, std::move(r));
}

template<class R, class Lane>
template<class Handler>
void request_broker<R, Lane>::start(R&& r, Handler&& handler)
{
    sent_here const now(broker_kind::request, [this] { return where_sent(); });
    // The memory for completing is obtained before the provider is called.
    detail::any_handler<result<response>> waiting(std::forward<Handler>(handler), home());
    if (BOOST_LIKELY(answers_at_once()))
        waiting.complete_in_verb(answer_at_once(std::move(r)));
    else
        start_otherwise(std::move(r), std::move(waiting));
}

template<class R, class Lane>
void request_broker<R, Lane>::start_otherwise(
    R&& r, detail::any_handler<result<response>>&& waiting)
{
    detail::provider_ptr<R> const answers(answering());
    if (answers == nullptr) {
        waiting.complete_in_verb(nobody_answers());
        return;
    }
    bool const later = answers->form() != detail::answer_form::returns;
    if (!later && answers->where().can_deliver_directly(false)) {
        auto const answer = [&] {
            detail::inbox::delivery_scope const here(answers->where());
            return answers->answer_at_once(std::move(r));
        };
        waiting.complete_in_verb(answer());
        return;
    }
    auto const limit = detail::choose_limit<R>(waiting->timeout, timeout_, later);
    boost::intrusive_ptr<detail::single_call<R>> const c(
        new detail::single_call<R>(std::move(r), counters_, core(), std::move(waiting)));
    try {
        c->pend(core(), limit, answers->where());
        answers->accept(c);
    } catch (...) {
        c->discard();
        throw;
    }
}

/// For an observer: the context, if there is somebody who answers what is asked there.
template<class R, class Lane>
std::uint64_t request_broker<R, Lane>::where_sent() const noexcept
{
    return answering() != nullptr ? core().id() : 0;
}

template<class R, class Lane>
BOOST_FORCEINLINE auto request_broker<R, Lane>::request_now(R&& r) -> result<response>
{
    sent_here const now(broker_kind::request, [this] { return where_sent(); });
    return answer_now(std::move(r));
}

template<class R, class Lane>
BOOST_FORCEINLINE auto request_broker<R, Lane>::answer_now(R&& r) -> result<response>
{
    if (BOOST_LIKELY(answers_at_once()))
        return answer_at_once(std::move(r));
    return answer_otherwise(std::move(r));
}

template<class R, class Lane>
BOOST_FORCEINLINE auto request_broker<R, Lane>::request_now(R const& r) -> result<response>
{
    sent_here const now(broker_kind::request, [this] { return where_sent(); });
    if (BOOST_LIKELY(functions_.read != nullptr) &&
        BOOST_LIKELY(detail::inbox::home_scope::applies(core())))
        return read_at_once(r);
    return answer_copy(r);
}

template<class R, class Lane>
BOOST_NOINLINE auto request_broker<R, Lane>::answer_copy(R const& r) -> result<response>
{
    return answer_now(R(r));
}

template<class R, class Lane>
BOOST_NOINLINE auto request_broker<R, Lane>::answer_otherwise(R&& r) -> result<response>
{
    detail::provider_ptr<R> const answers(answering());
    if (answers == nullptr)
        return nobody_answers();
    auto& where = answers->where();
    // What came to the provider before is older, and goes first, unless it is waiting below.
    if (!detail::policy<R>.synchronous && !where.delivering())
        where.drain_here();
    if (answers->stopped())
        return completed(nobody_answers());
    if (answers->is_coroutine() || answers->on_stack())
        return completed(detail::explain(errc::would_deadlock, "waiting for ", detail::type_name<R>,
            &core(),
            " would wait for this thread itself: its provider is a coroutine or is being called "
            "already; use an asynchronous request"));
    if (where.delivering()) {
        detail::inbox::turn const here(where);
        return answer_here(*answers, std::move(r));
    }
    detail::inbox::delivery_scope const here(where);
    return answer_here(*answers, std::move(r));
}

/// For an observer: a request that was sent has failed before a provider had it.
template<class R, class Lane>
failure request_broker<R, Lane>::completed(failure why) noexcept
{
    detail::message_trace<R>().failed(why.code());
    return why;
}

template<class R, class Lane>
auto request_broker<R, Lane>::answer_here(provider& answers, R&& r) -> result<response>
{
    if (answers.form() == detail::answer_form::returns)
        return answers.answer_at_once(std::move(r));
    boost::intrusive_ptr<detail::now_call<R>> const c(
        new detail::now_call<R>(std::move(r), counters_, core()));
    answers.serve(c);
    if (c->answer)
        return std::move(*c->answer);
    auto const why = [this] { // not copied: that could fail, and the provider was called
        return detail::explain(errc::would_deadlock, "waiting for ", detail::type_name<R>, &core(),
            " would wait for this thread itself: its provider answers later; use an asynchronous "
            "request");
    };
    c->answered(why());
    return why();
}

template<class R, class Lane>
void request_broker<R, Lane>::remove(detail::registration& stopped) noexcept
{
    if (provider_.get() == &stopped)
        provider_.reset();
    auto const is_stopped = [&](auto const& p) { return p.get() == &stopped; };
    std::erase_if(mocks_, is_stopped);
    std::erase_if(replaced_, is_stopped);
    choose_route();
}

template<class R, class Lane>
bool request_broker<R, Lane>::is_mock(detail::registration const& r) const noexcept
{
    return std::any_of(
        mocks_.begin(), mocks_.end(), [&](auto const& mock) { return mock.get() == &r; });
}

template<class R, class Lane>
void request_broker<R, Lane>::close() noexcept
{
    clear_provider();
    while (!mocks_.empty()) {
        auto const last = mocks_.back();
        last->stop();
    }
    while (!replaced_.empty()) {
        auto const last = replaced_.back();
        last->stop();
    }
}

} // namespace boost_broker

#endif
