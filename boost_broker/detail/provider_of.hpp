// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

#ifndef BOOST_BROKER_DETAIL_PROVIDER_OF_HPP
#define BOOST_BROKER_DETAIL_PROVIDER_OF_HPP

// A provider with its handler: how that is called, and how its answer is found.

#include <boost_broker/detail/coroutine.hpp>
#include <boost_broker/detail/handler_traits.hpp>
#include <boost_broker/detail/provider.hpp>
#include <boost_broker/detail/registering.hpp>
#include <boost_broker/detail/serial_queue.hpp>
#include <boost_broker/reply.hpp>
#include <boost_broker/result.hpp>

#include <boost/config.hpp>

#include <concepts>
#include <optional>
#include <tuple>
#include <type_traits>
#include <typeinfo>
#include <utility>

namespace boost_broker::detail {

template<class Parameter>
inline constexpr bool is_read_only =
    std::is_lvalue_reference_v<Parameter> || std::is_trivially_copyable_v<Parameter>;
template<class Parameters>
inline constexpr bool all_read_only = false;
template<class... P>
inline constexpr bool all_read_only<std::tuple<P...>> = (is_read_only<P> && ...);

/// Whether a function can be called with a request that is to stay as it is, and its parameters
/// make no copies that may fail: those have to be made before it is called. Of a generic one nobody
/// knows.
template<class R, class H>
constexpr bool reads_request() noexcept
{
    using known = parameters_of<innermost_t<H>>;
    if constexpr (known::known && handler_call<H, R const&>::fits)
        return all_read_only<typename known::type>;
    else
        return false;
}

template<class R, class H>
class provider_of final : public provider<R>
{
    using response = response_t<R>;
    using returning = handler_call<H, R&&>;
    using replying = handler_call<H, R&&, reply<R>>;
    static constexpr bool replies = !returning::fits && replying::fits;
    using invocation = std::conditional_t<replies, replying, returning>;

    static_assert(invocation::fits,
        "boost_broker: a provider takes the request, its fields in order, or nothing, and behind "
        "that a boost_broker::reply if it answers later");
    static_assert(!replies || std::is_void_v<typename replying::result_type>,
        "boost_broker: a provider that takes a boost_broker::reply returns void");
    static_assert(!policy<R>.synchronous || (!invocation::is_coroutine && !replies),
        "boost_broker: the provider of a synchronous request is a plain function that returns the "
        "response");

public:
    static constexpr answer_form form = replies ? answer_form::replies
        : invocation::is_coroutine              ? answer_form::coroutine
                                                : answer_form::returns;
    static constexpr bool is_serial =
        has_layer<H, layer_kind::serial> && form == answer_form::coroutine;
    static constexpr bool has_owner = has_layer<H, layer_kind::tracked>;

    template<class Handler>
    provider_of(broker_base& broker, call_counters_ptr counters, inbox& where, Handler&& handler)
        : provider<R>(broker, std::move(counters), where, form, functions(), has_owner)
        , handler_(std::forward<Handler>(handler))
    {}

    std::type_info const* function_type() const noexcept override { return &type_of_function<H>(); }

    bool holds(std::type_info const& type, void const* function) const noexcept override
    {
        using compared = innermost_t<H>;
        if constexpr (std::equality_comparable<compared>)
            return handler_ && type == typeid(compared) &&
                innermost_of(*handler_) == *static_cast<compared const*>(function);
        else
            return false;
    }

private:
    void answer(call_ptr<R> const& c) noexcept override
    {
        try {
            if constexpr (is_serial) {
                if (waiting_turn_.must_wait(*this)) {
                    waiting_turn_.push(c);
                    return;
                }
            }
        } catch (...) {
            c->answered(this->threw());
            return;
        }
        answer_now(c);
    }

    void answer_now(call_ptr<R> const& c) noexcept
    {
        try {
            start(c);
        } catch (...) {
            c->answered(this->threw());
        }
    }

    void start(call_ptr<R> const& c)
    {
        arrived_message<R> const here(c.get());
        owner_locks<H> locks;
        if (!lock_owners(*handler_, locks)) {
            c->answered(this->owner_expired());
            this->stop();
        } else if (admits_to(*this, *handler_, std::as_const(c->request()))) {
            ++c->counters().delivered;
            c->trace.dispatched(this);
            if constexpr (form == answer_form::returns)
                c->answered(call_plain<R&&>(std::move(c->request())));
            else
                start_answering(c, std::move(locks));
        } else if (!this->stopped()) { // else it has answered
            c->answered(this->refused());
        }
    }

    void start_answering(call_ptr<R> const& c, [[maybe_unused]] owner_locks<H> locks)
    {
        if constexpr (form == answer_form::coroutine)
            start_coroutine<R>(*this, [&](running_coroutine_ptr const& coroutine) {
                return run(this, coroutine, std::move(locks), c);
            });
        else
            invocation::invoke(*handler_, std::move(c->request()), reply<R>(c));
    }

    static constexpr answer_functions<R> functions() noexcept
    {
        answer_functions<R> all;
        if constexpr (form == answer_form::returns)
            all.take = &answer_at_once<R&&>;
        if constexpr (form == answer_form::returns && reads_request<R, H>())
            all.read = &answer_at_once<R const&>;
        return all;
    }

    // The request is counted already.
    template<class Passed>
    static result<response> answer_at_once(provider<R>& target, Passed r) noexcept
    {
        auto& self = static_cast<provider_of&>(target);
        typename provider<R>::stack_scope const here(self);
        result<response> answer = self.template call_at_once<Passed>(static_cast<Passed>(r));
        if constexpr (!is_mt<R>)
            message_trace<R>().completed(answer);
        if (BOOST_UNLIKELY(!answer)) {
            self.count_failed_at_once();
            self.stop_without_owner();
        }
        return answer;
    }

    template<class Passed>
    BOOST_FORCEINLINE result<response> call_at_once(Passed r) noexcept
    {
        try {
            owner_locks<H> locks;
            if (!lock_owners(*handler_, locks))
                return this->not_called(this->owner_expired());
            if (!admits_to(*this, *handler_, std::as_const(r)))
                return this->not_called(this->stopped() ? this->gone() : this->refused());
            message_trace<R>().dispatched(this);
            return call_plain<Passed>(static_cast<Passed>(r));
        } catch (...) {
            return this->threw();
        }
    }

    template<class Passed>
    result<response> call_plain(Passed r)
    {
        using called = handler_call<H, Passed>;
        if constexpr (std::is_void_v<typename called::result_type>) {
            static_assert(answers<void, response>(),
                "boost_broker: a provider must return the response of the request, a result of it "
                "or a failure");
            called::invoke(*handler_, static_cast<Passed>(r));
            if constexpr (std::is_void_v<response>)
                return {};
        } else if constexpr (builds_in_place<typename called::result_type, response>) {
            auto const call = [&] { return called::invoke(*handler_, static_cast<Passed>(r)); };
            return result<response>(
                boost::system::in_place_value, returned_by<decltype(call)>{call});
        } else {
            return to_result<response>(called::invoke(*handler_, static_cast<Passed>(r)));
        }
    }

    // Whoever is gone will not answer again.
    void stop_without_owner() noexcept
    {
        if constexpr (has_owner) {
            if (!this->stopped() && owner_is_gone(*handler_))
                this->stop();
        }
    }

    // Its parameters live in the frame: the provider, the owners and the request, until it ends.
    static asio::awaitable<void> run(boost::intrusive_ptr<provider_of> self,
        running_coroutine_ptr coroutine, [[maybe_unused]] owner_locks<H> locks, call_ptr<R> c)
    {
        coroutine_end const end(*coroutine);
        unanswered_guard guard(*c);
        try {
            if constexpr (std::is_void_v<typename invocation::value_type>) {
                static_assert(answers<void, response>(),
                    "boost_broker: a coroutine provider must co_return the response of the "
                    "request, a result of it or a failure");
                co_await invocation::invoke(*self->handler_, std::move(c->request()));
                if constexpr (std::is_void_v<response>)
                    guard.answer(result<response>());
            } else {
                auto value = co_await invocation::invoke(*self->handler_, std::move(c->request()));
                guard.answer(to_result<response>(std::move(value)));
            }
        } catch (...) {
            guard.answer(self->threw());
        }
        if constexpr (is_serial)
            self->waiting_turn_.start_next(
                *self, *coroutine, [&](call_ptr<R> const& next) { self->answer_now(next); });
    }

    /// A frame that is destroyed unfinished cannot answer any more.
    class unanswered_guard
    {
    public:
        explicit unanswered_guard(call<R>& c) noexcept : call_(&c) {}
        unanswered_guard(unanswered_guard const&) = delete;
        ~unanswered_guard()
        {
            if (call_ != nullptr)
                call_->gone();
        }
        void answer(result<response>&& r) noexcept
        {
            std::exchange(call_, nullptr)->answered(std::move(r));
        }

    private:
        call<R>* call_;
    };

    std::size_t waiting_turn() const noexcept override { return waiting_turn_.size(); }

    bool owner_gone() const noexcept override { return owner_is_gone(*handler_); }

    void destroy_handler() noexcept override
    {
        waiting_turn_.clear();
        handler_.reset();
    }

    std::optional<H> handler_;
    [[no_unique_address]] serial_queue_if<call_ptr<R>, is_serial> waiting_turn_;
};

/// Makes the provider of a request from a handler, or says why it cannot be registered.
template<class R, class Handler>
result<provider_ptr<R>> make_provider(
    broker_base& broker, call_counters_ptr const& counters, Handler&& handler)
{
    using made = provider_of<R, std::decay_t<Handler>>;
    if (!broker.is_open())
        return closed_failure(type_name<R>, broker.context_name());
    failure why;
    auto* const where =
        find_inbox(broker.core(), handler, made::form == answer_form::coroutine, type_name<R>, why);
    if (where == nullptr)
        return why;
    // Copying or moving the handler is the user's code, which may end the context.
    busy_scope const keeps(broker.core());
    provider_ptr<R> const added(new made(broker, counters, *where, std::forward<Handler>(handler)));
    if (!broker.is_open())
        return closed_failure(type_name<R>, broker.context_name());
    return added;
}

} // namespace boost_broker::detail

#endif
